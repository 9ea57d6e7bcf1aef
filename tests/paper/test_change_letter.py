"""変更・中止のお知らせ and FAX: what was, what is now, and what a FAX must not carry."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from typing import Any

import docx
import pytest

from sasaeai.notices.exports.change_letter import ChangeLetter, changed_between
from sasaeai.notices.exports.fax_cover import Fax, faxes_pdf
from sasaeai.notices.exports.letter import Letter, letter_pdf, letters_pdf
from sasaeai.notices.exports.letter_word import letters_docx
from tests.paper.reading import check_page_boxes, page_images, page_texts, qr_texts, words
from tests.paper.samples import BARE_LETTER, LETTER, LONG_LETTER

pytestmark = pytest.mark.one_database

BEFORE = {"when": "令和8年12月23日(水) 13時30分〜15時", "venue": "大野市民センター"}
AFTER = {"when": "令和9年1月13日(水) 10時〜11時30分", "venue": "大野市民センター"}
MOVED = changed_between(BEFORE, AFTER, cancelled=False)
CANCELLED = changed_between(BEFORE, BEFORE, cancelled=True)


def changed(letter: Letter, **values: Any) -> ChangeLetter:
    """A letter of the same meeting to the same addressee, about a change."""
    kept = {field.name: getattr(letter, field.name) for field in fields(Letter)}
    return ChangeLetter(**{**kept, **values})


MOVE = changed(LETTER, changed=MOVED, reason="大雪のおそれ")
SAID = changed(LETTER, changed=MOVED, reason="大雪のため")
OFF = changed(LETTER, changed=CANCELLED, reply=None, cancelled=True, substitute_allowed=False)
LONG = changed(LONG_LETTER, changed=MOVED, reason="大雪のおそれ")
BARE = changed(BARE_LETTER, changed=MOVED)
ALL = pytest.mark.parametrize(
    "letter", [MOVE, OFF, LONG, BARE], ids=["move", "off", "long", "bare"]
)


@ALL
def test_a_notice_of_change_is_one_sheet_with_its_address_in_the_window(letter: Letter) -> None:
    pdf = letter_pdf(letter)
    assert len(page_texts(pdf)) == 1
    check_page_boxes(pdf)
    block = [w for w in words(pdf) if w.left < 89 and w.top < 41]
    assert max(w.right for w in block) <= 89
    assert max(w.bottom for w in block) <= 39.5


def test_what_was_stands_beside_what_is_and_what_is_is_larger() -> None:
    found = words(letter_pdf(MOVE))
    before = next(w for w in found if w.text.startswith("令和8年12月23日") and w.top > 60)
    after = next(w for w in found if w.text.startswith("令和9年1月13日") and w.left > before.right)
    assert abs(before.top - after.top) < 4
    assert after.bottom - after.top > before.bottom - before.top


def test_what_did_not_change_is_not_called_changed() -> None:
    assert [change.label for change in MOVED] == ["日時"]
    [text] = page_texts(letter_pdf(MOVE))
    assert "会議の日時の変更について" in text
    assert "会場の変更" not in text


def test_it_gives_the_reason_apologises_and_asks_again() -> None:
    [text] = page_texts(letter_pdf(MOVE))
    assert "大雪のおそれのため、下記のとおり日時を変更いたします" in text
    assert "深くおわび申し上げます" in text
    assert "新しい日時でのご都合を" in text
    assert MOVE.reply is not None
    code = MOVE.reply.code.replace("-", "")
    assert qr_texts(page_images(letter_pdf(MOVE), dpi=150)[0]) == [code]


def test_a_reason_that_is_a_phrase_already_is_not_doubled() -> None:
    assert "会議は、大雪のため、下記のとおり" in page_texts(letter_pdf(SAID))[0]


def test_where_answers_hold_nobody_is_asked_again() -> None:
    [text] = page_texts(letter_pdf(replace(MOVE, reply=None)))
    assert "先にいただいたご返信は、そのまま受け取っております" in text
    assert "切り取り線" not in text


def test_a_cancellation_says_so_and_asks_for_nothing() -> None:
    [text] = page_texts(letter_pdf(OFF))
    assert "会議の中止について（お知らせ）" in text.replace("(", "（").replace(")", "）")
    assert "中止いたします" in text
    assert "ご返信はいりません" in text
    assert "議題" not in text
    assert "代理の方の出席" not in text


def test_after_a_cancellation_taken_back_the_letter_says_everything_without_a_table() -> None:
    letter = changed(LETTER, changed=changed_between(AFTER, AFTER, cancelled=False))
    [text] = page_texts(letter_pdf(letter))
    assert "今回のお知らせ" not in text
    assert "令和8年12月23日(水)13時30分〜15時" in text


def test_word_file_carries_the_table_too() -> None:
    document = docx.Document(io.BytesIO(letters_docx([MOVE, OFF])))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert AFTER["when"] in cells
    assert BEFORE["when"] in cells
    assert "中止いたします" in cells


def test_a_fax_is_a_cover_with_its_number_and_the_letter_behind_it() -> None:
    pdf = faxes_pdf([Fax("017-000-0009", LETTER), Fax("017-000-0010", LONG)])
    check_page_boxes(pdf)
    texts = page_texts(pdf)
    assert len(texts) == 4
    assert "FAX送信票" in texts[0]
    assert "2枚（この紙をふくみます）" in texts[0]
    assert "白旗野町会" in texts[0]
    assert "017-000-0010" in texts[2]
    assert "お心当たりのないときは" in texts[2]
    twenty_points = 20 / 72 * 25.4
    [number] = [w for w in words(pdf) if w.page == 0 and w.text == "017-000-0009"]
    assert number.bottom - number.top >= twenty_points


def test_cover_names_no_item_and_no_need() -> None:
    cover = page_texts(faxes_pdf([Fax("017-000-0009", LETTER)]))[0]
    for item in LETTER.agenda:
        assert item not in cover


def test_letters_of_change_and_invitations_print_together() -> None:
    assert len(page_texts(letters_pdf([LETTER, MOVE, OFF]))) == 3


def test_no_faxes_is_an_error() -> None:
    with pytest.raises(ValueError, match="no faxes"):
        faxes_pdf([])
