"""Letter of invitation (案内状) with its reply slip (出欠返信票): one A4 sheet per addressee.

Paper custom: A4 portrait, notice above, reply below a cut line; the seven customary elements are
addressee, greeting, day and time, place, agenda, how and by when to reply, and who calls.
Measures of the window-envelope block and of the cut line stand, with their reasons, in letter.typ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import long_date, short_date, wareki
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.notices.exports.greetings import opening, request
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.qr import qr_svg

TEMPLATE = Path(__file__).with_name("letter.typ")
SLIP_PLACES = ("下の返信票", "2枚目の返信票")  # on the sheet itself, or on one of its own


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes. Any part may be empty; a body without a named post gets 御中.

    address: 「青森市大野字前田1-1」, one text; name: exactly as its bearer writes it.
    """

    organization: str
    title: str = ""
    name: str = ""
    postal_code: str = ""
    address: str = ""
    honorific: str = "様"

    @property
    def person_line(self) -> str:
        """「会長　架空 太郎　様」; empty when only the organisation is known."""
        known = [part for part in (self.title, self.name) if part]
        return "　".join([*known, self.honorific]) if known else ""

    @property
    def organization_line(self) -> str:
        """The organisation, with 御中 when no person or post follows."""
        alone = self.organization and not (self.title or self.name)
        return f"{self.organization}　御中" if alone else self.organization


@dataclass(frozen=True, slots=True)
class Sender:
    """One who calls together: 「大野地区社会福祉協議会　会長　架空 花子」."""

    organization: str
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a reader asks and replies."""

    organization: str
    person: str = ""
    tel: str = ""
    fax: str = ""
    mail: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Who, then the numbers, as the letter prints them."""
        who = "　".join(part for part in (self.organization, self.person) if part)
        numbers = [
            f"{label} {value}"
            for label, value in (("電話", self.tel), ("FAX", self.fax), ("メール", self.mail))
            if value
        ]
        return tuple(line for line in (who, "　".join(numbers)) if line)


