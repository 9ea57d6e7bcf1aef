"""A person at the keyboard: what is clicked, typed and pressed is counted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "assets" / "node_modules" / "axe-core"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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

    clicks, strokes: counted since the last `start_counting`. An interaction is a click, or one
    field filled; a stroke is one key pressed.
    """

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.complaints: list[str] = []
        self.interactions = 0
        self.strokes = 0
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_console(self, message: object) -> None:
        if message.type in {"error", "warning"}:  # type: ignore[attr-defined]
            self.complaints.append(message.text)  # type: ignore[attr-defined]

    def start_counting(self) -> None:
        self.interactions = 0
        self.strokes = 0

    def open(self, path: str) -> None:
        self.page.goto(self.base_url + path)

    def sign_in(self, login_id: str, password: str) -> None:
        self.open("/accounts/login/")
        self.page.get_by_label("利用者番号").fill(login_id)
        self.page.get_by_label("パスワード").fill(password)
        self.page.get_by_role("button", name="ログインする", exact=True).click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def click(self, name: str, *, role: str = "button", within: Locator | None = None) -> None:
        """Click the button (or link) with this word on it."""
        place = within or self.page
        self.interactions += 1
        place.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        self.click(name, role="link", within=within)

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        self.interactions += 1
        (within or self.page).get_by_label(label).first.fill(text)

    def press(self, key: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(key)

    def download(self, act: Callable[[], None]) -> bytes:
        """What the act brought as a file."""
        with self.page.expect_download() as waiting:
            act()
        return _content(waiting.value)

    def check_page(self) -> None:
        """No accessibility finding of any impact, nothing in the console, nothing off the edge."""
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        findings = self._axe()
        assert not findings, f"{self.page.url}:\n" + "\n".join(findings)
        width = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width[0] <= width[1], f"{self.page.url} is wider than the window: {width}"

    def _axe(self) -> list[str]:
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
            locale = (AXE / "locales" / "ja.json").read_text(encoding="utf-8")
            self.page.evaluate(f"axe.configure({{locale: {locale}}})")
        result = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", AXE_RULES
        )
        return [
            f"{finding['id']} ({finding['impact']}): {finding['help']} – {node['html'][:160]}"
            for finding in result["violations"]
            for node in finding["nodes"]
        ]


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
