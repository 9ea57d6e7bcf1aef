"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.notices import notice, replies, scan_urls

urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/notice/", notice.meeting_notice, name="meeting_notice"),
    path(
        "meetings/<uuid:meeting_id>/notice/approve/", notice.notice_approve, name="notice_approve"
    ),
    path(
        "meetings/<uuid:meeting_id>/notice/withdraw/",
        notice.notice_withdraw,
        name="notice_withdraw",
    ),
    path("meetings/<uuid:meeting_id>/notice/print/", notice.notice_print, name="notice_print"),
    path(
        "meetings/<uuid:meeting_id>/notice/unprint/", notice.notice_unprint, name="notice_unprint"
    ),
    path("meetings/<uuid:meeting_id>/notice/sent/", notice.notice_sent, name="notice_sent"),
    path("meetings/<uuid:meeting_id>/notice/unsent/", notice.notice_unsent, name="notice_unsent"),
    path(
        "meetings/<uuid:meeting_id>/papers/notice.<str:ext>",
        notice.notice_paper_file,
        name="notice_paper",
    ),
    path("meetings/<uuid:meeting_id>/replies/", replies.meeting_replies, name="meeting_replies"),
    path(
        "meetings/<uuid:meeting_id>/replies/silent/",
        replies.meeting_silent,
        name="meeting_silent",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/<uuid:expected_id>/",
        replies.meeting_reply,
        name="meeting_reply",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/<uuid:expected_id>/state/",
        replies.reply_state,
        name="reply_state",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/<uuid:expected_id>/clear/",
        replies.reply_clear,
        name="reply_clear",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/<uuid:expected_id>/restore/",
        replies.reply_restore,
        name="reply_restore",
    ),
    *scan_urls.urlpatterns,
]
