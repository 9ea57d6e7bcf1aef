"""Calendars that somebody subscribes to by a secret address (カレンダーの購読)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet
from sasaeai.meetings.models.bodies import Body
from sasaeai.people.models import District, Person, TenantModel


class CalendarFeed(RemovableModel, TenantModel):
    """One secret address: the meetings of a person, of a body, or of a district.

    token: 43 letters, unguessable; whoever has it can read days, halls and names of meetings.
    """

    token = models.CharField("合言葉", max_length=43, unique=True)
    person = Link(Person, null=True, blank=True, related_name="feeds", verbose_name="人")
    body = Link(Body, null=True, blank=True, related_name="feeds", verbose_name="会議体")
    district = Link(District, null=True, blank=True, related_name="feeds", verbose_name="地区")
    made_by_name = models.CharField("作った人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "カレンダーの購読"
        indexes = [
            models.Index(fields=["municipality", "person"]),
            models.Index(fields=["municipality", "body"]),
            models.Index(fields=["municipality", "district"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, body__isnull=True, district__isnull=True)
                    | Q(person__isnull=True, body__isnull=False, district__isnull=True)
                    | Q(person__isnull=True, body__isnull=True, district__isnull=False)
                ),
                name="meetings_feed_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or self.body or self.district}"
