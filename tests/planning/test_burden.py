"""The burden of meetings, against a count made another way."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting, Recognition
from sasaeai.people.models import Tenure
from sasaeai.planning.queries.burden import (
    burden_figures,
    busy_weeks,
    own_load,
    persons_page,
    posts_page,
)
from tests.world import World

YEAR = FiscalYear(2026)


def fill(world: World) -> None:
    """Twenty meetings of four bodies on random days, some called off, one person with two posts."""
    dice = random.Random(20261123)  # noqa: S311  not for secrets
    holder = world.posts["chokai"].tenures.get().person
    second = world.add_post(world.organizations["白旗野町会"], "会計", None)
    Tenure.objects.create(
        municipality=world.city, person=holder, post=second, since=date(2025, 4, 1)
    )
    posts = [world.posts[key] for key in ("ohashi", "chokai", "minji", "hokatsu", "arai")]
    days = dice.sample(range(40), 20)
    for number, offset in enumerate(days):
        meeting = world.add_meeting(
            dice.choice(["ono", "steering", "shinjo", "network"]),
            date(2026, 12, 1) + timedelta(days=offset),
            state=MeetingState.CANCELLED if number % 7 == 0 else MeetingState.PLANNED,
        )
        for post in [*dice.sample(posts, 3), second]:
            world.add_expected(meeting, post)


def counted_by_hand(world: World) -> dict[str, tuple[int, int]]:
    """By name: meetings and minutes, meeting after meeting, person after person."""
    meetings: dict[str, set] = defaultdict(set)
    minutes: dict[str, int] = defaultdict(int)
    for meeting in Meeting.objects.filter(fiscal_year=2026):
        if meeting.state == "cancelled":
            continue
        length = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
        for name in {call.person.name for call in Expected.objects.filter(meeting=meeting)}:
            meetings[name].add(meeting.pk)
            minutes[name] += length
    return {name: (len(of), minutes[name]) for name, of in meetings.items()}


def test_each_person_is_counted_as_a_hand_count_does(world: World) -> None:
    fill(world)
    page = persons_page(world.viewer("arai"), YEAR, 1)
    assert {row.name: (row.load.meetings, row.load.minutes) for row in page} == counted_by_hand(
        world
    )


def test_a_post_is_called_once_a_meeting_and_a_person_with_two_posts_too(world: World) -> None:
    meeting = world.add_meeting("ono", date(2026, 12, 1))
    second = world.add_post(world.organizations["白旗野町会"], "会計", None)
    holder = world.posts["chokai"].tenures.get().person
    Tenure.objects.create(
        municipality=world.city, person=holder, post=second, since=date(2025, 4, 1)
    )
    for post in (world.posts["chokai"], second):
        world.add_expected(meeting, post)
    viewer = world.viewer("ohashi")
    assert [row.load.minutes for row in posts_page(viewer, YEAR, 1)] == [60, 60]
    assert [row.load.minutes for row in persons_page(viewer, YEAR, 1)] == [60]
    assert burden_figures(viewer, YEAR).persons == 1


def test_a_meeting_that_counts_for_two_bodies_is_one_way(world: World) -> None:
    assert Recognition.objects.filter(body=world.bodies["network"]).exists()
    meeting = world.add_meeting("network", date(2026, 12, 1))
    world.add_expected(meeting, world.posts["hokatsu"])
    rows = posts_page(world.viewer("shiraishi"), YEAR, 1)
    assert [row.load.meetings for row in rows] == [1]
    assert burden_figures(world.viewer("shiraishi"), YEAR).in_several == 0


def test_busy_weeks_go_from_monday_to_sunday() -> None:
    friday = date(2026, 12, 4)
    assert busy_weeks([friday, friday + timedelta(1), friday + timedelta(3)]) == ()
    week = [date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 13)]
    assert busy_weeks(week) == (date(2026, 12, 7),)


def test_busy_persons_are_as_many_as_their_weeks_say(world: World) -> None:
    fill(world)
    viewer = world.viewer("arai")
    rows = persons_page(viewer, YEAR, 1)
    by_hand = sum(bool(row.load.busy_weeks) for row in rows)
    assert by_hand > 0
    assert burden_figures(viewer, YEAR).busy == by_hand


def test_lists_go_by_reading_and_never_by_size(world: World) -> None:
    fill(world)
    rows = list(persons_page(world.viewer("arai"), YEAR, 1))
    assert [row.detail for row in rows] == sorted(row.detail for row in rows)


def test_the_city_gets_no_persons_and_everybody_their_own(world: World) -> None:
    fill(world)
    assert list(persons_page(world.viewer("ichikawa"), YEAR, 1)) == []
    own = own_load(world.viewer("ohashi"), YEAR)
    assert own is not None
    assert (own.meetings, own.minutes) == counted_by_hand(world)["大橋 試一"]
