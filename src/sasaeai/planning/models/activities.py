"""What coordinators did (活動日誌), the part of it that no other row already tells."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.issues.models import Issue
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.people.models import District, Organization, Post, TenantModel
from sasaeai.planning.enums import ActivityKind


class Activity(VersionedModel, RemovableModel, TenantModel):
    """One entry of a coordinator's diary (活動日誌); meetings held need none, they are known."""

    post = Link(Post, related_name="activities", verbose_name="推進員の役職")
    person_name = models.CharField("推進員", max_length=60)
    on = models.DateField("日")
    minutes = models.PositiveSmallIntegerField("かかった時間(分)", null=True, blank=True)
    kind = models.CharField("活動の種類", max_length=10, choices=ActivityKind.choices)
    summary = models.CharField("内容", max_length=300)
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    issue = Link(Issue, null=True, blank=True, related_name="activities", verbose_name="課題")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "活動"
        ordering = ["on", "created_at"]
        indexes = [
            models.Index(fields=["municipality", "post", "on"]),
            models.Index(fields=["municipality", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ActivityKind.values), name="planning_activity_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class ActivityDistrict(TenantModel):
    """A district that an activity was for (地区)."""

    activity = Link(Activity, related_name="districts", verbose_name="活動")
    district = Link(District, related_name="activities", verbose_name="地区")

    class Meta:
        verbose_name = "活動の地区"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "activity", "district"],
                name="planning_activity_district_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.district)


class ActivityOrganization(TenantModel):
    """An organisation met in an activity (相手先)."""

    activity = Link(Activity, related_name="organizations", verbose_name="活動")
    organization = Link(Organization, related_name="activities", verbose_name="団体")

    class Meta:
        verbose_name = "活動の相手先"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "activity", "organization"],
                name="planning_activity_organization_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
