"""Bodies that meet, and the recognition of one body's meetings for another (みなし)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.people.models import District, Organization, Post, TenantModel, Venue


class Body(VersionedModel, TenantModel):
    """A body that meets again and again (会議体): who hosts it, how often, usually when and where."""

    district = Link(District, related_name="bodies", verbose_name="地区")
    kind = models.CharField("種類", max_length=20, choices=BodyKind.choices)
    name = models.CharField("名称", max_length=80)
    purpose = models.CharField("趣旨", max_length=300, blank=True)
    yearly_target = models.PositiveSmallIntegerField("年間の開催目標(回)", default=0)
    usual_start = models.TimeField("いつもの開始時刻", null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField("いつもの長さ(分)", default=60)
    usual_venue = Link(
        Venue, null=True, blank=True, related_name="usual_for", verbose_name="いつもの会場"
    )
    usual_regime = models.CharField(
        "いつもの個人情報の取扱い", max_length=20, choices=Regime.choices, default=Regime.OPEN
    )
    prepares = Link(
        "self",
        null=True,
        blank=True,
        related_name="prepared_by",
        verbose_name="本会議",
        help_text="幹事会が準備する本会議",
    )
    ended_on = models.DateField("終わった日", null=True, blank=True)
    position = models.PositiveIntegerField("並び", default=0)

    class Meta:
        verbose_name = "会議体"
        ordering = ["district__position", "position", "name"]
        indexes = [models.Index(fields=["municipality", "district", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BodyKind.values), name="meetings_body_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(usual_regime__in=Regime.values), name="meetings_body_regime_known"
            ),
            models.CheckConstraint(
                condition=Q(usual_minutes__gt=0), name="meetings_body_usual_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyHost(TenantModel):
    """An organisation that hosts a body (主催); the first one leads."""

    body = Link(Body, related_name="hosts", verbose_name="会議体")
    organization = Link(Organization, related_name="hosted_bodies", verbose_name="団体")
    position = models.PositiveSmallIntegerField("並び", default=0)

    class Meta:
        verbose_name = "主催団体"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "body", "organization"], name="meetings_host_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class BodyMember(TenantModel, RemovableModel):
    """A post that is usually called to a body (いつもの参集者); not a fixed committee."""

    body = Link(Body, related_name="members", verbose_name="会議体")
    post = Link(Post, related_name="body_memberships", verbose_name="役職")
    position = models.PositiveIntegerField("並び", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "いつもの参集者"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "body", "post"], name="meetings_member_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class Recognition(TenantModel, RemovableModel):
    """Meetings of `body` count as meetings of `counts_for` too (みなし開催), since/until a day.

    The gathering stays one: one record, one attendance, counted once in every total.
    It is not handed on: when A counts for B and B for C, a meeting of A does not count for C
    unless that was decided too.
    """

    body = Link(Body, related_name="recognized_as", verbose_name="みなされる会議体")
    counts_for = Link(Body, related_name="recognizes", verbose_name="みなす会議体")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    decided_at = models.CharField("決めた場", max_length=120)
    decided_on = models.DateField("決めた日", null=True, blank=True)
    condition = models.CharField("条件", max_length=300, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "みなし"
        ordering = ["since"]
        indexes = [models.Index(fields=["municipality", "counts_for", "since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "body", "counts_for", "since"],
                condition=Q(removed_at__isnull=True),
                name="meetings_recognition_once",
            ),
            models.CheckConstraint(
                condition=~Q(body=F("counts_for")), name="meetings_recognition_of_another"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="meetings_recognition_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} → {self.counts_for}"

    def runs_on(self, day: date) -> bool:
        """Whether a gathering of that day counts by it; both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)


class RecognitionLink(TenantModel, RemovableModel):
    """A post whose holder attends both bodies and carries the news (連絡役の推進員)."""

    recognition = Link(Recognition, related_name="links", verbose_name="みなし")
    post = Link(Post, related_name="recognition_links", verbose_name="役職")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "連絡役"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "recognition", "post"], name="meetings_link_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)
