"""Who does what by when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.issues.models.issues import Issue
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import AgendaItem
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
