"""推進員 月報 on paper: how often and how long by kind and district, then day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import translation
from docx.enum.section import WD_ORIENT

from sasaeai.kernel.wareki import short_date, wareki, wareki_year
from sasaeai.paper import word
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, book_bytes
from sasaeai.reports.queries.monthly import KindRow, MonthLine, MonthReport, Spent

FORMATS = ("pdf", "docx", "xlsx")
_TEMPLATE = Path(__file__).with_name("monthly.typ")
_DAY_HEADS = ("日", "種類", "地区", "したこと・相手先", "時間", "次にすること")
_NOTES = (
    (
        "会議の出席・困りごと・返答・取組・相談先の確認などは、ふだんの記録から入っています。"
        "そのほかは活動日誌に書いたものです。"
    ),
    "二つの地区のための活動は、それぞれの地区の列に入れ、合計では一度だけ数えています。",
    "時間は、会議の長さと、活動日誌に書いた分だけの合計です。",
)


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """What is printed."""

    title: str
    month: str
    who: str
    districts: str
    printed: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    days: tuple[tuple[str, ...], ...]
    away: tuple[str, ...]
    notes: tuple[str, ...]


def month_paper(report: MonthReport, *, ext: str, on: date) -> Paper:
    """The month as "pdf", "docx" or "xlsx"."""
    with translation.override("ja"):
        paper = _paper(report, on)
        content_type, content = (
            (XLSX, _xlsx(report, paper))
            if ext == "xlsx"
            else (DOCX, _docx(paper))
            if ext == "docx"
            else (PDF, render_pdf(_TEMPLATE, paper, dated=on))
        )
    return make_paper(
        "推進員月報", report.names, paper.month, content_type=content_type, content=content
    )


def _paper(report: MonthReport, on: date) -> MonthPaper:
    return MonthPaper(
        title="地域支え合い推進員　月報",
        month=f"{wareki_year(report.first)}{report.first.month}月",
        who=f"{report.post.organization.name}　{report.post.title}　{report.names or '（空席）'}",
        districts="・".join(district.name for district in report.columns) or "なし",
        printed=wareki(on),
        heads=("種類", *(one.name for one in report.columns), "地区なし", "合計"),
        rows=tuple(_row(row) for row in report.rows),
        days=tuple(_day(line) for line in report.lines),
        away=tuple(
            f"{short_date(meeting.held_on)}　{meeting.body.name}" for meeting in report.away
        ),
        notes=_NOTES,
    )


def _row(row: KindRow) -> tuple[str, ...]:
    name = "合計" if row.kind is None else str(row.kind.label)
    return (name, *(_cell(one) for one in (*row.cells, row.nowhere, row.total)))


def _cell(spent: Spent) -> str:
    if not spent.times:
        return "0"
    return f"{spent.times}件" + (f"\n{spent.duration}" if spent.minutes else "")


def _day(line: MonthLine) -> tuple[str, ...]:
    parts = (line.words, line.with_whom, f"課題：{line.issue}" if line.issue else "")
    return (
        short_date(line.on),
        str(line.kind.label),
        line.place,
        "\n".join(part for part in parts if part),
        "" if line.minutes is None else f"{line.minutes}分",
        line.next_step,
    )


def _docx(paper: MonthPaper) -> bytes:
    document = word.new_document(title=f"{paper.title} {paper.month}", size=10.5)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.add_line(document, paper.title, style="Title", align=word.CENTER)
    word.add_line(document, paper.month, align=word.CENTER, size=14, bold=True)
    word.add_line(document, paper.who)
    word.add_line(document, f"担当地区：{paper.districts}")
    word.add_line(document, "種類と地区ごとの件数と時間", style="Heading 1")
    each = 215 / (len(paper.heads) - 1)
    word.add_table(
        document,
        paper.rows,
        widths_mm=(42, *(each for _head in paper.heads[1:])),
        header=paper.heads,
        head_column=True,
    )
    word.add_line(document, "日ごとの活動", style="Heading 1")
    word.add_table(document, paper.days, widths_mm=(28, 27, 40, 92, 20, 50), header=_DAY_HEADS)
    if paper.away:
        word.add_line(document, "出席の記録がない会議（担当地区）", style="Heading 1")
        for line in paper.away:
            word.add_line(document, line)
    for note in paper.notes:
        word.add_line(document, note, size=9.5)
    return word.document_bytes(document)


def _xlsx(report: MonthReport, paper: MonthPaper) -> bytes:
    above = (f"{paper.title}　{paper.month}", paper.who, f"担当地区：{paper.districts}")
    rows: list[tuple[str | int, ...]] = []
    for row in report.rows:
        name = "合計" if row.kind is None else str(row.kind.label)
        spent = (*row.cells, row.nowhere, row.total)
        rows.append((f"{name}（件）", *(one.times for one in spent)))
        rows.append((f"{name}（分）", *(one.minutes for one in spent)))
    widths = (24, *(14 for _head in paper.heads[1:]))
    return book_bytes(
        [
            Sheet("種類と地区", (*above, *paper.notes), paper.heads, widths, rows),
            Sheet("日ごと", above, _DAY_HEADS, (14, 14, 22, 60, 9, 30), paper.days),
        ]
    )
