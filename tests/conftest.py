"""Fixtures that every room's tests share."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from tests.pagelint import lint
from tests.world import TODAY, World, make_world


@pytest.fixture(autouse=True)
def frozen_today(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests live on 2026-11-23 (a Monday and a holiday), 10:00 in Tokyo; journeys on the real day."""
    if request.node.get_closest_marker("journey"):
        yield
        return
    instant = datetime.datetime.combine(
        TODAY, datetime.time(10, 0), tzinfo=datetime.timezone(datetime.timedelta(hours=9))
    )
    with time_machine.travel(instant, tick=True):
        yield


@pytest.fixture(autouse=True)
def japanese_afterwards() -> Iterator[None]:
    """A page that was read in English leaves its language behind: no test speaks it unasked."""
    yield
    translation.activate("ja")


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The cast's four passwords would cost a second a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def desk(world: World) -> DeskClients:
    return DeskClients(world)


class ReadingClient(Client):
    """A browser that reads every page it fetches (tests/pagelint.py)."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        lint(response)
        return response


class DeskClients:
    """Signed-in browsers of the cast: desk.arai.get(...), desk.shiraishi.get(...) …"""

    def __init__(self, world: World) -> None:
        self._world = world
        self._clients: dict[str, ReadingClient] = {}

    def __getattr__(self, name: str) -> ReadingClient:
        if name not in self._clients:
            client = ReadingClient()
            client.force_login(
                self._world.accounts[name],
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
            self._clients[name] = client
        return self._clients[name]
