"""The frame of every page of a meeting: its title, its seven steps, its way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sasaeai.desk.gate import DeskRequest
from sasaeai.meetings.access import can_run
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.handouts import copies_out_of
from sasaeai.reports.queries.progress import Progress, Step, StepKey, progress_of


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step as the steps bar shows it."""

    name: str
    state: str
    detail: str
    due_on: date
    url: str
    is_current: bool


def step_url(meeting: Meeting, key: str) -> str:
    """The page of one step of a meeting."""
    return reverse(f"desk:meeting_{key}", args=[meeting.id])


def meeting_page(
    request: DeskRequest,
    meeting: Meeting,
    step: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of one step inside the meeting's frame.

    step: plan | agenda | call | notice | replies | day | record. The template extends
    desk/meetings/frame.html. `meeting` carries body, district, venue and municipality.
    """
    progress = progress_of(meeting, on=request.viewer.on)
    frame = {
        "meeting": meeting,
        "progress": progress,
        "step": progress.step(step),
        "steps": _links(progress, step),
        "may_run": can_run(request.viewer, meeting),
        "next_step": _next(progress, step),
        "regime": Regime(meeting.regime),
        "out_copies": copies_out_of(meeting)
        if meeting.is_held or meeting.held_on < request.viewer.on
        else (),
    }
    return render(request, template, {**frame, **(context or {})}, status=status)


def _links(progress: Progress, current: str) -> tuple[StepLink, ...]:
    def link(step: Step) -> StepLink:
        return StepLink(
            name=step.name,
            state=step.state,
            detail=step.detail,
            due_on=step.due_on,
            url=step_url(progress.meeting, step.key),
            is_current=step.key == current,
        )

    return tuple(link(step) for step in progress.steps)


def _next(progress: Progress, current: str) -> StepLink | None:
    keys = list(StepKey)
    position = keys.index(StepKey(current)) + 1
    return _links(progress, current)[position] if position < len(keys) else None
