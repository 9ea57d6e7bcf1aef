"""What became of each copy of a notice: one page for all, one for each, one button a step."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, runs_meetings, signed_in
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.notices.boards import board_context, possible_channels, used_addresses
from sasaeai.desk.notices.letters import checked_ext, checked_order, letters_paper, moment_named
from sasaeai.jobs.queries import latest_job
from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.text import clean_line
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import Failure, NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import NoticeBoard, Recipient
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def notice_copies(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Every copy of a notice of change or of a reminder; the invitation's are on its own page."""
    notice = _notice(request, meeting_id, notice_id)
    if notice.kind == NoticeKind.INVITATION:
        return redirect("desk:meeting_notice", meeting_id)
    board = _board(request, notice)
    return meeting_page(
        request,
        notice.meeting,
        "notice",
        "desk/notices/copies.html",
        {"notice": notice, **board_context(request, board)},
    )


@signed_in
@require_safe
def notice_copy(
    request: DeskRequest, meeting_id: UUID, notice_id: UUID, expected_id: UUID
) -> HttpResponse:
    """One reader: where the copy stands, by which ways it went, and what else can be said of it."""
    notice = _notice(request, meeting_id, notice_id)
    board = _board(request, notice)
    recipient = _recipient(board, expected_id)
    context = board_context(request, board)
    problem = next((p for p in context["problems"] if p.recipient.id == recipient.id), None)
    return meeting_page(
        request,
        notice.meeting,
        "notice",
        "desk/notices/copy.html",
        {
            **context,
            "notice": notice,
            "recipient": recipient,
            "group": next(g for g in context["groups"] if g.channel == recipient.channel),
            "problem": problem,
            "to": recipient.address.by(recipient.channel),
            "history": used_addresses(recipient),
            "possible": possible_channels(recipient),
            "failures": (
                (Failure.RETRY, _("話し中・留守など（もう一度ためす）")),
                (Failure.ADDRESS, _("番号や住所が違う")),
                (Failure.OURS, _("こちらの機械や設定の問題")),
            ),
        },
    )


