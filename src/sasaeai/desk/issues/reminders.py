"""取組のお知らせ and 取組カード: who promised something hears of it in time, and holds it in hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.audit import actions as audit
from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.issues import actions, queries
from sasaeai.issues.access import check_can_work_on
from sasaeai.issues.forms.answers import ReminderForm, RemindingForm
from sasaeai.issues.models import Action
from sasaeai.issues.queries import promises
from sasaeai.issues.queries.reach import reach_named
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.wareki import short_date
from sasaeai.notices.actions.promises import remind_now
from sasaeai.notices.exports.action_card import (
    action_cards_paper,
    promise_card,
    reminder_sheets_paper,
)
from sasaeai.notices.exports.call_sheet import PROMISES, Call, call_sheet, call_sheet_paper
from sasaeai.notices.queries import texts
from sasaeai.paper.errors import PaperError
from sasaeai.paper.files import Paper
from sasaeai.people.access import visible_districts
from sasaeai.web.messages import undo_message

PAGE_SIZE = 30


@signed_in
@require_safe
def action_reminders(request: DeskRequest) -> HttpResponse:
    """Promises due within a week or overdue, each with the words that its bearer would hear."""
    return _list_page(request)


@runs_meetings
@require_POST
def action_remind(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """Send the reminder, or say that it was told (do=send | told)."""
    found = _mine(request, action_id)
    sends = request.POST.get("do") == "send"
    form = ReminderForm(request.POST, auto_id=f"id_{found.id}_%s")
    if form.is_valid():
        reminder = attempt(
            form,
            partial(remind_now, action=found),
            sends=sends,
            actor=request.viewer,
            result_path=reverse("desk:action_reminders"),
            **form.cleaned_data,
        )
        if reminder:
            told = _("取組のことを知らせたと記録しました。")
            text = _("お知らせの送信を始めました。") if sends else told
            undo_message(request, text, reverse("desk:reminder_take_back", args=[reminder.id]))
            return redirect("desk:action_reminders")
    return _list_page(request, refused=(found, form))


def _list_page(
    request: DeskRequest, *, refused: tuple[Action, ReminderForm] | None = None
) -> HttpResponse:
    """The list; a form that came back with mistakes stands first, with what was typed."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    ids = [district.id] if district is not None else None
    found = promises.to_remind(viewer, district_ids=ids)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    lines = [
        (row, reach, _reminder_form(row, reach.channel, request))
        for row, reach in zip(rows, reach_named(rows, on=viewer.on), strict=True)
    ]
    if refused is not None:
        action, form = refused
        (reach,) = reach_named([action], on=viewer.on)
        lines = [(action, reach, form), *(line for line in lines if line[0] != action)]
    context = {
        "page": page,
        "rows": lines,
        "districts": districts,
        "district": district,
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/reminders.html", context)


@runs_meetings
@require_POST
def reminder_take_back(request: DeskRequest, reminder_id: UUID) -> HttpResponse:
    """It did not leave, or nobody was told after all."""
    found = promises.get_visible_reminder(reminder_id, viewer=request.viewer)
    actions.take_back_reminder(reminder=found, actor=request.viewer)
    messages.success(request, _("お知らせを取り消しました。もう一度、一覧に並びます。"))
    return redirect("desk:action", found.action_id)


@runs_meetings
@require_POST
def action_reminding(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """Whether whoever promised it is reminded by itself."""
    found = _mine(request, action_id)
    before = found.reminding
    form = RemindingForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("知らせ方を一覧から選んでください。"))
    actions.switch_reminding(action=found, actor=request.viewer, **form.cleaned_data)
    undo = reverse("desk:action_reminding", args=[found.id])
    undo_message(request, _("知らせ方を変えました。"), undo, reminding=before)
    return redirect("desk:action", found.id)


@runs_meetings
@require_safe
def reminder_sheets(request: DeskRequest) -> HttpResponse:
    """The sheets by post, hand or FAX of what is due, one each."""
    on, rows = request.viewer.on, _due(request)
    windows = _windows(rows, request)
    lines = [(promise_card(row, windows[row.district_id]), _words(row, request)) for row in rows]
    return _print(request, rows, "reminders", lambda: reminder_sheets_paper(lines, on=on))


@runs_meetings
@require_safe
def reminder_calls(request: DeskRequest) -> HttpResponse:
    """The telephone list of what is due, with the words to say."""
    on, rows = request.viewer.on, _due(request)
    calls = [
        Call(
            who=reach.who or row.who,
            tel=reach.tel,
            about=f"期限 {short_date(row.due_on)}",
            words=row.what,
        )
        for row, reach in zip(rows, reach_named(rows, on=on), strict=True)
    ]
    names = "・".join(dict.fromkeys(row.district.name for row in rows))
    sheet = call_sheet(PROMISES, names, calls)
    return _print(request, rows, "reminder_calls", lambda: call_sheet_paper(sheet, on=on))


@signed_in
@require_safe
def action_cards(request: DeskRequest) -> HttpResponse:
    """取組カード of one action, of an issue, of a meeting, or of all that is not done."""
    rows = list(promises.cards_of(request.viewer, **_asked(request)))
    if not rows:
        raise Http404
    windows = _windows(rows, request)
    cards = [promise_card(row, windows[row.district_id]) for row in rows]
    return _print(
        request, rows, "action_cards", lambda: action_cards_paper(cards, on=request.viewer.on)
    )


def _due(request: DeskRequest) -> list[Action]:
    """What is printed: the promises of the list that the viewer looks after."""
    rows = list(promises.to_remind(request.viewer, district_ids=request.viewer.runs))
    if not rows:
        raise Http404
    return rows


def _asked(request: DeskRequest) -> dict[str, UUID]:
    """Which cards the address asks for; anything that is no id finds nothing."""
    asked = {}
    for name in ("action", "issue", "meeting"):
        if text := request.GET.get(name, ""):
            try:
                asked[name] = UUID(text)
            except ValueError as error:
                raise Http404 from error
    return asked


def _windows(rows: list[Action], request: DeskRequest) -> dict[UUID, texts.Window]:
    districts = {row.district_id: row.district for row in rows}
    return {pk: texts.window_of(one, on=request.viewer.on) for pk, one in districts.items()}


def _words(row: Action, request: DeskRequest) -> str:
    return promises.reminder_words(row, on=request.viewer.on)


def _reminder_form(row: Action, channel: str, request: DeskRequest) -> ReminderForm:
    initial = {"text": _words(row, request), "channel": channel}
    return ReminderForm(initial=initial, auto_id=f"id_{row.id}_%s")


def _print(
    request: DeskRequest, rows: list[Action], purpose: str, make: Callable[[], Paper]
) -> HttpResponse:
    try:
        paper = make()
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("desk:actions")
    for district in {row.district for row in rows}:
        count = sum(row.district_id == district.pk for row in rows)
        audit.record_export(
            actor=request.viewer, obj=district, purpose=purpose, what={"rows": count}
        )
    return paper_response(paper)


def _mine(request: DeskRequest, action_id: UUID) -> Action:
    found = queries.get_visible_action(action_id, viewer=request.viewer)
    check_can_work_on(request.viewer, found)
    return found
