"""New rows kept until a district is whole, then written in batches."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar

from django.db import connection, models, transaction

from sasaeai.kernel import clock
from sasaeai.kernel.reply_code import ALPHABET, LENGTH, reply_code_of

Row = TypeVar("Row", bound=models.Model)
FIRST_CITY = 1

_CODES = len(ALPHABET) ** (LENGTH - 1)
_CODES_A_CITY = 500_000
_SPREAD = 30_000_000_019
"""No multiple of 23: it spreads the codes of a city without two of them falling together."""


class Pile:
    """New rows by table, each of the town once there is one.

    The last eight digits of every id are the number of the city, so that cities never collide and
    one can be copied by the database.
    """

    def __init__(self, seed: int, day: date, *, city: int = FIRST_CITY) -> None:
        """day: what counts as today; the same seed, day and city make the same rows."""
        self.random = Random(f"{seed}/{city}")  # noqa: S311  made-up rows, nothing secret
        self.day, self.city = day, city
        self.town: models.Model | None = None
        self.moment = clock.at(day, time(9))
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._added = self._codes = 0

    def add(self, model: type[Row], **values: Any) -> Row:
        """Keep one row to be written by the next `write`, as of `moment`."""
        columns = _columns(model)
        if self.town is not None and "municipality_id" in columns:
            values["municipality_id"] = self.town.pk
        if "created_at" in columns:
            # Rows of one moment stay in the order in which they were made.
            self._added += 1
            values.setdefault("created_at", self.moment + timedelta(microseconds=self._added))
        row = model(id=self._new_id(), **values)
        self._rows[model].append(row)
        return row

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What is added within was written at that moment, or now when it is still to come."""
        before = self.moment
        self.moment = min(moment, clock.at(self.day, time(9)))
        yield
        self.moment = before

    def next_code(self) -> str:
        """A reply code that no other call of any city has."""
        number = (self.city - FIRST_CITY) * _CODES_A_CITY + self._codes
        self._codes += 1
        return reply_code_of(number * _SPREAD % _CODES)

    def write(self) -> int:
        """Write what was kept in one transaction; returns how many rows that were."""
        count = 0
        with transaction.atomic():
            for model, rows in self._rows.items():
                _insert(model, rows)
                count += len(rows)
                rows.clear()
        return count

    def _new_id(self) -> uuid.UUID:
        return uuid.UUID(int=(self.random.getrandbits(96) << 32) | self.city)


@cache
def _columns(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.local_fields)


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """All rows by one prepared statement: SQLite's bulk_create splits them into hundreds."""
    if not rows:
        return
    fields = [field for field in model._meta.local_fields if field.column]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        table = quote(model._meta.db_table)
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608  our own names
            values,
        )
