"""Postponing, changing, calling off: everybody who knows it otherwise hears, nobody hears twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import ChangeWay, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import changes
from sasaeai.notices.queries.changes import NewPlace, Wish
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person, Venue
from tests.world import World

SNOW = Wish(way=ChangeWay.SNOW, reason="大雪のため")
OFF = Wish(way=ChangeWay.CANCEL, reason="大雪のため")


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Called: 大橋, 髙﨑, 見本. Held on 22 December, reserve day 12 January."""
    meeting = world.add_meeting(
        snow_starts_at=clock.at(date(2027, 1, 12), time(13, 30)), reply_due_on=date(2026, 12, 8)
    )
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def announced(world: World, meeting: Meeting) -> Meeting:
    """The invitation is printed and posted to all three."""
    arai = world.viewer("arai")
    notice = actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
    actions.mark_printed(notice=notice, actor=arai)
    actions.mark_sent(notice=notice, actor=arai)
    return meeting


def carry_out(
    world: World, meeting: Meeting, wish: Wish, *, on: date | None = None
) -> actions.Announced:
    """What the page does: look at the draft as it stands, press the button."""
    arai = world.viewer("arai", on) if on else world.viewer("arai")
    fresh = get_visible_meeting(meeting.pk, viewer=arai)
    draft = changes.change_draft(fresh, wish, viewer=arai)
    return actions.carry_out_change(
        meeting=fresh, wish=wish, texts=draft.texts, base_version=fresh.version, actor=arai
    )


def move(world: World, on: date, **place: object) -> Wish:
    usual = {"start": time(13, 30), "end": time(14, 30), "venue": world.venue}
    return Wish(way=ChangeWay.MOVE, reason="会場の都合", place=NewPlace(on=on, **(usual | place)))


def heard(notice: Notice) -> set[int]:
    """Reply numbers of those who are to hear of a change."""
    copies = Delivery.objects.filter(notice=notice).exclude(status=DeliveryStatus.CANCELLED)
    return set(copies.values_list("expected__number", flat=True))


def tell_all_by_phone(world: World, done: actions.Announced) -> None:
    arai = world.viewer("arai")
    notice = changes.get_change(done.meeting, done.notice.id)
    ids = list(Delivery.objects.filter(notice=notice).values_list("expected_id", flat=True))
    board = queries.notice_board(done.meeting, viewer=arai, notice=notice)
    if any(r.channel != Channel.PHONE for r in board.recipients):
        actions.choose_channel(notice=notice, expected_ids=ids, channel=Channel.PHONE, actor=arai)
    actions.mark_sent(notice=notice, expected_ids=ids, actor=arai)


def test_a_meeting_nobody_knows_of_is_moved_in_silence(world: World, meeting: Meeting) -> None:
    done = carry_out(world, meeting, SNOW)
    assert done.meeting.on == date(2027, 1, 12)
    assert done.told == 0
    assert not Delivery.objects.exists()


def test_one_step_moves_the_meeting_and_tells_everybody(world: World, announced: Meeting) -> None:
    done = carry_out(world, announced, SNOW)
    assert (done.meeting.on, done.meeting.snow_on) == (date(2027, 1, 12), None)
    assert done.notice.kind == NoticeKind.CHANGE
    assert done.notice.approved_at is not None
    assert heard(done.notice) == {1, 2, 3}
    facts = done.notice.approved_facts
    assert facts["before"]["when"].startswith("令和8年12月22日")
    assert facts["after"]["when"].startswith("令和9年1月12日")
    assert "大雪のため、" in done.notice.purpose


def test_the_letters_of_the_change_can_be_printed_without_another_look(
    world: World, announced: Meeting
) -> None:
    done = carry_out(world, announced, SNOW)
    world.add_item(announced, "あとから足した議題")
    notice = changes.get_change(done.meeting, done.notice.id)
    assert actions.mark_printed(notice=notice, actor=world.viewer("arai")).count == 3


