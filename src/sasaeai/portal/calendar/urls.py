"""Addresses of calendars."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.portal.calendar import views

urlpatterns: list[URLPattern] = [
    path("r/<str:code>/calendar.ics", views.reply_calendar, name="reply_calendar"),
    path("calendar/<slug:token>.ics", views.feed, name="feed"),
]
