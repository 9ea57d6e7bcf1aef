"""The seven steps of a meeting: done, due, overdue, and what a meeting from an old report owes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice, Reply
from sasaeai.reports.queries.progress import StepKey, StepState, progress_of, progress_of_all
from tests.world import TODAY, World


def make_notice(world: World, meeting: Meeting, *, status: str = DeliveryStatus.PRINTED) -> Notice:
    """The invitation of a meeting, with one copy that stands so."""
    printed_at = clock.now() if status == DeliveryStatus.PRINTED else None
    notice = Notice.objects.create(
        municipality=world.city,
        meeting=meeting,
        issued_on=TODAY,
        subject="ご案内",
        greeting="時下",
        purpose="会議を開きます。",
        sender_organization="大野地区社会福祉協議会",
        contact_name="新井",
        reply_due_on=meeting.held_on - timedelta(days=10),
        printed_at=printed_at,
    )
    Delivery.objects.create(
        municipality=world.city,
        notice=notice,
        expected=meeting.expected.all()[0],
        channel="post",
        status=status,
        printed_at=printed_at,
    )
    return notice


def hold(meeting: Meeting) -> Meeting:
    meeting.state, meeting.number, meeting.held_at = MeetingState.HELD, 1, clock.now()
    meeting.save()
    return meeting


def states(meeting: Meeting, on: date = TODAY) -> list[StepState]:
    return [step.state for step in progress_of(meeting, on=on).steps]


def test_a_fresh_meeting_has_its_plan_and_waits_for_an_agenda(world: World) -> None:
    meeting = world.add_meeting(on=TODAY + timedelta(days=60))
    progress = progress_of(meeting, on=TODAY)
    assert progress.current is not None
    assert progress.current.key == StepKey.AGENDA
    assert states(meeting)[:3] == [StepState.DONE, StepState.NOW, StepState.LATER]


@pytest.mark.parametrize(
    ("days_before", "state"), [(36, "now"), (35, "now"), (34, "overdue"), (0, "overdue")]
)
def test_the_agenda_is_wanted_five_days_before_the_notice_that_goes_out_a_month_ahead(
    world: World, days_before: int, state: str
) -> None:
    meeting = world.add_meeting(on=date(2027, 2, 18))
    step = progress_of(meeting, on=meeting.held_on - timedelta(days=days_before)).current
    assert step is not None
    assert step.due_on == meeting.held_on - timedelta(days=35)
    assert step.state == state


def test_each_step_leads_to_the_next(world: World) -> None:
    meeting = world.add_meeting(on=TODAY + timedelta(days=30))
    world.add_item(meeting)
    assert progress_of(meeting, on=TODAY).current.key == StepKey.CALL
    called = world.add_expected(meeting, world.posts["chokai"])
    assert progress_of(meeting, on=TODAY).current.key == StepKey.NOTICE
    make_notice(world, meeting)
    assert progress_of(meeting, on=TODAY).current.key == StepKey.REPLIES
    Reply.objects.create(
        municipality=world.city,
        expected=called,
        answer="attend",
        received_on=TODAY,
        keyed_by_name="新井",
    )
    assert progress_of(meeting, on=TODAY).current.key == StepKey.DAY


def test_an_answer_for_the_earlier_day_is_none_for_the_new_one(world: World) -> None:
    meeting = world.add_meeting(on=TODAY + timedelta(days=30))
    world.add_item(meeting)
    called = world.add_expected(meeting, world.posts["chokai"])
    make_notice(world, meeting)
    reply = Reply.objects.create(
        municipality=world.city,
        expected=called,
        answer="attend",
        received_on=TODAY,
        keyed_by_name="新井",
        for_starts_at=meeting.starts_at - timedelta(days=7),
    )
    step = progress_of(meeting, on=TODAY).current
    assert (step.key, step.detail) == (StepKey.REPLIES, "0／1")
    Reply.objects.filter(pk=reply.pk).update(for_starts_at=meeting.starts_at)
    assert progress_of(meeting, on=TODAY).current.key == StepKey.DAY
    hold(meeting)
    assert progress_of(meeting, on=TODAY).current.key == StepKey.RECORD


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("drafted", StepKey.NOTICE),
        ("queued", StepKey.NOTICE),
        ("failed", StepKey.NOTICE),
        ("printed", StepKey.REPLIES),
        ("posted", StepKey.REPLIES),
        ("handed", StepKey.REPLIES),
        ("sent", StepKey.REPLIES),
        ("delivered", StepKey.REPLIES),
    ],
)
def test_a_notice_is_out_once_a_copy_left_by_whatever_way(
    world: World, status: str, step: StepKey
) -> None:
    meeting = world.add_meeting()
    world.add_item(meeting)
    world.add_expected(meeting, world.posts["chokai"])
    make_notice(world, meeting, status=status)
    assert progress_of(meeting, on=TODAY).current.key == step


def test_an_empty_agenda_counts_once_it_was_settled(world: World) -> None:
    meeting = world.add_meeting(agenda_settled_at=clock.now())
    assert progress_of(meeting, on=TODAY).current.key == StepKey.CALL


def test_silent_callees_do_not_stop_the_day_itself(world: World) -> None:
    meeting = world.add_meeting(on=TODAY)
    world.add_item(meeting)
    world.add_expected(meeting, world.posts["chokai"])
    make_notice(world, meeting)
    step = progress_of(meeting, on=TODAY).current
    assert (step.key, step.state) == (StepKey.DAY, StepState.NOW)


def test_rows_that_were_taken_out_do_not_count(world: World) -> None:
    meeting = world.add_meeting()
    world.add_item(meeting, removed_at=clock.now())
    world.add_expected(meeting, world.posts["chokai"], removed_at=clock.now())
    progress = progress_of(meeting, on=TODAY)
    assert progress.current.key == StepKey.AGENDA
    assert progress.step("call").detail == "0人"


def test_a_cancelled_meeting_asks_for_nothing(world: World) -> None:
    meeting = world.add_meeting(state=MeetingState.CANCELLED, cancelled_reason="大雪")
    assert progress_of(meeting, on=TODAY).current is None
    assert set(states(meeting)) == {StepState.CANCELLED}


def test_a_meeting_from_an_old_report_has_its_record_there(world: World) -> None:
    held = hold(world.add_meeting(on=date(2018, 11, 7), source_note="出典：資料①"))
    assert progress_of(held, on=TODAY).current is None
    assert set(states(held)) == {StepState.DONE}


def test_all_facts_of_many_meetings_are_one_query(world: World) -> None:
    meetings = [world.add_meeting(on=date(2027, 1, day)) for day in range(4, 24)]
    for meeting in meetings:
        world.add_item(meeting)
    with CaptureQueriesContext(connection) as queries:
        progresses = progress_of_all(meetings, on=TODAY)
    assert len(queries) == 1
    assert len(progresses) == 20
