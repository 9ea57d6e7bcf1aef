"""XLSX by XlsxWriter: one plain list per file, ready to print and to work on in Excel."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sasaeai.paper.printable import printable_text

_FACE = "BIZ UDゴシック"
_A4 = 9  # XlsxWriter's number for the paper
_MAX_SHEET_NAME = 31  # Excel's limit
_BAD_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: lines above it, headers, rows. Widths in characters of half width.

    A cell is text or a whole number. Text that looks like a formula stays text.
    """

    name: str
    lines: Sequence[str]
    headers: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str | int]]
    row_height: float = 30  # points


def sheet_bytes(sheet: Sheet) -> bytes:
    """`sheet` as .xlsx: A4 portrait, one page wide, header row repeated, page x/y at the foot."""
    return book_bytes([sheet])


def book_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Several lists as one .xlsx, a page each; their names differ in the first 31 letters."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        looks = _Looks.of(workbook)
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(sheet.name)), sheet, looks)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The four ways a cell looks."""

    title: Format
    plain: Format
    head: Format
    cell: Format

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook) -> _Looks:
        base = {"font_name": _FACE, "font_size": 11, "valign": "vcenter"}
        return cls(
            title=workbook.add_format({**base, "bold": True, "font_size": 14}),
            plain=workbook.add_format(base),
            head=workbook.add_format(
                {**base, "bold": True, "border": 1, "align": "center", "bg_color": "#EBEBEB"}
            ),
            cell=workbook.add_format({**base, "border": 1, "text_wrap": True}),
        )


def _write_sheet(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for number, line in enumerate(sheet.lines):
        _write(page, number, 0, line, looks.title if number == 0 else looks.plain)
    first = len(sheet.lines)
    for column, (words, width) in enumerate(zip(sheet.headers, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        _write(page, first, column, words, looks.head)
    for number, row in enumerate(sheet.rows, start=first + 1):
        page.set_row(number, sheet.row_height)
        for column, value in enumerate(row):
            _write(page, number, column, value, looks.cell)
    _set_up_print(page, header_row=first)


def _write(page: Worksheet, row: int, column: int, value: str | int, look: Format) -> None:
    if isinstance(value, int):
        page.write_number(row, column, value, look)
    elif value == "":
        page.write_blank(row, column, None, look)
    else:
        # write() would make formulas and links out of names such as "=1+1".
        page.write_string(row, column, printable_text(value), look)


def _set_up_print(page: Worksheet, *, header_row: int) -> None:
    page.set_paper(_A4)
    page.set_portrait()
    page.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header_row)
    page.freeze_panes(header_row + 1, 0)
    page.set_footer("&C&P / &N ページ")


def _sheet_name(name: str) -> str:
    cleaned = printable_text(name).replace("\n", " ").translate(_BAD_IN_SHEET_NAME).strip()
    return cleaned[:_MAX_SHEET_NAME].strip() or "一覧"
