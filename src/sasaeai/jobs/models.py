"""One row a piece of background work, for whoever waits for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.jobs.enums import OPEN, JobState
from sasaeai.kernel.models import IdentifiedModel


class Job(IdentifiedModel):
    """Work that goes on while the page is closed (裏の仕事): what, for whom, how far.

    topic: what the work is about, such as "notice:<id>"; at most one open job has a topic.
    done, total: pieces finished and pieces in all; total 0 while nobody knows yet.
    message: what came of it, in a sentence for the person who started it.
    result_path: address of the page that shows the outcome.
    queued_as: row of the queue that carries the work (django_tasks_db), to see whether it lives.
    """

    municipality_id = models.UUIDField("市町村")
    topic = models.CharField("何の仕事か", max_length=120)
    label = models.CharField("仕事の名前", max_length=200)
    state = models.CharField(
        "状態", max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    done = models.PositiveIntegerField("終わった数", default=0)
    total = models.PositiveIntegerField("全部の数", default=0)
    message = models.CharField("結果", max_length=500, blank=True)
    result_path = models.CharField("結果のページ", max_length=300, blank=True)
    started_by_name = models.CharField("始めた人", max_length=200)
    queued_as = models.UUIDField("待ち行列での番号", null=True, blank=True)
    started_at = models.DateTimeField("始まった日時", null=True, blank=True)
    beat_at = models.DateTimeField("最後に進んだ日時", null=True, blank=True)
    finished_at = models.DateTimeField("終わった日時", null=True, blank=True)

    class Meta:
        verbose_name = "裏の仕事"
        indexes = [models.Index(fields=["municipality_id", "state", "created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "topic"],
                condition=Q(state__in=OPEN),
                name="jobs_one_open_a_topic",
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="jobs_state_known"),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="jobs_done_within_total"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """How far the work is, 0–100."""
        return 100 * self.done // self.total if self.total else 0
