"""Pages around a circular: kana to look through, copies, the same words for LINE and mail."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from pypdf import PdfReader

from sasaeai.meetings.models import Meeting
from sasaeai.minutes.models import Circular, CircularCopy
from tests.conftest import DeskClients
from tests.pages.record.steps import circular_form, post, publish, url, words
from tests.world import World

PAGES = ("circular_readings", "circular_copies", "circular_words")


@pytest.fixture
def circular(desk: DeskClients, held: Meeting) -> Circular:
    publish(desk, held)
    post(desk.arai, "circular_edit", held, **circular_form())
    return Circular.objects.get()


def field_of(page: Any, label: str) -> str:
    """The name of the input that a label names."""
    found = re.search(rf'<label[^>]*for="id_([^"]+)"[^>]*>[^<]*{label}', page.content.decode())
    assert found
    return found[1]


def test_before_anything_was_approved_there_is_nothing_to_send(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    answer = desk.arai.get(url("circular_words", held))
    assert answer.status_code == 302
    assert "承認された公開版から" in words(desk.arai.get(answer["Location"]))
    for name in ("circular_readings", "circular_copies"):
        assert desk.arai.get(url(name, held))["Location"] == url("meeting_record", held)
    assert "先に回覧を作って" in words(desk.arai.get(url("meeting_record", held)))
    assert desk.arai.get(url("circular_copies_paper", held, "pdf")).status_code == 404


def test_with_furigana_the_kana_are_looked_through_next(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    values = circular_form(has_furigana="on", stamp_boxes="24") | {"base_version": 1}
    saved = post(desk.arai, "circular_edit", held, **values)
    assert saved["Location"] == url("circular_readings", held)
    page = desk.arai.get(saved["Location"])
    assert "地図" in words(page)
    name = field_of(page, "「地図」のよみ")
    done = post(desk.arai, "circular_readings", held, base_version=2, **{name: "マップ"})
    assert done.status_code == 302
    circular.refresh_from_db()
    assert circular.stamp_boxes == 24
    assert circular.readings["地図"] == "まっぷ"
    paper = desk.ichikawa.get(url("circular_paper", held, "pdf"))
    reader = PdfReader(io.BytesIO(paper.content))
    printed = re.sub(r"\s", "", "".join(each.extract_text() for each in reader.pages))
    assert len(reader.pages) == 1
    assert "まっぷ" in printed


def test_a_reading_that_is_no_kana_is_told_at_its_word(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    page = desk.arai.get(url("circular_readings", held))
    name = field_of(page, "「地図」のよみ")
    refused = post(desk.arai, "circular_readings", held, base_version=1, **{name: "map"})
    assert refused.status_code == 200
    assert "ひらがなで入力して" in words(refused)
    assert 'value="map"' in refused.content.decode()


def test_copies_are_keyed_and_listed_on_paper(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    page = desk.arai.get(url("circular_copies", held))
    groups = field_of(page, "白旗野町会の班の数")
    extra = re.findall(r'name="(name_free\d+)"', page.content.decode())[0]
    number = extra.removeprefix("name_")
    values = {groups: "12", extra: "集会所の掲示板", f"copies_{number}": "1", "base_version": 1}
    saved = post(desk.arai, "circular_copies", held, **values)
    assert saved["Location"] == url("circular_copies", held)
    shown = words(desk.arai.get(saved["Location"]))
    assert "合計13部" in shown
    assert "いまの合計：13部（2か所）" in shown
    assert list(CircularCopy.objects.values_list("name", "copies")) == [
        ("白旗野町会", 12),
        ("集会所の掲示板", 1),
    ]
    paper = desk.ichikawa.get(url("circular_copies_paper", held, "pdf"))
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.content)).pages)
    assert "受け取り印" in text
    excel = desk.ichikawa.get(url("circular_copies_paper", held, "xlsx"))
    cells = openpyxl.load_workbook(io.BytesIO(excel.content)).active.values
    assert any(row[:4] == (1, "白旗野町会", 12, 12) for row in cells)
    assert desk.arai.get(url("circular_copies_paper", held, "exe")).status_code == 404


def test_wrong_numbers_lose_nothing(desk: DeskClients, held: Meeting, circular: Circular) -> None:
    page = desk.arai.get(url("circular_copies", held))
    groups = field_of(page, "白旗野町会の班の数")
    for typed in ("たくさん", "1000"):
        refused = post(desk.arai, "circular_copies", held, base_version=1, **{groups: typed})
        assert refused.status_code == 200
        assert f'value="{typed}"' in refused.content.decode()
    assert not CircularCopy.objects.exists()


def test_copies_stay_with_their_association_when_the_register_changes_meanwhile(
    world: World, desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    page = desk.arai.get(url("circular_copies", held))
    groups = field_of(page, "白旗野町会の班の数")
    world.add_organization("chokai", "あいの町会", world.ono)
    refused = post(desk.arai, "circular_copies", held, base_version=1, **{groups: "1000"})
    assert f'id="id_{groups}_error"' in refused.content.decode()
    values = {groups: "12", "name_free1": "掲示板", "copies_free1": "1", "base_version": 1}
    post(desk.arai, "circular_copies", held, **values)
    kept = [("白旗野町会", 12), ("掲示板", 1)]
    assert list(CircularCopy.objects.values_list("name", "copies")) == kept
    gone = {groups: "12", f"copies_{uuid4().hex}": "7", "base_version": 2}
    assert "町会の一覧が変わった" in words(post(desk.arai, "circular_copies", held, **gone))
    assert list(CircularCopy.objects.values_list("name", "copies")) == kept


def test_the_same_words_for_line_mail_and_the_open_page(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    page = desk.ichikawa.get(url("circular_words", held)).content.decode()
    line, mail = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)
    for text in (line, mail):
        assert "寄せ場の地図を作る" in text
        assert "/open/022012/minutes/" in text
        assert "内輪" not in text
    assert len(line) <= 500
    assert "写す" in page
    assert "<script>" not in page


def test_hints_and_traces_stand_beside_the_form(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    body = "■ 雪かき\n・参集範囲を決める。\n・山田さんに聞く。"
    values = circular_form(body=body) | {"base_version": 1}
    page = words(post(desk.arai, "circular_edit", held, **values))
    assert "やさしい日本語にするヒント" in page
    assert "「山田さん」は個人のお名前のようです" in page


def test_boxes_that_do_not_fit_are_refused(
    desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    values = circular_form(stamp_boxes="25") | {"base_version": 1}
    page = post(desk.arai, "circular_edit", held, **values)
    assert page.status_code == 200
    assert "0から24まで" in words(page)


@pytest.mark.parametrize("name", PAGES)
def test_strangers_find_nothing_and_readers_write_nothing(
    desk: DeskClients, held: Meeting, circular: Circular, name: str
) -> None:
    assert desk.shiraishi.get(url(name, held)).status_code == 404
    assert post(desk.shiraishi, name, held, base_version=1).status_code in {404, 405}
    if name != "circular_words":
        assert post(desk.ichikawa, name, held, base_version=1).status_code == 403


def test_a_withdrawn_version_names_the_sheets_to_call_back(
    world: World, desk: DeskClients, held: Meeting, circular: Circular
) -> None:
    post(desk.arai, "circular_print", held)
    assert "印刷済みです" in words(desk.arai.get(url("public_withdraw", held)))
    done = post(desk.arai, "public_withdraw", held, reason="人数が違っていた")
    page = words(desk.arai.get(done["Location"]))
    assert "この回覧は令和8年11月23日(月)に印刷済みです" in page
    assert "引き取って" in page
    assert desk.arai.get(url("circular_words", held)).status_code == 302


def test_forty_associations_need_no_more_queries_than_one(
    world: World,
    desk: DeskClients,
    held: Meeting,
    circular: Circular,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(40):
        world.add_organization("chokai", f"とても長い名前の見本第{n}町会", world.ono)
    for name in PAGES:
        with django_assert_max_num_queries(15):
            assert desk.arai.get(url(name, held)).status_code == 200
