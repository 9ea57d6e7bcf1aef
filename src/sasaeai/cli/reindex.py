"""Let everything be found by its words again, from what stands in the database. Safe to repeat.

さがすための索引を作り直します。何度実行しても安全です。ふだんは要りません：書くたびに索引も直ります。
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.db import transaction

NAME = "reindex"
HELP = "let everything be found by its words again (さがす索引を作り直す)"

#: Who fills the index of a room: the module, and what yields how many entries there are so far.
ROOMS = (
    ("sasaeai.meetings.actions.search_entry", "reindex_meetings"),
    ("sasaeai.issues.actions.search_entry", "reindex_issues"),
    ("sasaeai.directory.actions.search_entry", "reindex_services"),
    ("sasaeai.rollout.actions.search_entry", "reindex_lessons"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Fill the index anew, room by room, saying how far it is."""
    done = reindex(say=_say if sys.stderr.isatty() else None)
    print(f"Search: {done} texts can be found.")
    return 0


def reindex(*, say: Callable[[int], None] | None = None) -> int:
    """Fill the index of every municipality anew; returns how many texts can be found.

    Each room of a municipality is one transaction: until it is done, people find what they found.
    """
    done = 0
    for municipality_id in _municipalities():
        done += reindex_municipality(municipality_id, done=done, say=say)
    return done


def reindex_municipality(
    municipality_id: Any, *, done: int = 0, say: Callable[[int], None] | None = None
) -> int:
    """The same for one municipality; done: how many of others are said before its own."""
    own = 0
    for module, name in ROOMS:
        with transaction.atomic():
            last = 0
            for last in _counted(module, name, municipality_id):
                if say is not None:
                    say(done + own + last)
            own += last
    return own


def fill_empty_index() -> int:
    """Fill the index when nothing at all can be found yet; returns how many texts then can."""
    entries = import_module("sasaeai.search.models").SearchEntry.objects
    return 0 if entries.exists() else reindex()


def _municipalities() -> list[Any]:
    rows = import_module("sasaeai.people.models").Municipality.objects
    return list(rows.order_by("lg_code").values_list("pk", flat=True))


def _counted(module: str, name: str, municipality_id: Any) -> Iterator[int]:
    fill: Callable[[Any], Iterator[int]] = getattr(import_module(module), name)
    return fill(municipality_id)


def _say(done: int) -> None:
    print(f"\r{done}", end="", file=sys.stderr, flush=True)
