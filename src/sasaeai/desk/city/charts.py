"""Bars as SVG drawn by the server: no script, no inline style, a pattern beside each colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LABEL, BARS = 250, 330
"""Widths of the two columns in units of the drawing; its text is 18 units high, the number of a bar
stands at the end of the first column, so that a phone shows it without moving the drawing."""
ROW, TOP, LONGEST_LABEL = 34, 8, 9


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar: how many, and its kind: "solid", "lines", "dots" or "open"."""

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: whose, its pieces from the left, and its number in words."""

    label: str
    parts: Sequence[Part]
    words: str

    @property
    def total(self) -> int:
        return sum(part.number for part in self.parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as drawn."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bar as drawn. y: its top; text_y: the foot of its words."""

    label: str
    words: str
    y: int
    text_y: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What a kind stands for."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its words for those who hear it. aim_x: where a line is drawn, None for none."""

    key: str
    title: str
    description: str
    rows: tuple[Row, ...]
    legend: tuple[Legend, ...]
    height: int
    aim_x: int | None
    bar_height: int = 22
    width: int = LABEL + BARS + 2
    number_x: int = LABEL - 10


def draw(
    key: str,
    title: str,
    description: str,
    lines: Sequence[Line],
    legend: Sequence[Legend],
    *,
    aim: int = 0,
) -> Chart:
    """Lay bars out below each other, the longest (or the aim) over the whole width."""
    most = max([*(line.total for line in lines), aim, 1])
    rows = tuple(_row(place, line, most) for place, line in enumerate(lines))
    return Chart(
        key=key,
        title=title,
        description=description,
        rows=rows,
        legend=tuple(legend),
        height=TOP * 2 + ROW * max(len(rows), 1),
        aim_x=LABEL + BARS * aim // most if aim else None,
    )


def _row(place: int, line: Line, most: int) -> Row:
    pieces, before = [], 0
    for part in line.parts:
        if part.number:
            start = LABEL + BARS * before // most
            before += part.number
            pieces.append(Piece(start, LABEL + BARS * before // most - start, part.kind))
    y = TOP + ROW * place
    return Row(_short(line.label), line.words, y, y + 18, tuple(pieces))


def _short(label: str) -> str:
    """A label that stays in its column; the table beside it has the whole one."""
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
