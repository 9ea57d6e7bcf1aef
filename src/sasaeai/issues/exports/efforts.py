"""自主防災の取組: the comparison of a district's 町会, and the sheet they fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.issues.enums import EffortLevel
from sasaeai.issues.queries.efforts import QUESTIONS, EffortRow, EffortSheet
from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes

_TABLE = Path(__file__).with_name("efforts.typ")
_BLANK = Path(__file__).with_name("efforts_blank.typ")
_SIGNS = "○している　△一部している　×していない　—答えなし（小さい字は昨年度）"
_CARE = (
    "住民の氏名や病気のことは書かないでください。手助けのいる方の名簿は、市の定めに沿って扱います。"
)


def efforts_paper(sheet: EffortSheet, *, ext: str, size: str, on: date) -> Paper:
    """The comparison as "pdf" (size "a4" or "a3", sideways) or "xlsx"."""
    with translation.override("ja"):
        content = _xlsx(sheet) if ext == "xlsx" else _pdf(sheet, size, on)
    return make_paper(
        "自主防災の取組",
        sheet.district.name,
        sheet.fiscal_year.label,
        content_type=XLSX if ext == "xlsx" else PDF,
        content=content,
    )


def efforts_blank_paper(sheet: EffortSheet, *, on: date) -> Paper:
    """One A4 page a 町会 with its name; a page without a name where there is none yet."""
    with translation.override("ja"):
        data = {
            "title": f"自主防災の取組について（{sheet.fiscal_year.label}）",
            "district": sheet.district.name,
            "names": [row.organization.name for row in sheet.rows] or [""],
            "questions": [str(question.text) for question in QUESTIONS],
            "levels": [str(level.label) for level in EffortLevel],
            "care": _CARE,
        }
        content = render_pdf(_BLANK, data, dated=on)
    return make_paper(
        "自主防災の取組_記入用紙",
        sheet.district.name,
        sheet.fiscal_year.label,
        content_type=PDF,
        content=content,
    )


def _pdf(sheet: EffortSheet, size: str, on: date) -> bytes:
    data = {
        "size": size,
        "title": "自主防災の取組",
        "place": f"{sheet.district.name}　{sheet.fiscal_year.label}",
        "printed": f"{wareki(on)}現在",
        "counts": f"{len(sheet.rows)}団体のうち{sheet.answered}団体",
        "signs": _SIGNS,
        "heads": [str(question.short) for question in QUESTIONS],
        "rows": [_words(row) for row in sheet.rows],
        "totals": [str(n) for n in sheet.totals],
        "questions": [f"{question.short}：{question.text}" for question in QUESTIONS],
    }
    return render_pdf(_TABLE, data, dated=on)


def _xlsx(sheet: EffortSheet) -> bytes:
    heads = [str(question.short) for question in QUESTIONS]
    rows: list[tuple[str | int, ...]] = [
        (
            row.organization.name,
            *(cell.sign for cell in row.cells),
            "".join(cell.sign_before for cell in row.cells),
            row.effort.note if row.effort else "",
        )
        for row in sheet.rows
    ]
    rows.append(("「している」の数", *sheet.totals, "", ""))
    return sheet_bytes(
        Sheet(
            name=f"自主防災の取組 {sheet.fiscal_year.label}",
            lines=(
                f"自主防災の取組　{sheet.district.name}　{sheet.fiscal_year.label}",
                _SIGNS,
                *(f"{question.short}：{question.text}" for question in QUESTIONS),
            ),
            headers=("団体", *heads, "昨年度", "ひとこと"),
            widths=(30, *(9,) * len(heads), 22, 40),
            rows=rows,
        )
    )


def _words(row: EffortRow) -> dict[str, object]:
    return {
        "name": row.organization.name,
        "cells": [
            {"now": cell.sign, "before": cell.sign_before if cell.before else ""}
            for cell in row.cells
        ],
        "note": row.effort.note if row.effort else "",
    }
