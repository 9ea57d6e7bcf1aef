"""What an issue is handed on to: a body of its district, the city, another issue that is the same."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.issues import actions, queries
from sasaeai.issues.access import can_answer_escalation, can_work_on, check_can_work_on
from sasaeai.issues.exports.inquiry import inquiry_paper
from sasaeai.issues.forms import (
    AnswerEscalationForm,
    EscalateForm,
    MergeIssueForm,
    PutForwardForm,
)
from sasaeai.issues.models import Issue
from sasaeai.paper.errors import PaperError
from sasaeai.people.queries import names_in_district
from sasaeai.web.messages import undo_message

ANSWER_WITHIN = timedelta(days=30)
"""The answer is hoped for by then, unless another day is typed: without a day nobody is reminded."""

KINDS = ("pdf", "docx")
"""A paper is printed, or finished in Word."""


@runs_meetings
@require_http_methods(["GET", "POST"])
def put_forward(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Put an issue before the next meeting of a body, fixed or not."""
    found = _mine(request, issue_id)
    bodies = queries.bodies_to_ask(found, viewer=request.viewer)
    form = PutForwardForm(
        request.POST or None,
        bodies=bodies,
        initial={"role": queries.role_to_ask(found)},
        known_names=names_in_district(found.district),
    )
    if form.is_valid():
        values = dict(form.cleaned_data) | {"to_body": form.chosen_body()}
        row = attempt(form, actions.put_forward, issue=found, actor=request.viewer, **values)
        if row:
            undo_message(
                request,
                _("「%(body)s」に付議しました。次の会議の議題に提案されます。")
                % {"body": row.to_body.name},
                reverse("desk:put_forward_withdraw", args=[row.id]),
            )
            return redirect("desk:issue", found.id)
    return render(request, "desk/issues/put_forward.html", {"form": form, "issue": found})


@runs_meetings
@require_POST
def put_forward_withdraw(request: DeskRequest, put_id: UUID) -> HttpResponse:
    """Take it back before an agenda has taken it."""
    row = queries.get_visible_put_forward(put_id, viewer=request.viewer)
    actions.withdraw_put_forward(put=row, actor=request.viewer)
    undo = reverse("desk:put_forward_restore", args=[row.id])
    undo_message(request, _("付議を取り下げました。"), undo)
    return redirect("desk:issue", row.issue_id)


@runs_meetings
@require_POST
def put_forward_restore(request: DeskRequest, put_id: UUID) -> HttpResponse:
    """Put it back."""
    row = queries.get_visible_put_forward(put_id, viewer=request.viewer)
    actions.restore_put_forward(put=row, actor=request.viewer)
    messages.success(request, _("付議を元に戻しました。"))
    return redirect("desk:issue", row.issue_id)


# ── 同じ課題 ─────────────────────────────────────────────────────────────────────────────────────


