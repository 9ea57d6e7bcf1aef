"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.search import synonyms, views

_GROUP = "search/words/<uuid:synonyms_id>/"

urlpatterns: list[URLPattern] = [
    path("search/", views.search, name="search"),
    path("search/words/", synonyms.synonyms, name="synonyms"),
    path("search/words/keep/", synonyms.synonyms_keep, name="synonyms_keep"),
    path("search/words/new/", synonyms.synonyms_new, name="synonyms_new"),
    path(f"{_GROUP}edit/", synonyms.synonyms_edit, name="synonyms_edit"),
    path(f"{_GROUP}remove/", synonyms.synonyms_remove, name="synonyms_remove"),
    path(f"{_GROUP}restore/", synonyms.synonyms_restore, name="synonyms_restore"),
]
