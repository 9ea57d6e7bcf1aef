"""Issues across meetings, who does what by when, and news between bodies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.issues.enums import (
    ConsiderationRole,
    IssueStatus,
    PassedOnState,
    TroubleState,
    TroubleVia,
)
from sasaeai.kernel.models import (
    Link,
    RemovableModel,
    RemovableQuerySet,
    VersionedModel,
)
from sasaeai.meetings.models import AgendaItem, Body, Expected, Meeting, Topic
from sasaeai.people.models import District, Organization, Post, TenantModel


class Issue(VersionedModel, RemovableModel, TenantModel):
    """A community issue (地域課題): about a kind of person in an area, never about a resident.

    Removed only when it was raised by mistake; an issue that was worked on is closed instead.
    """

    district = Link(District, related_name="issues", verbose_name="地区")
    title = models.CharField("課題", max_length=120)
    topic = Link(Topic, null=True, blank=True, related_name="issues", verbose_name="話題")
    area = models.CharField("場所(おおまかに)", max_length=100, blank=True)
    troubled = models.CharField("困っている人(どんな人か)", max_length=120, blank=True)
    status = models.CharField(
        "状態", max_length=10, choices=IssueStatus.choices, default=IssueStatus.OPEN
    )
    owner = Link(
        Organization, null=True, blank=True, related_name="issues", verbose_name="受け持つ団体"
    )
    opened_on = models.DateField("取り上げた日")
    closed_on = models.DateField("終結した日", null=True, blank=True)
    closed_reason = models.CharField("終結の理由", max_length=200, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "課題"
        ordering = ["opened_on", "title"]
        indexes = [
            models.Index(fields=["municipality", "district", "status"]),
            models.Index(fields=["municipality", "status", "opened_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=IssueStatus.values), name="issues_status_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=IssueStatus.CLOSED, closed_on__isnull=False) & ~Q(closed_reason="")
                )
                | (~Q(status=IssueStatus.CLOSED) & Q(closed_on__isnull=True)),
                name="issues_closed_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssueEntry(TenantModel):
    """Who moved an issue where, when and why (課題の経過)."""

    issue = Link(Issue, related_name="entries", verbose_name="課題")
    status = models.CharField("状態", max_length=10, choices=IssueStatus.choices)
    text = models.CharField("経過", max_length=500)
    by_name = models.CharField("書いた人", max_length=200)
    meeting = Link(
        Meeting, null=True, blank=True, related_name="issue_entries", verbose_name="会議"
    )

    class Meta:
        verbose_name = "課題の経過"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "issue", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=IssueStatus.values), name="issues_entry_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Consideration(RemovableModel, TenantModel):
    """An issue on an agenda item (課題の審議): so an issue runs through many meetings and hosts."""

    issue = Link(Issue, related_name="considerations", verbose_name="課題")
    item = Link(AgendaItem, related_name="considerations", verbose_name="議題")
    role = models.CharField(
        "審議の役割",
        max_length=20,
        choices=ConsiderationRole.choices,
        default=ConsiderationRole.OPINION,
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "課題の審議"
        indexes = [
            models.Index(fields=["municipality", "item"]),
            models.Index(fields=["municipality", "issue"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "issue", "item"],
                condition=Q(removed_at__isnull=True),
                name="issues_consideration_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=ConsiderationRole.values),
                name="issues_consideration_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.item}"


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
        ]

    def __str__(self) -> str:
        return self.what[:60]


class PassedOn(RemovableModel, TenantModel):
    """News from one body's item to the agenda of a sister body (申し送り)."""

    item = Link(AgendaItem, related_name="passed_on", verbose_name="もとの議題")
    to_body = Link(Body, related_name="received", verbose_name="申し送り先")
    note = models.CharField("伝えること", max_length=500, blank=True)
    state = models.CharField(
        "状態",
        max_length=10,
        choices=PassedOnState.choices,
        default=PassedOnState.PROPOSED,
    )
    taken_as = Link(
        AgendaItem, null=True, blank=True, related_name="taken_from", verbose_name="なった議題"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "申し送り"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "to_body", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "item", "to_body"],
                condition=Q(removed_at__isnull=True),
                name="issues_passed_on_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PassedOnState.values), name="issues_passed_on_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=PassedOnState.TAKEN, taken_as__isnull=False)
                    | (~Q(state=PassedOnState.TAKEN) & Q(taken_as__isnull=True))
                ),
                name="issues_passed_on_taken_as_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.to_body}"


class Trouble(VersionedModel, RemovableModel, TenantModel):
    """A trouble as it came (困りごと): raised by an organisation or a post, never a resident's name.

    expected: the call whose reply slip carried it; one slip raises at most one.
    raised_by: who raised it as text, because people move on. issue: what it became.
    """

    district = Link(District, related_name="troubles", verbose_name="地区")
    meeting = Link(Meeting, null=True, blank=True, related_name="troubles", verbose_name="会議")
    expected = Link(
        Expected, null=True, blank=True, related_name="troubles", verbose_name="声かけ先"
    )
    organization = Link(
        Organization, null=True, blank=True, related_name="troubles", verbose_name="団体"
    )
    raised_by = models.CharField("だれから", max_length=200)
    raised_on = models.DateField("届いた日")
    via = models.CharField("届き方", max_length=10, choices=TroubleVia.choices)
    text = models.TextField("困りごと", max_length=10_000)
    state = models.CharField(
        "状態", max_length=10, choices=TroubleState.choices, default=TroubleState.NEW
    )
    settled_reason = models.CharField("課題にしないわけ", max_length=200, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.text[:60]
