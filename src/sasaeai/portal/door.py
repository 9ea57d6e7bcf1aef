"""The door of the portal: no account, but a code; who guesses too often waits.

Nothing that a page answers tells a wrong code from one that belongs to somebody else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sasaeai.kernel.errors import NotFound
from sasaeai.notices.actions.guesses import WINDOW, must_wait, note_wrong_code, source_of
from sasaeai.web.access import public

PortalView = Callable[..., HttpResponse]
TOO_MANY = 429


def open_page(view: PortalView) -> PortalView:
    """A page for everybody: kept by no cache, listed by no search engine, its address passed on
    to no other site (not `no-referrer`: browsers then hide the origin that a form came from).
    """

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return public(page)


def opens_by_code(view: PortalView) -> PortalView:
    """A page that a code opens: the view raises NotFound for every wrong code.

    Wrong codes of one source are counted, right ones never; past the limit nothing is looked up.
    The code is the view's `code`, or what was typed into a form (?code=).
    """

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = source_of(client_address(request))
        if must_wait(source):
            return _wait_page(request)
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            note_wrong_code(source, kwargs.get("code") or request.GET.get("code", ""))
            context = {"reason": error.message}
            return render(request, "portal/wrong_code.html", context, status=404)

    return open_page(page)


def client_address(request: HttpRequest) -> str:
    """Where a request came from, seen past as many proxies as stand in front of this site."""
    proxies = settings.TRUSTED_PROXIES
    named = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(named) >= proxies and named[-proxies].strip():
        return _without_port(named[-proxies].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def _without_port(address: str) -> str:
    """Some proxies name the port too (203.0.113.5:4711, [2001:db8::1]:4711): another each time."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _wait_page(request: HttpRequest) -> HttpResponse:
    minutes = int(WINDOW.total_seconds() // 60)
    response = render(request, "portal/wait.html", {"minutes": minutes}, status=TOO_MANY)
    response["Retry-After"] = str(minutes * 60)
    return response
