"""From rows to the papers of a meeting. What other rooms know comes in as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import ItemKind
from sasaeai.meetings.exports.agenda_sheet import AgendaLine, AgendaSheet, CarriedOver
from sasaeai.meetings.exports.attendance_list import AttendanceLine, AttendanceList, ReplyMark
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.meetings.models import Expected, Handout, Meeting
from sasaeai.meetings.queries.agenda import NumberedItem
from sasaeai.meetings.queries.day import PersonLine
from sasaeai.meetings.queries.pledges import marks_of, shows_pledges


def heading_of(meeting: Meeting, *, number: int | None) -> MeetingHeading:
    """A meeting as its papers name it. number: what it has, or is expected to get."""
    return MeetingHeading(
        fiscal_year=FiscalYear(meeting.fiscal_year).label,
        number=meeting.number or number,
        body=meeting.body.name,
        on=meeting.on,
        start=meeting.start,
        end=meeting.end,
        venue=meeting.venue.name,
    )


def agenda_sheet_of(
    meeting: Meeting,
    items: Sequence[NumberedItem],
    *,
    number: int | None,
    carried_over: Sequence[CarriedOver] = (),
    greeting_by: str = "",
    handouts: Sequence[Handout] = (),
    printed_on: date | None = None,
) -> AgendaSheet:
    """The order of proceedings. Items that exchange news (情報交換) lend it their minutes."""
    papers: dict[UUID | None, str] = {}
    for handout in handouts:
        earlier = papers.get(handout.item_id)
        number = f"資料{handout.number}"
        papers[handout.item_id] = f"{earlier}、{number}" if earlier else number
    exchanges = [line.item for line in items if line.item.kind == ItemKind.EXCHANGE]
    minutes = sum(item.minutes or 0 for item in exchanges)
    return AgendaSheet(
        meeting=heading_of(meeting, number=number),
        greeting_by=greeting_by,
        carried_over=tuple(carried_over),
        items=tuple(
            _line(numbered, papers.get(numbered.item.id, ""))
            for numbered in items
            if numbered.number is not None
        ),
        exchange_minutes=minutes or None,
        next_meeting=meeting.next_note,
        materials=tuple(_material(handout) for handout in handouts),
        printed_on=printed_on,
    )


def _material(handout: Handout) -> str:
    """「資料1　雪の寄せ場の地図（会議後回収）」."""
    back = "（会議後回収）" if handout.is_collected else ""
    return f"資料{handout.number}　{handout.title}{back}"


def _line(numbered: NumberedItem, material: str = "") -> AgendaLine:
    item = numbered.item
    return AgendaLine(
        number=str(numbered.number),
        title=item.title,
        kind=str(ItemKind(item.kind).label),
        minutes=item.minutes,
        presenter=item.presenter,
        material=material,
    )


def attendance_list_of(
    meeting: Meeting,
    people: Sequence[PersonLine],
    *,
    number: int | None,
    replies: Mapping[UUID, tuple[ReplyMark, str]],
    printed_on: date | None = None,
) -> AttendanceList:
    """The list to sign. replies: by the id of the call, the mark and 「副会長 架空 次郎」.

    Of a meeting that is not for everybody it tells who pledged secrecy (L-06).
    """
    called = [line for line in people if line.expected is not None]
    pledges = marks_of(meeting)
    return AttendanceList(
        meeting=heading_of(meeting, number=number),
        lines=tuple(
            _attendance_line(line.expected, line.also, replies, pledges) for line in called
        ),
        printed_on=printed_on,
        shows_pledges=shows_pledges(meeting),
    )


def _attendance_line(
    call: Expected | None,
    also: Sequence[Expected],
    replies: Mapping[UUID, tuple[ReplyMark, str]],
    pledges: Mapping[UUID, str],
) -> AttendanceLine:
    if call is None:
        message = "a walk-in has no line on the list to sign"
        raise ValueError(message)
    told = (replies[one.id] for one in (call, *also) if one.id in replies)
    mark, substitute = next(told, (ReplyMark.NONE, ""))
    organizations = dict.fromkeys(one.organization_name for one in (call, *also))
    return AttendanceLine(
        number=call.number,
        organization="・".join(name for name in organizations if name),
        title=call.post_title,
        name=call.person_name,
        kana=call.person_kana,
        reply=mark,
        substitute=substitute,
        pledge=pledges.get(call.id, ""),
    )