@dataclass(frozen=True, slots=True)
class ReplySlip:
    """The lower part: what is printed on it beforehand.

    code: reply code 「K7M-4QX-9PA」, also in the QR; list_number: the number replies are keyed by.
    page: address of the reply page for telephones; empty where none can be reached.
    organization, title, name: who was called (the post may be vacant, so all may be empty but one).
    """

    code: str
    organization: str
    title: str = ""
    name: str = ""
    list_number: int | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that no longer stands as announced; `after` is what stands now (変わったところ)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one addressee. Empty texts fall back to the customary wording.

    agenda: titles of the items this addressee is called for; none means exchange of news only.
    snow_note: what happens in heavy snow; reply None prints no slip and asks for no reply.
    reply_ways: 「FAX」「郵送」「手渡し」「電話」 in the order the office likes best.
    sample: nobody has looked at the text yet, so every page says 見本 and cannot be sent by mistake.
    changed: what a letter before this one said otherwise, printed side by side.
    names_agenda: False where the items must not be named (queries.allowed): no line says that
    there are none.
    """

    meeting: MeetingHeading
    addressee: Addressee
    senders: tuple[Sender, ...]
    issued_on: date
    contact: Contact
    reply: ReplySlip | None
    reply_due: date | None
    agenda: tuple[str, ...] = ()
    document_number: str = ""
    subject: str = ""
    greeting: str = ""
    purpose: str = ""
    venue_notes: str = ""
    snow_note: str = ""
    reply_ways: tuple[str, ...] = ("FAX", "郵送", "手渡し", "電話")
    enclosures: tuple[str, ...] = ()
    notes: str = ""
    substitute_allowed: bool = True
    sample: bool = False
    changed: tuple[Changed, ...] = ()
    names_agenda: bool = True

    @property
    def subject_line(self) -> str:
        """The letter's title."""
        return self.subject or f"{self.meeting.name}の開催について（ご案内）"

    @property
    def paragraphs(self) -> tuple[str, str]:
        """What stands between 拝啓 and 敬具."""
        return (
            "拝啓　" + (self.greeting or opening(self.issued_on)),
            self.purpose or request(self.meeting.body),
        )

    @property
    def particulars(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The list under 記: label and its lines, only what there is to say."""
        held = f"{self.meeting.day}　{self.meeting.hours}"
        rows = [
            ("日時", (held,)),
            ("会場", _filled(self.meeting.venue, self.venue_notes)),
            ("議題", _agenda_lines(self.agenda) if self.names_agenda else ()),
            ("雪天のとき", _filled(self.snow_note)),
            ("ご返信", _filled(self._reply_line)),
            ("同封", _filled("、".join(self.enclosures))),
            ("その他", _filled(self.notes, self._substitute_line)),
            ("問い合わせ", self.contact.lines),
        ]
        return tuple((label, lines) for label, lines in rows if lines)

    @property
    def _reply_line(self) -> str:
        if self.reply is None:
            return ""
        by = f"{long_date(self.reply_due)}までに、" if self.reply_due else ""
        ways = "・".join(self.reply_ways)
        page = "右下の四角い印（QRコード）からも返信できます。"
        return (
            f"{by}{SLIP_PLACES[0]}により、{ways}のいずれかでお知らせください。"
            f"{page if self.reply.page else ''}"
        )

    @property
    def _substitute_line(self) -> str:
        if not self.substitute_allowed or self.reply is None:
            return ""
        return "ご都合がつかないときは、代理の方の出席でも差し支えありません。"


def letters_pdf(letters: Sequence[Letter]) -> bytes:
    """All `letters` in one PDF, in the given order: one page each.

    A letter that leaves no room below it says so and has its slip on a page of its own.

    Raises ValueError for no letters, TooLongForOnePage and MissingGlyph with a Japanese sentence.
    """
    if not letters:
        raise ValueError("no letters to print")
    # One letter may go by mail to somebody who listens to it; a pile of them goes to the printer.
    alone = len(letters) == 1
    return render_pdf(TEMPLATE, letter_words(letters), dated=letters[0].issued_on, tagged=alone)


def letter_pdf(letter: Letter) -> bytes:
    """One letter as a PDF."""
    return letters_pdf([letter])


def letter_words(letters: Sequence[Letter]) -> dict[str, Any]:
    """Bodies once, though hundreds of letters share them, and what differs from sheet to sheet."""
    places: dict[str, int] = {}
    bodies: list[dict[str, Any]] = []
    sheets = []
    for letter in letters:
        body = _body(letter)
        place = places.setdefault(repr(body), len(bodies))
        if place == len(bodies):
            bodies.append({**body, "first_addressee": _addressed(letter.addressee)})
        sheets.append({**_sheet(letter), "body": place})
    return {"bodies": bodies, "letters": sheets}


def _body(letter: Letter) -> dict[str, Any]:
    return {
        "subject": letter.subject_line,
        "document_number": letter.document_number,
        "issued_on": wareki(letter.issued_on),
        "senders": letter.senders,
        "paragraphs": letter.paragraphs,
        "changed": letter.changed,
        "particulars": letter.particulars,
        "where": SLIP_PLACES,
        "with_slip": letter.reply is not None,
        "with_page": letter.reply is not None and letter.reply.page != "",
    }


def _sheet(letter: Letter) -> dict[str, Any]:
    to = letter.addressee
    return {
        "postal_code": f"〒{to.postal_code.removeprefix('〒')}" if to.postal_code else "",
        "address": to.address,
        "organization": to.organization_line,
        "person": to.person_line,
        "sample": letter.sample,
        "slip": _slip(letter, letter.reply) if letter.reply else None,
        "page_qr": qr_svg(letter.reply.page) if letter.reply and letter.reply.page else "",
    }


def _addressed(to: Addressee) -> str:
    return " ".join(part for part in (to.organization_line, to.person_line) if part)


def _slip(letter: Letter, reply: ReplySlip) -> dict[str, Any]:
    return {
        "code": reply.code,
        # Without its hyphens the code leaves the smallest symbol room to mend nearly a third of it.
        "qr": qr_svg(reply.code.replace("-", "")),
        "list_number": "" if reply.list_number is None else str(reply.list_number),
        "meeting": letter.meeting.name,
        "held": f"{letter.meeting.short_day} {letter.meeting.hours}",
        "organization": reply.organization,
        "person": "　".join(part for part in (reply.title, reply.name) if part),
        "due": short_date(letter.reply_due) if letter.reply_due else "",
        "fax": letter.contact.fax,
        "tel": letter.contact.tel,
        "to": letter.contact.organization,
        "substitute": letter.substitute_allowed,
    }


def _filled(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())


def _agenda_lines(agenda: tuple[str, ...]) -> tuple[str, ...]:
    if not agenda:
        return ("議題は定めず、地域の情報を交換します。",)
    return tuple(f"({number}) {title}" for number, title in enumerate(agenda, start=1))
