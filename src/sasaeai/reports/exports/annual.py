"""実績報告 on paper: A4 for the file, Word and Excel for those who go on working, CSV for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from docx.enum.section import WD_ORIENT

from sasaeai.kernel.wareki import wareki
from sasaeai.paper import word
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, file_name, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, book_bytes
from sasaeai.reports.queries.annual_parts import AnnualReport, PlannedBody
from sasaeai.reports.queries.annual_sheet import AnnualSheet, Figure, Table
from sasaeai.reports.queries.suppression import HIDDEN

FORMATS = ("pdf", "docx", "xlsx", "csv")
CSV_TYPE = "text/csv; charset=utf-8"
TITLE = "地域支え合い会議　実績報告"
PUBLIC_NOTE = (
    f"公表用：人・課題・困りごとの数で5未満のもの（0を除く）は「{HIDDEN}」としました。"
    f"それがほかの数から計算されてしまう数も、あわせて「{HIDDEN}」としています。"
)
_TEMPLATE = Path(__file__).with_name("annual.typ")
_LANDSCAPE_MM = 257  # A4 sideways less the margins
_COMMANDS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table as printed: texts, and whether its columns are the twelve months."""

    title: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    totals: tuple[int, ...]
    note: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class AnnualPaper:
    """What is printed. facts: a name and its number; words: a heading and its text."""

    title: str
    place: str
    year: str
    printed: str
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]
    plan: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]


def annual_paper(sheet: AnnualSheet, *, place: str, ext: str, on: date) -> Paper:
    """The report as "pdf", "docx", "xlsx" or "csv". place: the city or the district."""
    with translation.override("ja"):
        paper = _paper(sheet, place, on)
        names = ("実績報告", place, paper.year, "公表用" if sheet.is_public else "")
        if ext == "csv":
            return Paper(file_name(*names, ending=".csv"), CSV_TYPE, _csv(sheet, paper))
        if ext == "xlsx":
            content_type, content = XLSX, _xlsx(sheet, paper)
        elif ext == "docx":
            content_type, content = DOCX, _docx(paper)
        else:
            content_type, content = PDF, render_pdf(_TEMPLATE, paper, dated=on)
    return make_paper(*names, content_type=content_type, content=content)


def facts_of(sheet: AnnualSheet) -> tuple[tuple[str, str], ...]:
    """The report in a few lines, in Japanese."""
    report, people = sheet.report, sheet.report.total.people
    held = f"{people.gatherings}回"
    if report.cancelled:
        held += f"（ほかに中止{report.cancelled}回）"
    persons = f"{sheet.persons.words}人"
    if people.unnamed:
        persons += f"（ほかに氏名の記録がない人が、延べ{sheet.unnamed.words}人）"
    attendance = f"延べ{sheet.people.words}人"
    if people.unknown:
        attendance += f"（人数の分からない会議{people.unknown}回を除く）"
    services = report.services
    registered = f"{services.registered}件"
    if services.imported:
        registered += f"（うち表から取り込んだもの{services.imported}件）"
    issue, trouble = sheet.issue, sheet.trouble
    return (
        ("開いた会議", held),
        ("参加者", attendance),
        ("実人数", persons),
        ("参加した団体", f"{people.organizations}団体"),
        ("話し合った議題", f"{report.items}件"),
        (
            "課題",
            (
                f"前年度から{issue('before').words}件、新しく{issue('new').words}件、"
                f"終わった{issue('resolved').words}件、次年度へ{issue('left').words}件"
            ),
        ),
        (
            "困りごと",
            f"届いた{trouble('raised').words}件、うち返答を伝えた{trouble('told').words}件",
        ),
        ("新しく載った相談先", registered),
        ("相談先の紹介", f"{sheet.introduced.words}件"),
    )


def plan_of(report: AnnualReport) -> tuple[tuple[str, str], ...]:
    """How often is meant to be met next year: each body of a district, each programme of a city."""
    aims = [body for body in report.planned if body.yearly_target]
    if report.district is not None:
        return tuple((body.name, f"{body.yearly_target}回") for body in aims)
    by_kind: dict[Any, list[PlannedBody]] = {}
    for body in aims:
        by_kind.setdefault(body.kind, []).append(body)
    return tuple(
        (
            str(kind.label),
            f"{sum(body.yearly_target for body in bodies)}回（{len(bodies)}の会議体）",
        )
        for kind, bodies in by_kind.items()
    )


