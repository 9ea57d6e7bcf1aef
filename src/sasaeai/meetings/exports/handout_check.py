"""資料の回収表: numbered copies, who had them, a box to tick when one is back (L-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.meetings.exports.rows import heading_of
from sasaeai.meetings.models import HandoutCopy, Meeting
from sasaeai.meetings.queries.handouts import handout_lines
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf

_TEMPLATE = Path(__file__).with_name("handout_check.typ")
_PURPOSE = "この表は、資料を回収したことの確認のためだけに使い、主催者が保管します。"


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy: number as printed on it, who has it, whether it is back, why it will not come."""

    number: str
    holder: str
    is_back: bool
    note: str


@dataclass(frozen=True, slots=True)
class CheckedHandout:
    """One paper that comes back, with its copies."""

    title: str
    copies: tuple[CopyLine, ...]


@dataclass(frozen=True, slots=True)
class HandoutCheck:
    """The whole list of one meeting."""

    meeting: MeetingHeading
    handouts: tuple[CheckedHandout, ...]
    printed_on: date


def handout_check(meeting: Meeting, *, printed_on: date) -> HandoutCheck:
    """The papers of a meeting that come back, as they stand."""
    return HandoutCheck(
        meeting=heading_of(meeting, number=meeting.number),
        handouts=tuple(
            CheckedHandout(
                f"資料{line.handout.number}　{line.handout.title}",
                tuple(_line(copy) for copy in line.copies),
            )
            for line in handout_lines(meeting)
            if line.handout.is_collected
        ),
        printed_on=printed_on,
    )


def handout_check_paper(meeting: Meeting, *, printed_on: date) -> Paper:
    """The list as PDF."""
    sheet = handout_check(meeting, printed_on=printed_on)
    content = handout_check_pdf(sheet)
    day = f"{meeting.held_on:%Y%m%d}"
    return make_paper("資料回収表", meeting.body.name, day, content_type=PDF, content=content)


def handout_check_pdf(sheet: HandoutCheck) -> bytes:
    """The list as PDF; its head stands on each page."""
    return render_pdf(_TEMPLATE, _words(sheet), dated=sheet.printed_on)


def _line(copy: HandoutCopy) -> CopyLine:
    note = f"回収しない：{copy.reason}" if copy.reason else ""
    return CopyLine(f"No.{copy.number}", copy.holder, copy.returned_at is not None, note)


def _words(sheet: HandoutCheck) -> dict[str, Any]:
    meeting = sheet.meeting
    return {
        "title": f"{meeting.name} 資料回収表",
        "title_lines": [meeting.session, f"{meeting.body} 資料回収表"],
        "held": f"{meeting.day}　{meeting.hours}　{meeting.venue}",
        "purpose": _PURPOSE,
        "handouts": [
            {
                "title": handout.title,
                "copies": [
                    {
                        "number": copy.number,
                        "holder": copy.holder,
                        "back": copy.is_back,
                        "note": copy.note,
                    }
                    for copy in handout.copies
                ],
            }
            for handout in sheet.handouts
        ],
    }
