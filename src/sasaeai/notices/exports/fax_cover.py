"""FAX by paper (FAX送信): a cover sheet (送信票), then the letter and slip of that recipient."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.change_letter import ChangeLetter, change_letters
from sasaeai.notices.exports.invitation import letters_of
from sasaeai.notices.exports.letter import TEMPLATE, Letter, letter_words
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.notices.queries.allowed import may_say
from sasaeai.notices.queries.named_items import unnamed_titles, without
from sasaeai.paper.pdf import render_pdf
from sasaeai.people.enums import Channel

_CHANGES = frozenset({NoticeKind.CHANGE, NoticeKind.CANCELLATION})


@dataclass(frozen=True, slots=True)
class Fax:
    """One FAX: the number it is sent to, as it is dialled, and the letter behind the cover."""

    number: str
    letter: Letter


def faxes_pdf(faxes: Sequence[Fax]) -> bytes:
    """Each FAX as a cover and its letter, one after the other. ValueError for none.

    Raises MissingGlyph and TooLongForOnePage with a sentence.
    """
    if not faxes:
        raise ValueError("no faxes to print")
    words = letter_words([fax.letter for fax in faxes])
    for sheet, fax in zip(words["letters"], faxes, strict=True):
        sheet["cover"] = _cover(fax)
    return render_pdf(TEMPLATE, words, dated=faxes[0].letter.issued_on, tagged=len(faxes) == 1)


def letters_of_notice(
    board: NoticeBoard, texts: NoticeTexts, recipients: Sequence[Recipient], *, sample: bool
) -> list[Letter]:
    """One letter each, of whatever kind the notice is.

    The sheet of whom a FAX reaches says only what may lie open in an office (L-01).
    """
    notice = board.notice
    if notice is not None and notice.kind in _CHANGES:
        seen = notice.approved_facts
        letters = change_letters(
            board,
            texts,
            recipients,
            before=seen.get("before", {}),
            cancelled=notice.kind == NoticeKind.CANCELLATION,
            ask_again=bool(seen.get("asks_reply")),
            reason=seen.get("reason", ""),
            sample=sample,
        )
    else:
        letters = letters_of(board, texts, recipients, sample=sample)
    by_fax = allowed_letters(board, letters, Channel.FAX)
    return [
        open_one if recipient.channel == Channel.FAX else letter
        for recipient, letter, open_one in zip(recipients, letters, by_fax, strict=True)
    ]


def fax_letters(
    board: NoticeBoard, texts: NoticeTexts, recipients: Sequence[Recipient], *, sample: bool
) -> list[Letter]:
    """The letters as they may go by FAX: without what lies open in an office otherwise (L-01)."""
    letters = letters_of(board, texts, recipients, sample=sample)
    return allowed_letters(board, letters, Channel.FAX)


def allowed_letters(
    board: NoticeBoard, letters: Sequence[Letter], channel: Channel
) -> list[Letter]:
    """The same letters, saying only what `channel` may carry about the meeting."""
    allowed = may_say(board.meeting, channel)
    unnamed = unnamed_titles(board.meeting, channel)
    return [_allowed(letter, unnamed, own_words=allowed.own_words) for letter in letters]


def _allowed(letter: Letter, unnamed: frozenset[str], *, own_words: bool) -> Letter:
    agenda = without(letter.agenda, unnamed)
    said = dataclasses.replace(
        letter, agenda=agenda, names_agenda=bool(agenda) or not letter.agenda
    )
    if own_words:
        return said
    # The customary wording stands in: it tells nothing about what is talked over.
    blank = dict.fromkeys(("subject", "greeting", "purpose", "notes"), "")
    if isinstance(said, ChangeLetter):
        blank["reason"] = ""
    return dataclasses.replace(said, **blank, names_agenda=False)


def _cover(fax: Fax) -> dict[str, Any]:
    letter = fax.letter
    to = letter.addressee
    sender = letter.senders[0].organization if letter.senders else ""
    contact = letter.contact.lines
    return {
        "to": [line for line in (to.organization_line, to.person_line) if line],
        "number": fax.number,
        "subject": letter.subject_line,
        "day": wareki(letter.issued_on),
        "sender": [line for line in dict.fromkeys((sender, *contact)) if line],
        "message": _message(letter),
    }


def _message(letter: Letter) -> list[str]:
    greeting = "いつもお世話になっております。次の紙をお送りいたします。"
    if letter.reply is None or letter.reply_due is None:
        return [greeting]
    ask = (
        f"返信票にご記入のうえ、{long_date(letter.reply_due)}までに、"
        "このFAXへの返信か、お電話でお知らせください。"
    )
    return [greeting, ask]
