"""The letters of a notice as files: which paper each kind of notice and each channel needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.change_letter import change_letters, change_paper
from sasaeai.notices.exports.fax_cover import Fax, allowed_letters, fax_letters, faxes_pdf
from sasaeai.notices.exports.invitation import FORMATS, ORDERS, in_order, notice_paper
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.people.enums import Channel

_CHANGES = frozenset({NoticeKind.CHANGE, NoticeKind.CANCELLATION})


def letters_paper(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    ext: str,
    order: str = "number",
    sample: bool = False,
) -> Paper:
    """The letters of these recipients; those for the FAX with their cover, saying what they may.

    Raises NotNow without recipients, MissingGlyph and TooLongForOnePage with a sentence.
    """
    changes = board.notice is not None and board.notice.kind in _CHANGES
    by_fax = bool(recipients) and all(r.channel == Channel.FAX for r in recipients)
    if by_fax and ext == "pdf" and not sample:
        return _fax_paper(board, texts, in_order(recipients, order))
    if changes and recipients:
        said = _said_of(board)
        return change_paper(board, texts, recipients, **said, ext=ext, order=order, sample=sample)
    return notice_paper(board, texts, recipients, ext=ext, order=order, sample=sample)


def _fax_paper(board: NoticeBoard, texts: NoticeTexts, recipients: Sequence[Recipient]) -> Paper:
    """FAX sheets by number: cover, letter and slip, without what a FAX must not carry (L-01)."""
    if board.notice is not None and board.notice.kind in _CHANGES:
        letters = change_letters(board, texts, recipients, **_said_of(board))
        letters = allowed_letters(board, letters, Channel.FAX)
    else:
        letters = fax_letters(board, texts, recipients, sample=False)
    faxes = [
        Fax(recipient.address.fax, letter)
        for recipient, letter in zip(recipients, letters, strict=True)
    ]
    return make_paper(
        "FAX送信票とお知らせ",
        board.meeting.body.name,
        f"{board.meeting.held_on:%Y%m%d}",
        content_type=PDF,
        content=faxes_pdf(faxes),
    )


def _said_of(board: NoticeBoard) -> dict[str, Any]:
    """What a letter of change says besides the plan, as it was looked at."""
    notice = board.notice
    seen = notice.approved_facts if notice is not None else {}
    return {
        "before": seen.get("before", {}),
        "cancelled": notice is not None and notice.kind == NoticeKind.CANCELLATION,
        "ask_again": bool(seen.get("asks_reply")),
        "reason": seen.get("reason", ""),
    }


def recipients_of_run(board: NoticeBoard, run: str) -> tuple[Recipient, ...]:
    """The letters of one print run; without a run all of them."""
    if not run:
        return board.recipients
    moment = moment_named(run)
    return tuple(
        recipient
        for recipient in board.recipients
        if recipient.delivery is not None and recipient.delivery.printed_at == moment
    )


def moment_named(text: str | None) -> datetime:
    """The moment that names a step. Raises InvalidInput with a sentence."""
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput(_("どの記録のことか分かりません。ページを開き直してください。"))
    return moment


def checked_ext(text: str) -> str:
    """The ending of a file as an address names it. Raises NotFound."""
    if text not in FORMATS:
        raise NotFound(_("その形式の案内状はありません。"))
    return text


def checked_order(text: str) -> str:
    """The order of letters that was asked for, else by reply number."""
    return text if text in ORDERS else ORDERS[0]
