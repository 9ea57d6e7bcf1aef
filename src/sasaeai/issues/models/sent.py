"""What every text keeps that may leave by wire."""

from __future__ import annotations

from django.db import models

from sasaeai.issues.enums import AnswerState
from sasaeai.people.enums import Channel


class SentModel(models.Model):
    """A text that one organisation is told by its own way (届けるもの).

    address_used: where it went, as it was then. sending_key: stays the same however often this text
    is tried, and is another once somebody sends it anew; the other side knows it by this key.
    attempts: tries of this key. status_note: what kept it back, in a sentence.
    """

    text = models.TextField("文", max_length=4_000)
    channel = models.CharField("届け方", max_length=10, choices=Channel.choices)
    address_used = models.JSONField("届けた先", default=dict, blank=True)
    state = models.CharField(
        "状態", max_length=10, choices=AnswerState.choices, default=AnswerState.DRAFTED
    )
    status_at = models.DateTimeField("状態の日時", null=True, blank=True)
    status_note = models.CharField("届かなかったわけ", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("送った回数", default=0)
    sending_key = models.UUIDField("送信の番号", null=True, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    told_on = models.DateField("伝えた日", null=True, blank=True)
    told_by_name = models.CharField("伝えた人", max_length=200, blank=True)
    note = models.CharField("伝えたときのこと", max_length=300, blank=True)

    class Meta:
        abstract = True
