"""Addresses of what a meeting leaves: its record, its circular, its numbered papers, its devices."""

from __future__ import annotations

import re

from tests.journeys import steps
from tests.journeys.hands import Hands

RECORDED = "新城地区地域支え合い会議"
"""Held in the demo; its minutes are still to be made."""
CLOSED = "大野地区 個別の支援を話す会議（見本）"
"""Behind closed doors: one was held, a support council is ahead."""
BRIEFING = "大野地区 支え合いの説明会（見本）"
"""Carried by two devices."""


def record_pages(hands: Hands) -> tuple[str, ...]:
    """Minutes that are being written, with one wish about them."""
    record = f"{_meeting(hands, RECORDED, past=True)}record/"
    hands.open(record)
    make = hands.page.get_by_role("button", name="会議録を作る")
    if make.count():
        with hands.next_page():
            make.click()
    wish = _wish(hands, f"{record}corrections/")
    return (
        f"{record}head/",
        f"{record}edit/",
        f"{record}day/",
        f"{record}history/?head=1",
        f"{record}approve/",
        f"{record}corrections/",
        f"{wish}take/",
        f"{wish}decline/",
        f"{record}extracts/",
        record,
    )


def leaving_pages(hands: Hands) -> tuple[str, ...]:
    """The circular of 大野 with kana and copies, and a public version of 新城 that was renewed."""
    record = _record_with(hands, steps.ONO, "ul.circular-more")
    renewed = _record_with(hands, steps.NETWORK, "section.trace")
    return (
        record,
        f"{record}corrections/",
        f"{record}extracts/",
        f"{record}public/",
        f"{record}public/withdraw/",
        f"{record}circular/",
        f"{record}circular/readings/",
        f"{record}circular/copies/",
        f"{record}circular/words/",
        renewed,
    )


def closed_pages(hands: Hands) -> tuple[str, ...]:
    """Numbered papers, pledges and what whoever comes to a support council has to know."""
    held = _meeting(hands, CLOSED, past=True)
    papers = f"{held}handouts/"
    paper = _first(hands, papers, "a[href^='/handouts/']")
    copy = _first(hands, f"{papers}check/", "a[href^='/handout-copies/']")
    council = _meeting(hands, CLOSED)
    return (
        papers,
        paper,
        f"{papers}check/",
        copy,
        f"{held}pledges/",
        f"{held}secrecy/",
        f"{held}plan/",
        f"{council}secrecy/",
        f"{council}plan/",
        f"{council}pledges/",
        f"{council}handouts/",
        f"{council}handouts/check/",
    )


def device_pages(hands: Hands) -> tuple[str, ...]:
    """A meeting that two devices carry: what they sent, what is to be chosen, what waits."""
    meeting = _meeting(hands, BRIEFING)
    hall = f"{meeting}hall/"
    return (
        f"{meeting}day/",
        hall,
        f"{hall}file/",
        _first(hands, hall, "main a[href^='/meetings/cards/']"),
        f"/field/?meeting={meeting.split('/')[2]}",
    )


def room_pages(hands: Hands) -> tuple[str, ...]:
    """All of them."""
    return (
        *record_pages(hands),
        *leaving_pages(hands),
        *closed_pages(hands),
        *device_pages(hands),
    )


def _meeting(hands: Hands, body: str, *, past: bool = False) -> str:
    """The newest meeting of a body that was held, or its next one."""
    return _meetings(hands, body, past=past)[0]


def _meetings(hands: Hands, body: str, *, past: bool) -> list[str]:
    hands.open("/meetings/?tab=past" if past else "/meetings/")
    links = hands.page.locator("main tr a[href^='/meetings/']")
    named = links.filter(has_text=re.compile(f"^{re.escape(body)}( |$)"))
    found = [
        re.match(r"/meetings/[0-9a-f-]{36}/", link.get_attribute("href") or "")
        for link in named.all()
    ]
    assert found, body
    return [address.group() for address in found if address]


def _record_with(hands: Hands, body: str, selector: str) -> str:
    """The record of a body's held meeting that shows something; other journeys hold newer ones."""
    for meeting in _meetings(hands, body, past=True):
        hands.open(f"{meeting}record/")
        if hands.page.locator(selector).count():
            return f"{meeting}record/"
    raise AssertionError(f"no record of {body} shows {selector}")


def _first(hands: Hands, page: str, selector: str) -> str:
    hands.open(page)
    return hands.page.locator(selector).first.get_attribute("href") or ""


def _wish(hands: Hands, page: str) -> str:
    """The address of a wish that waits; where none came, one is noted."""
    hands.open(page)
    taking = hands.page.locator("a[href$='/take/']")
    if not taking.count():
        hands.page.locator("[name=text]").fill("世帯の数は12でした。")
        hands.page.locator("[name=said_by]").fill("町会 会長")
        with hands.next_page():
            hands.click("申し出を書きとめる")
    return (taking.first.get_attribute("href") or "").removesuffix("take/")
