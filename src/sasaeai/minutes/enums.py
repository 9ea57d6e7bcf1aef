"""Choices of minutes and of what leaves the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MinutesState(models.TextChoices):
    """State of the minutes (会議録の状態)."""

    DRAFT = "draft", _("案")
    APPROVED = "approved", _("確定")


class ConfirmationMethod(models.TextChoices):
    """How the one who confirmed the minutes saw them (確認の方法)."""

    PAPER = "paper", _("紙で見てもらった")
    PHONE = "phone", _("電話で読み合わせた")
    IN_PERSON = "in_person", _("会って見てもらった")
    NEXT_MEETING = "next_meeting", _("次の会議で確認した")
    EMAIL = "email", _("メールで見てもらった")


class PublicState(models.TextChoices):
    """State of a public version (公開版の状態)."""

    DRAFT = "draft", _("作成中")
    SUBMITTED = "submitted", _("承認待ち")
    APPROVED = "approved", _("承認済み")
    WITHDRAWN = "withdrawn", _("取り下げ")


class Disclosure(models.TextChoices):
    """What of an item leaves the room (公開のしかた)."""

    FULL = "full", _("そのまま公開")
    SUMMARY = "summary", _("書きかえて公開")
    OMIT = "omit", _("公開しない")


class CorrectionState(models.TextChoices):
    """What became of a wish to put the minutes right (訂正の申し出の状態)."""

    WAITING = "waiting", _("まだ見ていない")
    TAKEN = "taken", _("取り入れた")
    DECLINED = "declined", _("直さない")


PENDING_STATES = frozenset({PublicState.DRAFT, PublicState.SUBMITTED})
"""States of a public version that nobody outside has seen: its text may still change."""
