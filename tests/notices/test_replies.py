"""Keying replies: one answer a person, every step taken back, nothing doubled."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.models import Reply
from tests.world import TODAY, World, with_time


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def chokai(world: World, meeting: Meeting) -> Expected:
    return Expected.objects.get(meeting=meeting, post=world.posts["chokai"])


def counts(meeting: Meeting) -> tuple[int, int, int, int]:
    found = queries.reply_board(meeting).counts
    return (found.attend, found.absent, found.substitute, found.silent)


def test_an_answer_is_counted_once_however_often_the_key_is_pressed(world, meeting, chokai):
    first = actions.record_reply(expected=chokai, answer="attend", actor=world.viewer("arai"))
    again = actions.record_reply(expected=chokai, answer="attend", actor=world.viewer("arai"))
    assert first == again
    assert counts(meeting) == (1, 0, 0, 2)
    assert Reply.objects.count() == 1
    assert first.received_on == TODAY
    assert first.keyed_by_name.startswith("新井")


def test_another_answer_replaces_the_first_which_is_kept_and_can_come_back(world, meeting, chokai):
    arai = world.viewer("arai")
    first = actions.record_reply(expected=chokai, answer="attend", actor=arai)
    second = actions.record_reply(expected=chokai, answer="absent", actor=arai)
    assert counts(meeting) == (0, 1, 0, 2)
    assert queries.previous_reply(second) == first
    restored = actions.restore_reply(reply=first, actor=arai)
    assert counts(meeting) == (1, 0, 0, 2)
    assert restored.version > second.version
    assert queries.previous_reply(restored) is None


def test_a_reply_taken_out_makes_the_person_silent_and_comes_back(world, meeting, chokai):
    arai = world.viewer("arai")
    reply = actions.record_reply(expected=chokai, answer="attend", actor=arai)
    actions.clear_reply(reply=reply, actor=arai)
    actions.clear_reply(reply=reply, actor=arai)
    assert counts(meeting) == (0, 0, 0, 3)
    actions.restore_reply(reply=reply, actor=arai)
    assert counts(meeting) == (1, 0, 0, 2)


def test_details_stay_when_only_the_answer_changes(world, chokai):
    arai = world.viewer("arai")
    details = ReplyDetails(
        received_on=TODAY,
        substitute_name="代 見本",
        companions=2,
        needs="車いす",
        trouble="ごみ集積所が雪で埋まる",
    )
    actions.record_reply(
        expected=chokai, answer="substitute", via="fax", details=details, actor=arai
    )
    reply = actions.record_reply(expected=chokai, answer="attend", actor=arai)
    assert (reply.needs, reply.trouble, reply.companions) == (
        "車いす",
        "ごみ集積所が雪で埋まる",
        2,
    )
    assert reply.substitute_name == ""


def test_companions_are_counted_among_those_who_come(world, meeting, chokai):
    details = ReplyDetails(received_on=TODAY, companions=2)
    actions.record_reply(
        expected=chokai, answer="attend", details=details, actor=world.viewer("arai")
    )
    assert queries.reply_board(meeting).counts.coming == 3


def test_one_person_called_for_two_posts_answers_once(world, meeting, chokai):
    second = world.add_expected(meeting, world.posts["vacant"], person=chokai.person)
    actions.record_reply(expected=second, answer="attend", actor=world.viewer("arai"))
    board = queries.reply_board(meeting)
    assert board.counts.total == 3
    assert board.counts.attend == 1
    assert Reply.objects.filter(removed_at=None).count() == 2
    assert queries.row_named(board, "4").number == 2


def test_two_who_key_the_same_slip_are_both_heard(world, chokai):
    arai, ohashi = world.viewer("arai"), world.viewer("ohashi")
    details = ReplyDetails(received_on=TODAY, needs="筆談")
    actions.record_reply(
        expected=chokai, answer="attend", details=details, base_version=0, actor=arai
    )
    with pytest.raises(StaleEdit) as refused:
        actions.record_reply(
            expected=chokai,
            answer="absent",
            details=ReplyDetails(received_on=TODAY),
            base_version=0,
            actor=ohashi,
        )
    assert refused.value.theirs["needs"] == "筆談"
    assert Reply.objects.get(removed_at=None).answer == "attend"


def test_a_row_is_found_by_number_and_by_code_however_typed(world, meeting, chokai):
    chokai.reply_code = "222-222-222"
    chokai.save()
    board = queries.reply_board(meeting)
    for typed in ("2", "２", "02", "222-222-222", "２２２２２２２２２", "222 222 222"):
        assert queries.row_named(board, typed).id == chokai.id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "入力してください"),
        ("99", "99番"),
        ("K7M-4QX", "9文字"),
        ("E6H-W34-Q5R", "ほかの会議"),
        ("=1+1", "使われません"),
    ],
)
def test_a_number_or_code_of_nobody_says_what_to_do(world, meeting, typed, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        queries.row_named(queries.reply_board(meeting), typed)


def test_the_next_silent_one_follows_in_order_and_starts_over(world, meeting, chokai):
    actions.record_reply(expected=chokai, answer="attend", actor=world.viewer("arai"))
    board = queries.reply_board(meeting)
    assert board.next_silent(after=1).number == 3
    assert board.next_silent(after=3).number == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": MeetingState.CANCELLED}, "中止"),
        ({"state": MeetingState.HELD, "number": 1, "held_at": clock.now()}, "締めて"),
        ({"sealed_at": clock.now()}, "公開版"),
    ],
)
def test_after_the_meeting_replies_are_refused_with_the_reason(
    world, meeting, chokai, fields, sentence
):
    arai = world.viewer("arai")
    reply = actions.record_reply(expected=chokai, answer="attend", actor=arai)
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    fresh = Expected.objects.get(pk=chokai.pk)
    with pytest.raises(NotNow, match=sentence):
        actions.record_reply(expected=fresh, answer="absent", actor=arai)
    reply = Reply.objects.get(pk=reply.pk)
    with pytest.raises(NotNow, match=sentence):
        actions.clear_reply(reply=reply, actor=arai)


def test_somebody_no_longer_called_cannot_reply(world, chokai):
    chokai.removed_at = clock.now()
    chokai.save()
    with pytest.raises(NotNow, match="声かけ"):
        actions.record_reply(expected=chokai, answer="attend", actor=world.viewer("arai"))


@pytest.mark.parametrize(("answer", "via"), [("maybe", "paper"), ("attend", "pigeon")])
def test_an_unknown_answer_is_refused(world, chokai, answer, via):
    with pytest.raises(InvalidInput):
        actions.record_reply(expected=chokai, answer=answer, via=via, actor=world.viewer("arai"))


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_others_key_no_replies_of_this_district(world, chokai, name):
    with pytest.raises(NotAllowed, match="大野地区"):
        actions.record_reply(expected=chokai, answer="attend", actor=world.viewer(name))


def test_the_board_asks_the_database_as_often_for_thirty_as_for_three(
    world, meeting, django_assert_num_queries
):
    for _ in range(30):
        world.add_expected(meeting, organization_name="見本の会")
    with django_assert_num_queries(2):
        assert len(queries.reply_board(meeting).rows) == 33


def test_an_answer_to_an_earlier_day_is_kept_and_counts_as_silence(world, meeting, chokai):
    details = ReplyDetails(received_on=TODAY, companions=2)
    reply = actions.record_reply(
        expected=chokai, answer="attend", details=details, actor=world.viewer("arai")
    )
    Reply.objects.filter(pk=reply.pk).update(for_starts_at=with_time(date(2026, 12, 15), 13, 30))
    board = queries.reply_board(meeting)
    assert (board.counts.attend, board.counts.silent, board.counts.earlier) == (0, 3, 1)
    assert board.counts.coming == 0
    assert [row.number for row in board.earlier] == [2]
    assert 2 in [row.number for row in board.silent]
    Reply.objects.filter(pk=reply.pk).update(for_starts_at=meeting.starts_at)
    assert queries.reply_board(meeting).counts.coming == 3
