"""One gathering, once, whatever programmes it counts for."""

from __future__ import annotations

from datetime import date, time

from django.db import models
from django.db.models import F, Q

from sasaeai.kernel import clock
from sasaeai.kernel.models import Link, VersionedModel
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models.bodies import Body
from sasaeai.people.models import TenantModel, Venue


class Meeting(VersionedModel, TenantModel):
    """A meeting (会議): planned, then held once, or cancelled.

    starts_at, ends_at, snow_starts_at: UTC instants, shown in Asia/Tokyo.
    number: n-th of the fiscal year within its body, taken under a lock when it is held.
    reported_count: head-count known only as a number (no list of names), e.g. from an old report.
    secretariat, chair, recorder, observers: the head of the minutes (会議録の頭書き).
    sealed_at: the public version is approved; the record may no longer be changed.
    is_public_event: everybody may come (説明会など); shown on the portal and in the open data with
    `public_note` in place of what is talked about.
    """

    body = Link(Body, related_name="meetings", verbose_name="会議体")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("第何回", null=True, blank=True)
    theme = models.CharField("テーマ", max_length=120, blank=True)
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    venue = Link(Venue, related_name="meetings", verbose_name="会場")
    snow_starts_at = models.DateTimeField("雪のときの予備日", null=True, blank=True)
    regime = models.CharField("個人情報の取扱い", max_length=20, choices=Regime.choices)
    state = models.CharField(
        "状態", max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    reply_due_on = models.DateField("返信期限", null=True, blank=True)
    agenda_settled_at = models.DateTimeField("議題を決めた日時", null=True, blank=True)
    held_at = models.DateTimeField("記録を締めた日時", null=True, blank=True)
    cancelled_reason = models.CharField("中止の理由", max_length=200, blank=True)
    reported_count = models.PositiveIntegerField("報告された参加者数(人)", null=True, blank=True)
    next_note = models.CharField("次回について", max_length=200, blank=True)
    secretariat = models.CharField("事務局", max_length=120, blank=True)
    chair = models.CharField("進行", max_length=120, blank=True)
    recorder = models.CharField("記録した人", max_length=120, blank=True)
    observers = models.PositiveSmallIntegerField("傍聴者(人)", null=True, blank=True)
    source_note = models.CharField("出典", max_length=200, blank=True)
    is_public_event = models.BooleanField("だれでも参加できる", default=False)
    public_note = models.CharField("一般の方への説明", max_length=300, blank=True)
    is_sample = models.BooleanField("見本のデータ", default=False)
    sealed_at = models.DateTimeField("公開版が承認された日時", null=True, blank=True)

    class Meta:
        verbose_name = "会議"
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["municipality", "body", "starts_at"]),
            models.Index(fields=["municipality", "state", "starts_at"]),
            models.Index(fields=["municipality", "starts_at"]),
        ]
        constraints = [
            # A support council (支援会議) takes nobody's number and stands in nobody's way: that would
            # tell of it (L-03).
            models.UniqueConstraint(
                fields=["municipality", "body", "fiscal_year", "number"],
                condition=~Q(regime=Regime.SUPPORT_COUNCIL),
                name="meetings_number_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "body", "fiscal_year", "number"],
                condition=Q(regime=Regime.SUPPORT_COUNCIL),
                name="meetings_council_number_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "body", "starts_at"],
                condition=~Q(state=MeetingState.CANCELLED) & ~Q(regime=Regime.SUPPORT_COUNCIL),
                name="meetings_start_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "body", "starts_at"],
                condition=~Q(state=MeetingState.CANCELLED) & Q(regime=Regime.SUPPORT_COUNCIL),
                name="meetings_council_start_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(regime__in=Regime.values), name="meetings_regime_known"
            ),
            models.CheckConstraint(
                condition=Q(is_public_event=False) | Q(regime=Regime.OPEN),
                name="meetings_public_event_is_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meetings_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=MeetingState.HELD, held_at__isnull=False, number__isnull=False)
                    | (~Q(state=MeetingState.HELD) & Q(held_at__isnull=True))
                ),
                name="meetings_held_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.held_on:%Y-%m-%d}"

    @property
    def held_on(self) -> date:
        """The calendar day of the meeting in Japan."""
        return clock.to_tokyo(self.starts_at).date()

    @property
    def on(self) -> date:
        """The day, under the name that the plan's form gives it."""
        return self.held_on

    @property
    def start(self) -> time:
        """When it begins, on a wall clock in Japan."""
        return clock.to_tokyo(self.starts_at).time()

    @property
    def end(self) -> time:
        """When it ends, on a wall clock in Japan."""
        return clock.to_tokyo(self.ends_at).time()

    @property
    def snow_on(self) -> date | None:
        """The reserve day for snow, None without one."""
        return clock.to_tokyo(self.snow_starts_at).date() if self.snow_starts_at else None

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == MeetingState.HELD
