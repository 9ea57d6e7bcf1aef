"""The running demo site, and the browser that looks at it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from tests.journeys.hands import ROOT, chromium_path

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
START_SECONDS = 180
WAIT_MS = 20_000


@contextmanager
def demo_site(var: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Load the demo into an empty folder and serve it; the address, until the block ends.

    settings: what the site's environment holds beside the defaults (SASAEAI_MAIL_HOST …).
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SASAEAI_")},
        "SASAEAI_VAR": str(var),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "sasaeai.config.settings",
        **(settings or {}),
    }
    command = [sys.executable, "-m", "sasaeai", "demo", "--port", str(port)]
    log = var / "server.log"
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=ROOT) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the site did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """The system's Chromium without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def open_context(browser: Browser, **options: Any) -> BrowserContext:
    """A Japanese browser window without a past."""
    context = browser.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True, **options
    )
    context.set_default_timeout(WAIT_MS)
    context.route(_LEADS_TO_PDF, _keep_as_file)
    return context


_LEADS_TO_PDF = re.compile(r"/(copies/mark/|circular/print/|papers/[\w-]+\.pdf)")
_IS_PDF = re.compile(r"/papers/[\w-]+\.pdf")


def _keep_as_file(route: Route) -> None:
    """A PDF opens in the browser's own window for papers, which no test can read: save it.

    A form that leads anywhere else is answered as it was, so that its page is fetched once only.
    """
    answer = route.fetch(max_redirects=0)
    onward = answer.headers.get("location", "")
    if _IS_PDF.search(onward):
        answer = route.fetch(
            url=urljoin(answer.url, onward), method="GET", post_data=b"", max_redirects=0
        )
    if answer.headers.get("content-type") == "application/pdf":
        headers = {**answer.headers, "content-disposition": "attachment; filename=paper.pdf"}
        route.fulfill(response=answer, headers=headers)
    else:
        route.fulfill(response=answer)
