"""How far each district is: the stages of a city, what was said at them, what was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, SoleLink, VersionedModel
from sasaeai.people.models import District, Organization, OrganizationKind, TenantModel, Venue
from sasaeai.rollout.enums import Milestone


class Stage(VersionedModel, RemovableModel, TenantModel):
    """A step on the way to regular meetings (展開の段階), as the city names and orders it.

    stuck_days: a district that is in this stage for longer is shown as waiting for help.
    papers: codes of `StagePaper`.
    """

    code = models.CharField("記号", max_length=40)
    name = models.CharField("段階", max_length=60)
    next_step = models.CharField("次にすること", max_length=200, blank=True)
    milestone = models.CharField(
        "済みになるとき", max_length=20, choices=Milestone.choices, default=Milestone.TOLD
    )
    stuck_days = models.PositiveSmallIntegerField("止まっていると見る日数", default=90)
    papers = models.JSONField("使う紙", default=list, blank=True)
    position = models.PositiveSmallIntegerField("並び", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "展開の段階"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="rollout_stage_code"),
            models.CheckConstraint(
                condition=Q(milestone__in=Milestone.values), name="rollout_stage_milestone_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DistrictStage(VersionedModel, TenantModel):
    """A district at a stage: when, with whom, what came of it (立上げ記録).

    people: who was there, as organisations and posts. skipped_reason: the district goes on
    without this stage, and why. order_reason: why its dates are not in the order of the stages.
    """

    district = Link(District, related_name="stages", verbose_name="地区")
    stage = Link(Stage, related_name="districts", verbose_name="段階")
    planned_on = models.DateField("予定日", null=True, blank=True)
    started_on = models.DateField("始めた日", null=True, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)
    skipped_reason = models.CharField("省いた理由", max_length=200, blank=True)
    order_reason = models.CharField("順番が違うわけ", max_length=200, blank=True)
    venue = Link(Venue, null=True, blank=True, related_name="stages", verbose_name="会場")
    people = models.TextField("だれと(団体・役職)", blank=True, max_length=2_000)
    head_count = models.PositiveSmallIntegerField("参加者数(人)", null=True, blank=True)
    note = models.TextField("話したこと", blank=True, max_length=10_000)

    class Meta:
        verbose_name = "地区の段階"
        ordering = ["stage__position"]
        indexes = [models.Index(fields=["municipality", "stage", "done_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "district", "stage"], name="rollout_district_stage_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(done_on__gte=F("started_on")),
                name="rollout_stage_done_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.stage}"


class StageOpinion(VersionedModel, RemovableModel, TenantModel):
    """What a group said at a stage (地区から出た意見), and what was answered (○ and ⇒)."""

    record = Link(DistrictStage, related_name="opinions", verbose_name="段階の記録")
    said_by = models.CharField("だれの意見(団体)", max_length=120, blank=True)
    text = models.CharField("意見", max_length=600)
    response = models.CharField("応えたこと", max_length=600, blank=True)
    position = models.PositiveSmallIntegerField("並び", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "地区から出た意見"
        ordering = ["position", "created_at"]
        indexes = [models.Index(fields=["municipality", "record", "position"])]

    def __str__(self) -> str:
        return self.text


class Agreement(VersionedModel, TenantModel):
    """What a district agreed on how to hold its meetings (進め方の取り決め).

    months: in words, as agreed (「6月・9月・2月」). range_note: who is called, in words.
    """

    district = SoleLink(District, related_name="agreement", verbose_name="地区")
    range_note = models.CharField("参集範囲について", max_length=300, blank=True)
    yearly_target = models.PositiveSmallIntegerField("年に何回", default=3)
    months = models.CharField("開催時期", max_length=120, blank=True)
    usual_start = models.TimeField("始める時刻", null=True, blank=True)
    venue = Link(Venue, null=True, blank=True, related_name="agreed_for", verbose_name="会場")
    runs = Link(
        Organization,
        null=True,
        blank=True,
        related_name="agreed_to_run",
        verbose_name="運営する団体",
    )
    runs_note = models.CharField("役割分担", max_length=300, blank=True)
    way = models.CharField("進め方", max_length=120, blank=True)
    agreed_at = models.CharField("決めた場", max_length=120, blank=True)
    agreed_on = models.DateField("決めた日", null=True, blank=True)

    class Meta:
        verbose_name = "進め方の取り決め"

    def __str__(self) -> str:
        return f"{self.district} 進め方の取り決め"


class AgreedKind(TenantModel):
    """A kind of organisation that a district agreed to call (参集範囲)."""

    agreement = Link(Agreement, related_name="kinds", verbose_name="取り決め")
    kind = Link(OrganizationKind, related_name="agreed_in", verbose_name="団体の種類")

    class Meta:
        verbose_name = "参集範囲"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "agreement", "kind"], name="rollout_agreed_kind_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind)
