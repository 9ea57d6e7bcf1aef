"""A date found by asking a few key people before a meeting is fixed (日程調整)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import DateAnswer
from sasaeai.meetings.models.bodies import Body
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.people.models import Organization, Person, TenantModel, Venue


class DatePoll(VersionedModel, RemovableModel, TenantModel):
    """The question when the next meeting of a body could be (日程調整).

    minutes: length of the meeting. meeting: what was prepared from the chosen slot.
    """

    body = Link(Body, related_name="date_polls", verbose_name="会議体")
    purpose = models.CharField("何の会議か", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField("長さ(分)", default=60)
    venue = Link(Venue, null=True, blank=True, related_name="date_polls", verbose_name="会場")
    closes_on = models.DateField("返事の期限")
    contact_name = models.CharField("連絡先(担当)", max_length=120, blank=True)
    contact_tel = models.CharField("連絡先(電話)", max_length=20, blank=True)
    contact_fax = models.CharField("返信先(FAX)", max_length=20, blank=True)
    meeting = Link(
        Meeting, null=True, blank=True, related_name="date_polls", verbose_name="決めた会議"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "日程調整"
        indexes = [models.Index(fields=["municipality", "body", "created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="meetings_poll_minutes")
        ]

    def __str__(self) -> str:
        return self.purpose or f"{self.body} 日程調整"


class DateSlot(RemovableModel, TenantModel):
    """One proposed start (候補日)."""

    poll = Link(DatePoll, related_name="slots", verbose_name="日程調整")
    starts_at = models.DateTimeField("開始")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "候補日"
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "poll", "starts_at"],
                condition=Q(removed_at__isnull=True),
                name="meetings_slot_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class DateVoter(RemovableModel, TenantModel):
    """Somebody who is asked (きく人); names as they were when asked.

    code: unguessable reply code of the link and the slip. note: a word of theirs to the answers.
    """

    poll = Link(DatePoll, related_name="voters", verbose_name="日程調整")
    organization = Link(
        Organization, null=True, blank=True, related_name="asked_dates", verbose_name="団体"
    )
    person = Link(Person, null=True, blank=True, related_name="asked_dates", verbose_name="人")
    organization_name = models.CharField("団体名", max_length=120, blank=True)
    post_title = models.CharField("役職", max_length=60, blank=True)
    person_name = models.CharField("氏名", max_length=60, blank=True)
    code = models.CharField("返信コード", max_length=12, unique=True)
    note = models.CharField("ひとこと", max_length=200, blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "日程をきく人"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "poll"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(organization_name="", person_name=""),
                name="meetings_voter_is_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_name} {self.post_title} {self.person_name}".strip()


class DateMark(VersionedModel, TenantModel):
    """What somebody answered to one slot (○△×). via: how it came; keyed_by_name: who wrote it."""

    voter = Link(DateVoter, related_name="marks", verbose_name="きく人")
    slot = Link(DateSlot, related_name="marks", verbose_name="候補日")
    answer = models.CharField("答え", max_length=6, choices=DateAnswer.choices)
    via = models.CharField("届き方", max_length=10)
    keyed_by_name = models.CharField("入力した人", max_length=200)

    class Meta:
        verbose_name = "日程の答え"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "voter", "slot"], name="meetings_mark_once"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=DateAnswer.values), name="meetings_mark_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter} {self.slot} {self.answer}"
