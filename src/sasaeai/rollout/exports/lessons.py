"""事例シート (one lesson on a page) and 事例集 (all that are out): the text alone, never its origin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import translation

from sasaeai.directory.enums import Season
from sasaeai.kernel import clock
from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.rollout.enums import LessonUseState, SharedState
from sasaeai.rollout.models import Lesson, LessonUse
from sasaeai.rollout.queries.lessons import Uptake, uptake_of

_SHEET = Path(__file__).with_name("lesson_sheet.typ")
_BOOK = Path(__file__).with_name("lesson_book.typ")
_NO_TOPIC = "そのほか"
MOST_USES = 5
"""So many districts are named on a sheet; the sentence above them counts all."""


def lesson_sheet_paper(lesson: Lesson, *, uses: Sequence[LessonUse], on: date) -> Paper:
    """A4, as large as fits; a lesson too long for one page goes on to a second in 12 points."""
    with translation.override("ja"):
        is_out = lesson.state == SharedState.APPROVED
        words = _words(lesson, uptake_of(uses), uses) | {
            "kind": "取組事例シート",
            "mark": "　".join(_marks(lesson, is_out=is_out)),
            "numbered": True,
        }
        content = render_pdf(_SHEET, words, dated=on)
    return make_paper(
        "事例シート", lesson.district.name, lesson.title[:40], content_type=PDF, content=content
    )


def lesson_book_paper(lessons: Sequence[Lesson], *, on: date) -> Paper:
    """All lessons given, which stand in the order of their topics, a page each."""
    with translation.override("ja"):
        groups = [
            {"name": name, "lessons": [_listed(lesson) for lesson in among]}
            for name, among in groupby(lessons, key=_topic)
        ]
        words = {
            "title": "地域支え合い会議 取組事例集",
            "place": f"{len(lessons)}事例　{_districts(lessons)}地区",
            "printed": f"{wareki(on)}現在",
            "groups": groups,
        }
        content = render_pdf(_BOOK, words, dated=on)
    return make_paper("取組事例集", f"{on:%Y%m%d}", content_type=PDF, content=content)


def _words(lesson: Lesson, uptake: Uptake, uses: Iterable[LessonUse]) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "facts": _facts(lesson),
        "situation": lesson.situation,
        "tried": lesson.tried,
        "took": lesson.took,
        "became": lesson.became,
        "ask": lesson.ask,
        "uptake": uptake.sentence,
        "uses": [
            f"{use.district.name}：{LessonUseState(use.state).label}"
            for use in list(uses)[:MOST_USES]
        ],
    }


def _listed(lesson: Lesson) -> dict[str, Any]:
    """A lesson of the booklet; `in_districts` and `worked_in` are known of it."""
    uptake = Uptake(districts=lesson.in_districts, worked=lesson.worked_in)  # type: ignore[attr-defined]
    sample = "（見本）" if lesson.is_sample else ""
    words = _words(lesson, uptake, ())
    return words | {
        "title": f"{lesson.title}{sample}",
        "listed": f"{lesson.title}{sample}（{lesson.district.name}）",
    }


def _facts(lesson: Lesson) -> str:
    parts = [lesson.district.name]
    if lesson.topic is not None:
        parts.append(lesson.topic.name)
    if lesson.season != Season.ALL_YEAR:
        parts.append(str(Season(lesson.season).label))
    if lesson.state == SharedState.APPROVED and lesson.approved_at is not None:
        parts.append(f"{wareki(clock.to_tokyo(lesson.approved_at).date())}公開")
    return "　".join(parts)


def _marks(lesson: Lesson, *, is_out: bool) -> list[str]:
    marks = [] if is_out else [f"【{SharedState(lesson.state).label}・地区の中だけで使います】"]
    return [*marks, "【見本】"] if lesson.is_sample else marks


def _topic(lesson: Lesson) -> str:
    return lesson.topic.name if lesson.topic is not None else _NO_TOPIC


def _districts(lessons: Iterable[Lesson]) -> int:
    return len({lesson.district_id for lesson in lessons})
