"""Topics, agenda items and what was said about them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import ItemKind, ItemOrigin, Outcome, RemarkKind
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.people.models import OrganizationKind, TenantModel


class Topic(TenantModel):
    """A topic meetings deal with (話題・課題の分類); data, seeded from the source's five examples."""

    code = models.CharField("記号", max_length=40)
    name = models.CharField("名称", max_length=60)
    example = models.CharField("例", max_length=120, blank=True)
    position = models.PositiveIntegerField("並び", default=0)

    class Meta:
        verbose_name = "話題"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="meetings_topic_code"),
        ]

    def __str__(self) -> str:
        return self.name


class TopicCall(TenantModel):
    """A topic proposes to call a kind of organisation, and why (話題から声かけ先を提案する)."""

    topic = Link(Topic, related_name="calls", verbose_name="話題")
    kind = Link(OrganizationKind, related_name="topic_calls", verbose_name="団体の種類")
    reason = models.CharField("理由", max_length=120)

    class Meta:
        verbose_name = "声かけの提案"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "topic", "kind"], name="meetings_topic_call_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} → {self.kind}"


class AgendaItem(VersionedModel, RemovableModel, TenantModel):
    """An item of a meeting's agenda (議題). Its order is apart from its printed number."""

    meeting = Link(Meeting, related_name="items", verbose_name="会議")
    position = models.PositiveIntegerField("並び")
    kind = models.CharField(
        "種類", max_length=10, choices=ItemKind.choices, default=ItemKind.DISCUSS
    )
    title = models.CharField("議題", max_length=120)
    summary = models.TextField("説明", blank=True, max_length=10_000)
    topic = Link(Topic, null=True, blank=True, related_name="items", verbose_name="話題")
    presenter = models.CharField("説明する人", max_length=100, blank=True)
    minutes = models.PositiveSmallIntegerField("時間(分)", null=True, blank=True)
    took_seconds = models.PositiveIntegerField("かかった時間(秒)", null=True, blank=True)
    is_public = models.BooleanField("公開してよい", default=True)
    origin = models.CharField(
        "出どころ", max_length=20, choices=ItemOrigin.choices, default=ItemOrigin.NEW
    )
    came_from = Link(
        "self", null=True, blank=True, related_name="led_to", verbose_name="もとの議題"
    )
    outcome = models.CharField("結果", max_length=20, choices=Outcome.choices, blank=True)
    outcome_text = models.TextField("決まったこと", blank=True, max_length=10_000)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "議題"
        ordering = ["position"]
        indexes = [
            models.Index(fields=["municipality", "meeting", "position"]),
            models.Index(fields=["municipality", "came_from"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="meetings_item_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=ItemOrigin.values), name="meetings_item_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="meetings_item_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Remark(VersionedModel, RemovableModel, TenantModel):
    """What was said, as gist, by group and not by person (発言要旨: ○ opinion, ⇒ response)."""

    item = Link(AgendaItem, related_name="remarks", verbose_name="議題")
    kind = models.CharField(
        "種類", max_length=10, choices=RemarkKind.choices, default=RemarkKind.OPINION
    )
    group = models.CharField("発言した側", max_length=60, blank=True)
    text = models.TextField("要旨", max_length=10_000)
    position = models.PositiveIntegerField("並び")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "発言"
        ordering = ["position"]
        indexes = [models.Index(fields=["municipality", "item", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RemarkKind.values), name="meetings_remark_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
