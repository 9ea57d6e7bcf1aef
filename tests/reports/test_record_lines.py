"""きょう names the record of a held meeting until it is out: draft, confirmation, public version."""

from __future__ import annotations

from datetime import date, timedelta

from sasaeai.meetings.enums import Outcome
from sasaeai.minutes.actions import compose_minutes, draft_public_version
from sasaeai.minutes.actions.next_meeting import close_record, put_before_next
from sasaeai.reports.queries.progress import StepKey
from sasaeai.reports.queries.today import TodayLine, today_lines
from tests.minutes.conftest import HELD_ON, approve, hold, publish
from tests.world import World


def line(world: World, on: date) -> TodayLine:
    lines = today_lines(world.viewer("arai", on=on))
    (found,) = [one for one in lines if one.step_key == StepKey.RECORD]
    return found


def test_each_missing_part_is_named_and_late_after_the_due_day(world: World) -> None:
    meeting = hold(world)
    due = HELD_ON + timedelta(days=world.city.minutes_due_days)
    arai = world.viewer("arai")
    stages = [
        ("会議録はまだ", lambda: None),
        ("会議録は案", lambda: compose_minutes(meeting=meeting, actor=arai)),
        ("会議録は確定", lambda: approve(world, meeting.minutes_record)),
        (
            "公開版まで承認済み",
            lambda: publish(
                world, draft_public_version(minutes=meeting.minutes_record, actor=arai)
            ),
        ),
    ]
    for words, go_on in stages:
        go_on()
        assert words in line(world, due).why
        assert not line(world, due).is_overdue
        late = line(world, due + timedelta(days=1))
        assert late.is_overdue
        assert late.due_on == due
        assert "1日過ぎました" in late.why


def test_minutes_on_the_next_agenda_are_not_late_before_that_meeting(world: World) -> None:
    meeting, arai = hold(world), world.viewer("arai")
    minutes = compose_minutes(meeting=meeting, actor=arai)
    coming = world.add_meeting(on=HELD_ON + timedelta(days=60))
    item = put_before_next(minutes=minutes, actor=arai)
    before = line(world, HELD_ON + timedelta(days=59))
    assert not before.is_overdue
    assert before.due_on == coming.held_on
    item.outcome = Outcome.DECIDED
    item.save(update_fields=["outcome"])
    on_day = world.viewer("arai", on=coming.held_on)
    close_record(meeting=coming, actor=on_day)
    lines = [one for one in today_lines(on_day) if one.meeting == meeting]
    assert "会議録は確定" in lines[0].why
    assert lines[0].is_overdue
