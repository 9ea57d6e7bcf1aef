"""Addresses of scanned slips, and of the papers that tell who comes."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.notices import replies, scans

SCANS = "meetings/<uuid:meeting_id>/scans"

urlpatterns: list[URLPattern] = [
    path(f"{SCANS}/", scans.meeting_scans, name="meeting_scans"),
    path(f"{SCANS}/<uuid:scan_id>/", scans.scan, name="scan"),
    path(f"{SCANS}/<uuid:scan_id>/aside/", scans.scan_aside, name="scan_aside"),
    path(f"{SCANS}/<uuid:scan_id>/back/", scans.scan_back, name="scan_back"),
    path(f"{SCANS}/<uuid:scan_id>/picture/", scans.scan_picture, name="scan_picture"),
    path(f"{SCANS}/<uuid:scan_id>/crops/<slug:field>/", scans.scan_crop, name="scan_crop"),
    path(
        "meetings/<uuid:meeting_id>/papers/replies.<str:ext>",
        replies.replies_paper,
        name="replies_paper",
    ),
]
