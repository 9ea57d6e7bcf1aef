"""Two people, two tabs, a signing out: nobody's words are written over or dropped unasked."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hall import Line, Recorder
from tests.journeys.test_field import device, line

__all__ = ["device", "line"]
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
"""The page is looked at again: it fetches what others wrote, and no field loses the focus."""


def test_words_that_came_while_somebody_typed_stand_beside_hers(
    device: Callable[..., Recorder], line: Line
) -> None:
    one, other = device("suishin", "one"), device("shinjo", "other")
    one.carry(steps.NETWORK, "一台目")
    other.carry(steps.NETWORK, "二台目")
    one.turn_to("次回")
    field = one.page.get_by_role("textbox", name="次回のこと", exact=True)
    field.press_sequentially("一台目の文")
    expect(one.page.locator(".saved")).to_contain_text("1件")
    one.is_sent()
    other.turn_to("送信")
    other.click("いま送る")
    other.turn_to("次回")
    theirs = other.page.get_by_role("textbox", name="次回のこと", exact=True)
    expect(theirs).to_have_value("一台目の文")
    theirs.fill("二台目が直した文")
    expect(other.page.locator(".saved")).to_contain_text("1件")
    theirs.blur()
    other.is_sent()
    with one.page.expect_response("**/sync"):
        one.page.evaluate(LOOKED_AT)
    field.press_sequentially("の続き")
    expect(one.page.locator(".saved")).to_contain_text("1件")
    field.blur()
    one.is_sent()
    one.turn_to("送信")
    choice = one.page.locator(".notice").filter(has_text="同じところに、二つの文があります")
    for text in ("一台目の文の続き", "二台目が直した文"):
        expect(choice.get_by_text(text)).to_be_visible()
    choice.get_by_role("button", name="両方をつなげて残す").click()
    one.is_sent()
