"""What a city aims at in a 年度, and what it says of it in its report."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, VersionedModel
from sasaeai.people.models import District, TenantModel


class YearTarget(VersionedModel, TenantModel):
    """The city's aim for a 年度 (年度の目標): how many districts meet, how often each."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    districts = models.PositiveSmallIntegerField("開催する地区の数", default=0)
    meetings_each = models.PositiveSmallIntegerField("1地区の回数", default=3)
    note = models.CharField("めざすこと", max_length=300, blank=True)

    class Meta:
        verbose_name = "年度の目標"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year"], name="planning_target_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}年度の目標"


class YearNote(VersionedModel, TenantModel):
    """Words of a report that no count can give (成果・課題・次年度方針); district None: the city."""

    district = Link(District, null=True, blank=True, related_name="year_notes", verbose_name="地区")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    achieved = models.TextField("成果", blank=True, max_length=3_000)
    remaining = models.TextField("課題", blank=True, max_length=3_000)
    next_plan = models.TextField("次年度の方針", blank=True, max_length=3_000)
    written_by_name = models.CharField("書いた人", max_length=200, blank=True)

    class Meta:
        verbose_name = "年度のことば"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "district", "fiscal_year"],
                condition=Q(district__isnull=False),
                name="planning_district_note_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year"],
                condition=Q(district__isnull=True),
                name="planning_city_note_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district or '市全体'} {self.fiscal_year}年度"
