"""Addresses of 記録と共有."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from sasaeai.desk.record import (
    views,
    views_bundle,
    views_corrections,
    views_extracts,
    views_head,
    views_next,
    views_papers,
    views_public,
)

_record = [
    path("", views.meeting_record, name="meeting_record"),
    path("compose/", views.minutes_compose, name="minutes_compose"),
    path("head/", views_head.minutes_head, name="minutes_head"),
    path("edit/", views.minutes_edit, name="minutes_edit"),
    path("day/", views.minutes_day, name="minutes_day"),
    path("corrections/", views_corrections.minutes_corrections, name="minutes_corrections"),
    path("extracts/", views_extracts.minutes_extracts, name="minutes_extracts"),
    path("history/", views.minutes_history, name="minutes_history"),
    path("restore/", views.minutes_restore, name="minutes_restore"),
    path("put-before/", views_next.minutes_put_before, name="minutes_put_before"),
    path("put-back/", views_next.minutes_put_back, name="minutes_put_back"),
    path("approve/", views.minutes_approve, name="minutes_approve"),
    path("unapprove/", views.minutes_unapprove, name="minutes_unapprove"),
    path("public/", views_public.public_version, name="public_version"),
    path("public/draft/", views_public.public_draft, name="public_draft"),
    path("public/return/", views_public.public_return, name="public_return"),
    path("public/approve/", views_public.public_approve, name="public_approve"),
    path("public/withdraw/", views_public.public_withdraw, name="public_withdraw"),
    path("circular/", views_papers.circular_edit, name="circular_edit"),
    path("circular/print/", views_papers.circular_print, name="circular_print"),
    path("circular/unprint/", views_papers.circular_unprint, name="circular_unprint"),
]
_correction = [
    path("take/", views_corrections.correction_take, name="minutes_correction_take"),
    path("decline/", views_corrections.correction_decline, name="minutes_correction_decline"),
    path("reopen/", views_corrections.correction_reopen, name="minutes_correction_reopen"),
]
_papers = [
    path("minutes-slip.<str:ext>", views_corrections.confirmation_slips, name="confirmation_slips"),
    path("minutes.<str:ext>", views_papers.minutes_paper, name="minutes_paper"),
    path("bundle.<str:ext>", views_bundle.paper_bundle, name="paper_bundle"),
    path("circular.<str:ext>", views_papers.circular_paper, name="circular_paper"),
]

urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/record/", include(_record)),  # type: ignore[list-item]
    path(
        "meetings/extracts/<uuid:extract_id>/extract.<str:ext>",
        views_extracts.extract_paper,
        name="extract_paper",
    ),
    path("meetings/corrections/<uuid:minutes_correction_id>/", include(_correction)),  # type: ignore[list-item]
    path("meetings/<uuid:meeting_id>/papers/", include(_papers)),  # type: ignore[list-item]
]
