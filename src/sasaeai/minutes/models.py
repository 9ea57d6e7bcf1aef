"""The record of a meeting: revisions, approval, the public version and the circular."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.audit.models import AppendOnlyQuerySet
from sasaeai.kernel.models import Link, SoleLink, VersionedModel
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.enums import ConfirmationMethod, Disclosure, MinutesState, PublicState
from sasaeai.people.models import TenantModel


class Minutes(VersionedModel, TenantModel):
    """The minutes of a meeting (会議録・要点記録). Its text lives in append-only revisions."""

    meeting = SoleLink(Meeting, related_name="minutes_record", verbose_name="会議")
    state = models.CharField(
        "状態", max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    confirmed_by = models.CharField("確認した人", max_length=120, blank=True)
    confirmed_on = models.DateField("確認した日", null=True, blank=True)
    confirmed_how = models.CharField(
        "確認の方法", max_length=20, choices=ConfirmationMethod.choices, blank=True
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


class PublicVersion(VersionedModel, TenantModel):
    """The text that may leave the room (公開版): made item by item, approved by a second person.

    written_by: who drafted it; writers: ids, as text, of everybody who wrote in it. None of them
    may approve it.
    """

    minutes = Link(Minutes, related_name="public_versions", verbose_name="会議録")
    revision = Link(Revision, related_name="public_versions", verbose_name="もとの版")
    state = models.CharField(
        "状態", max_length=10, choices=PublicState.choices, default=PublicState.DRAFT
    )
    lead = models.TextField("はじめの文", blank=True, max_length=2000)
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
    """The sheet that passes from door to door (回覧); built from an approved public version only."""

    public_version = SoleLink(PublicVersion, related_name="circular", verbose_name="公開版")
    issued_on = models.DateField("発行日")
    title = models.CharField("題", max_length=120)
    lead = models.TextField("はじめの文", blank=True, max_length=600)
    body = models.TextField("本文", max_length=3000)
    issuer = models.CharField("発行者", max_length=160)
    contact = models.CharField("問い合わせ先", max_length=200)
    return_to = models.CharField("戻し先", max_length=120, blank=True)
    return_by = models.DateField("戻す期限", null=True, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)

    class Meta:
        verbose_name = "回覧"
        indexes = [models.Index(fields=["municipality", "issued_on"])]

    def __str__(self) -> str:
        return self.title
