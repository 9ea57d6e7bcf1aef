"""Community issues: the list, one issue's path, its moves, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.issues.similar import similar_in, wants_similar
from sasaeai.directory.enums import Season
from sasaeai.issues import actions, queries
from sasaeai.issues.access import can_work_on
from sasaeai.issues.enums import TRANSITIONS, ConsiderationRole, IssueStatus
from sasaeai.issues.forms import (
    ActionForm,
    CloseIssueForm,
    EditIssueForm,
    MoveIssueForm,
    NewIssueForm,
    ReopenIssueForm,
)
from sasaeai.issues.models import Issue
from sasaeai.issues.queries.introductions import introductions_for
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.models import Topic
from sasaeai.meetings.queries import topics_of
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries import names_in_district
from sasaeai.people.queries.districts import districts_to_begin_in
from sasaeai.rollout.queries.lesson_box import uses_on_issue
from sasaeai.web.messages import undo_message

ALL = "all"
Row = TypeVar("Row", District, Topic)


@signed_in
@require_safe
def issues(request: DeskRequest) -> HttpResponse:
    """Every issue of the viewer's districts; those that are open first."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    topics = list(topics_of(viewer.municipality_id))
    district = _picked(districts, request.GET.get("district", ""))
    topic = _picked(topics, request.GET.get("topic", ""))
    status = request.GET.get("status", "")
    years = queries.years_of_issues(viewer)
    chosen = {
        "district": district,
        "topic": topic,
        "status": status,
        "season": request.GET.get("season", ""),
        "fiscal_year": _year(years, request.GET.get("year", "")),
        "words": request.GET.get("q", ""),
    }
    found = queries.list_issues(viewer, **chosen)
    context = {
        "page": queries.issues_page(found, request.GET.get("page")),
        "districts": districts,
        "topics": topics,
        "statuses": [*IssueStatus.choices, (ALL, _("終結も含めてすべて"))],
        "seasons": Season.choices,
        "years": years,
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "news": queries.waiting_news(viewer, district=district),
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/issues.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def issue_new(request: DeskRequest) -> HttpResponse:
    """Take up an issue that came up outside a meeting."""
    viewer = request.viewer
    districts = districts_to_begin_in(viewer)
    asked = request.POST.get("district") or request.GET.get("district", "")
    district = _picked(districts, asked) or districts[0]
    form = NewIssueForm(
        request.POST or None,
        districts=districts,
        district=district,
        initial={"district": str(district.id)},
        known_names=names_in_district(district),
    )
    asks = wants_similar(request)
    if not asks and form.is_valid():
        values = dict(form.cleaned_data) | {"district": form.chosen_district()}
        opened = attempt(form, actions.open_issue, actor=viewer, **values)
        if opened:
            undo_message(
                request,
                _("課題「%(title)s」を取り上げました。") % {"title": opened.title},
                reverse("desk:issue_withdraw", args=[opened.id]),
            )
            return redirect("desk:issue", opened.id)
    found = similar_in(request, districts) if asks else []
    context = {"form": form, "similar": found, "asked": asks}
    return render(request, "desk/issues/new.html", context)


@signed_in
@require_safe
def issue(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """The path of one issue: where it was talked about, who does what, each move."""
    return issue_page(request, _get(request, issue_id))


@runs_meetings
@require_http_methods(["GET", "POST"])
def issue_edit(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Correct what an issue is called and whom it concerns."""
    found = _get(request, issue_id)
    form = EditIssueForm(
        request.POST or None, issue=found, known_names=names_in_district(found.district)
    )
    if form.is_valid() and attempt(
        form, actions.edit_issue, issue=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("課題を直しました。"))
        return redirect("desk:issue", found.id)
    return render(request, "desk/issues/edit.html", {"form": form, "issue": found})


@runs_meetings
@require_POST
def issue_move(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """What happened, and where the issue stands now."""
    found = _get(request, issue_id)
    names = names_in_district(found.district)
    form = MoveIssueForm(request.POST, statuses=_statuses(found), known_names=names)
    if form.is_valid() and attempt(
        form, actions.move_issue, issue=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("経過を書きました。"))
        return redirect(f"{reverse('desk:issue', args=[found.id])}#entries")
    return issue_page(request, found, move_form=form)


@runs_meetings
@require_POST
def issue_close(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Bring an issue to its end, with the reason."""
    found = _get(request, issue_id)
    form = CloseIssueForm(
        request.POST, prefix="close", known_names=names_in_district(found.district)
    )
    if form.is_valid() and attempt(
        form, actions.close_issue, issue=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(
            request, _("課題を終結にしました。続けるときは「もう一度取り上げる」を使えます。")
        )
        return redirect("desk:issue", found.id)
    return issue_page(request, found, close_form=form)


@runs_meetings
@require_POST
def issue_reopen(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Take a closed issue up again."""
    found = _get(request, issue_id)
    form = ReopenIssueForm(
        request.POST, prefix="reopen", known_names=names_in_district(found.district)
    )
    if form.is_valid() and attempt(
        form, actions.reopen_issue, issue=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("もう一度取り上げました。次の会議の議題に提案されます。"))
        return redirect("desk:issue", found.id)
    return issue_page(request, found, reopen_form=form)


@runs_meetings
@require_POST
def issue_withdraw(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Take back an issue that was raised by mistake."""
    found = _get(request, issue_id)
    actions.withdraw_issue(issue=found, actor=request.viewer)
    undo_message(
        request,
        _("課題「%(title)s」を取り消しました。") % {"title": found.title},
        reverse("desk:issue_restore", args=[found.id]),
    )
    return redirect("desk:issues")


@runs_meetings
@require_POST
def issue_restore(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_withdrawn_issue(issue_id, viewer=request.viewer)
    actions.restore_issue(issue=found, actor=request.viewer)
    messages.success(request, _("課題を元に戻しました。"))
    return redirect("desk:issue", found.id)


@runs_meetings
@require_POST
def issue_disconnect(request: DeskRequest, consideration_id: UUID) -> HttpResponse:
    """Say that an agenda item does not deal with an issue after all."""
    tie = queries.get_visible_consideration(consideration_id, viewer=request.viewer)
    actions.disconnect_issue(consideration=tie, actor=request.viewer)
    undo_message(
        request,
        _("議題「%(title)s」とのつながりを外しました。") % {"title": tie.item.title},
        reverse("desk:issue_connect", args=[tie.id]),
    )
    return redirect("desk:issue", tie.issue_id)


@runs_meetings
@require_POST
def issue_connect(request: DeskRequest, consideration_id: UUID) -> HttpResponse:
    """Take that back."""
    tie = queries.get_visible_consideration(consideration_id, viewer=request.viewer)
    role = ConsiderationRole(tie.role)
    actions.connect_issue(issue=tie.issue, item=tie.item, role=role, actor=request.viewer)
    messages.success(request, _("議題とのつながりを元に戻しました。"))
    return redirect("desk:issue", tie.issue_id)


@runs_meetings
@require_POST
def news_decline(request: DeskRequest, passed_on_id: UUID) -> HttpResponse:
    """Say that news of a sister body does not become an item."""
    news = queries.get_visible_passed_on(passed_on_id, viewer=request.viewer)
    actions.decline_passed_on(passed_on=news, actor=request.viewer)
    undo_message(
        request,
        _("「%(title)s」の申し送りは、議題にしないことにしました。") % {"title": news.item.title},
        reverse("desk:news_propose", args=[news.id]),
    )
    return redirect("desk:issues")


@runs_meetings
@require_POST
def news_propose(request: DeskRequest, passed_on_id: UUID) -> HttpResponse:
    """Take that back."""
    news = queries.get_visible_passed_on(passed_on_id, viewer=request.viewer)
    actions.propose_again(passed_on=news, actor=request.viewer)
    messages.success(request, _("申し送りを元に戻しました。次の議題に提案されます。"))
    return redirect("desk:issues")


def issue_page(
    request: DeskRequest,
    found: Issue,
    *,
    move_form: MoveIssueForm | None = None,
    close_form: CloseIssueForm | None = None,
    reopen_form: ReopenIssueForm | None = None,
    action_form: ActionForm | None = None,
) -> HttpResponse:
    """The page of an issue, with a form that came back with mistakes in place of a fresh one."""
    story = queries.issue_story(found)
    raisers = queries.raisers_of(found, viewer=request.viewer)
    context = {
        "issue": found,
        "story": story,
        "path": queries.issue_path(story, raisers=raisers),
        "today": request.viewer.on,
        "may_work": can_work_on(request.viewer, found),
        "introductions": introductions_for(issue=found),
        "raisers": raisers,
        "lesson_uses": uses_on_issue(found),
        "untold": sum(not one.is_told for one in raisers),
        "miss_the_end": sum(one.misses_the_end for one in raisers),
        "move_form": move_form
        or MoveIssueForm(statuses=_statuses(found), initial={"status": found.status}),
        "close_form": close_form or CloseIssueForm(prefix="close"),
        "reopen_form": reopen_form or ReopenIssueForm(prefix="reopen"),
        "action_form": action_form or ActionForm(prefix="action"),
    }
    return render(request, "desk/issues/issue.html", context)


def _statuses(found: Issue) -> list[IssueStatus]:
    """The status it has (an entry alone), then where it may go from there; closing is apart."""
    now = IssueStatus(found.status)
    following = [
        status
        for status in IssueStatus
        if status in TRANSITIONS[now] and status != IssueStatus.CLOSED
    ]
    return [now, *following]


def _get(request: DeskRequest, issue_id: UUID) -> Issue:
    return queries.get_visible_issue(issue_id, viewer=request.viewer)


def _year(years: Sequence[FiscalYear], asked: str) -> FiscalYear | None:
    return next((one for one in years if str(one.year) == asked), None)


def _picked(rows: Sequence[Row], asked: str) -> Row | None:
    """The row whose id the address names; anything else narrows nothing."""
    return next((row for row in rows if str(row.id) == asked), None)
