"""A tablet in a hall: a line to the site that can be cut, and a browser that keeps its store."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.hands import Hands, chromium_path
from tests.journeys.site import CHROMIUM_FLAGS, WAIT_MS

TABLET = {"width": 810, "height": 1080}
WORD = "しらはた2026"
CHUNK = 65_536


class Line:
    """The network between a device and the site. Off, it answers nobody, like a stopped server.

    deaf: the site hears and carries out what is asked, and its answers never arrive.
    """

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self._site = (str(parts.hostname), int(parts.port or 80))
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.deaf = False
        self.port = 0
        self.on()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._serve, args=[listener], daemon=True).start()

    def off(self) -> None:
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.hang_up()

    def hang_up(self) -> None:
        """Break what is open; browsers keep lines for their next question."""
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                device, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=[device], daemon=True).start()

    def _connect(self, device: socket.socket) -> None:
        with device, suppress(OSError), socket.create_connection(self._site) as server:
            self._open |= {device, server}
            asking = threading.Thread(target=self._carry, args=[device, server], daemon=True)
            asking.start()
            self._carry(server, device, answers=True)
            asking.join(1)
            self._open -= {device, server}

    def _carry(self, source: socket.socket, sink: socket.socket, *, answers: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if answers and self.deaf:
                    break
                sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(site: str) -> Iterator[Line]:
    line = Line(site)
    yield line
    line.off()


@contextmanager
def tablet(browser: Browser, folder: Path | None = None) -> Iterator[BrowserContext]:
    """A browser with a store of its own, which outlives each of its tabs.

    folder: the store is on the disk as on a tablet, for which a browser starts of its own (1 s).
    """
    screen = {"viewport": TABLET, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
    if folder is None:
        context = browser.new_context(**screen)
    else:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium_path(), args=CHROMIUM_FLAGS, **screen
        )
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


class Recorder(Hands):
    """Somebody who writes the record on a tablet."""

    def carry(
        self, body: str, device: str = "事務局のタブレット", *, short_word_first: bool = False
    ) -> str:
        """Take a meeting onto the device; the address of its day at the desk."""
        self.open("/field/")
        meeting = self.page.locator("[data-meeting]").filter(has_text=body).first
        number = meeting.get_attribute("data-meeting")
        meeting.get_by_role("button", name="この会議を端末に入れる").click()
        meeting.get_by_label("この端末の名前").fill(device)
        if short_word_first:
            meeting.get_by_label("合言葉", exact=True).fill("短い")
            meeting.get_by_role("button", name="端末に入れる", exact=True).click()
            expect(meeting.get_by_text("合言葉は6文字以上にしてください")).to_be_visible()
        meeting.get_by_label("合言葉", exact=True).fill(WORD)
        meeting.get_by_label("合言葉をもう一度").fill(WORD)
        meeting.get_by_role("button", name="端末に入れる", exact=True).click()
        expect(self.tabs).to_be_visible(timeout=20_000)
        return f"/meetings/{number}/day/"

    @property
    def tabs(self) -> Locator:
        return self.page.get_by_role("navigation", name="この会議の中")

    def turn_to(self, tab: str) -> None:
        self.tabs.get_by_role("link", name=tab, exact=True).click()

    def stored(self) -> dict[str, int]:
        """How many rows each store of the device has."""
        counts: dict[str, int] = self.page.evaluate(
            """() => new Promise(done => { const ask = indexedDB.open("sasaeai-field");
                ask.onsuccess = async () => { const names = [...ask.result.objectStoreNames];
                    const tx = ask.result.transaction(names);
                    const found = await Promise.all(names.map(name => new Promise(count => {
                        tx.objectStore(name).count().onsuccess = e => count([name, e.target.result]) })));
                    ask.result.close();
                    done(Object.fromEntries(found)) } })"""
        )
        assert len(counts) == 5, "all stores are there, so that none is empty by being absent"
        return counts

    def pass_the_time(self) -> None:
        """The time for which the device may keep the meeting is over."""
        self.page.evaluate(
            """() => new Promise(done => { const ask = indexedDB.open("sasaeai-field");
                ask.onsuccess = () => { const tx = ask.result.transaction("carries", "readwrite");
                    tx.objectStore("carries").openCursor().onsuccess = ({target}) => {
                        const past = {...target.result.value, until: "2026-01-01T00:00:00Z"};
                        target.result.update(past) };
                    tx.oncomplete = () => { ask.result.close(); done() } } })"""
        )

    def unlock(self, word: str = WORD) -> None:
        """Open what is on the device without a network."""
        self.page.get_by_label("合言葉", exact=True).fill(word)
        self.page.get_by_role("button", name="合言葉で開く").click()

    def open_item(self, place: int = 0) -> str:
        """Open an item of the agenda; its title."""
        self.turn_to("議題")
        item = self.page.locator(".item-tap").nth(place)
        title = item.locator(".item-title").inner_text().split("　", 1)[1]
        item.click()
        expect(self.page.get_by_role("heading", name=title, level=2)).to_be_visible()
        return title

    def say(self, text: str) -> None:
        """Write a remark down and go on to the next."""
        self.page.get_by_role("textbox", name="発言", exact=True).first.fill(text)
        self.click("次の発言を書く")
        expect(self.page.locator(".remarks .remark-words").filter(has_text=text)).to_be_visible()

    def is_sent(self) -> None:
        """Everything has arrived."""
        expect(self.page.locator(".saved")).to_contain_text("送り終えています", timeout=20_000)


def crash(page: Page) -> None:
    """The tab is gone in the middle of a word, without a goodbye."""
    with suppress(Exception):
        page.goto("chrome://crash", timeout=3_000)
    with suppress(Exception):
        page.close()
