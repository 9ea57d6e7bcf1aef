"""What a card of each kind says, cleaned from the JSON of a device.

Pure: a fault is a value (`Fault`), worded by `hall.queries.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sasaeai.kernel.text import char_count, clean_line, clean_lines

Body = Mapping[str, Any]

MOST_IN_TEXT = 10_000
MOST_IN_LINE = 120
MOST_SECONDS = 24 * 60 * 60

PRESENCE, REMARK, OUTCOME, PROMISE = "presence", "remark", "outcome", "promise"
ITEM, CLOCK, TROUBLE, NOTE = "item", "clock", "trouble", "note"
SUBSTITUTE = "substitute"
_IS_THERE = frozenset({"present", "late"})


class Fault(StrEnum):
    """Why something a device sent is no entry."""

    NOT_AN_ENTRY = "not_an_entry"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"


class BadBody(ValueError):
    """A body that cannot be taken. `at`: the key it is about; `limit`: what would be allowed."""

    def __init__(self, fault: Fault, at: str = "", limit: int = 0) -> None:
        super().__init__(fault.value, at, limit)
        self.fault, self.at, self.limit = fault, at, limit


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a body. sort: text | line | number | flag | day | id; `must`: it cannot be left out.

    choices: the only texts allowed. most: characters, or the highest number (from 0 on).
    """

    sort: str
    most: int = 0
    must: bool = False
    choices: tuple[str, ...] = ()
    empty: Any = None


_LINE = Key("line", MOST_IN_LINE, empty="")
_TEXT = Key("text", MOST_IN_TEXT, empty="")
_FLAG = Key("flag", empty=False)
_CARD = Key("id", must=True)

SHAPES: Mapping[str, Mapping[str, Key]] = {
    PRESENCE: {
        "expected": Key("id"),
        "status": Key(
            "line",
            must=True,
            choices=("present", "late", "substitute", "excused", "absent"),
        ),
        "organization_name": _LINE,
        "post_title": _LINE,
        "person_name": _LINE,
        "group": _LINE,
        "companions": Key("number", 999, empty=0),
        "removed": _FLAG,
    },
    REMARK: {
        "item": _CARD,
        "kind": Key("line", must=True, choices=("opinion", "response")),
        "group": _LINE,
        "text": _TEXT,
        "removed": _FLAG,
    },
    OUTCOME: {
        "item": _CARD,
        "outcome": Key(
            "line",
            empty="",
            choices=(
                "",
                "decided",
                "carried_over",
                "referred",
                "service",
                "circulate",
                "shared",
                "closed",
            ),
        ),
        "text": _TEXT,
    },
    PROMISE: {
        "item": _CARD,
        "who": Key("line", 1_000, empty=""),
        "what": Key("line", 1_000, empty=""),
        "due_on": Key("day"),
        "removed": _FLAG,
    },
    ITEM: {
        "title": Key("line", 1_000, empty=""),
        "kind": Key("line", empty="discuss", choices=("discuss", "report", "inform", "exchange")),
        "minutes": Key("number", 9_999),
        "position": Key("number", 99_999, empty=0),
        "removed": _FLAG,
    },
    CLOCK: {"item": _CARD, "seconds": Key("number", MOST_SECONDS, must=True)},
    TROUBLE: {"text": _TEXT, "raised_by": Key("line", 1_000, empty=""), "removed": _FLAG},
    NOTE: {"text": Key("line", MOST_IN_TEXT, empty="")},
}
"""The keys of each kind. What is longer than its column in the record waits there, it is not lost."""


def clean_body(kind: str, raw: object) -> dict[str, Any]:
    """Return a body as it is stored: each key of its kind, texts without what cannot be seen.

    Raises BadBody for anything else than the shape of the kind.
    """
    shape = SHAPES.get(kind)
    if shape is None:
        raise BadBody(Fault.UNKNOWN_KIND)
    if not isinstance(raw, dict):
        raise BadBody(Fault.NOT_AN_ENTRY)
    for name in raw:
        if name not in shape:
            raise BadBody(Fault.UNKNOWN_KEY, clean_line(str(name))[:40])
    return {name: _value(name, key, raw.get(name)) for name, key in shape.items()}


