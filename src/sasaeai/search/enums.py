"""Who may find an entry."""

from __future__ import annotations

from django.db import models


class Audience(models.TextChoices):
    """For whom an entry is found; the room that writes it says so from its own access rules."""

    EVERYBODY = "everybody", "市町村の利用者みんな"
    READERS = "readers", "その地区の記録を読める人"
    RUNNERS = "runners", "その地区の会議を開く人"
