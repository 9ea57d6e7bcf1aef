"""Order of proceedings (次第): what is talked about, when, and what came of it last time.

A meeting without any item is legal: it exchanges news (情報交換), and the sheet says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, add_line, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("agenda_sheet.typ")
_NO_ITEMS = "今回は議題を定めず、地域の情報を交換します。"


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item: printed number 「1」 or 「2-1」, title, kind 「協議」「報告」「情報提供」, minutes."""

    number: str
    title: str
    kind: str = ""
    minutes: int | None = None
    presenter: str = ""
    material: str = ""

    @property
    def details(self) -> str:
        """「協議・20分・説明 市社会福祉協議会・資料1」: what stands under the title."""
        parts = (
            self.kind,
            f"{self.minutes}分" if self.minutes else "",
            f"説明 {self.presenter}" if self.presenter else "",
            self.material,
        )
        return "・".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """One thing the last meetings left open, or one that has been answered since.

    state: 「検討中」「取組中」「回答あり」; since: 「第1回」; answer: what the raiser was told.
    """

    title: str
    state: str
    since: str = ""
    owner: str = ""
    answer: str = ""

    @property
    def details(self) -> str:
        """「検討中・第1回から・担当 大野地区社会福祉協議会」."""
        parts = (
            self.state,
            f"{self.since}から" if self.since else "",
            f"担当 {self.owner}" if self.owner else "",
        )
        return "・".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class AgendaSheet:
    """The whole sheet. greeting_by: who opens with a few words; next_meeting: day and hall."""

    meeting: MeetingHeading
    greeting_by: str = ""
    introductions: bool = False
    carried_over: tuple[CarriedOver, ...] = ()
    items: tuple[AgendaLine, ...] = ()
    exchange_minutes: int | None = None
    next_meeting: str = ""
    materials: tuple[str, ...] = ()
    printed_on: date | None = None

    @property
    def parts(self) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
        """The numbered parts: heading, then lines of (number, text, details)."""
        opening = [("開会", ()), (_with("あいさつ", self.greeting_by), ())]
        if self.introductions:
            opening.append(("自己紹介", ()))
        carried = tuple(("○", c.title, _below(c.details, c.answer)) for c in self.carried_over)
        items = tuple((f"({i.number})", i.title, i.details) for i in self.items)
        spare = f"{self.exchange_minutes}分" if self.exchange_minutes else ""
        following = self.next_meeting or "日程は、この会議の中で決めます。"
        return (
            *opening,
            ("前回からの引きつぎ", carried or (("", "引きついだ課題はありません。", ""),)),
            *([("議題", items)] if items else []),
            (_with("情報交換", spare), () if items else (("", _NO_ITEMS, ""),)),
            ("その他・次回の予定", (("", following, ""),)),
            ("閉会", ()),
        )


def agenda_sheet_pdf(sheet: AgendaSheet) -> bytes:
    """The sheet as PDF; page x/y at the foot when it runs over one page, as it may."""
    return render_pdf(_TEMPLATE, _words(sheet), dated=sheet.printed_on or sheet.meeting.on)


def agenda_sheet_docx(sheet: AgendaSheet) -> bytes:
    """The sheet as DOCX."""
    meeting = sheet.meeting
    document = new_document(title=f"{meeting.name} 次第")
    add_line(document, f"{meeting.session}\n{meeting.body} 次第", align=CENTER, style="Title")
    add_line(document, f"日時　{meeting.day}　{meeting.hours}")
    add_line(document, f"会場　{meeting.venue}")
    for number, (heading, lines) in enumerate(sheet.parts, start=1):
        add_line(document, f"{number}　{heading}", style="Heading 1")
        for mark, text, details in lines:
            add_line(document, f"{mark}　{text}" if mark else text, indent_mm=8)
            if details:
                add_line(document, details, indent_mm=16, size=11)
    if sheet.materials:
        add_line(document, "配布資料", style="Heading 1")
        for material in sheet.materials:
            add_line(document, f"・{material}", indent_mm=8)
    return document_bytes(document)


def _words(sheet: AgendaSheet) -> dict[str, Any]:
    return {
        "title": f"{sheet.meeting.name} 次第",
        "title_lines": [sheet.meeting.session, f"{sheet.meeting.body} 次第"],
        "held": f"{sheet.meeting.day}　{sheet.meeting.hours}",
        "venue": sheet.meeting.venue,
        "parts": sheet.parts,
        "materials": sheet.materials,
    }


def _with(heading: str, addition: str) -> str:
    return f"{heading}（{addition}）" if addition else heading


def _below(details: str, answer: str) -> str:
    return f"{details}\n⇒ {answer}" if answer else details
