"""困りごと: what was raised, the new ones first, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.issues.similar import similar_in, wants_similar
from sasaeai.desk.papers import paper_response
from sasaeai.issues import actions, queries
from sasaeai.issues.access import can_handle_trouble, check_can_handle_trouble
from sasaeai.issues.enums import TroubleState
from sasaeai.issues.exports.trouble_sheet import trouble_sheet_paper
from sasaeai.issues.forms import (
    AnswerTroubleForm,
    EditTroubleForm,
    JoinIssueForm,
    NewIssueForm,
    NewTroubleForm,
    ReferTroubleForm,
    SettleTroubleForm,
)
from sasaeai.issues.models import Trouble
from sasaeai.issues.queries import troubles as lists
from sasaeai.issues.queries.introductions import introductions_for, words_of
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries import get_visible_district, names_in_district
from sasaeai.people.queries.districts import districts_to_begin_in
from sasaeai.web.messages import undo_message

TITLE_LENGTH = 40
"""So much of a trouble's first line is proposed as the name of an issue."""


@signed_in
@require_safe
def troubles(request: DeskRequest) -> HttpResponse:
    """Every trouble of the viewer's districts."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    context = {
        "page": lists.troubles_page(
            lists.list_troubles(viewer, district=district), request.GET.get("page")
        ),
        "districts": districts,
        "district": district,
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/troubles.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def trouble_new(request: DeskRequest) -> HttpResponse:
    """Write down a trouble that came by telephone, at the counter or in a meeting."""
    viewer = request.viewer
    districts = districts_to_begin_in(viewer)
    form = NewTroubleForm(
        request.POST or None,
        districts=districts,
        today=viewer.on,
        district=request.GET.get("district", ""),
        names=queries.names_to_raise(viewer),
        known_names=_known_names(request, districts),
    )
    asks = wants_similar(request)
    if not asks and form.is_valid():
        values = dict(form.cleaned_data) | {"district": form.chosen_district()}
        office, post = queries.find_raiser(
            values["raised_by"], district=values["district"], viewer=viewer
        )
        values |= {"organization": office, "post": post}
        raised = attempt(form, actions.raise_trouble, actor=viewer, **values)
        if raised:
            undo = reverse("desk:trouble_withdraw", args=[raised.id])
            undo_message(request, _("困りごとを書きとめました。"), undo)
            return redirect("desk:trouble", raised.id)
    context = {
        "form": form,
        "similar": similar_in(request, districts) if asks else [],
        "asked": asks,
    }
    return render(request, "desk/issues/trouble_new.html", context)


@signed_in
@require_safe
def trouble(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """One trouble: its words, and what becomes of it."""
    found = _get(request, trouble_id)
    return _page(request, found)


@runs_meetings
@require_http_methods(["GET", "POST"])
def trouble_edit(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Put the words right, such as a resident's name that slipped in."""
    found = _mine(request, trouble_id)
    form = EditTroubleForm(
        request.POST or None,
        trouble=found,
        names=queries.names_to_raise(request.viewer),
        known_names=names_in_district(found.district),
    )
    if form.is_valid() and attempt(
        form, actions.edit_trouble, trouble=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("困りごとの文を直しました。"))
        return redirect("desk:trouble", found.id)
    return render(request, "desk/issues/trouble_edit.html", {"form": form, "trouble": found})


