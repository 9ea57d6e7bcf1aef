"""Address of the page where a key person marks days."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.dates import views

urlpatterns: list[URLPattern] = [path("d/<str:code>/", views.date_poll, name="date_poll")]
