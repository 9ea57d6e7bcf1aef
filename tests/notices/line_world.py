"""Somebody called to an announced meeting, with a code that a talk in LINE can carry."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.people.models import Post
from tests.world import World


def call(world: World, meeting: Meeting, post: Post | None = None, **fields: Any) -> Expected:
    """A call with a real code."""
    return world.add_expected(
        meeting, post, reply_code=new_reply_code(secrets.SystemRandom()), **fields
    )


def announce(world: World, meeting: Meeting) -> None:
    """Somebody looked at the invitation."""
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    actions.approve_notice(notice=notice, actor=arai)


def announced_call(
    world: World, post: str = "chokai", on: date = date(2026, 12, 22), **fields: Any
) -> Expected:
    """A post called to an announced meeting of 大野 on a day."""
    meeting = world.add_meeting(on=on, **fields)
    expected = call(world, meeting, world.posts[post])
    announce(world, meeting)
    return expected
