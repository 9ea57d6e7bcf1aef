"""きょう: lessons that wait to be approved, that others took up, and of which an origin waits to hear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel import display
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState
from sasaeai.rollout.access import can_approve_lesson
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Lesson, LessonUse
from sasaeai.rollout.queries.lessons import lessons_under_way, untold_uses, uses_to_report

TITLE = 40
"""So much of a lesson's name stands in a line."""


def lesson_kinds(
    viewer: Viewer, district_ids: Collection[UUID]
) -> tuple[tuple[QuerySet[Any], Callable[[Any], Iterable[TodayLine]]], ...]:
    """What of know-how waits in some districts, each with the lines that it becomes."""
    return (
        (untold_uses(viewer, district_ids), taken_up_lines),
        (uses_to_report(viewer, district_ids), report_lines),
        (lessons_under_way(viewer, district_ids), lambda rows: under_way_lines(rows, viewer)),
    )


def taken_up_lines(untold: Iterable[LessonUse]) -> Iterable[TodayLine]:
    """One line a lesson for its origin. untold: in the order of their lessons."""
    for lesson, among in groupby(untold, key=lambda use: use.lesson):
        uses = list(among)
        districts = list(dict.fromkeys(use.district.name for use in uses))
        why = (
            _("%(first)sなど%(n)s地区から知らせがあります。")
            if len(districts) > 1
            else _("%(first)sから知らせがあります。")
        )
        yield _line(
            WaitingAt.LESSON,
            _("取組事例「%(title)s」が取り入れられました") % {"title": lesson.title[:TITLE]},
            why % {"first": districts[0], "n": len(districts)},
            _("知らせを読む"),
            lesson.district,
            lesson.pk,
        )


def report_lines(uses: Iterable[LessonUse]) -> Iterable[TodayLine]:
    """One line for each lesson that a district took up and has tried by now."""
    for use in uses:
        done = use.action is not None and use.action.done_on is not None
        why = (
            _("取組が済みました。%(origin)sに、どうなったかを伝えてください。")
            if done
            else _("%(day)sに取り入れました。%(origin)sに、どうなったかを伝えてください。")
        )
        yield _line(
            WaitingAt.LESSON_USE,
            _("取り入れた事例「%(title)s」") % {"title": use.lesson.title[:TITLE]},
            why % {"origin": use.lesson.district.name, "day": display.plain_date(use.used_on)},
            _("どうなったかを書く"),
            use.district,
            use.pk,
        )


def under_way_lines(lessons: Iterable[Lesson], viewer: Viewer) -> Iterable[TodayLine]:
    """One line for each lesson that the viewer may approve, or that was sent back."""
    for lesson in lessons:
        named = {"title": lesson.title[:TITLE]}
        if lesson.state == SharedState.DRAFT:
            yield _line(
                WaitingAt.LESSON,
                _("差し戻された取組事例「%(title)s」") % named,
                lesson.returned_note,
                _("直す"),
                lesson.district,
                lesson.pk,
            )
        elif can_approve_lesson(viewer, lesson):
            yield _line(
                WaitingAt.LESSON,
                _("承認待ちの取組事例「%(title)s」") % named,
                _("%(who)sが書きました。読んで、公開してよいか決めてください。")
                % {"who": lesson.written_by_name},
                _("読んで承認する"),
                lesson.district,
                lesson.pk,
            )


def _line(
    place: WaitingAt, what: str, why: str, button: str, district: District, target: UUID
) -> TodayLine:
    return TodayLine(
        kind=LineKind.WAITING,
        district=district,
        what=what,
        why=why,
        state=StepState.NOW,
        due_on=None,
        button=button,
        waiting_at=place,
        target=target,
    )
