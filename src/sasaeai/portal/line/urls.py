"""The address that LINE knows."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.line import views

urlpatterns: list[URLPattern] = [path("line/webhook/", views.webhook, name="line_webhook")]
