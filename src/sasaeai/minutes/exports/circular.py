"""Circular (回覧): one sheet that goes from door to door, made of the public version only."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument

from sasaeai.kernel.furigana import Readings
from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    TEXT_WIDTH_MM,
    add_line,
    add_ruby,
    add_run,
    add_table,
    document_bytes,
    new_document,
)

_TEMPLATE = Path(__file__).with_name("circular.typ")
_STAMP_HEIGHT_MM = 14
_MOST_IN_A_ROW = 12
_CONTACT_LINE = "問い合わせ先"
_STAMP_LINE = "回覧印（見た方は、印かサインをお願いします）"


@dataclass(frozen=True, slots=True)
class CircularPart:
    """One paragraph of the circular, with a heading or without. Lines of `text` are kept."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class CircularPaper:
    """The whole sheet.

    issuer: 「大野地区社会福祉協議会」; contact: who answers questions, one line each;
    return_to, return_by: where the board goes after the last door (戻し先・期限).
    stamp_boxes: empty boxes for the households' seals, 0 to 24. readings: how words are read, for
    kana above kanji; None for a sheet without.
    """

    title: str
    issuer: str
    issued_on: date
    parts: tuple[CircularPart, ...]
    contact: tuple[str, ...] = ()
    addressed_to: str = "町会の皆さま"
    return_to: str = ""
    return_by: date | None = None
    stamp_boxes: int = 10
    readings: Readings | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is read aloud from the sheet, from above to below."""
        return (
            wareki(self.issued_on),
            self.issuer,
            self.addressed_to,
            self.title,
            *(text for part in self.parts for text in (part.heading, part.text)),
            *self.contact,
            self.return_line,
            _CONTACT_LINE,
            _STAMP_LINE,
        )

    @property
    def stamps_in_a_row(self) -> int:
        """Rows are as even as they can be: 24 are two of twelve."""
        rows = max(1, math.ceil(self.stamp_boxes / _MOST_IN_A_ROW))
        return max(1, math.ceil(self.stamp_boxes / rows))

    @property
    def return_line(self) -> str:
        """「令和9年1月20日(水)までに、白旗野町会 会長へお戻しください。」."""
        by = f"{long_date(self.return_by)}までに" if self.return_by else ""
        where = f"{self.return_to}へ" if self.return_to else ""
        if not (by or where):
            return "見終わったら、早めに次の方へお回しください。"
        joined = "、".join(part for part in (by, where) if part)
        return f"早めに次の方へお回しください。最後の方は、{joined}お戻しください。"


def circular_pdf(paper: CircularPaper) -> bytes:
    """The circular as exactly one A4 page in 14 pt or more.

    Raises TooLongForOnePage when 14 pt does not fit: the public text has to be shortened.
    """
    return render_pdf(_TEMPLATE, _words(paper), dated=paper.issued_on)


def circular_docx(paper: CircularPaper) -> bytes:
    """The circular as DOCX, where the office may change sizes at will."""
    document = new_document(title=paper.title, size=14, page_numbers=False)
    add_line(document, "回覧", size=22, bold=True)
    _add(document, paper, f"{wareki(paper.issued_on)}\n{paper.issuer}", align=RIGHT)
    _add(document, paper, paper.addressed_to)
    _add(document, paper, paper.title, align=CENTER, style="Title", size=18)
    for part in paper.parts:
        if part.heading:
            _add(document, paper, part.heading, style="Heading 1")
        _add(document, paper, part.text)
    if paper.contact:
        _add(document, paper, f"{_CONTACT_LINE}　" + "\n".join(paper.contact))
    _add(document, paper, paper.return_line)
    for start in range(0, paper.stamp_boxes, paper.stamps_in_a_row):
        boxes = min(paper.stamps_in_a_row, paper.stamp_boxes - start)
        width = min(17.0, TEXT_WIDTH_MM / paper.stamps_in_a_row)
        add_table(
            document, [("",) * boxes], widths_mm=(width,) * boxes, row_height_mm=_STAMP_HEIGHT_MM
        )
    return document_bytes(document)


def _add(
    document: WordDocument, paper: CircularPaper, text: str, size: float = 14, **look: Any
) -> None:
    """A paragraph; with kana above its kanji where the sheet has them."""
    if paper.readings is None:
        add_line(document, text, **look)
        return
    paragraph = add_line(document, "", **look)
    for group in paper.readings.groups(text):
        for ruby in group:
            if ruby.reading:
                add_ruby(paragraph, ruby.text, ruby.reading, size=size)
            else:
                add_run(paragraph, ruby.text)


def _words(paper: CircularPaper) -> dict[str, Any]:
    said = _said(paper)
    return {
        "name": paper.title,
        "title": said(paper.title),
        "issuer": said(paper.issuer),
        "issued_on": said(wareki(paper.issued_on)),
        "addressed_to": said(paper.addressed_to),
        "parts": [
            {"heading": said(part.heading) if part.heading else "", "text": said(part.text)}
            for part in paper.parts
        ],
        "contact": [said(line) for line in paper.contact],
        "contact_line": said(_CONTACT_LINE),
        "return_line": said(paper.return_line),
        "stamp_line": said(_STAMP_LINE),
        "stamp_boxes": paper.stamp_boxes,
        "has_furigana": paper.readings is not None,
    }


def _said(paper: CircularPaper) -> Callable[[str], Any]:
    """A text as the template takes it: plain, or in groups of letters and kana."""
    readings = paper.readings
    return (lambda text: text) if readings is None else readings.groups