def test_the_invitation_is_not_to_be_printed_again_for_whoever_was_told(
    world: World, announced: Meeting
) -> None:
    arai = world.viewer("arai")
    done = carry_out(world, announced, SNOW)
    board = queries.notice_board(done.meeting, viewer=arai)
    assert board.is_approved
    assert len(board.changed) == 3
    tell_all_by_phone(world, done)
    assert queries.notice_board(done.meeting, viewer=arai).changed == ()


def test_who_was_not_invited_yet_gets_the_invitation_and_no_notice_of_change(
    world: World, announced: Meeting
) -> None:
    world.add_expected(announced, world.posts["arai"])
    done = carry_out(world, announced, SNOW)
    assert heard(done.notice) == {1, 2, 3}
    board = queries.notice_board(done.meeting, viewer=world.viewer("arai"))
    late = next(r for r in board.recipients if r.expected.number == 4)
    assert late.facts["when"].startswith("令和9年1月12日")


def test_at_six_in_the_morning_everybody_is_called(world: World, announced: Meeting) -> None:
    day = announced.held_on
    Person.objects.filter(name="大橋 試一").update(channel=Channel.EMAIL, email="o@example.org")
    done = carry_out(world, announced, SNOW, on=day)
    arai = world.viewer("arai", day)
    following = changes.following_of(changes.get_change(done.meeting, done.notice.id), viewer=arai)
    assert following.is_urgent
    assert {r.expected.number for r in following.to_call} == {1, 2, 3}
    by_number = dict(
        Delivery.objects.filter(notice=done.notice).values_list("expected__number", "channel")
    )
    assert by_number == {1: Channel.EMAIL, 2: Channel.PHONE, 3: Channel.PHONE}
    assert done.notice.reply_due_on < done.meeting.held_on


def test_with_time_left_a_letter_stays_a_letter(world: World, announced: Meeting) -> None:
    done = carry_out(world, announced, SNOW)
    channels = Delivery.objects.filter(notice=done.notice).values_list("channel", flat=True)
    assert set(channels) == {Channel.POST}
    following = changes.following_of(
        changes.get_change(done.meeting, done.notice.id), viewer=world.viewer("arai")
    )
    assert following.to_call == ()
    assert len(following.to_print) == 3


def test_calling_off_keeps_the_reason_and_its_notice_can_still_be_sent(
    world: World, announced: Meeting
) -> None:
    done = carry_out(world, announced, OFF)
    assert done.meeting.state == MeetingState.CANCELLED
    assert done.notice.kind == NoticeKind.CANCELLATION
    tell_all_by_phone(world, done)
    assert changes.must_hear(done.meeting) == frozenset()


def test_a_change_of_a_change_overtakes_what_did_not_leave(
    world: World, announced: Meeting
) -> None:
    first = carry_out(world, announced, SNOW)
    second = carry_out(world, announced, move(world, date(2027, 1, 19)))
    assert heard(first.notice) == set()
    assert heard(second.notice) == {1, 2, 3}
    assert second.notice.approved_facts["before"]["when"].startswith("令和9年1月12日")


def test_back_to_what_everybody_holds_needs_no_word(world: World, announced: Meeting) -> None:
    carry_out(world, announced, SNOW)
    back = carry_out(world, announced, move(world, date(2026, 12, 22)))
    assert back.told == 0
    assert changes.must_hear(back.meeting) == frozenset()


def test_back_again_tells_those_alone_who_heard_of_the_move(
    world: World, announced: Meeting
) -> None:
    first = carry_out(world, announced, SNOW)
    arai = world.viewer("arai")
    notice = changes.get_change(first.meeting, first.notice.id)
    called = Expected.objects.get(meeting=announced, number=2)
    actions.choose_channel(
        notice=notice, expected_ids=[called.id], channel=Channel.PHONE, actor=arai
    )
    actions.mark_sent(notice=notice, expected_ids=[called.id], actor=arai)
    back = carry_out(world, announced, move(world, date(2026, 12, 22)))
    assert heard(back.notice) == {2}


