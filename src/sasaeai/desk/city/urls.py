"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.city import views

urlpatterns: list[URLPattern] = [
    path("city/", views.city, name="city"),
]
