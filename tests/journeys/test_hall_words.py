"""Two people, two tabs, a signing out: nobody's words are written over or dropped unasked."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.hall import Line, Recorder
from tests.journeys.hands import PASSWORD, Hands
from tests.journeys.test_field import device, line

__all__ = ["device", "line"]
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
"""The page is looked at again: it fetches what others wrote, and no field loses the focus."""


def test_words_that_came_while_somebody_typed_stand_beside_hers(
    device: Callable[..., Recorder], line: Line
) -> None:
    one, other = device("suishin"), device("shinjo")
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


UNSENT = """new Promise(done => { const ask = indexedDB.open("sasaeai-field");
    ask.onsuccess = () => { const rows = ask.result.transaction("entries").objectStore("entries");
        rows.getAll().onsuccess = ({target}) => {
            ask.result.close(); done(target.result.filter(row => row.state === 1).length) } } })"""


def test_a_tab_that_takes_over_reads_what_the_other_still_wrote(
    device: Callable[..., Recorder], line: Line
) -> None:
    first = device()
    first.carry(steps.NETWORK)
    first.turn_to("困りごと")
    trouble = first.page.get_by_role("textbox", name="困りごと", exact=True)
    trouble.press_sequentially("書きかけの困りごと")
    second = Recorder(first.page.context.new_page(), line.address)
    second.page.goto(first.page.url)
    expect(second.tabs).to_be_visible()
    expect(first.page.get_by_text("別のタブで開きました")).to_be_visible()
    expect(second.page.get_by_text("書きかけの困りごと").first).to_be_visible()
    second.turn_to("送信")
    second.click("いま送る")
    second.is_sent()
    assert second.page.evaluate(UNSENT) == 0


def test_a_wipe_asks_before_it_drops_what_nobody_has(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    recorder = device("")
    recorder.sign_in("shinjo", PASSWORD)
    day = recorder.carry(steps.NETWORK, "消すよう頼まれるタブレット")
    recorder.page.context.route("**/sync", lambda route: route.abort())
    recorder.turn_to("次回")
    recorder.fill("次回のこと", "まだ届いていない文")
    expect(recorder.page.locator(".saved")).to_contain_text("1件")
    recorder.open("/")
    recorder.click("ログアウト")
    recorder.click("それでもログアウトする")
    recorder.page.wait_for_url("**/login/**")
    desk = someone("suishin")
    desk.open(day.replace("/day/", "/hall/"))
    row = desk.page.get_by_role("row").filter(has_text="消すよう頼まれるタブレット")
    row.get_by_role("button", name="消すように頼む").click()
    recorder.sign_in("shinjo", PASSWORD)
    recorder.open("/field/")
    recorder.follow("会議を開く")
    kept = recorder.page.get_by_role("heading", name="まだ送っていないものが1件あります")
    expect(kept).to_be_visible()
    recorder.click("送らずに、この端末から消す")
    expect(recorder.page.get_by_text("この端末から消しました")).to_be_visible()


def test_who_came_for_somebody_called_is_a_substitute(
    device: Callable[..., Recorder], line: Line
) -> None:
    recorder = device()
    recorder.carry(steps.NETWORK)
    person = recorder.page.locator(".person").nth(1)
    person.locator(".person-tap").click()
    state = person.locator(".person-state")
    expect(state).to_contain_text("出席")
    person.get_by_role("button", name="ほかの記録を開く").click()
    person.get_by_label("来た人の名前").fill("代わりの 花代")
    person.get_by_label("来た人の名前").blur()
    expect(state).to_contain_text("代理 代わりの 花代")
    expect(person.get_by_role("group", name="立場")).to_have_count(0)
