"""A form is carried out once, and its refusals become sentences of the form.

Every surface that takes forms uses these two: the desk for people with an account, the portal for
whoever holds a code (docs/adr/0005-forms-once.md).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound, StaleEdit
from sasaeai.kernel.viewer import Viewer

ONCE_FIELD = "once"
"""Hidden field of every form (the {% once %} tag): the key of one submission."""
CSRF_FIELD = "csrfmiddlewaretoken"
NOTHING_TO_SHOW = 204


def carry_out_once(
    request: HttpRequest, act: Callable[[], HttpResponse], *, actor: Viewer, otherwise: str
) -> HttpResponse:
    """Carry a form out once: all of it in one transaction, and a repeat leads to the same place.

    A redirect means that it was carried out. Any other answer (a form with errors) undoes
    everything, so that the corrected form can be sent with the same key. otherwise: where a repeat
    leads while the first one is still being carried out.
    """
    key = _submission_key(request)
    with transaction.atomic():
        if key is not None:
            earlier = audit.claim_submission(key=key, path=request.path, actor=actor)
            if earlier is not None:
                return redirect(earlier or otherwise)
        response = act()
        if 300 <= response.status_code < 400:
            if key is not None:
                audit.finish_submission(key=key, result_url=response["Location"], actor=actor)
        elif response.status_code != NOTHING_TO_SHOW:
            transaction.set_rollback(True)
        return response


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
    # With other files the same words are another submission too.
    chosen = [(f.name, f.size) for _name, files in sorted(request.FILES.lists()) for f in files]
    return uuid.uuid5(key, json.dumps([request.path, typed, *chosen]))
