"""The board of districts and stages on paper: A4 or A3 sideways, and as a list for Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes
from sasaeai.rollout.enums import StageState
from sasaeai.rollout.queries.stages import Board
from sasaeai.rollout.queries.standing import Cell

_TEMPLATE = Path(__file__).with_name("stages_board.typ")
_NAME = "全地区への展開"


def board_paper(board: Board, *, ext: str, size: str, city: str, on: date) -> Paper:
    """The districts of a board, all of them in its order, as "pdf" (size "a4" or "a3") or "xlsx"."""
    with translation.override("ja"):
        is_xlsx = ext == "xlsx"
        content = _xlsx(board, city, on) if is_xlsx else _pdf(board, size, city, on)
    content_type = XLSX if is_xlsx else PDF
    return make_paper(_NAME, city, f"{on:%Y%m%d}", content_type=content_type, content=content)


def _pdf(board: Board, size: str, city: str, on: date) -> bytes:
    data = {
        "size": size,
        "title": _NAME,
        "place": city,
        "printed": f"{wareki(on)}現在",
        "counts": _counts(board),
        "signs": _signs(),
        "heads": [stage.name for stage in board.stages],
        "rows": [
            {
                "name": standing.district.name,
                "cells": [_cell(cell) for cell in standing.cells],
                "next": standing.next_step,
            }
            for standing in board.standings
        ],
        "totals": [_total(total.done, total.present, total.stuck) for total in board.totals],
    }
    return render_pdf(_TEMPLATE, data, dated=on)


def _xlsx(board: Board, city: str, on: date) -> bytes:
    heads = [stage.name for stage in board.stages]
    rows: list[tuple[str | int, ...]] = [
        (
            standing.district.name,
            *("\n".join(_words(cell)) for cell in standing.cells),
            standing.waited,
            standing.next_step,
        )
        for standing in board.standings
    ]
    return sheet_bytes(
        Sheet(
            name=_NAME,
            lines=(f"{_NAME}　{city}　{wareki(on)}現在", _counts(board)),
            headers=("地区", *heads, "止まっている日数", "次にすること"),
            widths=(20, *(20,) * len(heads), 10, 40),
            rows=rows,
            row_height=45,
        )
    )


def _counts(board: Board) -> str:
    return (
        f"{board.districts}地区：止まっている地区 {board.stuck}、すべて済んだ地区 {board.finished}"
    )


def _signs() -> str:
    return "　".join(f"{state.sign}{state.label}" for state in StageState)


def _total(done: int, present: int, stuck: int) -> str:
    return f"済 {done}　いま {present}" + (f"　止 {stuck}" if stuck else "")


def _words(cell: Cell) -> list[str]:
    day = wareki(cell.on) if cell.on else ""
    if day and cell.state == StageState.STUCK:
        day += "から"
    return [part for part in (f"{cell.sign} {cell.word}", day, cell.note) if part]


def _cell(cell: Cell) -> dict[str, object]:
    first, *more = _words(cell)
    return {"word": first, "more": more, "present": cell.is_present}
