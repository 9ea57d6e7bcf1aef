"""Choices of the register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a person likes to be reached (連絡方法)."""

    POST = "post", _("郵送")
    HAND = "hand", _("手渡し")
    FAX = "fax", _("FAX")
    PHONE = "phone", _("電話")
    EMAIL = "email", _("メール")
    LINE = "line", _("LINE")


class StaffRole(models.TextChoices):
    """What a post lets its holder do in this system (役割). Rights follow the post, not the person."""

    NONE = "none", _("利用しない")
    OFFICER = "officer", _("地区社協の役員")
    COORDINATOR = "coordinator", _("地域支え合い推進員")
    CITY = "city", _("市の担当")
    CITY_COUNCIL = "city_council", _("市社協の担当")


class PledgeHow(models.TextChoices):
    """How a pledge of secrecy was given (誓約の受け取り方)."""

    PAPER = "paper", _("署名した紙を受け取った")
    SCREEN = "screen", _("画面で読んで承知した")
