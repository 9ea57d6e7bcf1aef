"""The calendar file of an invitation: put in, changed, taken out; read by another library."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client

from sasaeai.meetings.actions import cancel_meeting, restore_call, withdraw_call
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Expected
from sasaeai.notices.exports.calendar import invitation_ics
from tests.notices.line_world import announced_call, call
from tests.portal.ics import only_event, read_ics
from tests.world import World

LONG = "社会福祉法人青森市社会福祉協議会と地区民生委員児童委員協議会による、雪の季節の支え合い会議"


@pytest.fixture
def chokai(world: World) -> Expected:
    world.venue.address = "青森市大野（見本）1-2-3"
    world.venue.save()
    return announced_call(world)


def fetched(expected: Expected) -> HttpResponse:
    return Client().get(f"/r/{expected.reply_code.replace('-', '')}/calendar.ics")


def test_the_file_says_when_and_where_in_japans_time(chokai: Expected) -> None:
    answer = fetched(chokai)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert answer["Cache-Control"] == "no-store"
    calendar = read_ics(answer.content)
    assert calendar.method.value == "PUBLISH"
    assert calendar.vtimezone.tzid.value == "Asia/Tokyo"
    event = only_event(answer.content)
    begin = datetime(2026, 12, 22, 13, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert event.dtstart.value == begin
    assert event.dtend.value == begin + timedelta(hours=1)
    assert b"DTSTART;TZID=Asia/Tokyo:20261222T133000" in answer.content
    assert event.summary.value == "大野地区地域支え合い会議"
    assert event.location.value == "大野市民センター 青森市大野（見本）1-2-3"
    assert event.status.value == "CONFIRMED"
    assert event.uid.value == f"{chokai.id}@sasaeai"
    assert event.valarm.trigger.value == timedelta(days=-1)
    assert event.valarm.action.value == "DISPLAY"
    assert chokai.reply_code in event.description.value


def test_the_link_is_in_it_only_where_it_can_be_opened(chokai: Expected, settings: Any) -> None:
    assert not hasattr(only_event(fetched(chokai).content), "url")
    settings.SERVED_OVER_HTTPS, settings.SITE_URL = True, "https://city.example"
    event = only_event(invitation_ics(chokai))
    assert event.url.value == f"https://city.example/r/{chokai.reply_code.replace('-', '')}/"


def test_long_japanese_lines_are_folded_between_characters(world: World) -> None:
    world.bodies["ono"].name = LONG
    world.bodies["ono"].save()
    expected = announced_call(world)
    world.add_item(expected.meeting, title="髙﨑さんの家の前の雪と、寄せ場の相談; 予定, 連絡\\")
    event = only_event(fetched(expected).content)
    assert event.summary.value == LONG
    assert "雪と、寄せ場の相談; 予定, 連絡\\" in event.description.value


def test_what_is_not_public_stays_out(world: World, chokai: Expected) -> None:
    world.add_item(chokai.meeting, title="雪かきの助け合い")
    world.add_item(chokai.meeting, title="内々の相談", is_public=False)
    words = only_event(fetched(chokai).content).description.value
    assert "雪かきの助け合い" in words
    assert "内々" not in words
    chokai.meeting.regime = Regime.MEMBERS_ONLY
    chokai.meeting.save()
    words = only_event(fetched(chokai).content).description.value
    assert "雪かき" not in words
    assert "議題" not in words
    assert chokai.reply_code in words


def test_a_change_has_the_same_name_and_a_higher_number(chokai: Expected) -> None:
    before = only_event(fetched(chokai).content)
    meeting = chokai.meeting
    meeting.starts_at += timedelta(hours=1)
    meeting.ends_at += timedelta(hours=1)
    meeting.version += 1
    meeting.save()
    after = only_event(fetched(chokai).content)
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value == before.dtstart.value + timedelta(hours=1)


def test_a_cancelled_meeting_is_taken_out(world: World, chokai: Expected) -> None:
    before = only_event(fetched(chokai).content)
    cancel_meeting(meeting=chokai.meeting, reason="大雪のため", actor=world.viewer("arai"))
    content = fetched(chokai).content
    assert read_ics(content).method.value == "CANCEL"
    event = only_event(content)
    assert event.status.value == "CANCELLED"
    assert event.uid.value == before.uid.value
    assert int(event.sequence.value) > int(before.sequence.value)
    assert "中止になりました" in event.description.value
    assert "大雪" not in event.description.value  # somebody's own words go by the notice
    assert not hasattr(event, "valarm")


def test_a_withdrawn_call_is_taken_out_and_can_come_back(world: World, chokai: Expected) -> None:
    withdraw_call(expected=chokai, actor=world.viewer("arai"))
    content = fetched(chokai).content
    assert read_ics(content).method.value == "CANCEL"
    assert "取り消されています" not in content.decode()
    # The hall may be another one by now, and is told no longer.
    assert not hasattr(only_event(content), "location")
    chokai.refresh_from_db()
    restore_call(expected=chokai, actor=world.viewer("arai"))
    assert read_ics(fetched(chokai).content).method.value == "PUBLISH"


def test_wrong_codes_get_the_page_of_wrong_codes_and_count(world: World, chokai: Expected) -> None:
    for _guess in range(10):
        answer = Client().get("/r/222222222/calendar.ics")
        assert answer.status_code == 404
    assert Client().get("/r/222222222/calendar.ics").status_code == 429
    assert fetched(chokai).status_code == 429


def test_two_readers_have_two_events(world: World, chokai: Expected) -> None:
    other = call(world, chokai.meeting, world.posts["minji"])
    mine, theirs = only_event(invitation_ics(chokai)), only_event(invitation_ics(other))
    assert mine.uid.value != theirs.uid.value
