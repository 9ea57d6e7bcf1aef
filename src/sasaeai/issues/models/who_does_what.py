"""Who does what by when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.issues.enums import AnswerState, ReminderKind, Reminding
from sasaeai.issues.models.issues import Issue
from sasaeai.issues.models.sent import SentModel
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import AgendaItem
from sasaeai.people.enums import Channel
from sasaeai.people.models import District, Organization, Post, TenantModel


class Action(VersionedModel, RemovableModel, TenantModel):
    """Who does what by when (取組・役割分担)."""

    district = Link(District, related_name="actions", verbose_name="地区")
    item = Link(AgendaItem, null=True, blank=True, related_name="actions", verbose_name="議題")
    issue = Link(Issue, null=True, blank=True, related_name="actions", verbose_name="課題")
    what = models.CharField("すること", max_length=300)
    organization = Link(
        Organization, null=True, blank=True, related_name="actions", verbose_name="団体"
    )
    post = Link(Post, null=True, blank=True, related_name="actions", verbose_name="役職")
    who = models.CharField("だれが", max_length=160)
    due_on = models.DateField("いつまでに", null=True, blank=True)
    done_on = models.DateField("終わった日", null=True, blank=True)
    result = models.CharField("結果", max_length=300, blank=True)
    reminding = models.CharField(
        "知らせ方", max_length=10, choices=Reminding.choices, default=Reminding.ASK
    )
    report_item = Link(
        AgendaItem,
        null=True,
        blank=True,
        related_name="reported_actions",
        verbose_name="報告する議題",
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "取組"
        ordering = [F("due_on").asc(nulls_last=True), "created_at"]
        indexes = [
            models.Index(fields=["municipality", "district", "done_on", "due_on"]),
            models.Index(fields=["municipality", "item"]),
            models.Index(fields=["municipality", "issue"]),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(who=""), name="issues_action_has_somebody"),
            models.CheckConstraint(
                condition=Q(reminding__in=Reminding.values), name="issues_action_reminding_known"
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]


class ActionReminder(SentModel, RemovableModel, TenantModel):
    """A word to whoever promised something (取組のお知らせ): a week before its day, or once it passed.

    due_on: the day it speaks of; an action that gets another day is reminded of that day anew.
    """

    action = Link(Action, related_name="reminders", verbose_name="取組")
    kind = models.CharField("種類", max_length=10, choices=ReminderKind.choices)
    due_on = models.DateField("期限")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "取組のお知らせ"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["municipality", "action"]),
            models.Index(fields=["municipality", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "action", "kind", "due_on"],
                condition=Q(removed_at__isnull=True),
                name="issues_reminder_once_a_day",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="issues_reminder_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=AnswerState.values), name="issues_reminder_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="issues_reminder_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values), name="issues_reminder_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AnswerState.TOLD, told_on__isnull=False)
                | (~Q(state=AnswerState.TOLD) & Q(told_on__isnull=True)),
                name="issues_reminder_told_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.due_on}"
