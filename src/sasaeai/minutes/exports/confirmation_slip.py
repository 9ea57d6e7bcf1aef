"""会議録（案）確認票: the draft for those who were there, with a slip to send back.

Paper custom: minutes are sent round in draft before they stand; whoever was there says by a day
that they are right, or what is to be changed. Addressed by post, never by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import long_date
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.minutes.queries.gist import SectionText
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    TEXT_WIDTH_MM,
    add_line,
    add_table,
    document_bytes,
    new_document,
)

_TEMPLATE = Path(__file__).with_name("confirmation_slip.typ")
CHOICES = ("このままでよい", "次のところを直してほしい")
_LINES = 5


@dataclass(frozen=True, slots=True)
class ConfirmationSlip:
    """The draft and its slip. people: 「白旗野町会 会長」, a copy each; none prints one blank copy.

    send_to: lines of who takes it (name, address, telephone, FAX). notice: 「取扱注意」.
    """

    meeting: MeetingHeading
    version: int
    opening: str
    sections: tuple[SectionText, ...]
    closing: str
    answer_by: date
    send_to: tuple[str, ...]
    people: tuple[str, ...] = ()
    notice: str = ""
    printed_on: date | None = None

    @property
    def title(self) -> str:
        return f"{self.meeting.name} 会議録（案）確認票"

    @property
    def request(self) -> str:
        """The sentence that asks for the answer."""
        return (
            f"{self.meeting.day}の会議の記録（案、第{self.version}版）です。お読みになり、"
            f"{long_date(self.answer_by)}までに、下の確認票でお知らせください。"
        )


def slip_pdf(slip: ConfirmationSlip) -> bytes:
    """A copy for each person, each counted from page 1."""
    return render_pdf(_TEMPLATE, _words(slip), dated=slip.printed_on or slip.meeting.on)


def slip_docx(slip: ConfirmationSlip) -> bytes:
    """The same for Word, a copy for each person on pages of its own."""
    document = new_document(title=slip.title)
    for number, person in enumerate(slip.people or ("",)):
        if number:
            document.add_page_break()
        _add_copy(document, slip, person)
    return document_bytes(document)


def _words(slip: ConfirmationSlip) -> dict[str, Any]:
    return {
        "title": slip.title,
        "title_lines": [slip.meeting.session, f"{slip.meeting.body} 会議録（案）"],
        "notice": slip.notice,
        "request": slip.request,
        "opening": slip.opening,
        "sections": [
            (section.title, section.text or "（記録はありません）") for section in slip.sections
        ],
        "closing": slip.closing,
        "answer_by": long_date(slip.answer_by),
        "send_to": slip.send_to,
        "name": slip.meeting.name,
        "choices": CHOICES,
        "lines": _LINES,
        "people": slip.people or ("",),
    }


def _add_copy(document: Any, slip: ConfirmationSlip, person: str) -> None:
    if slip.notice:
        add_line(document, slip.notice, align=RIGHT, size=11)
    if person:
        add_line(document, f"{person}　様")
    add_line(
        document,
        f"{slip.meeting.session}\n{slip.meeting.body} 会議録（案）",
        align=CENTER,
        style="Title",
    )
    add_line(document, slip.request)
    for title, words in _parts(slip):
        add_line(document, title, style="Heading 1")
        add_line(document, words)
    add_line(
        document, "・・・・・・・・・・・・　切り取り線　・・・・・・・・・・・・", align=CENTER
    )
    add_line(document, "会議録（案）確認票", align=CENTER, style="Title")
    add_line(document, slip.meeting.name, align=CENTER)
    rows = [
        ("団体・役職", person),
        ("確認した結果", "\n".join(f"□ {choice}" for choice in CHOICES)),
        ("直すところ", "\n" * _LINES),
        ("期限", long_date(slip.answer_by)),
        ("送り先", "\n".join(slip.send_to)),
    ]
    add_table(document, rows, widths_mm=(32, TEXT_WIDTH_MM - 32), head_column=True)


def _parts(slip: ConfirmationSlip) -> list[tuple[str, str]]:
    parts = [
        ("出席した人・欠席した人", slip.opening),
        *((section.title, section.text or "（記録はありません）") for section in slip.sections),
        ("次回の予定・そのほか", slip.closing),
    ]
    return [(title, words) for title, words in parts if words]
