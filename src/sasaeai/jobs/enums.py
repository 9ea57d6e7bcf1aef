"""Where background work stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """State of one job."""

    WAITING = "waiting", _("順番待ち")
    RUNNING = "running", _("進行中")
    DONE = "done", _("終わりました")
    FAILED = "failed", _("できませんでした")


OPEN = (JobState.WAITING, JobState.RUNNING)
"""States of work that is still to be done."""
