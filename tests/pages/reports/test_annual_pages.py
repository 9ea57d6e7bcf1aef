"""実績報告 on the page and on paper, as the city, a coordinator, an officer and a stranger see it."""

from __future__ import annotations

import io
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Body
from sasaeai.people.models import District
from sasaeai.planning.models import YearNote
from tests.conftest import DeskClients
from tests.world import TODAY, World

ANNUAL = "/reports/annual/"


def hold(world: World, body: str, on: date, people: int | None) -> None:
    meeting = world.add_meeting(
        body, on, state=MeetingState.HELD, held_at=clock.now(), number=1, reported_count=people
    )
    world.add_item(meeting, topic=world.topics["snow"])


@pytest.fixture
def year(world: World) -> World:
    hold(world, "ono", date(2026, 6, 11), 27)
    hold(world, "network", date(2026, 7, 9), 3)
    return world


def district_page(world: World, name: str = "district_annual", *more: str) -> str:
    return reverse(f"desk:{name}", args=[world.ono.id, *more])


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_city_reads_every_district_and_each_gathering_once(
    year: World, desk: DeskClients
) -> None:
    html = desk.ichikawa.get(ANNUAL).content.decode()
    assert "延べ30人" in html
    assert "大野地区" in html
    assert "新城地区" in html
    assert "うちみなし（再掲）" in html
    assert "この年度の開催はありません" in html, "幹事会 has its line and zeros"
    assert "成果・課題・方針を書く" in html


def test_a_coordinator_reads_the_districts_looked_after(year: World, desk: DeskClients) -> None:
    html = desk.arai.get(ANNUAL).content.decode()
    assert "延べ30人" in html
    assert "成果・課題・方針を書く" not in html
    assert desk.arai.get(f"{ANNUAL}words/").status_code == 403


def test_an_officer_is_led_to_the_own_district_and_a_stranger_to_none(
    year: World, desk: DeskClients
) -> None:
    answer = desk.ohashi.get(ANNUAL, {"year": "2026", "public": "1"})
    assert answer["Location"] == f"{district_page(year)}?year=2026&public=1"
    assert "延べ27人" in desk.ohashi.get(district_page(year)).content.decode()
    for name, more in (
        ("district_annual", ()),
        ("district_annual_paper", ("pdf",)),
        ("district_annual_words", ()),
        ("district_summary", ()),
        ("district_summary_paper", ("pdf",)),
    ):
        assert desk.shiraishi.get(district_page(year, name, *more)).status_code == 404
    assert desk.ichikawa.get(district_page(year, "district_annual_words")).status_code == 403


def test_for_everybody_three_people_are_not_said_on_any_paper(
    year: World, desk: DeskClients
) -> None:
    page = desk.ichikawa.get(ANNUAL, {"public": "1"}).content.decode()
    assert "公表用です" in page
    assert "－" in page
    whole = desk.ichikawa.get(f"{ANNUAL}paper.csv").content.decode("utf-8-sig")
    public = desk.ichikawa.get(f"{ANNUAL}paper.csv", {"public": "1"}).content.decode("utf-8-sig")
    small = "青森市,令和8年度,地区ごとの会議,新城地区,延べ参加者,"
    assert f"{small}3," in whole
    assert f"{small}," in public
    assert "青森市,令和8年度,地区ごとの会議,大野地区,延べ参加者,," in public, "or 30 − 27 tells it"
    pdf = text_of(desk.ichikawa.get(f"{ANNUAL}paper.pdf", {"public": "1"}).content)
    assert "公表用" in pdf
    assert "延べ30人" in pdf


def test_the_papers_say_the_same_in_every_format(year: World, desk: DeskClients) -> None:
    YearNote.objects.create(
        municipality=year.city, district=year.ono, fiscal_year=2026, achieved="雪の寄せ場が\nできた"
    )
    pdf = desk.ohashi.get(district_page(year, "district_annual_paper", "pdf"))
    text = text_of(pdf.content)
    assert "地域支え合い会議　実績報告" in text
    assert "大野地区" in text
    assert "延べ27人" in text
    assert "雪の寄せ場が" in text
    word = desk.ohashi.get(district_page(year, "district_annual_paper", "docx"))
    document = docx.Document(io.BytesIO(word.content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "延べ27人" in cells
    assert any("雪の寄せ場が" in line.text for line in document.paragraphs)
    excel = desk.ohashi.get(district_page(year, "district_annual_paper", "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(excel.content))
    assert book.sheetnames[:3] == ["まとめ", "会議の種類ごと", "月ごとの開催回数"]
    people = list(book["月ごとの延べ参加者"].iter_rows(values_only=True))
    assert next(row for row in people if row[0] == "合計")[3] == 27
    assert desk.ohashi.get(district_page(year, "district_annual_paper", "exe")).status_code == 404


def test_a_year_of_two_eras_has_both_names(year: World, desk: DeskClients) -> None:
    html = desk.ichikawa.get(ANNUAL, {"year": "平成31年度"}).content.decode()
    assert "平成31年度・令和元年度" in html
    assert "まだありません" in html
    nonsense = desk.ichikawa.get(ANNUAL, {"year": "平成99年度"}).content.decode()
    assert "令和8年度を表示しています" in nonsense


def test_the_words_are_written_on_the_page_and_two_writers_keep_both(
    year: World, desk: DeskClients
) -> None:
    page = district_page(year, "district_annual_words") + "?year=2026"
    mine = {"achieved": "寄せ場ができた", "remaining": "", "next_plan": "", "base_version": "0"}
    assert desk.ohashi.post(page, mine).status_code == 302
    assert "寄せ場ができた" in desk.arai.get(district_page(year)).content.decode()
    answer = desk.arai.post(page, mine | {"achieved": "見守りが始まった"}).content.decode()
    assert "ほかの人が先に保存しました" in answer
    assert "寄せ場ができた" in answer
    assert "見守りが始まった" in answer
    assert YearNote.objects.get().achieved == "寄せ場ができた"
    named = desk.arai.post(
        page, mine | {"achieved": "桜川3丁目の山田さん(82)", "base_version": "1"}
    )
    assert "このまま保存する" in named.content.decode()


def test_the_sheet_for_the_general_meeting(year: World, desk: DeskClients) -> None:
    html = desk.ohashi.get(district_page(year, "district_summary")).content.decode()
    assert "会議を1回開き、延べ27人が参加しました。" in html
    assert "雪かきの助け合い" in html
    pdf = desk.ohashi.get(district_page(year, "district_summary_paper", "pdf"))
    assert len(pypdf.PdfReader(io.BytesIO(pdf.content)).pages) <= 2
    assert "延べ27人" in text_of(pdf.content)
    for ext in ("docx", "xlsx"):
        paper = desk.ohashi.get(district_page(year, "district_summary_paper", ext))
        assert paper.status_code == 200
    empty = desk.ohashi.get(district_page(year, "district_summary"), {"year": "2020"})
    assert "まだ会議を開いていません" in empty.content.decode()


def test_the_pages_ask_no_more_in_a_greater_city(year: World, desk: DeskClients) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.ichikawa.get(ANNUAL).status_code == 200
        return len(queries)

    asked()  # signs in
    few = asked()
    for number in range(38):
        district = District.objects.create(municipality=year.city, name=f"見本{number}地区")
        year.bodies[f"b{number}"] = Body.objects.create(
            municipality=year.city, district=district, kind=BodyKind.SUPPORT, name="会議"
        )
        hold(year, f"b{number}", TODAY, 20)
    assert asked() <= few <= 15
