"""What became of troubles (どうなったか): the figures and the pages, at growing numbers of issues.

    python -m bench.outcomes                          500 and 5,000 issues, 38 districts, on SQLite
    python -m bench.outcomes --issues 500,50000
    bin/with-postgres .venv/bin/python -m bench.outcomes

The 年度 that is asked for holds the same 500 troubles each time; what grows lies in the years before
it (`old`), or all of it lies in that one 年度 (`same`).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.stage import empty_database, is_postgres

if TYPE_CHECKING:  # the real import waits until Django is set up
    from sasaeai.cli.demo.city.pile import Pile
    from sasaeai.kernel.viewer import Viewer
    from sasaeai.people.models import District, Municipality

TODAY = date(2026, 11, 23)
ASKED_YEAR = 2026
FEW = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What one question cost: medians in milliseconds, and how many statements it took."""

    wall: float
    cpu: float
    queries: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, one table a kind of growth."""
    chosen = _parser().parse_args(arguments)
    sys.stdout.reconfigure(line_buffering=True)
    with empty_database():
        engine = "PostgreSQL" if is_postgres() else "SQLite"
        for kind in ("old", "same"):
            print(f"\n## {kind}, {chosen.districts} districts on {engine}; ", end="")
            print(f"load average {os.getloadavg()[0]:.1f}\n")
            print("| issues | question | ms | cpu ms | queries |\n| --- | --- | --- | --- | --- |")
            for issues in chosen.issues:
                for question, found in _measured(kind, issues, chosen):
                    print(
                        f"| {issues:,} | {question} | {found.wall:.1f} | {found.cpu:.1f} "
                        f"| {found.queries} |"
                    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.outcomes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--issues", type=_sizes, default=[FEW, 5000], help="sizes (500,5000)")
    parser.add_argument("--districts", type=int, default=38, help="districts of the city (38)")
    parser.add_argument("--repeat", type=int, default=15, help="times each is asked (15)")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _measured(kind: str, issues: int, chosen: argparse.Namespace) -> Iterator[tuple[str, Reading]]:
    """A city of its own for each size, so that every table grows."""
    from bench import rows  # noqa: PLC0415
    from sasaeai.kernel.fiscal_year import FiscalYear  # noqa: PLC0415
    from sasaeai.kernel.viewer import Viewer  # noqa: PLC0415

    with rows.loading():
        town, districts = _build(kind, issues, chosen.districts)
    rows.refresh_statistics()
    viewer = Viewer.system(municipality_id=town.pk, on=TODAY)
    year = FiscalYear(ASKED_YEAR)
    for name, ask in _questions(viewer, year, districts[0]).items():
        yield name, _timed(ask, chosen.repeat)


def _questions(viewer: Viewer, year: object, district: District) -> dict[str, Callable[[], object]]:
    from sasaeai.issues.queries.seasons import questions_page, season_questions  # noqa: PLC0415
    from sasaeai.reports.exports.outcomes import outcomes_sheet  # noqa: PLC0415
    from sasaeai.reports.queries import outcomes  # noqa: PLC0415
    from sasaeai.reports.queries.outcome_parts import Part  # noqa: PLC0415

    def rows() -> object:
        listed = outcomes.outcome_list(viewer, year, Part.UNTOLD)
        page = list(listed[:30])
        return listed.count(), outcomes.waited_for(page)

    return {
        "all districts": lambda: outcomes.outcomes_of(viewer, year),
        "one district": lambda: outcomes.outcomes_of(viewer, year, district=district),
        "list of the untold": rows,
        "asked this winter": lambda: list(questions_page(season_questions(viewer), 1)),
        "sheet as PDF": lambda: outcomes_sheet(
            outcomes.outcomes_of(viewer, year), ext="pdf", on=TODAY
        ),
    }


def _timed(ask: Callable[[], object], repeat: int) -> Reading:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        ask()
    walls, cpus = [], []
    for _time in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return Reading(statistics.median(walls), statistics.median(cpus), len(asked))


def _build(kind: str, issues: int, districts: int) -> tuple[Municipality, list[District]]:
    """A town with so many issues, and a trouble to each of them."""
    from sasaeai.cli.demo.city.pile import Pile  # noqa: PLC0415
    from sasaeai.meetings.models import Topic  # noqa: PLC0415
    from sasaeai.people.models import District, Municipality  # noqa: PLC0415

    pile = Pile(seed=issues + len(kind), day=TODAY)
    number = Municipality.objects.count() + 1
    town = pile.add(Municipality, lg_code=f"{number:06d}", name=f"見本市{number}")
    pile.write()
    pile.town = town
    places = [pile.add(District, name=f"第{place + 1}地区") for place in range(districts)]
    topics = [
        pile.add(Topic, code=f"t{place}", name=f"話題{place}", position=place) for place in range(6)
    ]
    for place in range(issues):
        recent = kind == "same" or place < FEW
        _add_issue(pile, places[place % districts], topics[place % 6], recent=recent)
    pile.write()
    return town, places


def _add_issue(pile: Pile, district: District, topic: object, *, recent: bool) -> None:
    from sasaeai.cli.demo.city.words import trouble  # noqa: PLC0415
    from sasaeai.issues.models import Action, Answer, Issue, Trouble  # noqa: PLC0415

    random = pile.random
    first = date(ASKED_YEAR, 4, 1) if recent else date(ASKED_YEAR - random.randint(1, 9), 4, 1)
    raised = first + timedelta(days=random.randint(0, 230))
    ended = random.random() < (0.4 if recent else 0.9)
    issue = pile.add(
        Issue,
        district=district,
        title=trouble(random)[:120],
        topic=topic,
        season=random.choice(("winter", "all_year")),
        status="closed" if ended else "open",
        opened_on=raised,
        closed_on=raised + timedelta(days=60) if ended else None,
        closed_reason="終わった" if ended else "",
    )
    row = pile.add(
        Trouble,
        district=district,
        raised_by="町会（見本）",
        raised_on=raised,
        via="phone",
        text=trouble(random),
        issue=issue,
        state="taken",
    )
    if random.random() < 0.6:
        pile.add(Action, district=district, issue=issue, what="見回り", who="町会（見本）")
    if ended:
        told_on = raised + timedelta(days=random.randint(1, 90))
        pile.add(Answer, trouble=row, text="返答", channel="phone", state="told", told_on=told_on)


if __name__ == "__main__":
    sys.exit(main())
