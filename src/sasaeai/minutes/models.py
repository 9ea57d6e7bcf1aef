"""The record of a meeting: revisions, approval, the public version and the circular."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.audit.models import AppendOnlyQuerySet
from sasaeai.kernel.models import Link, SoleLink, VersionedModel
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.enums import (
    ConfirmationMethod,
    CorrectionState,
    Disclosure,
    MinutesState,
    PublicState,
)
from sasaeai.people.models import Organization, TenantModel


class Minutes(VersionedModel, TenantModel):
    """The minutes of a meeting (会議録・要点記録). Its text lives in append-only revisions.

    put_before: the item of the next meeting at which they are to be confirmed (前回会議録の確認).
    put_revision: the text that stood when it was put there, which is what that meeting confirms.
    settled_at: the item whose closing settled them; empty where somebody settled them by hand.
    """

    meeting = SoleLink(Meeting, related_name="minutes_record", verbose_name="会議")
    state = models.CharField(
        "状態", max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    confirmed_by = models.CharField("確認した人", max_length=120, blank=True)
    confirmed_on = models.DateField("確認した日", null=True, blank=True)
    confirmed_how = models.CharField(
        "確認の方法", max_length=20, choices=ConfirmationMethod.choices, blank=True
    )
    put_before = Link(
        AgendaItem, null=True, blank=True, related_name="confirms", verbose_name="確認する議題"
    )
    put_revision = Link(
        "Revision", null=True, blank=True, related_name="put", verbose_name="確認する版"
    )
    settled_at = Link(
        AgendaItem, null=True, blank=True, related_name="settled", verbose_name="確定した議題"
    )

    class Meta:
        verbose_name = "会議録"
        indexes = [models.Index(fields=["municipality", "meeting"])]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=MinutesState.APPROVED, confirmed_on__isnull=False) & ~Q(confirmed_by="")
                )
                | Q(state=MinutesState.DRAFT, confirmed_on__isnull=True, confirmed_by=""),
                name="minutes_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} 会議録"

    @property
    def is_approved(self) -> bool:
        return self.state == MinutesState.APPROVED


class Revision(TenantModel):
    """One saved text of the minutes (版): never changed; saved against the one it began from.

    opening: who was there and who was not; closing: what comes next.
    sections: [{"item": uuid as text, "title": str, "text": str}] in agenda order.
    day: what was recorded on the day as it was last looked through for this text, in the shape
    {"opening", "sections", "closing"}; it tells when the day's record has changed since.
    """

    minutes = Link(Minutes, related_name="revisions", verbose_name="会議録")
    number = models.PositiveIntegerField("版")
    based_on = Link(
        "self", null=True, blank=True, related_name="followed_by", verbose_name="もとの版"
    )
    opening = models.TextField("出席した人・欠席した人", blank=True, max_length=10_000)
    sections = models.JSONField("議題ごとの記録", default=list)
    closing = models.TextField("次回の予定・そのほか", blank=True, max_length=10_000)
    day = models.JSONField("当日の記録", default=dict)
    written_by_id = models.UUIDField("書いた利用者", null=True)
    written_by_name = models.CharField("書いた人", max_length=200)
    note = models.CharField("直したところ", max_length=200, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "会議録の版"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "minutes", "number"], name="minutes_revision_number"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Correction(VersionedModel, TenantModel):
    """What somebody who was there wants put right in the minutes (会議録の訂正の申し出).

    part: "opening", an item's id as text or "closing"; empty for the whole. answer: what they were
    told when it was not taken. taken_in: the revision that followed it.
    """

    minutes = Link(Minutes, related_name="corrections", verbose_name="会議録")
    revision = Link(Revision, related_name="corrections", verbose_name="見た版")
    part = models.CharField("直すところ", max_length=40, blank=True)
    said_by = models.CharField("申し出た人", max_length=120)
    came_how = models.CharField("届き方", max_length=20, choices=ConfirmationMethod.choices)
    came_on = models.DateField("届いた日")
    text = models.TextField("直してほしいこと", max_length=2000)
    state = models.CharField(
        "状態",
        max_length=10,
        choices=CorrectionState.choices,
        default=CorrectionState.WAITING,
    )
    answer = models.CharField("直さない理由", max_length=300, blank=True)
    taken_in = Link(
        Revision, null=True, blank=True, related_name="took", verbose_name="取り入れた版"
    )
    recorded_by_name = models.CharField("記録した人", max_length=200)

    class Meta:
        verbose_name = "訂正の申し出"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "minutes", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=CorrectionState.WAITING, taken_in__isnull=True, answer="")
                    | Q(state=CorrectionState.TAKEN, taken_in__isnull=False, answer="")
                    | (Q(state=CorrectionState.DECLINED, taken_in__isnull=True) & ~Q(answer=""))
                ),
                name="minutes_correction_settled_with_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} {self.text[:40]}"


class Extract(TenantModel):
    """One item of the minutes given to chosen receivers (会議録の抜き書き); kept as it was (L-11).

    receivers: one to a line. text: what was given. purpose: what for (L-10). heading, sender,
    was_draft: of which meeting, from whom, and whether the minutes were not settled yet, as the
    sheet said it when it was given.
    """

    minutes = Link(Minutes, related_name="extracts", verbose_name="会議録")
    revision = Link(Revision, related_name="extracts", verbose_name="もとの版")
    item = models.UUIDField("議題")
    title = models.CharField("見出し", max_length=120)
    text = models.TextField("渡した文", max_length=12_000)
    receivers = models.TextField("渡した相手", max_length=2000)
    purpose = models.CharField("使い道", max_length=200)
    heading = models.CharField("会議", max_length=500, blank=True)
    sender = models.CharField("渡した側", max_length=200, blank=True)
    was_draft = models.BooleanField("案のとき", default=True)
    made_by_id = models.UUIDField("作った利用者", null=True)
    made_by_name = models.CharField("作った人", max_length=200)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "会議録の抜き書き"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "minutes", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(receivers=""), name="minutes_extract_has_purpose"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublicVersion(VersionedModel, TenantModel):
    """The text that may leave the room (公開版): made item by item, approved by a second person.

    let_stand: words that look like a person's trace and were looked at and left by the writer; the
    second person sees them marked.
    written_by: who drafted it; writers: ids, as text, of everybody who wrote in it. None of them
    may approve it.
    """

    minutes = Link(Minutes, related_name="public_versions", verbose_name="会議録")
    revision = Link(Revision, related_name="public_versions", verbose_name="もとの版")
    state = models.CharField(
        "状態", max_length=10, choices=PublicState.choices, default=PublicState.DRAFT
    )
    lead = models.TextField("はじめの文", blank=True, max_length=2000)
    let_stand = models.JSONField("見て残したことば", default=list)
    written_by_id = models.UUIDField("書いた利用者")
    written_by_name = models.CharField("書いた人", max_length=200)
    writers = models.JSONField("文を書いた利用者", default=list)
    returned_note = models.CharField("差し戻しのことば", max_length=200, blank=True)
    approved_by_id = models.UUIDField("承認した利用者", null=True, blank=True)
    approved_by_name = models.CharField("承認した人", max_length=200, blank=True)
    approved_at = models.DateTimeField("承認した日時", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げの理由", max_length=200, blank=True)
    withdrawn_by_name = models.CharField("取り下げた人", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)

    class Meta:
        verbose_name = "公開版"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "minutes", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("written_by_id")),
                name="minutes_public_needs_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicState.APPROVED)
                | Q(approved_by_id__isnull=False, approved_at__isnull=False),
                name="minutes_public_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="minutes_public_withdrawn_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["municipality", "minutes"],
                condition=Q(state=PublicState.APPROVED),
                name="minutes_one_approved_public",
            ),
            models.UniqueConstraint(
                fields=["municipality", "minutes"],
                condition=Q(state__in=[PublicState.DRAFT, PublicState.SUBMITTED]),
                name="minutes_one_pending_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} 公開版"


class PublicSection(TenantModel):
    """What of one item leaves the room, in which words (公開版の一項目)."""

    public_version = Link(PublicVersion, related_name="sections", verbose_name="公開版")
    item = Link(
        AgendaItem, null=True, blank=True, related_name="public_sections", verbose_name="議題"
    )
    position = models.PositiveIntegerField("並び")
    title = models.CharField("見出し", max_length=120)
    disclosure = models.CharField("公開のしかた", max_length=10, choices=Disclosure.choices)
    text = models.TextField("公開する文", blank=True, max_length=10_000)

    class Meta:
        verbose_name = "公開版の項目"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "public_version", "position"],
                name="minutes_public_section_position",
            ),
            # What does not leave the room is not kept where papers for outside are made.
            models.CheckConstraint(
                condition=~Q(disclosure=Disclosure.OMIT) | Q(text=""),
                name="minutes_public_omits_text",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Circular(VersionedModel, TenantModel):
    """The sheet that passes from door to door (回覧); built from an approved public version only.

    readings: word to kana, where somebody put right what the dictionary reads ("" for no kana).
    printed_before: when an earlier wording was printed, of which copies may still go round.
    """

    public_version = SoleLink(PublicVersion, related_name="circular", verbose_name="公開版")
    issued_on = models.DateField("発行日")
    title = models.CharField("題", max_length=120)
    lead = models.TextField("はじめの文", blank=True, max_length=600)
    body = models.TextField("本文", max_length=3000)
    issuer = models.CharField("発行者", max_length=160)
    contact = models.CharField("問い合わせ先", max_length=200)
    return_to = models.CharField("戻し先", max_length=120, blank=True)
    return_by = models.DateField("戻す期限", null=True, blank=True)
    has_furigana = models.BooleanField("ふりがなを付ける", default=False)
    stamp_boxes = models.PositiveSmallIntegerField("回覧印の欄", default=12)
    readings = models.JSONField("よみの直し", default=dict, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    printed_before = models.DateTimeField("直す前の回覧を印刷した日時", null=True, blank=True)

    class Meta:
        verbose_name = "回覧"
        indexes = [models.Index(fields=["municipality", "issued_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(stamp_boxes__lte=24), name="minutes_circular_stamp_boxes_fit"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CircularCopy(TenantModel):
    """How many copies of a circular an association takes (回覧の部数): one for each of its 班.

    organization: empty for a place that is no organisation (集会所の掲示板).
    """

    circular = Link(Circular, related_name="copies", verbose_name="回覧")
    organization = Link(
        Organization, null=True, blank=True, related_name="circular_copies", verbose_name="団体"
    )
    name = models.CharField("配り先", max_length=120)
    groups = models.PositiveSmallIntegerField("班の数", null=True, blank=True)
    copies = models.PositiveSmallIntegerField("部数")
    position = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "回覧の部数"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "circular", "name"], name="minutes_circular_copy_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.copies}"
