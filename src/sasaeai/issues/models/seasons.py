"""What is asked again each winter, the drawing of a district, and efforts side by side."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.issues.models.issues import Issue
from sasaeai.kernel.models import Link, VersionedModel
from sasaeai.people.models import District, Organization, TenantModel


class SeasonAnswer(TenantModel):
    """Whether an issue of a season troubles people again this 年度 (今年も困っているか).

    was_closed_on, was_closed_reason: how it had ended when the answer took it up again, so that the
    answer can be taken back; empty for an issue that was still open.
    """

    issue = Link(Issue, related_name="season_answers", verbose_name="課題")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    still = models.BooleanField("今年も困っている")
    note = models.CharField("ひとこと", max_length=200, blank=True)
    by_name = models.CharField("答えた人", max_length=200)
    was_closed_on = models.DateField("前に終結した日", null=True, blank=True)
    was_closed_reason = models.CharField("前の終結の理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "季節の問いへの答え"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "issue", "fiscal_year"], name="issues_season_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.fiscal_year}"


class DistrictDrawing(VersionedModel, TenantModel):
    """The drawing of a district on which issues have their coarse place (地区の略図).

    picture: PNG or JPEG of width × height dots, empty for a blank sheet. north … east: the corners in
    degrees when the site has its own map tiles; all four or none.
    """

    district = Link(District, related_name="drawings", verbose_name="地区")
    picture = models.BinaryField("略図", blank=True, default=bytes)
    content_type = models.CharField("種類", max_length=40, blank=True)
    width = models.PositiveSmallIntegerField("横の点の数", default=0)
    height = models.PositiveSmallIntegerField("縦の点の数", default=0)
    north = models.DecimalField("北端", max_digits=8, decimal_places=5, null=True, blank=True)
    south = models.DecimalField("南端", max_digits=8, decimal_places=5, null=True, blank=True)
    west = models.DecimalField("西端", max_digits=8, decimal_places=5, null=True, blank=True)
    east = models.DecimalField("東端", max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = "地区の略図"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "district"], name="issues_drawing_once_a_district"
            ),
            models.CheckConstraint(
                condition=Q(north=None, south=None, west=None, east=None)
                | Q(
                    north__isnull=False,
                    south__isnull=False,
                    west__isnull=False,
                    east__isnull=False,
                ),
                name="issues_drawing_has_four_corners",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district}"


class DisasterEffort(VersionedModel, TenantModel):
    """What a 町会 does of itself against disasters in a 年度 (自主防災の取組), for comparing.

    points: the code of a question to "yes", "partly" or "no"; a question left out is not answered.
    """

    district = Link(District, related_name="disaster_efforts", verbose_name="地区")
    organization = Link(Organization, related_name="disaster_efforts", verbose_name="団体")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    points = models.JSONField("取組", default=dict, blank=True)
    note = models.CharField("ひとこと", max_length=300, blank=True)
    by_name = models.CharField("書いた人", max_length=200)

    class Meta:
        verbose_name = "自主防災の取組"
        indexes = [models.Index(fields=["municipality", "district", "fiscal_year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "organization", "fiscal_year"],
                name="issues_effort_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.fiscal_year}"
