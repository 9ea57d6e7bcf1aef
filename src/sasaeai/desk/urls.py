"""Addresses of the desk, one module a topic."""

from __future__ import annotations

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("", include("sasaeai.desk.today.urls")),
    path("", include("sasaeai.desk.meetings.urls")),
    path("", include("sasaeai.desk.notices.urls")),
    path("", include("sasaeai.desk.day.urls")),
    path("", include("sasaeai.desk.hall.urls")),
    path("", include("sasaeai.desk.record.urls")),
    path("", include("sasaeai.desk.record.urls_circular")),
    path("", include("sasaeai.desk.issues.urls")),
    path("", include("sasaeai.desk.issues.place_urls")),
    path("", include("sasaeai.desk.directory.urls")),
    path("", include("sasaeai.desk.register.urls")),
    path("", include("sasaeai.desk.city.urls")),
    path("", include("sasaeai.desk.planning.urls")),
    path("", include("sasaeai.desk.search.urls")),
    path("", include("sasaeai.desk.reports.urls")),
    path("", include("sasaeai.desk.reports.annual_urls")),
    path("", include("sasaeai.desk.planning.diary_urls")),
    path("", include("sasaeai.desk.rollout.stage_urls")),
    path("", include("sasaeai.desk.rollout.lessons_urls")),
    path("", include("sasaeai.desk.rollout.pattern_urls")),
]