def test_a_copy_that_is_just_being_sent_counts_as_out(world: World, announced: Meeting) -> None:
    """The mail may have left with the earlier day; its reader has to hear of the new one."""
    Delivery.objects.filter(expected__number=1).update(status=DeliveryStatus.SENDING)
    never = {"status": DeliveryStatus.DRAFTED.value, "printed_facts": {}, "earlier_copy": {}}
    Delivery.objects.filter(expected__number=2).update(
        status=DeliveryStatus.QUEUED,
        printed_facts={},
        sent_at=None,
        printed_at=None,
        earlier_copy=never
        | {"at": clock.now().isoformat(), "failure": "", "status_at": None}
        | {"sent_at": None, "printed_at": None},
    )
    done = carry_out(world, announced, SNOW)
    assert heard(done.notice) == {1, 3}

    stopped = Delivery.objects.get(expected__number=2, notice__kind=NoticeKind.INVITATION)
    assert stopped.status == DeliveryStatus.DRAFTED


def test_a_cancelled_meeting_that_takes_place_after_all_is_told_again(
    world: World, announced: Meeting
) -> None:
    tell_all_by_phone(world, carry_out(world, announced, OFF))
    done = carry_out(world, announced, Wish(way=ChangeWay.RESTORE))
    assert done.meeting.state == MeetingState.PLANNED
    assert heard(done.notice) == {1, 2, 3}
    assert "中止とお知らせしましたが" in done.notice.purpose


