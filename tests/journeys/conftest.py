"""Windows for the journeys: one demo site, one browser, a fresh window for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.hands import Hands
from tests.journeys.site import DESK, chromium_browser, demo_site, open_context
from tests.notices.mail_server import Post, smtp_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys; those that want a demo that nobody has touched go first.

    Those of the hall write into a meeting that others only read: they go last.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
    first = ("test_whole_loop.py", "test_html.py", "test_phone_and_large_text.py")
    places = {name: place for place, name in enumerate(first)} | {"test_field.py": 10}
    items.sort(key=lambda item: places.get(item.path.name, 9))


@pytest.fixture(scope="session")
def _mail() -> Iterator[tuple[Post, int]]:
    post = Post()
    with smtp_server(post) as port:
        yield post, port


@pytest.fixture
def post(_mail: tuple[Post, int]) -> Post:
    """What the site has mailed so far, to anybody, in any journey."""
    return _mail[0]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, _mail: tuple[Post, int]) -> Iterator[str]:
    """The address of a running demo site, which sends its e-mail to a server of ours."""
    settings = {
        "SASAEAI_MAIL_HOST": "127.0.0.1",
        "SASAEAI_MAIL_PORT": str(_mail[1]),
        "SASAEAI_MAIL_SECURITY": "none",
        "SASAEAI_MAIL_FROM": "tsudoi@example.jp",
    }
    with demo_site(tmp_path_factory.mktemp("site"), settings) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, site: str) -> Callable[[str], Any]:
    """The cookies of a demo person, who signs in once for all journeys."""
    kept: dict[str, Any] = {}

    def cookies_of(login_id: str) -> Any:
        if login_id not in kept:
            context = open_context(chromium)
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
        context = open_context(
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
        context = open_context(chromium, viewport=DESK, storage_state=signed_in(login_id))
        contexts.append(context)
        return Hands(context.new_page(), site)

    yield open_window
    for context in contexts:
        context.close()
