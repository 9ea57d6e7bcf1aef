"""From rows to the papers of the minutes room. Minutes print a revision's text, never the day's rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import translation

from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.furigana import Readings
from sasaeai.meetings.enums import COUNTED, ItemKind, PartKind, Regime, RemarkKind
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Recognition
from sasaeai.meetings.queries import numbering
from sasaeai.meetings.queries.handouts import handouts_of
from sasaeai.meetings.queries.item_times import time_words
from sasaeai.minutes.enums import ConfirmationMethod, PublicState
from sasaeai.minutes.exports.circular import CircularPaper, CircularPart
from sasaeai.minutes.exports.record import (
    Approval,
    MinutesItem,
    MinutesPaper,
    RemarkLine,
    RemarkMark,
    TaskLine,
)
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.circulars import district_readings
from sasaeai.minutes.queries.gist import (
    ACTION_MARK,
    AWAY_MARK,
    OUTCOME_MARK,
    PASSED_ON_MARK,
    SectionText,
    presences_of,
    sections_from_json,
)
from sasaeai.minutes.queries.public import leading_host
from sasaeai.minutes.queries.records import Record, get_minutes

_TASK = re.compile(r"(?P<who>.+?)が、(?P<what>.+?)(?:（(?P<due>[^（）]+(?:\([^)]*\))?)まで）)?")
HEADING_MARK = "■ "
"""Begins a heading in the text of a circular."""


# ── 会議録 ───────────────────────────────────────────────────────────────────────────────────────


def minutes_paper(record: Record, *, printed_on: date) -> MinutesPaper:
    """The newest revision as a paper; the head comes from the rows as they are now."""
    with translation.override("ja"):  # papers are Japanese, whatever the page is
        return _minutes_paper(record, printed_on)


def _minutes_paper(record: Record, printed_on: date) -> MinutesPaper:
    minutes, newest = get_minutes(record)
    meeting = record.meeting
    people = presences_of(meeting)
    sections = [_item(row) for row in _with_items(meeting, sections_from_json(newest.sections))]
    present, absent = _attendance(newest.opening)
    return MinutesPaper(
        meeting=meeting_heading(meeting),
        version=newest.number,
        draft=not minutes.is_approved,
        secretariat=meeting.secretariat or _secretariat(meeting, people),
        chair=meeting.chair,
        recorder=meeting.recorder or newest.written_by_name,
        programmes=_programmes(meeting),
        meeting_open=_meeting_open(meeting),
        minutes_open=_minutes_open(record),
        attendance=present,
        absent=absent,
        observers=meeting.observers if meeting.observers is not None else _observers(people),
        materials=tuple(f"資料{row.number}　{row.title}" for row in handouts_of(meeting)),
        items=tuple(item for item, _tasks in sections),
        tasks=tuple(task for _item, tasks in sections for task in tasks),
        next_meeting=newest.closing,
        approval=Approval(
            drafted_by=newest.written_by_name,
            confirmed_by=minutes.confirmed_by,
            confirmed_on=minutes.confirmed_on,
            method=_method(minutes.confirmed_how),
        ),
        notice="" if Regime(meeting.regime).is_for_everybody else "取扱注意（関係者限り）",
        printed_on=printed_on,
    )


def meeting_heading(meeting: Meeting) -> MeetingHeading:
    """What papers say about a meeting at the top."""
    return MeetingHeading(
        fiscal_year=FiscalYear(meeting.fiscal_year).label,
        number=meeting.number,
        body=meeting.body.name,
        on=meeting.held_on,
        start=clock.to_tokyo(meeting.starts_at).time(),
        end=clock.to_tokyo(meeting.ends_at).time(),
        venue=meeting.venue.name,
    )


def _method(code: str) -> str:
    return str(ConfirmationMethod(code).label) if code else ""


def _secretariat(meeting: Meeting, people: list[Presence]) -> str:
    """Who was called as secretariat; otherwise the leading host."""
    called = [
        row.organization_name
        for row in people
        if row.expected is not None and row.expected.part == PartKind.SECRETARIAT
    ]
    if called:
        return "、".join(dict.fromkeys(name for name in called if name))
    host = leading_host(meeting)
    return host.name if host else ""


def _attendance(words: str) -> tuple[str, tuple[str, ...]]:
    """Who was there and who was not, each for its row of the head.

    Only whole lines that `gist` began with 「欠席：」 are taken out of the text, never a word.
    """
    lines = words.splitlines()
    away = tuple(line.removeprefix(AWAY_MARK) for line in lines if line.startswith(AWAY_MARK))
    return "\n".join(line for line in lines if not line.startswith(AWAY_MARK)), away


def _observers(people: list[Presence]) -> int | None:
    there = [row for row in people if row.status in COUNTED and row.expected is not None]
    return sum(row.expected.part == PartKind.OBSERVER for row in there) or None


def _programmes(meeting: Meeting) -> tuple[str, ...]:
    """What the gathering counts for: its own body, and each body that recognises it (みなし)."""
    recognized = Recognition.objects.filter(
        Q(until__isnull=True) | Q(until__gte=meeting.held_on),
        municipality_id=meeting.municipality_id,
        body=meeting.body,
        since__lte=meeting.held_on,
    ).select_related("counts_for")
    others = [f"{row.counts_for.name}（みなし開催）" for row in recognized]
    return (meeting.body.name, *others) if others else ()


def _meeting_open(meeting: Meeting) -> str:
    regime = Regime(meeting.regime)
    if regime.is_for_everybody:
        return "公開"
    return "関係者のみ" if regime.may_leave_the_room else "非公開"


def _minutes_open(record: Record) -> str:
    is_out = record.public is not None and record.public.state == PublicState.APPROVED
    if is_out:
        return "公開版による"
    may_leave = Regime(record.meeting.regime).may_leave_the_room
    return "公開版ができるまでは関係者のみ" if may_leave else "非公開"


@dataclass(frozen=True, slots=True)
class _Row:
    """A section with the number and the item it belongs to."""

    number: str
    kind: str
    presenter: str
    time: str
    section: SectionText


def _with_items(meeting: Meeting, sections: tuple[SectionText, ...]) -> list[_Row]:
    items = list(AgendaItem.objects.filter(meeting=meeting))
    by_id = {str(item.id): item for item in items}
    current = [item for item in items if item.removed_at is None]
    numbers = {str(row.item.id): row.number for row in numbering(current)}
    rows = []
    for section in sections:
        item = by_id.get(section.item)
        number = numbers.get(section.item)
        rows.append(
            _Row(
                number=str(number) if number else "",
                kind=str(ItemKind(item.kind).label) if item else "",
                presenter=item.presenter if item else "",
                time=time_words(item) if item else "",
                section=section,
            )
        )
    return rows


@dataclass(slots=True)
class _Parts:
    """A section's lines, sorted by the mark each begins with."""

    summary: list[str] = field(default_factory=list)
    remarks: list[tuple[RemarkMark, list[str]]] = field(default_factory=list)
    outcome: list[str] = field(default_factory=list)
    tasks: list[TaskLine] = field(default_factory=list)


