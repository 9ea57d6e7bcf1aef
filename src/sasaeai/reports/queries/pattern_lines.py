"""きょう: steps of districts' time plans that are due, and patterns that wait for a second person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.kernel import display
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState
from sasaeai.rollout.access import can_approve_pattern
from sasaeai.rollout.models import Pattern, PlannedStep
from sasaeai.rollout.queries.pattern_uses import steps_due
from sasaeai.rollout.queries.patterns import patterns_offered

AHEAD_DAYS = 7
"""A step is named this many days before it is due."""


def pattern_kinds(
    viewer: Viewer, district_ids: Collection[UUID]
) -> tuple[tuple[QuerySet[Any], Callable[[Any], Iterable[TodayLine]]], ...]:
    """What of patterns waits in some districts, each with the lines that it becomes."""
    until = viewer.on + timedelta(days=AHEAD_DAYS)
    return (
        (
            steps_due(viewer, district_ids, until=until),
            lambda rows: step_lines(rows, viewer),
        ),
        (patterns_offered(viewer, district_ids), lambda rows: offered_lines(rows, viewer)),
    )


def step_lines(steps: Iterable[PlannedStep], viewer: Viewer) -> Iterable[TodayLine]:
    """One line a district for the step that is due first; the others are counted in it."""
    by_use = groupby(
        sorted(steps, key=lambda step: (str(step.use_id), step.due_on)), lambda step: step.use
    )
    for use, among in by_use:
        first, *more = among
        late = first.due_on < viewer.on
        why = _("%(day)sが期限でした。") if late else _("%(day)sまでにします。")
        words = why % {"day": display.short_date(first.due_on)}
        if more:
            words += ngettext("ほかに%(n)d件あります。", "ほかに%(n)d件あります。", len(more)) % {
                "n": len(more)
            }
        yield TodayLine(
            kind=LineKind.WAITING,
            district=use.district,
            what=_("立ち上げの段取り：%(what)s") % {"what": first.what},
            why=words,
            state=StepState.OVERDUE if late else StepState.NOW,
            due_on=first.due_on,
            button=_("段取りを開く"),
            waiting_at=WaitingAt.PATTERN_STEP,
            target=use.district_id,
        )


def offered_lines(patterns: Iterable[Pattern], viewer: Viewer) -> Iterable[TodayLine]:
    """One line for each pattern of a district that the viewer may approve."""
    for pattern in patterns:
        if pattern.home is None or not can_approve_pattern(viewer, pattern):
            continue
        yield TodayLine(
            kind=LineKind.WAITING,
            district=pattern.home,
            what=_("型「%(name)s」の承認") % {"name": pattern.name},
            why=_("%(who)sが書きました。読んで承認すると、ほかの地区も使えます。")
            % {"who": pattern.written_by_name},
            state=StepState.NOW,
            due_on=None,
            button=_("型を読む"),
            waiting_at=WaitingAt.PATTERN,
            target=pattern.id,
        )
