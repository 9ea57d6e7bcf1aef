"""Answering by code: what it lets in, until when, and for whom it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Expected, ExpectedItem, Meeting
from sasaeai.notices import actions
from sasaeai.notices.actions import ReplyDetails, own_reply
from sasaeai.notices.actions.own_reply import reply_by_code
from sasaeai.notices.models import Reply
from sasaeai.notices.queries.open_call import CallState, bearer_of, open_call
from tests.world import TODAY, World, with_time

BEFORE = with_time(TODAY, 9)


def details(**words: object) -> ReplyDetails:
    return ReplyDetails(received_on=TODAY, **words)


def answer(code: str, said: str = "attend", base_version: int = 0, **words: object) -> Reply:
    return reply_by_code(
        code=code, answer=said, details=details(**words), base_version=base_version
    )


def seen(call: Expected):
    return open_call(call.reply_code, at=clock.now())


@pytest.mark.parametrize(
    "written", [lambda c: c, lambda c: c.lower(), lambda c: c.replace("-", " "), lambda c: f" {c} "]
)
def test_a_code_is_read_however_it_is_typed(call, written):
    reply = answer(written(call.reply_code))
    assert (reply.answer, reply.via) == ("attend", "web")
    assert reply.keyed_by_name == "ご本人（返信ページ）"
    entry = Entry.objects.get(object_id=reply.id)
    assert (entry.actor_id, entry.actor_name) == (None, "ご本人（返信ページ）")


def test_the_bearer_has_no_right_at_the_desk(call):
    with pytest.raises(NotAllowed):
        actions.record_reply(
            expected=call, answer="attend", actor=bearer_of(call, on=TODAY), via="web"
        )


def test_who_acted_is_kept_in_the_language_of_the_place(call):
    with translation.override("en"):
        assert bearer_of(call, on=TODAY).name == "ご本人（返信ページ）"


@pytest.mark.parametrize("code", ["", "zzz", "222-222-223", "K7M-4QX-9PA", "東京", "' OR 1=1 --"])
def test_every_wrong_code_is_answered_alike(call, code):
    with pytest.raises(NotFound) as refused:
        open_call(code, at=clock.now())
    with pytest.raises(NotFound) as unknown:
        open_call("222-222-222", at=clock.now())
    assert refused.value.message == unknown.value.message


def test_wrong_codes_ask_the_database_equally_often(call, django_assert_num_queries):
    for code in ("not a code at all", "222-222-222"):
        with django_assert_num_queries(1), pytest.raises(NotFound):
            open_call(code, at=clock.now())


def test_it_stands_for_every_call_of_the_person(world, meeting, call):
    second = world.add_expected(meeting, world.posts["vacant"], person=call.person)
    answer(call.reply_code)
    assert Reply.objects.get(expected=second).answer == "attend"
    assert seen(call).others == 1


def test_two_in_one_office_with_the_same_letter_are_both_heard(call):
    answer(call.reply_code, needs="筆談")
    with pytest.raises(StaleEdit) as refused:
        answer(call.reply_code, "absent", needs="送迎")
    assert (refused.value.theirs["needs"], refused.value.yours["needs"]) == ("筆談", "送迎")


def test_an_answer_after_the_due_day_still_counts(meeting, call):
    Meeting.objects.update(reply_due_on=TODAY - timedelta(days=1))
    assert seen(call).state == CallState.LATE
    assert answer(call.reply_code).answer == "attend"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"state": MeetingState.CANCELLED, "cancelled_reason": "大雪のため"}, CallState.CANCELLED),
        ({"state": MeetingState.HELD, "number": 3, "held_at": BEFORE}, CallState.OVER),
        ({"starts_at": BEFORE}, CallState.OVER),
    ],
)
def test_what_is_over_takes_no_answer_and_keeps_the_one_there_is(call, change, state):
    kept = answer(call.reply_code)
    Meeting.objects.update(**change)
    assert seen(call).state == state
    assert seen(call).reply == kept
    with pytest.raises(NotNow):
        answer(call.reply_code, "absent", base_version=kept.version)
    assert Reply.objects.current().get(expected=call).answer == "attend"


def test_a_withdrawn_call_takes_no_answer(world, call):
    meetings.withdraw_call(expected=call, actor=world.viewer("arai"))
    assert seen(call).state == CallState.WITHDRAWN
    with pytest.raises(NotNow):
        answer(call.reply_code)


def test_after_a_move_it_is_asked_again(call):
    reply = answer(call.reply_code)
    assert not seen(call).is_earlier
    moved = timedelta(days=7)
    held = Meeting.objects.get()
    held.starts_at, held.ends_at = held.starts_at + moved, held.ends_at + moved
    held.save()
    now = seen(call)
    assert now.is_earlier
    assert "12月22日" in now.said_when
    again = answer(call.reply_code, base_version=reply.version)
    assert again.for_starts_at == held.starts_at
    assert not seen(call).is_earlier


def test_a_move_between_looking_and_writing_is_seen(call, monkeypatch):
    shown = call.meeting.starts_at

    def moved_meanwhile(expected: Expected, at: object) -> None:
        Meeting.objects.filter(pk=expected.meeting_id).update(
            starts_at=shown + timedelta(days=7), ends_at=shown + timedelta(days=7, hours=1)
        )

    monkeypatch.setattr(own_reply, "check_bearer_may_reply", moved_meanwhile)
    with pytest.raises(NotNow, match="日時が変わりました"):
        reply_by_code(
            code=call.reply_code,
            answer="attend",
            details=details(),
            base_version=0,
            seen_start=shown,
        )
    assert not Reply.objects.exists()


def test_only_public_items_of_the_call_are_shown(world: World, meeting, call):
    shown = world.add_item(meeting, "雪かきの当番")
    world.add_item(meeting, "個別の相談", is_public=False)
    other = world.add_item(meeting, "ほかの議題")
    assert seen(call).agenda == ("雪かきの当番", "ほかの議題")
    ExpectedItem.objects.create(municipality=world.city, expected=call, item=shown)
    assert seen(call).agenda == ("雪かきの当番",)
    assert other.title not in seen(call).agenda
    Meeting.objects.update(regime=Regime.MEMBERS_ONLY)
    assert seen(call).agenda == ()


def test_nobody_is_called_by_name(call, meeting):
    assert seen(call).addressee == "白旗野町会 会長 様"
    guest = Expected(meeting=meeting, number=9, person_name="髙﨑 見本")
    assert "髙﨑" not in seen(call).addressee
    shown = seen(call)
    object.__setattr__(shown, "expected", guest)
    assert shown.addressee == "返信番号9番の方"
