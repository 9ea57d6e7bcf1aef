"""Closing the record: what must be there first, which number is taken, how it is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.actions.closing import close_meeting, note_day, reopen_meeting
from sasaeai.meetings.actions.plan import cancel_meeting
from sasaeai.meetings.actions.remarks import add_remark
from sasaeai.meetings.enums import MeetingState, Outcome, RemarkKind
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.agenda import items_of
from sasaeai.meetings.queries.day import closing_check, count_people, people_of_day
from tests.world import TODAY


def close(world, meeting, name="ohashi"):
    return close_meeting(meeting=meeting, actor=world.viewer(name))


def test_a_meeting_with_an_undecided_item_is_not_closed_and_says_which(world):
    meeting = world.add_meeting(on=TODAY)
    world.add_item(meeting, "雪かき", outcome=Outcome.DECIDED)
    world.add_item(meeting, "ごみ出し")
    with pytest.raises(NotNow) as refusal:
        close(world, meeting)
    assert "「ごみ出し」" in refusal.value.message
    assert "「雪かき」" not in refusal.value.message
    assert "「結果」を選び" in refusal.value.message


def test_an_item_that_was_taken_out_needs_no_outcome(world):
    meeting = world.add_meeting(on=TODAY)
    world.add_item(meeting, removed_at=clock.now())
    assert close(world, meeting).is_held


def test_a_meeting_is_closed_on_its_day_but_not_before(world):
    with pytest.raises(NotNow) as refusal:
        close(world, world.add_meeting(on=date(2026, 11, 24)))
    assert "11月24日" in refusal.value.message
    held = close(world, world.add_meeting(on=TODAY))
    assert (held.state, held.number) == (MeetingState.HELD, 1)


def test_meetings_of_a_year_are_numbered_one_after_another(world):
    first = close(world, world.add_meeting(on=date(2026, 6, 1)))
    second = close(world, world.add_meeting(on=date(2026, 9, 1)))
    next_year = close(world, world.add_meeting(on=date(2026, 3, 1)))
    other_body = close(world, world.add_meeting("steering", on=date(2026, 6, 1)))
    assert [m.number for m in (first, second, next_year, other_body)] == [1, 2, 1, 1]


def test_the_database_has_the_last_word_on_numbers(world):
    first = close(world, world.add_meeting(on=date(2026, 6, 1)))
    second = world.add_meeting(on=date(2026, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=second.pk).update(number=first.number)


def test_a_later_meeting_waits_for_the_earlier_one_so_that_numbers_follow_the_days(world):
    world.add_meeting(on=date(2026, 6, 1))
    later = world.add_meeting(on=date(2026, 9, 1))
    with pytest.raises(NotNow) as refusal:
        close(world, later)
    assert "6月1日" in refusal.value.message
    Meeting.objects.filter(starts_at__lt=later.starts_at).update(state=MeetingState.CANCELLED)
    assert close(world, later).number == 1


def test_a_closed_record_is_closed_for_writing_and_for_a_second_close(world):
    meeting = world.add_meeting(on=TODAY)
    item = world.add_item(meeting, outcome=Outcome.SHARED)
    close(world, meeting)
    with pytest.raises(NotNow) as refusal:
        add_remark(
            item=item, kind=RemarkKind.OPINION, text="あとから", actor=world.viewer("ohashi")
        )
    assert "締めたのを取り消す" in refusal.value.message
    with pytest.raises(NotNow):
        close(world, meeting)


def test_a_closing_taken_back_keeps_its_number(world):
    first = close(world, world.add_meeting(on=date(2026, 6, 1)))
    close(world, world.add_meeting(on=date(2026, 9, 1)))
    reopened = reopen_meeting(meeting=first, actor=world.viewer("arai"))
    assert (reopened.state, reopened.held_at, reopened.number) == (MeetingState.PLANNED, None, 1)
    assert close(world, first).number == 1


def test_a_meeting_closed_by_mistake_and_called_off_leaves_no_gap(world):
    actor = world.viewer("ohashi")
    mistake = close(world, world.add_meeting(on=date(2026, 6, 1)))
    reopen_meeting(meeting=mistake, actor=actor)
    cancel_meeting(meeting=mistake, reason="実際は開いていなかった", actor=actor)
    assert close(world, world.add_meeting(on=date(2026, 9, 1))).number == 1


def test_an_open_record_is_not_reopened(world):
    with pytest.raises(NotNow):
        reopen_meeting(meeting=world.add_meeting(on=TODAY), actor=world.viewer("ohashi"))


def test_nothing_is_reopened_once_the_public_version_is_out(world):
    meeting = close(world, world.add_meeting(on=TODAY))
    Meeting.objects.filter(pk=meeting.pk).update(sealed_at=clock.now())
    with pytest.raises(NotNow) as refusal:
        reopen_meeting(meeting=meeting, actor=world.viewer("ohashi"))
    assert "公開版を取り下げ" in refusal.value.message


def test_only_who_runs_the_district_closes(world):
    meeting = world.add_meeting(on=TODAY)
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            close(world, meeting, name)


def test_what_is_missing_is_listed_before_closing(world):
    meeting = world.add_meeting(on=TODAY)
    item = world.add_item(meeting)
    world.add_expected(meeting, world.posts["chokai"])
    check = closing_check(
        meeting,
        viewer=world.viewer("ohashi"),
        items=items_of(meeting),
        people=count_people(people_of_day(meeting)),
    )
    assert check.items == (item,)
    assert not check.may_close
    assert check.warnings == ("出席した人がまだ一人も記録されていません。",)


def test_the_note_on_the_next_meeting_is_guarded_against_two_writers(world):
    meeting = world.add_meeting(on=TODAY)
    values = {"meeting": meeting, "actor": world.viewer("ohashi"), "base_version": 1}
    noted = note_day(next_note="2月ごろ、雪の様子を見て", reported_count=23, **values)
    assert (noted.next_note, noted.reported_count) == ("2月ごろ、雪の様子を見て", 23)
    with pytest.raises(StaleEdit):
        note_day(next_note="3月", reported_count=23, **values)
