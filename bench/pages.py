"""Everyday pages: server time, queries, weight; at one city and at growing sizes.

    python -m bench.pages                           1 city and 4, on SQLite
    python -m bench.pages --cities 1,10,100         larger, and longer
    python -m bench.pages --whole --years 3         what looks at all districts of a city
    bin/with-postgres .venv/bin/python -m bench.pages

The same city is asked each time; only what surrounds it grows.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.stage import empty_database, is_postgres

if TYPE_CHECKING:  # the real import waits until Django is set up
    from bench.city import City
    from bench.measure import Reading

    Readings = Mapping[str, Reading]

OK = 200
AIM_MS, AIM_QUERIES, AIM_GROWTH, AIM_KILOBYTES = 30, 15, 1.5, 100
AIM_WHOLE_MS = 300
SHOWN_QUERIES = 4
WIDE_FROM = 0x2FFF


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person sees it. thing: which of the city's ids the address names."""

    label: str
    who: str
    url: str
    thing: str = ""
    query: str = ""


PAGES = (
    Page("today, coordinator", "coordinator", "today"),
    Page("today, officer", "officer", "today"),
    Page("today, city", "official", "today"),
    Page("meetings", "coordinator", "meetings"),
    Page("meetings, past", "coordinator", "meetings", query="?tab=past"),
    Page("meetings, past, city", "official", "meetings", query="?tab=past"),
    Page("district", "coordinator", "district", "district"),
    Page("body", "coordinator", "body", "body"),
    Page("next meeting (form)", "coordinator", "meeting_prepare", "body"),
    Page("1 plan", "coordinator", "meeting_plan", "preparing"),
    Page("2 agenda", "coordinator", "meeting_agenda", "preparing"),
    Page("3 call", "coordinator", "meeting_call", "preparing"),
    Page("4 notice", "coordinator", "meeting_notice", "preparing"),
    Page("5 replies", "coordinator", "meeting_replies", "preparing"),
    Page("6 day", "coordinator", "meeting_day", "under_way"),
    Page("7 record", "coordinator", "meeting_record", "recorded"),
    Page("issues", "coordinator", "issues"),
    Page("issues, city", "official", "issues"),
    Page("register", "coordinator", "register"),
    Page("register, city", "official", "register"),
    Page("search 雪", "coordinator", "search", query="?q=雪"),
    Page("search 1人暮らし", "coordinator", "search", query="?q=1人暮らし"),
    Page("search みまもり, city", "official", "search", query="?q=みまもり"),
    Page("city", "official", "city"),
)
WHOLE = (
    Page("board of stages", "official", "rollout"),
    Page("city", "official", "city"),
    Page("annual report", "official", "annual"),
    Page("annual report, PDF", "official", "annual_pdf"),
)
"""What looks at all districts at once: fewer people ask for it, and it may take longer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 1 when a page did not answer with a page."""
    chosen = _parser().parse_args(arguments)
    sys.stdout.reconfigure(line_buffering=True)  # each size as soon as it is measured
    with empty_database():
        results = dict(_grow(chosen))
    print_growth(results, "cities")
    last = results[max(results)]
    if chosen.queries:
        _print_queries(last)
    strange = {label: found.status for label, found in last.items() if found.status != OK}
    for label, status in strange.items():
        print(f"\n{label}: answered {status} instead of a page", file=sys.stderr)
    return 1 if strange else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cities", type=_sizes, default=[1, 4], help="sizes, at most 255 (1,4)")
    parser.add_argument("--districts", type=int, default=38, help="districts of a city (38)")
    parser.add_argument("--years", type=int, default=10, help="years of meetings (10)")
    parser.add_argument("--whole", action="store_true", help="only what looks at all districts")
    parser.add_argument("--repeat", type=int, default=15, help="requests a page (15)")
    parser.add_argument("--audit", action="store_true", help="also the audit rows (twice the size)")
    parser.add_argument("--queries", action="store_true", help="print each page's slowest queries")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _grow(chosen: argparse.Namespace) -> Iterator[tuple[int, Readings]]:
    """Load one size after the other; yield its readings by page."""
    # Models exist only once the database is there.
    from bench import rows  # noqa: PLC0415
    from bench.city import build_city  # noqa: PLC0415

    size, city = 0, None
    for wanted in chosen.cities:
        began = time.perf_counter()
        with rows.loading():
            if city is None:
                city = build_city(
                    districts=chosen.districts, years=chosen.years, audit=chosen.audit
                )
                size = 1
            if wanted > size:
                rows.copy_cities(size + 1, wanted)
        size = wanted
        rows.refresh_statistics()
        seconds, counts = time.perf_counter() - began, rows.count_rows()
        engine = "PostgreSQL" if is_postgres() else "SQLite"
        print(
            f"\n## {size} x {chosen.districts} districts x {chosen.years} years on {engine}: "
            f"{sum(counts.values()):,} rows, {rows.database_megabytes():,.0f} MB "
            f"(loaded in {seconds:.0f} s); load average {os.getloadavg()[0]:.1f}\n"
        )
        readings = _read_all(WHOLE if chosen.whole else PAGES, city, repeat=chosen.repeat)
        print_readings(readings, aim=AIM_WHOLE_MS if chosen.whole else AIM_MS)
        yield size, readings


