"""Pages of the shell: text size, language, and the pages for what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from sasaeai.kernel import calendar
from sasaeai.kernel.fields import JapaneseDateField
from sasaeai.web.access import public
from sasaeai.web.context import LARGE_TEXT_COOKIE

ONE_YEAR = 365 * 24 * 60 * 60


@public
@require_POST
def set_text_size(request: HttpRequest) -> HttpResponse:
    """Switch large text on or off for this reader's browser."""
    response = redirect(_back(request))
    size = "large" if request.POST.get("size") == "large" else "normal"
    response.set_cookie(LARGE_TEXT_COOKIE, size, max_age=ONE_YEAR, samesite="Lax")
    return response


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the interface language for this reader's browser."""
    response = redirect(_back(request))
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=ONE_YEAR, samesite="Lax"
        )
    return response


@public
@require_safe
def day_note(request: HttpRequest) -> HttpResponse:
    """「月曜日・勤労感謝の日です」 for a date being typed, or what is wrong with it; plain text."""
    parts = [request.GET.get(name, "") for name in ("era", "year", "month", "day")]
    try:
        day = JapaneseDateField(required=False).clean(parts)
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), content_type="text/plain; charset=utf-8")
    note = calendar.day_note(day) if day else ""
    return HttpResponse(note, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what does not exist and for what a stranger may not know of."""
    return render(request, "web/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason when there is a sentence."""
    return render(request, "web/403.html", {"reason": str(exception)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither session nor database, which may be what broke."""
    return HttpResponse(render_to_string("web/500.html"), status=500)


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return "/"