@runs_meetings
@require_http_methods(["GET", "POST"])
def trouble_take(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Make an issue of it, filled in from its words; or join an issue that is open already."""
    found = _mine(request, trouble_id)
    form = NewIssueForm(
        request.POST or None,
        districts=[found.district],
        district=found.district,
        initial=_proposed(found),
        known_names=names_in_district(found.district),
    )
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "district"}
        issue = attempt(form, actions.open_issue_of, trouble=found, actor=request.viewer, **values)
        if issue:
            undo_message(
                request,
                _("課題「%(title)s」を取り上げました。") % {"title": issue.title},
                reverse("desk:issue_withdraw", args=[issue.id]),
            )
            return redirect("desk:issue", issue.id)
    words = request.GET.get("q", "")
    join_form = JoinIssueForm(issues=queries.open_issues_of(found.district, words))
    context = {
        "form": form,
        "join_form": join_form,
        "words": words,
        "trouble": found,
        "may_handle": True,
        "asked": True,
        "similar": queries.similar_to(found.text, district=found.district, viewer=request.viewer),
    }
    return render(request, "desk/issues/trouble_take.html", context)


@runs_meetings
@require_POST
def trouble_join(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Let it be part of an issue that is open already."""
    found = _mine(request, trouble_id)
    words = request.POST.get("q", "")
    form = JoinIssueForm(request.POST, issues=queries.open_issues_of(found.district, words))
    issue = form.chosen() if form.is_valid() else None
    if issue is None:
        messages.error(request, _("つなげる課題を一覧から選んでください。"))
        return redirect("desk:trouble_take", found.id)
    actions.take_trouble(trouble=found, issue=issue, actor=request.viewer)
    undo_message(
        request,
        _("課題「%(title)s」につなげました。") % {"title": issue.title},
        reverse("desk:trouble_reconsider", args=[found.id]),
    )
    return redirect("desk:issue", issue.id)


@runs_meetings
@require_POST
def trouble_settle(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Say that it does not become an issue, and why."""
    found = _mine(request, trouble_id)
    form = SettleTroubleForm(request.POST, known_names=names_in_district(found.district))
    if form.is_valid() and attempt(
        form, actions.settle_trouble, trouble=found, actor=request.viewer, **form.cleaned_data
    ):
        undo = reverse("desk:trouble_reconsider", args=[found.id])
        undo_message(request, _("課題にしないことにしました。"), undo)
        return redirect("desk:troubles")
    return _page(request, found, settle_form=form)


@runs_meetings
@require_POST
def trouble_answer(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Answer it at once: it needs no issue."""
    found = _mine(request, trouble_id)
    form = AnswerTroubleForm(request.POST, prefix="answer")
    if form.is_valid() and attempt(
        form, actions.answer_trouble, trouble=found, actor=request.viewer, **form.cleaned_data
    ):
        undo_message(
            request,
            _("答えを下書きしました。下の「寄せた方への返答」から届けてください。"),
            reverse("desk:trouble_reconsider", args=[found.id]),
        )
        return redirect("desk:trouble", found.id)
    return _page(request, found, answer_form=form)


@runs_meetings
@require_POST
def trouble_refer(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Say to whom it was handed on."""
    found = _mine(request, trouble_id)
    form = ReferTroubleForm(request.POST, prefix="refer")
    if form.is_valid() and attempt(
        form, actions.refer_trouble, trouble=found, actor=request.viewer, **form.cleaned_data
    ):
        undo = reverse("desk:trouble_reconsider", args=[found.id])
        undo_message(request, _("つないだことを書きました。寄せた方にも伝えてください。"), undo)
        return redirect("desk:trouble", found.id)
    return _page(request, found, refer_form=form)


@signed_in
@require_safe
def trouble_sheet(request: DeskRequest, district_id: UUID, ext: str) -> HttpResponse:
    """The empty sheet of a district, to write a trouble by hand."""
    if ext not in ("pdf", "docx"):
        raise Http404
    district = get_visible_district(district_id, viewer=request.viewer)
    return paper_response(trouble_sheet_paper(district, ext=ext, printed_on=request.viewer.on))


@runs_meetings
@require_POST
def trouble_reconsider(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Take back what was decided about it."""
    found = _mine(request, trouble_id)
    actions.reconsider_trouble(trouble=found, actor=request.viewer)
    messages.success(
        request, _("決めたことを取り消しました。まだ決めていない困りごとに戻りました。")
    )
    return redirect("desk:trouble", found.id)


@runs_meetings
@require_POST
def trouble_withdraw(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Take back one that was written by mistake."""
    found = _mine(request, trouble_id)
    actions.withdraw_trouble(trouble=found, actor=request.viewer)
    undo = reverse("desk:trouble_restore", args=[found.id])
    undo_message(request, _("困りごとを取り消しました。"), undo)
    return redirect("desk:troubles")


@runs_meetings
@require_POST
def trouble_restore(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """Put it back."""
    found = lists.get_withdrawn_trouble(trouble_id, viewer=request.viewer)
    check_can_handle_trouble(request.viewer, found)
    actions.restore_trouble(trouble=found, actor=request.viewer)
    messages.success(request, _("困りごとを元に戻しました。"))
    return redirect("desk:trouble", found.id)


def _known_names(request: DeskRequest, districts: Sequence[District]) -> Iterable[str]:
    """Persons of the district that a form names; nobody's while it is empty."""
    asked = request.POST.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    return names_in_district(district) if district is not None else ()


def _page(
    request: DeskRequest,
    found: Trouble,
    *,
    settle_form: SettleTroubleForm | None = None,
    answer_form: AnswerTroubleForm | None = None,
    refer_form: ReferTroubleForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    may_handle = can_handle_trouble(viewer, found)
    introductions = introductions_for(trouble=found)
    decides = may_handle and found.state == TroubleState.NEW
    context = {
        "trouble": found,
        "may_handle": may_handle,
        "similar": queries.similar_to(found.text, district=found.district, viewer=viewer)
        if decides
        else [],
        "introductions": introductions,
        "owed": queries.raiser_of(found, viewer=viewer),
        "settle_form": settle_form or SettleTroubleForm(),
        "answer_form": answer_form
        or AnswerTroubleForm(prefix="answer", initial={"text": words_of(introductions)}),
        "refer_form": refer_form or ReferTroubleForm(prefix="refer"),
    }
    return render(request, "desk/issues/trouble.html", context)


def _proposed(found: Trouble) -> dict[str, str]:
    """An issue filled in: its name from the first sentence, and where it came from."""
    line = found.text.strip().splitlines()[0].partition("。")[0]
    return {
        "district": str(found.district_id),
        "title": line[:TITLE_LENGTH],
        "text": (f"{found.raised_by}から届いた困りごと：{found.text}")[:500],
    }


def _get(request: DeskRequest, trouble_id: UUID) -> Trouble:
    return lists.get_visible_trouble(trouble_id, viewer=request.viewer)


def _mine(request: DeskRequest, trouble_id: UUID) -> Trouble:
    """A trouble of a district whose meetings the viewer runs."""
    found = _get(request, trouble_id)
    check_can_handle_trouble(request.viewer, found)
    return found
