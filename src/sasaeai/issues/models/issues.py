"""Issues, their moves, and the agenda items they were on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.directory.enums import Season
from sasaeai.issues.enums import ConsiderationRole, IssueStatus
from sasaeai.kernel.models import (
    Link,
    RemovableModel,
    RemovableQuerySet,
    VersionedModel,
)
from sasaeai.meetings.models import AgendaItem, Meeting, Topic
from sasaeai.people.models import District, Organization, TenantModel


class Issue(VersionedModel, RemovableModel, TenantModel):
    """A community issue (地域課題): about a kind of person in an area, never about a resident.

    Removed only when it was raised by mistake; an issue that was worked on is closed instead.
    households: an estimate. The three parts are who can do what (住民・支援機関・市). duplicate_of: the
    issue in which this one goes on; it is closed, and its path stays readable. spot_x, spot_y: a
    coarse place in thousandths of the drawing of the district, from its upper left corner.
    """

    district = Link(District, related_name="issues", verbose_name="地区")
    title = models.CharField("課題", max_length=120)
    description = models.TextField("どんなことが起きているか", blank=True, max_length=10_000)
    topic = Link(Topic, null=True, blank=True, related_name="issues", verbose_name="話題")
    area = models.CharField("場所(おおまかに)", max_length=100, blank=True)
    troubled = models.CharField("困っている人(どんな人か)", max_length=120, blank=True)
    households = models.PositiveIntegerField("困っている世帯(およそ)", null=True, blank=True)
    season = models.CharField(
        "季節", max_length=10, choices=Season.choices, default=Season.ALL_YEAR
    )
    residents_part = models.TextField("住民ができること", blank=True, max_length=2_000)
    agencies_part = models.TextField("支援機関ができること", blank=True, max_length=2_000)
    city_part = models.TextField("市・市社協ができること", blank=True, max_length=2_000)
    status = models.CharField(
        "状態", max_length=10, choices=IssueStatus.choices, default=IssueStatus.OPEN
    )
    owner = Link(
        Organization, null=True, blank=True, related_name="issues", verbose_name="受け持つ団体"
    )
    opened_on = models.DateField("取り上げた日")
    closed_on = models.DateField("終結した日", null=True, blank=True)
    closed_reason = models.CharField("終結の理由", max_length=200, blank=True)
    duplicate_of = Link(
        "self", null=True, blank=True, related_name="duplicates", verbose_name="同じ課題"
    )
    spot_x = models.PositiveSmallIntegerField("地図の横(千分率)", null=True, blank=True)
    spot_y = models.PositiveSmallIntegerField("地図の縦(千分率)", null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(season__in=Season.values), name="issues_season_known"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(status=IssueStatus.CLOSED),
                name="issues_duplicate_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("id")),
                name="issues_no_duplicate_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(spot_x=None, spot_y=None) | Q(spot_x__lte=1000, spot_y__lte=1000),
                name="issues_spot_on_the_drawing",
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
