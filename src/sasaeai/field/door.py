"""The door of the hall: who talks, what they say in JSON, and refusals that a page can show.

A device talks in the background, so it is never led to a page for signing in: every refusal is
`{reason}` with a status (docs/adr/0019-in-the-hall.md). Nothing is carried out once by a key of the
form: entries bring their own ids.
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from sasaeai.accounts import queries as accounts
from sasaeai.hall.queries import is_own_carry
from sasaeai.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.web.access import declares

MOST_BYTES = 2_500_000
"""What a device may send at once (docs/adr/0019-in-the-hall.md)."""


class FieldRequest(HttpRequest):
    """A request of a device whose holder is signed in and has a current term."""

    viewer: Viewer
    sent: Mapping[str, Any]


FieldView = Callable[..., Mapping[str, Any]]


class TooMuch(Exception):
    """More than a device may send at once; the message says what to do."""


class Gone(Exception):
    """The device is to drop what it has: the desk asked for it, or its holder is out of office."""


_STATUS: Mapping[type[Exception], int] = {
    NotFound: 404,
    NotAllowed: 403,
    InvalidInput: 422,
    TooMuch: 413,
}


def endpoint(method: str) -> Callable[[FieldView], Callable[..., HttpResponse]]:
    """Serve a view that returns what is said in JSON; `request.sent` is the object that came."""

    def decorate(view: FieldView) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def answer(request: FieldRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return refusal(
                    401, _("もう一度サインインしてください。書いたものは端末に残っています。")
                )
            if request.method != method:
                return HttpResponseNotAllowed([method])
            try:
                request.viewer = _viewer(request, kwargs.get("carry_id"))
                request.sent = _sent(request) if method == "POST" else {}
                return _said(view(request, *args, **kwargs))
            except (DomainError, TooMuch, Gone) as error:
                return _refused(error)

        return declares("signed_in")(answer)

    return decorate


def _viewer(request: FieldRequest, carry_id: UUID | None) -> Viewer:
    """Whoever talks. Out of term, the device of the own carry is told to forget (L-27)."""
    try:
        return accounts.viewer_for(request.user)
    except NotAllowed as error:
        if carry_id is None or not is_own_carry(carry_id, request.user.pk):
            raise
        raise Gone(out_of_office(str(error))) from error


def out_of_office(reason: str) -> str:
    """Why a device is to forget, and where what it did not send goes."""
    return reason + _(
        "この会議のデータを端末から消します。まだ送っていないものは「封をしたファイル」に保存して、"
        "この会議を進める人に渡してください。"
    )


def refusal(status: int, reason: str) -> JsonResponse:
    """Say why not, as every address of the hall does."""
    return _said({"reason": reason}, status=status)


def key_words(key: bytes, until: datetime) -> dict[str, str]:
    """The key of a store and until when it is given, as they go over the wire."""
    return {"key": base64.b64encode(bytes(key)).decode(), "until": until.isoformat()}


def _said(words: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(dict(words), status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _refused(error: Exception) -> JsonResponse:
    if isinstance(error, Gone):
        return _said({"reason": str(error), "wipe": True}, status=410)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 409)
    return refusal(status, str(error))


def _sent(request: HttpRequest) -> Mapping[str, Any]:
    """Return the JSON object of a request; an empty body is an empty object."""
    try:
        raw = request.body
    except RequestDataTooBig as error:
        raise TooMuch(_too_much()) from error
    if len(raw) > MOST_BYTES:
        raise TooMuch(_too_much())
    try:
        words = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as error:
        raise InvalidInput(_("送られてきたものを読めません。もう一度送ってください。")) from error
    if not isinstance(words, dict):
        raise InvalidInput(_("送られてきたものを読めません。もう一度送ってください。"))
    return words


def _too_much() -> str:
    return _("一度に送れる量を超えています。何回かに分けて送ってください。")
