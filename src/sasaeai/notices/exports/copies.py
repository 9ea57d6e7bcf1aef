"""One copy as it leaves by wire: words, sheet and calendar file for its channel."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sasaeai.notices.channels.outgoing import Attachment, Copy
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.calendar import invitation_ics
from sasaeai.notices.exports.change_letter import change_letters, changed_between
from sasaeai.notices.exports.fax_cover import allowed_letters, fax_letters
from sasaeai.notices.exports.letter import Letter, letter_pdf
from sasaeai.notices.exports.message import message_of, reply_url
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import AddressUsed, NoticeBoard, Recipient, texts_of
from sasaeai.people.enums import Channel

_DATED = frozenset({NoticeKind.INVITATION, NoticeKind.CHANGE, NoticeKind.CANCELLATION})
"""Kinds that put a day into a calendar, move it or take it out."""
_CHANGES = frozenset({NoticeKind.CHANGE, NoticeKind.CANCELLATION})


def copy_of(delivery: Delivery, recipient: Recipient, board: NoticeBoard) -> Copy:
    """What goes out for a queued delivery. Raises PaperError for a sheet that cannot be printed."""
    notice = board.notice
    if notice is None:
        raise ValueError("no notice to send")
    message = message_of(board, recipient)
    channel = Channel(delivery.channel)
    by_mail = channel == Channel.EMAIL
    return Copy(
        delivery_id=delivery.id,
        key=UUID(delivery.message_id),
        address=AddressUsed(**delivery.address_used).by(channel),
        subject=message.subject,
        text=message.text,
        attachments=(_sheet(board, notice, recipient),) if channel == Channel.FAX else (),
        ics=_calendar(board, recipient) if by_mail and notice.kind in _DATED else None,
        reply_url=reply_url(recipient),
    )


def _calendar(board: NoticeBoard, recipient: Recipient) -> bytes:
    recipient.expected.meeting = board.meeting
    return invitation_ics(recipient.expected)


def _sheet(board: NoticeBoard, notice: Notice, recipient: Recipient) -> Attachment:
    (letter,) = _letters(board, notice, [recipient])
    return Attachment("oshirase.pdf", "application/pdf", letter_pdf(letter))


def _letters(board: NoticeBoard, notice: Notice, recipients: Sequence[Recipient]) -> list[Letter]:
    texts = texts_of(notice)
    before = notice.approved_facts.get("before", {}) if notice.kind in _CHANGES else {}
    cancelled = notice.kind == NoticeKind.CANCELLATION
    if not before or not changed_between(before, board.facts, cancelled=cancelled):
        return fax_letters(board, texts, recipients, sample=False)
    letters = change_letters(
        board,
        texts,
        recipients,
        before=before,
        cancelled=cancelled,
        ask_again=before.get("when") != board.facts["when"],
    )
    return allowed_letters(board, letters, Channel.FAX)
