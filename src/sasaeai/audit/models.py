"""Append-only rows: who did what, and which submissions have already been carried out."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.db import models

from sasaeai.kernel import clock


class AppendOnlyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows are written once: nobody corrects history."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("audit rows are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("audit rows are append-only")


class Entry(models.Model):
    """One write by one actor (変更履歴). No foreign keys: it outlives what it describes."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    municipality_id = models.UUIDField("市町村")
    at = models.DateTimeField("日時", default=clock.now, editable=False)
    actor_id = models.UUIDField("利用者", null=True)
    actor_name = models.CharField("利用者の名前", max_length=200)
    verb = models.CharField("したこと", max_length=60)
    object_type = models.CharField("対象の種類", max_length=60)
    object_id = models.UUIDField("対象")
    object_label = models.CharField("対象の名前", max_length=300, blank=True)
    before = models.JSONField("前", default=dict)
    after = models.JSONField("後", default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "変更履歴"
        ordering = ["at"]
        indexes = [
            models.Index(fields=["municipality_id", "object_type", "object_id", "at"]),
            models.Index(fields=["municipality_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"


class Submission(models.Model):
    """One form sent once (二重送信の防止): the key that the page carried and where it led.

    A double click, a lost answer or a fail-over may send the same form again; the row makes
    the second one lead to the same place without doing anything.
    """

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    municipality_id = models.UUIDField("市町村")
    key = models.UUIDField("送信の鍵")
    actor_id = models.UUIDField("利用者", null=True)
    path = models.CharField("送り先", max_length=500)
    result_url = models.CharField("行き先", max_length=500, blank=True)
    at = models.DateTimeField("日時", default=clock.now, editable=False)

    class Meta:
        verbose_name = "送信"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "key"], name="audit_submission_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.key}"
