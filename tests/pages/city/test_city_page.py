"""全体（市）: the districts side by side, each gathering counted once."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.people.models import District
from tests.conftest import DeskClients
from tests.world import World

URL = "/city/"


def hold(world: World, body: str, on: date, people: int, number: int = 1, **fields) -> Meeting:
    return world.add_meeting(
        body,
        on,
        state=MeetingState.HELD,
        held_at=clock.now(),
        number=number,
        reported_count=people,
        **fields,
    )


def main_of(html: str) -> str:
    return html.split("<main")[1].split("</main>")[0]


def test_the_city_reads_totals_that_count_a_recognised_gathering_once(
    world: World, desk: DeskClients
) -> None:
    hold(world, "network", date(2026, 9, 18), 20)
    hold(world, "ono", date(2026, 8, 10), 27)
    html = main_of(desk.ichikawa.get(URL).content.decode())
    assert "令和8年度" in html
    assert "のべ47人" in html
    assert "うちみなし1回" in html
    assert "みなし：新城地区地域支え合い会議にも数える" in html
    assert "開催1回（うちみなし1回）" in html  # the sign in words


def test_another_year_can_be_chosen_and_the_oldest_is_on_offer(
    world: World, desk: DeskClients
) -> None:
    hold(world, "ono", date(2018, 11, 7), 27, source_note="出典：資料①")
    response = desk.ichikawa.get(URL, {"year": "2018"})
    html = main_of(response.content.decode())
    assert '<option value="2018" selected>平成30年度</option>' in html
    assert "のべ27人" in html
    assert "出典：資料①" in html


@pytest.mark.parametrize("typed", ["平成30年度", "H30", "２０１８"])
def test_a_year_may_be_typed_as_people_write_it(
    world: World, desk: DeskClients, typed: str
) -> None:
    html = desk.ichikawa.get(URL, {"year": typed}).content.decode()
    assert "平成30年度のまとめ" in html


@pytest.mark.parametrize("typed", ["来年", "99999", "<script>", "平成40年度", "-1", "0" * 10_000])
def test_a_year_that_cannot_be_read_is_said_and_this_year_shown(
    world: World, desk: DeskClients, typed: str
) -> None:
    response = desk.ichikawa.get(URL, {"year": typed})
    html = main_of(response.content.decode())
    assert response.status_code == 200
    assert "令和8年度を表示しています" in html
    assert "<script>" not in html


def test_a_year_without_meetings_says_so(world: World, desk: DeskClients) -> None:
    html = main_of(desk.ichikawa.get(URL, {"year": "2024"}).content.decode())
    assert "令和6年度の会議はまだありません" in html


def test_those_who_run_districts_are_told_who_may_look(desk: DeskClients) -> None:
    for client in (desk.arai, desk.ohashi, desk.shiraishi):
        response = client.get(URL)
        assert response.status_code == 403
        assert "市と市社協の担当者" in response.content.decode()


def test_each_row_leads_on(world: World, desk: DeskClients) -> None:
    meeting = hold(world, "ono", date(2026, 8, 10), 27, is_sample=True)
    html = main_of(desk.ichikawa.get(URL).content.decode())
    assert reverse("desk:district", args=[world.ono.id]) in html
    assert reverse("desk:body", args=[world.bodies["ono"].id]) in html
    assert reverse("desk:meeting", args=[meeting.id]) in html
    assert "見本のデータ" in html


def test_the_number_of_queries_does_not_grow_with_districts_and_meetings(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    for number in range(1, 31):
        District.objects.create(municipality=world.city, name=f"見本{number}地区")
        hold(world, "ono", date(2026, 4, number), 20, number)
    desk.ichikawa.get(URL)
    with django_assert_max_num_queries(15):
        html = desk.ichikawa.get(URL).content.decode()
    assert "のべ600人" in html


def test_a_long_year_is_listed_page_by_page(world: World, desk: DeskClients) -> None:
    for number in range(1, 31):
        hold(world, "ono", date(2026, 4, number), 20, number)
    last = hold(world, "ono", date(2026, 9, 9), 20, 31)
    link = reverse("desk:meeting", args=[last.id])
    first = main_of(desk.ichikawa.get(URL).content.decode())
    assert "全部で<strong>31" in first
    assert link not in first
    assert link in main_of(desk.ichikawa.get(URL, {"page": 2}).content.decode())