@signed_in
@require_safe
def notice_progress(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """How far the sending is, as a piece of the page; once it is over the page is read anew."""
    notice = _notice(request, meeting_id, notice_id)
    job = latest_job(actions.sending_topic(notice), viewer=request.viewer)
    if not request.htmx:
        return redirect(_page_of(notice))
    answer = render(
        request,
        "desk/notices/_sending.html",
        {"job": job, "notice": notice, "meeting": notice.meeting},
    )
    if job is None or not job.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@runs_meetings
@require_POST
def copies_mark(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Take the step that was pressed for the readers that were chosen."""
    notice = _notice(request, meeting_id, notice_id)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise InvalidInput(
            _("何をするかが分かりません。ページを開き直して、もう一度押してください。")
        )
    return step(request, notice, _ids(request.POST.getlist("to")))


@runs_meetings
@require_POST
def copies_undo(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Take back what was recorded at one moment."""
    notice = _notice(request, meeting_id, notice_id)
    count = actions.take_back_step(
        notice=notice, status_at=moment_named(request.POST.get("at")), actor=request.viewer
    )
    undo_message(request, _("%(count)d通の記録を取り消しました。") % {"count": count}, None)
    return redirect(_page_of(notice))


@runs_meetings
@require_POST
def copies_unprint(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Take one run of printing back."""
    notice = _notice(request, meeting_id, notice_id)
    count = actions.take_back_print(
        notice=notice, printed_at=moment_named(request.POST.get("at")), actor=request.viewer
    )
    undo_message(request, _("%(count)d通の印刷を取り消しました。") % {"count": count}, None)
    return redirect(_page_of(notice))


@runs_meetings
@require_POST
def copies_unqueue(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> HttpResponse:
    """Stop what waits to be sent and has not left."""
    notice = _notice(request, meeting_id, notice_id)
    count = actions.take_back_queued(notice=notice, actor=request.viewer)
    undo_message(
        request,
        _("%(count)d通の送信を取り消しました。もう送った分は取り消せません。") % {"count": count},
        None,
    )
    return redirect(_page_of(notice))


def _print(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    """The file is made once before anything is kept: what cannot be printed is not called printed."""
    ext = checked_ext("docx" if request.POST["step"] == "word" else "pdf")
    order = checked_order(request.POST.get("order", ""))
    run = actions.mark_printed(notice=notice, expected_ids=ids, actor=request.viewer)
    board = _board(request, notice)
    chosen = queries.chosen_recipients(board.recipients, ids)
    letters_paper(board, queries.texts_of(notice), chosen, ext=ext, order=order)
    _say(
        request,
        notice,
        _("%(count)d通を印刷済みにしました。") % {"count": run.count},
        run,
        undo="copies_unprint",
    )
    paper = reverse("desk:notice_paper", args=[notice.meeting_id, ext])
    query = urlencode({"run": run.printed_at.isoformat(), "order": order, "notice": str(notice.id)})
    return redirect(f"{paper}?{query}")


def _sent(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    run = actions.mark_sent(notice=notice, expected_ids=ids, actor=request.viewer)
    text = _("%(count)d通を届けたと記録しました。") % {"count": run.count}
    left = len(set(ids)) - run.count
    if left > 0:
        text += _("残りの%(left)d人は、印刷がまだか、もう記録してあります。") % {"left": left}
    return _say(request, notice, text, run)


def _send(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    actions.queue_sending(
        notice=notice, expected_ids=ids, actor=request.viewer, result_path=_page_of(notice)
    )
    undo_message(
        request,
        _("送信を始めました。このページを閉じても、送信は続きます。"),
        reverse("desk:copies_unqueue", args=[notice.meeting_id, notice.id]),
    )
    return redirect(_page_of(notice))


def _choose(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    run = actions.choose_channel(
        notice=notice,
        expected_ids=ids,
        channel=request.POST.get("channel", ""),
        actor=request.viewer,
    )
    return _say(request, notice, _("%(count)d人の送り方を変えました。") % {"count": run.count}, run)


def _returned(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    run = actions.mark_returned(
        notice=notice,
        expected_ids=ids,
        note=_note(request),
        actor=request.viewer,
    )
    return _say(
        request,
        notice,
        _("%(count)d通が戻ってきたと記録しました。ほかの送り方を選んでください。")
        % {"count": run.count},
        run,
    )


def _failed(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    run = actions.mark_failed(
        notice=notice,
        expected_ids=ids,
        failure=request.POST.get("failure", ""),
        note=_note(request),
        actor=request.viewer,
    )
    return _say(
        request,
        notice,
        _("%(count)d通が届かなかったと記録しました。") % {"count": run.count},
        run,
    )


def _call_off(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    run = actions.call_off_copies(
        notice=notice, expected_ids=ids, note=_note(request), actor=request.viewer
    )
    return _say(
        request,
        notice,
        _("%(count)d人には、このお知らせを送らないことにしました。") % {"count": run.count},
        run,
    )


def _again(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    """By wire once more; what goes on paper is put in once more."""
    recipient = _one(_board(request, notice), ids)
    if not recipient.by_wire or recipient.delivery is None:
        run = actions.choose_channel(
            notice=notice, expected_ids=ids, channel=recipient.channel, actor=request.viewer
        )
        return _say(request, notice, _("もう一度送れるようにしました。"), run)
    actions.send_again(
        delivery=recipient.delivery, actor=request.viewer, result_path=_page_of(notice)
    )
    undo_message(
        request,
        _("もう一度送ります。"),
        reverse("desk:copies_unqueue", args=[notice.meeting_id, notice.id]),
    )
    return redirect(_page_of(notice))


def _confirm(request: DeskRequest, notice: Notice, ids: list[UUID]) -> HttpResponse:
    recipient = _one(_board(request, notice), ids)
    if recipient.delivery is None:
        raise NotFound(_("この方へは、まだ何も送っていません。"))
    copy = actions.confirm_sent(delivery=recipient.delivery, actor=request.viewer)
    run = actions.PrintRun(copy.status_at, 1)
    return _say(request, notice, _("届いていたと記録しました。"), run)


def _note(request: DeskRequest) -> str:
    return clean_line(request.POST.get("note", ""))


_STEPS: dict[str, Callable[[DeskRequest, Notice, list[UUID]], HttpResponse]] = {
    "print": _print,
    "word": _print,
    "sent": _sent,
    "send": _send,
    "choose": _choose,
    "returned": _returned,
    "failed": _failed,
    "call_off": _call_off,
    "again": _again,
    "confirm": _confirm,
}


def _say(
    request: DeskRequest,
    notice: Notice,
    text: str,
    run: actions.PrintRun,
    *,
    undo: str = "copies_undo",
) -> HttpResponse:
    """Say what was recorded, with the way back, on the page of all copies."""
    undo_message(
        request,
        text,
        reverse(f"desk:{undo}", args=[notice.meeting_id, notice.id]),
        at=run.printed_at.isoformat(),
    )
    return redirect(_page_of(notice))


def _notice(request: DeskRequest, meeting_id: UUID, notice_id: UUID) -> Notice:
    """A notice of a visible meeting that the viewer runs: its copies are names and addresses."""
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    return queries.get_notice(meeting, notice_id)


def _board(request: DeskRequest, notice: Notice) -> NoticeBoard:
    return queries.notice_board(notice.meeting, viewer=request.viewer, notice=notice)


def _page_of(notice: Notice) -> str:
    if notice.kind == NoticeKind.INVITATION:
        return reverse("desk:meeting_notice", args=[notice.meeting_id])
    return reverse("desk:notice_copies", args=[notice.meeting_id, notice.id])


def _recipient(board: NoticeBoard, expected_id: UUID) -> Recipient:
    return queries.chosen_recipients(board.recipients, [expected_id])[0]


def _one(board: NoticeBoard, ids: list[UUID]) -> Recipient:
    return queries.chosen_recipients(board.recipients, ids[:1])[0]


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError as error:
        raise NotFound(_("この会議に、その声かけ先はありません。")) from error
