"""きょう: the first page. What is due, one button a line, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.meetings.frame import step_url
from sasaeai.issues.models import Escalation
from sasaeai.issues.queries import list_escalations
from sasaeai.kernel.calendar import holiday_name
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.lines import TodayLine, WaitingAt
from sasaeai.reports.queries.progress import Progress, StepKey
from sasaeai.reports.queries.stage_lines import stuck_city_line
from sasaeai.reports.queries.start import start_of
from sasaeai.reports.queries.today import DistrictToday, Today, today_by_district, today_of

ASKED_SHOWN = 5
"""So many questions to the city stand on its first page; the list has the others."""


@dataclass(frozen=True, slots=True)
class Card:
    """A line with the page that its button leads to. kind: primary for the first one only."""

    line: TodayLine
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Coming:
    """One of the next meetings, with the page of the step that is due."""

    progress: Progress
    url: str


@signed_in
@require_safe
def today(request: DeskRequest) -> HttpResponse:
    """What is due for those who run districts; how each district stands for those who help."""
    viewer = request.viewer
    found = today_of(viewer) if viewer.runs else Today((), ())
    cards = _cards(found)
    districts = today_by_district(viewer) if viewer.sees_city else []
    is_quiet = not cards and not found.coming
    asked, asked_count = _asked(viewer)
    return render(
        request,
        "desk/today/today.html",
        {
            "holiday": holiday_name(viewer.on),
            "overdue": [card for card in cards if card.line.is_overdue],
            "due": [card for card in cards if not card.line.is_overdue],
            "coming": [Coming(progress, _current_url(progress)) for progress in found.coming],
            "stuck": _city_cards(viewer, districts),
            "districts": districts,
            "asked": asked,
            "asked_count": asked_count,
            "start": start_of(viewer) if viewer.runs and is_quiet else None,
        },
    )


def _cards(found: Today) -> list[Card]:
    return [
        Card(line, _url(line), "secondary" if number else "primary")
        for number, line in enumerate(found.lines)
    ]


def _city_cards(viewer: Viewer, districts: Sequence[DistrictToday]) -> list[Card]:
    """The city's one line about districts that are stuck."""
    line = stuck_city_line(viewer, [found.district for found in districts])
    return [Card(line, _url(line), "secondary")] if line else []


def _current_url(progress: Progress) -> str:
    current = progress.current
    return step_url(progress.meeting, current.key if current else StepKey.RECORD)


def _url(line: TodayLine) -> str:
    """Where a line's button leads: straight to the place where it is done."""
    if line.waiting_at is not None:
        return _waiting_url(line)
    if line.step_key is not None and line.meeting is not None:
        return step_url(line.meeting, line.step_key)
    if line.action is not None:
        return reverse("desk:action", args=[line.action.id])
    if line.meeting is not None:  # news for a body whose next meeting is being prepared
        return step_url(line.meeting, StepKey.AGENDA)
    return reverse("desk:meeting_prepare", args=[line.body.id if line.body else None])


_LISTS = {
    WaitingAt.TROUBLES: "desk:troubles",
    WaitingAt.SEASON: "desk:season",
    WaitingAt.ANSWERS: "desk:answers",
    WaitingAt.ASKING: "desk:asking",
    WaitingAt.REMINDERS: "desk:action_reminders",
    WaitingAt.CORRECTIONS: "desk:corrections",
    WaitingAt.CHECKS: "desk:service_checks",
}
_PAGES = {
    WaitingAt.POLL: "desk:date_poll",
    WaitingAt.ESCALATION: "desk:escalation",
    WaitingAt.STAGE: "desk:rollout_district",
    WaitingAt.LESSON: "desk:lesson",
    WaitingAt.LESSON_USE: "desk:lesson_use_report",
    WaitingAt.PATTERN: "desk:pattern",
    WaitingAt.PATTERN_STEP: "desk:district_pattern",
}


def _asked(viewer: Viewer) -> tuple[list[Escalation], int]:
    """The first questions that wait for the city, and how many there are; nothing for a district."""
    if not viewer.sees_city:
        return [], 0
    waiting = list_escalations(viewer)
    first = list(waiting[: ASKED_SHOWN + 1])
    return first[:ASKED_SHOWN], len(first) if len(first) <= ASKED_SHOWN else waiting.count()


def _waiting_url(line: TodayLine) -> str:
    if line.waiting_at in _LISTS:
        return reverse(_LISTS[line.waiting_at]) + (
            f"?district={line.target}" if line.target else ""
        )
    if line.waiting_at == WaitingAt.STAGES:
        return f"{reverse('desk:rollout')}?stuck=1"
    if line.waiting_at in _PAGES:
        return reverse(_PAGES[line.waiting_at], args=[line.target])
    meeting_id = line.meeting.id if line.meeting else None
    if line.waiting_at == WaitingAt.COPIES:
        return reverse("desk:notice_copies", args=[meeting_id, line.target])
    names = {
        WaitingAt.CALLS: "desk:meeting_replies",
        WaitingAt.SCANS: "desk:meeting_scans",
        WaitingAt.PUBLIC: "desk:meeting_record",
        WaitingAt.HANDOUTS: "desk:meeting_handout_check",
        WaitingAt.HALL: "desk:meeting_hall",
    }
    return reverse(names[WaitingAt(line.waiting_at)], args=[meeting_id])
