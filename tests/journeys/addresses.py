"""Addresses of the main pages, found as a person finds them: by following links."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from tests.journeys import steps
from tests.journeys.hands import Hands

LISTS = (
    "/",
    "/meetings/",
    "/meetings/?tab=past",
    "/issues/",
    "/issues/new/",
    "/actions/",
    "/troubles/",
    "/troubles/new/",
    "/answers/",
    "/answers/asking/",
    "/escalations/",
    "/issues/season/",
    "/issues/outcomes/",
    "/directory/",
    "/directory/services/new/",
    "/directory/checks/",
    "/directory/corrections/",
    "/directory/tables/",
    "/directory/papers/",
    "/register/",
    "/register/phrases/",
    "/register/venues/",
    "/register/organizations/new/",
    "/search/?q=雪",
    "/rollout/",
    "/rollout/?view=list",
    "/rollout/?view=map",
    "/rollout/lessons/",
    "/rollout/patterns/",
    "/rollout/patterns/compare/",
    "/planning/fewer/",
    "/reports/annual/",
    "/reports/monthly/",
    "/diary/",
    "/field/",
)

CITY_LISTS = (
    "/city/",
    "/rollout/",
    "/rollout/stages/",
    "/planning/burden/",
    "/planning/target/",
    "/reports/annual/",
    "/reports/annual/?public=1",
    "/city/secrecy/",
)
"""What the city sees otherwise than a district, or alone."""

OPEN_LISTS = ("/open/",)
"""What everybody may read, without a letter and without an account."""


def meeting_in_the_mail(hands: Hands) -> str:
    """The meeting of the demo whose letters are out and whose replies come in."""
    hands.open("/meetings/")
    link = _href(hands.page.get_by_role("link", name=re.compile(steps.NETWORK)))
    found = re.match(r"/meetings/[0-9a-f-]{36}/", link)
    assert found, link
    return found.group()


def calling_pages(hands: Hands) -> tuple[str, ...]:
    """What calling people and hearing back shows to who runs the meeting, in use."""
    meeting = meeting_in_the_mail(hands)
    poll = _open_poll(hands)
    voter = _href(hands.page.locator("a[href^='/date-voters/']"))
    body = _href(hands.page.locator("a[href^='/bodies/']"))
    return (
        f"{meeting}notice/",
        _first_on(hands, f"{meeting}notice/", "a[href*='/copies/']"),
        f"{meeting}reminders/due_reminder/",
        f"{meeting}papers/",
        f"{meeting}replies/",
        _first_on(hands, f"{meeting}replies/", "tr[data-row] a[href*='/replies/']"),
        f"{meeting}scans/",
        _first_on(hands, f"{meeting}scans/", "main a[href*='/scans/']"),
        f"{meeting}change/",
        f"{meeting}change/?way=snow",
        f"{meeting}change/?way=move",
        _first_on(hands, "/troubles/", "main table a[href*='/troubles/']"),
        poll,
        voter,
        f"{body}dates/new/",
        f"{body}calendar/",
    )


def path_pages(hands: Hands) -> tuple[str, ...]:
    """An issue of the demo with what is done about it, and an entry of the directory."""
    issue = _first_on(hands, "/issues/", "main table a[href^='/issues/']")
    return (
        f"{issue}edit/",
        f"{issue}put-forward/",
        f"{issue}escalate/",
        f"{issue}merge/",
        _first_on(hands, "/answers/", "main a[href^='/answers/']:not([href*=asking])"),
        _first_on(hands, "/directory/", "main a[href^='/directory/services/']:not([href*=new])"),
    )


def district_pages(hands: Hands) -> tuple[str, ...]:
    """A district on its way to regular meetings: its stages, its way, its pattern, its year."""
    district = _first_on(hands, "/rollout/", "main a[href^='/rollout/districts/']")
    code = district.removeprefix("/rollout/districts/").strip("/")
    pattern = _first_on(
        hands, "/rollout/patterns/", "main a[href^='/rollout/patterns/']:not([href*=compare])"
    )
    lesson = _first_on(
        hands,
        "/rollout/lessons/",
        "main h2 a[href^='/rollout/lessons/'], main th a[href^='/rollout/lessons/']",
    )
    return (
        district,
        _first_on(hands, district, "main a[href*='/stages/']:not([href*=opinions])"),
        f"{district}agreement/",
        f"{district}pattern/",
        pattern,
        lesson,
        f"/reports/district/{code}/summary/",
        _first_on(hands, "/planning/fewer/", "main h3 a[href^='/planning/fewer/']"),
    )


def public_pages(hands: Hands) -> tuple[str, ...]:
    """What whoever holds a letter sees, who has answered and who has not; no account."""
    hands.open(f"{meeting_in_the_mail(hands)}replies/")
    answered = _code_of(hands.page.locator("tr[data-row]:not([data-state=''])"))
    silent = _code_of(hands.page.locator("tr[data-row][data-state='']"))
    _open_poll(hands)
    asked = hands.page.locator("dt:text-is('返信コード') + dd").first.inner_text().replace("-", "")
    return (
        "/r/",
        f"/r/{answered}/",
        f"/r/{silent}/",
        f"/r/{silent}/?change=1",
        f"/d/{asked}/",
        *OPEN_LISTS,
    )


def _open_poll(hands: Hands) -> str:
    """Go to the date poll of the demo that waits for an answer; its address."""
    hands.open("/meetings/")
    bodies = {
        link.get_attribute("href") or ""
        for link in hands.page.locator("main a[href^='/bodies/']:not([href*=prepare])").all()
    }
    for body in sorted(bodies):
        hands.open(body)
        polls = hands.page.locator("a[href^='/date-polls/']")
        if polls.count():
            poll = _href(polls)
            hands.open(poll)
            return poll
    raise AssertionError("the demo has no date poll")


def _first_on(hands: Hands, page: str, selector: str) -> str:
    hands.open(page)
    return _href(hands.page.locator(selector))


def _href(links: Locator) -> str:
    return links.first.get_attribute("href") or ""


def _code_of(rows: Locator) -> str:
    return (rows.first.get_attribute("data-codes") or "").split()[0]
