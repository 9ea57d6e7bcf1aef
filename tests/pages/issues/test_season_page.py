"""「今年の冬も困っていますか」 on the page and on きょう."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.issues.models import Issue, SeasonAnswer
from tests.conftest import DeskClients
from tests.world import World

PAGE = "desk:season"


def add(world: World, number: int = 0) -> Issue:
    return Issue.objects.create(
        municipality=world.city,
        district=world.ono,
        title=f"寄せ場が<b>遠い</b>{number}",
        season="winter",
        status="closed",
        opened_on=date(2025, 12, 1),
        closed_on=date(2026, 3, 20),
        closed_reason="春になった",
    )


@pytest.fixture
def issue(world: World) -> Issue:
    return add(world)


def test_today_leads_to_the_question_and_the_answer_can_be_taken_back(
    world: World, desk: DeskClients, issue: Issue
) -> None:
    page = f"{reverse(PAGE)}?district={world.ono.id}"
    today = desk.ohashi.get(reverse("desk:today")).content.decode()
    assert "今年の冬も困っていますか" in today
    assert page.replace("&", "&amp;") in today
    html = desk.ohashi.get(page).content.decode()
    assert "寄せ場が&lt;b&gt;遠い" in html
    answer = reverse("desk:season_answer", args=[issue.id])
    html = desk.ohashi.post(answer, {"still": "yes", "note": "二軒"}, follow=True).content.decode()
    assert "今年もう一度取り上げました" in html
    assert reverse("desk:season_take_back", args=[issue.id]) in html
    assert "今年の冬も困っていますか" not in desk.ohashi.get(reverse("desk:today")).content.decode()
    desk.ohashi.post(reverse("desk:season_take_back", args=[issue.id]))
    issue.refresh_from_db()
    assert issue.status == "closed"
    assert not SeasonAnswer.objects.exists()


def test_a_button_must_be_pressed(desk: DeskClients, issue: Issue) -> None:
    answer = reverse("desk:season_answer", args=[issue.id])
    html = desk.arai.post(answer, {"note": "x"}, follow=True).content.decode()
    assert "を押してください" in html
    assert not SeasonAnswer.objects.exists()


def test_the_city_reads_and_a_stranger_finds_nothing(desk: DeskClients, issue: Issue) -> None:
    city = desk.ichikawa.get(reverse(PAGE)).content.decode()
    assert "寄せ場が" in city
    assert reverse("desk:season_answer", args=[issue.id]) not in city
    assert "寄せ場が" not in desk.shiraishi.get(reverse(PAGE)).content.decode()
    answer = reverse("desk:season_answer", args=[issue.id])
    assert desk.ichikawa.post(answer, {"still": "no"}).status_code == 403
    assert desk.shiraishi.post(answer, {"still": "no"}).status_code == 404


def test_forty_issues_cost_no_more_queries(
    world: World, desk: DeskClients, issue: Issue, django_assert_max_num_queries
) -> None:
    for number in range(40):
        add(world, number + 1)
    desk.arai.get(reverse(PAGE))
    with django_assert_max_num_queries(12):
        html = desk.arai.get(reverse(PAGE)).content.decode()
    assert "全部で<strong>41</strong>" in html
