"""案内状 and 出欠返信票: what the addressee, the postman and the FAX machine rely on."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
import zxingcpp

from sasaeai.notices.exports.greetings import opening
from sasaeai.notices.exports.letter import Letter, ReplySlip, Sender, letter_pdf, letters_pdf
from sasaeai.notices.exports.letter_word import letter_docx, letters_docx
from sasaeai.paper.errors import TooLongForOnePage
from tests.paper.reading import (
    check_page_boxes,
    package_text,
    page_images,
    page_texts,
    qr_texts,
    words,
)
from tests.paper.samples import BARE_LETTER, HOSTILE, LETTER, LONG_ITEM, LONG_LETTER

pytestmark = pytest.mark.one_database

ALL = pytest.mark.parametrize(
    "letter",
    [LETTER, LONG_LETTER, BARE_LETTER, replace(LETTER, reply=None)],
    ids=["plain", "long", "bare", "no-reply"],
)


@ALL
def test_letter_is_one_a4_page_and_nothing_leaves_it(letter: Letter) -> None:
    pdf = letter_pdf(letter)
    assert len(page_texts(pdf)) == 1
    check_page_boxes(pdf)


def test_letter_carries_the_seven_customary_elements() -> None:
    [text] = page_texts(letter_pdf(LETTER))
    for element in (
        "会長髙﨑𠮷男様",
        "向寒の候",
        "令和8年12月23日(水)13時30分〜15時",
        "大野市民センター2階大会議室",
        "(1)冬の雪処理と見守りについて",
        "令和8年12月11日(金)までに、下の返信票により",
        "大野地区社会福祉協議会会長架空花子",
    ):
        assert element in text
    assert text.index("拝啓") < text.index("敬具") < text.index("以上")
    assert "大野地区社協発第12号" in text
    assert "令和8年11月24日" in text


def test_slip_is_printed_ready_to_tick() -> None:
    text = page_texts(letter_pdf(LETTER))[0].split("切り取り線")[1]
    for element in (
        "返信コードK7M-4QX",
        "返信番号12",
        "FAX017-000-0002",
        "12月11日(金)まで",
        "黒のペンで",
        "白旗野町会会長髙﨑𠮷男",
        "欠席",
        "代理出席",
        "車いす",
        "筆談",
        "送迎",
        "ほかの方のお名前や住所は書かないでください",
    ):
        assert element in text


@ALL
def test_address_stays_inside_the_envelope_window(letter: Letter) -> None:
    """x 20–89 mm, y 12–39 mm of the sheet is seen however the sheet slides (see letter.typ)."""
    block = [w for w in words(letter_pdf(letter)) if w.left < 89 and w.top < 41]
    assert block
    assert min(w.left for w in block) >= 20
    assert max(w.right for w in block) <= 89
    assert min(w.top for w in block) >= 12
    assert max(w.bottom for w in block) <= 39.5


def test_long_names_stay_readable() -> None:
    found = words(letter_pdf(LONG_LETTER))
    eight_points = 8 / 72 * 25.4
    block = [w for w in found if w.left < 89 and w.top < 41]
    slip = [w for w in found if w.top > 203 and "左衛門之介" in w.text]
    assert block
    assert slip
    assert min(w.bottom - w.top for w in block) >= eight_points - 0.05
    assert min(w.bottom - w.top for w in slip) >= eight_points - 0.05


@ALL
def test_qr_of_every_page_is_read_at_fax_resolution(letter: Letter) -> None:
    if letter.reply is None:
        assert qr_texts(page_images(letter_pdf(letter), dpi=200)[0]) == []
        return
    [picture] = page_images(letter_pdf(letter), dpi=100)
    assert qr_texts(picture) == [letter.reply.code.replace("-", "")]


def test_qr_is_20_mm_wide() -> None:
    dpi = 200
    [picture] = page_images(letter_pdf(LETTER), dpi=dpi)
    [found] = zxingcpp.read_barcodes(picture)
    width = found.position.top_right.x - found.position.top_left.x
    height = found.position.bottom_left.y - found.position.top_left.y
    # The reader tells the corners of the symbol to within a few dots.
    assert width / dpi * 25.4 >= 19.5
    assert height / dpi * 25.4 >= 19.5


@pytest.mark.parametrize("letter", [LETTER, LONG_LETTER])
def test_reachable_reply_page_is_a_mark_of_its_own_beside_the_words(letter: Letter) -> None:
    page = "https://sasaeai.city.example/r/K7M4QX9PA/"
    made = replace(letter, reply=replace(letter.reply, page=page))
    pdf = letter_pdf(made)
    check_page_boxes(pdf)
    [picture] = page_images(pdf, dpi=150)
    assert qr_texts(picture) == [page, letter.reply.code.replace("-", "")]
    assert "右下の四角い印（QRコード）からも返信できます" in page_texts(pdf)[0]
    # Nothing is printed over the mark: 26 mm wide at the lower right of the letter.
    caption = next(word for word in words(pdf) if word.text.startswith("スマートフォンで"))
    beside = [w for w in words(pdf) if w.page == 0 and caption.top - 22 <= w.top <= caption.bottom]
    assert max(w.right for w in beside if not w.text.startswith(("スマート", "返信でき"))) <= 165
    # Word files carry no such mark and so speak of none.
    assert "四角い印" not in package_text(letters_docx([made]))


def test_forty_letters_are_forty_pages_each_with_its_own_code() -> None:
    codes = [f"A{number:02}-TEST" for number in range(40)]
    letters = [replace(LETTER, reply=ReplySlip(code, "白旗野町会", "会長")) for code in codes]
    pdf = letters_pdf(letters)
    texts = page_texts(pdf)
    assert len(texts) == 40
    scanned = [qr_texts(picture) for picture in page_images(pdf)]
    assert scanned == [[code.replace("-", "")] for code in codes]
    assert all(code in text for code, text in zip(codes, texts, strict=True))


def test_ordinary_letter_keeps_12_points_and_a_full_one_shrinks() -> None:
    def height(letter: Letter) -> float:
        return next(
            w.bottom - w.top for w in words(letter_pdf(letter)) if w.text.startswith("敬具")
        )

    assert height(LETTER) >= 12 / 72 * 25.4
    assert height(LONG_LETTER) < height(LETTER)


def test_slip_of_a_long_letter_takes_a_second_sheet_and_the_letter_says_so() -> None:
    pdf = letters_pdf([replace(LETTER, agenda=(LONG_ITEM,) * 20), LETTER])
    check_page_boxes(pdf)
    long, its_slip, short = page_texts(pdf)
    assert "2枚目の返信票により" in long
    assert "出欠返信票" not in long
    assert "会長髙﨑𠮷男" in its_slip.split("切り取り線")[1]
    assert "下の返信票により" in short
    assert "出欠返信票" in short


def test_letter_that_cannot_fit_is_refused_with_its_addressee() -> None:
    with pytest.raises(TooLongForOnePage, match="白旗野町会"):
        letter_pdf(replace(LETTER, agenda=(LONG_ITEM,) * 40))


def test_letter_without_items_says_so() -> None:
    [text] = page_texts(letter_pdf(BARE_LETTER))
    assert "議題は定めず、地域の情報を交換します。" in text
    assert "架空郵便局御中" in text


def test_letter_without_slip_asks_for_no_reply() -> None:
    [text] = page_texts(letter_pdf(replace(LETTER, reply=None)))
    assert "返信" not in text
    assert "切り取り線" not in text


def test_every_greeting_names_its_season() -> None:
    greetings = {opening(date(2026, month, 15)).split("、")[0] for month in range(1, 13)}
    assert len(greetings) == 12
    assert all(greeting.endswith("の候") for greeting in greetings)


def test_hostile_words_print_literally() -> None:
    letter = replace(LETTER, notes=HOSTILE, senders=(Sender(HOSTILE),), agenda=(HOSTILE,))
    pdf = letter_pdf(letter)
    check_page_boxes(pdf)
    assert page_texts(pdf)[0].count(HOSTILE.replace(" ", "")) >= 2


def test_unbroken_latin_does_not_leave_the_page() -> None:
    to = replace(LETTER.addressee, organization="A" * 90, name="https://example.com/" + "b" * 60)
    check_page_boxes(letter_pdf(replace(LETTER, addressee=to, notes="c" * 300)))


def test_no_letters_is_an_error() -> None:
    with pytest.raises(ValueError, match="no letters"):
        letters_pdf([])


def test_docx_holds_the_same_words_in_japanese_faces() -> None:
    content = letters_docx([LETTER, replace(LONG_LETTER, notes=HOSTILE + "\x00")])
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "会長　髙﨑 𠮷男　様" in text
    assert "令和8年12月23日(水)　13時30分〜15時" in text
    assert HOSTILE in text
    assert "返信コード W3T-9HP" in text
    assert len(document.inline_shapes) == 2
    assert 'w:eastAsia="BIZ UD明朝 Medium"' in package_text(content)


def test_docx_without_reply_has_no_slip() -> None:
    document = docx.Document(io.BytesIO(letter_docx(replace(LETTER, reply=None))))
    assert not document.tables
    assert not document.inline_shapes
