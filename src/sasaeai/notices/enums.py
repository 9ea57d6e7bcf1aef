"""Choices of notices, deliveries and replies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryStatus(models.TextChoices):
    """Where one letter stands (送付の状態)."""

    DRAFTED = "drafted", _("下書き")
    PRINTED = "printed", _("印刷済み")
    SENT = "sent", _("発送済み")


class Answer(models.TextChoices):
    """What somebody replied (返信)."""

    ATTEND = "attend", _("出席")
    ABSENT = "absent", _("欠席")
    SUBSTITUTE = "substitute", _("代理出席")


class ReplyVia(models.TextChoices):
    """How a reply came (返信の届き方)."""

    PAPER = "paper", _("返信票")
    FAX = "fax", _("FAX")
    PHONE = "phone", _("電話")
    HAND = "hand", _("手渡し・口頭")
    EMAIL = "email", _("メール")
