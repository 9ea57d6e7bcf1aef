"""The door of the desk: who looks, one transaction and one idempotency key a form, plain refusals."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sasaeai.accounts import queries as accounts
from sasaeai.kernel.errors import DomainError, NotAllowed, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import AcknowledgeFirst
from sasaeai.web.access import declares
from sasaeai.web.submissions import attempt, carry_out_once

__all__ = ["DeskRequest", "DeskView", "attempt", "runs_meetings", "sees_city", "signed_in"]

NO_SUCH_METHOD = 405


class DeskRequest(HttpRequest):
    """A request of a signed-in person with a current term."""

    viewer: Viewer


DeskView = Callable[..., HttpResponse]


def _page(permission: str, allowed: Callable[[Viewer], bool], refusal: str) -> Any:
    def decorate(view: DeskView) -> DeskView:
        @functools.wraps(view)
        def page(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                request.viewer = accounts.viewer_for(request.user)
                if not allowed(request.viewer):
                    raise NotAllowed(_(refusal))
                if request.method == "POST":
                    return _post_once(view, request, *args, **kwargs)
                answer = view(request, *args, **kwargs)
                return _page_above(request) if answer.status_code == NO_SUCH_METHOD else answer
            except NotFound as error:
                raise Http404(str(error)) from error
            except AcknowledgeFirst as error:
                return _notice_first(request, error)
            except NotAllowed as error:
                return render(request, "web/403.html", {"reason": error.message}, status=403)

        return declares(permission)(login_required(page))

    return decorate


signed_in = _page("signed_in", lambda viewer: True, "")
"""Anyone with an account and a current term; what they see is decided by the queries."""

runs_meetings = _page(
    "runs_meetings",
    lambda viewer: bool(viewer.runs) or viewer.is_system,
    gettext_noop("この操作は、地区社協の役員か、担当の地域支え合い推進員ができます。"),
)
"""Somebody who runs the meetings of at least one district."""

sees_city = _page(
    "sees_city",
    lambda viewer: viewer.sees_city,
    gettext_noop("市全体のページは、市と市社協の担当者が見られます。"),
)
"""City and municipal council of social welfare."""


def _notice_first(request: HttpRequest, error: AcknowledgeFirst) -> HttpResponse:
    """Show the notice of secrecy in place of what was asked for, and lead on from there (L-04)."""
    notice = reverse("desk:meeting_secrecy", args=[error.meeting_id])
    if request.method == "GET":
        notice += f"?{urlencode({'next': request.get_full_path()})}"
    return redirect(notice)


def _post_once(view: DeskView, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Carry a form out once (web.submissions); a refusal that the view did not turn into a form
    goes back to the page it came from.
    """
    try:
        return carry_out_once(
            request,
            lambda: view(request, *args, **kwargs),
            actor=request.viewer,
            otherwise=_came_from(request),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_came_from(request))


def _page_above(request: HttpRequest) -> HttpResponse:
    """Lead from an address that only takes forms to the page it stands below.

    Somebody comes there by reloading, by signing in again, or by a refusal without a way back.
    """
    path = request.path
    while path != "/":
        path = path[: path.rstrip("/").rfind("/") + 1]
        if is_valid_path(path):
            break
    return redirect(path)


def _came_from(request: HttpRequest) -> str:
    """The page a form was sent from; the address itself leads on to the page above (_page_above)."""
    page = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return page
    return request.path
