"""Addresses for everybody, one module a topic."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sasaeai.portal.reply.urls")),
    path("", include("sasaeai.portal.calendar.urls")),
    path("", include("sasaeai.portal.line.urls")),
    path("", include("sasaeai.portal.dates.urls")),
    path("", include("sasaeai.portal.trouble.urls")),
    path("", include("sasaeai.portal.check.urls")),
    path("", include("sasaeai.portal.open.urls")),
]
