"""The columns of published tables, as data: one file in `data/` for each edition of a sheet.

A column is its printed name and the value it takes; no value, an empty cell. Columns that this
site knows nothing of are there all the same: the sheet is the standard's, not ours.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a sheet. sheet: its number in the standard, "" for a table of our own."""

    sheet: str
    name: str
    source: str
    columns: tuple[tuple[str, str], ...]

    @property
    def headers(self) -> list[str]:
        return [header for header, _value in self.columns]

    def row(self, values: Mapping[str, str]) -> list[str]:
        """The cells of one row. KeyError for a value that the table does not know."""
        return [values[value] if value else "" for _header, value in self.columns]


EDITIONS = {
    "events": ("2026", "2022"),
    "halls": ("2026",),
    "minutes": ("1",),
}
"""The editions of each table, the newest first: what is given to who asks for none."""


def edition_of(table: str, asked: str = "") -> Edition:
    """The edition that was asked for, the newest for one that there is not."""
    known = EDITIONS[table]
    return _read(table, asked if asked in known else known[0])


@functools.cache
def _read(table: str, edition: str) -> Edition:
    read = json.loads((_FOLDER / f"{table}.{edition}.json").read_text(encoding="utf-8"))
    columns = tuple((header, value) for header, value in read["columns"])
    return Edition(read["sheet"], read["name"], read["source"], columns)
