"""Who does what by when: what is due, one promise, what came of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sasaeai.desk.day.page import day_url
from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.issues.views import issue_page
from sasaeai.issues import actions as issue_actions
from sasaeai.issues import queries
from sasaeai.issues.access import can_work_on
from sasaeai.issues.forms import EditActionForm, FinishActionForm, OpenActionForm
from sasaeai.issues.forms.answers import RemindingForm
from sasaeai.issues.models import Action
from sasaeai.issues.queries import promises
from sasaeai.people.queries import names_in_district
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def actions(request: DeskRequest) -> HttpResponse:
    """Everything that was promised and is not done, what is due first."""
    found = queries.open_actions(request.viewer)
    page = queries.actions_page(found, request.GET.get("page"))
    return render(request, "desk/issues/actions.html", {"page": page})


@runs_meetings
@require_POST
def add(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """A promise about an issue, made outside a meeting."""
    issue = queries.get_visible_issue(issue_id, viewer=request.viewer)
    names = names_in_district(issue.district)
    form = OpenActionForm(request.POST, prefix="action", known_names=names)
    added = form.is_valid() and attempt(
        form, issue_actions.add_action, issue=issue, actor=request.viewer, **form.cleaned_data
    )
    if added:
        undo_message(
            request,
            _("取組を加えました。"),
            reverse("desk:action_remove", args=[added.id]),
        )
        return redirect(f"{reverse('desk:issue', args=[issue.id])}#actions")
    return issue_page(request, issue, action_form=form)


@signed_in
@require_safe
def action(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """One promise, with the forms to correct it and to say that it was done."""
    return _action_page(request, _get(request, action_id))


@runs_meetings
@require_POST
def edit(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """Correct what was promised, by whom or by when."""
    found = _get(request, action_id)
    names = names_in_district(found.district)
    form = EditActionForm(request.POST, action=found, known_names=names)
    if form.is_valid() and attempt(
        form,
        partial(issue_actions.edit_action, action=found),
        organization=found.organization if form.cleaned_data["who"] == found.who else None,
        actor=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("取組を直しました。"))
        return redirect(_back(found))
    return _action_page(request, found, edit_form=form)


@runs_meetings
@require_POST
def finish(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """It was done, and this came of it."""
    found = _get(request, action_id)
    names = names_in_district(found.district)
    form = FinishActionForm(request.POST, prefix="finish", known_names=names)
    if form.is_valid() and attempt(
        form,
        partial(issue_actions.finish_action, action=found),
        actor=request.viewer,
        **form.cleaned_data,
    ):
        undo_message(
            request,
            _("「%(what)s」を済みにしました。") % {"what": found.what},
            reverse("desk:action_resume", args=[found.id]),
        )
        return redirect(_back(found))
    return _action_page(request, found, finish_form=form)


@runs_meetings
@require_POST
def resume(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """It is not done yet after all."""
    found = _get(request, action_id)
    issue_actions.resume_action(action=found, actor=request.viewer)
    messages.success(request, _("まだ済んでいないことにしました。"))
    return redirect("desk:action", found.id)


@runs_meetings
@require_POST
def remove(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """Take a promise out."""
    found = _get(request, action_id)
    issue_actions.remove_action(action=found, actor=request.viewer)
    undo_message(
        request,
        _("取組「%(what)s」を取り消しました。") % {"what": found.what},
        reverse("desk:action_restore", args=[found.id]),
    )
    return redirect(_back(found))


@runs_meetings
@require_POST
def restore(request: DeskRequest, action_id: UUID) -> HttpResponse:
    """Put it back."""
    found = queries.get_visible_action(action_id, viewer=request.viewer, removed=True)
    issue_actions.restore_action(action=found, actor=request.viewer)
    messages.success(request, _("取組を元に戻しました。"))
    return redirect(_back(found))


def _action_page(
    request: DeskRequest,
    found: Action,
    *,
    edit_form: EditActionForm | None = None,
    finish_form: FinishActionForm | None = None,
) -> HttpResponse:
    finish = {
        "done_on": found.done_on or request.viewer.on,
        "result": found.result,
        "base_version": found.version,
    }
    context = {
        "action": found,
        "may_work": can_work_on(request.viewer, found),
        "reminders": promises.reminders_of(found),
        "reminding_form": RemindingForm(initial={"reminding": found.reminding}),
        "edit_form": edit_form or EditActionForm(action=found),
        "finish_form": finish_form or FinishActionForm(prefix="finish", initial=finish),
    }
    return render(request, "desk/issues/action.html", context)


def _get(request: DeskRequest, action_id: UUID) -> Action:
    return queries.get_visible_action(action_id, viewer=request.viewer)


def _back(found: Action) -> str:
    """Where the promise is at home: its issue, else the meeting that made it."""
    if found.issue_id is not None:
        return f"{reverse('desk:issue', args=[found.issue_id])}#actions"
    if found.item is not None:
        return day_url(found.item.meeting, anchor=f"item-{found.item_id}")
    return reverse("desk:actions")
