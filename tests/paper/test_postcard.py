"""往復はがき: what the post office, the reader and the office that opens the replies rely on."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from sasaeai.notices.exports.letter import Addressee
from sasaeai.notices.exports.postcard import Postcard, TooLongForPostcard, postcards_pdf
from tests.paper.reading import Word, page_images, page_texts, qr_texts, words
from tests.paper.samples import BARE_LETTER, LETTER, LONG_ITEM, LONG_LETTER

pytestmark = pytest.mark.one_database

BACK = Addressee(
    "大野地区社会福祉協議会", postal_code="030-0852", address="青森市見本77番地1 見本センター内"
)
PLAIN = Postcard(LETTER, BACK)
LONG = Postcard(replace(LONG_LETTER, agenda=(LONG_ITEM,)), BACK)
BARE = Postcard(BARE_LETTER, BACK)
ALL = pytest.mark.parametrize("card", [PLAIN, LONG, BARE], ids=["plain", "long", "bare"])
FRAME_LEFTS = (44.3, 51.3, 58.3, 65.9, 72.7, 79.5, 86.3)


def halves(pdf: bytes, page: int) -> tuple[str, str]:
    """The text of the left and the right half of a page, in the order of reading."""
    found = [w for w in words(pdf) if w.page == page]
    return (
        "".join(w.text for w in found if w.left < 100),
        "".join(w.text for w in found if w.left >= 100),
    )


@ALL
def test_a_card_is_two_pages_of_200_by_148_mm_and_no_word_crosses_the_crease(
    card: Postcard,
) -> None:
    pdf = postcards_pdf([card])
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 2
    for page in pages:
        assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(200, abs=0.2)
        assert float(page.mediabox.height) / 72 * 25.4 == pytest.approx(148, abs=0.2)
    for word in words(pdf):
        side = 0 if word.left < 100 else 100
        assert side + 6 <= word.left, word
        assert word.right <= side + 95, word
        assert word.top >= 6, word
        assert word.bottom <= 143, word


def test_the_parts_lie_so_that_folding_brings_them_together() -> None:
    pdf = postcards_pdf([PLAIN])
    out_address, answer = halves(pdf, 0)
    back_address, news = halves(pdf, 1)
    assert "髙﨑𠮷男様" in out_address
    assert "出欠の返信" in answer
    assert "大野地区社会福祉協議会行" in back_address
    assert "令和8年12月23日(水)" in news
    assert "ご返信" not in back_address


def test_a_lost_card_goes_back_to_the_house_at_the_address_and_names_the_host_beside_it() -> None:
    office = replace(BACK, organization="青森市社会福祉協議会")
    out_address, _answer = halves(postcards_pdf([Postcard(LETTER, office)]), 0)
    assert "見本センター内青森市社会福祉協議会（主催大野地区社会福祉協議会）" in out_address
    assert "（主催" not in halves(postcards_pdf([PLAIN]), 0)[0]


def _digits(pdf: bytes, page: int) -> list[Word]:
    return [w for w in words(pdf) if w.page == page and w.left < 100 and w.bottom < 21]


@pytest.mark.parametrize(("page", "code"), [(0, "0380001"), (1, "0300852")])
def test_post_code_stands_in_the_frames_of_the_card(page: int, code: str) -> None:
    letters = [
        (w.left + (w.right - w.left) * (i + 0.5) / len(w.text), letter)
        for w in _digits(postcards_pdf([PLAIN]), page)
        for i, letter in enumerate(w.text)
    ]
    assert "".join(letter for _x, letter in sorted(letters)) == code
    for word in _digits(postcards_pdf([PLAIN]), page):
        assert word.top >= 12
        assert word.bottom <= 20
    for (middle, _digit), left in zip(sorted(letters), FRAME_LEFTS, strict=True):
        if len(_digits(postcards_pdf([PLAIN]), page)) == len(FRAME_LEFTS):
            assert middle == pytest.approx(left + 2.85, abs=0.6)


@ALL
def test_stamps_and_postmarks_find_the_upper_left_empty(card: Postcard) -> None:
    for word in words(postcards_pdf([card])):
        assert not (word.left < 35 and word.top < 70 and word.page < 2 and word.left < 100), word


@ALL
def test_code_of_the_reply_can_be_scanned_and_typed(card: Postcard) -> None:
    pdf = postcards_pdf([card])
    assert card.letter.reply is not None
    assert qr_texts(page_images(pdf, dpi=150)[0]) == [card.letter.reply.code.replace("-", "")]
    assert card.letter.reply.code in page_texts(pdf)[0]


def test_open_card_asks_for_no_needs_and_no_troubles() -> None:
    _address, answer = halves(postcards_pdf([PLAIN]), 0)
    assert "017-000-0001へお知らせください" in answer
    for box in ("筆談", "困りごと（"):
        assert box not in answer


def test_frames_are_for_plain_stock_only() -> None:
    assert "郵便往復はがき" not in "".join(page_texts(postcards_pdf([PLAIN])))
    texts = page_texts(postcards_pdf([PLAIN], frames=True))
    assert "郵便往復はがき往信" in texts[0]
    assert "郵便往復はがき返信" in texts[1]


def test_letters_are_nine_points_at_least() -> None:
    nine_points = 9 / 72 * 25.4
    assert min(w.bottom - w.top for w in words(postcards_pdf([LONG]))) >= nine_points - 0.05


def test_text_that_cannot_fit_is_refused_with_the_addressee() -> None:
    with pytest.raises(TooLongForPostcard, match="髙﨑 𠮷左衛門之介 への案内の文"):
        postcards_pdf([PLAIN, Postcard(LONG_LETTER, BACK)])


def test_agenda_that_must_not_be_named_is_not_denied() -> None:
    card = replace(PLAIN, letter=replace(LETTER, agenda=(), names_agenda=False))
    _back, news = halves(postcards_pdf([card]), 1)
    assert "議題" not in news


def test_no_cards_and_a_letter_without_reply_are_errors() -> None:
    with pytest.raises(ValueError, match="no postcards"):
        postcards_pdf([])
    with pytest.raises(ValueError, match="has a reply"):
        postcards_pdf([Postcard(replace(LETTER, reply=None), BACK)])
