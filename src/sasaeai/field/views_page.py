"""The page that a device keeps: with a network the person's list, without one the bare shell.

The worker (`sw.js`) keeps the shell, the styles and the script on the device and nothing else: what
is known of a meeting lies locked in the store of the page (docs/adr/0019-in-the-hall.md).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from sasaeai.accounts import queries as accounts
from sasaeai.field.sentences import sentences
from sasaeai.hall.queries.to_carry import carries_of, meetings_to_carry
from sasaeai.kernel.errors import NotAllowed
from sasaeai.web.access import declares, public

KEPT = (
    "vendor/design-tokens.css",
    "web/base.css",
    "web/components.css",
    "web/frame.css",
    "web/print.css",
    "web/mark.svg",
    "web/shell.js",
    "field/field.css",
    "field/field.js",
)
"""What a device keeps beside the shell. The web font is too heavy: the device's own fonts serve."""

ANY_CARRY = UUID(int=0)
"""Stands in addresses where the script puts the carry it talks about."""


@declares("signed_in")
@login_required
@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """The meetings that a person may carry, and what is on this device."""
    try:
        viewer = accounts.viewer_for(request.user)
    except NotAllowed as error:
        return render(request, "web/403.html", {"reason": error.message}, status=403)
    carried = {str(carry.id): str(carry.meeting) for carry in carries_of(viewer)}
    to_carry = meetings_to_carry(viewer, also=_asked_for(request))
    context = {"viewer": viewer, "to_carry": to_carry, "titles": carried, **_frame()}
    return render(request, "field/page.html", context)


@public
@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest) -> HttpResponse:
    """The same page without a person: what the device opens when there is no network."""
    response = render(request, "field/page.html", _frame())
    response["X-Sasaeai-Build"] = _build()
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of everything below /field/. A new build is a new worker."""
    addresses = [_versioned(name) for name in KEPT]
    script = render_to_string(
        "field/sw.js",
        {
            "build": json.dumps(_build()),
            "page": json.dumps(reverse("field:page")),
            "shell": json.dumps(reverse("field:shell")),
            "kept": json.dumps([*addresses, reverse("field:manifest")]),
        },
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("field:page")
    response["Cache-Control"] = "no-cache"
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a tablet needs to put the page on its start screen."""
    mark = {"src": _versioned("web/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    words = {
        "name": _("支え合い 会場の記録"),
        "short_name": _("会場の記録"),
        "start_url": reverse("field:page"),
        "scope": reverse("field:page"),
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#115a36",
        "icons": [mark],
    }
    return JsonResponse(words, content_type="application/manifest+json")


def _frame() -> dict[str, object]:
    addresses = {
        "page": reverse("field:page"),
        "worker": reverse("field:worker"),
        "login": reverse("account_login"),
        "carry": reverse("field:carry"),
        **{
            name: reverse(f"field:{name}", args=[ANY_CARRY])
            for name in ("key", "package", "sync", "returned")
        },
    }
    return {"addresses": addresses, "sentences": sentences(), "asset_version": _version()}


def _versioned(name: str) -> str:
    """The address of a file, as the page asks for it: with the build, so that a worker of an older
    one does not answer for it.
    """
    return static(name) + _version()


def _version() -> str:
    return f"?v={_build()}"


def _asked_for(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("meeting", ""))
    except ValueError:
        return None


@cache
def _build() -> str:
    """A short name of what the device keeps; it changes when a byte of it does."""
    digest = hashlib.sha256()
    places = [finders.find(name) for name in KEPT]
    shell_files = sorted((Path(__file__).parent / "templates" / "field").iterdir())
    frame = get_template("web/base.html").origin.name
    words = Path(__file__).with_name("sentences.py")
    for place in [*filter(None, places), *shell_files, frame, words]:
        digest.update(Path(str(place)).read_bytes())
    return digest.hexdigest()[:12]
