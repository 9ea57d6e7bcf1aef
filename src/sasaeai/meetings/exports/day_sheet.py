"""当日の記録用紙: the record by hand, in the order and with the numbers of the page it is keyed in.

For a hall without network and for those who write better than they type. Whoever keys it in goes
down sheet and page together: people by reply number, items by printed number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.paper.pdf import render_pdf

_TEMPLATE = Path(__file__).with_name("day_sheet.typ")
STATUSES = ("出席", "遅刻", "代理", "欠席連絡", "欠席")
"""The boxes of a person's row, in the order of the page's buttons; words short enough for a box."""


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A row of the list. number: the reply number, as the page shows it."""

    number: int
    organization: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item to write about. number: as printed, empty for 情報交換."""

    number: str
    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The whole form. groups: sides that may speak; outcomes: the choices of 結果.

    blank_people, blank_items: rows for who and what comes up in the room.
    """

    meeting: MeetingHeading
    people: tuple[SheetPerson, ...]
    items: tuple[SheetItem, ...]
    groups: tuple[str, ...]
    outcomes: tuple[str, ...]
    notice: str = ""
    blank_people: int = 4
    blank_items: int = 1
    printed_on: date | None = None


def day_sheet_pdf(sheet: DaySheet) -> bytes:
    """The form as PDF, A4."""
    return render_pdf(_TEMPLATE, _words(sheet), dated=sheet.printed_on or sheet.meeting.on)


def _words(sheet: DaySheet) -> dict[str, Any]:
    return {
        "title": f"{sheet.meeting.name} 当日の記録用紙",
        "title_lines": [sheet.meeting.session, f"{sheet.meeting.body} 当日の記録用紙"],
        "held": f"{sheet.meeting.day}　{sheet.meeting.hours}　{sheet.meeting.venue}",
        "notice": sheet.notice,
        "statuses": STATUSES,
        "people": [
            (str(one.number), f"{one.organization}　{one.title}".strip("　"), one.name)
            for one in sheet.people
        ],
        "blank_people": sheet.blank_people,
        "items": [
            *((one.number, one.title, one.details) for one in sheet.items),
            *(("", "", "") for _ in range(sheet.blank_items)),
        ],
        "groups": [*sheet.groups, ""],
        "outcomes": sheet.outcomes,
    }