def _item(row: _Row) -> tuple[MinutesItem, list[TaskLine]]:
    parts = _sorted_lines(row.section.text)
    item = MinutesItem(
        number=row.number or "・",
        title=row.section.title,
        kind=row.kind,
        presenter=row.presenter,
        time=row.time,
        summary="\n".join(parts.summary),
        remarks=tuple(RemarkLine(mark, "\n".join(lines)) for mark, lines in parts.remarks),
        outcome="\n".join(parts.outcome),
    )
    return item, parts.tasks


def _sorted_lines(words: str) -> _Parts:
    """Lines by their marks; a line without one belongs to what stands above it."""
    parts = _Parts()
    tail = parts.summary
    for line in words.splitlines():
        if mark := _remark_mark(line):
            tail = [line.removeprefix(mark).strip()]
            parts.remarks.append((mark, tail))
        elif line.startswith((OUTCOME_MARK, PASSED_ON_MARK)):
            tail = parts.outcome
            tail.append(line.removeprefix(OUTCOME_MARK))
        elif line.startswith(ACTION_MARK):
            parts.tasks.append(_task(line.removeprefix(ACTION_MARK).strip()))
        elif line.strip():
            tail.append(line)
    return parts


def _remark_mark(line: str) -> RemarkMark | None:
    for kind, mark in (
        (RemarkKind.OPINION, RemarkMark.OPINION),
        (RemarkKind.RESPONSE, RemarkMark.RESPONSE),
    ):
        if line.startswith(kind.mark):
            return mark
    return None


def _task(words: str) -> TaskLine:
    """From the line of `gist.action_line`; one that was rewritten freely prints whole."""
    found = _TASK.fullmatch(words)
    if found is None:
        return TaskLine(what=words, who="")
    return TaskLine(what=found["what"], who=found["who"], by_when=found["due"] or "")


# ── 回覧 ─────────────────────────────────────────────────────────────────────────────────────────


def circular_paper(circular: Circular) -> CircularPaper:
    """A circular as a paper: paragraphs between empty lines, headings after ■.

    With furigana its public version, minutes, meeting and district are looked up.
    """
    lead = [CircularPart(circular.lead)] if circular.lead else []
    blocks = (block for block in re.split(r"\n\s*\n", circular.body) if block.strip())
    return CircularPaper(
        title=circular.title,
        issuer=circular.issuer,
        issued_on=circular.issued_on,
        parts=(*lead, *(_part(block.strip("\n")) for block in blocks)),
        contact=tuple(circular.contact.splitlines()),
        return_to=circular.return_to,
        return_by=circular.return_by,
        stamp_boxes=circular.stamp_boxes,
        readings=circular_readings(circular) if circular.has_furigana else None,
    )


def circular_readings(circular: Circular) -> Readings:
    """How the words of a circular are read, with what somebody put right."""
    district = circular.public_version.minutes.meeting.body.district
    return district_readings(district, circular.readings)


def _part(block: str) -> CircularPart:
    first, _newline, rest = block.partition("\n")
    if not first.startswith(HEADING_MARK.strip()):
        return CircularPart(block)
    return CircularPart(text=rest, heading=first.removeprefix(HEADING_MARK.strip()).strip())
