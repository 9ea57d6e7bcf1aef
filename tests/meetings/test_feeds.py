"""Calendar feeds: one address a thing, unguessable, renewed and taken back; what a feed shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotFound
from sasaeai.meetings import actions, queries
from sasaeai.meetings.models import CalendarFeed, Meeting
from sasaeai.notices.queries.line import announced
from tests.notices.line_world import announce, announced_call, call
from tests.world import TODAY, World


@pytest.fixture
def feed(world: World) -> CalendarFeed:
    return actions.make_feed(of=world.bodies["ono"], actor=world.viewer("arai"))


def shown(feed: CalendarFeed) -> list[Meeting]:
    rows = queries.public_feed_meetings(feed, on=TODAY, announced=announced())
    return [row.meeting for row in rows]


def test_a_thing_has_one_address_that_nobody_guesses(world: World, feed: CalendarFeed) -> None:
    again = actions.make_feed(of=world.bodies["ono"], actor=world.viewer("ohashi"))
    assert again == feed
    assert len(feed.token) == 43
    assert feed.made_by_name.startswith("新井")
    other = actions.make_feed(of=world.ono, actor=world.viewer("arai"))
    assert other.token != feed.token


def test_the_key_itself_is_in_no_trace(world: World, feed: CalendarFeed) -> None:
    made = Entry.objects.get(object_id=feed.id)
    assert (made.verb, made.actor_name) == ("create", world.viewer("arai").name)
    assert feed.token not in f"{made.object_label} {made.before} {made.after}"


def test_a_new_address_ends_the_old_one_and_can_be_taken_back(world, feed) -> None:
    arai = world.viewer("arai")
    new = actions.renew_feed(feed=feed, actor=arai)
    assert queries.public_feed(new.token) == new
    with pytest.raises(NotFound):
        queries.public_feed(feed.token)
    actions.restore_feed(feed=feed, actor=arai)
    assert queries.public_feed(feed.token) == feed
    with pytest.raises(NotFound):
        queries.public_feed(new.token)


def test_a_withdrawn_address_shows_nothing_until_it_comes_back(world, feed) -> None:
    arai = world.viewer("arai")
    actions.withdraw_feed(feed=feed, actor=arai)
    actions.withdraw_feed(feed=feed, actor=arai)
    with pytest.raises(NotFound):
        queries.public_feed(feed.token)
    assert Entry.objects.filter(object_id=feed.id, verb="remove").count() == 1
    actions.restore_feed(feed=feed, actor=arai)
    assert queries.public_feed(feed.token) == feed


def test_only_who_runs_it_gives_out_the_address(world: World, feed: CalendarFeed) -> None:
    for name in ("shiraishi", "ichikawa"):
        viewer = world.viewer(name)
        for of in (world.bodies["ono"], world.ono):
            with pytest.raises(NotAllowed):
                actions.make_feed(of=of, actor=viewer)
        with pytest.raises(NotAllowed):
            actions.renew_feed(feed=feed, actor=viewer)
        with pytest.raises(NotAllowed):
            actions.withdraw_feed(feed=feed, actor=viewer)


def test_everybody_may_have_their_own_and_the_register_keepers_others(world: World) -> None:
    person = world.posts["ichikawa"].tenures.get().person
    ichikawa = world.viewer("ichikawa")
    assert actions.make_feed(of=person, actor=ichikawa).person == person
    neighbour = world.posts["chokai"].tenures.get().person
    with pytest.raises(NotAllowed):
        actions.make_feed(of=neighbour, actor=ichikawa)
    assert actions.make_feed(of=neighbour, actor=world.viewer("ohashi"))


def test_a_feed_belongs_to_nobody_else(world: World, feed: CalendarFeed) -> None:
    with pytest.raises(NotFound):
        queries.get_visible_feed(feed.id, viewer=world.viewer("shiraishi"))
    assert queries.get_visible_feed(feed.id, viewer=world.viewer("ohashi")) == feed


def test_a_body_and_a_district_show_their_own_meetings(world: World, feed: CalendarFeed) -> None:
    own = world.add_meeting()
    steering = world.add_meeting("steering", on=date(2026, 12, 8))
    world.add_meeting("shinjo")
    district = actions.make_feed(of=world.ono, actor=world.viewer("arai"))
    assert shown(feed) == [own]
    assert shown(district) == [steering, own]


def test_a_person_sees_each_announced_meeting_once(world: World) -> None:
    first = announced_call(world)
    person = first.person
    feed = actions.make_feed(of=person, actor=world.viewer("arai"))
    second_post = world.add_post(first.organization, "防災部長", None)
    call(world, first.meeting, second_post, person=person, person_name=person.name)
    draft = world.add_meeting(on=date(2027, 1, 19))
    expected = call(world, draft, world.posts["chokai"])
    assert shown(feed) == [first.meeting]
    announce(world, draft)
    assert shown(feed) == [first.meeting, draft]
    actions.withdraw_call(expected=expected, actor=world.viewer("arai"))
    assert shown(feed) == [first.meeting]


def test_a_feed_keeps_two_years(world: World, feed: CalendarFeed) -> None:
    kept = world.add_meeting(on=TODAY - timedelta(days=700))
    world.add_meeting(on=TODAY - timedelta(days=740))
    assert shown(feed) == [kept]


def test_a_change_is_dated(world: World, feed: CalendarFeed) -> None:
    meeting = world.add_meeting()
    (before,) = queries.public_feed_meetings(feed, on=TODAY)
    assert before.changed_at == meeting.created_at
    actions.cancel_meeting(meeting=meeting, reason="大雪", actor=world.viewer("arai"))
    (after,) = queries.public_feed_meetings(feed, on=TODAY)
    assert before.changed_at < after.changed_at <= clock.now()


def test_queries_do_not_grow_with_meetings(
    world: World, feed: CalendarFeed, django_assert_num_queries
) -> None:
    for day in range(1, 13):
        world.add_meeting(on=date(2026, 12, day))
    with django_assert_num_queries(3):
        rows = queries.public_feed_meetings(queries.public_feed(feed.token), on=TODAY)
        assert len({f"{row.meeting.body} {row.meeting.venue}" for row in rows}) == 1
