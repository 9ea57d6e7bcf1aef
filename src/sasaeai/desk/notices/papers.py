"""Papers beside the letter: address labels, return postcards, telephone lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.kernel.errors import DomainError, NotAllowed, NotFound, NotNow
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.traces import trace_paper
from sasaeai.notices.exports.labels import DEFAULT_FORMAT, LabelRun, labels_paper
from sasaeai.notices.exports.labels import FORMATS as LABELS
from sasaeai.notices.exports.phone_list import change_sentence, phone_list, phone_list_paper
from sasaeai.notices.exports.postcard import postcards_paper
from sasaeai.notices.forms import PapersForm
from sasaeai.notices.queries import NoticeBoard, Recipient
from sasaeai.notices.queries.calling import CallFor, calling_order
from sasaeai.notices.queries.changes import following_of
from sasaeai.notices.queries.papers import last_change
from sasaeai.notices.queries.returns import return_address
from sasaeai.paper.files import Paper
from sasaeai.people.enums import Channel
from sasaeai.web.messages import undo_message

_GROUPS = {"post": (Channel.POST,), "paper": (Channel.POST, Channel.HAND)}
_LAST_KIND = "label_kind"  # a house buys one kind of labels


@runs_meetings
@require_http_methods(["GET", "POST"])
def meeting_papers(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Choose a paper and for whom; the button leads to the file."""
    board = _board(request, meeting_id)
    form = PapersForm(
        request.POST or None,
        labels={key: (kind.name, kind.per_sheet) for key, kind in LABELS.items()},
        kind=request.session.get(_LAST_KIND, DEFAULT_FORMAT),
        counts={who: len(_group(board, who)) for who in ("post", "paper", "all")},
    )
    if form.is_valid():
        address = attempt(form, _address, request=request, board=board, chosen=form.cleaned_data)
        if address:
            return redirect(address)
    context = {
        "meeting": board.meeting,
        "board": board,
        "form": form,
        "chosen": set(request.POST.getlist("to")),
        "counts": queries.reply_board(board.meeting).counts,
    }
    return render(request, "desk/notices/print.html", context)


