"""会議録 and 回覧."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from sasaeai.minutes.exports.circular import (
    CircularPaper,
    CircularPart,
    circular_docx,
    circular_pdf,
)
from sasaeai.minutes.exports.record import MinutesItem, MinutesPaper, minutes_pdf
from sasaeai.minutes.exports.record_word import minutes_docx
from sasaeai.paper.errors import TooLongForOnePage
from tests.paper.reading import check_page_boxes, page_texts, words
from tests.paper.samples import CIRCULAR, HOSTILE, MEETING, MINUTES

pytestmark = pytest.mark.one_database

FOURTEEN_POINTS_MM = 14 / 72 * 25.4


def test_minutes_hold_head_gist_tasks_and_approval() -> None:
    pdf = minutes_pdf(MINUTES)
    text = "".join(page_texts(pdf))
    check_page_boxes(pdf, edge_mm=10)
    for part in (
        "大野地区地域支え合い会議会議録（案）",
        "取扱注意",
        "第2版",
        "地域支援ネットワーク会議（みなし）",
        "計4名",
        "町会1名白旗野町会会長髙﨑𠮷男",
        "傍聴者0名",
        "○バス停の前から片付けてほしい。（町会）",
        "⇒当番表に加えることができる。（地区社協）",
        "まとめバス停2か所を当番表に加える。",
        "いつまでに",
        "12月25日(金)",
        "令和9年2月17日(水)",
        "令和8年12月28日(月)",
    ):
        assert part in text
    assert text.count("当番表に加える") == 3  # response, outcome and task


def test_approved_minutes_carry_no_draft_mark() -> None:
    assert "案" not in "".join(page_texts(minutes_pdf(replace(MINUTES, draft=False))))


def test_minutes_of_a_meeting_without_items_are_whole() -> None:
    [text] = page_texts(minutes_pdf(MinutesPaper(MEETING, 1, draft=False)))
    assert "（情報交換のみ）" in text
    assert "新しく決まった取り組みはありません。" in text


def test_long_minutes_number_their_pages() -> None:
    long_item = replace(MINUTES.items[0], summary="あ" * 10_000)
    pdf = minutes_pdf(replace(MINUTES, items=(long_item,)))
    texts = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    assert len(texts) > 5
    assert f"{len(texts)}/{len(texts)}ページ" in texts[-1]


def test_minutes_print_hostile_words_literally_on_paper_and_in_word() -> None:
    paper = replace(MINUTES, items=(MinutesItem("1", HOSTILE, outcome=HOSTILE),))
    assert HOSTILE.replace(" ", "") in "".join(page_texts(minutes_pdf(paper)))
    document = docx.Document(io.BytesIO(minutes_docx(paper)))
    assert any(HOSTILE in paragraph.text for paragraph in document.paragraphs)


def test_minutes_docx_has_head_tasks_and_approval_tables() -> None:
    document = docx.Document(io.BytesIO(minutes_docx(MINUTES)))
    head, tasks, approval = document.tables
    assert head.rows[0].cells[1].text == "令和8年度 第2回 大野地区地域支え合い会議"
    assert tasks.rows[1].cells[0].text == "当番表に加える"
    assert [cell.text for cell in approval.rows[0].cells] == ["作成", "確認", "確認日", "方法"]


def test_circular_is_one_page_with_boxes_and_way_back() -> None:
    pdf = circular_pdf(CIRCULAR)
    [text] = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    for part in (
        "回覧",
        "令和9年1月8日",
        "大野地区社会福祉協議会",
        "冬の雪処理",
        "問い合わせ先",
        "最後の方は、令和9年1月29日(金)までに、班長へお戻しください。",
        "回覧印",
    ):
        assert part in text


def _body_height(paper: CircularPaper) -> float:
    return min(w.bottom - w.top for w in words(circular_pdf(paper)) if "雪かき" in w.text)


@pytest.mark.parametrize("repeats", [1, 20, 36])
def test_circular_text_is_never_smaller_than_14_points(repeats: int) -> None:
    paper = replace(CIRCULAR, parts=(CircularPart("みんなで雪かきをしましょう。" * repeats),))
    assert len(page_texts(circular_pdf(paper))) == 1
    assert _body_height(paper) >= FOURTEEN_POINTS_MM - 0.05


def test_circular_too_long_for_one_page_is_refused() -> None:
    paper = replace(CIRCULAR, parts=(CircularPart("みんなで雪かきをしましょう。" * 200),))
    with pytest.raises(TooLongForOnePage) as refused:
        circular_pdf(paper)
    assert "A4 用紙1枚に収まりません" in refused.value.message
    assert "短く" in refused.value.message


@pytest.mark.parametrize("boxes", [0, 10, 20])
def test_circular_with_any_number_of_boxes_stays_one_page(boxes: int) -> None:
    paper = replace(CIRCULAR, stamp_boxes=boxes)
    [text] = page_texts(circular_pdf(paper))
    assert ("回覧印" in text) is (boxes > 0)
    assert len(docx.Document(io.BytesIO(circular_docx(paper))).tables) == boxes // 10


def test_circular_docx_has_its_words() -> None:
    document = docx.Document(io.BytesIO(circular_docx(CIRCULAR)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "バス停の前の雪を当番で片付けます。" in text
    assert "班長へお戻しください" in text
