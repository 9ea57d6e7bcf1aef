"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.search import views

urlpatterns: list[URLPattern] = [
    path("search/", views.search, name="search"),
]
