"""A meeting that was called off: every step says so, and where it can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.meetings import actions
from tests.conftest import DeskClients
from tests.world import World


@pytest.mark.parametrize("step", ["agenda", "call", "notice", "replies", "day", "record"])
def test_each_step_of_a_cancelled_meeting_says_why_and_how_to_go_back(
    world: World, desk: DeskClients, step: str
) -> None:
    meeting = world.add_meeting(on=date(2026, 12, 23))
    actions.cancel_meeting(meeting=meeting, reason="大雪のため", actor=world.viewer("arai"))
    html = desk.ohashi.get(reverse(f"desk:meeting_{step}", args=[meeting.id])).content.decode()
    assert "この会議は中止になりました" in html
    assert "理由：大雪のため" in html
    assert reverse("desk:meeting_plan", args=[meeting.id]) in html
    for promise in ("下書きができています", "このまま締められます", "ここで会議録を作れます"):
        assert promise not in html


def test_nothing_to_record_is_due_before_the_day_is_closed(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting(on=date(2026, 12, 23))
    html = desk.ohashi.get(reverse("desk:meeting_record", args=[meeting.id])).content.decode()
    assert 'class="part part-now"' not in html
