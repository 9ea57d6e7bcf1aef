"""One line of きょう: what to do, why now, one button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sasaeai.issues.models import Action, PassedOn
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.models import District
from sasaeai.reports.queries.progress import StepKey, StepState


class LineKind(StrEnum):
    """What a line of きょう is about; the page leads to another place for each."""

    STEP = "step"
    CONVENE = "convene"
    ACTION = "action"
    PASSED_ON = "passed_on"
    WAITING = "waiting"


class WaitingAt(StrEnum):
    """Where something waits for a person; the page leads there."""

    COPIES = "copies"
    CALLS = "calls"
    SCANS = "scans"
    PUBLIC = "public"
    POLL = "poll"
    TROUBLES = "troubles"
    SEASON = "season"
    ANSWERS = "answers"
    ASKING = "asking"
    REMINDERS = "reminders"
    ESCALATION = "escalation"
    STAGE = "stage"
    STAGES = "stages"
    LESSON = "lesson"
    LESSON_USE = "lesson_use"
    PATTERN = "pattern"
    PATTERN_STEP = "pattern_step"
    CORRECTIONS = "corrections"
    CHECKS = "checks"
    HANDOUTS = "handouts"
    HALL = "hall"


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One thing to do: what, why now, one button.

    due_on: None when it waits without a day. district: None for what is of the directory.
    Which of the others is set follows from `kind`: STEP meeting and step_key; CONVENE body; ACTION
    action; PASSED_ON passed_on with its body, and the next meeting of that body when there is one;
    WAITING waiting_at, with the meeting and the id of what waits (target: notice, date poll) where
    there is one.
    """

    kind: LineKind
    district: District | None
    what: str
    why: str
    state: StepState
    due_on: date | None
    button: str
    step_key: StepKey | None = None
    meeting: Meeting | None = None
    body: Body | None = None
    action: Action | None = None
    passed_on: PassedOn | None = None
    waiting_at: WaitingAt | None = None
    target: UUID | None = None

    @property
    def is_overdue(self) -> bool:
        return self.state == StepState.OVERDUE


def waiting_line(
    place: WaitingAt,
    what: str,
    why: str,
    button: str,
    *,
    district: District | None = None,
    due_on: date | None = None,
    meeting: Meeting | None = None,
    target: UUID | None = None,
    overdue: bool = False,
) -> TodayLine:
    """A line of something that waits, as `TodayLine` says."""
    return TodayLine(
        kind=LineKind.WAITING,
        district=district,
        what=what,
        why=why,
        state=StepState.OVERDUE if overdue else StepState.NOW,
        due_on=due_on,
        button=button,
        meeting=meeting,
        waiting_at=place,
        target=target,
    )