def test_a_plan_that_was_edited_first_is_told_afterwards(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    fresh = get_visible_meeting(announced.pk, viewer=arai)
    plan = replace(meetings.plan_of(fresh), on=date(2026, 12, 24), snow_on=None)
    meetings.edit_plan(meeting=fresh, plan=plan, base_version=fresh.version, actor=arai)
    moved = get_visible_meeting(announced.pk, viewer=arai)
    assert len(changes.must_hear(moved)) == 3
    done = carry_out(world, announced, Wish(way=ChangeWay.TELL))
    assert heard(done.notice) == {1, 2, 3}
    assert done.notice.approved_facts["before"]["when"].startswith("令和8年12月22日")


def test_nothing_to_change_is_said_at_the_field(world: World, announced: Meeting) -> None:
    with pytest.raises(InvalidInput) as refusal:
        carry_out(world, announced, move(world, announced.held_on))
    assert "on" in refusal.value.fields


def test_a_change_of_the_hall_alone_keeps_the_replies(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    called = Expected.objects.get(meeting=announced, number=2)
    actions.record_reply(expected=called, answer="attend", actor=arai)
    hall = Venue.objects.create(municipality=world.city, name="別の会館", district=world.ono)
    done = carry_out(world, announced, move(world, announced.held_on, venue=hall))
    assert queries.reply_board(done.meeting).counts.attend == 1
    assert not done.notice.approved_facts["asks_reply"]


# ── Replies after a move ─────────────────────────────────────────────────────────────────────────


def test_a_reply_to_the_earlier_day_waits_until_it_is_confirmed(
    world: World, announced: Meeting
) -> None:
    arai = world.viewer("arai")
    called = Expected.objects.get(meeting=announced, number=2)
    actions.record_reply(expected=called, answer="attend", actor=arai)
    done = carry_out(world, announced, SNOW)
    board = queries.reply_board(done.meeting)
    assert (board.counts.attend, board.counts.silent) == (0, 3)
    row = queries.reply_row(board, called.id)
    assert row.is_for_earlier_day
    row.expected.meeting, row.reply.expected = done.meeting, row.expected
    actions.confirm_reply(reply=row.reply, actor=arai)
    assert queries.reply_board(done.meeting).counts.attend == 1


def test_replies_hold_again_when_the_meeting_moves_back(world: World, announced: Meeting) -> None:
    called = Expected.objects.get(meeting=announced, number=2)
    actions.record_reply(expected=called, answer="attend", actor=world.viewer("arai"))
    carry_out(world, announced, SNOW)
    back = carry_out(world, announced, move(world, date(2026, 12, 22)))
    assert queries.reply_board(back.meeting).counts.attend == 1


def test_one_key_confirms_whoever_was_told_by_telephone(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    for number in (1, 2):
        called = Expected.objects.get(meeting=announced, number=number)
        actions.record_reply(expected=called, answer="attend", actor=arai)
    done = carry_out(world, announced, SNOW)
    notice = changes.get_change(done.meeting, done.notice.id)
    first = Expected.objects.get(meeting=announced, number=1)
    actions.choose_channel(
        notice=notice, expected_ids=[first.id], channel=Channel.PHONE, actor=arai
    )
    actions.mark_sent(notice=notice, expected_ids=[first.id], actor=arai)
    assert len(actions.confirm_told_replies(meeting=done.meeting, actor=arai)) == 1
    assert actions.confirm_told_replies(meeting=done.meeting, actor=arai) == ()
    counts = queries.reply_board(done.meeting).counts
    assert (counts.attend, counts.silent) == (1, 2)


# ── Taking back ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("wish", [SNOW, OFF])
def test_taking_back_stops_what_did_not_leave(world: World, announced: Meeting, wish: Wish) -> None:
    done = carry_out(world, announced, wish)
    notice = changes.get_change(done.meeting, done.notice.id)
    back = actions.take_back_change(notice=notice, actor=world.viewer("arai"))
    assert (back.meeting.on, back.meeting.state) == (date(2026, 12, 22), MeetingState.PLANNED)
    assert back.meeting.snow_on == date(2027, 1, 12)
    assert back.meeting.reply_due_on == date(2026, 12, 8)
    assert (back.stopped, back.left) == (3, 0)
    assert heard(done.notice) == set()
    assert queries.notice_board(back.meeting, viewer=world.viewer("arai")).is_approved


def test_taking_back_says_who_heard_already_and_lets_them_be_told(
    world: World, announced: Meeting
) -> None:
    done = carry_out(world, announced, SNOW)
    tell_all_by_phone(world, done)
    notice = changes.get_change(done.meeting, done.notice.id)
    back = actions.take_back_change(notice=notice, actor=world.viewer("arai"))
    assert (back.stopped, back.left) == (0, 3)
    assert ChangeWay.TELL in changes.ways_open(back.meeting)
    again = carry_out(world, announced, Wish(way=ChangeWay.TELL))
    assert heard(again.notice) == {1, 2, 3}


def test_only_the_newest_change_is_taken_back(world: World, announced: Meeting) -> None:
    first = carry_out(world, announced, SNOW)
    carry_out(world, announced, move(world, date(2027, 1, 19)))
    notice = Notice.objects.get(pk=first.notice.pk)
    notice.meeting = get_visible_meeting(announced.pk, viewer=world.viewer("arai"))
    with pytest.raises(NotNow):
        actions.take_back_change(notice=notice, actor=world.viewer("arai"))


def test_a_plan_that_changed_meanwhile_is_not_overwritten(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    shown = get_visible_meeting(announced.pk, viewer=arai)
    draft = changes.change_draft(shown, SNOW, viewer=arai)
    Meeting.objects.filter(pk=announced.pk).update(version=shown.version + 1)
    with pytest.raises(NotNow, match="計画が、そのあとで変わっています"):
        actions.carry_out_change(
            meeting=shown, wish=SNOW, texts=draft.texts, base_version=shown.version, actor=arai
        )
    assert not Notice.objects.filter(kind=NoticeKind.CHANGE).exists()


def test_a_stranger_changes_nothing(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    draft = changes.change_draft(announced, SNOW, viewer=arai)
    written = Entry.objects.count()
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.carry_out_change(
                meeting=announced,
                wish=SNOW,
                texts=draft.texts,
                base_version=announced.version,
                actor=world.viewer(name),
            )
    assert Entry.objects.count() == written
