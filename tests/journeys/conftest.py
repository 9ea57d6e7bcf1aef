"""A site of its own for the journeys: a fresh folder, the demo data, the real server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.hands import ROOT, Hands, chromium_path

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
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo site."""
    var = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SASAEAI_")},
        "SASAEAI_VAR": str(var),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "sasaeai.config.settings",
    }
    command = [sys.executable, "-m", "sasaeai", "demo", "--port", str(port)]
    log = (var / "server.log").open("w", encoding="utf-8")
    with subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, cwd=ROOT
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, Path(log.name))
            yield address
        finally:
            server.terminate()
            log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def someone(chromium: Browser, site: str) -> Iterator[Callable[..., Hands]]:
    """Opens a fresh browser window: someone() at a desk, someone(phone=True) with a phone."""
    contexts = []

    def open_window(*, phone: bool = False, large_text: bool = False) -> Hands:
        context = chromium.new_context(
            viewport=PHONE if phone else DESK,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        if large_text:
            context.add_cookies([{"name": "sasaeai_text", "value": "large", "url": site}])
        contexts.append(context)
        return Hands(context.new_page(), site)

    yield open_window
    for context in contexts:
        context.close()
