"""Know-how (ノウハウ・取組事例) that leaves a district as approved text, and who took it up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.directory.enums import Season
from sasaeai.issues.models import Action, Issue
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import Meeting, Topic
from sasaeai.people.models import District, TenantModel
from sasaeai.rollout.enums import LessonUseState, SharedState
from sasaeai.rollout.models.patterns import Pattern


class Lesson(VersionedModel, RemovableModel, TenantModel):
    """What a district learned (取組事例): what was tried, what it took, what became of it.

    ask: whom to ask, an organisation and post, never a person's private number. writers: ids, as
    text, of everybody who wrote in it; none of them may approve it.
    """

    district = Link(District, related_name="lessons", verbose_name="地区")
    title = models.CharField("題", max_length=120)
    topic = Link(Topic, null=True, blank=True, related_name="lessons", verbose_name="話題")
    season = models.CharField(
        "季節", max_length=10, choices=Season.choices, default=Season.ALL_YEAR
    )
    situation = models.TextField("困っていたこと", max_length=2_000)
    tried = models.TextField("やってみたこと", max_length=2_000)
    took = models.TextField("かかったもの(人手・日数・費用)", blank=True, max_length=1_000)
    became = models.TextField("どうなったか", blank=True, max_length=2_000)
    ask = models.CharField("たずねる先(団体・役職)", max_length=160, blank=True)
    meeting = Link(Meeting, null=True, blank=True, related_name="lessons", verbose_name="会議")
    issue = Link(Issue, null=True, blank=True, related_name="lessons", verbose_name="課題")
    pattern = Link(Pattern, null=True, blank=True, related_name="lessons", verbose_name="型")
    state = models.CharField(
        "公開の状態", max_length=10, choices=SharedState.choices, default=SharedState.DRAFT
    )
    written_by_id = models.UUIDField("書いた利用者", null=True, blank=True)
    written_by_name = models.CharField("書いた人", max_length=200)
    writers = models.JSONField("文を書いた利用者", default=list)
    returned_note = models.CharField("差し戻しのことば", max_length=200, blank=True)
    approved_by_id = models.UUIDField("承認した利用者", null=True, blank=True)
    approved_by_name = models.CharField("承認した人", max_length=200, blank=True)
    approved_at = models.DateTimeField("承認した日時", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げの理由", max_length=200, blank=True)
    withdrawn_by_name = models.CharField("取り下げた人", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)
    is_sample = models.BooleanField("見本のデータ", default=False)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "取組事例"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["municipality", "state", "topic"]),
            models.Index(fields=["municipality", "district", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SharedState.values), name="rollout_lesson_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=SharedState.APPROVED) | Q(approved_at__isnull=False),
                name="rollout_lesson_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(season__in=Season.values), name="rollout_lesson_season_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LessonUse(VersionedModel, RemovableModel, TenantModel):
    """Another district takes a lesson up (取り入れ), and tells its origin what became of it."""

    lesson = Link(Lesson, related_name="uses", verbose_name="取組事例")
    district = Link(District, related_name="lesson_uses", verbose_name="取り入れる地区")
    issue = Link(Issue, null=True, blank=True, related_name="lesson_uses", verbose_name="課題")
    action = Link(Action, null=True, blank=True, related_name="lesson_uses", verbose_name="取組")
    state = models.CharField(
        "結果", max_length=10, choices=LessonUseState.choices, default=LessonUseState.TRYING
    )
    became = models.TextField("どうなったか", blank=True, max_length=2_000)
    used_on = models.DateField("取り入れた日")
    used_by_name = models.CharField("取り入れた人", max_length=200)
    told_on = models.DateField("もとの地区に伝えた日", null=True, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "取組事例の取り入れ"
        ordering = ["-used_on"]
        indexes = [models.Index(fields=["municipality", "lesson", "used_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "lesson", "district", "issue"],
                condition=Q(removed_at__isnull=True),
                name="rollout_lesson_use_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "lesson", "district"],
                condition=Q(removed_at__isnull=True, issue__isnull=True),
                name="rollout_lesson_use_without_issue_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LessonUseState.values), name="rollout_use_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district}: {self.lesson}"
