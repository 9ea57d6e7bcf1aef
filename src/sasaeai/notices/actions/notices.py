"""Writing the notice, and saying that somebody looked at it."""

from __future__ import annotations

import dataclasses

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions import set_reply_due
from sasaeai.meetings.models import Meeting
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_write_notice
from sasaeai.notices.actions.deliveries import draft_deliveries
from sasaeai.notices.actions.reminders import look_over_reminders
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import TEXT_FIELDS, NoticeTexts


def draft_notice(*, meeting: Meeting, actor: Viewer, texts: NoticeTexts | None = None) -> Notice:
    """Begin the notice of a meeting with the proposed texts, or with those of the page.

    A second beginning returns the notice there is when it brings no texts of its own, else it is
    an edit that began from nothing (StaleEdit).
    """
    check_can_write_notice(actor, meeting)
    values = texts or queries.notice_draft(meeting, viewer=actor).texts
    _check_texts(values, meeting)
    with transaction.atomic():
        # The row of the meeting is the lock: two people may open the first draft at once.
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        existing = queries.notice_of(meeting)
        if existing is not None:
            if texts is not None and queries.texts_of(existing) != texts:
                check_version(existing, 0, yours=dataclasses.asdict(texts))
            return existing
        notice = Notice.objects.create(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            **dataclasses.asdict(values),
        )
        audit.record(
            actor=actor, verb="create", obj=notice, after=audit.snapshot(notice, TEXT_FIELDS)
        )
        set_reply_due(meeting=meeting, due=notice.reply_due_on, actor=actor)
    return notice


def edit_notice(*, notice: Notice, texts: NoticeTexts, base_version: int, actor: Viewer) -> Notice:
    """Write the notice over. What was looked at before no longer counts: a new look is due.

    Refuses a newer text by somebody else (StaleEdit). Equal texts change nothing.
    """
    check_can_write_notice(actor, notice.meeting)
    _check_texts(texts, notice.meeting)
    with transaction.atomic():
        # Meeting before notice, as everywhere: a run that sends takes the two in this order.
        Meeting.objects.select_for_update().get(pk=notice.meeting_id)
        notice = _locked(notice)
        set_reply_due(meeting=notice.meeting, due=texts.reply_due_on, actor=actor)
        if queries.texts_of(notice) == texts:
            return notice
        check_version(notice, base_version, yours=dataclasses.asdict(texts))
        before = audit.snapshot(notice, TEXT_FIELDS)
        for name in TEXT_FIELDS:
            setattr(notice, name, getattr(texts, name))
        notice.approved_at = None
        notice.approved_facts = {}
        notice.version += 1
        notice.save(update_fields=[*TEXT_FIELDS, "approved_at", "approved_facts", "version"])
        audit.record(
            actor=actor,
            verb="edit",
            obj=notice,
            before=before,
            after=audit.snapshot(notice, TEXT_FIELDS),
        )
    return notice


def approve_notice(*, notice: Notice, actor: Viewer, base_version: int | None = None) -> Notice:
    """Somebody looked at the notice and found it right (「内容を確かめました」).

    Makes one delivery per person called. Refuses (NotNow) while nobody is called, and words other
    than those of `base_version`; None: the caller has just written them.
    """
    meeting = notice.meeting
    check_can_write_notice(actor, meeting)
    _check_texts(queries.texts_of(notice), meeting)
    with transaction.atomic():
        notice = _locked(notice)
        if base_version is not None and notice.version != base_version:
            raise NotNow(
                _("案内の文がそのあと直されています。もう一度読んでから、確かめてください。")
            )
        board = queries.notice_board(meeting, viewer=actor, notice=notice)
        if not board.recipients:
            raise NotNow(
                _("案内を出す方がまだいません。先に「声かけ」で、来ていただく方を選んでください。")
            )
        before = audit.snapshot(notice, ["approved_at"])
        notice.approved_at = clock.now()
        notice.approved_facts = dict(board.facts)
        notice.save(update_fields=["approved_at", "approved_facts"])
        draft_deliveries(notice, board.recipients)
        audit.record(
            actor=actor,
            verb="approve",
            obj=notice,
            before=before,
            after={"approved_at": notice.approved_at, "letters": len(board.recipients)},
        )
        look_over_reminders(meeting=meeting, actor=actor)
    return notice


def withdraw_approval(*, notice: Notice, actor: Viewer) -> Notice:
    """Take the look back: the notice is a draft again and nothing more can be printed from it."""
    check_can_write_notice(actor, notice.meeting)
    with transaction.atomic():
        notice = _locked(notice)
        if notice.approved_at is None:
            return notice
        before = audit.snapshot(notice, ["approved_at"])
        notice.approved_at = None
        notice.approved_facts = {}
        notice.save(update_fields=["approved_at", "approved_facts"])
        audit.record(
            actor=actor, verb="withdraw", obj=notice, before=before, after={"approved_at": None}
        )
    return notice


def save_notice(
    *,
    meeting: Meeting,
    texts: NoticeTexts,
    base_version: int,
    looked_over: bool,
    actor: Viewer,
) -> Notice:
    """Keep what the page shows, and with `looked_over` that somebody found it right."""
    with transaction.atomic():
        notice = queries.notice_of(meeting)
        if notice is None:
            notice = draft_notice(meeting=meeting, texts=texts, actor=actor)
        else:
            notice.meeting = meeting
            notice = edit_notice(notice=notice, texts=texts, base_version=base_version, actor=actor)
        return approve_notice(notice=notice, actor=actor) if looked_over else notice


def _locked(notice: Notice) -> Notice:
    """The row under a lock, with the meeting that the caller already holds."""
    fresh = Notice.objects.select_for_update().get(pk=notice.pk)
    fresh.meeting = notice.meeting
    return fresh


def _check_texts(texts: NoticeTexts, meeting: Meeting) -> None:
    """A letter has to say who calls, where to ask, and a reply day that can be kept."""
    required = {
        "subject": _("件名を入力してください。"),
        "greeting": _("時候のあいさつを入力してください。"),
        "purpose": _("案内の文を入力してください。"),
        "sender_organization": _("差出人の団体を入力してください。"),
        "contact_name": _("連絡先の担当を入力してください。"),
    }
    wrong = {name: line for name, line in required.items() if not getattr(texts, name).strip()}
    if not (texts.contact_tel or texts.contact_fax):
        wrong["contact_tel"] = _("電話かFAXのどちらかは入力してください。返信の届け先になります。")
    if texts.issued_on > meeting.held_on:
        wrong["issued_on"] = _("発行日は、会議の日より前の日にしてください。")
    if texts.reply_due_on >= meeting.held_on:
        wrong["reply_due_on"] = _("返信期限は、会議の日より前の日にしてください。")
    elif texts.reply_due_on < texts.issued_on:
        wrong["reply_due_on"] = _("返信期限は、発行日よりあとの日にしてください。")
    if wrong:
        raise InvalidInput(_("案内を保存できません。"), wrong)
