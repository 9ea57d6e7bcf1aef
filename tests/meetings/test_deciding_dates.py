"""The day that is chosen from the answers, and the decision taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import DatePoll, DateSlot, Meeting
from tests.meetings.date_world import STARTS, asked_poll, question, slots, with_poll
from tests.world import World


@pytest.fixture
def poll(world: World) -> DatePoll:
    return asked_poll(world)


def test_deciding_prepares_a_filled_meeting(world, poll):
    chosen = with_poll(slots(poll)[1], poll)
    meeting = actions.choose_slot(slot=chosen, actor=world.viewer("arai"))
    assert (meeting.starts_at, meeting.venue) == (chosen.starts_at, world.venue)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=60)
    assert meeting.snow_on == date(2026, 12, 17)
    assert meeting.regime == "open"
    assert meeting.reply_due_on == date(2026, 11, 30)
    poll.refresh_from_db()
    assert poll.meeting == meeting
    with pytest.raises(NotNow):
        actions.choose_slot(slot=chosen, actor=world.viewer("arai"))
    assert Meeting.objects.count() == 1


def test_a_decision_taken_back_calls_the_meeting_off_and_asks_on(world, poll):
    arai = world.viewer("arai")
    chosen = with_poll(slots(poll)[1], poll)
    first = actions.choose_slot(slot=chosen, actor=arai)
    actions.take_back_choice(poll=poll, actor=arai)
    first.refresh_from_db()
    assert first.state == MeetingState.CANCELLED
    again = actions.choose_slot(slot=chosen, actor=arai)
    assert again.starts_at == first.starts_at


def test_the_reason_is_kept_in_the_language_of_the_place(world, poll):
    arai = world.viewer("arai")
    meeting = actions.choose_slot(slot=with_poll(slots(poll)[1], poll), actor=arai)
    with translation.override("en"):
        actions.take_back_choice(poll=poll, actor=arai)
    meeting.refresh_from_db()
    assert meeting.cancelled_reason == "日にちを決め直すため"


def test_a_held_meeting_keeps_its_poll(world, poll):
    arai = world.viewer("arai")
    meeting = actions.choose_slot(slot=with_poll(slots(poll)[1], poll), actor=arai)
    held = Meeting.objects.filter(pk=meeting.pk)
    held.update(state=MeetingState.HELD, number=1, held_at=clock.now())
    with pytest.raises(NotNow):
        actions.take_back_choice(poll=poll, actor=arai)
    poll.refresh_from_db()
    assert poll.meeting == meeting


def test_a_day_gone_by_is_not_chosen_and_can_be_put_back(world, poll):
    arai = world.viewer("arai")
    DateSlot.objects.filter(pk=slots(poll)[0].pk).update(starts_at=clock.now() - timedelta(days=1))
    past = with_poll(slots(poll)[0], poll)
    with pytest.raises(NotNow, match="過ぎています"):
        actions.choose_slot(slot=past, actor=arai)
    actions.remove_slot(slot=past, actor=arai)
    actions.restore_slot(slot=past, actor=arai)
    assert past in slots(poll)
    with pytest.raises(InvalidInput):
        actions.add_slot(poll=poll, starts_at=clock.now() - timedelta(days=2), actor=arai)


def test_a_meeting_on_which_somebody_built_is_not_taken_back(world, poll):
    arai = world.viewer("arai")
    meeting = actions.choose_slot(slot=with_poll(slots(poll)[1], poll), actor=arai)
    world.add_expected(meeting, world.posts["chokai"])
    with pytest.raises(NotNow):
        actions.take_back_choice(poll=poll, actor=arai)
    poll.refresh_from_db()
    assert poll.meeting == meeting


def test_without_a_hall_it_is_said_where_to_choose_one(world):
    body = world.bodies["network"]
    body.usual_venue = None
    body.save()
    poll = actions.ask_dates(
        body=body,
        question=question(),
        starts=STARTS,
        posts=[world.posts["hokatsu"]],
        actor=world.viewer("arai"),
    )
    found = queries.get_visible_poll(poll.id, viewer=world.viewer("arai"))
    with pytest.raises(NotNow, match="会場"):
        actions.choose_slot(slot=with_poll(slots(found)[0], found), actor=world.viewer("arai"))
