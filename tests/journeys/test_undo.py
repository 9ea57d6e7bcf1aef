"""Nothing is lost and nothing doubled: taking back, two editors, two clicks, the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import steps
from tests.journeys.hands import Hands


def test_a_removed_item_comes_back(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    for title in ("見回りの当番", "空き家の見守り"):
        steps.add_item(hands, meeting, title)
    before = _titles(hands)
    with hands.next_page():
        hands.click("外す", within=hands.row("見回りの当番").last)
    assert _titles(hands) == [title for title in before if title != "見回りの当番"]
    hands.check_page()
    with hands.next_page():
        hands.click("元に戻す", within=hands.message())
    assert _titles(hands) == before


def test_a_keyed_reply_is_taken_back_by_key_and_by_button(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.call_everybody(hands, meeting)
    hands.open(f"{meeting}replies/")
    page = hands.page
    first, second = page.locator("tr[data-row]").nth(0), page.locator("tr[data-row]").nth(1)
    hands.press("s")
    hands.press("k")
    page.locator("[data-count=absent]").get_by_text("1", exact=True).wait_for()
    hands.press("z")
    page.locator("[data-count=absent]").get_by_text("0", exact=True).wait_for()
    assert second.get_attribute("data-state") == ""
    hands.press("d")
    page.locator("[data-count=substitute]").get_by_text("1", exact=True).wait_for()
    page.get_by_role("button", name="元に戻す").first.click()
    page.locator("[data-count=substitute]").get_by_text("0", exact=True).wait_for()
    hands.open(f"{meeting}replies/")
    assert first.get_attribute("data-state") == "attend"
    assert second.get_attribute("data-state") == ""
    hands.check_page()


def test_a_closed_record_is_opened_again(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.call_everybody(hands, meeting)
    steps.move_to_today(hands, meeting)
    hands.open(f"{meeting}day/")
    hands.click("出席", within=hands.page.locator("#person-1"))
    hands.page.locator("#person-1 [aria-pressed=true]").wait_for()
    steps.give_outcomes(hands)
    with hands.next_page():
        hands.click("記録を締める")
    hands.open(f"{meeting}day/")
    assert "開催済み" in hands.text
    with hands.next_page():
        hands.click("締めたのを取り消す")
    assert "準備中" in hands.text
    assert hands.page.locator("#person-1 [aria-pressed=true]").inner_text() == "出席"
    hands.check_page()


def test_two_editors_of_one_item_see_both_texts(someone: Callable[..., Hands]) -> None:
    coordinator, officer = someone("suishin"), someone("ono")
    meeting = steps.open_prepared(coordinator, steps.STEERING)
    steps.add_item(coordinator, meeting, "見回りの当番")
    coordinator.page.get_by_role("link", name="見回りの当番").click()
    coordinator.page.wait_for_url("**/agenda-items/**")
    officer.open(coordinator.path)
    coordinator.fill("説明", "推進員の文です。")
    with coordinator.next_page():
        coordinator.click("議題を保存する")
    officer.fill("説明", "会長の文です。")
    with officer.next_page():
        officer.click("議題を保存する")
    assert "まだ保存していません" in officer.text
    shown = officer.page.locator(".conflict").inner_text()
    assert "推進員の文です。" in shown
    assert "会長の文です。" in shown
    assert officer.page.locator("[name=summary]").input_value() == "会長の文です。"
    officer.check_page()
    officer.page.locator("[name=summary]").fill("推進員の文です。会長の文です。")
    with officer.next_page():
        officer.click("議題を保存する")
    officer.message().get_by_text("議題を直しました").wait_for()
    officer.page.get_by_role("link", name="見回りの当番").click()
    officer.page.wait_for_url("**/agenda-items/**")
    assert officer.page.locator("[name=summary]").input_value() == "推進員の文です。会長の文です。"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_double_click_makes_one_row(someone: Callable[..., Hands], *, script: bool) -> None:
    hands = someone("suishin", script=script)
    meeting = steps.open_prepared(hands, steps.STEERING)
    hands.open(f"{meeting}agenda/")
    hands.fill("議題", "二度押しの議題", within=hands.page.locator("form[action$='/agenda/add/']"))
    with hands.next_page():
        hands.page.get_by_role("button", name="この議題を加える").dblclick()
    hands.row("二度押しの議題").first.wait_for()
    hands.open(f"{meeting}agenda/")
    assert _titles(hands).count("二度押しの議題") == 1


def test_the_way_back_and_sending_again_makes_one_row(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.add_item(hands, meeting, "もどって送った議題")
    hands.page.go_back(wait_until="load")
    form = hands.page.locator("form[action$='/agenda/add/']")
    assert form.get_by_label("議題").first.input_value() == "もどって送った議題"
    with hands.next_page():
        hands.click("この議題を加える")
    assert _titles(hands).count("もどって送った議題") == 1


def test_the_way_back_and_sending_other_words_loses_nothing(someone: Callable[..., Hands]) -> None:
    hands = someone("suishin")
    meeting = steps.open_prepared(hands, steps.STEERING)
    steps.add_item(hands, meeting, "はじめの議題")
    hands.page.go_back(wait_until="load")
    form = hands.page.locator("form[action$='/agenda/add/']")
    hands.fill("議題", "つぎの議題", within=form)
    with hands.next_page():
        hands.click("この議題を加える")
    assert {"はじめの議題", "つぎの議題"} <= set(_titles(hands))


def _titles(hands: Hands) -> list[str]:
    """The agenda as the page lists it."""
    links = hands.page.locator("a[href^='/agenda-items/']")
    return [text.strip() for text in links.all_inner_texts()]
