"""全体（市）: every figure opens the rows it counts; who is late and why; the aim; one sheet."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pypdf
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from sasaeai.issues.models import Action, Answer, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import BodyMember, Meeting, Presence
from sasaeai.people.models import District
from sasaeai.planning.models import YearTarget
from tests.conftest import DeskClients
from tests.world import TODAY, World

URL = "/city/"


def hold(world: World, body: str, on: date, number: int = 1, **fields) -> Meeting:
    values = {"reported_count": 20} | fields
    return world.add_meeting(
        body, on, state=MeetingState.HELD, held_at=clock.now(), number=number, **values
    )


def main_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def words(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


def issue(world: World, days: int, **fields) -> Issue:
    values = {"district": world.ono, "title": f"{days}日前の課題", "topic": world.topics["snow"]}
    return Issue.objects.create(
        municipality=world.city, opened_on=TODAY - timedelta(days=days), **(values | fields)
    )


@pytest.fixture
def year(world: World) -> World:
    """A year of both districts: meetings, one by recognition, issues of every age, answers."""
    hold(world, "ono", date(2026, 8, 10))
    hold(world, "shinjo", date(2026, 6, 1))
    hold(world, "network", date(2026, 9, 18))
    world.add_meeting("ono", date(2026, 12, 22))
    for days in (10, 90, 91, 180, 181, 365, 366, 800):
        issue(world, days)
    snow = issue(world, 40, topic=None, title="話題のない課題")
    Action.objects.create(
        municipality=world.city, district=world.ono, issue=snow, what="地図", who="白旗野町会 会長"
    )
    for days in (3, 40, 200):
        row = Trouble.objects.create(
            municipality=world.city,
            district=world.ono,
            raised_by="白旗野町会",
            raised_on=date(2026, 11, 1) - timedelta(days=days),
            via="phone",
            text=f"{days}日待った",
            state="taken",
            issue=snow,
        )
        Answer.objects.create(
            municipality=world.city,
            trouble=row,
            text="できました",
            channel="phone",
            state="told",
            told_on=date(2026, 11, 1),
        )
    return world


def test_every_number_opens_as_many_rows_as_it_says(year: World, desk: DeskClients) -> None:
    page = BeautifulSoup(desk.ichikawa.get(URL).content, "html.parser")
    checked = 0
    # Links marked as a sum (people, hours) open what they are a sum of.
    for link in page.select("main a[href*='/city/figures/']:not(.sum)"):
        number = re.search(r"\d+", link.get_text())
        assert number, link
        shown = main_of(desk.ichikawa.get(link["href"]))
        counted = re.search(r"全部で<strong>(\d+)</strong>", shown)
        assert counted, link
        assert int(number.group()) == int(counted.group(1)), link
        checked += 1
    assert checked >= 15


def test_issues_are_sorted_into_ages_without_gap_or_overlap(year: World, desk: DeskClients) -> None:
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "続いている課題は9件で、そのうち365日を超えるものは2件です" in html
    for age, titles in {
        "young": ["10日前", "90日前"],
        "quarter": ["91日前", "180日前"],
        "half": ["181日前", "365日前"],
        "year": ["366日前", "800日前"],
    }.items():
        asked = {"age": age, "topic": str(year.topics["snow"].id)}
        shown = main_of(desk.ichikawa.get(reverse("desk:city_open"), asked))
        assert "全部で<strong>2</strong>" in shown
        assert all(title in shown for title in titles)


def test_answers_are_counted_with_the_days_that_raisers_waited(
    year: World, desk: DeskClients
) -> None:
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "まんなかの値で40日、いちばん長いもので200日" in html
    shown = main_of(desk.ichikawa.get(reverse("desk:city_answered"), {"wait": "longer"}))
    assert "200日待った" in shown
    assert "40日待った" not in shown


def test_what_moved_is_talked_about_promised_or_closed(year: World, desk: DeskClients) -> None:
    assert "話題のない課題" in main_of(desk.ichikawa.get(reverse("desk:city_moved")))
    assert "10日前の課題" not in main_of(desk.ichikawa.get(reverse("desk:city_moved")))


def test_a_district_is_late_after_the_days_its_city_set_and_the_reason_says_so(
    year: World, desk: DeskClients
) -> None:
    """新城 met by recognition 66 days ago; 大野 105 days ago; with 100 days only 大野 is late."""
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "遅れている地区はありません" in html
    year.city.overdue_days = 100
    year.city.save()
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "前の会議は令和8年8月10日(月)で、105日たちました" in html
    assert "次は令和8年12月22日(火)の予定です" in html
    assert "66日たちました" not in html


def test_a_district_that_never_met_is_said_so(year: World, desk: DeskClients) -> None:
    District.objects.create(municipality=year.city, name="見本地区")
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "見本地区 ：まだ一度も開いていません" in html


@pytest.mark.parametrize(("day", "behind"), [("2027-01-30", False), ("2027-01-31", True)])
def test_fewer_than_aimed_at_is_said_from_the_end_of_january(
    year: World, desk: DeskClients, day: str, *, behind: bool
) -> None:
    with time_machine.travel(f"{day}T10:00:00+09:00"):
        client = Client()
        client.force_login(
            year.accounts["ichikawa"],
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        html = words(main_of(client.get(URL)))
    assert ("目標の3回に対して、開いたのは1回です" in html) == behind


def test_a_district_that_ended_is_not_late_and_stays_in_its_year(
    year: World, desk: DeskClients
) -> None:
    District.objects.create(
        municipality=year.city, name="もとの地区", until=date(2026, 9, 30), since=date(2020, 4, 1)
    )
    District.objects.create(municipality=year.city, name="来年の地区", since=date(2027, 4, 1))
    html = main_of(desk.ichikawa.get(URL))
    figures = html.split('id="behind"')[0]
    assert "もとの地区" in figures
    assert "来年の地区" not in figures
    assert "まだ一度も開いていません" not in words(html)


def test_recognition_saves_ways_of_those_called_to_both(year: World, desk: DeskClients) -> None:
    meeting = Meeting.objects.get(body=year.bodies["network"])
    for key in ("hokatsu", "shiraishi", "arai"):
        call = year.add_expected(meeting, year.posts[key])
        Presence.objects.create(
            municipality=year.city,
            meeting=meeting,
            expected=call,
            status="present",
            organization_name=call.organization_name,
            person_name=call.person_name,
        )
    for key in ("shiraishi", "arai"):
        BodyMember.objects.create(
            municipality=year.city, body=year.bodies["shinjo"], post=year.posts[key]
        )
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "みなしで数えた会議 1回" in html
    assert "のべ2回以上" in html


def test_coordinators_go_by_reading_with_a_sentence_and_without_names(
    year: World, desk: DeskClients
) -> None:
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "順番を付けたりするものではありません" in html
    assert "新井" not in html
    assert "3.0時間" in html or "4.0時間" in html


def test_the_city_sets_its_aim_and_others_may_not(year: World, desk: DeskClients) -> None:
    sent = {"districts": "2", "meetings_each": "4", "note": "顔を合わせる", "base_version": "0"}
    for client in (desk.arai, desk.ohashi):
        assert client.get("/planning/target/").status_code == 403
        assert client.post("/planning/target/", sent).status_code == 403
    assert not YearTarget.objects.exists()
    answer = desk.ichikawa.post("/planning/target/", sent | {"once": str(uuid4())})
    assert answer.status_code == 302
    html = words(main_of(desk.ichikawa.get(URL)))
    assert "2地区で、4回ずつ開く" in html
    assert "顔を合わせる" in html


@pytest.mark.parametrize("typed", ["-1", "100000", "三", "", "1.5", "9" * 400])
def test_an_aim_that_cannot_be_used_is_said(year: World, desk: DeskClients, typed: str) -> None:
    sent = {"districts": typed, "meetings_each": "3", "note": "めも", "base_version": "0"}
    html = main_of(desk.ichikawa.post("/planning/target/", sent | {"once": str(uuid4())}))
    assert "error" in html
    assert "めも" in html
    assert not YearTarget.objects.exists()


def test_somebody_elses_newer_aim_is_not_overwritten(year: World, desk: DeskClients) -> None:
    YearTarget.objects.create(
        municipality=year.city, fiscal_year=2026, districts=1, meetings_each=4, version=2
    )
    sent = {"districts": "2", "meetings_each": "3", "note": "", "base_version": "1"}
    html = main_of(desk.ichikawa.post("/planning/target/", sent | {"once": str(uuid4())}))
    assert "ほかの人が先に保存しました" in html
    assert YearTarget.objects.get().meetings_each == 4


def test_a_drawing_says_in_words_what_it_draws(year: World, desk: DeskClients) -> None:
    page = BeautifulSoup(desk.ichikawa.get(URL).content, "html.parser")
    drawings = page.select("main figure svg[role=img]")
    assert len(drawings) == 3
    for drawing in drawings:
        names = drawing["aria-labelledby"].split()
        assert [drawing.find(id=name).get_text() for name in names if name]
        assert "style" not in drawing.attrs
    assert not page.select("main [style]")
    assert len(page.select("main figure + details table")) == 3


def test_one_landscape_sheet(year: World, desk: DeskClients) -> None:
    for number in range(36):
        District.objects.create(municipality=year.city, name=f"見本{number}地区（長い名前の地区）")
    answer = desk.ichikawa.get(reverse("desk:city_pdf"), {"year": "2026"})
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    text = pages[0].extract_text()
    assert "見本35地区" in text
    assert "ほかに24地区" in text
    assert "順位ではありません" in text


@pytest.mark.parametrize(
    "asked", ["age=old", "topic=x", "district=1", "post=%00", "wait=1", "state=no"]
)
def test_nonsense_in_an_address_narrows_nothing(year: World, desk: DeskClients, asked: str) -> None:
    for name in ("meetings", "open", "moved", "answered", "actions", "recognized"):
        assert desk.ichikawa.get(f"/city/figures/{name}/?{asked}").status_code == 200
        assert desk.arai.get(f"/city/figures/{name}/?{asked}").status_code == 403
