"""困りごとは、どうなったか: the sheet of a 年度, of one district or of all side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes
from sasaeai.reports.queries.outcome_parts import WAITS, Figures, IssuePart, Outcomes, Part

_TEMPLATE = Path(__file__).with_name("outcomes.typ")
_COLUMNS = (Part.RAISED, Part.TAKEN, Part.ACTED, Part.TOLD, Part.EXCUSED, Part.UNTOLD)
_HEADS = (
    "届いた",
    "課題に\nした",
    "取組が\n決まった",
    "返答を\n伝えた",
    "伝えよう\nがない",
    "まだ",
)
_DAYS = ("返答までの\n日数（中央）", "いちばん\n長い日数")
_NOTES = (
    "困りごとは、届いた年度に一度だけ数えます。返答が次の年度になっても、届いた年度の数に入ります。",
    "同じ課題にまとめたものは一つと数え、もう一度取り上げた課題は「続いている課題」に入ります。",
    "「伝えようがない」は、理由を付けて返答を終えたもので、「返答を伝えた」には入れていません。",
    "日数の「中央」は、早い順に並べたとき、まんなかに来る困りごとの日数です。",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: name, the counts of `_COLUMNS`, the days."""

    name: str
    counts: tuple[int, ...]
    median: int | None
    longest: int | None

    @classmethod
    def of(cls, name: str, figures: Figures) -> Line:
        counts = tuple(figures[part] for part in _COLUMNS)
        return cls(name, counts, figures.median_days, figures.longest_days)


@dataclass(frozen=True, slots=True)
class OutcomesSheet:
    """What is printed. first: what a row of the table is (地区, 話題)."""

    title: str
    place: str
    year: str
    first: str
    lines: tuple[Line, ...]
    total: Line
    numbers: tuple[tuple[str, int], ...]
    waits: tuple[tuple[str, int], ...]
    issues: tuple[tuple[str, int], ...]
    printed_on: date


def outcomes_sheet(found: Outcomes, *, ext: str, on: date) -> Paper:
    """The figures as "pdf" or "xlsx"; one district by topic, several side by side."""
    with translation.override("ja"):
        sheet = _sheet(found, on)
    content_type, write = (XLSX, outcomes_xlsx) if ext == "xlsx" else (PDF, outcomes_pdf)
    return make_paper(
        "どうなったか", sheet.place, sheet.year, content_type=content_type, content=write(sheet)
    )


def outcomes_pdf(sheet: OutcomesSheet) -> bytes:
    """A4 upright: the figures, who is waited for, then the table with the bars beside it."""
    most = max((line.counts[0] for line in sheet.lines), default=0)
    data = {
        "title": sheet.title,
        "place": sheet.place,
        "year": sheet.year,
        "printed": f"{wareki(sheet.printed_on)}現在",
        "first": sheet.first,
        "heads": [*_HEADS, *_DAYS],
        "lines": [_words(line) for line in (*sheet.lines, sheet.total)],
        "numbers": sheet.numbers,
        "waits": sheet.waits,
        "issues": sheet.issues,
        "notes": _NOTES,
        "most": most,
    }
    return render_pdf(_TEMPLATE, data, dated=sheet.printed_on)


def outcomes_xlsx(sheet: OutcomesSheet) -> bytes:
    """The table as XLSX, its total last, then the figures that have no column."""
    heads = [head.replace("\n", "") for head in (*_HEADS, *_DAYS)]
    width = len(heads)
    blank: tuple[str | int, ...] = ("",) * (width + 1)
    below = [
        (name, n, *("",) * (width - 1)) for name, n in (*sheet.numbers, *sheet.waits, *sheet.issues)
    ]
    return sheet_bytes(
        Sheet(
            name=f"どうなったか {sheet.year}",
            lines=(f"{sheet.title}　{sheet.place}　{sheet.year}", *_NOTES),
            headers=(sheet.first, *heads),
            widths=(34, *(12,) * width),
            rows=[*(_row(line) for line in (*sheet.lines, sheet.total)), blank, *below],
        )
    )


def _sheet(found: Outcomes, on: date) -> OutcomesSheet:
    alone = found.districts[0] if len(found.districts) == 1 else None
    if alone:
        lines = [
            Line.of(row.topic.name if row.topic else "話題なし", row.figures)
            for row in found.topics
        ]
    else:
        lines = [Line.of(row.district.name, row.figures) for row in found.districts]
    shown = [part for part in Part if part not in WAITS]
    return OutcomesSheet(
        title="困りごとは、どうなったか",
        place=alone.district.name if alone else f"{len(found.districts)}地区",
        year=found.fiscal_year.label,
        first="話題" if alone else "地区",
        lines=tuple(lines),
        total=Line.of("合計", found.total),
        numbers=_labelled(shown, found.total),
        waits=_labelled(WAITS, found.total),
        issues=tuple((str(part.label), found.issues[part]) for part in IssuePart),
        printed_on=on,
    )


def _labelled(parts: Sequence[Part], figures: Figures) -> tuple[tuple[str, int], ...]:
    return tuple((str(part.label), figures[part]) for part in parts)


def _words(line: Line) -> dict[str, object]:
    told, excused, untold = line.counts[3:]
    return {
        "name": line.name,
        "counts": [str(n) for n in line.counts],
        "median": _days(line.median),
        "longest": _days(line.longest),
        "bar": [told, excused, untold],
    }


def _days(days: int | None) -> str:
    return "—" if days is None else f"{days}日"


def _row(line: Line) -> tuple[str | int, ...]:
    days = ("" if n is None else n for n in (line.median, line.longest))
    return (line.name, *line.counts, *days)
