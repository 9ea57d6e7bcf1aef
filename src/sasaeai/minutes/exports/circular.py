"""Circular (回覧): one sheet that goes from door to door, made of the public version only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    add_line,
    add_table,
    document_bytes,
    new_document,
)

_TEMPLATE = Path(__file__).with_name("circular.typ")
_STAMP_HEIGHT_MM = 15
_A_ROW = 10  # stamp boxes side by side


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
    stamp_boxes: empty boxes for the households' seals, 0 to 20.
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
    add_line(document, f"{wareki(paper.issued_on)}\n{paper.issuer}", align=RIGHT)
    add_line(document, paper.addressed_to)
    add_line(document, paper.title, align=CENTER, style="Title")
    for part in paper.parts:
        if part.heading:
            add_line(document, part.heading, style="Heading 1")
        add_line(document, part.text)
    if paper.contact:
        add_line(document, "問い合わせ先　" + "\n".join(paper.contact))
    add_line(document, paper.return_line)
    for start in range(0, paper.stamp_boxes, _A_ROW):
        boxes = min(_A_ROW, paper.stamp_boxes - start)
        add_table(
            document,
            [("",) * boxes],
            widths_mm=(170 / _A_ROW,) * boxes,
            row_height_mm=_STAMP_HEIGHT_MM,
        )
    return document_bytes(document)


def _words(paper: CircularPaper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "issuer": paper.issuer,
        "issued_on": wareki(paper.issued_on),
        "addressed_to": paper.addressed_to,
        "parts": paper.parts,
        "contact": paper.contact,
        "return_line": paper.return_line,
        "stamp_boxes": paper.stamp_boxes,
    }
