"""Makes the pictures of the README from a fresh demo (bin/pictures)."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.journeys import steps
from tests.journeys.hands import ROOT, Hands
from tests.journeys.site import PHONE, chromium_browser, demo_site, open_context

FOLDER = ROOT / "docs" / "pictures"
WINDOW = {"width": 1200, "height": 1250}
TALL = {"width": 1200, "height": 1700}
MOST_BYTES = 200_000
LETTER_PAGE = 6
LETTER_DPI = 80
COLOURS = 128


def main() -> int:
    """Write all pictures; 1 when one of them is too heavy for a README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo_site(Path(folder)) as site:
        with chromium_browser() as browser:
            pictures = {
                "today": _today(browser, site),
                "replies": _replies(browser, site),
                "day-phone": _day_on_a_phone(browser, site),
                "issue": _issue(browser, site),
            }
        pictures["letter"] = _letter(Path(folder))
    sizes = {name: _save(name, content) for name, content in pictures.items()}
    for name, size in sizes.items():
        sys.stdout.write(f"{name}.png {size // 1000} kB\n")
    return int(max(sizes.values()) > MOST_BYTES)


def _today(browser: Browser, site: str) -> bytes:
    hands = _coordinator(browser, site, viewport=WINDOW)
    return hands.page.screenshot()


def _replies(browser: Browser, site: str) -> bytes:
    """A meeting half of whose replies are in."""
    hands = _coordinator(browser, site, viewport=TALL)
    _open_network_meeting(hands)
    hands.follow("出欠", within=hands.page.get_by_role("navigation", name="会議の段取り"))
    hands.page.locator("#who").wait_for()
    return hands.page.screenshot()


def _day_on_a_phone(browser: Browser, site: str) -> bytes:
    hands = _coordinator(browser, site, viewport=PHONE, device_scale_factor=2)
    _open_network_meeting(hands)
    hands.follow("当日", within=hands.page.get_by_role("navigation", name="会議の段取り"))
    for number, word in ((1, "出席"), (2, "遅刻")):
        hands.click(word, within=hands.page.locator(f"#person-{number}"))
        hands.page.locator(f"#person-{number} [aria-pressed=true]").wait_for()
    hands.page.locator("#people").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
    return hands.page.screenshot()


def _issue(browser: Browser, site: str) -> bytes:
    """The path of an issue: raised, heard at a meeting, asked of the city, who does what."""
    hands = _coordinator(browser, site, viewport={"width": 1200, "height": 1300})
    hands.open("/issues/")
    with hands.next_page():
        hands.follow("冬の雪かきの助け合い", within=hands.page.locator("main"))
    hands.page.locator("#answers").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
    return hands.page.screenshot()


def _letter(var: Path) -> bytes:
    """One addressee's page of the sample meeting's letters."""
    paper = next((var / "demo").glob("案内状_*.pdf"))
    page = str(LETTER_PAGE)
    command = ["pdftoppm", "-r", str(LETTER_DPI), "-f", page, "-l", page, "-png", str(paper)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _coordinator(browser: Browser, site: str, **options: object) -> Hands:
    hands = Hands(open_context(browser, **options).new_page(), site)
    hands.sign_in("suishin")
    return hands


def _open_network_meeting(hands: Hands) -> None:
    with hands.next_page():
        hands.follow(steps.NETWORK, within=hands.page.get_by_role("region", name="これからの会議"))


def _save(name: str, content: bytes) -> int:
    """Write a picture with few colours; its size in bytes."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    path = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
