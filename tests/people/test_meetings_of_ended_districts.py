"""A district that was split keeps what it held; nothing is held in it after its last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sasaeai.kernel.errors import NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState
from tests.people.test_districts import ON, split
from tests.world import World


def test_its_bodies_do_not_go_on(world: World) -> None:
    split(world)
    body, arai = world.bodies["ono"], world.viewer("arai")
    body.refresh_from_db()
    names = meetings.BodyDetails.__slots__
    details = meetings.BodyDetails(**{name: getattr(body, name) for name in names})
    hosts = [host.organization for host in body.hosts.select_related("organization")]
    for ended_on in (None, ON + timedelta(days=30)):
        with pytest.raises(NotNow, match="新しい地区で"):
            meetings.edit_body(
                body=body,
                details=replace(details, ended_on=ended_on),
                hosts=hosts,
                base_version=body.version,
                actor=arai,
            )
    again = replace(details, purpose="記録のため")
    meetings.edit_body(body=body, details=again, hosts=hosts, base_version=body.version, actor=arai)


def test_a_meeting_is_not_put_off_past_its_last_day(world: World) -> None:
    meeting = world.add_meeting("ono", date(2027, 3, 10))
    split(world)
    meeting.refresh_from_db()
    plan = replace(meetings.plan_of(meeting), on=ON, snow_on=None)
    with pytest.raises(NotNow, match="新しい地区で"):
        meetings.edit_plan(
            meeting=meeting, plan=plan, base_version=meeting.version, actor=world.viewer("arai")
        )


def test_a_meeting_called_off_does_not_come_back_after_its_last_day(world: World) -> None:
    late = world.add_meeting(
        "ono", ON + timedelta(days=9), state=MeetingState.CANCELLED, cancelled_reason="雪"
    )
    split(world)
    late.refresh_from_db()
    with pytest.raises(NotNow, match="新しい地区で"):
        meetings.restore_meeting(meeting=late, actor=world.viewer("arai"))
