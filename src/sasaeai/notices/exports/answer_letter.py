"""Letter to whoever raised a trouble (お寄せいただいた困りごとについて), with a card to send back.

Same sheet and window as the invitation (letter.typ): folded in three, cut line on the second fold.
Below it stands the card of a month later: did it help? (□役に立った □少し □役に立たなかった).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from docx.document import Document as WordDocument

from sasaeai.issues.models import Answer
from sasaeai.kernel.wareki import wareki
from sasaeai.notices.exports.letter import Addressee, Contact, Sender
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.texts import Window
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, RIGHT, add_line, add_table, document_bytes, new_document

SUBJECT = "お寄せいただいた困りごとについて"
HELPED = ("役に立った", "少し役に立った", "役に立たなかった")
QUOTED = 140
"""So much of the trouble is repeated, for the reader to know which one is meant."""

_TEMPLATE = Path(__file__).with_name("answer_letter.typ")
_THANKS = "このたびは、地域の困りごとをお寄せいただき、ありがとうございました。"
_ASK = (
    "この返答がお役に立ったかどうか、下の用紙でお聞かせください。"
    "ひと月ほどたってから、FAX・郵送・手渡し・電話のどれでも結構です。"
)


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """One letter. trouble: its words as they came, cut; number: 「3F2A-91BC」, found again by it.

    fax: the number it is sent to, which puts a cover before it; empty for post and hand.
    """

    addressee: Addressee
    window: Window
    issued_on: date
    raised_on: date
    trouble: str
    text: str
    number: str
    district: str
    fax: str = ""

    @property
    def contact(self) -> Contact:
        return Contact(self.window.contact, tel=self.window.tel, fax=self.window.fax)


def answer_letter(
    answer: Answer, address: AddressUsed, window: Window, *, on: date, fax: bool = False
) -> AnswerLetter:
    """The letter of an answer to be told. fax: with a cover, to the number of the register."""
    trouble = answer.trouble
    said = " ".join(trouble.text.split())
    return AnswerLetter(
        addressee=Addressee(
            organization=address.organization,
            title=address.title,
            name=address.name,
            postal_code=address.postal_code,
            address=address.address,
        ),
        window=window,
        issued_on=on,
        raised_on=trouble.raised_on,
        trouble=said if len(said) <= QUOTED else f"{said[: QUOTED - 1]}…",
        text=answer.text,
        number=answer_number(answer.pk),
        district=trouble.district.name,
        fax=address.fax if fax else "",
    )


def answer_number(answer_id: UUID) -> str:
    """The short number on the card: the first eight digits of the id, 「3F2A-91BC」."""
    digits = answer_id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def answer_letters_pdf(letters: Sequence[AnswerLetter]) -> bytes:
    """All letters in one PDF; a long one has its card on a second sheet. ValueError for none."""
    if not letters:
        raise ValueError("no letters to print")
    data = {"subject": SUBJECT, "letters": [_words(letter) for letter in letters]}
    return render_pdf(_TEMPLATE, data, dated=letters[0].issued_on, tagged=len(letters) == 1)


def answer_letters_docx(letters: Sequence[AnswerLetter]) -> bytes:
    """The same as DOCX, for offices that finish the wording in Word."""
    if not letters:
        raise ValueError("no letters to write")
    document = new_document(title=SUBJECT, size=12, page_numbers=False)
    for letter in letters:
        first = len(document.paragraphs)
        _add_letter(document, letter)
        if first:
            document.paragraphs[first].paragraph_format.page_break_before = True
    return document_bytes(document)


def answer_letters_paper(letters: Sequence[AnswerLetter], *, ext: str) -> Paper:
    """The letters as "pdf" or "docx"."""
    made = {"docx": (DOCX, answer_letters_docx)}.get(ext, (PDF, answer_letters_pdf))
    content_type, write = made
    return make_paper(
        "困りごとへの返答",
        letters[0].district,
        f"{letters[0].issued_on:%Y%m%d}",
        content_type=content_type,
        content=write(letters),
    )


def _senders(window: Window) -> list[Sender]:
    known = window.organization or window.title or window.name
    return [Sender(window.organization, window.title, window.name)] if known else []


def _words(letter: AnswerLetter) -> dict[str, Any]:
    to = letter.addressee
    words = {
        "postal_code": f"〒{to.postal_code.removeprefix('〒')}" if to.postal_code else "",
        "address": to.address,
        "organization": to.organization_line,
        "person": to.person_line,
        "issued_on": wareki(letter.issued_on),
        "senders": _senders(letter.window),
        "thanks": _THANKS,
        "raised_on": wareki(letter.raised_on),
        "trouble": letter.trouble,
        "text": letter.text.splitlines(),
        "ask": _ASK,
        "contact": letter.contact.lines,
        "number": letter.number,
        "fax": letter.window.fax,
        "tel": letter.window.tel,
        "to": letter.window.contact or letter.window.organization,
        "helped": HELPED,
        "who": " ".join(part for part in (to.organization, to.title) if part),
        "honorific": "様" if to.title else "御中",
    }
    return words | {"cover": _cover(letter) if letter.fax else None}


def _cover(letter: AnswerLetter) -> dict[str, Any]:
    to, window = letter.addressee, letter.window
    return {
        "to": [line for line in (to.organization_line, to.person_line) if line],
        "number": letter.fax,
        "subject": SUBJECT,
        "day": wareki(letter.issued_on),
        "sender": list(dict.fromkeys((window.organization, *letter.contact.lines))),
        "message": ["いつもお世話になっております。次の紙をお送りいたします。"],
    }


def _add_letter(document: WordDocument, letter: AnswerLetter) -> None:
    words = _words(letter)
    add_line(document, words["issued_on"], align=RIGHT)
    for key in ("postal_code", "address", "organization", "person"):
        if words[key]:
            add_line(document, words[key])
    for sender in _senders(letter.window):
        person = "　".join(part for part in (sender.title, sender.name) if part)
        add_line(document, "\n".join(filter(None, (sender.organization, person))), align=RIGHT)
    add_line(document, SUBJECT, align=CENTER, size=16, bold=True)
    add_line(document, _THANKS)
    add_line(document, f"お寄せいただいたこと（{words['raised_on']}）", bold=True)
    add_line(document, f"「{letter.trouble}」")
    add_line(document, "お返事", bold=True)
    for line in words["text"]:
        add_line(document, line)
    add_line(document, "お問い合わせ", bold=True)
    for line in letter.contact.lines:
        add_line(document, line)
    add_line(document, _ASK)
    cut = add_line(document, "- - - - - - - - - -　切り取り線　- - - - - - - - - -", align=CENTER)
    cut.paragraph_format.keep_with_next = True
    add_line(document, f"お役に立ちましたか　返答番号 {letter.number}", size=14, bold=True)
    rows = [
        ("団体・役職", words["who"]),
        ("答え", "　　".join(f"□ {word}" for word in HELPED)),
        ("ひとこと", "\n\n"),
        ("送り先", "　".join(part for part in (words["to"], f"FAX {words['fax']}") if part)),
    ]
    add_table(document, rows, widths_mm=(34, 136), head_column=True)
