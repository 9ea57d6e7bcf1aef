"""Addresses of the yearly reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.reports import annual as views
from sasaeai.reports.exports.annual import FORMATS

_DISTRICT = "reports/district/<uuid:district_id>/"

urlpatterns: list[URLPattern] = [
    path("reports/annual/", views.annual, name="annual"),
    path("reports/annual/words/", views.annual_words, name="annual_words"),
    *(
        path(f"reports/annual/paper.{ext}", views.annual_paper, {"ext": ext}, name=f"annual_{ext}")
        for ext in FORMATS
    ),
    path(_DISTRICT, views.district_annual, name="district_annual"),
    path(f"{_DISTRICT}words/", views.district_annual_words, name="district_annual_words"),
    path(f"{_DISTRICT}paper.<str:ext>", views.district_annual_paper, name="district_annual_paper"),
    path(f"{_DISTRICT}summary/", views.district_summary_page, name="district_summary"),
    path(
        f"{_DISTRICT}summary/paper.<str:ext>",
        views.district_summary_paper,
        name="district_summary_paper",
    ),
]
