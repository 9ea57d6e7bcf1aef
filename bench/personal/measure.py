"""What the finding of personal data finds, what it misses, and where it warns of nothing.

    python -m bench.personal.measure                 both halves; misses of the seen half
    python -m bench.personal.measure --half seen     while rules are tuned
    python -m bench.personal.measure --misses        misses of both; whoever looks has used them up
    python -m bench.personal.measure --set fresh     sentences that no rule is tuned by: figures only

Half, set, kind and what counts as found: bench/personal/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

FOLDER = Path(__file__).parent
KINDS = ("name", "phone", "mail", "birth", "age", "address", "illness", "combination")
HALVES = ("seen", "unseen")
FRESH = "fresh"
SIZES = (1_000, 10_000, 100_000)


@dataclass(slots=True)
class Count:
    """How often a kind of trace stands in sentences, was found, and was seen where nothing is."""

    there: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.there if self.there else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


@dataclass(slots=True)
class Result:
    """What came of the sentences of one half or set."""

    sentences: int = 0
    empty: int = 0
    alarmed: int = 0
    seconds: float = 0.0
    kinds: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def alarm_rate(self) -> float:
        """The share of sentences with nothing to find in which something is pointed out."""
        return self.alarmed / self.empty if self.empty else 0.0


def half_of(sentence: dict[str, Any]) -> str:
    even = int(hashlib.sha256(sentence["id"].encode()).hexdigest()[-1], 16) % 2 == 0
    return "unseen" if even else "seen"


def sentences(half: str) -> list[dict[str, Any]]:
    """The sentences of one half or of the fresh set; no others are given to anybody."""
    if half == FRESH:
        lines = (FOLDER / "fresh.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
    lines = (FOLDER / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if half_of(one) == half]


def known() -> Any:
    """What the district of the sentences knows: its register, no halls."""
    from sasaeai.kernel.personal import KnownNames  # noqa: PLC0415  needs Django to be ready

    people = json.loads((FOLDER / "register.json").read_text(encoding="utf-8"))
    return KnownNames.of((one["name"], one["kana"]) for one in people)


def measure(half: str) -> Result:
    """Look through every sentence of a half or of the fresh set."""
    from sasaeai.kernel.personal import find_personal  # noqa: PLC0415  needs Django to be ready

    result, register = Result(), known()
    find_personal("工藤さん", register)  # the dictionary is read once
    for sentence in sentences(half):
        began = time.process_time()
        findings = find_personal(sentence["text"], register)
        result.seconds += time.process_time() - began
        _count(result, sentence, [(one.kind.value, one.start, one.end) for one in findings])
    return result


def _count(result: Result, sentence: dict[str, Any], found: list[tuple[str, int, int]]) -> None:
    text = sentence["text"]
    spans = [(one["kind"], *_place(text, one["found"], one["nth"])) for one in sentence["spans"]]
    result.sentences += 1
    result.empty += not spans
    result.alarmed += bool(found) and not spans
    for kind, start, end in spans:
        hit = any(one == kind and begin < end and start < stop for one, begin, stop in found)
        result.kinds[kind].there += 1
        result.kinds[kind].found += hit
        if not hit:
            result.missed.append(f"{sentence['id']} {kind} 「{text[start:end]}」 {text}")
    for kind, begin, stop in found:
        touched = {one for one, start, end in spans if begin < end and start < stop}
        result.kinds[kind].right += kind in touched
        if not touched:
            result.kinds[kind].wrong += 1
            result.alarms.append(f"{sentence['id']} {kind} 「{text[begin:stop]}」 {text}")


def _place(text: str, found: str, nth: int) -> tuple[int, int]:
    places = [at for at in range(len(text)) if text.startswith(found, at)]
    return places[nth], places[nth] + len(found)


def growth() -> list[tuple[int, float]]:
    """Milliseconds for one long text without a trace, and how they grow with its letters."""
    from sasaeai.kernel.personal import find_personal  # noqa: PLC0415  needs Django to be ready

    empty = "\n".join(one["text"] for one in sentences("seen") if not one["spans"])
    register = known()
    rows = []
    for size in SIZES:
        text = (empty * (size // len(empty) + 1))[:size]
        times = []
        for _turn in range(3):
            began = time.process_time()
            find_personal(text, register)
            times.append((time.process_time() - began) * 1000)
        rows.append((size, min(times)))
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of one half, of both, or of the fresh set, whose misses nobody is told."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.personal.measure",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--half", choices=HALVES, help="one half alone")
    parser.add_argument("--set", choices=(FRESH,), help="what no rule is tuned by: figures only")
    parser.add_argument("--misses", action="store_true", help="those of the unseen half too")
    chosen = parser.parse_args(arguments)
    _prepare()
    if chosen.set == FRESH:
        print("\n".join(_lines(FRESH, measure(FRESH))))
        return 0
    for half in HALVES if chosen.half is None else (chosen.half,):
        result = measure(half)
        print("\n".join(_lines(half, result)))
        if half == "seen" or chosen.misses:
            print("\n".join(_listed("missed", result.missed)))
            print("\n".join(_listed("nothing there", result.alarms)))
    print("\n| letters | ms |\n| --- | --- |")
    print("\n".join(f"| {size:,} | {ms:.1f} |" for size, ms in growth()))
    return 0


def _lines(half: str, result: Result) -> Iterable[str]:
    yield f"\n## {half}, {result.sentences} sentences\n"
    yield "| kind | there | found | recall | wrong | precision |\n| --- | --- | --- | --- | --- | --- |"
    for kind, one in result.kinds.items():
        yield (
            f"| {kind} | {one.there} | {one.found} | {one.recall:.3f} "
            f"| {one.wrong} | {one.precision:.3f} |"
        )
    yield (
        f"\n{result.alarmed} of {result.empty} sentences with nothing to find are warned of "
        f"({result.alarm_rate:.1%}); {result.seconds / result.sentences * 1000:.2f} ms per sentence"
    )


def _listed(title: str, lines: list[str]) -> Iterable[str]:
    yield f"\n{title}:"
    yield from (f"- {one}".replace("\n", "⏎") for one in lines)


def _prepare() -> None:
    sys.path.insert(0, "src")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sasaeai.config.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
