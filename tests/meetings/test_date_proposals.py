"""Which days and whom a date poll proposes."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from sasaeai.kernel import clock
from sasaeai.meetings import queries
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.queries.date_proposals import (
    closed_weekdays,
    day_warnings,
    hall_is_closed,
)
from tests.meetings.date_world import DAYS, asked_poll, slots
from tests.world import TODAY, World


def proposed(world: World, body: str = "ono") -> queries.PollDefaults:
    viewer = world.viewer("arai")
    found = queries.get_visible_body(world.bodies[body].id, viewer=viewer)
    return queries.poll_defaults(found, viewer=viewer)


def test_eight_open_days_near_the_usual_one_are_proposed(world):
    world.add_meeting(on=date(2026, 9, 15), state=MeetingState.CANCELLED)
    world.add_meeting(on=date(2026, 9, 16))
    found = proposed(world).slots
    days = [clock.to_tokyo(slot.starts_at) for slot in found]
    assert len(days) == 8
    assert days == sorted(days)
    assert all(day.time() == time(13, 30) for day in days)
    assert all(day.weekday() < 5 for day in days)
    assert all(day.date() > TODAY + timedelta(days=7) for day in days)
    assert any("いつもの曜日" in slot.note for slot in found)


def test_holidays_new_year_and_days_of_a_closed_or_taken_hall_are_left_out(world):
    world.venue.closed_days = "毎週月曜日、第3水曜日、年末年始"
    world.venue.save()
    world.add_meeting(on=date(2026, 9, 30))
    before = {clock.to_tokyo(slot.starts_at).date() for slot in proposed(world).slots}
    assert before
    assert all(day.weekday() != 0 for day in before)
    assert not any(date(2026, 12, 29) <= day <= date(2027, 1, 3) for day in before)
    taken = min(before)
    world.add_meeting("shinjo", on=taken)
    assert taken not in {clock.to_tokyo(slot.starts_at).date() for slot in proposed(world).slots}


@pytest.mark.parametrize("regime", [Regime.OPEN, Regime.SUPPORT_COUNCIL])
def test_a_taken_hall_tells_of_no_meeting_that_is_hidden(world: World, regime: str) -> None:
    poll = asked_poll(world)
    world.add_meeting("shinjo", on=DAYS[0], regime=regime)
    warnings = day_warnings(poll, slots(poll))
    first, second, _third = (warnings[slot.id] for slot in slots(poll))
    assert any("別の用で使われます" in words for words in first)
    assert not any("別の用" in words for words in second)
    assert not any("会議" in words for words in first)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("毎週月曜日", {(0, None)}),
        ("月曜・木曜、年末年始", {(0, None), (3, None)}),
        ("第1・第3水曜日", {(2, 1), (2, 3)}),
        ("第２土曜日", {(5, 2)}),
        ("祝日、休日、12月29日〜1月3日", set()),
        ("", set()),
    ],
)
def test_a_halls_closed_days_are_read_from_free_text(text, closed):
    assert closed_weekdays(text) == closed


def test_the_third_wednesday_is_closed_and_the_second_is_not(world):
    world.venue.closed_days = "第3水曜日"
    assert hall_is_closed(world.venue, date(2026, 12, 16))
    assert not hall_is_closed(world.venue, date(2026, 12, 9))


def test_hosts_coordinator_and_centre_are_the_key_people(world):
    people = proposed(world).people
    assert [each.post for each in people if each.is_key] == [
        world.posts["ohashi"],
        world.posts["arai"],
    ]
    assert {each.post for each in people if not each.is_key} == {
        world.posts["chokai"],
        world.posts["minji"],
    }
    shinjo = [each.post for each in proposed(world, "shinjo").people if each.is_key]
    assert shinjo == [world.posts["shiraishi"], world.posts["arai"], world.posts["hokatsu"]]
