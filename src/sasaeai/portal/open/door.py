"""The door of the open data: nobody signs in, nothing is set in a browser, copies may be kept."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from sasaeai.people.queries.open_places import public_municipality
from sasaeai.web.access import public

KEPT_SECONDS = 300
"""How long a copy may be shown without asking: a cancellation must be seen soon."""

OpenView = Callable[..., HttpResponse]


def open_data(view: OpenView) -> OpenView:
    """A page or file for everybody and every programme, the same for all who ask."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _kept(request, view(request, *args, **kwargs))

    return public(require_safe(answer))


def of_municipality(view: OpenView) -> OpenView:
    """A page about the municipality with `lg_code`; the view gets it as `city`."""

    @functools.wraps(view)
    def answer(request: HttpRequest, lg_code: str, **kwargs: Any) -> HttpResponse:
        city = public_municipality(lg_code)
        return missing(request) if city is None else view(request, city=city, **kwargs)

    return open_data(answer)


def missing(request: HttpRequest) -> HttpResponse:
    """What is not there and what is not public answer alike."""
    return render(request, "portal/open/missing.html", status=404)


def said_at(response: HttpResponse, moments: list[datetime]) -> HttpResponse:
    """Say when the newest of what an answer holds was written."""
    if moments:
        response["Last-Modified"] = http_date(max(moments).timestamp())
    return response


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    is_page = response["Content-Type"].startswith("text/html")
    if is_page:
        patch_vary_headers(response, ["Accept-Language", "Cookie"])  # the language of the page
    else:
        response["Access-Control-Allow-Origin"] = "*"
    if response.status_code != 200:
        return response
    # What is gone leaves no date behind: the whole text alone says "the same".
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
