"""Taking a lesson up from another district, and telling its origin what became of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.issues import queries as issues
from sasaeai.issues.access import can_work_on, check_can_work_on
from sasaeai.issues.models import Issue
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.people.queries import names_in_district
from sasaeai.people.queries.districts import districts_to_begin_in
from sasaeai.rollout.access import check_can_write_lesson
from sasaeai.rollout.actions import lesson_uses as actions
from sasaeai.rollout.forms.lessons import AdoptLessonForm, ReportUseForm
from sasaeai.rollout.models import Lesson, LessonUse
from sasaeai.rollout.queries import lessons as queries
from sasaeai.rollout.queries.lesson_box import lessons_for
from sasaeai.rollout.queries.lesson_sources import host_of
from sasaeai.web.messages import undo_message

USUAL_DAYS = 90
"""By when a lesson is tried, unless somebody says otherwise: until about the next meeting."""


@runs_meetings
@require_http_methods(["GET", "POST"])
def lesson_adopt(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Take it up, for an issue (?issue=) or for none, with an action when wished."""
    lesson = queries.get_visible_lesson(lesson_id, viewer=request.viewer)
    own = [one for one in districts_to_begin_in(request.viewer) if one.id != lesson.district_id]
    place = _place(request, own)
    if place is None:
        messages.error(request, _("自分の地区の事例です。取り入れるのは、ほかの地区の事例です。"))
        return redirect("desk:lesson", lesson.id)
    district, issue = place
    choices = issues.open_issues_of(district)
    if issue is not None and issue not in choices:
        choices = [issue, *choices]
    form = AdoptLessonForm(
        request.POST or None,
        districts=[district],
        issues=choices,
        known_names=names_in_district(district),
        initial=_proposed(lesson, district, issue, request),
    )
    if form.is_valid():
        use = attempt(
            form, actions.adopt_lesson, lesson=lesson, actor=request.viewer, **form.chosen()
        )
        if use:
            return _adopted(request, lesson, use)
    context = {"form": form, "lesson": lesson, "district": district, "own": own, "issue": issue}
    return render(request, "desk/rollout/lesson_adopt.html", context)


@signed_in
@require_safe
def issue_lessons(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """Lessons of others that may help with an issue: a piece of its page, or a page of its own."""
    issue = issues.get_visible_issue(issue_id, viewer=request.viewer)
    context = {
        "issue": issue,
        "found": lessons_for(issue, viewer=request.viewer),
        "may_work": can_work_on(request.viewer, issue),
    }
    is_piece = request.htmx  # type: ignore[attr-defined]
    name = "lesson_found" if is_piece else "lesson_found_page"
    return render(request, f"desk/rollout/{name}.html", context)


@runs_meetings
@require_POST
def lesson_told(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """The origin has read who took it up."""
    lesson = queries.get_visible_lesson(lesson_id, viewer=request.viewer)
    check_can_write_lesson(request.viewer, lesson)
    actions.note_told(lesson=lesson, actor=request.viewer)
    messages.success(request, _("読んだことにしました。"))
    return redirect(f"{reverse('desk:lesson', args=[lesson.id])}#uses")


@runs_meetings
@require_http_methods(["GET", "POST"])
def lesson_use_report(request: DeskRequest, lesson_use_id: UUID) -> HttpResponse:
    """Say what became of it."""
    use = _mine(request, lesson_use_id)
    form = ReportUseForm(request.POST or None, use=use, known_names=names_in_district(use.district))
    if form.is_valid() and attempt(
        form, actions.report_adoption, use=use, actor=request.viewer, **form.cleaned_data
    ):
        text = _("%(district)sに、どうなったかを伝えました。") % {
            "district": use.lesson.district.name
        }
        messages.success(request, text)
        return redirect(_home(use))
    context = {"form": form, "use": use, "home": _home(use)}
    return render(request, "desk/rollout/lesson_report.html", context)


@runs_meetings
@require_POST
def lesson_use_undo(request: DeskRequest, lesson_use_id: UUID) -> HttpResponse:
    """Take the taking up back."""
    use = _mine(request, lesson_use_id)
    actions.undo_adoption(use=use, actor=request.viewer)
    undo = reverse("desk:lesson_use_restore", args=[use.id])
    undo_message(request, _("事例の取り入れを取り消しました。"), undo)
    return redirect(_home(use))


@runs_meetings
@require_POST
def lesson_use_restore(request: DeskRequest, lesson_use_id: UUID) -> HttpResponse:
    """Put it back."""
    use = _mine(request, lesson_use_id)
    actions.restore_adoption(use=use, actor=request.viewer)
    messages.success(request, _("事例の取り入れを元に戻しました。"))
    return redirect(_home(use))


def _adopted(request: DeskRequest, lesson: Lesson, use: LessonUse) -> HttpResponse:
    text = _("%(district)sの事例「%(title)s」を取り入れました。もとの地区に伝わります。") % {
        "district": lesson.district.name,
        "title": lesson.title,
    }
    undo_message(request, text, reverse("desk:lesson_use_undo", args=[use.id]))
    return redirect(_home(use))


def _place(request: DeskRequest, own: list[District]) -> tuple[District, Issue | None] | None:
    """The district that takes it up, and the issue it is for when one is named."""
    asked = request.POST.get("issue") or request.GET.get("issue", "")
    try:
        issue_id = UUID(asked)
    except ValueError:
        named = request.POST.get("district") or request.GET.get("district", "")
        chosen = next((one for one in own if str(one.id) == named), own[0] if own else None)
        return None if chosen is None else (chosen, None)
    issue = issues.get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, issue)
    return issue.district, issue


def _proposed(
    lesson: Lesson, district: District, issue: Issue | None, request: DeskRequest
) -> dict[str, object]:
    owner = issue.owner if issue is not None else None
    return {
        "district": str(district.id),
        "issue": str(issue.id) if issue is not None else "",
        "with_action": issue is not None and request.GET.get("action") == "1",
        "what": _("「%(title)s」の取組をやってみる") % {"title": lesson.title},
        "who": str(owner) if owner is not None else host_of(district),
        "due_on": request.viewer.on + timedelta(days=USUAL_DAYS),
    }


def _home(use: LessonUse) -> str:
    """Where it was taken up: the issue, else the lesson when it is still out."""
    if use.issue_id is not None:
        return f"{reverse('desk:issue', args=[use.issue_id])}#lessons"
    if use.lesson.state == "approved":
        return reverse("desk:lesson", args=[use.lesson_id])
    return reverse("desk:lessons")


def _mine(request: DeskRequest, use_id: UUID) -> LessonUse:
    """What a district that the viewer runs took up."""
    use = queries.get_visible_use(use_id, viewer=request.viewer)
    check_can_run_district(request.viewer, use.district)
    return use
