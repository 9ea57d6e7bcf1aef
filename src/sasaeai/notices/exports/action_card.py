"""取組カード: who does what by when, to cut out and hand over; and the same as a reminder sheet.

A6, four on an A4 sheet with cut lines, so that a pinned card stays readable at arm's length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.issues.models import Action
from sasaeai.kernel.wareki import long_date, short_date, wareki
from sasaeai.notices.queries.texts import Window
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf

_CARD = Path(__file__).with_name("action_card.typ")
_SHEET = Path(__file__).with_name("reminder_sheet.typ")


@dataclass(frozen=True, slots=True)
class PromiseCard:
    """One promise on a card. issue: what it is for; decided: where and when it was promised.

    honorific: 御中 for an organisation as such, 様 for whoever holds a post.
    """

    who: str
    what: str
    due: str
    issue: str
    decided: str
    window: Window
    district: str
    honorific: str = "様"


def promise_card(action: Action, window: Window) -> PromiseCard:
    """The card of an action; district, issue and item's meeting are loaded."""
    meeting = action.item.meeting if action.item is not None else None
    office = action.organization
    return PromiseCard(
        who=action.who,
        what=action.what,
        due=long_date(action.due_on) if action.due_on else "期限なし",
        issue=action.issue.title if action.issue is not None else "",
        decided=f"{short_date(meeting.held_on)} {meeting.body.name}" if meeting else "",
        window=window,
        district=action.district.name,
        honorific="御中" if office is not None and action.who == office.name else "様",
    )


def action_cards_pdf(cards: Sequence[PromiseCard], *, on: date) -> bytes:
    """Four cards a sheet, in the given order. ValueError for none."""
    if not cards:
        raise ValueError("no cards to print")
    data = {"title": "取組カード", "cards": [_words(card) for card in cards], "day": wareki(on)}
    return render_pdf(_CARD, data, dated=on)


def action_cards_paper(cards: Sequence[PromiseCard], *, on: date) -> Paper:
    """取組カード as a PDF."""
    return make_paper(
        "取組カード",
        cards[0].district if cards else "",
        f"{on:%Y%m%d}",
        content_type=PDF,
        content=action_cards_pdf(cards, on=on),
    )


def reminder_sheets_paper(lines: Sequence[tuple[PromiseCard, str]], *, on: date) -> Paper:
    """取組のお知らせ as a PDF, one sheet each."""
    return make_paper(
        "取組のお知らせ",
        lines[0][0].district if lines else "",
        f"{on:%Y%m%d}",
        content_type=PDF,
        content=reminder_sheet_pdf(lines, on=on),
    )


def reminder_sheet_pdf(lines: Sequence[tuple[PromiseCard, str]], *, on: date) -> bytes:
    """One A4 sheet a reminder, by FAX, post or hand: the words, then the promise."""
    if not lines:
        raise ValueError("no reminders to print")
    data = {
        "title": "取組のお知らせ",
        "day": wareki(on),
        "sheets": [_words(card) | {"text": text.splitlines()} for card, text in lines],
    }
    return render_pdf(_SHEET, data, dated=on)


def _words(card: PromiseCard) -> dict[str, Any]:
    window = card.window
    return {
        "who": card.who,
        "honorific": card.honorific,
        "what": card.what,
        "due": card.due,
        "issue": card.issue,
        "decided": card.decided,
        "district": card.district,
        "sender": window.organization,
        "contact": window.contact or window.organization,
        "tel": window.tel,
        "fax": window.fax,
    }
