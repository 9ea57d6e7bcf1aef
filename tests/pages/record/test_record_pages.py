"""記録と共有 in the browser's eyes: the way through, and who may go it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sasaeai.meetings.models import Meeting
from sasaeai.minutes.models import Minutes, PublicVersion
from tests.conftest import DeskClients
from tests.minutes.conftest import hold
from tests.pages.record.steps import (
    APPROVAL,
    circular_form,
    edit_values,
    post,
    public_values,
    publish,
    url,
    words,
)
from tests.world import World

# ── The way through ──────────────────────────────────────────────────────────────────────────────


def test_each_page_leads_straight_to_the_next_thing_until_the_circular_is_printed(
    desk: DeskClients, held: Meeting
) -> None:
    arai = desk.arai
    page = words(arai.get(url("meeting_record", held)))
    assert "会議録を作る" in page

    made = post(arai, "minutes_compose", held)
    assert made["Location"] == url("minutes_edit", held)
    page = arai.get(made["Location"])
    assert "寄せ場が足りない（町会）" in page.content.decode()

    saved = post(arai, "minutes_edit", held, **edit_values(held))
    assert saved["Location"] == url("meeting_record", held)
    page = words(arai.get(saved["Location"]))
    assert "第2版として保存しました" in page
    assert "読んで確定する" in page

    approved = post(arai, "minutes_approve", held, **(APPROVAL | {"base_version": 2}))
    assert approved.status_code == 302
    assert "公開版を作る" in words(arai.get(approved["Location"]))

    drafted = post(arai, "public_draft", held)
    assert drafted["Location"] == url("public_version", held)
    assert "保存して承認を頼む" in words(arai.get(drafted["Location"]))
    asked = post(arai, "public_version", held, submit="1", **public_values(held))
    assert asked.status_code == 302
    page = words(arai.get(url("meeting_record", held)))
    assert "承認を待っています" in page
    assert "読んで承認する" not in page

    assert "読んで承認する" in words(desk.ohashi.get(url("meeting_record", held)))
    version = PublicVersion.objects.get(minutes__meeting=held).version
    done = post(desk.ohashi, "public_approve", held, base_version=version)
    assert "回覧を作る" in words(desk.ohashi.get(done["Location"]))

    page = arai.get(url("circular_edit", held))
    assert "雪かきの助け合いの記録" in page.content.decode()
    form = page.context["form"]
    values = circular_form(body=form["body"].value(), lead=form["lead"].value())
    assert post(arai, "circular_edit", held, **values).status_code == 302
    printed = post(arai, "circular_print", held)
    assert printed["Location"] == url("circular_paper", held, "pdf")
    assert arai.get(printed["Location"])["Content-Type"] == "application/pdf"
    assert "これで終わりです" in words(arai.get(url("meeting_record", held)))


def test_before_the_day_is_closed_the_page_says_what_to_do(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting()
    page = words(desk.arai.get(url("meeting_record", meeting)))
    assert "「当日」のページで記録を締めると" in page
    refused = post(desk.arai, "minutes_compose", meeting)
    assert refused.status_code == 302
    assert "まだ締められていません" in words(desk.arai.get(url("meeting_record", meeting)))
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("who", ["arai", "ohashi", "ichikawa"])
def test_everyday_page_has_one_primary_button_at_most(
    desk: DeskClients, held: Meeting, who: str
) -> None:
    client = getattr(desk, who)
    publish(desk, held)
    html = client.get(url("meeting_record", held)).content.decode()
    assert html.count("button-primary") <= 1
    assert html.count("<h1") == 1


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────

PAGES = [
    "meeting_record",
    "minutes_edit",
    "minutes_day",
    "minutes_history",
    "minutes_approve",
    "public_version",
    "public_withdraw",
    "circular_edit",
]
BUTTONS = [
    "minutes_compose",
    "minutes_restore",
    "minutes_unapprove",
    "public_draft",
    "public_return",
    "public_approve",
    "circular_print",
    "circular_unprint",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_none_of_the_pages(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    assert desk.shiraishi.get(url(name, held)).status_code == 404


@pytest.mark.parametrize("name", BUTTONS)
def test_a_stranger_presses_no_button(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    before = PublicVersion.objects.values().get(minutes__meeting=held)
    values = {"base_version": before["version"], "number": 1, "note": "n"}
    assert post(desk.shiraishi, name, held, **values).status_code == 404
    assert PublicVersion.objects.values().get(minutes__meeting=held) == before


def test_a_stranger_gets_no_paper(desk: DeskClients, held: Meeting) -> None:
    publish(desk, held)
    for name in ("minutes_paper", "circular_paper"):
        assert desk.shiraishi.get(url(name, held, "pdf")).status_code == 404


@pytest.mark.parametrize(
    "name", ["minutes_edit", "minutes_day", "minutes_approve", "circular_edit"]
)
def test_the_city_reads_but_is_told_who_writes(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    for readable in ("meeting_record", "minutes_history", "public_version"):
        assert desk.ichikawa.get(url(readable, held)).status_code == 200
    refused = desk.ichikawa.get(url(name, held))
    assert refused.status_code == 403
    assert "地域支え合い推進員" in words(refused)


def test_the_city_may_be_the_second_person(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    post(desk.arai, "public_version", held, submit="1", **public_values(held))
    page = desk.ichikawa.get(url("public_version", held))
    assert "この公開版を承認する" in words(page)
    version = page.context["public"].version
    assert post(desk.ichikawa, "public_approve", held, base_version=version).status_code == 302
    held.refresh_from_db()
    assert held.sealed_at is not None


def test_the_writer_who_tries_to_approve_reads_who_could(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    post(desk.arai, "public_version", held, submit="1", **public_values(held))
    version = PublicVersion.objects.get(minutes__meeting=held).version
    refused = post(desk.arai, "public_approve", held, base_version=version)
    assert refused.status_code == 403
    assert "書いた人とは別の人" in words(refused)
    assert "市・市社協の担当者" in words(refused)
    assert "承認はほかの人がします" in words(desk.arai.get(url("public_version", held)))


def test_signed_out_people_are_asked_to_sign_in(held: Meeting) -> None:
    response = Client().get(url("meeting_record", held))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


# ── Queries ──────────────────────────────────────────────────────────────────────────────────────


def queries(client: Client, page: str) -> int:

    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "name", ["meeting_record", "minutes_edit", "minutes_history", "public_version"]
)
def test_thirty_items_need_no_more_queries_than_two(
    world: World, desk: DeskClients, held: Meeting, name: str
) -> None:
    publish(desk, held)
    few = queries(desk.arai, url(name, held))
    bigger = hold(world, "steering")
    for n in range(28):
        world.add_item(bigger, f"議題{n}", outcome="shared")
    publish(desk, bigger)
    assert queries(desk.arai, url(name, bigger)) == few
    assert few <= 15
