"""Formation patterns (立ち上げの型) as data, and what a district made of one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import BodyKind, ItemKind, Regime
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.people.models import District, OrganizationKind, TenantModel
from sasaeai.rollout.enums import PatternPart, SharedState


class Pattern(VersionedModel, RemovableModel, TenantModel):
    """A way to form the meetings of a district (型): みなし型, 幹事会型, 単独型, or a district's own.

    home: the district whose practice it is; None for those that come with the programme.
    Only approved text of a home leaves it. notice_lead: opening words proposed for the first letter.
    writers: ids, as text, of everybody who wrote in it; none of them may approve it.
    """

    code = models.CharField("記号", max_length=40)
    name = models.CharField("型の名前", max_length=60)
    summary = models.CharField("どんな型か", max_length=300)
    suits = models.CharField("向いている地区", max_length=300, blank=True)
    source_note = models.CharField("出典", max_length=200, blank=True)
    notice_lead = models.TextField("案内状のはじめの文(案)", blank=True, max_length=1_000)
    home = Link(
        District, null=True, blank=True, related_name="own_patterns", verbose_name="もとの地区"
    )
    based_on = Link(
        "self", null=True, blank=True, related_name="derived", verbose_name="もとにした型"
    )
    state = models.CharField(
        "公開の状態", max_length=10, choices=SharedState.choices, default=SharedState.DRAFT
    )
    written_by_id = models.UUIDField("書いた利用者", null=True, blank=True)
    written_by_name = models.CharField("書いた人", max_length=200, blank=True)
    writers = models.JSONField("文を書いた利用者", default=list, blank=True)
    returned_note = models.CharField("差し戻しのことば", max_length=200, blank=True)
    approved_by_id = models.UUIDField("承認した利用者", null=True, blank=True)
    approved_by_name = models.CharField("承認した人", max_length=200, blank=True)
    approved_at = models.DateTimeField("承認した日時", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げの理由", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("並び", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "立ち上げの型"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="rollout_pattern_code"),
            models.CheckConstraint(
                condition=Q(state__in=SharedState.values), name="rollout_pattern_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=SharedState.APPROVED)
                | Q(home__isnull=True)
                | Q(approved_at__isnull=False),
                name="rollout_pattern_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PatternBody(TenantModel):
    """A body that a pattern forms, or finds and recognises (existing).

    key: names it within the pattern. name: with 「{district}」 where the district's name goes.
    prepares, counts_for: keys of the body it prepares, or for which its meetings count (みなし).
    """

    pattern = Link(Pattern, related_name="bodies", verbose_name="型")
    key = models.CharField("記号", max_length=20)
    kind = models.CharField("種類", max_length=20, choices=BodyKind.choices)
    name = models.CharField("名称", max_length=80)
    purpose = models.CharField("趣旨", max_length=300, blank=True)
    existing = models.BooleanField("いまある会議体を使う", default=False)
    yearly_target = models.PositiveSmallIntegerField("年間の開催目標(回)", default=3)
    usual_start = models.TimeField("開始時刻", null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField("長さ(分)", default=60)
    regime = models.CharField(
        "個人情報の取扱い", max_length=20, choices=Regime.choices, default=Regime.OPEN
    )
    prepares = models.CharField("準備する会議体", max_length=20, blank=True)
    counts_for = models.CharField("みなす会議体", max_length=20, blank=True)
    first_after_days = models.SmallIntegerField("第1回から何日後に開くか", default=0)
    position = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "型の会議体"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "pattern", "key"], name="rollout_pattern_body_key"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values), name="rollout_pattern_body_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PatternKind(TenantModel):
    """A kind of organisation that hosts, joins or links a body of a pattern.

    titles: posts called, as they are usually named, one a line; empty for the first post.
    """

    body = Link(PatternBody, related_name="kinds", verbose_name="型の会議体")
    kind = Link(OrganizationKind, related_name="in_patterns", verbose_name="団体の種類")
    part = models.CharField("立場", max_length=10, choices=PatternPart.choices)
    titles = models.CharField("役職", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "型の団体"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "body", "kind", "part"], name="rollout_pattern_kind_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind)


class PatternItem(TenantModel):
    """An item proposed for the first agenda of a body of a pattern."""

    body = Link(PatternBody, related_name="items", verbose_name="型の会議体")
    title = models.CharField("議題", max_length=200)
    kind = models.CharField("種類", max_length=20, choices=ItemKind.choices)
    minutes = models.PositiveSmallIntegerField("時間(分)", default=10)
    position = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "型の議題"
        ordering = ["position"]
        indexes = [models.Index(fields=["municipality", "body", "position"])]

    def __str__(self) -> str:
        return self.title


class PatternStep(TenantModel):
    """What is done how many days before the first meeting (negative: after it)."""

    pattern = Link(Pattern, related_name="steps", verbose_name="型")
    days_before = models.SmallIntegerField("第1回の何日前")
    what = models.CharField("すること", max_length=120)
    who = models.CharField("だれが", max_length=120, blank=True)

    class Meta:
        verbose_name = "型の手順"
        ordering = ["-days_before"]
        indexes = [models.Index(fields=["municipality", "pattern", "days_before"])]

    def __str__(self) -> str:
        return self.what


class PatternUse(VersionedModel, RemovableModel, TenantModel):
    """A district forms its meetings by a pattern: when first, what it changed and why."""

    district = Link(District, related_name="pattern_uses", verbose_name="地区")
    pattern = Link(Pattern, related_name="uses", verbose_name="型")
    first_on = models.DateField("第1回の日")
    changed = models.TextField("変えたところ", blank=True, max_length=2_000)
    reason = models.TextField("変えた理由", blank=True, max_length=2_000)
    used_by_name = models.CharField("選んだ人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "型の利用"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "district"],
                condition=Q(removed_at__isnull=True),
                name="rollout_one_pattern_a_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.pattern}"


class PatternUseBody(TenantModel):
    """The body, its first meeting and its みなし, that came of a body of the pattern.

    made: it did not exist before. before: of one that was found, what it was before the pattern
    was used (texts and numbers, hosts), for taking the pattern back; added: posts that became
    usual members by it, as ids.
    """

    use = Link(PatternUse, related_name="bodies", verbose_name="型の利用")
    key = models.CharField("記号", max_length=20)
    body = Link(Body, related_name="formed_by", verbose_name="会議体")
    meeting = Link(
        Meeting, null=True, blank=True, related_name="formed_by", verbose_name="最初の会議"
    )
    recognition = Link(
        Recognition, null=True, blank=True, related_name="formed_by", verbose_name="みなし"
    )
    made = models.BooleanField("新しく作った", default=True)
    before = models.JSONField("もとのすがた", default=dict, blank=True)
    added = models.JSONField("加えた参集者", default=list, blank=True)

    class Meta:
        verbose_name = "型から作った会議体"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "use", "key"], name="rollout_use_body_key"
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class PlannedStep(VersionedModel, TenantModel):
    """A step of a district's time plan, counted back from its first meeting."""

    use = Link(PatternUse, related_name="steps", verbose_name="型の利用")
    what = models.CharField("すること", max_length=120)
    who = models.CharField("だれが", max_length=120, blank=True)
    due_on = models.DateField("いつまで")
    done_on = models.DateField("済んだ日", null=True, blank=True)

    class Meta:
        verbose_name = "立ち上げの手順"
        ordering = ["due_on", "created_at"]
        indexes = [models.Index(fields=["municipality", "use", "due_on"])]

    def __str__(self) -> str:
        return self.what
