"""Reply slips (出欠返信票) that come back by FAX or scanner, read by a machine.

The paper kit finds the sheet, its boxes and its code; here they become an answer. Only what is sure
is said to be sure: whatever else is on the paper is for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.paper.reading.codes import qr_texts
from sasaeai.paper.reading.pages import Page, read_pages

SlipAnswer = Literal["attend", "absent", "substitute"]


@dataclass(frozen=True, slots=True)
class SlipReading:
    """What was read on one page.

    page: counts from 1 within its file. picture_png: the slip set upright, or the whole page when
    no slip was found; empty when the page could not be drawn at all.
    code: reply code as stored (K7M-4QX-9PA), its check letter right; None when it was not read.
    answer: what is probably meant; to be believed only when `needs_review` is false, else a
    proposal. confidence: 0–1. needs_review: code or answer is not sure; `reason` is then a
    Japanese sentence, else empty.
    checks: attend, absent, substitute, wheelchair, writing, ride — True marked, False blank,
    None unsure; empty when no slip was found. A box of the needs that is unsure does not make the
    answer unsure; it is among the crops.
    crops: PNG of each field that holds handwriting — substitute, companions, needs, trouble.
    """

    page: int
    picture_png: bytes
    code: str | None
    answer: SlipAnswer | None
    confidence: float
    needs_review: bool
    reason: str
    checks: dict[str, bool | None] = field(default_factory=dict)
    crops: dict[str, bytes] = field(default_factory=dict)


def read_slips(content: bytes, file_name: str) -> Iterator[SlipReading]:
    """One reading a page of `content` (PDF, TIFF, JPEG, PNG), in the order of the pages.

    Raises UnreadableFile when the file holds no pages and MissingExtra when the optional libraries
    are not installed (sasaeai.paper.reading.errors); both before the first page.
    """
    for page in read_pages(content, file_name):
        yield _reading(page)


def _reading(page: Page) -> SlipReading:
    if page.picture is None:
        return SlipReading(page.number, b"", None, None, 0.0, True, page.fault)  # noqa: FBT003
    codes = {code for text in qr_texts(page.picture) if (code := _code(text))}
    return SlipReading(
        page=page.number,
        picture_png=b"",
        code=codes.pop() if len(codes) == 1 else None,
        answer=None,
        confidence=0.0,
        needs_review=True,
        reason=_("返信票の四すみのしるしが見つかりません。"),
    )


def _code(text: str) -> str | None:
    try:
        return parse_reply_code(text)
    except ReplyCodeError:
        return None
