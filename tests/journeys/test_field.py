"""In the hall without a network: what was written comes home, and nobody's words vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.journeys import steps
from tests.journeys.hall import WORD, Line, Recorder, crash, line_to, tablet
from tests.journeys.hands import PASSWORD, Hands

LIMIT_MS = 50
"""A keystroke is on the device within this time, half of them at least on a busy machine."""


@pytest.fixture
def line(site: str) -> Iterator[Line]:
    with line_to(site) as line:
        yield line


@pytest.fixture
def device(
    chromium: Browser,
    line: Line,
    tmp_path: Path,
    signed_in: Callable[[str], Any],
) -> Iterator[Callable[..., Recorder]]:
    """Opens a tablet of somebody who is signed in; "" is one where nobody is."""
    opened = []

    def open_tablet(login_id: str = "suishin", *, on_disk: bool = False) -> Recorder:
        door = tablet(chromium, tmp_path if on_disk else None)
        context = door.__enter__()
        opened.append(door)
        if login_id:
            context.add_cookies(signed_in(login_id)["cookies"])
        page = context.pages[0] if context.pages else context.new_page()
        return Recorder(page, line.address)

    yield open_tablet
    for door in opened:
        door.__exit__(None, None, None)


def cut(line: Line, *contexts: BrowserContext) -> None:
    line.off()
    for context in contexts:
        context.set_offline(True)


def join(line: Line, *contexts: BrowserContext) -> None:
    line.on()
    for context in contexts:
        context.set_offline(False)


def test_a_record_written_without_a_network_outlives_a_crash_and_comes_home(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    recorder = device(on_disk=True)
    context = recorder.page.context
    day = recorder.carry(steps.NETWORK, short_word_first=True)
    recorder.check_page()
    cut(line, context)
    recorder.page.reload()
    recorder.unlock("ちがう合言葉")
    expect(recorder.page.get_by_text("合言葉がちがいます")).to_be_visible()
    recorder.unlock()
    expect(recorder.tabs).to_be_visible()

    person = recorder.page.locator(".person").first
    person.locator(".person-tap").click()
    expect(person.locator(".person-state")).to_contain_text("出席")
    recorder.fill("名前", "見学 花代", within=recorder.page.locator("section", has_text="飛び入り"))
    recorder.click("飛び入りを加える")
    title = recorder.open_item()
    recorder.say("雪かきの当番表を回したい")
    recorder.page.get_by_role("button", name="決まった", exact=True).click()
    recorder.page.get_by_text("取組を書く").click()
    recorder.fill("だれが", "白旗野町会 会長")
    recorder.fill("何をする", "当番表の案を配る")
    recorder.fill("いつまでに", "2026-12-20")
    recorder.click("取組を加える")
    words = recorder.page.get_by_role("textbox", name="発言", exact=True).first
    words.press_sequentially("書きかけの発言で電池が切れた", delay=LIMIT_MS)
    expect(recorder.page.locator(".saved")).to_contain_text("この端末に保存しました")
    strokes = recorder.page.evaluate(
        "performance.getEntriesByName('kept').map(({duration}) => duration)"
    )
    address = recorder.page.url
    words.press_sequentially("。")  # resting for long, it would be a remark and no draft
    crash(recorder.page)

    again = Recorder(context.new_page(), line.address)
    again.page.goto(address)
    again.unlock()
    expect(again.page.get_by_text("途中だった文がありました")).to_be_visible()
    expect(again.page.get_by_role("heading", name=title, level=2)).to_be_visible()
    for kept in ("雪かきの当番表を回したい", "書きかけの発言で電池が切れた", "当番表の案を配る"):
        expect(again.page.get_by_text(kept).first).to_be_visible()
    again.turn_to("送信")
    expect(again.page.get_by_text("まだ送っていないもの").first).to_be_visible()
    assert len(strokes) >= len("書きかけの発言で電池が切れた")
    assert median(strokes) <= LIMIT_MS, f"keystrokes took {sorted(map(round, strokes))} ms"

    join(line, context)
    Hands(context.new_page(), line.address).sign_in("suishin", PASSWORD)  # it died with the tab
    again.click("いま送る")
    again.is_sent()
    desk = someone("suishin")
    desk.open(day)
    record = desk.page.locator("main").text_content() or ""
    for arrived in (
        "雪かきの当番表を回したい",
        "書きかけの発言で電池が切れた",
        "当番表の案を配る",
        "見学 花代",
    ):
        assert arrived in record


def correct(who: Recorder, before: str, after: str) -> None:
    """Correct a remark where it stands in the list."""
    who.turn_to("議題")
    if not who.page.get_by_role("textbox", name="発言", exact=True).first.is_visible():
        who.open_item()
    row = who.page.locator(".remarks li").filter(has_text=before).last
    row.get_by_role("button", name="直す", exact=True).click()
    edit = who.page.locator(".remark-edit:visible")
    edit.get_by_role("textbox", name="発言").fill(after)
    edit.get_by_role("button", name="直し終える").click()


def test_what_two_devices_wrote_differently_stands_side_by_side(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    one, other = device("suishin"), device("shinjo")
    day = one.carry(steps.NETWORK, "一台目")
    other.carry(steps.NETWORK, "二台目")
    one.open_item()
    one.say("二人で直す前の文")
    one.is_sent()
    other.turn_to("送信")
    other.click("いま送る")
    other.open_item()
    remark = other.page.locator(".remarks li").filter(has_text="二人で直す前の文")
    expect(remark).to_be_visible()
    cut(line, one.page.context, other.page.context)
    for who, text in ((one, "一台目で直した文"), (other, "二台目で直した文")):
        correct(who, "二人で直す前の文", text)
    join(line, one.page.context, other.page.context)
    for who in (one, other, one):
        who.turn_to("送信")
        who.click("いま送る")
        who.is_sent()
    for who in (one, other):
        choice = who.page.locator(".notice").filter(
            has_text="発言：同じところに、二つの文があります"
        )
        for text in ("一台目で直した文", "二台目で直した文"):
            expect(choice.get_by_text(text)).to_be_visible()
    correct(other, "二台目で直した文", "二台目で直した文の続き")  # decides nothing
    other.turn_to("送信")
    expect(other.page.get_by_text("二台目で直した文の続き").last).to_be_visible()
    expect(other.page.get_by_text("一台目で直した文").last).to_be_visible()
    other.is_sent()
    one.click("いま送る")
    expect(one.page.get_by_text("二台目で直した文の続き").last).to_be_visible()
    one.page.evaluate("scrollTo(0, 0)")
    one.complaints.clear()  # the browser notes that it had no network
    one.check_page()
    choice = one.page.locator(".notice").filter(has_text="一台目で直した文")
    choice.get_by_role("button", name="両方をつなげて残す").click()
    expect(choice).to_be_hidden()
    one.is_sent()
    desk = someone("suishin")
    desk.open(day)
    text = desk.page.locator("main").text_content() or ""
    assert "一台目で直した文" in text
    assert "二台目で直した文" in text


def test_lost_answers_double_nothing_and_signing_in_again_loses_nothing(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    recorder = device()
    day = recorder.carry(steps.NETWORK)
    recorder.open_item()
    line.deaf = True
    line.hang_up()
    recorder.say("答えが届かなかった発言")
    recorder.turn_to("送信")
    recorder.click("いま送る")
    expect(recorder.page.get_by_text("ネットワークにつながっていません").first).to_be_visible()
    line.deaf = False
    line.hang_up()
    recorder.click("いま送る")
    recorder.is_sent()

    recorder.page.context.clear_cookies()
    recorder.open_item()
    recorder.say("ログインが切れたあとの発言")
    saved = recorder.page.locator(".saved")
    expect(saved).to_contain_text("もう一度ログインしてください", timeout=20_000)
    expect(saved).to_contain_text("1件")
    door = Hands(recorder.page.context.new_page(), line.address)
    door.sign_in("suishin", PASSWORD)
    recorder.turn_to("送信")
    recorder.click("いま送る")
    recorder.is_sent()
    desk = someone("suishin")
    desk.open(day)
    text = desk.page.locator("main").text_content() or ""
    assert text.count("答えが届かなかった発言") == 1
    assert text.count("ログインが切れたあとの発言") == 1


def test_two_tabs_do_not_fight_and_putting_away_waits_for_everything(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    first = device()
    day = first.carry(steps.NETWORK)
    second = Recorder(first.page.context.new_page(), line.address)
    second.page.goto(first.page.url)
    expect(second.tabs).to_be_visible()
    expect(first.page.get_by_text("別のタブで開きました")).to_be_visible()
    cut(line, second.page.context)
    second.turn_to("次回")
    second.fill("次回のこと", "1月は雪のため休む")
    second.turn_to("送信")
    expect(second.page.get_by_text("全部送り終えると")).to_be_visible()
    saved = second.download(lambda: second.click("控えをファイルに保存する"))
    assert saved[:8] == b"SASAEAI1"
    assert "雪のため".encode() not in saved
    desk = someone("suishin")
    desk.open(day.replace("/day/", "/hall/file/"))
    sealed = {"name": "hikae.sasaeai", "mimeType": "application/octet-stream", "buffer": saved}
    desk.page.locator("input[type=file]").set_input_files([sealed])
    desk.click("ファイルを入れる")
    desk.page.wait_for_load_state()
    desk.open(day)
    assert "1月は雪のため休む" in desk.page.content()
    join(line, second.page.context)
    second.click("いま送る")
    second.is_sent()
    second.click("この端末から片付ける")
    second.click("片付ける", within=second.page.get_by_role("alertdialog"))
    expect(second.page.get_by_text("この端末から片付けました")).to_be_visible()
    assert not any(second.stored().values())


def test_a_lost_tablet_is_emptied_at_its_next_contact_and_a_full_one_keeps_the_text(
    device: Callable[..., Recorder], line: Line, someone: Callable[..., Hands]
) -> None:
    recorder = device()
    day = recorder.carry(steps.NETWORK, "なくしたタブレット")
    recorder.turn_to("困りごと")
    recorder.page.evaluate(
        """() => {
            const put = IDBObjectStore.prototype.put;
            window.makeRoom = () => { IDBObjectStore.prototype.put = put };
            IDBObjectStore.prototype.put = () => {
                throw new DOMException("no room", "QuotaExceededError") };
        }"""
    )
    words = recorder.page.get_by_role("textbox", name="困りごと", exact=True)
    words.press_sequentially("坂道が凍る")
    expect(recorder.page.get_by_text("端末がいっぱいで、保存できません")).to_be_visible()
    expect(words).to_have_value("坂道が凍る")
    sealed = recorder.download(lambda: recorder.click("控えをファイルに保存する"))
    assert len(sealed) > len(b"SASAEAI1") + 16 + 12
    recorder.page.evaluate("makeRoom()")
    words.press_sequentially("。")
    expect(recorder.page.get_by_text("端末がいっぱいで、保存できません")).to_be_hidden()

    desk = someone("suishin")
    desk.open(day.replace("/day/", "/hall/"))
    row = desk.page.get_by_role("row").filter(has_text="なくしたタブレット")
    row.get_by_role("button", name="消すように頼む").click()
    recorder.turn_to("送信")
    recorder.click("いま送る")
    expect(recorder.page.get_by_text("この端末から消しました")).to_be_visible()
    recorder.page.reload()
    expect(recorder.page.get_by_text("この端末に入っている会議はありません")).to_be_visible()
    desk.open(day.replace("/day/", "/hall/"))
    expect(row.get_by_text("消しました")).to_be_visible()


def test_a_meeting_kept_too_long_is_gone_but_for_what_was_not_sent(
    device: Callable[..., Recorder], line: Line
) -> None:
    recorder = device()
    recorder.carry(steps.NETWORK)
    recorder.turn_to("次回")
    recorder.fill("次回のこと", "送った文")
    recorder.turn_to("送信")
    recorder.click("いま送る")
    recorder.is_sent()
    cut(line, recorder.page.context)
    recorder.turn_to("次回")
    recorder.fill("次回のこと", "送れなかった文")
    recorder.pass_the_time()
    recorder.page.reload()
    expect(recorder.page.get_by_role("heading", name="この会議は、いま開けません")).to_be_visible()
    left = recorder.stored()
    assert left["entries"] + left["drafts"] == 1
    assert not left["packages"] + left["cards"]
    recorder.fill("合言葉", WORD)
    sealed = recorder.download(lambda: recorder.click("控えをファイルに保存する"))
    assert sealed[:8] == b"SASAEAI1"
    join(line, recorder.page.context)
    recorder.page.reload()
    expect(recorder.tabs).to_be_visible()
    recorder.turn_to("送信")
    recorder.click("いま送る")
    recorder.is_sent()
    cut(line, recorder.page.context)
    recorder.pass_the_time()
    recorder.page.reload()
    expect(recorder.page.get_by_text("この会議をこの端末から消しました")).to_be_visible()
    assert not any(recorder.stored().values())


def refusing(status: int, words: dict[str, object]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, json=words)


def test_a_tab_of_somebody_who_may_no_more_is_shut(device: Callable[..., Recorder]) -> None:
    recorder = device()
    recorder.carry(steps.NETWORK)
    for status, shown in ((403, "この会議は、いま開けません"), (410, "この端末から消しました")):
        refusal = {"reason": "役目が終わっています。", "wipe": status == 410}
        recorder.page.context.route("**/sync", refusing(status, refusal))
        recorder.turn_to("送信")
        recorder.click("いま送る")
        expect(recorder.page.get_by_text(shown)).to_be_visible()
        expect(recorder.tabs).to_be_hidden()
        assert any(recorder.stored().values()) == (status == 403)
        recorder.page.context.unroute("**/sync")
        if status == 403:
            recorder.page.reload()
            expect(recorder.tabs).to_be_visible()


def test_signing_out_takes_what_was_sent_and_asks_about_what_was_not(
    device: Callable[..., Recorder], line: Line
) -> None:
    recorder = device("")
    recorder.sign_in("shinjo", PASSWORD)  # a session of its own, to be ended
    recorder.carry(steps.NETWORK)
    recorder.page.context.route("**/sync", lambda route: route.abort())
    recorder.turn_to("困りごと")
    recorder.fill("困りごと", "ごみ置き場が雪でうまる")
    recorder.fill("どの団体・役職の方から", "白旗野町会")
    recorder.click("困りごとを加える")
    recorder.open("/")
    recorder.click("ログアウト")
    expect(recorder.page.get_by_text("まだ送っていないものが1件あります")).to_be_visible()
    recorder.click("ログアウトせずに送る")
    expect(recorder.page.get_by_role("button", name="いま送る")).to_be_visible()
    other = Recorder(recorder.page.context.new_page(), line.address)
    other.open("/")
    recorder.turn_to("次回")
    recorder.page.get_by_label("次回のこと").press_sequentially("書きかけの文")
    other.click("ログアウト")
    recorder, first = other, recorder
    recorder.click("それでもログアウトする")
    recorder.page.wait_for_url("**/login/**")
    expect(first.page.get_by_text("ログアウトしたので、合言葉では開けません")).to_be_visible()
    expect(first.page.get_by_label("次回のこと")).to_have_count(0)
    recorder.open("/field/")
    expect(recorder.page.get_by_text("まだ送っていないものが2件あります")).to_be_visible()
    recorder.follow("会議を開く")
    expect(recorder.page.get_by_text("ログアウトしたので、合言葉では開けません")).to_be_visible()
    recorder.page.context.unroute("**/sync")
    recorder.sign_in("shinjo", PASSWORD)
    recorder.open("/field/")
    recorder.follow("会議を開く")
    recorder.is_sent()
    recorder.open("/")
    recorder.click("ログアウト")
    recorder.page.wait_for_url("**/login/**")
    recorder.sign_in("shinjo", PASSWORD)
    recorder.open("/field/")
    expect(recorder.page.get_by_text("この端末に入っている会議はありません")).to_be_visible()
