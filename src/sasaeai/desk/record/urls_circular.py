"""Addresses around a circular: its kana, its copies, its words for those who read them elsewhere."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.record import views_circular as views

_RECORD = "meetings/<uuid:meeting_id>/record/circular/"
_PAPERS = "meetings/<uuid:meeting_id>/papers/"

urlpatterns: list[URLPattern] = [
    path(f"{_RECORD}readings/", views.circular_readings, name="circular_readings"),
    path(f"{_RECORD}copies/", views.circular_copies, name="circular_copies"),
    path(f"{_RECORD}words/", views.circular_words, name="circular_words"),
    path(
        f"{_PAPERS}circular-copies.<str:ext>",
        views.circular_copies_paper,
        name="circular_copies_paper",
    ),
]
