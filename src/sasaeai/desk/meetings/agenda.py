"""Step 議題: what earlier meetings left open comes first, then what is new."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import found_item, found_meeting
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.hall.actions import try_again
from sasaeai.issues import actions as issue_actions
from sasaeai.issues import queries as issues
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions, queries
from sasaeai.meetings.access import can_run
from sasaeai.meetings.forms import ItemForm, NewItemForm, item_values
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import Proposal
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.minutes.actions.next_meeting import take_confirmations
from sasaeai.minutes.queries.next_meeting import confirmation_proposals
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_agenda(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda; sending it takes the ticked proposals, settles it and goes on to the call."""
    meeting = found_meeting(request, meeting_id)
    if request.method == "POST":
        _take_ticked(meeting, request.POST.getlist("pick"), request.viewer)
        actions.settle_agenda(meeting=meeting, actor=request.viewer)
        undo = reverse("desk:agenda_unsettle", args=[meeting.id])
        undo_message(request, _("議題を決めました。"), undo)
        return redirect("desk:meeting_call", meeting.id)
    return _agenda_page(request, meeting, _new_item_form(request, meeting))


@runs_meetings
@require_POST
def agenda_add(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Put a new item on the agenda."""
    meeting = found_meeting(request, meeting_id)
    form = _new_item_form(request, meeting)
    if form.is_valid():
        item = attempt(
            form, actions.add_item, meeting=meeting, actor=request.viewer, **form.cleaned_data
        )
        if item:
            undo = reverse("desk:agenda_item_remove", args=[item.id])
            undo_message(request, _("議題を加えました。"), undo)
            return redirect("desk:meeting_agenda", meeting.id)
    return _agenda_page(request, meeting, form)


@runs_meetings
@require_POST
def agenda_unsettle(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Go on working on the agenda."""
    meeting = found_meeting(request, meeting_id)
    actions.unsettle_agenda(meeting=meeting, actor=request.viewer)
    undo_message(request, _("議題をまだ決めていないことにしました。"), None)
    return redirect("desk:meeting_agenda", meeting.id)


@runs_meetings
@require_http_methods(["GET", "POST"])
def agenda_item(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """One item with everything that can be said of it beforehand."""
    item = found_item(request, item_id)
    form = ItemForm(
        request.POST or None,
        municipality_id=item.municipality_id,
        initial=item_values(item),
        version=item.version,
        **_open_words(request, item.meeting),
    )
    if form.is_valid() and attempt(
        form, actions.edit_item, item=item, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(request, _("議題を直しました。"), None)
        return redirect("desk:meeting_agenda", item.meeting_id)
    context = {"item": item, "form": form}
    return meeting_page(request, item.meeting, "agenda", "desk/meetings/item.html", context)


@runs_meetings
@require_POST
def agenda_item_remove(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Take an item off the agenda."""
    item = found_item(request, item_id)
    actions.remove_item(item=item, actor=request.viewer)
    text = _("議題「%(title)s」を外しました。") % {"title": item.title}
    undo_message(request, text, reverse("desk:agenda_item_restore", args=[item.id]))
    return redirect("desk:meeting_agenda", item.meeting_id)


@runs_meetings
@require_POST
def agenda_item_restore(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Put a removed item back."""
    item = found_item(request, item_id, removed=True)
    actions.restore_item(item=item, actor=request.viewer)
    try_again(meeting=item.meeting, actor=request.viewer)
    undo_message(request, _("議題「%(title)s」を戻しました。") % {"title": item.title}, None)
    return redirect("desk:meeting_agenda", item.meeting_id)


@runs_meetings
@require_POST
def agenda_item_move(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Move an item up, down or to a place."""
    item = found_item(request, item_id)
    actions.move_item(item=item, to=request.POST.get("to", ""), actor=request.viewer)
    return redirect("desk:meeting_agenda", item.meeting_id)


def _new_item_form(request: DeskRequest, meeting: Meeting) -> NewItemForm:
    return NewItemForm(
        request.POST if request.method == "POST" else None,
        municipality_id=meeting.municipality_id,
        **_open_words(request, meeting),
    )


def _open_words(request: DeskRequest, meeting: Meeting) -> dict[str, Any]:
    """Only what is saved is looked through for persons; showing a form asks for no names."""
    return {**open_words_of(meeting)} if request.method == "POST" else {}


def _agenda_page(request: DeskRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse:
    items = queries.items_of(meeting)
    open_to_change = can_run(request.viewer, meeting) and meeting.is_planned
    minutes = sum(item.minutes or 0 for item in items)
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    context = {
        "rows": queries.numbering(items),
        "proposals": _proposals(meeting, request.viewer) if open_to_change else [],
        "form": form,
        "may_change": open_to_change,
        "minutes": minutes,
        "length": length,
        "too_long": minutes > length,
    }
    return meeting_page(request, meeting, "agenda", "desk/meetings/agenda.html", context)


def _proposals(meeting: Meeting, viewer: Viewer) -> list[Proposal]:
    return [
        *confirmation_proposals(meeting, viewer=viewer),
        *queries.agenda_proposals(meeting, viewer=viewer),
        *issues.agenda_proposals(meeting, viewer=viewer),
    ]


def _take_ticked(meeting: Meeting, picked: list[str], viewer: Viewer) -> None:
    """Each proposal goes to the room it came from; what is not proposed any more is left alone."""
    ticked = [each for each in _proposals(meeting, viewer) if each.key in picked]
    if not ticked:
        return
    issue_actions.take_proposals(meeting=meeting, proposals=ticked, actor=viewer)
    actions.take_proposals(meeting=meeting, proposals=ticked, actor=viewer)
    issue_actions.follow_items(meeting=meeting, actor=viewer)
    # Last, because it stands before everything else that is talked about.
    take_confirmations(meeting=meeting, proposals=ticked, actor=viewer)
