"""Choices of planning: how two meetings become fewer, what a coordinator does all day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JoinWay(models.TextChoices):
    """What is advised, or accepted, for two similar meetings (統合のすすめ)."""

    STRONGLY = "strongly", _("統合（みなし）を強くおすすめ")
    MERGE = "merge", _("統合（みなし）をおすすめ")
    BACK_TO_BACK = "back_to_back", _("続けて開催")
    SEPARATE = "separate", _("別々のまま")


class JoinState(models.TextChoices):
    """How far a proposal to hold fewer meetings has come."""

    ASKED = "asked", _("主催団体に確かめ中")
    ACCEPTED = "accepted", _("決まった")
    DECLINED = "declined", _("見送り")


class ActivityKind(models.TextChoices):
    """What a coordinator did (活動の種類); domain form 4.9."""

    MEETING = "meeting", _("会議出席")
    VISIT = "visit", _("訪問")
    CALL = "call", _("電話・連絡")
    SURVEY = "survey", _("資源調査")
    TRAINING = "training", _("研修")
    OFFICE = "office", _("事務")
