"""Choices of minutes and of what leaves the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MinutesState(models.TextChoices):
    """State of the minutes (会議録の状態)."""

    DRAFT = "draft", _("案")
    APPROVED = "approved", _("確定")


class PublicState(models.TextChoices):
    """State of a public version (公開版の状態)."""

    DRAFT = "draft", _("作成中")
    APPROVED = "approved", _("承認済み")
    WITHDRAWN = "withdrawn", _("取り下げ")


class Disclosure(models.TextChoices):
    """What of an item leaves the room (公開のしかた)."""

    FULL = "full", _("そのまま公開")
    SUMMARY = "summary", _("書きかえて公開")
    OMIT = "omit", _("公開しない")
