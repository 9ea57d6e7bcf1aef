"""A meeting that was held and waits for its minutes."""

from __future__ import annotations

import pytest

from sasaeai.meetings.models import Meeting
from tests.minutes.conftest import hold
from tests.world import World


@pytest.fixture
def held(world: World) -> Meeting:
    return hold(world)
