"""Address of the page where a trouble is brought."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.trouble import views

urlpatterns: list[URLPattern] = [path("trouble/<str:code>/", views.trouble, name="trouble")]
