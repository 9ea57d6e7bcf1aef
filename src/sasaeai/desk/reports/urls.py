"""Addresses of reports: what became of the troubles of a year."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.reports import views

_DISTRICT = "issues/outcomes/<uuid:district_id>/"

urlpatterns: list[URLPattern] = [
    path("issues/outcomes/", views.outcomes, name="outcomes"),
    path("issues/outcomes/list/", views.outcome_rows, name="outcome_rows"),
    path("issues/outcomes/issues/", views.outcome_issues, name="outcome_issues"),
    path("issues/outcomes/paper.pdf", views.outcomes_paper, {"ext": "pdf"}, name="outcomes_pdf"),
    path("issues/outcomes/paper.xlsx", views.outcomes_paper, {"ext": "xlsx"}, name="outcomes_xlsx"),
    path(_DISTRICT, views.district_outcomes, name="district_outcomes"),
    path(
        f"{_DISTRICT}paper.<str:ext>", views.district_outcomes_paper, name="district_outcomes_paper"
    ),
]
