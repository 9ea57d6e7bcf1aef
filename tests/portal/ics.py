"""Reading calendar files with another library than the one that writes them, and by the letter."""

from __future__ import annotations

from typing import Any

import vobject


def read_ics(content: bytes) -> Any:
    """The calendar, after the rules of RFC 5545 section 3.1 about lines were checked by hand."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75, line
        line.decode("utf-8")  # folded between characters, never inside of one
        assert b"\n" not in line
        assert b"\r" not in line
    calendar = vobject.readOne(content.decode("utf-8"))
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    return calendar


def only_event(content: bytes) -> Any:
    """The one event of a calendar file."""
    events = read_ics(content).vevent_list
    assert len(events) == 1
    return events[0]
