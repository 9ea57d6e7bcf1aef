"""The door of the desk: who looks, one transaction and one idempotency key a form, plain refusals."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sasaeai.accounts import queries as accounts
from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.web.access import declares

ONCE_FIELD = "once"
"""Hidden field of every form (the {% once %} tag): the key of one submission."""
CSRF_FIELD = "csrfmiddlewaretoken"
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
            except NotAllowed as error:
                return render(request, "web/403.html", {"reason": error.message}, status=403)

        return declares(permission)(login_required(page))

    return decorate


signed_in = _page("signed_in", lambda viewer: True, "")
"""Anyone with an account and a current term; what they see is decided by the queries."""

runs_meetings = _page(
    "runs_meetings",
    lambda viewer: bool(viewer.runs) or viewer.is_system,
    "この操作は、地区社協の役員か、担当の地域支え合い推進員ができます。",
)
"""Somebody who runs the meetings of at least one district."""

sees_city = _page(
    "sees_city",
    lambda viewer: viewer.sees_city,
    "市全体のページは、市と市社協の担当者が見られます。",
)
"""City and municipal council of social welfare."""


def _post_once(view: DeskView, request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Carry a form out once: all of it in one transaction, and a repeat leads to the same place.

    A redirect means that it was carried out. Any other answer (a form with errors) undoes
    everything, so that the corrected form can be sent with the same key.
    A refusal that the view did not turn into a form goes back to the page it came from.
    """
    key = _submission_key(request)
    try:
        with transaction.atomic():
            if key is not None:
                earlier = audit.claim_submission(key=key, path=request.path, actor=request.viewer)
                if earlier is not None:
                    return redirect(earlier or _came_from(request))
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400:
                if key is not None:
                    audit.finish_submission(
                        key=key, result_url=response["Location"], actor=request.viewer
                    )
            elif response.status_code != 204:
                transaction.set_rollback(True)
            return response
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(_came_from(request))


def attempt(form: BaseForm, action: Callable[..., Any], **arguments: Any) -> Any:
    """Call one action with a valid form's values; a refusal becomes errors of the form.

    Returns what the action returned, or None when it refused: the page then shows the form
    again with everything that was typed. A newer text by somebody else (StaleEdit) is left on
    `form.conflict`, which the form template shows beside the typed one.
    """
    try:
        return action(**arguments)
    except InvalidInput as error:
        if not error.fields:
            form.add_error(None, error.message)
        for name, sentence in error.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
    except StaleEdit as error:
        form.conflict = error  # type: ignore[attr-defined]
        form.add_error(None, error.message)
    except (NotAllowed, NotFound):
        raise  # no correction of the form would help: the door answers 403 or 404
    except DomainError as error:
        form.add_error(None, error.message)
    return None


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


def _submission_key(request: HttpRequest) -> uuid.UUID | None:
    """The form's own key, tied to what was typed: after the browser's way back the same form with
    other words is a new submission, and only the same words are a repeat.
    """
    try:
        key = uuid.UUID(request.POST.get(ONCE_FIELD, ""))
    except ValueError:
        return None
    typed = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in {ONCE_FIELD, CSRF_FIELD}
    )
    return uuid.uuid5(key, json.dumps([request.path, typed]))
