"""Addresses of the diary and of the months made of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.planning import diary
from sasaeai.desk.reports import monthly

_DIARY = "reports/monthly/<uuid:diary_id>/"

urlpatterns: list[URLPattern] = [
    path("diary/", diary.diary, name="diary"),
    path("diary/<uuid:activity_id>/", diary.diary_edit, name="diary_edit"),
    path("diary/<uuid:activity_id>/remove/", diary.diary_remove, name="diary_remove"),
    path("diary/<uuid:activity_id>/restore/", diary.diary_restore, name="diary_restore"),
    path("reports/monthly/", monthly.monthly, name="monthly"),
    path(_DIARY, monthly.monthly_report, name="monthly_report"),
    path(f"{_DIARY}paper.<str:ext>", monthly.monthly_paper, name="monthly_paper"),
]
