"""Attendance list (出席者名簿) to sign at the door. It holds no home address and no telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes
from sasaeai.paper.word import CENTER, add_line, add_table, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("attendance_list.typ")
# Purpose limitation (個人情報保護法17・18条): the list says what it is for and who keeps it.
_PURPOSE = "この名簿は、会議の出席の確認と記録のためだけに使い、主催者が保管します。"
_HEADERS = ("番号", "団体名", "職名", "お名前", "返事", "署名")
_ROW_MM = 13  # room for a name written by hand


class ReplyMark(StrEnum):
    """The one-letter answer beside a name, as it is keyed and printed (出・欠・代)."""

    PRESENT = "出"
    ABSENT = "欠"
    SUBSTITUTE = "代"
    NONE = ""


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One expected person. `substitute` is the title and name of the one who comes instead.

    pledge: 「済」「未」「法定」 where the list tells who pledged secrecy (L-06).
    """

    number: int
    organization: str
    title: str = ""
    name: str = ""
    kana: str = ""
    reply: ReplyMark = ReplyMark.NONE
    substitute: str = ""
    pledge: str = ""

    @property
    def note(self) -> str:
        """「代理 副会長 架空 次郎」, else the kana."""
        return f"代理 {self.substitute}" if self.substitute else self.kana


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """The list of one meeting. blank_lines: empty rows for people who come unannounced."""

    meeting: MeetingHeading
    lines: tuple[AttendanceLine, ...] = ()
    blank_lines: int = 5
    printed_on: date | None = None
    shows_pledges: bool = False

    @property
    def title(self) -> str:
        """Title of the list."""
        return f"{self.meeting.name} 出席者名簿"

    @property
    def counts(self) -> str:
        """「声かけ 23名（出席 15・欠席 3・代理 1・返事待ち 4）」."""
        tally = {mark: sum(line.reply is mark for line in self.lines) for mark in ReplyMark}
        return (
            f"声かけ {len(self.lines)}名"
            f"（出席 {tally[ReplyMark.PRESENT]}・代理 {tally[ReplyMark.SUBSTITUTE]}"
            f"・欠席 {tally[ReplyMark.ABSENT]}・返事待ち {tally[ReplyMark.NONE]}）"
        )


def attendance_list_pdf(sheet: AttendanceList) -> bytes:
    """The list as PDF: header on each page, rows of 13 mm, blank rows at the end."""
    return render_pdf(_TEMPLATE, _words(sheet), dated=sheet.printed_on or sheet.meeting.on)


def attendance_list_docx(sheet: AttendanceList) -> bytes:
    """The list as DOCX."""
    meeting = sheet.meeting
    document = new_document(title=sheet.title)
    add_line(document, f"{meeting.session}\n{meeting.body} 出席者名簿", align=CENTER, style="Title")
    for line in (f"{meeting.day}　{meeting.hours}　{meeting.venue}", sheet.counts, _PURPOSE):
        add_line(document, line, size=11)
    headers = _headers(sheet)
    rows = [_row(line, sheet) for line in sheet.lines] + [("",) * len(headers)] * sheet.blank_lines
    widths = (13, 42, 26, 32, 13, 14, 30) if sheet.shows_pledges else (13, 46, 28, 34, 13, 36)
    add_table(
        document,
        rows,
        widths_mm=widths,
        header=headers,
        row_height_mm=_ROW_MM,
    )
    return document_bytes(document)


def attendance_list_xlsx(sheet: AttendanceList) -> bytes:
    """The list as XLSX, with kana and substitute in columns of their own for sorting."""
    shown = int(sheet.shows_pledges)
    rows = [
        (n.number, n.organization, n.title, n.name, n.kana, n.reply.value, n.substitute)
        + (n.pledge,) * shown
        + ("",)
        for n in sheet.lines
    ]
    blank: tuple[str | int, ...] = ("",) * (8 + shown)
    headers = ("番号", "団体名", "職名", "お名前", "ふりがな", "返事", "代理の方")
    meeting = sheet.meeting
    return sheet_bytes(
        Sheet(
            name="出席者名簿",
            lines=(sheet.title, f"{meeting.day} {meeting.hours} {meeting.venue}", sheet.counts),
            headers=(*headers, *("誓約",) * shown, "署名"),
            widths=(6, 32, 18, 18, 18, 6, 20, *(8,) * shown, 22),
            rows=[*rows, *[blank] * sheet.blank_lines],
            row_height=_ROW_MM / 25.4 * 72,
        )
    )


def _headers(sheet: AttendanceList) -> tuple[str, ...]:
    return (*_HEADERS[:-1], "誓約", _HEADERS[-1]) if sheet.shows_pledges else _HEADERS


def _row(line: AttendanceLine, sheet: AttendanceList) -> tuple[str, ...]:
    name = "\n".join(part for part in (line.name, line.note) if part)
    pledge = (line.pledge,) if sheet.shows_pledges else ()
    return (str(line.number), line.organization, line.title, name, line.reply.value, *pledge, "")


def _words(sheet: AttendanceList) -> dict[str, Any]:
    meeting = sheet.meeting
    return {
        "title": sheet.title,
        "title_lines": [meeting.session, f"{meeting.body} 出席者名簿"],
        "held": f"{meeting.day}　{meeting.hours}",
        "venue": meeting.venue,
        "counts": sheet.counts,
        "purpose": _PURPOSE,
        "headers": _headers(sheet),
        "shows_pledges": sheet.shows_pledges,
        "row_mm": _ROW_MM,
        "lines": [
            {
                "number": str(line.number),
                "organization": line.organization,
                "title": line.title,
                "name": line.name,
                "note": line.note,
                "reply": line.reply.value,
                "pledge": line.pledge,
            }
            for line in sheet.lines
        ],
        "blank_lines": sheet.blank_lines,
    }
