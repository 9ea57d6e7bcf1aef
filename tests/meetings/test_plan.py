"""Preparing a meeting: what is proposed, what is refused, what is only remarked on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions, queries
from sasaeai.meetings.actions import Plan
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.people.models import Tenure
from tests.world import World


def plan(world: World, **changes) -> Plan:
    values = {
        "on": date(2027, 1, 13),
        "start": time(13, 30),
        "end": time(14, 30),
        "venue": world.venue,
        "regime": Regime.OPEN,
    }
    return Plan(**(values | changes))


def prepare(world: World, **changes) -> Meeting:
    return actions.prepare_meeting(
        body=world.bodies["ono"], plan=plan(world, **changes), actor=world.viewer("arai")
    )


def test_prepared_meeting_has_its_fiscal_year_and_an_audit_row(world: World) -> None:
    meeting = prepare(world, snow_on=date(2027, 1, 20), reply_due_on=date(2026, 12, 28))
    meeting.refresh_from_db()
    assert meeting.fiscal_year == 2026
    assert (meeting.on, meeting.start, meeting.end) == (
        date(2027, 1, 13),
        time(13, 30),
        time(14, 30),
    )
    assert meeting.snow_on == date(2027, 1, 20)
    assert Entry.objects.filter(object_id=meeting.id, verb="create").count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("end", {"end": time(13, 30)}),
        ("end", {"end": time(9, 0)}),
        ("regime", {"regime": ""}),
        ("regime", {"regime": "secret"}),
        ("snow_on", {"snow_on": date(2027, 1, 13)}),
        ("snow_on", {"snow_on": date(2028, 1, 14)}),
        ("reply_due_on", {"reply_due_on": date(2027, 1, 13)}),
        ("on", {"on": date(1968, 1, 13)}),
        ("on", {"on": date(2072, 1, 13)}),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    world: World, field: str, changes: dict
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        prepare(world, **changes)
    assert list(refusal.value.fields) == [field]
    assert not Meeting.objects.exists()


def test_the_same_body_cannot_begin_twice_at_one_moment(world: World) -> None:
    prepare(world)
    with pytest.raises(InvalidInput) as refusal:
        prepare(world)
    assert "on" in refusal.value.fields
    assert Meeting.objects.count() == 1


def test_a_reopened_meeting_that_moves_to_another_year_takes_a_number_there(world: World) -> None:
    taken = world.add_meeting(on=date(2027, 4, 7), number=1, state=MeetingState.PLANNED)
    reopened = world.add_meeting(on=date(2026, 11, 10), number=1)
    moved = actions.edit_plan(
        meeting=reopened,
        plan=plan(world, on=date(2027, 4, 14)),
        base_version=reopened.version,
        actor=world.viewer("arai"),
    )
    assert (moved.fiscal_year, moved.number) == (2027, None)
    taken.refresh_from_db()
    assert taken.number == 1


def test_only_who_runs_the_district_may_prepare(world: World) -> None:
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed) as refusal:
            actions.prepare_meeting(
                body=world.bodies["ono"], plan=plan(world), actor=world.viewer(name)
            )
        assert "地区社協の役員" in refusal.value.message


def test_a_stranger_finds_no_meeting(world: World) -> None:
    meeting = world.add_meeting()
    assert queries.get_visible_meeting(meeting.id, viewer=world.viewer("ichikawa")) == meeting
    with pytest.raises(NotFound):
        queries.get_visible_meeting(meeting.id, viewer=world.viewer("shiraishi"))


def test_a_newer_plan_by_somebody_else_is_not_overwritten(world: World) -> None:
    meeting = prepare(world)
    arai, ohashi = world.viewer("arai"), world.viewer("ohashi")
    first = replace(plan(world), theme="雪の季節に向けて")
    actions.edit_plan(meeting=meeting, plan=first, base_version=1, actor=arai)
    second = replace(plan(world), theme="ごみ出し")
    with pytest.raises(StaleEdit) as refusal:
        actions.edit_plan(meeting=meeting, plan=second, base_version=1, actor=ohashi)
    assert refusal.value.theirs == {"theme": "雪の季節に向けて"}
    assert refusal.value.yours == {"theme": "ごみ出し"}
    meeting.refresh_from_db()
    assert meeting.theme == "雪の季節に向けて"


def test_a_cancellation_needs_a_reason_and_can_be_taken_back(world: World) -> None:
    meeting, arai = prepare(world), world.viewer("arai")
    with pytest.raises(InvalidInput):
        actions.cancel_meeting(meeting=meeting, reason=" ", actor=arai)
    actions.cancel_meeting(meeting=meeting, reason="大雪のため", actor=arai)
    with pytest.raises(NotNow, match="中止"):
        actions.edit_plan(meeting=meeting, plan=plan(world), base_version=2, actor=arai)
    actions.restore_meeting(meeting=meeting, actor=arai)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_reason) == (MeetingState.PLANNED, "")


def test_a_cancelled_meeting_does_not_return_onto_another(world: World) -> None:
    arai = world.viewer("arai")
    meeting = prepare(world)
    actions.cancel_meeting(meeting=meeting, reason="大雪のため", actor=arai)
    prepare(world)
    with pytest.raises(NotNow):
        actions.restore_meeting(meeting=meeting, actor=arai)


def test_the_snow_date_is_taken_and_given_back(world: World) -> None:
    arai = world.viewer("arai")
    meeting = prepare(world, on=date(2027, 3, 30), snow_on=date(2027, 4, 6))
    moved = actions.move_to_snow_date(meeting=meeting, actor=arai)
    assert (moved.on, moved.start, moved.end) == (date(2027, 4, 6), time(13, 30), time(14, 30))
    assert moved.fiscal_year == 2027
    with pytest.raises(NotNow):
        actions.move_to_snow_date(meeting=meeting, actor=arai)
    back = put_back(meeting, arai)
    assert (back.on, back.snow_on, back.fiscal_year) == (
        date(2027, 3, 30),
        date(2027, 4, 6),
        2026,
    )


def test_a_move_is_not_taken_back_onto_another_meeting(world: World) -> None:
    arai = world.viewer("arai")
    meeting = prepare(world, snow_on=date(2027, 1, 20))
    actions.move_to_snow_date(meeting=meeting, actor=arai)
    prepare(world)
    with pytest.raises(NotNow):
        put_back(meeting, arai)


def put_back(meeting: Meeting, actor: Viewer) -> Meeting:
    """Back to what `meeting` was when it was read."""
    return actions.put_back_plan(
        meeting=meeting,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue_id=meeting.venue_id,
        snow_starts_at=meeting.snow_starts_at,
        reply_due_on=meeting.reply_due_on,
        actor=actor,
    )


# ── What is proposed ─────────────────────────────────────────────────────────────────────────────


def test_the_next_day_keeps_weekday_and_week_of_the_month(world: World) -> None:
    world.add_meeting(on=date(2026, 10, 14))  # 第2水曜日, four meetings a year
    found = queries.plan_defaults(world.bodies["ono"], viewer=world.viewer("arai"))
    assert found.on == date(2027, 1, 13)
    assert "第2水曜日" in found.reasons[0]
    assert (found.start, found.end) == (time(13, 30), time(14, 30))
    assert found.venue == world.venue
    assert found.snow_on == date(2027, 1, 20)
    assert found.reply_due_on == date(2026, 12, 28)  # not the Sunday after New Year


def test_replies_are_wanted_on_a_weekday(world: World) -> None:
    sunday = date(2026, 12, 13)
    due = rhythm.reply_due_day(date(2026, 12, 23), lead_days=10, today=date(2026, 11, 23))
    assert (sunday.weekday(), due) == (6, date(2026, 12, 11))


def test_a_body_that_waited_long_is_proposed_a_day_the_notice_can_reach(world: World) -> None:
    world.add_meeting(on=date(2026, 4, 14))  # 第2火曜日
    found = queries.plan_defaults(world.bodies["ono"], viewer=world.viewer("arai"))
    assert found.on == date(2027, 1, 12)


def test_a_first_meeting_is_proposed_an_open_day(world: World) -> None:
    found = queries.plan_defaults(world.bodies["shinjo"], viewer=world.viewer("arai"))
    assert found.on == date(2026, 12, 23)
    assert found.last is None


def test_new_year_and_holidays_are_stepped_over_with_the_reason() -> None:
    found = rhythm.next_day(
        date(2026, 9, 30), gap_days=91, not_before=date(2026, 12, 1)
    )  # fifth Wednesday → 30 December
    assert found.day == date(2027, 1, 6)
    assert "年末年始" in found.reasons[1]


def test_a_body_that_meets_on_saturdays_goes_on_doing_so() -> None:
    found = rhythm.next_day(date(2026, 10, 10), gap_days=28, not_before=date(2026, 10, 11))
    assert found.day == date(2026, 11, 14)


def test_no_reserve_day_outside_the_snow_season() -> None:
    season = rhythm.SnowSeason(from_month=12, to_month=3, reserve_days=7)
    assert rhythm.reserve_day(date(2026, 11, 30), season) is None
    assert rhythm.reserve_day(date(2026, 12, 22), season).day == date(2027, 1, 5)


# ── What is remarked on ──────────────────────────────────────────────────────────────────────────


def test_an_ordinary_plan_is_not_nagged_about(world: World) -> None:
    meeting = world.add_meeting(on=date(2026, 11, 25))
    assert queries.plan_warnings(meeting, viewer=world.viewer("arai")) == []


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2027, 5, 3), "憲法記念日"),
        (date(2026, 12, 30), "年末年始"),
        (date(2026, 10, 1), "もう過ぎて"),
        (date(2027, 1, 13), "予備日"),
    ],
)
def test_odd_days_are_pointed_out(world: World, day: date, word: str) -> None:
    found = queries.plan_warnings(world.add_meeting(on=day), viewer=world.viewer("arai"))
    assert any(word in sentence for sentence in found)


def test_a_taken_hall_a_small_hall_and_an_ending_term_are_pointed_out(world: World) -> None:
    world.venue.capacity = 2
    world.venue.save()
    Tenure.objects.filter(post=world.posts["chokai"]).update(until=date(2026, 11, 30))
    world.add_meeting("shinjo")
    meeting = world.add_meeting("ono")
    found = " ".join(queries.plan_warnings(meeting, viewer=world.viewer("arai")))
    assert "定員は2人で、声をかける人は3人" in found
    assert "新城地区地域支え合い会議" in found
    assert "令和8年11月30日" in found
    assert "髙﨑 見本" in found
