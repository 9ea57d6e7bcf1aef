"""Where a district stands among the stages: one cell a stage, the present one, since when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.kernel import display
from sasaeai.people.models import District
from sasaeai.rollout.enums import SETTLED_STAGES, Milestone, StageState
from sasaeai.rollout.models import DistrictStage, Stage
from sasaeai.rollout.queries.milestones import REGULAR_MEETINGS, Gathered

_TAG = {
    StageState.DONE: "done",
    StageState.NOW: "now",
    StageState.PLANNED: "later",
    StageState.STUCK: "overdue",
    StageState.LATER: "later",
    StageState.SKIPPED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A district at a stage. on: the day it was done, began or is planned; waited: days it waits
    (stuck ones only). note: what else a reader should know, in a few words.
    """

    stage: Stage
    record: DistrictStage | None
    state: StageState
    on: date | None = None
    waited: int = 0
    is_present: bool = False
    note: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether the district goes on from here: done, or left out with a reason."""
        return self.state in SETTLED_STAGES

    @property
    def word(self) -> str:
        """「済」, 「止まっています 120日」 …"""
        if self.state != StageState.STUCK:
            return str(self.state.label)
        return ngettext("止まっています %(n)d日", "止まっています %(n)d日", self.waited) % {
            "n": self.waited
        }

    @property
    def sign(self) -> str:
        return self.state.sign

    @property
    def tag(self) -> str:
        """The name under which the `state` tag draws it."""
        return _TAG[self.state]


@dataclass(frozen=True, slots=True)
class Standing:
    """A district among the stages. present: the cell it is at, None when all are settled.

    since: the last day on which something was done for it; None when nothing was yet.
    """

    district: District
    cells: tuple[Cell, ...]
    present: Cell | None
    since: date | None

    @property
    def settled(self) -> int:
        """How many stages lie behind it."""
        return sum(cell.is_settled for cell in self.cells)

    @property
    def shade(self) -> str:
        """How the map colours it: stuck, all, more or less than half of the stages, or none."""
        if self.is_stuck:
            return "stuck"
        if self.present is None:
            return "all"
        if not self.settled:
            return "none"
        return "most" if 2 * self.settled >= len(self.cells) else "few"

    @property
    def is_stuck(self) -> bool:
        return self.present is not None and self.present.state == StageState.STUCK

    @property
    def waited(self) -> int:
        """Days for which it has been stuck in the eyes of the city; 0 when it is not."""
        return self.present.waited if self.present is not None else 0

    @property
    def next_step(self) -> str:
        """What is to be done next, in the city's words or by the day that is planned."""
        if self.present is None:
            return _("すべての段階が済みました。")
        if self.present.state == StageState.PLANNED and self.present.on is not None:
            words = {
                "stage": self.present.stage.name,
                "day": display.short_date(self.present.on),
            }
            return _("%(stage)s（%(day)sの予定）") % words
        return self.present.stage.next_step or self.present.stage.name


def standing_of(
    district: District,
    stages: Sequence[Stage],
    records: Mapping[UUID, DistrictStage],
    meetings: Gathered,
    *,
    on: date,
) -> Standing:
    """Work out the cells of one district. stages: in their order; records: by the stage's id."""
    cells = [_plain(stage, records.get(stage.id), meetings, on) for stage in stages]
    place = _present_place(cells)
    if place is None:
        return Standing(district, tuple(_noted(cells)), None, _since(cells, None, meetings, on))
    since = _since(cells, place, meetings, on)
    present = cells[place]
    waited = (on - since).days if since else 0
    state = present.state
    if state != StageState.PLANNED and waited > present.stage.stuck_days:
        state = StageState.STUCK
    cells[place] = Cell(
        stage=present.stage,
        record=present.record,
        state=state,
        on=since if state == StageState.STUCK else present.on,
        waited=waited if state == StageState.STUCK else 0,
        is_present=True,
        note=present.note,
    )
    return Standing(district, tuple(_noted(cells)), cells[place], since)


def _plain(stage: Stage, record: DistrictStage | None, meetings: Gathered, on: date) -> Cell:
    """A cell by itself, before it is known which one the district is at."""
    if stage.milestone != Milestone.TOLD:
        return _shown_by_meetings(stage, record, meetings, on)
    if record is not None and record.skipped_reason:
        return Cell(stage, record, StageState.SKIPPED, note=record.skipped_reason)
    if record is not None and record.done_on is not None:
        return Cell(stage, record, StageState.DONE, record.done_on, note=record.order_reason)
    if record is not None and record.started_on is not None:
        return Cell(stage, record, StageState.NOW, record.started_on)
    return _planned(stage, record, record.planned_on if record else None, on)


def _shown_by_meetings(
    stage: Stage, record: DistrictStage | None, meetings: Gathered, on: date
) -> Cell:
    reached = meetings.reached(stage.milestone)
    if reached is not None:
        return Cell(stage, record, StageState.DONE, reached)
    if stage.milestone == Milestone.REGULAR and meetings.first_on is not None:
        words = {"n": meetings.this_year, "wanted": REGULAR_MEETINGS}
        note = _("今年度%(n)d回（%(wanted)d回で定例）") % words
        return Cell(stage, record, StageState.NOW, meetings.last_on, note=note)
    if stage.milestone == Milestone.FIRST_HELD and meetings.next_on is not None:
        return Cell(stage, record, StageState.PLANNED, meetings.next_on)
    return _planned(stage, record, record.planned_on if record else None, on)


def _planned(stage: Stage, record: DistrictStage | None, day: date | None, on: date) -> Cell:
    if day is None:
        return Cell(stage, record, StageState.LATER)
    if day >= on:
        return Cell(stage, record, StageState.PLANNED, day)
    # A planned day that has gone by without a word is asked about, not taken for done.
    note = _("予定日を過ぎました。どうなったかを書いてください。")
    return Cell(stage, record, StageState.NOW, day, note=note)


def _present_place(cells: Sequence[Cell]) -> int | None:
    """The first open stage with a day of its own; else the first one after the last settled.

    An earlier stage that was never written down does not hold back a district that went on.
    """
    for place, cell in enumerate(cells):
        if not cell.is_settled and cell.on is not None:
            return place
    settled = [place for place, cell in enumerate(cells) if cell.is_settled]
    after = settled[-1] + 1 if settled else 0
    return after if after < len(cells) else None


def _since(cells: Sequence[Cell], place: int | None, meetings: Gathered, on: date) -> date | None:
    """The last day on which the district moved."""
    behind = cells if place is None else cells[:place]
    days = [cell.on for cell in behind if cell.state == StageState.DONE]
    if place is not None:
        days.append(cells[place].on)
    days.append(meetings.last_on)
    return max((day for day in days if day is not None and day <= on), default=None)


def _noted(cells: Iterable[Cell]) -> Iterable[Cell]:
    """Say of open stages before the last settled one that nothing was written of them."""
    found = list(cells)
    last = max((place for place, cell in enumerate(found) if cell.is_settled), default=-1)
    for place, cell in enumerate(found):
        if place < last and cell.state == StageState.LATER and not cell.note:
            yield Cell(cell.stage, cell.record, cell.state, note=_("記録がありません"))
        else:
            yield cell
