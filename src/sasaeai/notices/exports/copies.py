"""One copy as it leaves by wire: words, sheet and calendar file for its channel."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sasaeai.notices.channels.outgoing import Attachment, Copy
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.calendar import invitation_ics
from sasaeai.notices.exports.fax_cover import allowed_letters, letters_of_notice
from sasaeai.notices.exports.letter import letter_pdf
from sasaeai.notices.exports.message import message_of
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import AddressUsed, NoticeBoard, Recipient, texts_of
from sasaeai.notices.queries.reply_page import reply_url
from sasaeai.people.enums import Channel

_DATED = frozenset({NoticeKind.INVITATION, NoticeKind.CHANGE, NoticeKind.CANCELLATION})
"""Kinds that put a day into a calendar, move it or take it out."""


def copy_of(delivery: Delivery, recipient: Recipient, board: NoticeBoard) -> Copy:
    """What goes out for a queued delivery. Raises PaperError for a sheet that cannot be printed."""
    notice = board.notice
    if notice is None:
        raise ValueError("no notice to send")
    channel = Channel(delivery.channel)
    # What may be said is decided by the way it really goes.
    recipient = replace(recipient, channel=channel)
    message = message_of(board, recipient)
    by_mail = channel == Channel.EMAIL
    return Copy(
        delivery_id=delivery.id,
        key=UUID(delivery.message_id),
        address=AddressUsed(**delivery.address_used).by(channel),
        subject=message.subject,
        text=message.text,
        attachments=(_sheet(board, notice, recipient),) if channel == Channel.FAX else (),
        ics=_calendar(board, recipient) if by_mail and notice.kind in _DATED else None,
        reply_url=reply_url(recipient.expected.reply_code) or None,
    )


def _calendar(board: NoticeBoard, recipient: Recipient) -> bytes:
    recipient.expected.meeting = board.meeting
    return invitation_ics(recipient.expected)


def _sheet(board: NoticeBoard, notice: Notice, recipient: Recipient) -> Attachment:
    letters = letters_of_notice(board, texts_of(notice), [recipient], sample=False)
    (letter,) = allowed_letters(board, letters, Channel.FAX)
    return Attachment("oshirase.pdf", "application/pdf", letter_pdf(letter))
