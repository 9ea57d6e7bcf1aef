"""Letters (案内状 with 返信票): how many a second, and how much memory a pile of them takes.

    python -m bench.letters                    30, 300 and 1,140 letters, PDF and DOCX; labels
    python -m bench.letters --letters 30

A district's meeting calls 30 people; 1,140 letters are 38 districts, printed one district after
the other as the desk does. Each pile is printed in a process of its own, so that its peak memory
is its own; loading the fonts is in the time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.stage import without_database

KINDS = ("pdf", "docx", "labels")
EACH_DISTRICT = 30
PILES = (30, 300, 1140)
AIM_LETTERS, AIM_SECONDS = 1140, 15


@dataclass(frozen=True, slots=True)
class Printed:
    """One pile. Seconds until all are printed and until the first district is; memory in MB."""

    letters: int
    kind: str
    seconds: float
    cpu: float
    first: float
    peak: float
    before: float
    size: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the piles and what they cost."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.letters",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--letters", type=int, nargs="+", default=PILES, help="sizes of the piles")
    chosen = parser.parse_args(arguments)
    print(
        "| pile         | s     | cpu s | letters/s | first 30, s | peak MB | before MB | file MB |"
    )
    print(
        "| ------------ | ----- | ----- | --------- | ----------- | ------- | --------- | ------- |"
    )
    for kind in KINDS:
        for letters in chosen.letters:
            done = _apart(kind, letters)
            print(
                f"| {done.letters:5} {done.kind:6} | {done.seconds:5.2f} | {done.cpu:5.2f} "
                f"| {done.letters / done.seconds:9.1f} | {done.first:11.2f} "
                f"| {done.peak:7.0f} | {done.before:9.0f} | {done.size:7.2f} |",
                flush=True,
            )
    print(f"\nAim: {AIM_LETTERS} letters as PDF in {AIM_SECONDS} s.")
    return 0


def _apart(kind: str, letters: int) -> Printed:
    """Print one pile in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(print_pile, (kind, letters))


def print_pile(kind: str, letters: int) -> Printed:
    """Print `letters` letters, district by district, as "pdf" or "docx", or labels for them."""
    with without_database():
        # Rooms can be imported only once Django is set up.
        from bench.letter_pile import WRITERS, letters_of  # noqa: PLC0415

        return _timed(WRITERS[kind], letters_of, letters, kind)


def _timed(write: Any, letters_of: Any, letters: int, kind: str) -> Printed:
    before = _megabytes()
    began, cpu, first, size = time.perf_counter(), time.process_time(), 0.0, 0
    for district, start in enumerate(range(0, letters, EACH_DISTRICT)):
        size += len(write(letters_of(district, min(EACH_DISTRICT, letters - start))))
        first = first or time.perf_counter() - began
    seconds = time.perf_counter() - began
    return Printed(
        letters,
        kind,
        seconds,
        time.process_time() - cpu,
        first,
        _megabytes(),
        before,
        size / 1e6,
    )


def _megabytes() -> float:
    """The most memory this process has held so far."""
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kB on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
