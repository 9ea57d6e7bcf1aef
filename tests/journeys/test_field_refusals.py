"""What the volunteer reads when the server refuses, when the tablet is full, and on paper."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.journeys import steps
from tests.journeys.hall import Recorder
from tests.journeys.test_field import device, line

__all__ = ["device", "line"]

REASON = "断る理由の文。"
IS_HERE = "書いたものはこの端末にあります。"
READ = {
    401: f"もう一度ログインしてください。{IS_HERE}",
    404: f"この会議がサーバーに見つかりません。{IS_HERE}控えを保存してください。 {REASON}",
    409: f"サーバーが受け取れませんでした。{IS_HERE} {REASON}",
    422: f"サーバーが受け取れませんでした。{IS_HERE} {REASON}",
    429: f"サーバーが混んでいます。少しあとでもう一度送ります。 {REASON}",
    500: f"サーバーの調子がよくありません。少しあとでもう一度送ります。 {REASON}",
}
WORDS = "断られても消えない文"
SET_ASIDE = "大きすぎると言われた困りごと"

COUNT_ASKING = """navigator.storage.persist = async () => {
    localStorage.asked = Number(localStorage.asked ?? 0) + 1; return true }"""
NO_ROOM = """() => { const put = IDBObjectStore.prototype.put;
    window.makeRoom = () => { IDBObjectStore.prototype.put = put };
    IDBObjectStore.prototype.put = () => {
        throw new DOMException("no room", "QuotaExceededError") } }"""
NOTHING_NEW = {"taken": [], "refused": [], "entries": [], "cards": [], "number": 0, "state": ""}


class Server:
    """Answers what the tablet sends as it is told, and keeps nothing of it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.status = 409
        recorder.page.context.route("**/sync", self._answer)

    def _answer(self, route: Route) -> None:
        words = NOTHING_NEW if self.status == 200 else {"reason": REASON}
        route.fulfill(status=self.status, json=words)

    def answers(self, status: int) -> None:
        """From now on so, and it is asked."""
        self.status = status
        with self.recorder.page.expect_response(lambda answer: answer.status == status):
            self.recorder.click("いま送る")


def test_each_refusal_is_a_sentence_and_takes_no_word(device: Callable[..., Recorder]) -> None:
    recorder = device()
    page = recorder.page
    page.context.add_init_script(COUNT_ASKING)
    recorder.carry(steps.NETWORK)
    server = Server(recorder)
    recorder.turn_to("次回")
    recorder.fill("次回のこと", WORDS)
    recorder.turn_to("送信")
    standing = page.locator("[role=status]").filter(has_text="。")
    for status, sentence in READ.items():
        server.answers(status)
        expect(standing.filter(has_text=sentence)).to_be_visible()
        door = page.get_by_role("link", name="ログインのページを開く")
        expect(door).to_be_visible(visible=status == 401)
        expect(page.locator(".saved")).to_contain_text("1件")
    page.evaluate(NO_ROOM)
    server.answers(200)
    expect(standing.filter(has_text="端末に保存できないので、送れていません")).to_be_visible()
    expect(page.get_by_text("端末がいっぱいで、保存できません")).to_be_visible()
    server.status = 500
    page.evaluate("makeRoom()")

    recorder.turn_to("困りごと")
    recorder.fill("困りごと", SET_ASIDE)
    recorder.fill("どの団体・役職の方から", "白旗野町会")
    recorder.click("困りごとを加える")
    recorder.turn_to("送信")
    server.answers(413)
    aside = page.locator(".notice").filter(has_text="受け取られなかったもの")
    for words in (WORDS, SET_ASIDE, REASON):
        expect(aside.get_by_text(words).first).to_be_visible()

    server.answers(403)
    expect(page.get_by_role("heading", name="この会議は、いま開けません")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_text("まだ送っていないものが2件あります")).to_be_visible()
    page.context.unroute("**/sync")
    page.reload()
    recorder.turn_to("次回")
    expect(page.get_by_label("次回のこと")).to_have_value(WORDS)
    recorder.turn_to("困りごと")
    expect(page.get_by_text(SET_ASIDE).first).to_be_visible()
    assert page.evaluate("localStorage.asked") == "1"

    page.emulate_media(media="print")
    expect(page.get_by_text(SET_ASIDE).first).to_be_visible()
    assert page.get_by_role("button").all_inner_texts() == []
    expect(recorder.tabs).to_be_hidden()
