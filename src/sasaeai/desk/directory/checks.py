"""The yearly check of the directory, and corrections from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.directory import actions, queries
from sasaeai.directory.enums import CheckAnswer
from sasaeai.directory.forms import AnswerForm, AskForm, DeclineForm, answerer_form
from sasaeai.directory.models import Correction, Service
from sasaeai.web.messages import undo_message

ANSWER_WITHIN = timedelta(days=21)
PAGE_SIZE = 30
MOST_AT_ONCE = 100
"""Operators that are offered to be asked; after an import there may be hundreds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One column as it stands and as it is proposed."""

    label: str
    before: str
    after: str


@runs_meetings
@require_http_methods(["GET", "POST"])
def checks(request: DeskRequest) -> HttpResponse:
    """Whom to ask, who was asked, who answered."""
    viewer = request.viewer
    rows = queries.operators(viewer)
    all_free = [one for one in rows if one.asked is None]
    free = all_free[:MOST_AT_ONCE]
    form = AskForm(
        request.POST or None,
        operators=free,
        initial={
            "operators": [one.key for one in free if one.due],
            "answer_by": viewer.on + ANSWER_WITHIN,
        },
    )
    if form.is_valid():
        asked = attempt(
            form,
            actions.ask_operators,
            operators=form.chosen(),
            answer_by=form.cleaned_data["answer_by"],
            actor=viewer,
        )
        if asked:
            text = _("%(n)d団体の確認票ができました。印刷するか、リンクを知らせてください。")
            messages.success(request, text % {"n": len(asked)})
            return redirect(f"{reverse('desk:service_checks')}#asked")
    listed = Paginator(queries.list_checks(viewer), PAGE_SIZE)
    left_out = len(all_free) - len(free)
    context = {
        "form": form,
        "free": free,
        "left_out": left_out,
        "page": listed.get_page(request.GET.get("page")),
    }
    return render(request, "desk/directory/checks.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def check(request: DeskRequest, check_id: UUID) -> HttpResponse:
    """One check: its link and paper, and keying what came back on paper or by telephone."""
    sheet = queries.get_visible_check(check_id, viewer=request.viewer)
    before = queries.answers_of(sheet.check)
    data = request.POST or None
    forms = [
        AnswerForm(data, service=service, before=before.get(service.id))
        for service in sheet.services
    ]
    who = answerer_form(data, sheet.check, by=sheet.check.answered_by or sheet.name)
    if data and all([who.is_valid(), *(form.is_valid() for form in forms)]):
        done = attempt(
            who,
            actions.key_check,
            check=sheet.check,
            answers=[form.answered() for form in forms],
            answered_by=who.cleaned_data["answered_by"],
            contact=who.cleaned_data["contact"],
            proposed=who.proposed(),
            actor=request.viewer,
        )
        if done:
            messages.success(request, _("返事を入れました。直すところは、確かめてから載せます。"))
            return redirect("desk:service_checks")
    context = {"sheet": sheet, "forms": forms, "who": who, "link": queries.check_link(sheet.check)}
    return render(request, "desk/directory/check.html", context)


@runs_meetings
@require_POST
def check_withdraw(request: DeskRequest, check_id: UUID) -> HttpResponse:
    """Take a question back."""
    sheet = queries.get_visible_check(check_id, viewer=request.viewer)
    actions.withdraw_check(check=sheet.check, actor=request.viewer)
    text = _("「%(name)s」への確認票を取り消しました。") % {"name": sheet.name}
    undo_message(request, text, reverse("desk:service_check_restore", args=[sheet.check.id]))
    return redirect("desk:service_checks")


@runs_meetings
@require_POST
def check_restore(request: DeskRequest, check_id: UUID) -> HttpResponse:
    """Put it back."""
    sheet = queries.get_visible_check(check_id, viewer=request.viewer, withdrawn=True)
    actions.restore_check(check=sheet.check, actor=request.viewer)
    messages.success(request, _("確認票を元に戻しました。"))
    return redirect("desk:service_check", sheet.check.id)


@runs_meetings
@require_http_methods(["GET"])
def corrections(request: DeskRequest) -> HttpResponse:
    """What outsiders say should be put right: first what waits, then what was decided."""
    viewer = request.viewer
    is_decided = request.GET.get("state") == "decided"
    found = queries.list_corrections(viewer, waiting=not is_decided)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, _differences(row)) for row in page.object_list],
        "is_decided": is_decided,
        "waiting": queries.count_waiting(viewer),
    }
    return render(request, "desk/directory/corrections.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def correction(request: DeskRequest, correction_id: UUID) -> HttpResponse:
    """One correction, old and new side by side; a POST declines it with the reason."""
    found = queries.get_visible_correction(correction_id, viewer=request.viewer)
    form = DeclineForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        actions.decline_correction,
        correction=found,
        reason=form.cleaned_data["reason"],
        actor=request.viewer,
    ):
        undo = reverse("desk:correction_reopen", args=[found.id])
        undo_message(request, _("この申し出は取り入れないことにしました。"), undo)
        return redirect("desk:corrections")
    context = {"correction": found, "differences": _differences(found), "form": form}
    return render(request, "desk/directory/correction.html", context)


@runs_meetings
@require_POST
def correction_accept(request: DeskRequest, correction_id: UUID) -> HttpResponse:
    """Write it into the entry."""
    found = queries.get_visible_correction(correction_id, viewer=request.viewer)
    actions.accept_correction(correction=found, actor=request.viewer)
    text = _("「%(name)s」に取り入れました。") % {"name": found.service}
    undo_message(request, text, reverse("desk:correction_reopen", args=[found.id]))
    return redirect("desk:corrections")


@runs_meetings
@require_POST
def correction_reopen(request: DeskRequest, correction_id: UUID) -> HttpResponse:
    """Take a decision back."""
    found = queries.get_visible_correction(correction_id, viewer=request.viewer)
    actions.reopen_correction(correction=found, actor=request.viewer)
    messages.success(request, _("申し出を、確かめ待ちに戻しました。"))
    return redirect("desk:correction", found.id)


def _differences(row: Correction) -> list[Difference]:
    """What would change, or did; of an end that alone."""
    if row.answer == CheckAnswer.ENDED:
        return [Difference(_("この相談先"), _("続いている"), _("やめた"))]
    return [
        Difference(
            label=str(Service._meta.get_field(name).verbose_name),
            before=row.values_before.get(name, getattr(row.service, name, "")),
            after=text,
        )
        for name, text in row.values.items()
    ]
