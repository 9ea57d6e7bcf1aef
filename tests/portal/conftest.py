"""What the tests of the portal share: a meeting whose calls carry real codes, and a stranger."""

from __future__ import annotations

from random import Random

import pytest

from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.models import Expected, Meeting
from tests.conftest import ReadingClient
from tests.world import World

_DRAWN = Random(20261123)  # noqa: S311  codes of a test need not be secret


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key], reply_code=new_reply_code(_DRAWN))
    return meeting


@pytest.fixture
def call(world: World, meeting: Meeting) -> Expected:
    """The call of 白旗野町会's head, as its code finds it."""
    return Expected.objects.select_related("meeting__body__district").get(
        meeting=meeting, post=world.posts["chokai"]
    )


@pytest.fixture
def bearer(db: None) -> ReadingClient:
    """A browser without an account."""
    return ReadingClient()