def says(kind: str, body: Body) -> tuple[Any, ...]:
    """What a body means: equal values mean that two writers said the same.

    All that is gone is the same, whatever it said before; an item's place is no word; of somebody
    called who is not there only that is said.
    """
    if is_gone(kind, body):
        return ("gone",)
    names = [name for name in SHAPES[kind] if (kind, name) != (ITEM, "position")]
    if kind == PRESENCE and body["expected"]:
        names = ["status", "companions", "group"]
        if body["status"] == SUBSTITUTE:
            names += ["person_name", "post_title"]
        elif body["status"] in _IS_THERE:
            names.append("person_name")
    return tuple((name, body[name]) for name in names)


def is_gone(kind: str, body: Body) -> bool:
    """Whether nothing is to stand in the record: removed, or emptied on the device."""
    if body.get("removed"):
        return True
    if kind == PROMISE:
        return not body["who"] and not body["what"]
    if kind == OUTCOME:
        return not body["outcome"] and not body["text"]
    needed = {REMARK: "text", TROUBLE: "text", NOTE: "text", ITEM: "title"}
    return kind in needed and not body[needed[kind]]


def nothing(kind: str, body: Body) -> dict[str, Any] | None:
    """Return the body that takes a text back, None where there is none (a clock)."""
    if "removed" in SHAPES[kind]:
        return {**body, "removed": True}
    if kind == OUTCOME:
        return {**body, "outcome": "", "text": ""}
    return {**body, "text": ""} if kind == NOTE else None


def both(kind: str, first: Body, second: Body) -> dict[str, Any] | None:
    """Return one body with the words of both, None where there is no saying both.

    Two statuses of one person, or a text and its removal, cannot stand side by side; nor can texts
    with another outcome, group, day or person besides, of which only one would stay.
    """
    if is_gone(kind, first) or is_gone(kind, second):
        return None
    joint = {REMARK: ("text", "\n"), OUTCOME: ("text", "\n"), TROUBLE: ("text", "\n"),
             NOTE: ("text", "／"), PROMISE: ("what", "／")}  # fmt: skip
    if kind not in joint:
        return None
    name, between = joint[kind]
    if any(first[each] != second[each] for each in SHAPES[kind] if each != name):
        return None
    one, other = first[name], second[name]
    if not one or not other or one == other:
        return None
    joined = f"{one}{between}{other}"
    key = SHAPES[kind][name]
    return {**first, name: joined} if char_count(joined) <= key.most else None


def _value(name: str, key: Key, raw: object) -> Any:
    if raw is None:
        if key.must:
            raise BadBody(Fault.MISSING, name)
        return key.empty
    read = {
        "text": _words,
        "line": _words,
        "number": _number,
        "flag": _flag,
        "day": _day,
        "id": _id,
    }[key.sort]
    return read(name, key, raw)


def _words(name: str, key: Key, raw: object) -> str:
    if not isinstance(raw, str):
        raise BadBody(Fault.WRONG_TYPE, name)
    if key.choices:
        if raw not in key.choices:
            raise BadBody(Fault.OUT_OF_RANGE, name)
        return raw
    words = clean_lines(raw) if key.sort == "text" else clean_line(raw)
    if char_count(words) > key.most:
        raise BadBody(Fault.TOO_LONG, name, key.most)
    return words


def _number(name: str, key: Key, raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadBody(Fault.WRONG_TYPE, name)
    if not 0 <= raw <= key.most:
        raise BadBody(Fault.OUT_OF_RANGE, name, key.most)
    return raw


def _flag(name: str, _key: Key, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadBody(Fault.WRONG_TYPE, name)
    return raw


def _day(name: str, _key: Key, raw: object) -> str | None:
    if raw == "":
        return None
    if not isinstance(raw, str):
        raise BadBody(Fault.WRONG_TYPE, name)
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise BadBody(Fault.OUT_OF_RANGE, name) from None
    if not 2000 <= day.year <= 2200:
        raise BadBody(Fault.OUT_OF_RANGE, name)
    return day.isoformat()


def _id(name: str, _key: Key, raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > 40:
        raise BadBody(Fault.WRONG_TYPE, name)
    try:
        return str(UUID(raw))
    except ValueError:
        raise BadBody(Fault.OUT_OF_RANGE, name) from None
