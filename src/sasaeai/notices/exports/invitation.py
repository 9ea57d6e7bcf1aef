"""From a notice and its recipients to the letters that leave the house."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.meetings.models import Meeting
from sasaeai.notices.exports.letter import (
    Addressee,
    Contact,
    Letter,
    ReplySlip,
    Sender,
    letters_pdf,
)
from sasaeai.notices.exports.letter_word import letters_docx
from sasaeai.notices.queries import (
    NoticeBoard,
    NoticeTexts,
    Recipient,
    envelopes,
    expected_number,
)
from sasaeai.notices.queries.reply_page import reply_url
from sasaeai.notices.queries.wording import snow_sentence
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper

FORMATS = {"pdf": (PDF, letters_pdf), "docx": (DOCX, letters_docx)}
ORDERS = ("number", "postal")


def letters_of(
    board: NoticeBoard, texts: NoticeTexts, recipients: Sequence[Recipient], *, sample: bool
) -> list[Letter]:
    """One letter per recipient, saying what the plan, the agenda and the notice say now."""
    heading = meeting_heading(board.meeting)
    senders = (
        Sender(texts.sender_organization, texts.sender_title, texts.sender_name),
        *(
            Sender(host.organization, host.title, host.name)
            for host in board.hosts[1:]
            if host.organization != texts.sender_organization
        ),
    )
    contact = Contact(texts.contact_name, tel=texts.contact_tel, fax=texts.contact_fax)
    ways = ("FAX",) if texts.contact_fax else ()
    return [
        Letter(
            meeting=heading,
            addressee=_addressee(recipient),
            senders=senders,
            issued_on=texts.issued_on,
            contact=contact,
            reply=_slip(recipient),
            reply_due=texts.reply_due_on,
            agenda=recipient.agenda,
            document_number=texts.doc_no,
            subject=texts.subject,
            greeting=texts.greeting,
            purpose=texts.purpose,
            venue_notes=_venue_notes(board.meeting),
            snow_note=snow_sentence(board.meeting),
            reply_ways=(*ways, "郵送", "手渡し", "電話"),
            notes=texts.note,
            sample=sample,
        )
        for recipient in recipients
    ]


def notice_paper(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    ext: str,
    order: str = "number",
    sample: bool = False,
) -> Paper:
    """案内状 with 返信票 for the recipients as "pdf" or "docx"; order: "number" or "postal".

    Raises NotNow without recipients, MissingGlyph and TooLongForOnePage with a sentence.
    """
    if not recipients:
        raise NotNow(
            _("印刷する案内状がありません。先に「声かけ」で、来ていただく方を選んでください。")
        )
    content_type, write = FORMATS[ext]
    letters = letters_of(board, texts, in_order(recipients, order), sample=sample)
    return make_paper(
        "案内状（見本）" if sample else "案内状",
        board.meeting.body.name,
        f"{board.meeting.held_on:%Y%m%d}",
        content_type=content_type,
        content=write(letters),
    )


def in_order(recipients: Sequence[Recipient], order: str) -> list[Recipient]:
    """By reply number, or by post code for the post office's discount; without one last.

    The letters that share an envelope come one after the other.
    """
    found = envelopes(recipients)
    if order == "postal":
        found = tuple(sorted(found, key=lambda one: (one.postal_code or "~", one.number)))
    return [recipient for envelope in found for recipient in envelope.recipients]


def meeting_heading(meeting: Meeting) -> MeetingHeading:
    """A meeting as its letters name it, with the number it is expected to get."""
    start, end = clock.to_tokyo(meeting.starts_at), clock.to_tokyo(meeting.ends_at)
    return MeetingHeading(
        fiscal_year=FiscalYear(meeting.fiscal_year).label,
        number=expected_number(meeting),
        body=meeting.body.name,
        on=start.date(),
        start=start.time(),
        end=end.time(),
        venue=meeting.venue.name,
    )


def _addressee(recipient: Recipient) -> Addressee:
    address = recipient.address
    return Addressee(
        organization=address.organization,
        title=address.title,
        name=address.name,
        postal_code=address.postal_code,
        address=address.address,
    )


def _slip(recipient: Recipient) -> ReplySlip:
    expected = recipient.expected
    return ReplySlip(
        code=_printed_code(expected.reply_code),
        organization=expected.organization_name,
        title=expected.post_title,
        name=expected.person_name,
        list_number=expected.number,
        page=reply_url(expected.reply_code),
    )


def _printed_code(code: str) -> str:
    try:
        return parse_reply_code(code)
    except ReplyCodeError:
        return code


def _venue_notes(meeting: Meeting) -> str:
    return "　".join(part for part in (meeting.venue.address, meeting.venue.access) if part)
