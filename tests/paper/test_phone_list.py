"""電話連絡表: whoever calls reads it at arm's length and ticks what came of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from sasaeai.notices.exports.phone_list import (
    PhoneGroup,
    PhoneLine,
    PhoneList,
    phone_list_pdf,
    phone_list_xlsx,
)
from sasaeai.notices.queries.calling import CallFor
from tests.paper.reading import check_page_boxes, page_texts, words
from tests.paper.samples import HOSTILE, LONG_ORGANIZATION, LONG_TITLE, MEETING

pytestmark = pytest.mark.one_database

LINES = tuple(
    PhoneLine(
        number,
        LONG_ORGANIZATION if number % 5 == 0 else "白旗野町会",
        LONG_TITLE if number % 5 == 0 else "会長",
        "髙﨑 𠮷男",
        "" if number == 4 else f"017-000-{number:04}",
        "車いす" if number == 1 else "",
    )
    for number in range(1, 41)
)
NEWS = PhoneList(
    MEETING,
    CallFor.NEWS,
    "「12月23日(水)の会議は、大雪のため、1月13日(水)に延期します。」",
    (
        PhoneGroup("車いす・送迎・付き添いなど、支度のある方（最初に）", LINES[:1]),
        PhoneGroup("出席・代理出席の方", LINES[1:]),
    ),
    date(2026, 12, 23),
)
SILENT = replace(NEWS, purpose=CallFor.SILENT, groups=(PhoneGroup("", LINES[:3]),))


def test_every_number_is_printed_large_and_whole() -> None:
    found = words(phone_list_pdf(NEWS))
    fifteen_points = 15 / 72 * 25.4
    for line in LINES:
        if line.tel:
            [number] = [w for w in found if w.text == line.tel]
            assert number.bottom - number.top >= fifteen_points


def test_sheets_are_numbered_and_each_says_that_it_is_to_be_kept() -> None:
    pdf = phone_list_pdf(NEWS)
    check_page_boxes(pdf)
    texts = page_texts(pdf)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert "取扱注意" in text
        assert f"{number}/{len(texts)}ページ" in text


def test_the_one_sentence_stands_before_the_first_name() -> None:
    text = page_texts(phone_list_pdf(NEWS))[0]
    assert text.index("1月13日(水)に延期します") < text.index("髙﨑")


def test_news_that_nobody_wrote_down_yet_finds_room_to_be_written() -> None:
    assert "かける前に書いてください" not in page_texts(phone_list_pdf(NEWS))[0]
    pdf = phone_list_pdf(replace(NEWS, to_write=True))
    assert "かける前に書いてください" in page_texts(pdf)[0]


def test_boxes_to_tick_are_those_of_the_purpose() -> None:
    news, silent = (page_texts(phone_list_pdf(sheet))[0] for sheet in (NEWS, SILENT))
    assert news.count("伝えた") == news.count("折り返し") >= 5
    assert "伝えた" not in silent
    assert silent.count("代理") == 3


def test_whoever_has_no_number_stays_on_the_list_and_says_so() -> None:
    assert "".join(page_texts(phone_list_pdf(NEWS))).count("電話番号なし") == 1


def test_needs_stand_beside_the_name() -> None:
    assert "※車いす" in page_texts(phone_list_pdf(NEWS))[0]


def test_hostile_words_and_nobody_at_all() -> None:
    line = replace(LINES[0], organization=HOSTILE, note=HOSTILE)
    pdf = phone_list_pdf(replace(NEWS, groups=(PhoneGroup("", (line,)),), say=HOSTILE))
    check_page_boxes(pdf)
    [nobody] = page_texts(phone_list_pdf(replace(NEWS, groups=())))
    assert "0件" in nobody


def test_list_for_excel_has_a_column_a_box() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(phone_list_xlsx(NEWS))).active
    rows = list(sheet.iter_rows(values_only=True))
    headers = next(row for row in rows if row[0] == "番号")
    assert headers[-4:] == ("伝えた", "留守", "折り返し", "メモ")
    assert any(row[5] == "電話番号なし" for row in rows)
    assert any("取扱注意" in str(row[0]) for row in rows)
