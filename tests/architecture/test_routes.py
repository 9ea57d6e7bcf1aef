"""Every address says who may open it, and the desk's addresses keep strangers out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from sasaeai.web.access import declares, public

# allauth's own pages: each guards itself. A page that a new version adds must be looked at first.
ALLAUTH = {
    "account_login", "account_logout", "account_inactive", "account_signup",
    "account_reauthenticate", "account_change_password", "account_set_password",
    "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
}  # fmt: skip
PERMISSIONS = {"public", "signed_in", "runs_meetings", "sees_city"}


class Route(NamedTuple):
    """One address: its name with namespace, its pattern and its view."""

    name: str
    pattern: URLPattern
    converters: dict[str, Any]

    @property
    def permission(self) -> str | None:
        view = self.pattern.callback
        return getattr(view, "permission", None) or getattr(
            getattr(view, "view_class", None), "permission", None
        )


def routes(
    patterns: list[Any],
    namespaces: tuple[str, ...] = (),
    converters: dict[str, Any] | None = None,
) -> Iterator[Route]:
    """Yield every address; an included list takes on the names and values of its prefix."""
    for pattern in patterns:
        taken = {**(converters or {}), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern.url_patterns, inner, taken)
        else:
            yield Route(":".join((*namespaces, pattern.name or "?")), pattern, taken)


def addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the whole pattern of every address."""
    for pattern in patterns:
        where = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, where)
        else:
            yield pattern.name or "?", where


def undeclared(patterns: list[Any]) -> list[str]:
    """Return the names of addresses whose view does not say who may open it."""
    return [
        route.name
        for route in routes(patterns)
        if route.name not in ALLAUTH and route.permission not in PERMISSIONS
    ]


@pytest.mark.one_database
def test_no_address_hides_another() -> None:
    """Two names for one address: the second page could never be opened."""
    seen: dict[str, str] = {}
    hidden = []
    for name, where in addresses(get_resolver().url_patterns):
        if where in seen and name not in ALLAUTH:
            hidden.append(f"{name} is hidden by {seen[where]}")
        seen.setdefault(where, name)
    assert hidden == []


@pytest.mark.one_database
def test_every_address_declares_its_permission() -> None:
    assert undeclared(get_resolver().url_patterns) == []


@pytest.mark.one_database
def test_the_exempt_list_holds_nothing_that_is_gone() -> None:
    assert {route.name for route in routes(get_resolver().url_patterns)} >= ALLAUTH


@pytest.mark.one_database
def test_who_says_nothing_is_seen() -> None:
    def silent(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def misspelt(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @public
    def open_to_all(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("a/", silent, name="silent"),
        path("b/", declares("singed_in")(misspelt), name="misspelt"),
        path("c/", open_to_all, name="open"),
    ]
    assert undeclared(patterns) == ["silent", "misspelt"]


def sample_arguments(route: Route) -> dict[str, Any]:
    """Return values that fit the converters of one address."""
    samples = {"UUIDConverter": uuid.uuid4(), "IntConverter": 1}
    return {
        name: samples.get(type(converter).__name__, "x")
        for name, converter in route.converters.items()
    }


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_door(client: Client) -> None:
    guarded = [
        route
        for route in routes(get_resolver().url_patterns)
        if route.permission not in {None, "public"}
    ]
    let_in = []
    for route in guarded:
        address = reverse(route.name, kwargs=sample_arguments(route))
        for answer in (client.get(address), client.post(address)):
            door = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
            # A device talks in the background: it is told so, not led to a page.
            told = answer.status_code == 401 and answer["Content-Type"] == "application/json"
            if not door and not told and answer.status_code != 405:
                let_in.append(f"{route.name}: {answer.status_code}")
    assert let_in == []
