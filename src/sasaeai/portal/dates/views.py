"""Which days would suit: ○△× for each, by whoever holds the code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sasaeai.kernel import clock
from sasaeai.meetings import actions, queries
from sasaeai.meetings.actions.date_answers import voter_as_viewer
from sasaeai.meetings.forms.dates import MarksForm
from sasaeai.meetings.queries.dates import OpenPoll
from sasaeai.portal.door import opens_by_code
from sasaeai.web.submissions import attempt, carry_out_once


@require_http_methods(["GET", "HEAD", "POST"])
@opens_by_code
def date_poll(request: HttpRequest, code: str) -> HttpResponse:
    """The days that are asked for, or what was answered, or what came of it."""
    asked = queries.open_poll(code, at=clock.now())
    if request.method != "POST":
        return _page(request, asked, None)
    return carry_out_once(
        request,
        lambda: _answer(request, asked),
        actor=voter_as_viewer(asked.voter),
        otherwise=request.path,
    )


def _answer(request: HttpRequest, asked: OpenPoll) -> HttpResponse:
    form = _form(asked, request)
    if (
        asked.is_open
        and form.is_valid()
        and attempt(
            form,
            actions.mark_dates_by_code,
            code=asked.code,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            base_version=form.cleaned_data["base_version"],
        )
    ):
        return redirect("portal:date_poll", asked.code)
    return _page(request, asked, form)


def _page(request: HttpRequest, asked: OpenPoll, form: MarksForm | None) -> HttpResponse:
    context = {"asked": asked, "poll": asked.poll, "form": form}
    if not asked.is_open or not asked.slots:
        return render(request, "portal/dates_closed.html", context)
    if form is None and asked.version and "change" not in request.GET:
        context["form"] = _form(asked)
        return render(request, "portal/dates_answered.html", context)
    context["form"] = form or _form(asked)
    return render(request, "portal/dates.html", context)


def _form(asked: OpenPoll, request: HttpRequest | None = None) -> MarksForm:
    return MarksForm(
        request.POST if request else None,
        slots=asked.slots,
        answers=asked.answers,
        note=asked.voter.note,
        version=asked.version,
    )