@signed_in
@require_safe
def labels_file(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """Address labels as PDF, or the addresses for 差し込み印刷 as XLSX."""
    board = _board(request, meeting_id)
    recipients = _recipients(board, request.GET)
    kind = LABELS.get(request.GET.get("kind", ""), LABELS[DEFAULT_FORMAT])
    run = LabelRun(
        kind=kind,
        start=_start(request.GET.get("start", ""), kind.per_sheet),
        borders="borders" in request.GET,
        order=request.GET.get("order", "number"),
    )
    return _hand_over(
        request,
        board.meeting,
        ("labels", len(recipients)),
        lambda: labels_paper(
            board.meeting.body.name, recipients, run, ext=_ext(ext), on=request.viewer.on
        ),
    )


@signed_in
@require_safe
def postcards_file(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Return postcards as PDF, two pages a reader."""
    board = _board(request, meeting_id)
    recipients = _recipients(board, request.GET)
    return _hand_over(
        request,
        board.meeting,
        ("postcards", len(recipients)),
        lambda: _postcards(board, recipients, request.GET),
    )


@signed_in
@require_safe
def phone_list_file(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """電話連絡表: of the silent, or (for=news) of everybody who has to hear something.

    After a change those are the readers who should hear of it by telephone now, and the list says
    what changed.
    """
    meeting = _meeting(request, meeting_id)
    purpose = CallFor.NEWS if request.GET.get("for") == CallFor.NEWS else CallFor.SILENT
    change = last_change(meeting) if purpose == CallFor.NEWS else None
    only, say = None, ""
    if change is not None:
        change.meeting = meeting
        following = following_of(change, viewer=request.viewer)
        only = frozenset(recipient.id for recipient in following.to_call)
        say = change_sentence(meeting.body.name, change)
    groups = calling_order(meeting, purpose, only=only)
    sheet = phone_list(meeting, groups, purpose=purpose, on=request.viewer.on, say=say)
    return _hand_over(
        request,
        meeting,
        ("phone_list", sheet.count),
        lambda: phone_list_paper(sheet, ext=_ext(ext)),
    )


def _address(*, request: DeskRequest, board: NoticeBoard, chosen: dict[str, Any]) -> str:
    """Where the chosen paper is. Cards are copies of the notice: they are written down as printed."""
    recipients = _asked_for(board, chosen["who"], request.POST.getlist("to"))
    query = {"order": chosen["order"], "n": [r.expected.number for r in recipients]}
    make = request.POST.get("make", "")
    if make == "postcards":
        if chosen["frames"]:
            query["frames"] = "1"
        return _print_postcards(request, board, recipients, query)
    request.session[_LAST_KIND] = chosen["kind"]
    query |= {"kind": chosen["kind"], "start": chosen["start"]}
    if make == "test":
        query["borders"] = "1"
    ext = "xlsx" if make == "list" else "pdf"
    return _file("desk:notice_labels", board.meeting, query, ext)


def _print_postcards(
    request: DeskRequest,
    board: NoticeBoard,
    recipients: tuple[Recipient, ...],
    query: dict[str, object],
) -> str:
    if board.notice is None:
        raise NotNow(_("往復はがきを印刷する前に、案内の内容を作って確かめてください。"))
    # Made once before it is written down: what cannot be printed is not called printed.
    _postcards(board, recipients, QueryDict(urlencode(query, doseq=True)))
    run = actions.mark_printed(
        notice=board.notice, expected_ids=[r.id for r in recipients], actor=request.viewer
    )
    undo_message(
        request,
        _("往復はがきを%(count)d枚、印刷済みにしました。") % {"count": run.count},
        reverse("desk:copies_unprint", args=[board.meeting.id, board.notice.id]),
        at=run.printed_at.isoformat(),
    )
    return _file("desk:notice_postcards", board.meeting, query)


def _postcards(board: NoticeBoard, recipients: tuple[Recipient, ...], asked: QueryDict) -> Paper:
    if board.notice is None or not board.is_approved:
        raise NotNow(
            _("まだ印刷できません。案内の内容を見て、「内容を確かめました」を押してください。")
        )
    texts = queries.texts_of(board.notice)
    return postcards_paper(
        board,
        texts,
        recipients,
        returns_to=return_address(board.meeting, texts),
        frames="frames" in asked,
        order=asked.get("order", "number"),
    )


def _hand_over(
    request: DeskRequest, meeting: Meeting, taken: tuple[str, int], make: Callable[[], Paper]
) -> HttpResponse:
    """The file with its trace (purpose, rows); a refusal leads back to the page of the papers."""
    try:
        paper = make()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:meeting_papers", meeting.id)
    purpose, count = taken
    trace_paper(meeting=meeting, purpose=purpose, count=count, actor=request.viewer)
    return paper_response(paper)


def _meeting(request: DeskRequest, meeting_id: UUID) -> Meeting:
    meeting = get_visible_meeting(meeting_id, viewer=request.viewer)
    check_can_run(request.viewer, meeting)
    return meeting


def _board(request: DeskRequest, meeting_id: UUID) -> NoticeBoard:
    return queries.notice_board(_meeting(request, meeting_id), viewer=request.viewer)


def _asked_for(board: NoticeBoard, who: str, ids: list[str]) -> tuple[Recipient, ...]:
    if who == "chosen":
        return queries.chosen_recipients(board.recipients, [_id(text) for text in ids])
    found = _group(board, who)
    if not found:
        raise NotNow(_("その送り方の方はいません。「声かけした全員」か、一覧から選んでください。"))
    return found


def _group(board: NoticeBoard, who: str) -> tuple[Recipient, ...]:
    """Those whose copy goes by the channels of a group; everybody for "all"."""
    channels = _GROUPS.get(who)
    return tuple(r for r in board.recipients if channels is None or r.channel in channels)


def _recipients(board: NoticeBoard, asked: QueryDict) -> tuple[Recipient, ...]:
    """Those whose reply numbers are asked for; without any, those whose copy goes by post."""
    numbers = set(asked.getlist("n"))
    if not numbers:
        return tuple(r for r in board.recipients if r.channel == Channel.POST)
    return tuple(r for r in board.recipients if str(r.expected.number) in numbers)


def _file(name: str, meeting: Meeting, query: dict[str, object], *ext: str) -> str:
    return f"{reverse(name, args=[meeting.id, *ext])}?{urlencode(query, doseq=True)}"


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("この会議に、その声かけ先はありません。")) from error


def _start(text: str, last: int) -> int:
    return int(text) if text.isdecimal() and 1 <= int(text) <= last else 1


def _ext(text: str) -> str:
    if text not in {"pdf", "xlsx"}:
        raise NotFound(_("その形式の紙はありません。"))
    return text
