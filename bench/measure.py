"""Measuring one page: time, queries, weight."""

from __future__ import annotations

import gzip
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from sasaeai.accounts.models import Account

PATIENCE_MS = 10_000
ASSET = re.compile(r'(?:href|src)="/static/([^"?]+\.(?:css|js|svg|png))[^"]*"')


@dataclass(frozen=True, slots=True)
class Query:
    """One statement and how long the database took, in milliseconds."""

    ms: float
    sql: str


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page as sent, and as gzip would send them."""

    plain: int
    gzipped: int

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.plain + other.plain, self.gzipped + other.gzipped)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page cost. Times in milliseconds, medians over the repeats; status 200 is a page.

    wall: as the reader waits at the server; cpu: of this process alone (PostgreSQL's is not in it);
    database: spent waiting for answers of the database. queries: those of the last request.
    """

    status: int
    wall: float
    cpu: float
    database: float
    queries: tuple[Query, ...]
    html: Weight
    first_visit: Weight


def sign_in(login_id: str) -> Client:
    """A browser of one of the city's accounts."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        Account.objects.get(login_id=login_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def read_page(client: Client, path: str, *, repeat: int) -> Reading:
    """Fetch a page once unmeasured (templates, caches), then `repeat` times, or for ten seconds."""
    response = client.get(path)
    walls, cpus, waits = [], [], []
    while len(walls) < repeat and sum(walls) < PATIENCE_MS:
        with _recorded() as queries:
            wall, cpu = time.perf_counter(), time.process_time()
            client.get(path)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        waits.append(sum(query.ms for query in queries))
    html = _weight(response.content)
    return Reading(
        response.status_code,
        *(statistics.median(times) for times in (walls, cpus, waits)),
        tuple(queries),
        html,
        html + _assets(response),
    )


@contextmanager
def _recorded() -> Iterator[list[Query]]:
    found: list[Query] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append(Query((time.perf_counter() - began) * 1000, sql))

    with connection.execute_wrapper(watch):
        yield found


def _weight(content: bytes) -> Weight:
    return Weight(len(content), len(gzip.compress(content, 6)))


def _assets(response: HttpResponse) -> Weight:
    """Style sheets, scripts and pictures that a page names; fonts come through CSS and are not in."""
    total = Weight(0, 0)
    if "html" not in response["Content-Type"]:
        return total
    for name in sorted(set(ASSET.findall(response.content.decode()))):
        file = finders.find(name)
        if file:
            total += _weight(Path(file).read_bytes())
    return total
