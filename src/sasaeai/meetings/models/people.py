"""Who is called to a meeting, and who was there: two things."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import PartKind, PresenceStatus
from sasaeai.meetings.models.agenda import AgendaItem
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.people.models import Organization, Person, Post, TenantModel


class Expected(RemovableModel, TenantModel):
    """Somebody called to a meeting (声かけ先): a post, an organisation, or a guest in free text.

    Names and address are kept as they were when the call was made, because people move on.
    number: the short reply number printed on the slip (返信番号), 1… within the meeting.
    reply_code: unguessable code on the slip and in its QR; bound to this call, not to an address.
    items: empty means the whole meeting, else only these items.
    """

    meeting = Link(Meeting, related_name="expected", verbose_name="会議")
    number = models.PositiveSmallIntegerField("返信番号")
    part = models.CharField(
        "立場", max_length=12, choices=PartKind.choices, default=PartKind.MEMBER
    )
    post = Link(Post, null=True, blank=True, related_name="calls", verbose_name="役職")
    organization = Link(
        Organization, null=True, blank=True, related_name="calls", verbose_name="団体"
    )
    person = Link(Person, null=True, blank=True, related_name="calls", verbose_name="人")
    organization_name = models.CharField("団体名", max_length=120, blank=True)
    post_title = models.CharField("役職", max_length=60, blank=True)
    person_name = models.CharField("氏名", max_length=60, blank=True)
    person_kana = models.CharField("ふりがな", max_length=100, blank=True)
    group = models.CharField("発言の区分", max_length=60, blank=True)
    reason = models.CharField("声をかける理由", max_length=200, blank=True)
    reply_code = models.CharField("返信コード", max_length=12, unique=True)
    items = models.ManyToManyField(AgendaItem, through="ExpectedItem", related_name="expected")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "声かけ先"
        ordering = ["number"]
        indexes = [models.Index(fields=["municipality", "post", "meeting"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "number"], name="meetings_expected_number"
            ),
            models.UniqueConstraint(
                fields=["municipality", "meeting", "post"],
                condition=Q(removed_at__isnull=True, post__isnull=False),
                name="meetings_expected_post_once",
            ),
            models.CheckConstraint(
                condition=Q(part__in=PartKind.values), name="meetings_expected_part_known"
            ),
            models.CheckConstraint(
                condition=~Q(organization_name="", person_name=""),
                name="meetings_expected_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_name} {self.post_title} {self.person_name}".strip()


class ExpectedItem(TenantModel):
    """Called only for this item (この議題のときだけ)."""

    expected = Link(Expected, related_name="for_items", verbose_name="声かけ先")
    item = Link(AgendaItem, related_name="called_for", verbose_name="議題")

    class Meta:
        verbose_name = "声かけの議題"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "expected", "item"], name="meetings_expected_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} {self.item}"


class Presence(VersionedModel, RemovableModel, TenantModel):
    """How somebody was there on the day (当日の出欠). expected is empty for a walk-in (当日参加)."""

    meeting = Link(Meeting, related_name="presences", verbose_name="会議")
    expected = Link(
        Expected, null=True, blank=True, related_name="presences", verbose_name="声かけ先"
    )
    status = models.CharField("当日の出欠", max_length=12, choices=PresenceStatus.choices)
    organization_name = models.CharField("団体名", max_length=120, blank=True)
    post_title = models.CharField("役職", max_length=60, blank=True)
    person_name = models.CharField("氏名", max_length=60, blank=True)
    group = models.CharField("発言の区分", max_length=60, blank=True)
    companions = models.PositiveSmallIntegerField("同行者(人)", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "当日の出欠"
        ordering = ["expected__number", "created_at"]
        indexes = [models.Index(fields=["municipality", "meeting", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "expected"],
                condition=Q(removed_at__isnull=True, expected__isnull=False),
                name="meetings_presence_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=PresenceStatus.values),
                name="meetings_presence_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(organization_name="", person_name=""),
                name="meetings_presence_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_name} {self.person_name}".strip()
