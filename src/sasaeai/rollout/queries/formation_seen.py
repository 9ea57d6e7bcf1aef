"""What stood when the page of a pattern was opened: the base that a choice is laid against.

Between opening and pressing, others go on working at the same meeting. What they added is not in
the choice, and is no wish to take it off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self

from sasaeai.kernel.models import VersionedModel

_LISTS = ("items", "members", "ticked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A body as the page showed it. Rows are 「id:version」, empty where there was none.

    items: titles on the agenda of its first meeting; members: ids of posts that were usual members;
    ticked: ids of posts that stood ticked, members or proposed.
    """

    body: str = ""
    meeting: str = ""
    items: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()

    def as_text(self) -> str:
        """As a form carries it."""
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        return json.dumps({"body": self.body, "meeting": self.meeting, **lists})

    @classmethod
    def from_text(cls, typed: str) -> Self:
        """What `as_text` wrote. ValueError or TypeError for anything else."""
        given = json.loads(typed)
        if not isinstance(given, dict):
            raise TypeError("not what a page showed")
        lists = {name: _texts(given.get(name, [])) for name in _LISTS}
        body, meeting = _texts([given.get("body", ""), given.get("meeting", "")])
        return cls(body=body, meeting=meeting, **lists)


def _texts(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise ValueError("not what a page showed")
    return tuple(given)


def named(row: VersionedModel | None) -> str:
    """A row with its version, as `Seen` keeps it."""
    return f"{row.pk}:{row.version}" if row is not None else ""


def version_seen(row: VersionedModel, seen: str) -> int:
    """The version of a row that was seen; 0, which no row has, when another or none was."""
    key, _, version = seen.partition(":")
    return int(version) if key == str(row.pk) and version.isdigit() else 0
