"""A talk in LINE: what links, what answers, what leaves, and what nobody guesses."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.meetings.actions import cancel_meeting, withdraw_call
from sasaeai.meetings.models import Expected
from sasaeai.notices import actions
from sasaeai.notices.actions.line import TAKEN_OVER, restore_line, unlink_line
from sasaeai.notices.channels import line
from sasaeai.notices.channels.line import LineEvent, LineEventKind
from sasaeai.notices.enums import Answer, DeliveryStatus, NoticeKind, ReplyVia
from sasaeai.notices.handlers import line as talk
from sasaeai.notices.handlers.line import hear
from sasaeai.notices.handlers.spoken import read_words
from sasaeai.notices.models import Delivery, LineFriend, Notice, Reply, WrongCode
from sasaeai.notices.queries.told import when_text
from sasaeai.people.enums import Channel
from sasaeai.people.models import Municipality, Organization, OrganizationKind
from tests.notices.line_world import announce, announced_call, call
from tests.world import TODAY, World

_ids = itertools.count()


def said(text: str, user: str = "U1", event_id: str = "") -> str:
    """What is answered to somebody who writes."""
    return hear(
        LineEvent(event_id or f"event-{next(_ids)}", LineEventKind.TEXT, user, text, "token")
    )


def happened(kind: LineEventKind, user: str = "U1") -> str:
    return hear(LineEvent(f"event-{next(_ids)}", kind, user, "", "token"))


@pytest.fixture
def chokai(world: World) -> Expected:
    return announced_call(world)


def standing(expected: Expected) -> Reply | None:
    return Reply.objects.current().filter(expected=expected).first()


# ── What a message means ─────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "code", "answer", "name"),
    [
        ("出席", "", Answer.ATTEND, ""),
        ("　出席します。", "", Answer.ATTEND, ""),
        ("「欠席」", "", Answer.ABSENT, ""),
        ("欠席いたします", "", Answer.ABSENT, ""),
        ("代理 見本 花子", "", Answer.SUBSTITUTE, "見本 花子"),
        ("代理：髙﨑　花子様", "", Answer.SUBSTITUTE, "髙﨑 花子"),
        ("代理 見本\x00花子\ud800", "", Answer.SUBSTITUTE, "見本花子"),
        ("K7M-4QX-9PA", "K7M-4QX-9PA", None, ""),
        ("ｋ７ｍ４ｑｘ９ｐａ", "k7m4qx9pa", None, ""),
        ("K7M 4QX 9PA 欠席", "K7M 4QX 9PA", Answer.ABSENT, ""),
        ("K7M4QX9PA\n代理 見本 花子", "K7M4QX9PA", Answer.SUBSTITUTE, "見本 花子"),
        ("出席できません", "", None, ""),
        ("欠席しません", "", None, ""),
        ("出席か欠席か決まっていません", "", None, ""),
        ("代理", "", None, ""),
        ("代理で行けますか", "", None, ""),
        ("代理 だれか行きますか?", "", None, ""),
        ("K7M-4QX-9PA たぶん出席", "", None, ""),
        ("OK", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_only_what_is_sure_means_something(
    text: str, code: str, answer: Answer | None, name: str
) -> None:
    spoken = read_words(text)
    assert (spoken.code, spoken.answer, spoken.substitute_name) == (code, answer, name)
    assert not spoken.leaves


@pytest.mark.one_database
def test_one_word_leaves() -> None:
    assert read_words("「やめる」").leaves
    assert not read_words("やめるかもしれません").leaves


# ── Linking ──────────────────────────────────────────────────────────────────────────────────────


def test_the_code_of_a_letter_links_its_reader(world: World, chokai: Expected) -> None:
    answer = said(chokai.reply_code.lower().replace("-", " "))
    assert "白旗野町会 会長 様として登録しました" in answer
    assert "やめるときは「やめる」と送ってください" in answer
    assert "髙﨑" not in answer  # who holds the paper learns no name from it
    friend = LineFriend.objects.get()
    assert (friend.person, friend.line_user_id) == (chokai.person, "U1")
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.LINE
    traces = Entry.objects.filter(actor_name="ご本人（LINE）").values_list("object_type", "verb")
    assert sorted(traces) == [("notices.linefriend", "create"), ("people.person", "edit")]


def test_linking_again_changes_nothing(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    written = Entry.objects.count()
    assert "登録しました" in said(chokai.reply_code)
    assert LineFriend.objects.count() == 1
    assert Entry.objects.count() == written


def test_the_newest_link_of_a_person_counts_and_who_loses_it_is_told(
    world: World,
    chokai: Expected,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(line, "tell", lambda user, text: told.append((user, text)))
    said(chokai.reply_code, "U1")
    with django_capture_on_commit_callbacks(execute=True):
        said(chokai.reply_code, "U2")
    assert told == [("U1", TAKEN_OVER)]
    assert LineFriend.objects.current().get().line_user_id == "U2"
    # The way before LINE is not forgotten over two links.
    said("やめる", "U2")
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.POST


def test_a_user_who_sends_another_code_is_linked_to_that_one(world, chokai) -> None:
    minji = call(world, chokai.meeting, world.posts["minji"])
    said(chokai.reply_code)
    said(minji.reply_code)
    assert LineFriend.objects.current().get().person == minji.person
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.POST


def test_an_organisation_called_without_a_person_is_linked_as_such(world: World) -> None:
    meeting = world.add_meeting()
    organization = world.organizations["白旗野町会"]
    expected = call(world, meeting, organization=organization, organization_name=organization.name)
    assert "白旗野町会 御中として登録しました" in said(expected.reply_code)
    friend = LineFriend.objects.get()
    assert (friend.person, friend.organization) == (None, organization)


def test_a_guest_in_no_register_is_told_how_to_answer(world: World) -> None:
    expected = call(world, world.add_meeting(), person_name="試し 太郎")
    assert "名簿にない方" in said(expected.reply_code)
    assert not LineFriend.objects.exists()
    assert "「出席」と受け取りました" in said(f"{expected.reply_code} 出席")


def test_codes_that_open_nothing_are_all_answered_alike(world: World, chokai: Expected) -> None:
    arai = world.viewer("arai")
    withdrawn = call(world, chokai.meeting, world.posts["minji"])
    withdraw_call(expected=withdrawn, actor=arai)
    over = call(world, world.add_meeting(on=date(2026, 11, 20)), world.posts["chokai"])
    off = announced_call(world, on=date(2027, 1, 12))
    cancel_meeting(meeting=off.meeting, reason="大雪のため", actor=arai)
    codes = [withdrawn.reply_code, over.reply_code, off.reply_code, "K7M-4QX-9PA", "K7M-4QX-9PX"]
    assert {said(code) for code in codes} == {talk.NO_SUCH_CODE}
    assert {said(f"{code} 出席") for code in codes} == {talk.NO_SUCH_CODE}
    assert not LineFriend.objects.exists()
    assert not Reply.objects.exists()


def test_who_guesses_waits_and_the_others_do_not(world: World, chokai: Expected) -> None:
    for _guess in range(10):
        assert said("222-222-222", "guesser") == talk.NO_SUCH_CODE
    assert said("222-222-222", "guesser") == talk.WAIT
    assert said(chokai.reply_code, "guesser") == talk.WAIT
    assert not WrongCode.objects.filter(source__contains="guesser").exists()
    assert "登録しました" in said(chokai.reply_code, "somebody else")


# ── Answering ────────────────────────────────────────────────────────────────────────────────────


def test_a_word_answers_the_one_open_call(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    answer = said("欠席します")
    assert answer.startswith("12月22日(火)の")
    assert "「欠席」と受け取りました" in answer
    assert "変えるときは" in answer
    reply = standing(chokai)
    assert reply is not None
    assert (reply.answer, reply.via, reply.received_on) == (Answer.ABSENT, ReplyVia.LINE, TODAY)
    assert reply.keyed_by_name == "ご本人（LINE）"


def test_a_word_takes_no_wish_back(world: World, chokai: Expected) -> None:
    actions.record_reply(
        expected=chokai,
        answer="attend",
        details=actions.ReplyDetails(TODAY, companions=1, needs="車いす", trouble="雪かき"),
        actor=world.viewer("arai"),
    )
    said(chokai.reply_code)
    said("代理 見本 花子")
    reply = standing(chokai)
    assert reply is not None
    assert (reply.answer, reply.substitute_name) == (Answer.SUBSTITUTE, "見本 花子")
    assert (reply.companions, reply.needs, reply.trouble) == (1, "車いす", "雪かき")


def test_with_two_open_calls_nobody_guesses(world: World, chokai: Expected) -> None:
    later = announced_call(world, on=date(2027, 1, 19))
    said(chokai.reply_code)
    answer = said("欠席")
    assert chokai.reply_code in answer
    assert later.reply_code in answer
    assert answer.index("12月22日") < answer.index("1月19日")
    assert not Reply.objects.exists()
    said(f"{later.reply_code} 欠席")
    assert standing(later) is not None
    assert standing(chokai) is None


def test_a_meeting_that_nobody_announced_is_not_asked_for(world: World, chokai: Expected) -> None:
    draft = world.add_meeting(on=date(2027, 1, 19))
    call(world, draft, world.posts["chokai"])
    said(chokai.reply_code)
    assert "「出席」と受け取りました" in said("出席")
    announce(world, draft)
    assert "いくつかあります" in said("出席")


@pytest.mark.parametrize("text", ["出席できません", "代理", "わかりました", "はい"])
def test_what_is_unclear_is_answered_with_the_way(world, chokai, settings, text) -> None:
    settings.SERVED_OVER_HTTPS, settings.SITE_URL = True, "https://city.example"
    said(chokai.reply_code)
    answer = said(text)
    assert "「出席」「欠席」「代理 お名前」" in answer
    assert f"https://city.example/r/{chokai.reply_code.replace('-', '')}/" in answer
    assert not Reply.objects.exists()


def test_no_link_is_given_that_cannot_be_opened(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    assert "http" not in said("わかりました")


def test_a_stranger_learns_only_how_to_begin(world: World, chokai: Expected) -> None:
    assert said("出席", "stranger") == talk.HOW_TO_LINK
    assert said("やめる", "stranger") == talk.NOBODY
    assert not Reply.objects.exists()


def test_an_event_delivered_again_is_done(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    said("出席", event_id="first")
    said("欠席", event_id="second")
    assert said("出席", event_id="first") == ""
    reply = standing(chokai)
    assert reply is not None
    assert reply.answer == Answer.ABSENT


def told_by_letter(expected: Expected, when: str) -> None:
    """A copy of the letter left that says this day."""
    invitation = Notice.objects.get(meeting=expected.meeting, kind=NoticeKind.INVITATION)
    Delivery.objects.update_or_create(
        municipality=expected.municipality,
        notice=invitation,
        expected=expected,
        channel=Channel.POST,
        defaults={
            "status": DeliveryStatus.SENT,
            "sent_at": clock.now(),
            "printed_facts": {"when": when},
        },
    )


def moved_by_a_week(expected: Expected) -> None:
    week = timedelta(days=7)
    meeting = expected.meeting
    meeting.starts_at, meeting.ends_at = meeting.starts_at + week, meeting.ends_at + week
    meeting.save()


def test_a_word_is_no_answer_for_a_day_never_heard_of(world: World, chokai, settings: Any) -> None:
    settings.SERVED_OVER_HTTPS, settings.SITE_URL = True, "https://city.example"
    said(chokai.reply_code)
    told_by_letter(chokai, when_text(chokai.meeting))
    moved_by_a_week(chokai)
    answer = said("出席")
    assert "前の日時：令和8年12月22日(火)" in answer
    assert "新しい日時：令和8年12月29日(火)" in answer
    assert f"https://city.example/r/{chokai.reply_code.replace('-', '')}/" in answer
    assert said(f"{chokai.reply_code} 出席") == answer
    assert not Reply.objects.exists()


def test_who_answered_the_earlier_day_answers_anew_once_told(world: World, chokai) -> None:
    said(chokai.reply_code)
    said("出席")
    earlier = standing(chokai)
    moved_by_a_week(chokai)
    assert "日時が変わりました" in said("欠席")
    assert standing(chokai) == earlier
    told_by_letter(chokai, when_text(chokai.meeting))
    assert "「欠席」と受け取りました" in said("欠席")
    reply = standing(chokai)
    assert reply is not None
    assert (reply.answer, reply.for_starts_at) == (Answer.ABSENT, chokai.meeting.starts_at)


def test_a_word_that_line_brings_late_replaces_no_newer_answer(world: World, chokai) -> None:
    said(chokai.reply_code)
    wrote = clock.now()
    said("欠席")
    late = LineEvent("late", LineEventKind.TEXT, "U1", "出席", "token", late_since=wrote)
    assert hear(late) == talk.AT_ONCE
    reply = standing(chokai)
    assert reply is not None
    assert reply.answer == Answer.ABSENT


# ── Leaving ──────────────────────────────────────────────────────────────────────────────────────


def test_one_word_ends_it_and_the_way_before_comes_back(world: World, chokai: Expected) -> None:
    chokai.person.channel = Channel.FAX
    chokai.person.save()
    said(chokai.reply_code)
    assert said("やめる") == talk.LEFT
    assert not LineFriend.objects.current().exists()
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.FAX
    assert said("出席") == talk.HOW_TO_LINK


def test_who_shuts_our_talk_out_is_reached_another_way(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    happened(LineEventKind.UNFOLLOW)
    assert LineFriend.objects.get().blocked_at is not None
    assert happened(LineEventKind.FOLLOW) == talk.WELCOME_BACK
    assert LineFriend.objects.get().blocked_at is None
    assert happened(LineEventKind.FOLLOW, "somebody new") == talk.HOW_TO_LINK


def test_who_writes_again_is_reached_by_line_again(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    happened(LineEventKind.UNFOLLOW)
    said("出席")  # LINE's word of the reopened talk was lost
    assert LineFriend.objects.get().blocked_at is None


def test_a_link_is_taken_out_at_the_desk_and_comes_back(world: World, chokai: Expected) -> None:
    said(chokai.reply_code)
    friend = LineFriend.objects.get()
    with pytest.raises(NotAllowed):
        unlink_line(friend=friend, actor=world.viewer("shiraishi"))
    unlink_line(friend=friend, actor=world.viewer("ohashi"))
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.POST
    friend.refresh_from_db()
    restore_line(friend=friend, actor=world.viewer("ohashi"))
    assert LineFriend.objects.current().get() == friend
    chokai.person.refresh_from_db()
    assert chokai.person.channel == Channel.LINE


def test_a_newer_link_is_not_pushed_aside_by_an_old_one(world: World, chokai: Expected) -> None:
    said(chokai.reply_code, "U1")
    said(chokai.reply_code, "U2")
    old = LineFriend.objects.get(line_user_id="U1")
    with pytest.raises(NotNow):
        restore_line(friend=old, actor=world.viewer("ohashi"))


def test_who_hears_from_two_towns_leaves_both_with_one_word(world, chokai) -> None:
    said(chokai.reply_code)
    town = Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    kind = OrganizationKind.objects.create(municipality=town, code="chokai", name="町会")
    office = Organization.objects.create(municipality=town, kind=kind, name="余所町会")
    LineFriend.objects.create(municipality=town, organization=office, line_user_id="U1")
    assert "「出席」と受け取りました" in said("出席")
    assert said("やめる") == talk.LEFT
    assert not LineFriend.objects.current().exists()
