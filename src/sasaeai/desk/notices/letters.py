"""The letters of a notice as files: which paper each kind of notice and each channel needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.exports.change_letter import change_letters
from sasaeai.notices.exports.fax_cover import Fax, allowed_letters, faxes_pdf
from sasaeai.notices.exports.invitation import FORMATS, ORDERS, in_order, letters_of
from sasaeai.notices.exports.letter import Letter
from sasaeai.notices.queries import NoticeBoard, NoticeTexts, Recipient
from sasaeai.paper.files import Paper, make_paper
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
    """The letters of these recipients, as "pdf" or "docx"; for the FAX alone with their covers.

    Raises NotNow without recipients, MissingGlyph and TooLongForOnePage with a sentence.
    """
    if not recipients:
        raise NotNow(
            _("印刷するものがありません。先に「声かけ」で、来ていただく方を選んでください。")
        )
    ordered = in_order(recipients, order)
    letters = _letters(board, texts, ordered, sample=sample)
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


def _letters(
    board: NoticeBoard, texts: NoticeTexts, recipients: Sequence[Recipient], *, sample: bool
) -> list[Letter]:
    """One letter each; the sheet of whom a FAX reaches says only what a FAX may carry (L-01)."""
    if board.notice is not None and board.notice.kind in _CHANGES:
        letters = change_letters(board, texts, recipients, **_said_of(board), sample=sample)
    else:
        letters = letters_of(board, texts, recipients, sample=sample)
    by_fax = allowed_letters(board, letters, Channel.FAX)
    return [
        open_one if recipient.channel == Channel.FAX else letter
        for recipient, letter, open_one in zip(recipients, letters, by_fax, strict=True)
    ]


def _name_of(board: NoticeBoard) -> str:
    kinds = {NoticeKind.CHANGE: "変更のお知らせ", NoticeKind.CANCELLATION: "中止のお知らせ"}
    kind = board.notice.kind if board.notice is not None else NoticeKind.INVITATION
    return kinds.get(NoticeKind(kind), "案内状")


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
