"""どうなったか on the page and on paper, as the coordinator, the officer, the city see it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from sasaeai.issues.models import Action, Answer, Issue, Trouble
from tests.conftest import DeskClients
from tests.world import World

JUNE = date(2026, 6, 1)


def add(world: World, *, days: int | None = None, **fields) -> Trouble:
    values = {
        "district": world.ono,
        "raised_by": "白旗野町会",
        "raised_on": JUNE,
        "via": "phone",
        "text": "雪捨て場が<b>遠い</b>",
    } | fields
    row = Trouble.objects.create(municipality=world.city, **values)
    if days is not None:
        Answer.objects.create(
            municipality=world.city,
            trouble=row,
            text="寄せ場ができました",
            channel="phone",
            state="told",
            told_on=row.raised_on + timedelta(days=days),
        )
    return row


@pytest.fixture
def year(world: World) -> World:
    """大野: three troubles, one answered after 12 days and one waiting for 白旗野町会."""
    snow = Issue.objects.create(
        municipality=world.city,
        district=world.ono,
        title="雪の寄せ場",
        topic=world.topics["snow"],
        opened_on=JUNE,
    )
    Action.objects.create(
        municipality=world.city, district=world.ono, issue=snow, what="地図", who="白旗野町会 会長"
    )
    add(world, days=12, issue=snow, state="taken")
    add(world, issue=snow, state="taken")
    add(world)
    return world


def district_page(world: World, name: str = "district_outcomes", *more: str) -> str:
    return reverse(f"desk:{name}", args=[world.ono.id, *more])


def test_every_number_leads_to_a_list_of_so_many(year: World, desk: DeskClients) -> None:
    html = desk.ichikawa.get(reverse("desk:outcomes")).content.decode()
    page = BeautifulSoup(html, "html.parser")
    links = [a for a in page.select("td.number a") if re.search(r"\d", a.get_text())]
    assert len(links) >= 10
    for link in links:
        number = int(re.search(r"\d+", link.get_text()).group())
        listed = desk.ichikawa.get(link["href"]).content.decode()
        assert f"全部で<strong>{number}</strong>" in listed, link


def test_the_district_says_how_long_and_for_whom_one_waits(year: World, desk: DeskClients) -> None:
    html = desk.ohashi.get(district_page(year)).content.decode()
    assert "3件のうち、1件に返答を伝えました" in html
    assert "まんなかの値が12日" in html
    assert "環境（ごみ出し・雪処理）" in html
    rows = f"{reverse('desk:outcome_rows')}?part=wait_action&district={year.ono.id}"
    listed = desk.ohashi.get(rows).content.decode()
    assert "白旗野町会 会長" in listed
    assert "雪捨て場が&lt;b&gt;遠い" in listed


def test_an_officer_is_led_to_the_own_district(year: World, desk: DeskClients) -> None:
    answer = desk.ohashi.get(reverse("desk:outcomes"), {"year": "令和7年度"})
    assert answer["Location"] == f"{district_page(year)}?year=2025"


def test_a_stranger_and_the_list_of_another_district(year: World, desk: DeskClients) -> None:
    for name, more in (("district_outcomes", ()), ("district_outcomes_paper", ("pdf",))):
        assert desk.shiraishi.get(district_page(year, name, *more)).status_code == 404
    for name in ("outcome_rows", "outcome_issues"):
        asked = desk.shiraishi.get(reverse(f"desk:{name}"), {"district": str(year.ono.id)})
        assert asked.status_code == 404
    assert "雪捨て場" not in desk.shiraishi.get(reverse("desk:outcome_rows")).content.decode()


def test_nonsense_in_the_address_shows_the_present_year(year: World, desk: DeskClients) -> None:
    html = desk.arai.get(reverse("desk:outcomes"), {"year": "平成99年度"}).content.decode()
    assert "令和8年度を表示しています" in html
    rows = desk.arai.get(reverse("desk:outcome_rows"), {"part": "x", "topic": "y", "page": "999"})
    assert "全部で<strong>3</strong>" in rows.content.decode()


def test_a_year_without_troubles_says_so(year: World, desk: DeskClients) -> None:
    html = desk.arai.get(district_page(year), {"year": "2024"}).content.decode()
    assert "令和6年度に届いた困りごとはありません" in html


def test_the_sheet_is_printed_and_goes_to_excel(year: World, desk: DeskClients) -> None:
    pdf = desk.ohashi.get(district_page(year, "district_outcomes_paper", "pdf"))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "困りごとは、どうなったか" in text
    assert "令和8年度" in text
    assert "取組をする団体を待っている" in text.replace("\n", "")
    assert "12日" in text
    xlsx = desk.ichikawa.get(reverse("desk:outcomes_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["大野地区"][:8] == (
        3,
        2,
        2,
        1,
        0,
        2,
        12,
        12,
    )
    assert rows["合計"][0] == 3
    assert desk.ohashi.get(district_page(year, "district_outcomes_paper", "exe")).status_code == 404


def test_forty_rows_cost_no_more_queries(
    year: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    for days in range(40):
        add(year, days=days)
    pages = (
        reverse("desk:outcomes"),
        district_page(year),
        reverse("desk:outcome_rows"),
        reverse("desk:outcome_issues"),
    )
    for page in pages:
        desk.arai.get(page)
        with django_assert_max_num_queries(14):
            desk.arai.get(page)
