"""Distribution list of a circular (回覧の配布表): how many copies go where, and who took them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.kernel.wareki import long_date
from sasaeai.minutes.models import Circular, CircularCopy
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes

_TEMPLATE = Path(__file__).with_name("circular_copies.typ")
_TITLE = "回覧の配布表"
_HEADERS = ("番号", "町会・配り先", "班", "部数", "受け取り印")


@dataclass(frozen=True, slots=True)
class CopiesLine:
    """One place. groups: None where nobody counted them."""

    name: str
    groups: int | None
    copies: int


@dataclass(frozen=True, slots=True)
class CopiesPaper:
    """The whole list."""

    circular: str
    issuer: str
    issued_on: date
    lines: tuple[CopiesLine, ...]

    @property
    def total(self) -> str:
        """「配る部数：32部（12か所）」."""
        copies = sum(line.copies for line in self.lines)
        return f"配る部数：{copies}部（{len(self.lines)}か所）"

    @property
    def head(self) -> tuple[str, str]:
        """What is given out, by whom and when."""
        return f"回覧：{self.circular}", f"{long_date(self.issued_on)}　{self.issuer}"


def copies_paper(circular: Circular, copies: Sequence[CircularCopy]) -> CopiesPaper:
    """The list of a circular's copies."""
    return CopiesPaper(
        circular=circular.title,
        issuer=circular.issuer,
        issued_on=circular.issued_on,
        lines=tuple(CopiesLine(row.name, row.groups, row.copies) for row in copies),
    )


def copies_pdf(paper: CopiesPaper) -> bytes:
    """A4 pages with room for a seal in each line; the head of the table on every page."""
    circular, issued = paper.head
    words = {
        "title": _TITLE,
        "circular": circular,
        "issued": issued,
        "total": paper.total,
        "lines": [
            {
                "number": str(number),
                "name": line.name,
                "groups": "" if line.groups is None else str(line.groups),
                "copies": str(line.copies),
            }
            for number, line in enumerate(paper.lines, start=1)
        ],
    }
    return render_pdf(_TEMPLATE, words, dated=paper.issued_on)


def copies_xlsx(paper: CopiesPaper) -> bytes:
    """The same as a list to work on."""
    rows = [
        (number, line.name, "" if line.groups is None else line.groups, line.copies, "")
        for number, line in enumerate(paper.lines, start=1)
    ]
    lines = (_TITLE, *paper.head, paper.total)
    return sheet_bytes(Sheet("配布表", lines, _HEADERS, (6, 40, 8, 8, 16), rows))
