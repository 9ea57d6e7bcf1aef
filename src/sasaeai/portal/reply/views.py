"""The reply page: what is asked of whoever holds the code, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.directory.queries import find_check
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings.queries.dates import find_voter
from sasaeai.notices.actions.own_reply import reply_by_code
from sasaeai.notices.queries.open_call import OpenCall, bearer_of, find_call, open_call
from sasaeai.notices.queries.wording import snow_sentence
from sasaeai.portal.door import opens_by_code
from sasaeai.portal.reply.forms import OwnReplyForm
from sasaeai.web.submissions import attempt, carry_out_once


@require_safe
@opens_by_code
def front(request: HttpRequest) -> HttpResponse:
    """Type the code of a sheet; it leads to the reply page, a date poll or a yearly check."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "portal/front.html")
    try:
        return redirect("portal:reply", _plain(find_call(typed).reply_code))
    except NotFound:
        pass
    try:
        return redirect("portal:date_poll", _plain(find_voter(typed).code))
    except NotFound as unknown:
        try:
            return redirect("portal:service_check", _plain(find_check(typed).code))
        except NotFound:
            raise unknown from None


@require_http_methods(["GET", "HEAD", "POST"])
@opens_by_code
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """One invitation: the questions, or what was answered, or why nothing can be answered."""
    call = open_call(code, at=clock.now())
    if request.method != "POST":
        return _page(request, call, None)
    return carry_out_once(
        request,
        lambda: _answer(request, call),
        actor=bearer_of(call.expected, on=clock.today()),
        otherwise=request.path,
    )


def _answer(request: HttpRequest, call: OpenCall) -> HttpResponse:
    form = OwnReplyForm(request.POST, reply=call.reply, is_earlier=call.is_earlier)
    if call.is_open and form.is_valid() and _write(request, form, call):
        return redirect("portal:reply", call.code)
    return _page(request, call, form)


def _write(request: HttpRequest, form: OwnReplyForm, call: OpenCall) -> bool:
    """Write the answer down. Somebody's newer one that says the same is no conflict."""
    base_version = form.cleaned_data["base_version"]
    for _try in range(2):
        written = attempt(
            form,
            reply_by_code,
            code=call.code,
            answer=form.cleaned_data["answer"],
            details=form.details(received_on=clock.today()),
            base_version=base_version,
            seen_start=_seen_start(request),
        )
        if written:
            return True
        if form.conflict is None or form.keep_visible_conflict():
            return False
        base_version = form.conflict.version
    return False


def _seen_start(request: HttpRequest) -> datetime | None:
    """The start of the meeting as the page showed it that sends the answer."""
    try:
        return datetime.fromisoformat(request.POST.get("seen_start", ""))
    except ValueError:
        return None


def _page(request: HttpRequest, call: OpenCall, form: OwnReplyForm | None) -> HttpResponse:
    context = {
        "call": call,
        "meeting": call.meeting,
        "reply": call.reply,
        "snow": snow_sentence(call.meeting),
        "form": form,
    }
    if not call.is_open:
        return render(request, "portal/closed.html", context)
    answered = call.reply is not None and not call.is_earlier
    if form is None and answered and "change" not in request.GET:
        return render(request, "portal/answered.html", context)
    if form is None:
        context["form"] = OwnReplyForm(reply=call.reply, is_earlier=call.is_earlier)
    return render(request, "portal/reply.html", context)


def _plain(code: str) -> str:
    """As addresses carry it: without hyphens."""
    return code.replace("-", "")
