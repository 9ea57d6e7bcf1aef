"""One gathering may count for several programmes (みなし) and is never counted twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import OrganizationDistrict
from tests.world import World, with_time


def held(world: World, body: str, on: date, people: int) -> Meeting:
    number = Meeting.objects.count() + 1
    return world.add_meeting(
        body,
        on,
        state=MeetingState.HELD,
        held_at=with_time(on, 15),
        number=number,
        reported_count=people,
    )


def test_both_bodies_show_the_meeting_and_the_district_counts_it_once(world: World) -> None:
    shared = held(world, "network", date(2026, 6, 10), 20)
    own = held(world, "shinjo", date(2026, 7, 8), 23)
    viewer = world.viewer("shiraishi")
    bodies = [world.bodies["shinjo"], world.bodies["network"]]
    years = queries.meetings_of_bodies(bodies, 2026, viewer=viewer)
    shinjo, network = years[bodies[0].id], years[bodies[1].id]
    assert [(row.meeting, row.counted_as is not None) for row in shinjo] == [
        (shared, True),
        (own, False),
    ]
    assert [(row.meeting, row.counted_as) for row in network] == [(shared, None)]
    assert queries.year_totals(shinjo) == queries.YearTotals(held=2, recognized=1, attendance=43)
    together = queries.year_totals([*shinjo, *network])
    assert (together.held, together.recognized, together.attendance) == (2, 0, 43)


def test_only_meetings_within_the_recognised_time_count(world: World) -> None:
    recognition = Recognition.objects.get()
    recognition.since, recognition.until = date(2026, 5, 1), date(2026, 6, 10)
    recognition.save()
    for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 10), date(2026, 6, 11)):
        held(world, "network", day, 10)
    found = queries.meetings_of_year(world.bodies["shinjo"], 2026, viewer=world.system)
    assert [row.meeting.on for row in found] == [date(2026, 5, 1), date(2026, 6, 10)]


def test_what_is_not_held_is_listed_and_not_counted(world: World) -> None:
    world.add_meeting("network", date(2026, 6, 10), state=MeetingState.CANCELLED)
    world.add_meeting("network", date(2026, 12, 10))
    found = queries.meetings_of_year(world.bodies["shinjo"], 2026, viewer=world.system)
    assert len(found) == 2
    assert queries.year_totals(found) == queries.YearTotals(0, 0, 0)


def test_a_removed_recognition_counts_nothing(world: World) -> None:
    held(world, "network", date(2026, 6, 10), 20)
    actions.remove_recognition(
        recognition=Recognition.objects.get(), actor=world.viewer("shiraishi")
    )
    assert queries.meetings_of_year(world.bodies["shinjo"], 2026, viewer=world.system) == []


def test_whoever_runs_the_counting_body_decides_and_says_where(world: World) -> None:
    values = {"body": world.bodies["ono"], "counts_for": world.bodies["steering"]}
    since = date(2026, 4, 1)
    with pytest.raises(NotAllowed):
        actions.recognize_body(
            **values, since=since, decided_at="役員会", actor=world.viewer("shiraishi")
        )
    with pytest.raises(InvalidInput) as refusal:
        actions.recognize_body(**values, since=since, decided_at="", actor=world.viewer("ohashi"))
    assert "decided_at" in refusal.value.fields


def test_a_body_does_not_count_for_itself_nor_twice_at_a_time(world: World) -> None:
    arai, since = world.viewer("arai"), date(2026, 4, 1)
    network, shinjo = world.bodies["network"], world.bodies["shinjo"]
    for body in (shinjo, network):
        with pytest.raises(InvalidInput) as refusal:
            actions.recognize_body(
                body=body, counts_for=shinjo, since=since, decided_at="役員会", actor=arai
            )
        assert "body" in refusal.value.fields
    running = Recognition.objects.get()
    actions.end_recognition(recognition=running, until=date(2026, 3, 31), actor=arai)
    actions.recognize_body(
        body=network, counts_for=shinjo, since=since, decided_at="役員会", actor=arai
    )
    with pytest.raises(NotNow):
        actions.continue_recognition(recognition=running, actor=arai)


def test_two_recognitions_of_the_same_bodies_never_share_a_day(world: World) -> None:
    shiraishi = world.viewer("shiraishi")
    bodies = {"body": world.bodies["network"], "counts_for": world.bodies["shinjo"]}
    first = Recognition.objects.get()
    actions.end_recognition(recognition=first, until=date(2026, 3, 31), actor=shiraishi)
    second = actions.recognize_body(
        **bodies, since=date(2026, 7, 1), decided_at="役員会", actor=shiraishi
    )
    first.refresh_from_db()
    with pytest.raises(NotNow, match="7月1日"):
        actions.end_recognition(recognition=first, until=date(2026, 7, 1), actor=shiraishi)
    with pytest.raises(NotNow, match="7月1日"):
        actions.continue_recognition(recognition=first, actor=shiraishi)
    actions.end_recognition(recognition=first, until=date(2026, 6, 30), actor=shiraishi)
    # One that was taken out by mistake comes back where nothing else counts.
    actions.remove_recognition(recognition=first, actor=shiraishi)
    first.refresh_from_db()
    restored = actions.restore_recognition(recognition=first, actor=shiraishi)
    assert (restored.removed_at, restored.until) == (None, date(2026, 6, 30))
    assert second.until is None


def test_only_coordinators_carry_the_news(world: World) -> None:
    recognition, arai = Recognition.objects.get(), world.viewer("arai")
    with pytest.raises(InvalidInput):
        actions.link_post(recognition=recognition, post=world.posts["shiraishi"], actor=arai)
    second = world.add_post(
        world.organizations["社会福祉法人青森市社会福祉協議会"],
        "地域支え合い推進員（二人目）",
        None,
        role=StaffRole.COORDINATOR,
    )
    link = actions.link_post(recognition=recognition, post=second, actor=arai)
    actions.unlink_post(link=link, actor=arai)
    [shown] = queries.recognitions_of(world.bodies["shinjo"])
    assert [each.post for each in shown.links.all()] == [world.posts["arai"]]
    assert actions.link_post(recognition=recognition, post=second, actor=arai).pk == link.pk


def recognize(world: World, body: str, counts_for: str, **values: object) -> Recognition:
    given = {"since": date(2026, 4, 1), "decided_at": "役員会", "actor": world.viewer("arai")}
    return actions.recognize_body(
        body=world.bodies[body], counts_for=world.bodies[counts_for], **(given | values)
    )


def test_it_never_goes_in_a_circle(world: World) -> None:
    with pytest.raises(InvalidInput, match="反対に"):
        recognize(world, "shinjo", "network")
    # Over a third body neither: 幹事会 → 大野 → (another) → 幹事会.
    recognize(world, "steering", "ono")
    third = actions.create_body(
        district=world.ono,
        details=actions.BodyDetails(name="大野地区連絡会", kind=BodyKind.OTHER),
        hosts=[world.organizations["大野地区社会福祉協議会"]],
        actor=world.viewer("arai"),
    )
    world.bodies["third"] = third
    recognize(world, "ono", "third")
    with pytest.raises(InvalidInput, match="反対に"):
        recognize(world, "third", "steering")


def test_one_that_ended_may_be_turned_round_and_then_not_put_back(world: World) -> None:
    arai = world.viewer("arai")
    first = Recognition.objects.get()
    actions.end_recognition(recognition=first, until=date(2026, 3, 31), actor=arai)
    recognize(world, "shinjo", "network")
    with pytest.raises(InvalidInput, match="反対に"):
        actions.continue_recognition(recognition=first, actor=arai)


def test_a_body_that_has_ended_counts_for_nothing_any_more(world: World) -> None:
    steering = world.bodies["steering"]
    steering.ended_on = date(2026, 3, 31)
    steering.save()
    with pytest.raises(InvalidInput, match="終わりになっています"):
        recognize(world, "steering", "ono", since=date(2026, 4, 1))
    assert recognize(world, "steering", "ono", since=date(2026, 3, 31)).pk


def test_a_body_of_another_district_counts_only_where_its_host_serves(world: World) -> None:
    arai = world.viewer("arai")
    offered = queries.recognizable_bodies(world.bodies["ono"], viewer=arai)
    assert offered == [world.bodies["steering"]]
    with pytest.raises(InvalidInput, match="担当していません"):
        recognize(world, "network", "ono")
    OrganizationDistrict.objects.create(
        municipality=world.city,
        organization=world.organizations["新城地域包括支援センター（見本）"],
        district=world.ono,
        since=date(2026, 6, 1),
    )
    with pytest.raises(InvalidInput, match="担当していません"):
        recognize(world, "network", "ono", since=date(2026, 5, 31))
    assert recognize(world, "network", "ono", since=date(2026, 6, 1)).pk
    offered = queries.recognizable_bodies(world.bodies["ono"], viewer=arai)
    assert world.bodies["network"] in offered
    assert world.bodies["shinjo"] not in offered


BODIES = 4
DAY = st.integers(0, 364).map(lambda days: date(2026, 4, 1) + timedelta(days=days))
CHAIN = st.lists(
    st.tuples(
        st.integers(0, BODIES - 1), st.integers(0, BODIES - 1), DAY, st.none() | st.integers(0, 300)
    ),
    max_size=8,
)
HELD = st.lists(st.tuples(st.integers(0, BODIES - 1), DAY), max_size=8, unique=True)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chain=CHAIN, days=HELD)
def test_no_chain_of_recognitions_counts_a_meeting_twice(
    world: World, chain: list, days: list
) -> None:
    """Whatever counts for whatever: once in each year, once in every total, own before みなし."""
    bodies = _bodies(world)
    made = [_recognition(world, bodies, *link) for link in chain if link[0] != link[1]]
    meetings = [
        Meeting(
            municipality=world.city,
            body=bodies[index],
            fiscal_year=2026,
            starts_at=with_time(day, 10, index),
            ends_at=with_time(day, 12),
            venue=world.venue,
            regime="open",
            state=MeetingState.HELD,
            held_at=with_time(day, 12),
            number=number,
            reported_count=2**number,
        )
        for number, (index, day) in enumerate(days)
    ]
    try:
        Recognition.objects.bulk_create(_without_repeats(made))
        Meeting.objects.bulk_create(meetings)
        years = queries.meetings_of_bodies(bodies, 2026, viewer=world.system)
        for body in bodies:
            _check_year(body, years[body.id], made)
        everything = queries.year_totals(row for rows in years.values() for row in rows)
        # Head-counts are powers of two: any meeting counted twice or left out changes the sum.
        assert everything.attendance == sum(2**number for number in range(len(days)))
        assert everything.held == len(days)
        assert everything.recognized == 0
    finally:
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings]).delete()
        Recognition.objects.filter(pk__in=[each.pk for each in made]).delete()


def _check_year(body: Body, rows: list, made: list[Recognition]) -> None:
    ids = [row.meeting.id for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        by = row.counted_as
        assert (by is None) == (row.meeting.body_id == body.id)
        if by is not None:
            assert (by.body_id, by.counts_for_id) == (row.meeting.body_id, body.id)
            assert by.since <= row.meeting.held_on
            assert by.until is None or row.meeting.held_on <= by.until
    totals = queries.year_totals(rows)
    assert totals.held == len(rows)
    assert totals.attendance == sum(row.meeting.reported_count for row in rows)


def _bodies(world: World) -> list[Body]:
    return [
        Body.objects.get_or_create(
            municipality=world.city,
            district=world.ono,
            name=f"会議体{number}",
            kind=BodyKind.OTHER,
        )[0]
        for number in range(BODIES)
    ]


def _recognition(
    world: World, bodies: list[Body], body: int, counts_for: int, since: date, days: int | None
) -> Recognition:
    return Recognition(
        municipality=world.city,
        body=bodies[body],
        counts_for=bodies[counts_for],
        since=since,
        until=None if days is None else since + timedelta(days=days),
        decided_at="役員会",
    )


def _without_repeats(made: list[Recognition]) -> list[Recognition]:
    return list({(r.body_id, r.counts_for_id, r.since): r for r in made}.values())
