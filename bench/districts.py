"""What looks at all districts of a city, at cities of growing size beside each other.

python -m bench.districts                       10, 38 and 100 districts, on SQLite
python -m bench.districts --districts 10,20
bin/with-postgres .venv/bin/python -m bench.districts
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bench.pages import AIM_WHOLE_MS, OK, WHOLE, print_growth, print_readings
from bench.stage import empty_database, is_postgres

if TYPE_CHECKING:  # the real import waits until Django is set up
    from bench.pages import Readings


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns 1 when a page did not answer with a page."""
    chosen = _parser().parse_args(arguments)
    sys.stdout.reconfigure(line_buffering=True)  # each size as soon as it is measured
    with empty_database():
        results = dict(_grow(chosen))
    print_growth(results, "districts")
    return int(any(found.status != OK for each in results.values() for found in each.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.districts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--districts", type=_sizes, default=[10, 38, 100], help="(10,38,100)")
    parser.add_argument("--years", type=int, default=3, help="full years of meetings (3)")
    parser.add_argument("--repeat", type=int, default=15, help="requests a page (15)")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _grow(chosen: argparse.Namespace) -> Iterator[tuple[int, Readings]]:
    """Make every city first, so that each is asked with the same surroundings."""
    from bench import rows  # noqa: PLC0415
    from sasaeai.cli.demo.city.build import build_city  # noqa: PLC0415
    from sasaeai.cli.demo.city.scale import Scale  # noqa: PLC0415

    with rows.loading():
        for number, districts in enumerate(chosen.districts, start=1):
            cpu = time.process_time()
            written = build_city(scale=Scale(districts, chosen.years), city=number)
            cpu = time.process_time() - cpu
            print(f"{districts} districts: {written:,} rows in {cpu:.0f} s of processor time")
    rows.refresh_statistics()
    engine = "PostgreSQL" if is_postgres() else "SQLite"
    for number, districts in enumerate(chosen.districts, start=1):
        load = os.getloadavg()[0]
        print(f"\n## {districts} districts x {chosen.years} years on {engine}; load {load:.1f}\n")
        readings = _read(number, chosen.repeat)
        print_readings(readings, aim=AIM_WHOLE_MS)
        yield districts, readings


def _read(number: int, repeat: int) -> Readings:
    from django.urls import reverse  # noqa: PLC0415

    from bench.measure import read_page, sign_in  # noqa: PLC0415
    from sasaeai.cli.demo.city.register import CITY, login_of  # noqa: PLC0415

    official = sign_in(login_of(CITY, number))
    return {
        page.label: read_page(official, reverse(f"desk:{page.url}"), repeat=repeat)
        for page in WHOLE
    }


if __name__ == "__main__":
    sys.exit(main())
