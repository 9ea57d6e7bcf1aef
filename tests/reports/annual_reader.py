"""A reader of a public report who tries to work out what is hidden from the printed tables alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from sasaeai.reports.queries.annual_sheet import AnnualSheet, Table

Cell = tuple[str, int, str]
Signs = dict[Cell, int]
Equation = tuple[Signs, int]
Row = dict[Cell, Fraction]

_PARTS = ("前年度から", "新しく", "終わった", "次年度へ")
_BESIDE = ("困りごと", "うち返答", "紹介")
_PEOPLE = "延べ参加者"


def told_by(sheet: AnnualSheet) -> tuple[list[Equation], set[Cell]]:
    """The sums that a reader sees, as equations of what is hidden, and the hidden cells.

    Written from the tables: what the report itself knows of its sums is not asked.
    """
    tables = {table.code: table for table in sheet.tables}
    printed: dict[Cell, int | None] = {
        (code, row, str(head)): figure.n
        for code, table in tables.items()
        for row, line in enumerate(table.lines)
        for head, figure in zip(table.heads, line.figures, strict=True)
    }
    sums = [
        *_months(tables["months_people"], tables["programmes"]),
        *_issues(tables),
        *_districts(tables["districts"], tables["months_people"]),
    ]
    hidden = {cell for cell, n in printed.items() if n is None}
    equations = []
    for one in sums:
        unknown = {cell: n for cell, n in one.items() if printed.get(cell) is None}
        known = sum(n * (printed.get(cell) or 0) for cell, n in one.items())
        equations.append((unknown, -known))
    return equations, hidden


def _months(months: Table, programmes: Table) -> Iterable[Signs]:
    code, heads = "months_people", [str(head) for head in months.heads]
    last = len(months.lines) - 1
    for row in range(last + 1):
        yield {(code, row, head): 1 for head in heads[:-1]} | {(code, row, heads[-1]): -1}
    for head in heads:  # each gathering once: every programme without what is said again
        signs = {
            (code, row, head): -1 if line.within else 1
            for row, line in enumerate(months.lines[:-1])
        }
        yield signs | {(code, last, head): -1}
    own = [row for row, line in enumerate(months.lines) if not line.within]
    for row, number in zip(own, range(len(programmes.lines)), strict=True):
        yield {(code, row, heads[-1]): 1, ("programmes", number, _PEOPLE): -1}


def _issues(tables: dict[str, Table]) -> Iterable[Signs]:
    ends = {code: len(tables[code].lines) - 1 for code in ("topics", "district_issues")}
    for code, end in ends.items():
        names = [str(head) for head in tables[code].heads]
        for row in range(end + 1):
            signs = zip(_PARTS, (1, 1, -1, -1), strict=True)
            yield {(code, row, head): n for head, n in signs}
        for head in (*_PARTS, *(name for name in _BESIDE if name in names)):
            yield {(code, row, head): 1 for row in range(end)} | {(code, end, head): -1}
    for part in _PARTS:
        first, second = ((code, end, part) for code, end in ends.items())
        yield {first: 1, second: -1}


def _districts(districts: Table, months: Table) -> Iterable[Signs]:
    end, whole = len(districts.lines) - 1, str(months.heads[-1])
    total = ("districts", end, _PEOPLE)
    yield {total: 1, ("months_people", len(months.lines) - 1, whole): -1}
    lines = {("districts", row, _PEOPLE): 1 for row in range(end)}
    guests = {
        ("guests", row, ""): -1
        for row, line in enumerate(districts.lines[:-1])
        if line.figures[1].n  # うちみなし: some of its people are another district's
    }
    yield lines | guests | {total: -1}


def determined(equations: Iterable[Equation], wanted: set[Cell]) -> set[Cell]:
    """The unknowns that the equations leave one value for (Gauss, exact)."""
    rows: dict[Cell, Row] = {}
    for unknown, _right in equations:
        row: Row = {cell: Fraction(n) for cell, n in unknown.items()}
        for pivot, earlier in rows.items():
            row = _without(row, pivot, earlier)
        if not row:
            continue
        pivot, n = next(iter(row.items()))
        row = {cell: value / n for cell, value in row.items()}
        rows = {key: _without(earlier, pivot, row) for key, earlier in rows.items()}
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1} & wanted


def _without(row: Row, pivot: Cell, other: Row) -> Row:
    """`row` less as much of `other` as takes `pivot` out of it."""
    factor = row.get(pivot)
    if not factor:
        return row
    mixed = defaultdict(Fraction, row)
    for cell, n in other.items():
        mixed[cell] -= factor * n
    return {cell: n for cell, n in mixed.items() if n}
