"""Addresses of the hall: the page for a device, and what the device talks to."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "field"
urlpatterns: list[URLPattern] = []
