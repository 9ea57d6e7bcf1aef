"""Scanned reply slips: how many a machine reads alone, how many wrongly, and how fast.

    python -m bench.slips                          1,000 normal and 1,000 hard FAXes, two at a time
    python -m bench.slips --sheets 50 --seed 7000

Every slip is made up from its seed (tests/paper/faxed.py): printed, filled in by a pen, sent by a
bad FAX. Nothing here was sent by a real machine. Seeds below 10,000 were looked at while the
reader was made, so the figures begin above.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence

import cv2
import django

SHEETS, FIRST_SEED = 1000, 100_000
COLUMNS = (
    "sheets",
    "alone, one clear mark",
    "alone, all",
    "to a person",
    "silently wrong",
    "no code",
    "needs wrong",
    "ms",
    "p95 ms",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line for the normal and one for the hard sheets."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.slips",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sheets", type=int, default=SHEETS, help="of each kind")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first one")
    parser.add_argument("--only", choices=("normal", "hard"), help="one kind alone")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args(arguments)
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    notes = []
    for hard in (False, True):
        if chosen.only and hard != (chosen.only == "hard"):
            continue
        seeds = range(chosen.seed, chosen.seed + chosen.sheets)
        began = time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(chosen.processes, _prepare) as pool:
            rows = list(pool.imap_unordered(_one, [(seed, hard) for seed in seeds], chunksize=5))
        print(_line("hard" if hard else "normal", rows), flush=True)
        notes.append(_note("hard" if hard else "normal", rows, time.perf_counter() - began))
    print("\n" + "\n".join(notes))
    return 0


def _prepare() -> None:
    sys.path.insert(0, "src")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sasaeai.config.settings")
    cv2.setNumThreads(1)  # each process has a core of its own
    django.setup()


def _one(job: tuple[int, bool]) -> dict[str, object]:
    from tests.paper.trials import outcome  # noqa: PLC0415  needs Django to be ready

    seed, hard = job
    found = outcome(seed, hard=hard)
    return {
        "seed": seed,
        "story": found.filled.story,
        "plain": found.is_plain,
        "entered": found.entered,
        "review": found.reading.needs_review,
        "silent": found.silent,
        "no_code": found.reading.code is None,
        "needs": found.wrong_needs,
        "ms": found.ms,
    }


def _line(name: str, rows: list[dict[str, object]]) -> str:
    plain = [row for row in rows if row["plain"]]
    times = sorted(float(str(row["ms"])) for row in rows)
    return (
        f"| {name}, {len(rows):,} | {_share(plain, 'entered')} | {_share(rows, 'entered')} "
        f"| {_share(rows, 'review')} | {_count(rows, 'silent')} | {_count(rows, 'no_code')} "
        f"| {sum(int(str(row['needs'])) for row in rows)} of {3 * len(rows):,} "
        f"| {statistics.median(times):.0f} | {times[int(len(times) * 0.95)]:.0f} |"
    )


def _note(name: str, rows: list[dict[str, object]], seconds: float) -> str:
    stories = Counter(str(row["story"]) for row in rows)
    wrong = [f"{row['seed']} ({row['story']})" for row in rows if row["silent"]]
    made = ", ".join(f"{story} {count}" for story, count in stories.most_common())
    return f"{name}: {made}; {seconds:.0f} s; silently wrong: {', '.join(wrong) or 'none'}"


def _share(rows: list[dict[str, object]], what: str) -> str:
    return f"{100 * _count(rows, what) / max(len(rows), 1):.1f} %"


def _count(rows: list[dict[str, object]], what: str) -> int:
    return sum(bool(row[what]) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
