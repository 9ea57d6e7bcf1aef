"""Nobody finds out a small number from what is printed: tried by solving the sums."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sasaeai.reports.queries.suppression import SMALL, Sum, hidden_figures

pytestmark = pytest.mark.one_database

Grid = Sequence[Sequence[int]]


def table(grid: Grid, name: str = "a", total: str = "all") -> tuple[dict[Hashable, int], list[Sum]]:
    """Cells, row totals, column totals and a total whose name another table may share."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    values: dict[Hashable, int] = {(name, r, c): grid[r][c] for r in rows for c in columns}
    values |= {(name, r): sum(grid[r]) for r in rows}
    values |= {(name, "column", c): sum(row[c] for row in grid) for c in columns}
    values[total] = sum(map(sum, grid))
    sums = [Sum((name, r), tuple((name, r, c) for c in columns)) for r in rows]
    sums += [Sum((name, "column", c), tuple((name, r, c) for r in rows)) for c in columns]
    sums.append(Sum(total, tuple((name, r) for r in rows)))
    sums.append(Sum(total, tuple((name, "column", c) for c in columns)))
    return values, sums


def solved(
    values: Mapping[Hashable, int], sums: Sequence[Sum], unknown: Sequence[Hashable]
) -> dict[Hashable, int]:
    """What an attacker knows for sure, who tries every number for what is hidden.

    The attacker knows that hidden numbers are 1 or more, and the sums; nothing else.
    """
    most = max([*values.values(), 4]) + 4
    solutions = []
    for found in _tries(dict(values), list(sums), list(unknown), most):
        solutions.append(found)
        if len(solutions) > 1 and all(len({one[k] for one in solutions}) > 1 for k in unknown):
            break
    assert solutions, "the true numbers are always a solution"
    return {key: solutions[0][key] for key in unknown if len({one[key] for one in solutions}) == 1}


def _tries(
    known: dict[Hashable, int], sums: list[Sum], unknown: list[Hashable], most: int
) -> Iterator[dict[Hashable, int]]:
    known = {key: n for key, n in known.items() if key not in unknown}
    left = list(unknown)
    while True:  # what one sum alone tells
        told = _told(known, sums)
        if not told:
            break
        key, n = told
        if n < 1 or n > most:
            return
        known[key] = n
        left.remove(key)
    if not all(_may_hold(one, known) for one in sums):
        return
    if not left:
        yield known
        return
    key, rest = left[0], left[1:]
    for n in range(1, most + 1):
        yield from _tries({**known, key: n}, sums, rest, most)


def _told(known: Mapping[Hashable, int], sums: Sequence[Sum]) -> tuple[Hashable, int] | None:
    for one in sums:
        missing = [key for key in (*one.parts, one.total) if key not in known]
        if len(missing) == 1:
            parts = sum(known[key] for key in one.parts if key in known)
            if missing[0] == one.total:
                return one.total, parts
            return missing[0], known[one.total] - parts
    return None


def _may_hold(one: Sum, known: Mapping[Hashable, int]) -> bool:
    parts = sum(known.get(key, 1) for key in one.parts)
    if one.total not in known:
        return True
    if all(key in known for key in one.parts):
        return parts == known[one.total]
    return parts <= known[one.total]


def grids(rows: int, columns: int, largest: int = 9) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, largest), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


SHAPES = st.sampled_from([(1, 1), (1, 3), (2, 2), (2, 3), (3, 3)])


@settings(max_examples=120, deadline=None)
@given(SHAPES.flatmap(lambda shape: grids(*shape)))
@example([[1, 9], [9, 9]])
@example([[1, 0], [0, 9]])
@example([[1, 1], [1, 1]])
@example([[2, 0, 9], [0, 1, 9], [9, 9, 0]])
def test_no_hidden_number_follows_from_rows_and_columns(grid: list[list[int]]) -> None:
    values, sums = table(grid)
    hidden = hidden_figures(values, sums)
    assert {key for key, n in values.items() if n in SMALL} <= hidden
    assert solved(values, sums, sorted(hidden, key=repr)) == {}


@settings(max_examples=60, deadline=None)
@given(grids(2, 2), st.data())
def test_no_hidden_number_follows_from_a_total_that_two_tables_share(
    grid: list[list[int]], data: st.DataObject
) -> None:
    values, sums = table(grid)
    whole, parts = values["all"], 3
    cuts = sorted(
        data.draw(st.lists(st.integers(0, whole), min_size=parts - 1, max_size=parts - 1))
    )
    other = [b - a for a, b in itertools.pairwise([0, *cuts, whole])]
    values |= {("b", n): value for n, value in enumerate(other)}
    sums.append(Sum("all", tuple(("b", n) for n in range(parts))))
    hidden = hidden_figures(values, sums)
    assert solved(values, sums, sorted(hidden, key=repr)) == {}


@settings(max_examples=60, deadline=None)
@given(grids(3, 2))
def test_a_small_number_that_is_printed_nowhere_is_guarded_too(grid: list[list[int]]) -> None:
    """Only rows and the total of a part are printed, the other part is what is left."""
    values, sums = table(grid)
    unseen = {key for key in values if isinstance(key, tuple) and key[-1] == 1 and len(key) == 3}
    unseen -= {("a", "column", 1)}
    hidden = hidden_figures(values, sums, unseen=unseen)
    unknown = [*hidden, *(key for key in unseen if values[key])]
    known = solved(values, sums, sorted(unknown, key=repr))
    assert {key: n for key, n in known.items() if key in hidden or n in SMALL} == {}


def test_zeros_and_great_numbers_stay_when_nothing_is_small() -> None:
    values, sums = table([[0, 23], [20, 27]])
    assert hidden_figures(values, sums) == frozenset()


def test_one_small_number_takes_three_others_with_it() -> None:
    values, sums = table([[1, 9, 8], [9, 7, 9], [5, 9, 6]])
    hidden = hidden_figures(values, sums)
    assert ("a", 0, 0) in hidden
    assert len(hidden) == 4
    assert not any(isinstance(key, str) or len(key) == 2 for key in hidden), "totals are kept"


def test_what_another_paper_hides_is_hidden_here() -> None:
    values, sums = table([[9, 9], [9, 9]])
    hidden = hidden_figures(values, sums, also={("a", 1, 1)})
    assert ("a", 1, 1) in hidden
    assert solved(values, sums, sorted(hidden, key=repr)) == {}


def test_a_city_of_many_districts_is_done_at_once() -> None:
    grid = [[(row * 7 + column * 5) % 13 for column in range(6)] for row in range(38)]
    values, sums = table(grid)
    hidden = hidden_figures(values, sums)
    small = {key for key, n in values.items() if n in SMALL}
    assert small <= hidden
    assert len(hidden) <= 2 * len(small)
