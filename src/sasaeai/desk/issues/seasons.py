"""「今年も困っていますか」: issues of the season, each with two buttons, and what was answered."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, runs_meetings, signed_in
from sasaeai.issues import actions, queries
from sasaeai.issues.access import check_can_work_on
from sasaeai.issues.models import Issue
from sasaeai.issues.queries import seasons as lists
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.text import clean_line
from sasaeai.people.access import visible_districts
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def season(request: DeskRequest) -> HttpResponse:
    """What is asked this season, and what was answered this 年度."""
    viewer = request.viewer
    districts = list(visible_districts(viewer))
    asked = request.GET.get("district", "")
    district = next((one for one in districts if str(one.id) == asked), None)
    questions = lists.season_questions(viewer, district=district)
    context = {
        "asking": lists.asking_on(viewer.on),
        "page": lists.questions_page(questions, request.GET.get("page")),
        "answers": lists.season_answers(viewer, district=district),
        "districts": districts,
        "district": district,
        "runs": viewer.runs,
    }
    return render(request, "desk/issues/season.html", context)


@runs_meetings
@require_POST
def season_answer(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Say whether it troubles people again this year."""
    found = _mine(request, issue_id)
    chosen = request.POST.get("still", "")
    if chosen not in {"yes", "no"}:
        raise InvalidInput(_("「今年も困っている」か「今年は困っていない」を押してください。"))
    still = chosen == "yes"
    note = clean_line(request.POST.get("note", ""))
    actions.answer_season(issue=found, still=still, note=note, actor=request.viewer)
    sentence = (
        _("「%(title)s」を、今年もう一度取り上げました。")
        if still
        else _("「%(title)s」は、今年は困っていないと書きました。")
    )
    undo = reverse("desk:season_take_back", args=[found.id])
    undo_message(request, sentence % {"title": found.title}, undo)
    return _back(found)


@runs_meetings
@require_POST
def season_take_back(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Take the answer back: it is asked again."""
    found = _mine(request, issue_id)
    answer = lists.get_season_answer(found, viewer=request.viewer)
    actions.take_back_season_answer(answer=answer, actor=request.viewer)
    messages.success(request, _("答えを取り消しました。もう一度答えられます。"))
    return _back(found)


def _mine(request: DeskRequest, issue_id: UUID) -> Issue:
    found = queries.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, found)
    return found


def _back(found: Issue) -> HttpResponse:
    return redirect(f"{reverse('desk:season')}?district={found.district_id}")
