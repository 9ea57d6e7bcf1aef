"""The reply page as its bearer meets it, on whatever day the letter is opened."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse

from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.models import Delivery, Notice, Reply
from tests.conftest import DeskClients, ReadingClient
from tests.world import TODAY, World, with_time

NAMES = ("髙﨑", "大橋", "民子", "新井")


def page_of(call: Expected) -> str:
    return reverse("portal:reply", args=[call.reply_code.replace("-", "")])


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def send(bearer: ReadingClient, call: Expected, **typed: Any) -> HttpResponse:
    values = {"answer": "attend", "base_version": "0", "once": str(uuid.uuid4())} | typed
    return bearer.post(page_of(call), values)


def test_the_code_is_typed_as_it_comes(bearer, call):
    front = reverse("portal:reply_front")
    assert "返信コード" in words(bearer.get(front))
    for typed in (
        call.reply_code.lower(),
        call.reply_code.replace("-", " "),
        "".join(chr(ord(c) + 0xFEE0) for c in call.reply_code.replace("-", "")),
    ):
        assert bearer.get(front, {"code": typed}).url == page_of(call)
    wrong = bearer.get(front, {"code": "こんにちは"})
    assert wrong.status_code == 404
    assert words(wrong) == words(bearer.get(front, {"code": "222-222-222"}))
    assert 'value="こんにちは"' in wrong.content.decode()


def test_it_says_what_when_where_and_by_when_but_names_nobody(world, bearer, call):
    world.venue.address, world.venue.access = "青森市（見本）大野1-1", "2階、上履きをお持ちください"
    world.venue.save()
    Meeting.objects.update(
        snow_starts_at=with_time(TODAY + timedelta(days=36), 13, 30),
        reply_due_on=TODAY + timedelta(days=14),
    )
    shown = words(bearer.get(page_of(call)))
    for part in (
        "大野地区地域支え合い会議",
        "白旗野町会 会長 様",
        "令和8年12月22日(火)",
        "大野市民センター",
        "青森市（見本）大野1-1",
        "上履き",
        "大雪で開けないとき",
        "令和8年12月7日(月)",
        "017-000-0000",
    ):
        assert part in shown
    assert not any(name in shown for name in NAMES)


def test_it_is_kept_nowhere_and_told_nobody(bearer, call):
    for path in (reverse("portal:reply_front"), page_of(call), "/r/222222222/"):
        answer = bearer.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "form-action 'self'" in answer["Content-Security-Policy"]


def test_reading_takes_no_cookie_and_keeps_no_session(bearer, call):
    assert bearer.get(page_of(call)).status_code == 200
    assert "sessionid" not in bearer.cookies


def test_an_answer_is_confirmed_with_what_was_written(bearer, call):
    Meeting.objects.update(reply_due_on=TODAY + timedelta(days=14))
    sent = send(
        bearer,
        call,
        answer="substitute",
        substitute_title="副会長",
        substitute_name="代 見本",
        companions="1",
        needs_ticked=["車いす", "筆談"],
        needs="前の席",
        trouble="雪の捨て場がない",
    )
    assert sent.url == page_of(call)
    shown = words(bearer.get(sent.url))
    for part in (
        "お返事を受け取りました",
        "代理出席",
        "副会長",
        "代 見本",
        "1人",
        "雪の捨て場がない",
    ):
        assert part in shown
    assert "車いす、筆談、前の席" in shown
    assert "令和8年12月7日(月)まで" in shown
    assert reverse("portal:reply_calendar", args=[call.reply_code.replace("-", "")]) in (
        bearer.get(sent.url).content.decode()
    )
    reply = Reply.objects.current().get(expected=call)
    assert (reply.via, reply.received_on, reply.companions) == ("web", TODAY, 1)


def test_it_is_changed_without_losing_a_word(bearer, call):
    send(bearer, call, needs_ticked=["車いす"], needs="前の席", trouble="雪の捨て場がない")
    form = bearer.get(page_of(call), {"change": "1"}).context["form"]
    assert form["needs_ticked"].value() == ["車いす"]
    assert (form["needs"].value(), form["answer"].value()) == ("前の席", "attend")
    send(
        bearer,
        call,
        answer="absent",
        base_version="1",
        needs_ticked=["車いす"],
        needs="前の席",
        trouble="雪の捨て場がない",
    )
    reply = Reply.objects.current().get(expected=call)
    assert (reply.answer, reply.trouble) == ("absent", "雪の捨て場がない")


def test_the_same_form_twice_is_one_answer(bearer, call):
    key = str(uuid.uuid4())
    first = send(bearer, call, once=key)
    second = send(bearer, call, once=key)
    assert first.url == second.url
    assert Reply.objects.count() == 1


def test_nothing_chosen_is_a_sentence_and_keeps_what_was_typed(bearer, call):
    shown = bearer.post(
        page_of(call),
        {
            "base_version": "0",
            "once": str(uuid.uuid4()),
            "companions": "多数",
            "trouble": "<b>雪</b>",
        },
    )
    assert shown.status_code == 200
    assert "どれか1つを選んでください" in words(shown)
    assert "人数を数字で" in words(shown)
    assert "&lt;b&gt;雪&lt;/b&gt;" in shown.content.decode()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("companions", "999"), ("trouble", "雪" * 3000), ("needs", "雪" * 500), ("answer", "maybe")],
)
def test_what_does_not_fit_is_refused_and_kept(bearer, call, field, value):
    shown = send(bearer, call, **{field: value})
    assert shown.status_code == 200
    assert shown.context["form"].errors
    assert not Reply.objects.exists()


def test_two_with_the_same_letter_see_both_answers(bearer, call):
    send(bearer, call, needs="筆談をお願いします", trouble="道が狭い")
    shown = send(ReadingClient(), call, answer="absent", trouble="坂がこわい")
    text = words(shown)
    assert "道が狭い" in text
    assert "坂がこわい" in text
    assert "received_on" not in text
    version = shown.context["form"]["base_version"].value()
    send(bearer, call, answer="absent", trouble="坂がこわい。道が狭い", base_version=version)
    assert Reply.objects.current().get(expected=call).trouble == "坂がこわい。道が狭い"


def test_two_who_say_the_same_do_not_meet_a_conflict(world, bearer, call):
    actions.record_reply(
        expected=call,
        answer="attend",
        via="phone",
        details=ReplyDetails(received_on=TODAY),
        actor=world.viewer("arai"),
    )
    assert send(bearer, call).status_code == 302


def test_late_it_is_still_taken_and_said(bearer, call):
    Meeting.objects.update(reply_due_on=TODAY - timedelta(days=1))
    assert "期限を過ぎています" in words(bearer.get(page_of(call)))
    assert send(bearer, call).status_code == 302


def test_a_cancelled_meeting_says_so_and_what_to_do(bearer, call):
    send(bearer, call)
    Meeting.objects.update(state=MeetingState.CANCELLED, cancelled_reason="大雪のため")
    shown = words(bearer.get(page_of(call)))
    for part in ("中止になりました", "大雪のため", "お返事はいりません", "017-000-0000"):
        assert part in shown
    late = send(bearer, call, answer="absent", base_version="1", trouble="坂がこわい")
    assert "届いていません" in words(late)
    assert "坂がこわい" in words(late)


def test_a_withdrawn_call_shows_nothing_of_the_meeting(world, bearer, call):
    send(bearer, call, trouble="道が狭い")
    meetings.withdraw_call(expected=call, actor=world.viewer("arai"))
    shown = words(bearer.get(page_of(call)))
    assert "取り消されました" in shown
    assert "道が狭い" not in shown
    assert "12月22日" not in shown


def test_a_meeting_that_is_over_says_whom_to_phone(bearer, call):
    Meeting.objects.update(starts_at=with_time(TODAY, 9))
    shown = words(bearer.get(page_of(call)))
    assert "終わりました" in shown
    assert "017-000-0000" in shown


def test_a_moved_meeting_asks_again_and_shows_both_days(bearer, call):
    send(bearer, call, needs="前の席")
    Meeting.objects.update(
        starts_at=with_time(TODAY + timedelta(days=36), 13, 30),
        ends_at=with_time(TODAY + timedelta(days=36), 14, 30),
    )
    shown = bearer.get(page_of(call))
    text = words(shown)
    assert "日時が変わりました" in text
    assert "令和8年12月22日(火)" in text
    assert "令和8年12月29日(火)" in text
    assert not shown.context["form"]["answer"].value()
    assert shown.context["form"]["needs"].value() == "前の席"
    assert send(bearer, call, base_version="1", needs="前の席").status_code == 302
    assert "お返事を受け取りました" in words(bearer.get(page_of(call)))


def test_who_answers_from_a_page_of_the_earlier_day_is_asked_for_the_new_one(bearer, call):
    page = BeautifulSoup(bearer.get(page_of(call)).content, "html.parser")
    seen = page.find("input", {"name": "seen_start"})["value"]
    Meeting.objects.update(
        starts_at=with_time(TODAY + timedelta(days=36), 13, 30),
        ends_at=with_time(TODAY + timedelta(days=36), 14, 30),
    )
    shown = send(bearer, call, seen_start=seen, trouble="坂がこわい")
    assert shown.status_code == 200
    assert "日時が変わりました" in words(shown)
    assert "令和8年12月29日(火)" in words(shown)
    assert "坂がこわい" in words(shown)
    assert not Reply.objects.exists()
    again = BeautifulSoup(shown.content, "html.parser").find("input", {"name": "seen_start"})
    assert send(bearer, call, seen_start=again["value"]).status_code == 302


def test_who_holds_an_older_letter_is_told_of_the_new_day(world, bearer, call, meeting):
    notice = Notice.objects.create(
        municipality=world.city,
        meeting=meeting,
        issued_on=TODAY,
        subject="ご案内",
        greeting="",
        purpose="",
        sender_organization="大野地区社会福祉協議会",
        contact_name="青森市社会福祉協議会",
        contact_tel="017-000-0009",
        reply_due_on=TODAY + timedelta(days=14),
    )
    Delivery.objects.create(
        municipality=world.city,
        notice=notice,
        expected=call,
        channel="post",
        status="printed",
        printed_at=with_time(TODAY, 9),
        printed_facts={"when": "令和8年12月15日(火) 13時30分〜14時30分"},
    )
    text = words(bearer.get(page_of(call)))
    assert "日時が変わりました" in text
    assert "令和8年12月15日(火)" in text
    assert "017-000-0009" in text


def test_members_only_shows_no_agenda(world, bearer, call, meeting):
    world.add_item(meeting, "雪かきの当番")
    world.add_item(meeting, "個別の相談", is_public=False)
    shown = words(bearer.get(page_of(call)))
    assert "雪かきの当番" in shown
    assert "個別の相談" not in shown
    Meeting.objects.update(regime=Regime.MEMBERS_ONLY)
    assert "雪かきの当番" not in words(bearer.get(page_of(call)))


def test_an_account_changes_nothing_about_the_page(desk: DeskClients, world: World, call):
    """Owner, reader and stranger of the desk see what anybody with the letter sees."""
    seen = {
        words(client.get(page_of(call))) for client in (desk.arai, desk.ichikawa, desk.shiraishi)
    }
    assert len(seen) == 1
    assert words(ReadingClient().get(page_of(call))) in seen


def test_a_form_from_elsewhere_is_refused(call):
    careful = ReadingClient(enforce_csrf_checks=True)
    assert send(careful, call).status_code == 403
    assert not Reply.objects.exists()


def test_the_page_asks_the_database_few_questions(bearer, call, django_assert_max_num_queries):
    send(bearer, call)
    with django_assert_max_num_queries(12):
        bearer.get(page_of(call))
