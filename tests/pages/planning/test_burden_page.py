"""会議の負担: posts for all, persons only for who runs the district or the person."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import DeskClients
from tests.world import World


@pytest.fixture
def called(world: World) -> None:
    """Three meetings of 大野 in one week."""
    for day in (14, 15, 16):
        meeting = world.add_meeting("ono", date(2026, 12, day))
        world.add_expected(meeting, world.posts["chokai"])


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_posts_with_their_meetings_hours_and_busy_weeks(
    world: World, desk: DeskClients, called: None
) -> None:
    html = text(desk.ichikawa.get("/planning/burden/"))
    assert "白旗野町会 会長" in html
    assert "3時間" in html or "3.0時間" in html
    assert "12月14日(月)の週" in html
    assert "順番を付けたりするものではありません" in html


def test_the_city_reads_no_names_even_when_it_asks(
    world: World, desk: DeskClients, called: None
) -> None:
    assert "髙﨑" not in text(desk.ichikawa.get("/planning/burden/", {"by": "person"}))
    assert "髙﨑" in text(desk.ohashi.get("/planning/burden/", {"by": "person"}))
    html = text(desk.shiraishi.get("/planning/burden/", {"by": "person"}))
    assert "髙﨑" not in html
    assert "白旗野町会" not in html


def test_people_read_what_they_are_called_to_themselves(
    world: World, desk: DeskClients, called: None
) -> None:
    meeting = world.add_meeting("ono", date(2026, 12, 22))
    world.add_expected(meeting, world.posts["shiraishi"])
    html = text(desk.shiraishi.get("/planning/burden/"))
    assert "あなたが呼ばれている会議" in html
    assert "これから1回" in html


@pytest.mark.parametrize("typed", ["来年", "<script>", "9" * 5000])
def test_a_year_that_cannot_be_read_shows_this_one(desk: DeskClients, typed: str) -> None:
    assert "令和8年度を表示しています" in text(desk.arai.get("/planning/burden/", {"year": typed}))


def test_few_queries_with_many_posts(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    meeting = world.add_meeting("ono", date(2026, 12, 22))
    for number in range(40):
        post = world.add_post(world.organizations["白旗野町会"], f"役{number}", f"見本 {number}")
        world.add_expected(meeting, post)
    for client in (desk.ichikawa, desk.ohashi):
        client.get("/planning/burden/")
    with django_assert_max_num_queries(15):
        html = text(desk.ichikawa.get("/planning/burden/"))
    assert "40役職" in html
    with django_assert_max_num_queries(15):
        desk.ohashi.get("/planning/burden/", {"by": "person", "page": 2})
