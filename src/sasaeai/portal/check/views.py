"""The page of a check sheet: each service of an operator with three answers and what may change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sasaeai.directory import queries
from sasaeai.directory.actions import answer_check
from sasaeai.directory.forms import AnswererForm, AnswerForm, answerer_form
from sasaeai.directory.models import ServiceCheck
from sasaeai.directory.queries import SheetOfCheck
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.portal.door import opens_by_code
from sasaeai.web.submissions import attempt, carry_out_once


@require_http_methods(["GET", "HEAD", "POST"])
@opens_by_code
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The questions; what was answered; or why nothing can be answered any more."""
    found = queries.find_check(code)
    if not queries.is_open(found, on=clock.today()):
        return render(request, "portal/check_closed.html", {"check": found})
    sheet = SheetOfCheck(found, queries.services_asked(found))
    if request.method != "POST":
        return _page(request, sheet)
    return carry_out_once(
        request,
        lambda: _answer(request, sheet),
        actor=_bearer(found),
        otherwise=request.path,
    )


def _answer(request: HttpRequest, sheet: SheetOfCheck) -> HttpResponse:
    forms, who = _forms(sheet, request.POST)
    if all([who.is_valid(), *(form.is_valid() for form in forms)]):
        done = attempt(
            who,
            answer_check,
            check=sheet.check,
            answers=[form.answered() for form in forms],
            answered_by=who.cleaned_data["answered_by"],
            contact=who.cleaned_data["contact"],
            proposed=who.proposed(),
            actor=_bearer(sheet.check),
        )
        if done:
            return redirect("portal:service_check", sheet.code)
    return _page(request, sheet, forms=forms, who=who)


def _page(
    request: HttpRequest,
    sheet: SheetOfCheck,
    *,
    forms: list[AnswerForm] | None = None,
    who: AnswererForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"sheet": sheet, "contact": _contact(sheet.check)}
    if forms is None and sheet.check.answered_on and "change" not in request.GET:
        answers = queries.answers_of(sheet.check)
        context["proposed"] = queries.proposal_of(sheet.check)
        context["answers"] = [(service, answers.get(service.id)) for service in sheet.services]
        return render(request, "portal/check_answered.html", context)
    if forms is None or who is None:
        forms, who = _forms(sheet, None)
    return render(request, "portal/check.html", context | {"forms": forms, "who": who})


def _forms(sheet: SheetOfCheck, data: Any) -> tuple[list[AnswerForm], AnswererForm]:
    before = queries.answers_of(sheet.check)
    forms = [
        AnswerForm(data, service=service, before=before.get(service.id))
        for service in sheet.services
    ]
    return forms, answerer_form(data, sheet.check, by=sheet.check.answered_by)


def _contact(check: ServiceCheck) -> dict[str, str]:
    return {"name": check.contact_name, "tel": check.contact_tel, "fax": check.contact_fax}


def _bearer(check: ServiceCheck) -> Viewer:
    """Who acts when somebody answers by code: nobody known, without any right at the desk."""
    with translation.override(settings.LANGUAGE_CODE):  # kept, and read by others
        name = _("運営する団体（確認票のページ）")
    return Viewer(municipality_id=check.municipality_id, name=name, on=clock.today())
