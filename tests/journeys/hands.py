"""A person at the keyboard: what is clicked, typed and pressed is counted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import ConsoleMessage, Download, Locator, Page, Response

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "assets" / "node_modules" / "axe-core"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "mihon-no-aikotoba"

Role = Literal["button", "link"]
Place = Page | Locator


def chromium_path() -> str:
    """The system's Chromium; the browser library's own download is never used."""
    named = os.environ.get("SASAEAI_CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        raise RuntimeError("no Chromium found: run bin/setup --test, or set SASAEAI_CHROMIUM")
    return found


class Hands:
    """One browser page, driven as a person would: by the words that stand on it.

    interactions, strokes: counted since the last `start_counting`. An interaction is a click, or
    one field filled; a stroke is one key pressed.
    """

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.complaints: list[str] = []
        self.interactions = 0
        self.strokes = 0
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    # ── Moving about ─────────────────────────────────────────────────────────────────────────

    @property
    def path(self) -> str:
        """Where the person is, without the host."""
        return self.page.url.removeprefix(self.base_url)

    def open(self, path: str) -> Response | None:
        return self.page.goto(self.base_url + path)

    def open_refused(self, path: str) -> int:
        """Type an address that should be refused; returns the status of the answer.

        The browser itself notes every 4xx in its console; that one note is expected.
        """
        response = self.open(path)
        assert response is not None
        self._forget_refusals()
        return response.status

    def _forget_refusals(self) -> None:
        self.complaints = [
            text for text in self.complaints if "Failed to load resource" not in text
        ]

    def start_counting(self) -> None:
        self.interactions = 0
        self.strokes = 0

    def sign_in(self, login_id: str, password: str = PASSWORD) -> None:
        self.open("/accounts/login/")
        self.page.get_by_label("利用者番号").fill(login_id)
        self.page.get_by_label("パスワード").fill(password)
        self.page.get_by_role("button", name="ログインする", exact=True).click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    # ── Acting, by the words on the page ─────────────────────────────────────────────────────

    def click(self, name: str, *, role: Role = "button", within: Place | None = None) -> None:
        """Click the button (or link) with this word on it."""
        self.interactions += 1
        (within or self.page).get_by_role(role, name=name).first.click()

    def follow(self, name: str, *, within: Place | None = None) -> None:
        self.click(name, role="link", within=within)

    def fill(self, label: str, text: str, *, within: Place | None = None) -> None:
        self.interactions += 1
        boxes = self.page.locator("input, textarea")
        (within or self.page).get_by_label(label).and_(boxes).first.fill(text)

    def choose(self, label: str, *, within: Place | None = None) -> None:
        """Tick a box or a round button by its words."""
        self.interactions += 1
        (within or self.page).get_by_label(label).first.check()

    def press(self, key: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(key)

    @contextmanager
    def next_page(self) -> Iterator[None]:
        """What is done inside brings a new page, and it has come when this ends."""
        # Not expect_navigation: a page may write into its own history before it is left.
        with self.page.expect_event("load"):
            yield

    def download(self, act: Callable[[], None]) -> bytes:
        """What the act brought as a file."""
        with self.page.expect_download(timeout=60_000) as waiting:
            act()
        return _content(waiting.value)

    def send(self, path: str, **values: str) -> tuple[int, str]:
        """Send a form that this page does not offer (any more): status and words of the answer.

        Works from any page that has a form; what the browser notes about a refusal is expected.
        """
        status, words = self.page.evaluate(
            """async ([path, values]) => {
                const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
                const body = new URLSearchParams(
                    {csrfmiddlewaretoken: token, once: crypto.randomUUID(), ...values});
                const answer = await fetch(path, {method: "POST", body});
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                return [answer.status, page.body.textContent];
            }""",
            [path, values],
        )
        self._forget_refusals()
        return status, words

    # ── Reading ──────────────────────────────────────────────────────────────────────────────

    @property
    def text(self) -> str:
        """The words of the page itself, without header and footer."""
        return self.page.locator("main").inner_text()

    def message(self) -> Locator:
        """What the page says was done, with its 「元に戻す」."""
        return self.page.locator(".messages")

    def row(self, words: str) -> Locator:
        """The row of a table, or the entry of a list, in which these words stand."""
        return self.page.locator("tr, li").filter(has_text=words)

    # ── What must hold on every page ─────────────────────────────────────────────────────────

    def check_page(self) -> None:
        """No accessibility finding of any impact, nothing in the console, nothing off the edge."""
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        findings = self._axe()
        assert not findings, f"{self.page.url}:\n" + "\n".join(findings)
        self.check_width()
        self.check_words()

    def check_width(self) -> None:
        """Nothing makes the page scroll sideways."""
        needed, given = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert needed <= given, f"{self.page.url} is {needed} wide in a window of {given}"

    def check_words(self) -> None:
        """No leftover of a template and no word of a machine where a person reads."""
        words = self.page.locator("body").inner_text()
        for stray in ("{{", "{%", "None", "undefined", "NaN", "Traceback"):
            assert stray not in words, f"{self.page.url} shows {stray!r}"

    def _axe(self) -> list[str]:
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
            locale = (AXE / "locales" / "ja.json").read_text(encoding="utf-8")
            self.page.evaluate(f"axe.configure({{locale: {locale}}})")
        result = self.page.evaluate(
            """async rules => {
                const found = await axe.run(document, {
                    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
                return found.violations.flatMap(({id, impact, help, nodes}) => nodes.map(
                    ({html}) => `${id} (${impact}): ${help} – ${html.slice(0, 160)}`));
            }""",
            AXE_RULES,
        )
        return list(result)


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
