"""あて名ラベル: each address on its own label, whole, and nothing beside it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from sasaeai.notices.exports.labels import (
    FORMATS,
    Label,
    LabelFormat,
    TooLongForLabel,
    labels_pdf,
    labels_xlsx,
)
from sasaeai.notices.exports.letter import Addressee
from tests.paper.reading import Word, page_texts, words
from tests.paper.samples import HOSTILE, LONG_LETTER

pytestmark = pytest.mark.one_database

DAY = date(2026, 11, 23)
NINE_POINTS = 9 / 72 * 25.4
PLAIN = Label(
    (Addressee("白旗野町会", "会長", "髙﨑 𠮷男", "038-0001", "青森市大字架空町12番地3"),), (1,)
)
LONG = Label((LONG_LETTER.addressee,), (2,))
OFFICE = Label((Addressee("架空郵便局", "", "", "030-0002", "青森市見本二丁目3-4"),), (3,))
TOGETHER = Label(
    tuple(
        Addressee("架空地域包括支援センター", title, name, "030-0001", "青森市架空町1-16-1")
        for title, name in (
            ("所長", "見本 四郎"),
            ("主任介護支援専門員", "架空 五子"),
            ("保健師", "見本 六美"),
        )
    ),
    (4, 5, 6),
)
HOUSEHOLD = Label(
    (
        Addressee("見本町会", "会長", "架空 太郎", "030-0003", "青森市見本五丁目6-7"),
        Addressee("大野地区民児協", "民生委員", "架空 花子", "030-0003", "青森市見本五丁目6-7"),
    ),
    (7, 8),
)

EVERY_FORMAT = pytest.mark.parametrize("kind", FORMATS.values(), ids=FORMATS)


def cell_of(kind: LabelFormat, place: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom in mm of the n-th label of a sheet, from 0."""
    left = kind.left + place % kind.columns * (kind.width + kind.gap)
    top = kind.top + place // kind.columns * kind.height
    return left, top, left + kind.width, top + kind.height


def place_of(kind: LabelFormat, word: Word) -> int:
    """On which label of its sheet a word begins."""
    for place in range(kind.per_sheet):
        left, top, right, bottom = cell_of(kind, place)
        if left <= word.left < right and top <= word.top < bottom:
            return place
    raise AssertionError(f"{word} stands beside every label")


@EVERY_FORMAT
def test_labels_of_a_sheet_lie_on_the_paper(kind: LabelFormat) -> None:
    _left, _top, right, bottom = cell_of(kind, kind.per_sheet - 1)
    assert right == pytest.approx(210 - kind.left, abs=0.2)
    assert bottom == pytest.approx(297 - kind.top, abs=0.2)


@EVERY_FORMAT
def test_no_word_leaves_its_label_nor_the_printable_part_of_the_paper(kind: LabelFormat) -> None:
    labels = [PLAIN, OFFICE, TOGETHER, HOUSEHOLD] * 8
    for word in words(labels_pdf(labels, kind, on=DAY)):
        left, top, right, bottom = cell_of(kind, place_of(kind, word))
        assert left + 2 <= word.left, word
        assert word.right <= right - 2, word
        assert top + 1 <= word.top, word
        assert word.bottom <= bottom - 1, word
        assert word.left >= 5, word
        assert word.right <= 205, word


@EVERY_FORMAT
def test_every_name_stands_on_its_label(kind: LabelFormat) -> None:
    pdf = labels_pdf([PLAIN, OFFICE, TOGETHER, HOUSEHOLD], kind, on=DAY)
    found = ["", "", "", ""]
    for word in sorted(words(pdf), key=lambda w: (round(w.bottom), w.left)):
        found[place_of(kind, word)] += word.text
    assert found[0] == "〒038-0001青森市大字架空町12番地3白旗野町会会長髙﨑𠮷男様"
    assert found[1] == "〒030-0002青森市見本二丁目3-4架空郵便局御中"
    assert found[2].count("架空地域包括支援センター") == 1
    for person in ("所長見本四郎様", "主任介護支援専門員架空五子様", "保健師見本六美様"):
        assert person in found[2]
    assert "見本町会会長架空太郎様" in found[3]
    assert "民生委員架空花子様" in found[3]


@pytest.mark.parametrize("key", ["10", "12", "18", "21"])
def test_long_address_shrinks_to_nine_points_and_is_complete(key: str) -> None:
    pdf = labels_pdf([LONG], FORMATS[key], on=DAY)
    [text] = page_texts(pdf)
    to = LONG.addressees[0]
    for part in (to.address, to.organization, to.title, to.name):
        assert part.replace(" ", "") in text
    assert min(w.bottom - w.top for w in words(pdf)) >= NINE_POINTS - 0.05


def test_address_that_cannot_fit_is_refused_by_name() -> None:
    with pytest.raises(TooLongForLabel, match="髙﨑 𠮷左衛門之介のあて名が、24面"):
        labels_pdf([PLAIN, LONG], FORMATS["24"], on=DAY)


def test_a_begun_sheet_is_used_from_the_label_that_is_left() -> None:
    kind = FORMATS["12"]
    pdf = labels_pdf([PLAIN] * 4, kind, on=DAY, start=11)
    places = {(word.page, place_of(kind, word)) for word in words(pdf)}
    assert places == {(0, 10), (0, 11), (1, 0), (1, 1)}


@pytest.mark.parametrize("start", [0, 13])
def test_a_label_that_the_sheet_does_not_have_is_an_error(start: int) -> None:
    with pytest.raises(ValueError, match="no such label"):
        labels_pdf([PLAIN], FORMATS["12"], on=DAY, start=start)


def test_outlines_are_printed_on_the_test_sheet_only() -> None:
    plain = labels_pdf([PLAIN], FORMATS["12"], on=DAY)
    test = labels_pdf([PLAIN], FORMATS["12"], on=DAY, borders=True)
    assert page_texts(plain) == page_texts(test)
    assert len(test) > len(plain)


def test_house_number_is_not_torn_apart() -> None:
    to = Addressee("架空町会", "", "", "030-0001", "青森市大字架空字見本沢の上1234番地56の7")
    for kind in FORMATS.values():
        texts = [word.text for word in words(labels_pdf([Label((to,))], kind, on=DAY))]
        assert any("1234番地56" in text for text in texts), texts


def test_hostile_words_are_printed_as_they_are() -> None:
    label = Label((Addressee(HOSTILE, "会長", "架空 太郎", "030-0001", "青森市架空町1"),))
    [text] = page_texts(labels_pdf([label], FORMATS["10"], on=DAY))
    assert '#panic("x")' in text


def test_no_labels_is_an_error() -> None:
    with pytest.raises(ValueError, match="no labels"):
        labels_pdf([], FORMATS["12"], on=DAY)


def test_list_for_mail_merge_has_its_headers_in_the_first_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(labels_xlsx([PLAIN, OFFICE, HOUSEHOLD])))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("返信番号", "郵便番号", "住所")
    assert rows[1][3:7] == ("白旗野町会", "会長", "髙﨑 𠮷男", "様")
    assert rows[2][6] == "御中"
    assert rows[3][0] == "7・8"
    assert rows[3][7] == "大野地区民児協 民生委員 架空 花子 様"
