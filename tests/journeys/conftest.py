"""A site of its own for the journeys: a fresh folder, the demo data, the real server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

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
START_SECONDS = 180


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
    with subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT) as server:
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


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, site: str) -> Callable[[str], Any]:
    """The cookies of a demo person, who signs in once for all journeys."""
    kept: dict[str, Any] = {}

    def cookies_of(login_id: str) -> Any:
        if login_id not in kept:
            context = _window(chromium)
            Hands(context.new_page(), site).sign_in(login_id)
            kept[login_id] = context.storage_state()
            context.close()
        return kept[login_id]

    return cookies_of


@pytest.fixture
def someone(
    chromium: Browser, site: str, signed_in: Callable[[str], Any]
) -> Iterator[Callable[..., Hands]]:
    """Opens a fresh browser window.

    someone("suishin") is signed in already, someone() stands at the door. window: width and height
    in CSS pixels; script=False is a browser without JavaScript.
    """
    contexts = []

    def open_window(
        login_id: str = "",
        *,
        window: dict[str, int] = DESK,
        large_text: bool = False,
        script: bool = True,
    ) -> Hands:
        context = _window(
            chromium,
            viewport=window,
            java_script_enabled=script,
            storage_state=signed_in(login_id) if login_id else None,
        )
        if large_text:
            context.add_cookies([{"name": "sasaeai_text", "value": "large", "url": site}])
        contexts.append(context)
        return Hands(context.new_page(), site)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def beforehand(
    chromium: Browser, site: str, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], Hands]]:
    """Opens a desk window for what all journeys of a module find prepared."""
    contexts = []

    def open_window(login_id: str) -> Hands:
        context = _window(chromium, viewport=DESK, storage_state=signed_in(login_id))
        contexts.append(context)
        return Hands(context.new_page(), site)

    yield open_window
    for context in contexts:
        context.close()


def _window(chromium: Browser, **options: Any) -> BrowserContext:
    context = chromium.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True, **options
    )
    context.set_default_timeout(20_000)
    context.route(_LEADS_TO_PDF, _keep_as_file)
    return context


_LEADS_TO_PDF = re.compile(r"/(print/|papers/\w+\.pdf)")


def _keep_as_file(route: Route) -> None:
    """A PDF opens in the browser's own window for papers, which no test can read: save it."""
    answer = route.fetch()
    if answer.headers.get("content-type") == "application/pdf":
        headers = {**answer.headers, "content-disposition": "attachment; filename=paper.pdf"}
        route.fulfill(response=answer, headers=headers)
    elif answer.url != route.request.url:
        route.fulfill(status=302, headers={"location": answer.url})
    else:
        route.fulfill(response=answer)