def _read_all(pages: Sequence[Page], city: City, *, repeat: int) -> Readings:
    """Ask for each of the pages as one of the city's people. Those that do not exist are named."""
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

    from bench.city import LOGINS  # noqa: PLC0415
    from bench.measure import read_page, sign_in  # noqa: PLC0415

    clients = {who: sign_in(login_id) for who, login_id in LOGINS.items()}
    readings, missing = {}, []
    for page in pages:
        try:
            path = reverse(
                f"desk:{page.url}", args=[getattr(city, page.thing)] if page.thing else []
            )
        except NoReverseMatch:
            missing.append(page.label)
            continue
        readings[page.label] = read_page(clients[page.who], path + page.query, repeat=repeat)
    if missing:
        print(f"No such page in this version, left out: {'; '.join(missing)}\n")
    return readings


# ── Printing: Markdown, so that a run can be kept as it is ───────────────────────────────────────


def _print_table(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    widths = [max(map(_width, column)) for column in zip(titles, *lines, strict=True)]
    for line in (titles, ["-" * width for width in widths], *lines):
        cells = [
            cell + " " * (width - _width(cell))
            if place == 0
            else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("| " + " | ".join(cells) + " |")


def _width(text: str) -> int:
    """Columns on a terminal: kanji and kana take two."""
    return sum(1 + (ord(letter) > WIDE_FROM) for letter in text)


def print_readings(readings: Readings, *, aim: int = AIM_MS) -> None:
    """Each page with what it cost. aim: milliseconds beyond which it is called slow."""
    titles = ["page", "ms", "cpu ms", "db ms", "queries", "html kB", "gz", "first kB", "gz", ""]
    _print_table(
        titles,
        [
            [
                label,
                f"{found.wall:.1f}",
                f"{found.cpu:.1f}",
                f"{found.database:.1f}",
                str(len(found.queries)),
                *(
                    f"{size / 1000:.0f}"
                    for weight in (found.html, found.first_visit)
                    for size in (weight.plain, weight.gzipped)
                ),
                _beyond(found, aim),
            ]
            for label, found in readings.items()
        ],
    )


def _beyond(found: Reading, aim: int) -> str:
    """Which aims a page misses, a word each."""
    misses = {
        f"status {found.status}": found.status != OK,
        "slow": found.wall > aim,
        "queries": len(found.queries) > AIM_QUERIES,
        "heavy": found.first_visit.plain > AIM_KILOBYTES * 1000,
    }
    return " ".join(word for word, missed in misses.items() if missed)


def print_growth(results: Mapping[int, Readings], what: str) -> None:
    """How many times slower each page is than at the smallest size, in cities or districts."""
    sizes = list(results)
    if len(sizes) == 1:
        return
    base = results[sizes[0]]
    print(f"\n## Growth against {sizes[0]} {what} (aim: {AIM_GROWTH} at most)\n")
    titles = ["page", *(f"x{size} {what}" for size in sizes[1:] for what in ("ms", "cpu", "db"))]
    lines = []
    for label, first in base.items():
        cells = [label]
        for later in (results[size][label] for size in sizes[1:]):
            cells += [
                f"{later.wall / first.wall:.2f}",
                f"{later.cpu / first.cpu:.2f}",
                f"{later.database / first.database:.2f}",
            ]
        lines.append(cells)
    _print_table(titles, lines)


def _print_queries(readings: Readings) -> None:
    print("\n## Slowest queries of each page")
    for label, found in readings.items():
        print(f"\n{label}: {len(found.queries)} queries, {found.database:.1f} ms")
        for query in sorted(found.queries, key=lambda each: -each.ms)[:SHOWN_QUERIES]:
            print(f"  {query.ms:6.2f} ms  {query.sql[:400]}")


if __name__ == "__main__":
    sys.exit(main())