@runs_meetings
@require_http_methods(["GET", "POST"])
def issue_merge(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Let an issue go on in another one that is the same."""
    found = _mine(request, issue_id)
    words = request.GET.get("q", "")
    form = MergeIssueForm(
        request.POST or None,
        issues=queries.issues_to_join(found, words),
        known_names=names_in_district(found.district),
    )
    if form.is_valid():
        values = dict(form.cleaned_data) | {"into": form.chosen()}
        if attempt(form, actions.merge_issue, issue=found, actor=request.viewer, **values):
            undo_message(
                request,
                _("「%(title)s」にまとめました。") % {"title": values["into"].title},
                reverse("desk:issue_unmerge", args=[found.id]),
            )
            return redirect("desk:issue", values["into"].id)
    context = {"form": form, "issue": found, "words": words}
    return render(request, "desk/issues/merge.html", context)


@runs_meetings
@require_POST
def issue_unmerge(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Let it go on by itself again."""
    found = _mine(request, issue_id)
    actions.unmerge_issue(issue=found, actor=request.viewer)
    messages.success(request, _("まとめたのを元に戻しました。別の課題として続けられます。"))
    return redirect("desk:issue", found.id)


# ── 市への照会 ───────────────────────────────────────────────────────────────────────────────────


@signed_in
@require_safe
def escalations(request: DeskRequest) -> HttpResponse:
    """Questions to the city: those that wait, what is due first; or those answered."""
    viewer = request.viewer
    answered = request.GET.get("answered") == "1"
    rows = queries.list_escalations(viewer, answered=answered)
    context = {
        "page": queries.escalations_page(rows, request.GET.get("page")),
        "answered": answered,
        "today": viewer.on,
    }
    return render(request, "desk/issues/escalations.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def escalate(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Ask the city's body or a department about an issue."""
    found = _mine(request, issue_id)
    form = EscalateForm(
        request.POST or None,
        bodies=queries.city_bodies(found, viewer=request.viewer),
        offices=queries.city_offices(found.municipality_id),
        initial={
            "question": found.city_part or _question_about(found),
            "answer_by": request.viewer.on + ANSWER_WITHIN,
        },
        known_names=names_in_district(found.district),
    )
    if form.is_valid():
        row = attempt(
            form, actions.escalate_issue, issue=found, actor=request.viewer, **form.values()
        )
        if row:
            undo_message(
                request,
                _("%(asked)sへの照会を書きました。照会書を印刷して届けてください。")
                % {"asked": row.asked},
                reverse("desk:escalation_withdraw", args=[row.id]),
            )
            return redirect("desk:escalation", row.id)
    return render(request, "desk/issues/escalate.html", {"form": form, "issue": found})


def _question_about(issue: Issue) -> str:
    """What the city may be asked first. Japanese whatever the page's language is: it is printed."""
    return (
        f"地域の課題「{issue.title}」について、市でできること、その時期、"
        "地区の相談の窓口をお知らせください。"
    )


@signed_in
@require_http_methods(["GET", "POST"])
def escalation(request: DeskRequest, escalation_id: UUID) -> HttpResponse:
    """One question, and the form for the answer for whoever may give it."""
    viewer = request.viewer
    row = queries.get_visible_escalation(escalation_id, viewer=viewer)
    form = AnswerEscalationForm(request.POST or None, escalation=row, today=viewer.on)
    if form.is_valid() and attempt(
        form, actions.answer_escalation, escalation=row, actor=viewer, **form.cleaned_data
    ):
        messages.success(request, _("返答を書きました。たずねた地区の「きょう」に出ます。"))
        return redirect("desk:escalation", row.id)
    context = {
        "escalation": row,
        "issue": row.issue,
        "form": form,
        "may_answer": can_answer_escalation(viewer, row),
        "may_work": can_work_on(viewer, row.issue),
        "sees_issue": viewer.may_see(row.issue.district_id),
        "today": viewer.on,
    }
    return render(request, "desk/issues/escalation.html", context)


@runs_meetings
@require_POST
def escalation_withdraw(request: DeskRequest, escalation_id: UUID) -> HttpResponse:
    """Take a question back that is not answered."""
    row = queries.get_visible_escalation(escalation_id, viewer=request.viewer)
    actions.withdraw_escalation(escalation=row, actor=request.viewer)
    undo = reverse("desk:escalation_restore", args=[row.id])
    undo_message(request, _("照会を取り消しました。"), undo)
    return redirect("desk:issue", row.issue_id)


@runs_meetings
@require_POST
def escalation_restore(request: DeskRequest, escalation_id: UUID) -> HttpResponse:
    """Put it back."""
    row = queries.get_visible_escalation(escalation_id, viewer=request.viewer, removed=True)
    actions.restore_escalation(escalation=row, actor=request.viewer)
    messages.success(request, _("照会を元に戻しました。"))
    return redirect("desk:escalation", row.id)


@signed_in
@require_safe
def escalation_paper(request: DeskRequest, escalation_id: UUID, ext: str) -> HttpResponse:
    """The question on paper (照会書), with room for the answer."""
    if ext not in KINDS:
        raise Http404
    row = queries.get_visible_escalation(escalation_id, viewer=request.viewer)
    try:
        return paper_response(inquiry_paper(row, ext=ext, printed_on=request.viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:escalation", row.id)


def _mine(request: DeskRequest, issue_id: UUID) -> Issue:
    """An issue of a district whose meetings the viewer runs."""
    found = queries.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, found)
    return found
