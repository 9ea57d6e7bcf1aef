"""ノウハウ・取組事例: the list, one lesson, its way to the other districts."""

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
from sasaeai.directory.enums import Season
from sasaeai.issues import queries as issues
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings.models import Topic
from sasaeai.meetings.queries import get_visible_meeting, topics_of
from sasaeai.people.access import can_run_district, check_can_run_district
from sasaeai.people.models import District
from sasaeai.people.queries import names_in_district
from sasaeai.people.queries.districts import districts_to_begin_in
from sasaeai.rollout.access import (
    can_approve_lesson,
    can_decide_lesson,
    check_can_write_lesson,
    reads_origin,
    reads_use,
)
from sasaeai.rollout.actions import lessons as actions
from sasaeai.rollout.forms.lessons import (
    ApproveLessonForm,
    EditLessonForm,
    NewLessonForm,
    OfferLessonForm,
    ReturnLessonForm,
    WithdrawLessonForm,
)
from sasaeai.rollout.models import Lesson
from sasaeai.rollout.queries import lesson_sources as sources
from sasaeai.rollout.queries import lessons as queries
from sasaeai.rollout.queries.lesson_sources import LessonStart
from sasaeai.rollout.queries.patterns import get_visible_pattern
from sasaeai.web.messages import undo_message

Row = TypeVar("Row", District, Topic)


