"""The diary's quick page and the month made of it, for the coordinator, the city and others."""

from __future__ import annotations

import io

import docx
import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.planning.models import Activity
from tests.conftest import DeskClients
from tests.world import TODAY, World

DIARY = "/diary/"
ENTRY = {
    "on_era": "R", "on_year": "8", "on_month": "11", "on_day": "20", "kind": "visit",
    "summary": "会館の鍵を確かめた", "minutes": "４５", "organizations": "白旗野町会",
    "next_step": "予備の鍵を作る",
}  # fmt: skip


def page_of(world: World, *more: str) -> str:
    name = "desk:monthly_paper" if more else "desk:monthly_report"
    return reverse(name, args=[world.posts["arai"].pk, *more])


@pytest.fixture
def written(world: World, desk: DeskClients) -> Activity:
    values = ENTRY | {"districts": [str(world.ono.pk)]}
    answer = desk.arai.post(DIARY, values)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Activity.objects.get()


def test_an_entry_is_written_in_one_go_and_can_be_taken_back(
    world: World, desk: DeskClients, written: Activity
) -> None:
    assert (written.minutes, written.on.day) == (45, 20)
    html = desk.arai.get(DIARY).content.decode()
    assert "「会館の鍵を確かめた」を日誌に書きました。" in html
    assert "元に戻す" in html
    assert "白旗野町会" in html
    assert desk.arai.post(reverse("desk:diary_remove", args=[written.pk])).status_code == 302
    written.refresh_from_db()
    assert written.removed_at is not None
    desk.arai.post(reverse("desk:diary_restore", args=[written.pk]))
    written.refresh_from_db()
    assert written.removed_at is None


def test_the_next_entry_begins_with_today_and_the_districts_of_the_last(
    world: World, desk: DeskClients, written: Activity
) -> None:
    html = desk.arai.get(DIARY).content.decode()
    assert f'value="{TODAY.day}"' in html
    assert f'value="{world.ono.pk}" id="id_districts_0" checked' in html or "checked" in html


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(world: World, desk: DeskClients) -> None:
    html = desk.arai.post(DIARY, ENTRY | {"organizations": "知らない会", "minutes": "たくさん"})
    text = html.content.decode()
    assert "「知らない会」は名簿にありません" in text
    assert "分の数字で" in text
    assert "会館の鍵を確かめた" in text
    personal = desk.arai.post(DIARY, ENTRY | {"summary": "桜川3丁目の山田さん(82)を訪ねた"})
    assert "このまま保存する" in personal.content.decode()
    assert not Activity.objects.exists()


def test_an_entry_is_put_right(world: World, desk: DeskClients, written: Activity) -> None:
    page = reverse("desk:diary_edit", args=[written.pk])
    assert "会館の鍵を確かめた" in desk.arai.get(page).content.decode()
    assert 'value="45"' in desk.arai.get(page).content.decode()
    desk.arai.post(page, ENTRY | {"summary": "鍵を返した", "base_version": "1"})
    stale = desk.arai.post(page, ENTRY | {"summary": "鍵を預けた", "base_version": "1"})
    text = stale.content.decode()
    assert "鍵を返した" in text
    assert "鍵を預けた" in text
    written.refresh_from_db()
    assert written.summary == "鍵を返した"


def test_only_the_coordinator_writes_the_city_reads_others_do_neither(
    world: World, desk: DeskClients, written: Activity
) -> None:
    edit = reverse("desk:diary_edit", args=[written.pk])
    assert desk.ichikawa.get(DIARY)["Location"] == "/reports/monthly/"
    assert desk.ichikawa.post(DIARY, ENTRY).status_code == 403
    assert desk.ichikawa.get(edit).status_code == 403
    month = desk.ichikawa.get(page_of(world)).content.decode()
    assert "会館の鍵を確かめた" in month
    assert edit not in month
    for name in ("ohashi", "shiraishi"):
        client = getattr(desk, name)
        assert client.get(DIARY).status_code == 403
        assert client.get("/reports/monthly/").status_code == 403
        assert client.get(edit).status_code == 404
        assert client.get(page_of(world)).status_code == 404
        assert client.get(page_of(world, "pdf")).status_code == 404


def test_the_month_is_printed_and_goes_to_word_and_excel(
    world: World, desk: DeskClients, written: Activity
) -> None:
    pdf = desk.arai.get(page_of(world, "pdf"))
    pages = pypdf.PdfReader(io.BytesIO(pdf.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert "令和8年11月" in text
    assert "新井 試子" in text
    assert "会館の鍵を確かめた" in text
    word = docx.Document(io.BytesIO(desk.arai.get(page_of(world, "docx")).content))
    assert any(
        "予備の鍵を作る" in cell.text for t in word.tables for r in t.rows for cell in r.cells
    )
    book = openpyxl.load_workbook(io.BytesIO(desk.arai.get(page_of(world, "xlsx")).content))
    rows = {row[0]: row for row in book["種類と地区"].iter_rows(values_only=True)}
    assert rows["訪問（件）"][1] == 1
    assert rows["訪問（分）"][-1] == 45
    assert desk.arai.get(page_of(world, "exe")).status_code == 404


def test_a_month_that_cannot_be_read_is_the_present_one_and_an_empty_one_says_so(
    world: World, desk: DeskClients, written: Activity
) -> None:
    html = desk.arai.get(page_of(world), {"month": "2026-99"}).content.decode()
    assert "令和8年11月の月報" in html
    empty = desk.arai.get(page_of(world), {"month": "2019-04"}).content.decode()
    assert "平成31年4月の月報" in empty
    assert "この月の記録は、まだありません。" in empty
    assert desk.arai.get("/reports/monthly/").status_code == 302


def test_the_diary_asks_no_more_with_forty_entries(world: World, desk: DeskClients) -> None:
    def asked(address: str) -> int:
        desk.arai.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.arai.get(address).status_code == 200
        return len(queries)

    values = ENTRY | {"districts": [str(world.ono.pk)]}
    desk.arai.post(DIARY, values)
    few = asked(DIARY), asked(page_of(world))
    for number in range(40):
        desk.arai.post(DIARY, values | {"summary": f"{number}回目"})
    assert (asked(DIARY), asked(page_of(world))) == few
    assert max(few) <= 15
