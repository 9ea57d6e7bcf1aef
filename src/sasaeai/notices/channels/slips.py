"""Reply slips (出欠返信票) that come back by FAX or scanner, read by a machine.

The paper kit finds the sheet, its boxes and its code; here they become an answer. Only what is sure
is said to be sure: whatever else is on the paper is for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from django.utils.translation import gettext as _

from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.notices.enums import Answer
from sasaeai.paper.reading.pages import Page, read_pages
from sasaeai.paper.reading.sheet import Sheet, sheet_of
from sasaeai.paper.reading.sheets import SheetReading, codes_of, picture_of, read_sheets

SlipAnswer = Literal["attend", "absent", "substitute"]

_BLANK = Path(__file__).with_name("slip_blank.typ")
_WIDTH, _HEIGHT = 210, 99  # mm, as slip.typ draws it
_REPLY_PAGE = re.compile(r"/r/(?P<code>[0-9A-Za-z-]{9,11})/?$")
_UNSURE = 0.5  # the most that a proposal may claim


@dataclass(frozen=True, slots=True)
class SlipReading:
    """What was read on one slip, or on one page without any.

    page: counts from 1 within its file. picture_png: the slip set upright, or the whole page when
    no slip was found; empty when the page could not be drawn at all.
    code: reply code as stored (K7M-4QX-9PA), its check letter right; None when it was not read.
    answer: what is probably meant; to be believed only when `needs_review` is false, else a
    proposal. confidence: 0–1. needs_review: code or answer is not sure; `reason` is then a
    Japanese sentence, else empty.
    checks: attend, absent, substitute, wheelchair, writing, ride — True marked, False blank,
    None unsure; empty when no slip was found. An unsure box of the needs does not make the answer
    unsure.
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
    """The slips of `content` (PDF, TIFF, JPEG, PNG), page by page.

    A page without a slip gives one reading that says so; several slips laid on the scanner
    together give one reading each.
    Raises UnreadableFile when the file holds no pages and MissingExtra when the optional libraries
    are not installed (sasaeai.paper.reading.errors); both before the first page.
    """
    for page in read_pages(content, file_name):
        yield from _on_page(page)


def slip_sheet() -> Sheet:
    """The layout of the slip as its template tells it."""
    return sheet_of(_BLANK, width=_WIDTH, height=_HEIGHT)


def _on_page(page: Page) -> Iterator[SlipReading]:
    if page.picture is None:
        yield _nothing(page, b"", None, page.fault)
        return
    found = read_sheets(page, slip_sheet())
    if not found:
        code, _why = _code(codes_of(page))
        reason = _("返信票の四すみのしるしが見つかりません。画像を見て入力してください。")
        if code is None:
            reason = _("返信票が見つかりません。返信票かどうかを確かめてください。")
        yield _nothing(page, picture_of(page), code, reason)
    for sheet in found:
        yield _reading(page.number, sheet)


def _nothing(page: Page, picture: bytes, code: str | None, reason: str) -> SlipReading:
    return SlipReading(
        page=page.number,
        picture_png=picture,
        code=code,
        answer=None,
        confidence=0.0,
        needs_review=True,
        reason=reason,
    )


def _reading(page: int, sheet: SheetReading) -> SlipReading:
    code, code_fault = _code(sheet.codes)
    checks = {name: judged.marked for name, judged in sheet.boxes.items()}
    answer, answer_fault = _answer(checks)
    strength = min(sheet.boxes[choice].strength for choice in Answer.values)
    reason = code_fault if code is None else answer_fault
    sure = round(_UNSURE + (1 - _UNSURE) * strength, 3)
    return SlipReading(
        page=page,
        picture_png=sheet.picture,
        code=code,
        answer=answer,
        confidence=0.0 if answer is None else _UNSURE if reason else sure,
        needs_review=bool(reason),
        reason=reason,
        checks=checks,
        crops=sheet.written,
    )


def _answer(checks: dict[str, bool | None]) -> tuple[SlipAnswer | None, str]:
    """The answer, or the only likely one with the reason for looking at it."""
    marked = [choice for choice in Answer if checks[choice]]
    unsure = [choice for choice in Answer if checks[choice] is None]
    likely = marked or unsure
    answer = cast("SlipAnswer", likely[0].value) if len(likely) == 1 else None
    if len(marked) > 1:
        reason = _("しるしが2つ以上あります（%(words)s）。どれかを確かめてください。")
        return answer, reason % {"words": _words(marked)}
    if unsure:
        reason = _("「%(words)s」の欄が、はっきり読めません。どれかを確かめてください。")
        return answer, reason % {"words": _words(unsure)}
    if not marked:
        return None, _("出席・欠席・代理出席のどれにもしるしがありません。")
    return answer, ""


def _words(choices: Iterable[Answer]) -> str:
    return "・".join(str(choice.label) for choice in choices)


def _code(texts: Iterable[str]) -> tuple[str | None, str]:
    """The one reply code among the texts of QR codes, or why there is none."""
    codes = {code for text in texts if (code := _reply_code(text))}
    if len(codes) == 1:
        return codes.pop(), ""
    if codes:
        return None, _("返信コードが2つ以上写っています。どなたの返信票かを確かめてください。")
    if any(texts):
        return None, _(
            "別のQRコードが写っていて、返信コードが読めません。どなたの返信票かを確かめてください。"
        )
    return None, _("返信コードを読み取れませんでした。返信票の印字を見て入力してください。")


def _reply_code(text: str) -> str | None:
    """From the slip's code or from the address of the reply page, which the letter may carry."""
    found = _REPLY_PAGE.search(text)
    try:
        return parse_reply_code(found["code"] if found else text)
    except ReplyCodeError:
        return None
