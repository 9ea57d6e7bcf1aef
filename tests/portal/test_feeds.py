"""A calendar that somebody subscribes to: read by another library, unchanged when nothing changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from sasaeai.meetings.actions import cancel_meeting, make_feed, withdraw_feed
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import CalendarFeed, Meeting
from tests.notices.line_world import announced_call
from tests.portal.ics import only_event, read_ics
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(theme="だれが雪をかくか", regime=Regime.MEMBERS_ONLY)
    world.add_item(meeting, title="雪かきの助け合い")
    return meeting


@pytest.fixture
def feed(world: World, meeting: Meeting) -> CalendarFeed:
    return make_feed(of=world.bodies["ono"], actor=world.viewer("arai"))


def fetched(feed: CalendarFeed, **headers: str) -> HttpResponse:
    return Client().get(f"/calendar/{feed.token}.ics", headers=headers)


def test_a_feed_says_names_days_and_halls_alone(feed: CalendarFeed, meeting: Meeting) -> None:
    answer = fetched(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    calendar = read_ics(answer.content)
    assert calendar.x_wr_calname.value == "大野地区地域支え合い会議の会議"
    event = only_event(answer.content)
    assert event.uid.value == f"{meeting.id}@sasaeai"
    assert event.dtstart.value == meeting.starts_at
    assert event.location.value == "大野市民センター"
    assert not hasattr(event, "description")
    text = answer.content.decode()
    assert "雪" not in text
    assert "METHOD" not in text  # a calendar, not a message about one


def test_a_cancelled_meeting_stays_and_says_so(world, feed, meeting) -> None:
    before = only_event(fetched(feed).content)
    cancel_meeting(meeting=meeting, reason="大雪のため", actor=world.viewer("arai"))
    after = only_event(fetched(feed).content)
    assert after.status.value == "CANCELLED"
    assert after.summary.value.startswith("【中止】")
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_the_same_calendar_is_not_sent_again(feed: CalendarFeed, meeting: Meeting) -> None:
    first = fetched(feed)
    assert first["Last-Modified"]
    again = fetched(feed, If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.save()
    changed = fetched(feed, If_None_Match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_removed_meeting_is_seen_by_who_asks_with_a_date(world: World) -> None:
    expected = announced_call(world)
    feed = make_feed(of=expected.person, actor=world.viewer("arai"))
    first = fetched(feed)
    assert len(read_ics(first.content).vevent_list) == 1
    expected.removed_at = expected.created_at
    expected.save()
    later = fetched(feed, If_Modified_Since=first["Last-Modified"])
    assert later.status_code == 200
    assert b"VEVENT" not in later.content


def test_a_persons_calendar_is_not_called_by_the_name(world: World) -> None:
    expected = announced_call(world)
    feed = make_feed(of=expected.person, actor=world.viewer("arai"))
    text = fetched(feed).content.decode()
    assert "髙﨑" not in text
    assert expected.reply_code not in text


def test_a_wrong_and_a_withdrawn_address_are_alike(world: World, feed: CalendarFeed) -> None:
    wrong = Client().get(f"/calendar/{'x' * 43}.ics")
    withdraw_feed(feed=feed, actor=world.viewer("arai"))
    gone = fetched(feed)
    assert (wrong.status_code, gone.status_code) == (404, 404)
    assert wrong.content == gone.content


def test_an_empty_calendar_is_a_calendar(world: World) -> None:
    feed = make_feed(of=world.shinjo, actor=world.viewer("shiraishi"))
    calendar = read_ics(fetched(feed).content)
    assert not hasattr(calendar, "vevent_list")
