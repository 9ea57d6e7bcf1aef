"""Return postcard (往復はがき): 200 × 148 mm unfolded, two pages a reader, one reader a card.

First page: what lies outside once folded, 往信 address at the left and 返信 text at the right.
Second page: 返信 address at the left and 往信 text at the right (内国郵便約款22条: the crease is at
the right of the 往信 address). Printed on both sides it is turned over the short edge.

A card is read by whoever carries it. It says no more than a FAX may, and asks for no needs and no
troubles: whoever has one is asked to telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.wareki import long_date, short_date
from sasaeai.notices.exports.fax_cover import fax_letters
from sasaeai.notices.exports.invitation import in_order
from sasaeai.notices.exports.letter import Addressee, Letter
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.notices.queries.returns import ReturnAddress
from sasaeai.paper.errors import PaperError, TooLongForOnePage
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.qr import qr_svg

_TEMPLATE = Path(__file__).with_name("postcard.typ")
_POST_CODE_DIGITS = 7
_SHORT = {"日時", "会場", "議題", "雪天のとき"}


@dataclass(frozen=True, slots=True)
class Postcard:
    """One card. letter: what is said and to whom, with its reply; returns_to: whom 返信 goes to."""

    letter: Letter
    returns_to: Addressee


class TooLongForPostcard(PaperError):
    """A text does not fit a card, even in 9 pt."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _(
                "%(what)sが、はがきに収まりません。案内の文や議題を短くするか、"
                "この方には封書（案内状）を使ってください。"
            )
            % {"what": what}
        )
        self.what = what


def postcards_paper(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    returns_to: ReturnAddress,
    frames: bool,
    order: str,
) -> Paper:
    """往復はがき as PDF, a card a recipient. Raises NotNow without recipients."""
    if not recipients:
        raise NotNow(_("はがきを出す方がいません。だれの分を印刷するかを選び直してください。"))
    back = Addressee(
        returns_to.organization, postal_code=returns_to.postal_code, address=returns_to.address
    )
    letters = fax_letters(board, texts, in_order(recipients, order), sample=False)
    cards = [Postcard(letter, back) for letter in letters]
    return make_paper(
        "往復はがき",
        board.meeting.body.name,
        f"{board.meeting.held_on:%Y%m%d}",
        content_type=PDF,
        content=postcards_pdf(cards, frames=frames),
    )


def postcards_pdf(cards: Sequence[Postcard], *, frames: bool = False) -> bytes:
    """Two pages a card. frames: print the red boxes, 「郵便往復はがき」 and where stamps go, too —
    for plain card stock; cards bought at the post office have them.

    Raises ValueError for no cards and for a letter without a reply; TooLongForPostcard and
    MissingGlyph with a sentence.
    """
    if not cards:
        raise ValueError("no postcards to print")
    data = {"frames": frames, "cards": [_words(card) for card in cards]}
    try:
        return render_pdf(_TEMPLATE, data, dated=cards[0].letter.issued_on, tagged=False)
    except TooLongForOnePage as error:
        raise TooLongForPostcard(error.what) from error


def _words(card: Postcard) -> dict[str, Any]:
    letter = card.letter
    return {
        "to": _address(letter.addressee, letter.addressee.organization_line),
        # Who sends the card writes 行; who returns it makes 御中 of it.
        "back": _address(card.returns_to, f"{card.returns_to.organization}　行"),
        "sender": [*_place(card.returns_to), *_names(card), _numbers(letter)],
        "subject": letter.subject_line,
        "paragraph": letter.paragraphs[1],
        "particulars": [
            (label, lines[:1] if label == "会場" else lines)
            for label, lines in (*letter.particulars, ("問い合わせ", letter.contact.lines))
            if label in _SHORT
        ],
        "ask": _ask(letter),
        "contact": list(letter.contact.lines),
        "reply": _reply(letter),
    }


def _names(card: Postcard) -> list[str]:
    """Who stands behind the address that a lost card goes back to; the host, where it is another."""
    letter, house = card.letter, card.returns_to.organization
    host = letter.senders[0].organization if letter.senders else letter.contact.organization
    return [house, f"（主催 {host}）"] if house and host != house else [host]


def _address(to: Addressee, organization: str) -> dict[str, Any]:
    digits = "".join(character for character in to.postal_code if character.isdecimal())
    return {
        "digits": list(digits) if len(digits) == _POST_CODE_DIGITS else [],
        "address": to.address,
        "organization": organization,
        "title": to.title,
        "name": f"{to.name}　{to.honorific}" if to.name else (to.honorific if to.title else ""),
        "who": " ".join(part for part in (to.organization, to.title, to.name) if part),
    }


def _place(to: Addressee) -> list[str]:
    code = f"〒{to.postal_code.removeprefix('〒')}" if to.postal_code else ""
    return [" ".join(part for part in (code, to.address) if part)]


def _ask(letter: Letter) -> str:
    by = f"{long_date(letter.reply_due)}までに、" if letter.reply_due else ""
    return f"{by}返信のはがきを切り離してお出しください。お電話でも承ります。"


def _numbers(letter: Letter) -> str:
    return f"電話 {letter.contact.tel}" if letter.contact.tel else ""


def _reply(letter: Letter) -> dict[str, Any]:
    if letter.reply is None:
        raise ValueError("a return postcard has a reply")
    reply, meeting = letter.reply, letter.meeting
    person = "　".join(part for part in (reply.title, reply.name) if part)
    return {
        "code": reply.code,
        "qr": qr_svg(reply.code.replace("-", "")),
        "number": "" if reply.list_number is None else str(reply.list_number),
        "meeting": meeting.name,
        "held": f"{meeting.short_day}　{meeting.hours}",
        "name": "　".join(part for part in (reply.organization, person) if part),
        "due": short_date(letter.reply_due) if letter.reply_due else "",
        "substitute": letter.substitute_allowed,
        "tel": letter.contact.tel,
    }
