"""Troubles as they came, what their raisers were told, and the services named to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.directory.models import Service
from sasaeai.issues.enums import (
    SETTLED_ANSWERS,
    AnswerState,
    Helped,
    TroubleState,
    TroubleVia,
)
from sasaeai.issues.models.issues import Issue
from sasaeai.issues.models.sent import SentModel
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import AgendaItem, Expected, Meeting
from sasaeai.people.enums import Channel
from sasaeai.people.models import District, Organization, Post, TenantModel


class Trouble(VersionedModel, RemovableModel, TenantModel):
    """A trouble as it came (困りごと): raised by an organisation or a post, never a resident's name.

    expected: the call whose reply slip carried it; one slip raises at most one.
    raised_by: who raised it as text, because people move on. issue: what it became. referred_to: to
    whom it was handed on (つなぎ). answer_channel, answer_to: how whoever raised it wants to be told;
    empty for what the register says of the organisation or the post.
    """

    district = Link(District, related_name="troubles", verbose_name="地区")
    meeting = Link(Meeting, null=True, blank=True, related_name="troubles", verbose_name="会議")
    expected = Link(
        Expected, null=True, blank=True, related_name="troubles", verbose_name="声かけ先"
    )
    organization = Link(
        Organization, null=True, blank=True, related_name="troubles", verbose_name="団体"
    )
    post = Link(Post, null=True, blank=True, related_name="troubles", verbose_name="役職")
    raised_by = models.CharField("だれから", max_length=200)
    raised_on = models.DateField("届いた日")
    via = models.CharField("届き方", max_length=10, choices=TroubleVia.choices)
    text = models.TextField("困りごと", max_length=10_000)
    state = models.CharField(
        "状態", max_length=10, choices=TroubleState.choices, default=TroubleState.NEW
    )
    settled_reason = models.CharField("課題にしないわけ", max_length=200, blank=True)
    referred_to = models.CharField("つないだ先", max_length=200, blank=True)
    answer_channel = models.CharField(
        "返事の届け方", max_length=10, choices=Channel.choices, blank=True
    )
    answer_to = models.CharField("返事の届け先", max_length=200, blank=True)
    issue = Link(Issue, null=True, blank=True, related_name="troubles", verbose_name="課題")
    written_by_name = models.CharField("書いた人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "困りごと"
        indexes = [
            models.Index(fields=["municipality", "district", "state", "raised_on"]),
            models.Index(fields=["municipality", "meeting"]),
            models.Index(fields=["municipality", "issue"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "expected"],
                condition=Q(removed_at__isnull=True, expected__isnull=False),
                name="issues_trouble_once_a_slip",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="issues_trouble_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=TroubleState.values), name="issues_trouble_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=TroubleState.TAKEN, issue__isnull=False)
                    | (~Q(state=TroubleState.TAKEN) & Q(issue__isnull=True))
                ),
                name="issues_trouble_taken_has_issue",
            ),
            models.CheckConstraint(
                condition=~Q(state=TroubleState.REFERRED) | ~Q(referred_to=""),
                name="issues_trouble_referred_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer_channel="") | Q(answer_channel__in=Channel.values),
                name="issues_trouble_answer_channel_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Answer(SentModel, VersionedModel, RemovableModel, TenantModel):
    """What whoever raised a trouble is told (返答): once drafted, later told, a month on asked about.

    Excused: nobody can be told (伝えようがない); `text` is the reason, told_on the day it was said.
    helped: whether it helped, once they were asked; ask_on: the day from which to ask.
    """

    trouble = Link(Trouble, related_name="answers", verbose_name="困りごと")
    ask_on = models.DateField("役に立ったかを聞く日", null=True, blank=True)
    helped = models.CharField("役に立ったか", max_length=10, choices=Helped.choices, blank=True)
    helped_on = models.DateField("聞いた日", null=True, blank=True)
    helped_note = models.CharField("聞いたこと", max_length=300, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "返答"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["municipality", "trouble"]),
            models.Index(fields=["municipality", "state", "ask_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "trouble"],
                condition=Q(removed_at__isnull=True) & ~Q(state__in=SETTLED_ANSWERS),
                name="issues_answer_one_draft",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="issues_answer_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=AnswerState.values), name="issues_answer_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="issues_answer_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED_ANSWERS, told_on__isnull=False)
                | (~Q(state__in=SETTLED_ANSWERS) & Q(told_on__isnull=True)),
                name="issues_answer_told_has_day",
            ),
            models.CheckConstraint(
                condition=Q(helped="", helped_on__isnull=True)
                | Q(helped__in=Helped.values, helped_on__isnull=False),
                name="issues_answer_helped_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Introduction(RemovableModel, TenantModel):
    """A service named to somebody (相談先の紹介): at an agenda item, for an issue, or to a raiser."""

    service = Link(Service, related_name="introductions", verbose_name="相談先")
    trouble = Link(
        Trouble, null=True, blank=True, related_name="introductions", verbose_name="困りごと"
    )
    issue = Link(Issue, null=True, blank=True, related_name="introductions", verbose_name="課題")
    item = Link(
        AgendaItem, null=True, blank=True, related_name="introductions", verbose_name="議題"
    )
    note = models.CharField("ひとこと", max_length=200, blank=True)
    introduced_on = models.DateField("紹介した日")
    by_name = models.CharField("紹介した人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "相談先の紹介"
        ordering = ["introduced_on", "created_at"]
        indexes = [
            models.Index(fields=["municipality", "service"]),
            models.Index(fields=["municipality", "issue"]),
            models.Index(fields=["municipality", "trouble"]),
            models.Index(fields=["municipality", "item"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(trouble__isnull=False) | Q(issue__isnull=False) | Q(item__isnull=False),
                name="issues_introduction_is_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}"
