"""Loading in bulk, copies of a city made by the database, and how much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from sasaeai.cli import statistics
from sasaeai.cli.demo.city.pile import FIRST_CITY

WITHOUT_MUNICIPALITY = {"people.Municipality", "accounts.Account"}


@contextmanager
def loading() -> Iterator[None]:
    """Let SQLite load in bulk: no waiting for the disk, a large cache; then as the product has it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -1000000")
    yield
    connection.close()  # the next one is opened with the product's settings


def copy_cities(first: int, last: int) -> None:
    """Make cities `first` to `last` (at most 255) as copies of city 1, inside the database.

    Every id gets the new city's number, so that ids stay scattered as random ones are.
    """
    for model in _tenant_tables():
        with transaction.atomic(), _without_foreign_key_checks(), connection.cursor() as cursor:
            cursor.execute(*_copy_statement(model, first, last))


def count_rows() -> dict[str, int]:
    """Rows by table."""
    counts = {}
    with connection.cursor() as cursor:
        for model in _tenant_tables():
            cursor.execute(
                f"SELECT count(*) FROM {connection.ops.quote_name(model._meta.db_table)}"
            )
            counts[model._meta.label] = cursor.fetchone()[0]
    return counts


def refresh_statistics() -> None:
    """What autovacuum does on PostgreSQL, and on SQLite the product's own commands."""
    if not statistics.refresh_statistics():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    connection.close()  # the next one reads the new statistics


def database_megabytes() -> float:
    """Size of the database with its indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0] / 1e6


def _tenant_tables() -> Iterable[type[models.Model]]:
    """The municipality, its accounts, and every table that carries the municipality.

    The search index is left out: its rows have numbers and name the municipality in their terms.
    """
    for model in apps.get_models():
        if model._meta.label == "search.SearchEntry":
            continue
        columns = {field.attname for field in model._meta.local_fields}
        if "municipality_id" in columns or model._meta.label in WITHOUT_MUNICIPALITY:
            yield model


def _copy_statement(model: type[models.Model], first: int, last: int) -> tuple[str, list[int]]:
    quote = connection.ops.quote_name
    columns = [field for field in model._meta.local_fields if field.column]
    names = ", ".join(quote(field.column) for field in columns)
    values = ", ".join(_copied(field) for field in columns)
    table = quote(model._meta.db_table)
    numbers = (
        "(SELECT n FROM generate_series(%s, %s) AS s(n))"
        if connection.vendor == "postgresql"
        else "(WITH RECURSIVE s(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM s WHERE n < %s) "
        "SELECT n FROM s)"
    )
    own = f"{_hex_id('t.id')} LIKE '%%{FIRST_CITY:08x}'"
    source = f"{table} AS t CROSS JOIN {numbers} AS c WHERE {own}"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}", [first, last]


def _copied(field: models.Field[Any, Any]) -> str:
    """SQL of a column's value in city c.n."""
    column = f"t.{connection.ops.quote_name(field.column)}"
    number = _hex_number(8)
    if field.get_internal_type() == "UUIDField" or (
        field.is_relation and field.target_field.get_internal_type() == "UUIDField"
    ):
        new = f"substr({_hex_id(column)}, 1, 24) || {number}"
        return f"CAST({new} AS uuid)" if connection.vendor == "postgresql" else new
    # Short codes that are unique over all cities.
    if field.name == "reply_code":
        return f"{_hex_number(2)} || substr({_hex_id('t.id')}, 1, 10)"
    if field.name == "lg_code":
        return _hex_number(6)
    if field.name == "login_id":
        return f"{column} || '-' || {_hex_number(4)}"
    return column


def _hex_id(column: str) -> str:
    """An id as 32 digits."""
    if connection.vendor == "postgresql":
        return f"replace(CAST({column} AS text), '-', '')"
    return column


def _hex_number(width: int) -> str:
    if connection.vendor == "postgresql":
        return f"lpad(to_hex(c.n), {width}, '0')"
    return f"printf('%%0{width}x', c.n)"


@contextmanager
def _without_foreign_key_checks() -> Iterator[None]:
    """Copies point where their originals point; checking millions of them would take most time."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