def _paper(sheet: AnnualSheet, place: str, on: date) -> AnnualPaper:
    report = sheet.report
    words = report.words
    notes = [PUBLIC_NOTE] if sheet.is_public else []
    if report.fiscal_year.end > on:
        notes.append(f"年度の途中です。{wareki(on)}までに記録したものを数えています。")
    return AnnualPaper(
        title=TITLE + ("（公表用）" if sheet.is_public else ""),
        place=place,
        year=report.year_name,
        printed=f"{wareki(on)}現在",
        notes=tuple(notes),
        facts=facts_of(sheet),
        tables=tuple(_table(table) for table in sheet.tables),
        plan=plan_of(report),
        words=tuple(
            (heading, text)
            for heading, text in (
                ("成果", words.achieved),
                ("課題として残ったこと", words.remaining),
                ("次の年度の方針", words.next_plan),
            )
            if text
        ),
    )


def _table(table: Table) -> PaperTable:
    lines = []
    for line in table.lines:
        name = f"　{line.name}" if line.within else str(line.name)
        if line.note:
            name += f"\n（{line.note}）"
        lines.append((name, *(figure.words for figure in line.figures)))
    return PaperTable(
        title=str(table.title),
        first=str(table.first),
        heads=tuple(str(head) for head in table.heads),
        lines=tuple(lines),
        totals=tuple(number for number, line in enumerate(table.lines) if line.is_total),
        note=str(table.note),
        is_wide=table.code.startswith("months"),
    )


def _docx(paper: AnnualPaper) -> bytes:
    document = word.new_document(title=f"{paper.title} {paper.place}", size=10.5)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.add_line(document, paper.title, style="Title", align=word.CENTER)
    word.add_line(document, f"{paper.place}　{paper.year}", align=word.CENTER, size=14, bold=True)
    word.add_line(document, paper.printed, align=word.RIGHT)
    for note in paper.notes:
        word.add_line(document, note)
    word.add_table(document, paper.facts, widths_mm=(50, 200), head_column=True)
    for table in paper.tables:
        word.add_line(document, table.title, style="Heading 1")
        name = 62 if table.is_wide else 80
        each = (_LANDSCAPE_MM - name) / len(table.heads)
        word.add_table(
            document,
            table.lines,
            widths_mm=(name, *(each for _head in table.heads)),
            header=(table.first, *table.heads),
            head_column=True,
        )
        if table.note:
            word.add_line(document, table.note, size=10)
    if paper.plan:
        word.add_line(document, "次の年度の計画（年に開くつもりの回数）", style="Heading 1")
        word.add_table(document, paper.plan, widths_mm=(150, 100), head_column=True)
    for heading, text in paper.words:
        word.add_line(document, heading, style="Heading 1")
        word.add_line(document, text)
    return word.document_bytes(document)


def _xlsx(sheet: AnnualSheet, paper: AnnualPaper) -> bytes:
    above = (f"{paper.title}　{paper.place}　{paper.year}", paper.printed, *paper.notes)
    first = Sheet(
        name="まとめ",
        lines=above,
        headers=("項目", "内容"),
        widths=(26, 90),
        rows=[
            *paper.facts,
            *((f"次の年度の計画　{name}", times) for name, times in paper.plan),
            *paper.words,
        ],
    )
    return book_bytes([first, *(_number_sheet(table) for table in sheet.tables)])


def _number_sheet(table: Table) -> Sheet:
    rows: list[Sequence[str | int]] = [
        (
            f"　{line.name}" if line.within else str(line.name),
            *(_cell(figure) for figure in line.figures),
            str(line.note),
        )
        for line in table.lines
    ]
    width = 7 if table.code.startswith("months") else 14
    return Sheet(
        name=str(table.title),
        lines=tuple(text for text in (str(table.title), str(table.note)) if text),
        headers=(str(table.first), *(str(head) for head in table.heads), "備考"),
        widths=(32, *(width for _head in table.heads), 30),
        rows=rows,
    )


def _cell(figure: Figure) -> str | int:
    return HIDDEN if figure.n is None else figure.n


def _csv(sheet: AnnualSheet, paper: AnnualPaper) -> bytes:
    """One number a line, UTF-8 with BOM so that Excel reads it; a hidden number is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("場所", "年度", "表", "行", "列", "数", "再掲"))
    for table in sheet.tables:
        for line in table.lines:
            for head, figure in zip(table.heads, line.figures, strict=True):
                number = "" if figure.n is None else figure.n
                row = (paper.place, paper.year, str(table.title), str(line.name), str(head))
                writer.writerow((*map(_harmless, row), number, "再掲" if line.within else ""))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMMANDS) else cell
