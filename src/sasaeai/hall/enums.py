"""Choices of what devices carry into the hall and bring back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardKind(models.TextChoices):
    """What a card records (記録カードの種類)."""

    PRESENCE = "presence", _("出欠")
    REMARK = "remark", _("発言")
    OUTCOME = "outcome", _("結果")
    PROMISE = "promise", _("取組")
    ITEM = "item", _("議題")
    CLOCK = "clock", _("かかった時間")
    TROUBLE = "trouble", _("困りごと")
    NOTE = "note", _("次回について")


class CardState(models.TextChoices):
    """Where a card stands (カードの状態).

    APPLIED: its text stands in the record. CONFLICT: two texts wait for a choice.
    WAITING: it cannot be written into the record now; `reason` says why.
    """

    APPLIED = "applied", _("記録に入った")
    CONFLICT = "conflict", _("二つの文がある")
    WAITING = "waiting", _("まだ記録に入れられない")