@signed_in
@require_safe
def lessons(request: DeskRequest) -> HttpResponse:
    """What every district may learn from; with state=own what is on its way in one's own."""
    viewer = request.viewer
    topics = list(topics_of(viewer.municipality_id))
    districts = list(queries.districts_with_lessons(viewer).order_by("kana", "name"))
    chosen = {
        "topic": _picked(topics, request.GET.get("topic", "")),
        "season": request.GET.get("season", ""),
        "district": _picked(districts, request.GET.get("district", "")),
        "words": request.GET.get("q", ""),
        "state": request.GET.get("state", ""),
    }
    found = queries.list_lessons(viewer, **chosen)
    context = {
        "page": queries.lessons_page(found, request.GET.get("page")),
        "topics": topics,
        "districts": districts,
        "seasons": Season.choices,
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "own_count": queries.count_own(viewer),
        "runs": viewer.runs,
    }
    return render(request, "desk/rollout/lessons.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def lesson_new(request: DeskRequest) -> HttpResponse:
    """Begin a lesson, from something (?issue= action= meeting= pattern=) or from nothing."""
    start = _start(request)
    check_can_run_district(request.viewer, start.district)
    form = NewLessonForm(
        request.POST or None,
        district=start.district,
        words=start.words,
        known_names=names_in_district(start.district),
    )
    if form.is_valid():
        lesson = attempt(
            form,
            actions.draft_lesson,
            district=start.district,
            issue=start.issue,
            meeting=start.meeting,
            pattern=start.pattern,
            actor=request.viewer,
            **form.cleaned_data,
        )
        if lesson:
            undo = reverse("desk:lesson_remove", args=[lesson.id])
            undo_message(request, _("取組事例を下書きしました。"), undo)
            return redirect("desk:lesson", lesson.id)
    own = districts_to_begin_in(request.viewer)
    context = {"form": form, "start": start, "districts": own}
    return render(request, "desk/rollout/lesson_new.html", context)


@signed_in
@require_safe
def lesson(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """One lesson: its text for everybody, its way for those of its district."""
    return _page(request, _get(request, lesson_id))


@runs_meetings
@require_http_methods(["GET", "POST"])
def lesson_edit(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Put its words right."""
    found = _mine(request, lesson_id)
    form = EditLessonForm(
        request.POST or None, lesson=found, known_names=names_in_district(found.district)
    )
    if form.is_valid() and attempt(
        form, actions.edit_lesson, lesson=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("取組事例の文を直しました。"))
        return redirect("desk:lesson", found.id)
    is_writer = str(request.viewer.account_id) in found.writers
    context = {"form": form, "lesson": found, "is_writer": is_writer}
    return render(request, "desk/rollout/lesson_edit.html", context)


@runs_meetings
@require_POST
def lesson_offer(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Ask a second person to approve it."""
    found = _mine(request, lesson_id)
    form = OfferLessonForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.offer_lesson, lesson=found, actor=request.viewer, **form.cleaned_data
    ):
        undo = reverse("desk:lesson_return", args=[found.id])
        undo_message(request, _("承認を頼みました。書いた人とは別の人が読んで承認します。"), undo)
        return redirect("desk:lesson", found.id)
    return _page(request, found, offer_form=form)


@signed_in
@require_POST
def lesson_approve(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Let its text leave the district."""
    found = _get(request, lesson_id)
    form = ApproveLessonForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.approve_lesson, lesson=found, actor=request.viewer, **form.cleaned_data
    ):
        text = _("取組事例を公開しました。市内のどの地区からも読めます。")
        messages.success(request, text)
        return redirect("desk:lesson", found.id)
    return _page(request, found, approve_form=form)


@signed_in
@require_POST
def lesson_return(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Give it back with a word; a writer takes it back."""
    found = _get(request, lesson_id)
    form = ReturnLessonForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.return_lesson, lesson=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("下書きにもどしました。"))
        return redirect("desk:lesson", found.id)
    return _page(request, found, return_form=form)


@signed_in
@require_POST
def lesson_withdraw(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Take back what was let out."""
    found = _get(request, lesson_id)
    form = WithdrawLessonForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.withdraw_lesson, lesson=found, actor=request.viewer, **form.cleaned_data
    ):
        text = _("取組事例を取り下げました。ほかの地区からは読めなくなりました。")
        messages.success(request, text)
        return redirect("desk:lesson", found.id)
    return _page(request, found, withdraw_form=form)


@runs_meetings
@require_POST
def lesson_remove(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Take out one that was written by mistake."""
    found = _mine(request, lesson_id)
    actions.remove_lesson(lesson=found, actor=request.viewer)
    undo = reverse("desk:lesson_restore", args=[found.id])
    undo_message(request, _("取組事例「%(title)s」を取り消しました。") % {"title": found}, undo)
    return redirect("desk:lessons")


@runs_meetings
@require_POST
def lesson_restore(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_removed_lesson(lesson_id, viewer=request.viewer)
    actions.restore_lesson(lesson=found, actor=request.viewer)
    messages.success(request, _("取組事例を元に戻しました。"))
    return redirect("desk:lesson", found.id)


def _page(
    request: DeskRequest,
    found: Lesson,
    *,
    offer_form: OfferLessonForm | None = None,
    approve_form: ApproveLessonForm | None = None,
    return_form: ReturnLessonForm | None = None,
    withdraw_form: WithdrawLessonForm | None = None,
) -> HttpResponse:
    """The page of a lesson, with a form that came back with mistakes in place of a fresh one."""
    viewer = request.viewer
    uses = queries.uses_of(found)
    is_origin = reads_origin(viewer, found)
    context = {
        "lesson": found,
        "uses": uses,
        "uptake": queries.uptake_of(uses),
        "is_origin": is_origin,
        "is_out": found.state == "approved",
        "marks": queries.marks_of(found) if is_origin and found.state != "approved" else [],
        "may_write": can_run_district(viewer, found.district),
        "may_decide": can_decide_lesson(viewer, found),
        "may_approve": can_approve_lesson(viewer, found),
        "is_writer": str(viewer.account_id) in found.writers,
        "may_adopt": bool(viewer.runs - {found.district_id}),
        "untold": [use for use in uses if use.told_on is None],
        "runs": viewer.runs,
        "readable": {use.id for use in uses if reads_use(viewer, use)},
        "offer_form": offer_form or OfferLessonForm(version=found.version),
        "approve_form": approve_form or ApproveLessonForm(version=found.version),
        "return_form": return_form or ReturnLessonForm(),
        "withdraw_form": withdraw_form or WithdrawLessonForm(),
    }
    return render(request, "desk/rollout/lesson.html", context)


def _start(request: DeskRequest) -> LessonStart:
    """Where a lesson begins, as the address says; nonsense begins from nothing."""
    viewer, asked = request.viewer, request.GET
    if issue_id := _uuid(asked.get("issue", "")):
        return sources.start_from_issue(issues.get_visible_issue(issue_id, viewer=viewer))
    if action_id := _uuid(asked.get("action", "")):
        return sources.start_from_action(issues.get_visible_action(action_id, viewer=viewer))
    if meeting_id := _uuid(asked.get("meeting", "")):
        return sources.start_from_meeting(get_visible_meeting(meeting_id, viewer=viewer))
    own = districts_to_begin_in(viewer)
    if not own:
        raise NotFound(_("取組事例を書ける地区がありません。"))
    district = _picked(own, asked.get("district", "")) or own[0]
    if pattern_id := _uuid(asked.get("pattern", "")):
        pattern = get_visible_pattern(pattern_id, viewer=viewer)
        return sources.start_from_pattern(pattern, district)
    return sources.start_from_nothing(district)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _picked(rows: Sequence[Row], asked: str) -> Row | None:
    """The row whose id the address names; anything else narrows nothing."""
    return next((row for row in rows if str(row.id) == asked), None)


def _get(request: DeskRequest, lesson_id: UUID) -> Lesson:
    return queries.get_visible_lesson(lesson_id, viewer=request.viewer)


def _mine(request: DeskRequest, lesson_id: UUID) -> Lesson:
    """A lesson of a district whose meetings the viewer runs."""
    found = _get(request, lesson_id)
    check_can_write_lesson(request.viewer, found)
    return found
