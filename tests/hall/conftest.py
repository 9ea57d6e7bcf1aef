"""A meeting with one item, and a tablet that carries it."""

from __future__ import annotations

import pytest

from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting
from tests.hall.device import Device, carry_for
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return meetings.add_item(meeting=meeting, title="雪かきについて", actor=world.viewer("arai"))


@pytest.fixture
def tablet(world: World, meeting: Meeting, item: AgendaItem) -> Device:
    device = carry_for(world, "arai", meeting)
    device.begin()
    return device
