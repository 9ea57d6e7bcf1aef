"""Addresses of this topic of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.notices import change, copies, notice, papers, reminders, replies, scan_urls

COPIES = "meetings/<uuid:meeting_id>/notices/<uuid:notice_id>/copies"

CHANGE = "meetings/<uuid:meeting_id>/change/"

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
    path(f"{COPIES}/", copies.notice_copies, name="notice_copies"),
    path(f"{COPIES}/mark/", copies.copies_mark, name="copies_mark"),
    path(f"{COPIES}/undo/", copies.copies_undo, name="copies_undo"),
    path(f"{COPIES}/unprint/", copies.copies_unprint, name="copies_unprint"),
    path(f"{COPIES}/unqueue/", copies.copies_unqueue, name="copies_unqueue"),
    path(f"{COPIES}/progress/", copies.notice_progress, name="notice_progress"),
    path(f"{COPIES}/<uuid:expected_id>/", copies.notice_copy, name="notice_copy"),
    path(
        "meetings/<uuid:meeting_id>/papers/notice.<str:ext>",
        notice.notice_paper_file,
        name="notice_paper",
    ),
    path("meetings/<uuid:meeting_id>/papers/", papers.meeting_papers, name="meeting_papers"),
    path(
        "meetings/<uuid:meeting_id>/papers/labels.<str:ext>",
        papers.labels_file,
        name="notice_labels",
    ),
    path(
        "meetings/<uuid:meeting_id>/papers/postcards.pdf",
        papers.postcards_file,
        name="notice_postcards",
    ),
    path(
        "meetings/<uuid:meeting_id>/papers/phone-list.<str:ext>",
        papers.phone_list_file,
        name="phone_list",
    ),
    path("meetings/<uuid:meeting_id>/replies/", replies.meeting_replies, name="meeting_replies"),
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
    # 延期・変更・中止
    path(CHANGE, change.meeting_change, name="meeting_change"),
    path(f"{CHANGE}<uuid:notice_id>/", change.change_next, name="change_next"),
    path(f"{CHANGE}<uuid:notice_id>/told/", change.change_told, name="change_told"),
    path(f"{CHANGE}<uuid:notice_id>/undo/", change.change_undo, name="change_undo"),
    path(
        "meetings/<uuid:meeting_id>/replies/confirm/",
        change.replies_confirm,
        name="replies_confirm",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/unconfirm/",
        change.replies_unconfirm,
        name="replies_unconfirm",
    ),
    path(
        "meetings/<uuid:meeting_id>/replies/<uuid:expected_id>/confirm/",
        change.reply_confirm,
        name="reply_confirm",
    ),
    path("meetings/<uuid:meeting_id>/reminders/<slug:kind>/", reminders.reminder, name="reminder"),
    path(
        "meetings/<uuid:meeting_id>/reminders/<slug:kind>/switch/",
        reminders.reminder_switch,
        name="reminder_switch",
    ),
]
