"""Addresses of the yearly check; the QR on a check sheet leads to the second one."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.check import views

urlpatterns: list[URLPattern] = [
    path("s/<str:code>/", views.check, name="service_check"),
]
