"""A notice by LINE, from the wish of the reader to the message: what it says, and that it goes once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Expected
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.transmitting import take_up_waiting
from sasaeai.notices.channels.line import LineEvent, LineEventKind
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.handlers.line import hear
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.tasks.sending import send_notice
from sasaeai.people.enums import Channel
from tests.notices.line_server import LineServer, line_server, set_up
from tests.notices.line_world import announced_call, call
from tests.world import World


@pytest.fixture
def server(settings: Any) -> Iterator[LineServer]:
    with line_server() as kept:
        set_up(settings, kept)
        yield kept


@pytest.fixture
def chokai(world: World) -> Expected:
    """Somebody who linked with the code of the letter to an earlier meeting."""
    expected = announced_call(world)
    world.add_item(expected.meeting, title="雪かきの助け合い")
    world.add_item(expected.meeting, title="内々の相談", is_public=False)
    hear(LineEvent("1", LineEventKind.TEXT, "U1", expected.reply_code, "token"))
    return expected


def approved(world: World, expected: Expected) -> Notice:
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=expected.meeting, actor=arai)
    return actions.approve_notice(notice=notice, actor=arai)


def sent(world: World, notice: Notice) -> Delivery:
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    send_notice.func(str(job.id))
    return Delivery.objects.get(notice=notice, channel=Channel.LINE)


def test_the_notice_reaches_the_linked_reader(
    world: World, server: LineServer, chokai: Expected
) -> None:
    copy = sent(world, approved(world, chokai))
    assert (copy.status, copy.address_used["line"]) == (DeliveryStatus.SENT, "U1")
    (pushed,) = server.pushed
    assert pushed.body["to"] == "U1"
    text = pushed.body["messages"][0]["text"]
    assert "大野地区地域支え合い会議" in text
    assert "12月22日" in text
    assert chokai.reply_code in text
    assert "雪かきの助け合い" in text
    assert "内々" not in text


def test_of_a_closed_meeting_only_day_and_place_leave(
    world: World, server: LineServer, chokai: Expected
) -> None:
    chokai.meeting.regime = Regime.MEMBERS_ONLY
    chokai.meeting.theme = "だれが雪をかくか"
    chokai.meeting.save()
    sent(world, approved(world, chokai))
    text = server.pushed[0].body["messages"][0]["text"]
    assert "大野市民センター" in text
    assert "雪" not in text
    assert "議題" not in text


def test_a_run_that_broke_off_sends_nobody_twice(
    world: World, server: LineServer, chokai: Expected
) -> None:
    notice = approved(world, chokai)
    copy = sent(world, notice)
    # The machine stopped after LINE took the copy, before that was written down.
    key = server.pushed[0].headers["x-line-retry-key"]
    Delivery.objects.filter(pk=copy.pk).update(status=DeliveryStatus.SENDING, message_id=key)
    for minutes in (1, 3):  # the next run takes it up, and after a rest it goes again
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            (job,) = take_up_waiting(now=clock.now())
            send_notice.func(str(job.id))
    copy.refresh_from_db()
    assert copy.status == DeliveryStatus.SENT
    assert len(server.pushed) == 2
    assert server.used == 1


def test_a_used_up_quota_is_said_and_the_copy_waits_for_a_person(
    world: World, server: LineServer, chokai: Expected
) -> None:
    server.limit = server.used = 200
    copy = sent(world, approved(world, chokai))
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.OURS)
    assert "使い切りました" in copy.status_note
    assert server.pushed == []


def test_who_shut_the_talk_out_is_not_written_to_by_line(
    world: World, server: LineServer, chokai: Expected
) -> None:
    hear(LineEvent("2", LineEventKind.UNFOLLOW, "U1", "", ""))
    with pytest.raises(NotNow):
        actions.queue_sending(notice=approved(world, chokai), actor=world.viewer("arai"))
    assert server.pushed == []


def test_an_organisation_that_linked_itself_is_written_to_by_line(
    world: World, server: LineServer, chokai: Expected
) -> None:
    office = world.organizations["新城地区社会福祉協議会"]
    called = call(world, chokai.meeting, organization=office, organization_name=office.name)
    hear(LineEvent("3", LineEventKind.TEXT, "U9", called.reply_code, "token"))
    notice = approved(world, chokai)
    reader = next(
        r
        for r in queries.notice_board(chokai.meeting, viewer=world.viewer("arai")).recipients
        if r.id == called.id
    )
    assert (reader.channel, reader.address.line) == (Channel.LINE, "U9")
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    send_notice.func(str(job.id))
    assert {pushed.body["to"] for pushed in server.pushed} == {"U1", "U9"}
