"""次第 and 出席者名簿."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import docx
import openpyxl
import pytest

from sasaeai.meetings.exports.agenda_sheet import (
    AgendaLine,
    AgendaSheet,
    agenda_sheet_docx,
    agenda_sheet_pdf,
)
from sasaeai.meetings.exports.attendance_list import (
    AttendanceLine,
    AttendanceList,
    attendance_list_docx,
    attendance_list_pdf,
    attendance_list_xlsx,
)
from tests.paper.reading import check_page_boxes, package_text, page_texts, words
from tests.paper.samples import HOSTILE, LIST, LONG_ITEM, MEETING, SHEET

pytestmark = pytest.mark.one_database


def test_agenda_runs_from_opening_to_closing() -> None:
    pdf = agenda_sheet_pdf(SHEET)
    [text] = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    order = (
        "令和8年度第2回",
        "大野地区地域支え合い会議次第",
        "令和8年12月23日(水)",
        "1開会",
        "2あいさつ（会長架空花子）",
        "3前回からの引きつぎ",
        "歩道の寄せ雪で車いすが通れない",
        "⇒当番で出すことを試しています。",
        "4議題",
        "冬の雪処理と見守りについて",
        "協議・20分・説明髙﨑𠮷男・資料1",
        "5情報交換（15分）",
        "令和9年2月17日(水)",
        "7閉会",
        "配布資料",
        "1/1ページ",
    )
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_meeting_without_items_exchanges_news() -> None:
    [text] = page_texts(agenda_sheet_pdf(AgendaSheet(MEETING)))
    assert "今回は議題を定めず、地域の情報を交換します。" in text
    assert "引きついだ課題はありません。" in text
    assert "4情報交換" in text


def test_twelve_long_items_run_over_two_numbered_pages() -> None:
    items = tuple(AgendaLine(str(n), LONG_ITEM, "協議", 10, "架空 花子") for n in range(1, 13))
    pdf = agenda_sheet_pdf(replace(SHEET, items=items))
    texts = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    assert len(texts) == 2
    assert [f"{n}/2ページ" in text for n, text in enumerate(texts, start=1)] == [True, True]
    assert "(12)" in texts[1]


def test_agenda_docx_has_its_words_and_literal_braces() -> None:
    sheet = replace(SHEET, items=(AgendaLine("1", HOSTILE),))
    document = docx.Document(io.BytesIO(agenda_sheet_docx(sheet)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert HOSTILE in text
    assert "大野地区地域支え合い会議 次第" in text


def test_meeting_without_number_is_named_without_one() -> None:
    [text] = page_texts(agenda_sheet_pdf(AgendaSheet(replace(MEETING, number=None))))
    assert "第" not in text.replace("次第", "")


def test_forty_people_run_over_pages_with_the_header_on_each() -> None:
    pdf = attendance_list_pdf(LIST)
    texts = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    assert len(texts) >= 3
    assert all("団体名" in text and "署名" in text for text in texts)
    assert all(f"{n}/{len(texts)}ページ" in text for n, text in enumerate(texts, start=1))
    whole = "".join(texts)
    assert whole.count("髙﨑𠮷男") == 40
    assert "声かけ40名（出席10・代理10・欠席10・返事待ち10）" in whole
    assert "代理副会長架空四郎" in whole


def test_rows_are_high_enough_to_sign() -> None:
    people = tuple(AttendanceLine(n, "白旗野町会", "会長", "架空 花子") for n in range(1, 9))
    found = words(attendance_list_pdf(AttendanceList(MEETING, people)))
    tops = sorted(word.top for word in found if word.text == "白旗野町会")
    assert len(tops) == 8
    assert min(below - above for above, below in itertools.pairwise(tops)) >= 11


def test_empty_list_still_has_lines_for_walk_ins() -> None:
    empty = AttendanceList(MEETING, (), blank_lines=5)
    [text] = page_texts(attendance_list_pdf(empty))
    assert "声かけ0名" in text
    assert "署名" in text
    [table] = docx.Document(io.BytesIO(attendance_list_docx(empty))).tables
    assert [row.cells[0].text for row in table.rows] == ["番号", "", "", "", "", ""]


def test_list_says_what_it_is_for_before_the_first_name() -> None:
    assert "会議の出席の確認と記録のためだけに使い" in page_texts(attendance_list_pdf(LIST))[0]


@pytest.mark.parametrize("people", [8, 17, 18, 19, 20, 30, 34, 36, 38, 40])
def test_no_sheet_is_printed_without_a_line_to_sign(people: int) -> None:
    lines = tuple(AttendanceLine(n, "白旗野町会", "会長", "架空 花子") for n in range(people))
    for text in page_texts(attendance_list_pdf(AttendanceList(MEETING, lines, blank_lines=0))):
        assert "白旗野町会" in text


def test_xlsx_list_prints_on_a4_with_its_header_repeated() -> None:
    line = AttendanceLine(1, "=1+1", "会長", "髙﨑 𠮷男", "たかさき よしお")
    page = openpyxl.load_workbook(
        io.BytesIO(attendance_list_xlsx(AttendanceList(MEETING, (line,), blank_lines=2)))
    ).active
    assert page.page_setup.paperSize == 9
    assert page.print_title_rows == "$4:$4"
    assert [cell.value for cell in page[5]][:5] == [
        1,
        "=1+1",
        "会長",
        "髙﨑 𠮷男",
        "たかさき よしお",
    ]
    assert page["B5"].data_type == "s"
    assert page.max_row == 7


def test_docx_list_repeats_its_header() -> None:
    content = attendance_list_docx(LIST)
    [table] = docx.Document(io.BytesIO(content)).tables
    assert len(table.rows) == 1 + 40 + 5
    assert "w:tblHeader" in package_text(content)
