"""Presence: one tap a person, the rest in one go, substitutes and walk-ins by name."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.day.page import TAPPED, Bound, day_page, day_url, foreseen
from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import PresenceStatus
from sasaeai.meetings.forms.day import PresenceForm, SubstituteForm, WalkInForm
from sasaeai.meetings.models import Expected, Presence
from sasaeai.web.messages import undo_message


@runs_meetings
@require_POST
def mark(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """One tap: how somebody who was called is there."""
    expected = queries.get_visible_expected(expected_id, viewer=request.viewer)
    status = request.POST.get("status", "")
    if status not in TAPPED:
        raise InvalidInput(_("「出席」「遅刻」「欠席」などのボタンを押してください。"))
    actions.mark_presence(expected=expected, status=PresenceStatus(status), actor=request.viewer)
    return redirect(_row_url(expected))


@runs_meetings
@require_http_methods(["GET", "POST"])
def substitute(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Who came instead; the form arrives filled from the reply."""
    expected = queries.get_visible_expected(expected_id, viewer=request.viewer)
    told = foreseen(expected.meeting).get(expected.id)
    initial = {
        "person_name": told.person_name if told else "",
        "post_title": told.post_title if told else "",
        "companions": (told.companions or None) if told else None,
    }
    form = SubstituteForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        actions.mark_presence,
        expected=expected,
        status=PresenceStatus.SUBSTITUTE,
        actor=request.viewer,
        **form.cleaned_data,
    ):
        return redirect(_row_url(expected))
    return meeting_page(
        request,
        expected.meeting,
        "day",
        "desk/day/substitute.html",
        {"form": form, "expected": expected},
    )


@runs_meetings
@require_POST
def rest(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Everybody without a mark as their reply said; silence is absence."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    marked = actions.mark_rest(meeting=meeting, answers=foreseen(meeting), actor=request.viewer)
    undo_message(
        request,
        _("残りの%(n)s人の出欠を、返信のとおりに付けました。") % {"n": len(marked)},
        reverse("desk:day_unmark", args=[meeting.id]) if marked else None,
        presences=",".join(str(presence.id) for presence in marked),
    )
    return redirect(day_url(meeting, anchor="people"))


@runs_meetings
@require_POST
def unmark(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take the marks of `rest` back as a whole."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    taken = actions.unmark_presences(
        meeting=meeting,
        presence_ids=_ids(request.POST.get("presences", "")),
        actor=request.viewer,
    )
    messages.success(request, _("%(n)s人の出欠を取り消しました。") % {"n": len(taken)})
    return redirect(day_url(meeting, anchor="people"))


@runs_meetings
@require_POST
def walk_in(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Somebody came who was not called."""
    meeting = queries.get_visible_meeting(meeting_id, viewer=request.viewer)
    form = WalkInForm(request.POST, prefix="walk-in")
    presence = form.is_valid() and attempt(
        form, actions.add_walk_in, meeting=meeting, actor=request.viewer, **form.cleaned_data
    )
    if presence:
        undo_message(
            request,
            _("当日参加の%(name)sさんを加えました。") % {"name": presence},
            reverse("desk:day_presence_remove", args=[presence.id]),
        )
        return redirect(day_url(meeting, anchor="walk-in"))
    return day_page(request, meeting, Bound(walk_in=form))


@runs_meetings
@require_http_methods(["GET", "POST"])
def presence(request: DeskRequest, presence_id: UUID) -> HttpResponse:
    """Correct a name, a companion, a status."""
    found = queries.get_visible_presence(presence_id, viewer=request.viewer)
    form = PresenceForm(request.POST or None, presence=found)
    if form.is_valid() and attempt(
        form, actions.edit_presence, presence=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("出欠を直しました。"))
        return redirect(_presence_url(found))
    return meeting_page(
        request,
        found.meeting,
        "day",
        "desk/day/presence.html",
        {"form": form, "presence": found},
    )


@runs_meetings
@require_POST
def remove_presence(request: DeskRequest, presence_id: UUID) -> HttpResponse:
    """Take a mark or a walk-in out."""
    found = queries.get_visible_presence(presence_id, viewer=request.viewer)
    actions.remove_presence(presence=found, actor=request.viewer)
    undo_message(
        request,
        _("%(name)sの出欠を取り消しました。") % {"name": found},
        reverse("desk:day_presence_restore", args=[found.id]),
    )
    return redirect(_presence_url(found))


@runs_meetings
@require_POST
def restore_presence(request: DeskRequest, presence_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_visible_presence(presence_id, viewer=request.viewer)
    actions.restore_presence(presence=found, actor=request.viewer)
    messages.success(request, _("出欠を元に戻しました。"))
    return redirect(_presence_url(found))


def _row_url(expected: Expected) -> str:
    return day_url(expected.meeting, anchor=f"person-{expected.number}")


def _presence_url(found: Presence) -> str:
    return _row_url(found.expected) if found.expected else day_url(found.meeting, anchor="people")


def _ids(joined: str) -> list[UUID]:
    """The ids of a hidden field; what is no id is left out."""
    found = []
    for part in joined.split(","):
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found
