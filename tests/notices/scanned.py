"""Readings of slips as the reader hands them over, for tests of what becomes of them."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.channels.slips import SlipReading
from sasaeai.notices.enums import ScanSource
from tests.world import World

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""The smallest PNG, in place of a page."""


def slip(code: str | None, answer: str | None = "attend", **fields: Any) -> SlipReading:
    """A slip that was read surely, unless told otherwise."""
    checks: dict[str, bool | None] = dict.fromkeys(
        ("attend", "absent", "substitute", "wheelchair", "writing", "ride"),
        False,
    )
    if answer:
        checks[answer] = True
    values: dict[str, Any] = {
        "page": 1,
        "picture_png": DOT,
        "code": code,
        "answer": answer,
        "confidence": 0.99,
        "needs_review": False,
        "reason": "",
        "checks": checks,
        "crops": {},
    }
    return SlipReading(**(values | fields))


def give_codes(meeting: Meeting) -> dict[int, str]:
    """Real reply codes for the calls of a meeting; by reply number."""
    codes = {}
    for call in Expected.objects.filter(meeting=meeting).order_by("number"):
        call.reply_code = new_reply_code(Random(f"{meeting.id}-{call.number}"))  # noqa: S311
        call.save()
        codes[call.number] = call.reply_code
    return codes


def meeting_of_three(world: World, **fields: Any) -> Meeting:
    """大橋 1, 髙﨑 2 and 見本 民子 3 are called."""
    meeting = world.add_meeting(**fields)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


def file_of(*readings: SlipReading, name: str = "fax.pdf", content: bytes = b"") -> dict[str, Any]:
    """Arguments of take_in_scans for a file whose pages were read already."""
    return {
        "content": content or repr([(r.code, r.answer, r.reason) for r in readings]).encode(),
        "file_name": name,
        "source": ScanSource.UPLOAD,
        "readings": readings,
    }
