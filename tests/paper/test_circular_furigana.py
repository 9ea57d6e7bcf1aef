"""Kana above the kanji of a circular: on one sheet, in lines that begin and end as they must."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pytest

from sasaeai.kernel.furigana import Readings
from sasaeai.minutes.exports.circular import (
    CircularPart,
    circular_docx,
    circular_pdf,
)
from sasaeai.minutes.exports.circular_copies import (
    CopiesLine,
    CopiesPaper,
    copies_pdf,
    copies_xlsx,
)
from sasaeai.paper.errors import TooLongForOnePage
from tests.paper.reading import check_page_boxes, page_texts, words
from tests.paper.samples import CIRCULAR

READ = replace(
    CIRCULAR, readings=Readings({"大野地区社会福祉協議会": "おおのちくしゃかいふくしきょうぎかい"})
)
MANY = (
    "町会で行った、持っていって集会所へ。「地図」を手紙で（会議）話した」とスコップー、人々。"
    "12月20日(日)、会って今日っ。"
) * 4


def test_kana_stand_above_on_one_sheet() -> None:
    pdf = circular_pdf(READ)
    [text] = page_texts(pdf)
    check_page_boxes(pdf, edge_mm=10)
    for kana in ("ゆき", "ちょうかい", "かいらんいん", "もど"):
        assert kana in text
    assert "ゆき" not in page_texts(circular_pdf(CIRCULAR))[0]


def test_kana_are_half_the_size_and_the_text_stays_14_points() -> None:
    found = words(circular_pdf(READ))
    [kana] = [w for w in found if w.text == "ゆき" or w.text.startswith("ゆき")][:1]
    kanji = next(w for w in found if "前" in w.text)
    assert (kana.bottom - kana.top) < 0.6 * (kanji.bottom - kanji.top)


def test_no_line_begins_or_ends_with_what_may_not_stand_there() -> None:
    paper = replace(READ, parts=(CircularPart(MANY),), stamp_boxes=0, contact=())
    lines: dict[int, list[tuple[float, str]]] = {}
    for word in words(circular_pdf(paper)):
        if word.bottom - word.top > 4:  # not the kana
            lines.setdefault(round(word.bottom), []).append((word.left, word.text))
    assert len(lines) > 6
    for line in lines.values():
        text = "".join(part for _left, part in sorted(line)).replace("\u2060", "")
        assert text[0] not in "、。っーゃ々」）", text
        assert text[-1] not in "「（", text


def test_kana_take_room_and_the_refusal_says_so() -> None:
    body = "みんなで雪かきをしましょう。" * 26
    circular_pdf(replace(CIRCULAR, parts=(CircularPart(body),)))
    with pytest.raises(TooLongForOnePage):
        circular_pdf(replace(READ, parts=(CircularPart(body * 2),)))


def test_word_gets_real_ruby() -> None:
    document = docx.Document(io.BytesIO(circular_docx(READ)))
    xml = document.element.xml
    assert "<w:ruby>" in xml
    assert "ちょうかい" in xml
    assert "<w:ruby>" not in docx.Document(io.BytesIO(circular_docx(CIRCULAR))).element.xml


@pytest.mark.parametrize("boxes", [0, 1, 12, 13, 24])
def test_rows_of_boxes_are_even(boxes: int) -> None:
    paper = replace(CIRCULAR, stamp_boxes=boxes)
    assert len(page_texts(circular_pdf(paper))) == 1
    tables = docx.Document(io.BytesIO(circular_docx(paper))).tables
    assert sum(len(table.columns) for table in tables) == boxes


LIST = CopiesPaper(
    circular=CIRCULAR.title,
    issuer=CIRCULAR.issuer,
    issued_on=CIRCULAR.issued_on,
    lines=tuple(
        CopiesLine(f"髙﨑第{n}町会（とても長い名前の町会の見本）", n, n + 1) for n in range(40)
    ),
)


def test_the_distribution_list_has_every_place_and_the_total() -> None:
    pdf = copies_pdf(LIST)
    check_page_boxes(pdf)
    pages = page_texts(pdf)
    assert len(pages) > 1
    assert "配る部数：820部（40か所）" in pages[0]
    assert all("受け取り印" in page for page in pages)
    assert "髙﨑第39町会" in "".join(pages)


def test_the_list_for_excel_holds_numbers() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(copies_xlsx(LIST))).active
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert last[:4] == [40, "髙﨑第39町会（とても長い名前の町会の見本）", 39, 40]
