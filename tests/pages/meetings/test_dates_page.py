"""日程調整 at the desk: the owner asks, keys and decides; readers read; strangers find nothing."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import DateMark, DatePoll, DateSlot, DateVoter, Meeting
from sasaeai.meetings.queries.dates import field_of
from tests.conftest import DeskClients, ReadingClient
from tests.paper.reading import check_page_boxes, page_texts
from tests.world import World

STARTS = [clock.at(date(2026, 12, day), time(13, 30)) for day in (8, 10, 15)]


@pytest.fixture
def poll(world: World) -> DatePoll:
    made = actions.ask_dates(
        body=world.bodies["ono"],
        question=actions.Question(
            minutes=60, closes_on=date(2026, 11, 30), venue=world.venue, contact_fax="017-000-0001"
        ),
        starts=STARTS,
        posts=[world.posts["ohashi"], world.posts["chokai"]],
        actor=world.viewer("arai"),
    )
    return queries.get_visible_poll(made.id, viewer=world.viewer("arai"))


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").body.get_text(" ", strip=True)


def post(client: ReadingClient, name: str, target: Any, **typed: Any) -> HttpResponse:
    values = {"once": str(uuid.uuid4())} | typed
    return client.post(reverse(f"desk:{name}", args=[target]), values, follow=True)


def page(client: ReadingClient, poll: DatePoll) -> HttpResponse:
    return client.get(reverse("desk:date_poll", args=[poll.id]))


def test_from_the_body_to_a_question_with_nothing_typed(desk: DeskClients, world: World) -> None:
    body = world.bodies["ono"]
    assert "日にちを先にきく" in words(desk.arai.get(reverse("desk:body", args=[body.id])))
    form = desk.arai.get(reverse("desk:dates_new", args=[body.id])).context["form"]
    sent = {"once": str(uuid.uuid4())}
    soup = BeautifulSoup(
        desk.arai.get(reverse("desk:dates_new", args=[body.id])).content, "html.parser"
    )
    main = soup.main
    sent |= {
        name: [box["value"] for box in main.find_all("input", {"name": name, "checked": True})]
        for name in ("slots", "posts")
    }
    for box in main.find_all("input", {"type": "text"}):
        sent[box["name"]] = box.get("value", "")
    for box in main.find_all("select"):
        sent[box["name"]] = (box.find("option", selected=True) or {"value": ""})["value"]
    answer = desk.arai.post(reverse("desk:dates_new", args=[body.id]), sent)
    made = DatePoll.objects.get()
    assert answer.url == reverse("desk:date_poll", args=[made.id])
    assert made.slots.count() == len(form["slots"].value()) == 8
    assert {voter.person_name for voter in made.voters.all()} == {"大橋 試一", "新井 試子"}
    assert "きいています" in words(desk.arai.get(reverse("desk:body", args=[body.id])))


def test_mistakes_of_the_question_keep_what_was_typed(desk: DeskClients, world: World) -> None:
    shown = desk.arai.post(
        reverse("desk:dates_new", args=[world.bodies["ono"].id]),
        {
            "once": str(uuid.uuid4()),
            "purpose": "<b>雪</b>",
            "minutes": "長い",
            "closes_on_year": "x",
        },
    )
    assert shown.status_code == 200
    assert "長さを分の数字で" in words(shown)
    assert "&lt;b&gt;雪&lt;/b&gt;" in shown.content.decode()
    assert not DatePoll.objects.exists()


def test_an_answer_by_phone_is_keyed_and_taken_back(desk: DeskClients, poll: DatePoll) -> None:
    asked = DateVoter.objects.get(poll=poll, organization_name="白旗野町会")
    slots = list(DateSlot.objects.filter(poll=poll).order_by("starts_at"))
    marks = {field_of(slot.id): mark for slot, mark in zip(slots, ("yes", "no", ""), strict=True)}
    shown = post(desk.arai, "date_voter", asked.id, base_version="0", via="phone", note="", **marks)
    assert "答えを入れました" in words(shown)
    assert "○ 1人、△ 0人、× 0人、まだ 1人" in words(shown)
    undo = BeautifulSoup(shown.content, "html.parser").select_one(".messages form")
    values = {box["name"]: box.get("value", "") for box in undo.select("input")}
    desk.arai.post(undo["action"], values)
    assert not DateMark.objects.exists()


def test_somebody_elses_newer_answer_is_shown_beside_mine(
    desk: DeskClients, world: World, poll: DatePoll
) -> None:
    asked = DateVoter.objects.get(poll=poll, organization_name="白旗野町会")
    slot = DateSlot.objects.filter(poll=poll).order_by("starts_at")[0]
    one = {"base_version": "0", "via": "phone", "note": ""}
    post(desk.arai, "date_voter", asked.id, **one, **{field_of(slot.id): "yes"})
    shown = post(desk.ohashi, "date_voter", asked.id, **one, **{field_of(slot.id): "no"})
    assert "まだ保存していません" in words(shown)
    assert DateMark.objects.get().answer == "yes"


def test_deciding_leads_to_the_agenda_and_back(desk: DeskClients, poll: DatePoll) -> None:
    slot = DateSlot.objects.filter(poll=poll).order_by("starts_at")[1]
    shown = post(desk.arai, "date_slot_choose", slot.id)
    meeting = Meeting.objects.get()
    assert shown.redirect_chain[-1][0] == reverse("desk:meeting_agenda", args=[meeting.id])
    assert "つぎは議題です" in words(shown)
    decided = words(page(desk.arai, poll))
    assert "日にちが決まりました" in decided
    assert "この日に決める" not in decided
    post(desk.arai, "date_poll_take_back", poll.id)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert "この日に決める" in words(page(desk.arai, poll))


def test_days_and_people_come_and_go(desk: DeskClients, world: World, poll: DatePoll) -> None:
    day = {"on_era": "W", "on_year": "2026", "on_month": "12", "on_day": "17", "start": "10:00"}
    assert "候補に加えました" in words(post(desk.arai, "date_slot_add", poll.id, **day))
    assert "もう候補に" in words(post(desk.arai, "date_slot_add", poll.id, **day))
    slot = DateSlot.objects.order_by("-created_at")[0]
    assert "外しました" in words(post(desk.arai, "date_slot_remove", slot.id))
    assert "戻しました" in words(post(desk.arai, "date_slot_restore", slot.id))
    added = post(desk.arai, "date_voter_add", poll.id, post=str(world.posts["minji"].id))
    assert "にもききます" in words(added)
    asked = DateVoter.objects.get(poll=poll, person_name="見本 民子")
    assert "外しました" in words(post(desk.arai, "date_voter_remove", asked.id))
    assert "戻しました" in words(post(desk.arai, "date_voter_restore", asked.id))
    given_up = post(desk.arai, "date_poll_remove", poll.id)
    assert "取りやめました" in words(given_up)
    assert page(desk.arai, poll).status_code == 404
    post(desk.arai, "date_poll_restore", poll.id)
    assert page(desk.arai, poll).status_code == 200


def test_the_sheets_show_days_code_and_fax_and_leave_a_trace(
    desk: DeskClients, poll: DatePoll, settings: Any
) -> None:
    paper = desk.arai.get(reverse("desk:date_slips", args=[poll.id]))
    text = "".join(page_texts(paper.content)).replace(" ", "")
    for asked in DateVoter.objects.filter(poll=poll):
        assert asked.code in text
    for part in ("白旗野町会", "髙﨑見本", "令和8年12月8日(火)", "017-000-0001", "○", "△", "×"):
        assert part in text
    assert "QRコード" not in text
    check_page_boxes(paper.content)
    assert Entry.objects.get(verb="export").after["purpose"] == "date poll"
    settings.SERVED_OVER_HTTPS = True
    with_link = desk.arai.get(reverse("desk:date_slips", args=[poll.id]))
    assert "QRコード" in "".join(page_texts(with_link.content)).replace(" ", "")


def test_readers_read_without_codes_and_strangers_find_nothing(
    desk: DeskClients, poll: DatePoll
) -> None:
    code = DateVoter.objects.filter(poll=poll)[0].code
    assert code in words(page(desk.arai, poll))
    reader = words(page(desk.ichikawa, poll))
    assert code not in reader
    assert "この日に決める" not in reader
    assert page(desk.shiraishi, poll).status_code == 404
    slot = DateSlot.objects.filter(poll=poll)[0]
    assert post(desk.ichikawa, "date_slot_choose", slot.id).status_code == 403
    assert post(desk.shiraishi, "date_slot_choose", slot.id).status_code == 404


def test_a_double_click_decides_once(desk: DeskClients, poll: DatePoll) -> None:
    slot = DateSlot.objects.filter(poll=poll).order_by("starts_at")[0]
    key = str(uuid.uuid4())
    first = post(desk.arai, "date_slot_choose", slot.id, once=key)
    second = post(desk.arai, "date_slot_choose", slot.id, once=key)
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    assert Meeting.objects.count() == 1


def test_the_page_asks_few_questions(
    desk: DeskClients, poll: DatePoll, django_assert_max_num_queries: Any
) -> None:
    page(desk.arai, poll)
    with django_assert_max_num_queries(30):
        page(desk.arai, poll)
