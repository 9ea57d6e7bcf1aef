"""Every main page on a phone, in large letters, on a wide desk, on paper, and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import steps
from tests.journeys.addresses import (
    CITY_LISTS,
    LISTS,
    calling_pages,
    district_pages,
    path_pages,
    public_pages,
)
from tests.journeys.hands import Hands
from tests.journeys.room_addresses import room_pages
from tests.journeys.site import PHONE

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def pages(beforehand: Callable[[str], Hands]) -> tuple[str, ...]:
    """Addresses of all main pages, with a meeting of 大野 in preparation and one that is over."""
    hands = beforehand("suishin")
    meeting = steps.open_prepared(hands, steps.ONO)
    steps.call_everybody(hands, meeting)
    body = hands.page.locator("a[href^='/bodies/']").first.get_attribute("href") or ""
    hands.open(f"{meeting}agenda/")
    item = hands.page.locator("a[href^='/agenda-items/']").first.get_attribute("href") or ""
    hands.open(body)
    district = hands.page.locator("a[href^='/districts/']").first.get_attribute("href") or ""
    hands.open("/meetings/?tab=past")
    past = hands.page.locator("td a[href^='/meetings/'], th a[href^='/meetings/']")
    held = past.first.get_attribute("href") or ""
    hands.open("/issues/")
    issue = hands.page.locator("main a[href^='/issues/']:not([href*=new])").first
    issue_page = issue.get_attribute("href") or ""
    hands.open("/register/")
    organization = hands.page.locator("main a[href*='/organizations/']").nth(1)
    person = hands.page.locator("main a[href*='/people/']").first
    found = (
        *(f"{meeting}{step}" for step in steps.STEPS),
        f"{body}prepare/",
        body,
        district,
        item,
        f"{held}day/",
        f"{held}record/",
        issue_page,
        organization.get_attribute("href") or "",
        person.get_attribute("href") or "",
    )
    all_pages = (
        *LISTS,
        "/search/?q=みつからないことば",
        *found,
        *calling_pages(hands),
        *path_pages(hands),
        *district_pages(hands),
        *room_pages(hands),
    )
    assert all(address.startswith("/") for address in all_pages), all_pages
    return all_pages


@pytest.fixture(scope="module")
def pages_for_all(beforehand: Callable[[str], Hands]) -> tuple[str, ...]:
    """Addresses of what needs a letter in the hand, and no account."""
    return public_pages(beforehand("suishin"))


@pytest.mark.parametrize(
    ("window", "large_text"),
    [(PHONE, False), (PHONE, True), (WIDE, False)],
    ids=["phone", "phone-large-text", "wide"],
)
def test_every_main_page_fits_and_reads_well(
    someone: Callable[..., Hands],
    pages: tuple[str, ...],
    pages_for_all: tuple[str, ...],
    window: dict[str, int],
    *,
    large_text: bool,
) -> None:
    hands = someone("suishin", window=window, large_text=large_text)
    city = someone("shi", window=window, large_text=large_text)
    anybody = someone(window=window, large_text=large_text)
    complaints = []
    for who, address in [
        *((hands, page) for page in pages),
        *((city, page) for page in CITY_LISTS),
        *((anybody, page) for page in pages_for_all),
    ]:
        who.open(address)
        try:
            who.check_page()
        except AssertionError as complaint:
            complaints.append(str(complaint))
            who.complaints.clear()
    assert not complaints, "\n".join(complaints)


def test_the_switch_makes_letters_larger_and_stays(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    hands.open("/meetings/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p, main td')).fontSize)"
    before = hands.page.evaluate(size)
    with hands.next_page():
        hands.click("文字を大きく")
    assert hands.path == "/meetings/"
    assert hands.page.evaluate(size) >= before * 1.2
    hands.open("/")
    assert hands.page.get_by_role("button", name="文字をふつうに").count() == 1


def test_printed_pages_show_no_navigation(
    someone: Callable[..., Hands], pages: tuple[str, ...]
) -> None:
    hands = someone("suishin")
    for address in (page for page in pages if page.endswith(("/replies/", "/day/"))):
        hands.open(address)
        hands.page.emulate_media(media="print")
        for part in (".navigation", ".breadcrumbs", ".utility", ".search", ".site-footer"):
            shown = [each for each in hands.page.locator(part).all() if each.is_visible()]
            assert not shown, f"{address} prints {part}"
        assert hands.page.locator("main h1").is_visible()
        hands.page.emulate_media(media="screen")


def test_everything_needed_on_the_day_works_without_script(someone: Callable[..., Hands]) -> None:
    hands = someone(script=False)
    hands.sign_in("ono")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.call_everybody(hands, meeting)
    hands.open(f"{meeting}replies/")
    with hands.next_page():
        hands.page.get_by_label("1番：出席", exact=True).click()
    assert hands.page.locator("[data-count=attend]").inner_text() == "1"
    with hands.next_page():
        hands.page.locator(".keying-buttons").get_by_role("button", name="欠席").click()
    assert hands.page.locator("[data-count=absent]").inner_text() == "1"
    hands.open(f"{meeting}day/")
    with hands.next_page():
        hands.click("遅刻", within=hands.page.locator("#person-2"))
    marked = hands.page.locator("#person-2 [aria-pressed=true]")
    assert marked.inner_text() == "遅刻"
    item = hands.page.locator("article.item-open").first
    hands.fill("発言の要旨", "回覧は大きな字がよい。", within=item)
    with hands.next_page():
        hands.click("発言を加える", within=item)
    assert "回覧は大きな字がよい。" in hands.page.locator(".remarks").inner_text()
