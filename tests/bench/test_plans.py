"""Everyday pages read the rows they show, not all rows of a city: seen in the database's own plans.

A plan, not a time: the same on any machine, however busy.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.city import LOGINS, City, build_city
from bench.measure import sign_in
from bench.pages import PAGES, Page
from sasaeai.cli.statistics import refresh_statistics

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

# Tables that grow with every meeting, far beyond what one page shows. A register of this size is
# rightly read whole, and few are called for single items only.
GROWING = {
    "issues_action",
    "issues_consideration",
    "issues_issueentry",
    "meetings_agendaitem",
    "meetings_expected",
    "meetings_presence",
    "meetings_remark",
    "minutes_publicsection",
    "minutes_revision",
    "notices_delivery",
    "notices_reply",
}
WHOLE = re.compile(r"SCAN|SEARCH \w+ .*\(municipality_id=\?\)")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    """A small city with six years behind it and figures of its tables."""
    if connection.vendor != "sqlite":
        pytest.skip("read from the words of SQLite's plans")
    with django_db_blocker.unblock(), transaction.atomic():
        built = build_city(districts=6, years=6)
        refresh_statistics()
        yield built
        transaction.set_rollback(True)


def whole_tables(client: Client, path: str) -> list[str]:
    """The growing tables that a page reads from end to end, with the question that does it."""
    questions: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        questions.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        assert client.get(path).status_code == 200
    return [
        f"{table}: …{sql[sql.index(' FROM ') :]}"
        for sql, parameters in questions
        if sql.startswith("SELECT")
        for table in tables_read_whole(sql, parameters)
    ]


def tables_read_whole(sql: str, parameters: Any) -> Iterator[str]:
    """From the steps SCAN x, and SEARCH x by nothing but the municipality.

    Questions that stand side by side in one use the same short names. An index tells the table; a
    step without one reads one of those of that name that no index has told.
    """
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql):
        tables[alias][table] += 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        steps = [line[3] for line in cursor.fetchall()]
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        table_of = dict(cursor.fetchall())
    untold = []
    for step in steps:
        found = re.match(r"(?:SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step)
        if found is None:
            continue
        name, index = found.groups()
        if index not in table_of:
            untold.append((name, step))
            continue
        tables[name][table_of[index]] -= 1
        if WHOLE.match(step):
            yield from GROWING & {table_of[index]}
    for name, step in untold:
        if WHOLE.match(step):
            yield from GROWING.intersection([*(+tables[name])] if name in tables else [name])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label)
def test_a_page_reads_no_growing_table_from_end_to_end(city: City, page: Page) -> None:
    path = reverse(f"desk:{page.url}", args=[getattr(city, page.thing)] if page.thing else [])
    assert whole_tables(sign_in(LOGINS[page.who]), path + page.query) == []


def test_a_question_that_reads_a_whole_table_is_seen(city: City) -> None:
    assert list(
        tables_read_whole("SELECT text FROM meetings_remark WHERE text LIKE '%a%'", [])
    ) == ["meetings_remark"]
