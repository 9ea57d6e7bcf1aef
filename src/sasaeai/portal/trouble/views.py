"""困りごとを届ける: one question, and a word that it arrived."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sasaeai.issues import actions
from sasaeai.issues.forms import BringTroubleForm
from sasaeai.kernel import clock
from sasaeai.notices.queries.open_call import OpenCall, bearer_of, open_call
from sasaeai.portal.door import opens_by_code
from sasaeai.web.submissions import attempt, carry_out_once


@require_http_methods(["GET", "HEAD", "POST"])
@opens_by_code
def trouble(request: HttpRequest, code: str) -> HttpResponse:
    """The form for whoever holds a reply code; afterwards what happens with it."""
    call = open_call(code, at=clock.now())
    if request.method != "POST":
        return _page(request, call, BringTroubleForm())
    return carry_out_once(
        request,
        lambda: _bring(request, call),
        actor=bearer_of(call.expected, on=clock.today()),
        otherwise=request.path,
    )


def _bring(request: HttpRequest, call: OpenCall) -> HttpResponse:
    form = BringTroubleForm(request.POST)
    bearer = bearer_of(call.expected, on=clock.today())
    if form.is_valid() and attempt(
        form, actions.bring_trouble, call=call.expected, actor=bearer, **form.cleaned_data
    ):
        return redirect(f"{reverse('portal:trouble', args=[call.code])}?brought=1")
    return _page(request, call, form)


def _page(request: HttpRequest, call: OpenCall, form: BringTroubleForm) -> HttpResponse:
    bearer = bearer_of(call.expected, on=clock.today())
    context = {
        "call": call,
        "form": form,
        "closed": actions.why_not_bring(call.expected, actor=bearer),
        "brought": "brought" in request.GET and not form.is_bound,
    }
    return render(request, "portal/trouble.html", context)
