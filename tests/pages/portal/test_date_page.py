"""The page on which a key person marks days."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.meetings import actions, queries
from sasaeai.meetings.models import Body, DateMark, DatePoll, DateSlot, DateVoter, Meeting
from sasaeai.meetings.queries.dates import field_of
from tests.conftest import ReadingClient
from tests.world import TODAY, World

STARTS = [clock.at(date(2026, 12, day), time(13, 30)) for day in (8, 10)]


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


@pytest.fixture
def poll(world: World) -> DatePoll:
    made = actions.ask_dates(
        body=world.bodies["ono"],
        question=actions.Question(
            minutes=60,
            closes_on=date(2026, 11, 30),
            venue=world.venue,
            contact_name="青森市社会福祉協議会",
            contact_tel="017-000-0009",
        ),
        starts=STARTS,
        posts=[world.posts["ohashi"], world.posts["chokai"]],
        actor=world.viewer("arai"),
    )
    return queries.get_visible_poll(made.id, viewer=world.viewer("arai"))


@pytest.fixture
def asked(poll: DatePoll) -> DateVoter:
    return DateVoter.objects.get(poll=poll, organization_name="白旗野町会")


def page_of(asked: DateVoter) -> str:
    return reverse("portal:date_poll", args=[asked.code.replace("-", "")])


def send(bearer: ReadingClient, asked: DateVoter, *marks: str, **typed: str) -> HttpResponse:
    slots = DateSlot.objects.current().filter(poll=asked.poll).order_by("starts_at")
    values = {field_of(slot.id): mark for slot, mark in zip(slots, marks, strict=False)}
    form = {"base_version": "0", "once": str(uuid.uuid4())} | values | typed
    return bearer.post(page_of(asked), form)


def test_it_asks_for_each_day_and_names_nobody(bearer, asked):
    shown = words(bearer.get(page_of(asked)))
    for part in ("白旗野町会 会長 様", "令和8年12月8日(火) 13時30分", "○ 行ける", "× 行けない",
                 "017-000-0009", "令和8年11月30日(月)"):  # fmt: skip
        assert part in shown
    assert "髙﨑" not in shown
    assert "大野地区社会福祉協議会" not in shown


def test_a_link_says_nothing_of_what_a_closed_meeting_is_about(bearer, asked, world):
    DatePoll.objects.update(purpose="佐藤さん宅の見守り")
    assert "見守り" in words(bearer.get(page_of(asked)))
    Body.objects.filter(pk=world.bodies["ono"].pk).update(usual_regime="members_only")
    assert "見守り" not in words(bearer.get(page_of(asked)))
    world.add_meeting(on=date(2026, 9, 1), regime="open")
    assert "見守り" in words(bearer.get(page_of(asked)))


def test_the_code_of_the_sheet_works_at_the_same_front_page(bearer, asked):
    front = bearer.get(reverse("portal:reply_front"), {"code": asked.code.lower()})
    assert front.url == page_of(asked)


def test_an_answer_is_confirmed_and_can_be_changed(bearer, asked):
    assert send(bearer, asked, "yes", "no", note="午後なら").url == page_of(asked)
    shown = words(bearer.get(page_of(asked)))
    assert "お返事を受け取りました" in shown
    assert "○ 行ける" in shown
    assert "午後なら" in shown
    form = bearer.get(page_of(asked), {"change": "1"}).context["form"]
    version = form["base_version"].value()
    send(bearer, asked, "maybe", "no", base_version=version)
    assert DateMark.objects.get(slot__starts_at=STARTS[0]).answer == "maybe"


def test_nothing_marked_is_a_sentence(bearer, asked):
    shown = send(bearer, asked)
    assert "1つ以上の日に" in words(shown)
    assert not DateMark.objects.exists()


def test_a_mark_that_does_not_exist_is_refused(bearer, asked):
    assert "○・△・×のどれか" in words(send(bearer, asked, "perhaps"))
    assert not DateMark.objects.exists()


def test_two_in_one_office_see_both_answers(bearer, asked):
    send(bearer, asked, "yes", "yes")
    shown = words(send(ReadingClient(), asked, "no", "yes"))
    assert "まだ保存していません" in shown
    assert DateMark.objects.get(slot__starts_at=STARTS[0]).answer == "yes"


def test_a_day_taken_out_meanwhile_is_said(world, bearer, asked, poll):
    slot = DateSlot.objects.get(starts_at=STARTS[0])
    values = {field_of(slot.id): "yes"}
    slot.poll = poll
    actions.remove_slot(slot=slot, actor=world.viewer("arai"))
    shown = bearer.post(page_of(asked), {"base_version": "0", "once": str(uuid.uuid4())} | values)
    assert shown.status_code == 200
    assert "12月8日" not in words(bearer.get(page_of(asked)))


def test_a_day_taken_out_among_others_is_said_once(world, bearer, asked, poll):
    first, second = (DateSlot.objects.get(starts_at=start) for start in STARTS)
    first.poll = poll
    actions.remove_slot(slot=first, actor=world.viewer("arai"))
    marks = {field_of(first.id): "no", field_of(second.id): "yes"}
    shown = bearer.post(page_of(asked), {"base_version": "0", "once": str(uuid.uuid4())} | marks)
    assert "候補日が変わりました" in words(shown)
    assert not DateMark.objects.exists()
    assert send(bearer, asked, "yes").status_code == 302
    assert DateMark.objects.get().slot == second


def test_decided_given_up_and_taken_off_each_say_so(world, bearer, asked, poll):
    arai = world.viewer("arai")
    asked.poll = poll
    actions.remove_voter(voter=asked, actor=arai)
    assert "取りやめ" in words(bearer.get(page_of(asked)))
    actions.restore_voter(voter=asked, actor=arai)
    slot = DateSlot.objects.get(starts_at=STARTS[0])
    slot.poll = poll
    actions.choose_slot(slot=slot, actor=arai)
    assert "令和8年12月8日(火) 13時30分からに決まりました" in words(bearer.get(page_of(asked)))
    assert "届いていません" in words(send(bearer, asked, "yes"))
    Meeting.objects.update(state="cancelled", cancelled_reason="大雪のため")
    assert "中止になりました" in words(bearer.get(page_of(asked)))


def test_days_gone_by_are_not_asked_for(bearer, asked):
    DateSlot.objects.filter(starts_at=STARTS[0]).update(
        starts_at=clock.at(TODAY - timedelta(days=1), time(9))
    )
    shown = words(bearer.get(page_of(asked)))
    assert "11月22日" not in shown
    assert "12月10日" in shown
