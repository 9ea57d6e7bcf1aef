"""返答: what raisers are owed and were told; drafts, ways, and every step taken back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.issues import actions, queries
from sasaeai.issues.access import can_handle_trouble, check_can_handle_trouble, check_can_work_on
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.forms.answers import (
    EditAnswerForm,
    ExcuseForm,
    NewAnswerForm,
    SameAnswerForm,
    TellForm,
)
from sasaeai.issues.models import Answer, Trouble
from sasaeai.issues.queries.troubles import get_visible_trouble
from sasaeai.jobs.queries import latest_job
from sasaeai.notices.actions.answers import hindrance, send_answers, take_back_text
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.ways import goes_by_wire
from sasaeai.people.access import visible_districts
from sasaeai.web.messages import undo_message

SHOWN = ("", "open", "told", "all")


@signed_in
@require_safe
def answers(request: DeskRequest) -> HttpResponse:
    """Who is owed an answer, those first to whom it is due; whom to ask whether it helped."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    found = queries.list_owed(viewer, district=district, show=show)
    page = queries.owed_page(found, request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.owed_rows(page.object_list, viewer=viewer),
        "districts": districts,
        "district": district,
        "show": show,
        "shows": [
            ("", _("いま返答するもの")),
            ("open", _("まだ伝えていないもの")),
            ("told", _("伝えたもの")),
            ("all", _("すべて")),
        ],
        "to_ask": queries.to_ask(viewer, district=district).count(),
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/answers.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def answer_new(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Write what a raiser will be told; it arrives filled in with what came of it."""
    found = _trouble(request, trouble_id)
    owed = queries.raiser_of(found, viewer=request.viewer)
    if owed.draft is not None and request.method == "GET":
        return redirect("desk:answer", owed.draft.id)
    form = NewAnswerForm(
        request.POST or None,
        proposed=queries.proposed_words(owed.trouble),
        channel=owed.reach.channel,
    )
    if form.is_valid():
        drafted = attempt(
            form, actions.draft_answer, trouble=found, actor=request.viewer, **form.cleaned_data
        )
        if drafted:
            undo = reverse("desk:answer_withdraw", args=[drafted.id])
            undo_message(request, _("返答を下書きしました。まだ届けていません。"), undo)
            return redirect("desk:answer", drafted.id)
    return _new_page(request, found, form=form)


@runs_meetings
@require_POST
def answer_excuse(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Say that there is no way to tell the raiser, and why."""
    found = _trouble(request, trouble_id)
    form = ExcuseForm(request.POST, prefix="excuse")
    if form.is_valid():
        excused = attempt(
            form, actions.excuse_answer, trouble=found, actor=request.viewer, **form.cleaned_data
        )
        if excused:
            undo = reverse("desk:answer_untell", args=[excused.id])
            undo_message(request, _("伝えようがないことを記録しました。"), undo)
            return redirect(_back(found))
    return _new_page(request, found, excuse_form=form)


@signed_in
@require_safe
def answer(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """One answer: its words, the ways to bring it, that it was told, whether it helped."""
    return _answer_page(request, _get(request, answer_id))


@runs_meetings
@require_POST
def answer_edit(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Put the words of a draft right, or choose another way."""
    found = _mine(request, answer_id)
    form = EditAnswerForm(request.POST, answer=found)
    if form.is_valid() and attempt(
        form,
        partial(actions.edit_answer, answer=found),
        actor=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("返答を直しました。"))
        return redirect("desk:answer", found.id)
    return _answer_page(request, found, edit_form=form)


@runs_meetings
@require_POST
def answer_tell(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Somebody told it, by telephone, at the door, or by the letter that was posted."""
    found = _mine(request, answer_id)
    form = TellForm(request.POST, prefix="tell")
    if form.is_valid() and attempt(
        form, actions.tell_answer, answer=found, actor=request.viewer, **form.cleaned_data
    ):
        undo = reverse("desk:answer_untell", args=[found.id])
        undo_message(
            request, _("伝えたことを記録しました。ひと月後に、役に立ったかを聞きます。"), undo
        )
        return redirect(_back(found.trouble))
    return _answer_page(request, found, tell_form=form)


@runs_meetings
@require_POST
def answer_untell(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """It was not told after all."""
    found = _mine(request, answer_id)
    actions.take_back_told(answer=found, actor=request.viewer)
    messages.success(request, _("伝えたことを取り消しました。"))
    return redirect(_back(found.trouble))


@runs_meetings
@require_POST
def answer_withdraw(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Take a draft back."""
    found = _mine(request, answer_id)
    actions.withdraw_answer(answer=found, actor=request.viewer)
    undo = reverse("desk:answer_restore", args=[found.id])
    undo_message(request, _("返答の下書きを取り消しました。"), undo)
    return redirect(_back(found.trouble))


@runs_meetings
@require_POST
def answer_restore(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_visible_answer(answer_id, viewer=request.viewer, removed=True)
    actions.restore_answer(answer=found, actor=request.viewer)
    messages.success(request, _("返答の下書きを元に戻しました。"))
    return redirect("desk:answer", found.id)


@runs_meetings
@require_POST
def answer_send(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Have it sent by mail, LINE or FAX."""
    found = _mine(request, answer_id)
    page = reverse("desk:answer", args=[found.id])
    send_answers(answers=texts.with_links([found]), actor=request.viewer, result_path=page)
    messages.success(request, _("返答の送信を始めました。"))
    return redirect(page)


@runs_meetings
@require_POST
def answer_unsend(request: DeskRequest, answer_id: UUID) -> HttpResponse:
    """Take back what has not left yet."""
    found = _mine(request, answer_id)
    take_back_text(row=found, actor=request.viewer)
    messages.success(request, _("送信をやめました。下書きに戻っています。"))
    return redirect("desk:answer", found.id)


@runs_meetings
@require_http_methods(["GET", "POST"])
def answers_same(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """One answer to everybody who raised an issue and was told nothing (同じ答えを全員に), or not how
    it ended.
    """
    issue = queries.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, issue)
    owed = queries.raisers_of(issue, viewer=request.viewer)
    waiting = [one for one in owed if one.misses_the_end or (not one.is_told and one.draft is None)]
    form = SameAnswerForm(
        request.POST or None,
        initial={"text": queries.proposed_words(waiting[0].trouble) if waiting else ""},
    )
    if form.is_valid():
        drafted = attempt(
            form,
            actions.draft_same_answer,
            troubles=[one.trouble for one in waiting],
            text=form.cleaned_data["text"],
            actor=request.viewer,
        )
        if drafted:
            messages.success(
                request,
                _("%(n)d件の返答を下書きしました。まだ届けていません。") % {"n": len(drafted)},
            )
            return redirect(f"{reverse('desk:issue', args=[issue.id])}#answers")
    context = {"issue": issue, "form": form, "waiting": waiting}
    return render(request, "desk/issues/answers_same.html", context)


def _new_page(
    request: DeskRequest,
    found: Trouble,
    *,
    form: NewAnswerForm | None = None,
    excuse_form: ExcuseForm | None = None,
) -> HttpResponse:
    owed = queries.raiser_of(found, viewer=request.viewer)
    context = {
        "trouble": found,
        "owed": owed,
        "form": form
        or NewAnswerForm(proposed=queries.proposed_words(owed.trouble), channel=owed.reach.channel),
        "excuse_form": excuse_form or ExcuseForm(prefix="excuse"),
    }
    return render(request, "desk/issues/answer_new.html", context)


def _answer_page(
    request: DeskRequest,
    found: Answer,
    *,
    edit_form: EditAnswerForm | None = None,
    tell_form: TellForm | None = None,
) -> HttpResponse:
    trouble = found.trouble
    owed = queries.raiser_of(trouble, viewer=request.viewer)
    (loaded,) = texts.with_links([found])
    address = texts.addresses_of([loaded], on=request.viewer.on)[found.pk]
    by_wire = goes_by_wire(found.channel)
    context = {
        "answer": found,
        "trouble": trouble,
        "owed": owed,
        "address": address,
        "to": address.by(found.channel),
        "by_wire": by_wire,
        "hindrance": hindrance(loaded, address) if by_wire else "",
        "is_draft": owed.draft == found,
        "waits": found.state in ("queued", "sending"),
        "job": latest_job(texts.topic_of(trouble.district_id), viewer=request.viewer)
        if by_wire
        else None,
        "may_handle": can_handle_trouble(request.viewer, trouble),
        "may_reopen": trouble.issue is not None
        and trouble.issue.status == IssueStatus.CLOSED
        and trouble.issue.duplicate_of_id is None,
        "edit_form": edit_form or EditAnswerForm(answer=found),
        "tell_form": tell_form or TellForm(prefix="tell", today=request.viewer.on),
    }
    return render(request, "desk/issues/answer.html", context)


def _back(trouble: Trouble) -> str:
    """Where a trouble is at home: its issue, else its own page."""
    if trouble.issue_id is not None:
        return f"{reverse('desk:issue', args=[trouble.issue_id])}#answers"
    return reverse("desk:trouble", args=[trouble.id])


def _trouble(request: DeskRequest, trouble_id: UUID) -> Trouble:
    found = get_visible_trouble(trouble_id, viewer=request.viewer)
    check_can_handle_trouble(request.viewer, found)
    return found


def _get(request: DeskRequest, answer_id: UUID) -> Answer:
    return queries.get_visible_answer(answer_id, viewer=request.viewer)


def _mine(request: DeskRequest, answer_id: UUID) -> Answer:
    """An answer of a district whose meetings the viewer runs."""
    found = _get(request, answer_id)
    check_can_handle_trouble(request.viewer, found.trouble)
    return found
