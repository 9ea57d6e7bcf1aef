"""A year of meetings: each gathering once, whatever it counts for (みなし)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind, MeetingState, Regime
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.reports.queries.years import (
    body_year,
    city_year,
    district_year,
    fiscal_years_seen,
)
from tests.world import TODAY, World

YEAR = FiscalYear(2026)


def held(world: World, body: str, on: date, people: int | None, number: int = 1) -> Meeting:
    return world.add_meeting(
        body,
        on,
        state=MeetingState.HELD,
        held_at=clock.now(),
        number=number,
        reported_count=people,
    )


def test_a_recognised_gathering_is_in_both_years_and_once_in_the_district(world: World) -> None:
    held(world, "network", date(2026, 9, 18), 20)
    held(world, "shinjo", date(2026, 11, 13), 11)
    viewer = world.viewer("shiraishi")
    own = body_year(world.bodies["shinjo"], YEAR, viewer=viewer)
    assert (own.totals.held, own.totals.recognized, own.totals.attendance) == (2, 1, 31)
    network = body_year(world.bodies["network"], YEAR, viewer=viewer)
    assert (network.totals.held, network.totals.recognized) == (1, 0)
    district = district_year(world.shinjo, YEAR, viewer=viewer).year
    assert (district.totals.held, district.totals.attendance) == (2, 31)


def test_a_recognition_counts_only_between_its_days(world: World) -> None:
    Recognition.objects.update(since=date(2026, 6, 1), until=date(2026, 9, 30))
    for number, day in enumerate(
        (date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 30), date(2026, 10, 1)), start=1
    ):
        held(world, "network", day, 10, number)
    counted = body_year(world.bodies["shinjo"], YEAR, viewer=world.system)
    assert [row.meeting.held_on for row in counted.rows] == [date(2026, 6, 1), date(2026, 9, 30)]


def test_a_year_runs_from_april_to_march(world: World) -> None:
    for number, day in enumerate((date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31)), start=1):
        held(world, "ono", day, 5, number)
    year = body_year(world.bodies["ono"], YEAR, viewer=world.system)
    assert [(month.first.month, month.held) for month in year.months if month.held] == [
        (4, 1),
        (3, 1),
    ]
    assert year.totals.attendance == 10


def test_cancelled_and_coming_meetings_are_not_counted_as_held(world: World) -> None:
    world.add_meeting("ono", date(2026, 12, 22))
    world.add_meeting(
        "ono", date(2027, 1, 20), state=MeetingState.CANCELLED, cancelled_reason="大雪"
    )
    year = body_year(world.bodies["ono"], YEAR, viewer=world.system)
    assert (year.totals.held, year.planned, year.totals.attendance) == (0, 1, 0)
    assert [month.marks for month in year.months if month.marks] == ["○"]


def test_the_signs_of_a_month_say_the_same_in_words(world: World) -> None:
    held(world, "network", date(2026, 9, 18), 20)
    held(world, "shinjo", date(2026, 9, 20), 11)
    world.add_meeting("shinjo", date(2026, 9, 28))
    months = body_year(world.bodies["shinjo"], YEAR, viewer=world.system).months
    september = next(month for month in months if month.first.month == 9)
    assert (september.marks, september.words) == ("●◎○", "開催2回（うちみなし1回）、予定1回")
    assert months[0].words == "なし"


def test_a_stranger_district_is_not_in_the_year_of_an_officer(world: World) -> None:
    held(world, "ono", date(2026, 9, 18), 20)
    seen = city_year(YEAR, viewer=world.viewer("shiraishi"))
    assert [found.district for found in seen.districts] == [world.shinjo]
    assert seen.year.rows == ()


def test_a_body_that_ended_shows_in_the_years_in_which_it_was_there(world: World) -> None:
    world.bodies["steering"].ended_on = date(2026, 5, 1)
    world.bodies["steering"].save()

    def names(year: FiscalYear) -> list[str]:
        found = district_year(world.ono, year, viewer=world.system)
        return [entry.body.name for entry in found.bodies]

    assert world.bodies["steering"].name in names(YEAR)
    assert world.bodies["steering"].name not in names(YEAR.next)


def test_the_years_on_offer_reach_from_the_first_meeting_to_the_present(world: World) -> None:
    viewer = world.viewer("ichikawa")
    assert fiscal_years_seen(viewer) == (YEAR,)
    held(world, "ono", date(2024, 11, 7), 27)
    assert fiscal_years_seen(viewer) == (YEAR, FiscalYear(2025), FiscalYear(2024))


def test_the_city_costs_four_queries_however_many_meetings_there_are(world: World) -> None:
    for number, month in enumerate((4, 5, 6, 7, 8, 9), start=1):
        held(world, "ono", date(2026, month, 8), 20, number)
        held(world, "network", date(2026, month, 9), 10, number)
    with CaptureQueriesContext(connection) as queries:
        found = city_year(YEAR, viewer=world.viewer("ichikawa", TODAY))
        assert len(found.gatherings) == 12
    rights = 4  # person, terms, council's districts … of world.viewer itself
    assert len(queries) <= 4 + rights


# ── Whatever the recognitions ────────────────────────────────────────────────────────────────────

DAYS = st.integers(min_value=0, max_value=364).map(lambda n: YEAR.start + timedelta(days=n))
BODIES = st.integers(min_value=0, max_value=4)


@dataclass(frozen=True)
class Plot:
    """Five bodies in two districts: recognitions (from, to, since, days) and meetings."""

    recognitions: list[tuple[int, int, date, int]]
    meetings: list[tuple[int, date, int, bool]]


def plots() -> st.SearchStrategy[Plot]:
    recognition = st.tuples(BODIES, BODIES, DAYS, st.integers(min_value=0, max_value=300))
    meeting = st.tuples(BODIES, DAYS, st.integers(min_value=0, max_value=90), st.booleans())
    return st.builds(
        Plot,
        st.lists(
            recognition.filter(lambda r: r[0] != r[1]),
            max_size=6,
            unique_by=lambda r: (r[0], r[1], r[2]),
        ),
        st.lists(meeting, max_size=12, unique_by=lambda m: (m[0], m[1])),
    )


@pytest.fixture
def bare(world: World) -> Iterator[World]:
    """The world without its own recognition."""
    Recognition.objects.update(removed_at=clock.now())
    return world


def write_plot(world: World, plot: Plot) -> tuple[list[Body], list[Meeting]]:
    bodies = [
        Body.objects.create(
            municipality=world.city,
            district=world.ono if number % 2 else world.shinjo,
            kind=BodyKind.OTHER,
            name=f"会議{number}",
        )
        for number in range(5)
    ]
    for source, target, since, days in plot.recognitions:
        Recognition.objects.create(
            municipality=world.city,
            body=bodies[source],
            counts_for=bodies[target],
            since=since,
            until=since + timedelta(days=days),
            decided_at="説明会",
        )
    meetings = [
        Meeting.objects.create(
            municipality=world.city,
            body=bodies[body],
            fiscal_year=YEAR.year,
            starts_at=clock.at(day, time(10)),
            ends_at=clock.at(day, time(11)),
            venue=world.venue,
            regime=Regime.OPEN,
            state=MeetingState.HELD if is_held else MeetingState.PLANNED,
            held_at=clock.now() if is_held else None,
            number=number if is_held else None,
            reported_count=people if is_held else None,
        )
        for number, (body, day, people, is_held) in enumerate(plot.meetings, start=1)
    ]
    return bodies, meetings


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plot=plots())
def test_no_chain_of_recognitions_counts_a_gathering_twice(bare: World, plot: Plot) -> None:
    with transaction.atomic():
        bodies, meetings = write_plot(bare, plot)
        viewer = Viewer.system(municipality_id=bare.city.id, on=TODAY)
        found = city_year(YEAR, viewer=viewer)
        people = sum(people for _body, _day, people, is_held in plot.meetings if is_held)
        assert found.year.totals.held == sum(m[3] for m in plot.meetings)
        assert found.year.totals.attendance == people
        assert found.year.planned == sum(not m[3] for m in plot.meetings)
        assert sum(month.held for month in found.year.months) == found.year.totals.held
        for district in found.districts:
            ids = [row.meeting.id for row in district.year.rows]
            assert len(ids) == len(set(ids))
        assert years_of(found) == expected_years(bodies, meetings, plot)
        transaction.set_rollback(True)


def years_of(found) -> set[tuple[str, str]]:
    return {
        (entry.body.name, str(row.meeting.id))
        for district in found.districts
        for entry in district.bodies
        for row in entry.year.rows
    }


def expected_years(bodies: list[Body], meetings: list[Meeting], plot: Plot) -> set[tuple[str, str]]:
    """A gathering is its own body's, and by one recognition of its day another's; never further."""
    pairs = {(meeting.body.name, str(meeting.id)) for meeting in meetings}
    for source, target, since, days in plot.recognitions:
        for meeting, (body, day, _people, _held) in zip(meetings, plot.meetings, strict=True):
            if body == source and since <= day <= since + timedelta(days=days):
                pairs.add((bodies[target].name, str(meeting.id)))
    return pairs
