"""The letters of a notice as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.fax_cover import Fax, faxes_pdf, letters_of_notice
from sasaeai.notices.exports.invitation import FORMATS, ORDERS, in_order
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.paper.files import Paper, make_paper
from sasaeai.people.enums import Channel


def letters_paper(
    board: NoticeBoard,
    texts: NoticeTexts,
    recipients: Sequence[Recipient],
    *,
    ext: str,
    order: str = "number",
    sample: bool = False,
) -> Paper:
    """The letters of these recipients, as "pdf" or "docx"; for the FAX alone with their covers.

    Raises NotNow without recipients, MissingGlyph and TooLongForOnePage with a sentence.
    """
    if not recipients:
        raise NotNow(
            _("印刷するものがありません。先に「声かけ」で、来ていただく方を選んでください。")
        )
    ordered = in_order(recipients, order)
    letters = letters_of_notice(board, texts, ordered, sample=sample)
    name, (content_type, write) = _name_of(board), FORMATS[ext]
    if ext == "pdf" and not sample and all(r.channel == Channel.FAX for r in ordered):
        name = f"{name}（FAX）"
        pairs = zip(ordered, letters, strict=True)
        content = faxes_pdf([Fax(one.address.fax, letter) for one, letter in pairs])
    else:
        content = write(letters)
    return make_paper(
        f"{name}（見本）" if sample else name,
        board.meeting.body.name,
        f"{board.meeting.held_on:%Y%m%d}",
        content_type=content_type,
        content=content,
    )


def _name_of(board: NoticeBoard) -> str:
    kinds = {NoticeKind.CHANGE: "変更のお知らせ", NoticeKind.CANCELLATION: "中止のお知らせ"}
    kind = board.notice.kind if board.notice is not None else NoticeKind.INVITATION
    return kinds.get(NoticeKind(kind), "案内状")


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
