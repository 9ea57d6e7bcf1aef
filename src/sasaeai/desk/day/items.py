"""Writing an item: one form, and whatever is filled in it is saved together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.day.page import (
    Bound,
    ItemForms,
    answered_together,
    day_page,
    day_url,
    make_item_forms,
    names_in_the_room,
    waiting_news,
)
from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.issues import actions as issue_actions
from sasaeai.issues import queries as issues
from sasaeai.issues.models import PassedOn
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions, queries
from sasaeai.meetings.forms.day import EditRemarkForm
from sasaeai.meetings.models import AgendaItem, Remark
from sasaeai.meetings.queries import PersonLine
from sasaeai.meetings.queries.open_words import open_words_of
from sasaeai.web.messages import undo_message


@runs_meetings
@require_POST
def write_item(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """Save what was typed about an item: remark, outcome, promise, news, issue."""
    item = queries.get_visible_item(item_id, viewer=request.viewer)
    lines = queries.people_of_day(item.meeting)
    news = issues.news_from(item.meeting).get(item.id, [])
    forms = make_item_forms(
        item,
        groups=queries.groups_of_day(lines),
        names=names_in_the_room(lines),
        bodies=issues.sister_bodies(item.meeting.body, on=item.meeting.held_on),
        open_issues=issues.open_issues_of(item.meeting.body.district),
        news=news,
        open_words={**open_words_of(item.meeting)},
        data=answered_together(item, request.POST),
    )
    raised = "raise_issue" in request.POST
    steps = (
        lambda: _save_remark(forms, item, request.viewer),
        lambda: _save_outcome(forms, item, request.viewer),
        lambda: _raise_issue(forms, item, request.viewer) if raised else True,
        lambda: _save_action(forms, item, lines, request.viewer),
        lambda: _save_news(forms, item, news, request.viewer),
    )
    # Every form is asked, so that all mistakes are shown at once; the door undoes the rest.
    saved = [bool(step()) for step in steps]
    if all(saved):
        messages.success(request, _("「%(title)s」の記録を保存しました。") % {"title": item.title})
        return redirect(day_url(item.meeting, item=item, to_write=True))
    return day_page(request, item.meeting, Bound(item_forms=forms, item_id=item.id))


def _save_remark(forms: ItemForms, item: AgendaItem, actor: Viewer) -> Any:
    form = forms.remark
    if not form.is_filled:
        return True
    return form.is_valid() and attempt(
        form, actions.add_remark, item=item, actor=actor, **form.cleaned_data
    )


def _save_outcome(forms: ItemForms, item: AgendaItem, actor: Viewer) -> Any:
    form = forms.outcome
    if not form.is_valid():
        return False
    if not form.is_touched:
        return True
    return attempt(
        form,
        actions.set_outcome,
        item=item,
        outcome=form.cleaned_data["outcome"],
        text=form.cleaned_data["outcome_text"],
        base_version=form.cleaned_data["base_version"],
        actor=actor,
    )


def _raise_issue(forms: ItemForms, item: AgendaItem, actor: Viewer) -> Any:
    form = forms.raise_issue
    if not form.is_valid():
        return False
    chosen = form.chosen()
    if chosen is None:
        return attempt(form, issue_actions.raise_issue, item=item, actor=actor)
    return attempt(form, issue_actions.connect_issue, issue=chosen, item=item, actor=actor)


def _save_action(forms: ItemForms, item: AgendaItem, lines: list[PersonLine], actor: Viewer) -> Any:
    form = forms.action
    if not form.is_filled:
        return True
    if not form.is_valid():
        return False
    call = next(
        (line.expected for line in lines if form.cleaned_data["who"] in names_in_the_room([line])),
        None,
    )
    return attempt(
        form,
        issue_actions.add_action,
        item=item,
        organization=call.organization if call else None,
        post=call.post if call else None,
        actor=actor,
        **form.cleaned_data,
    )


def _save_news(forms: ItemForms, item: AgendaItem, news: list[PassedOn], actor: Viewer) -> Any:
    form = forms.pass_on
    if not form.is_valid():
        return False
    chosen = form.chosen()
    for body in chosen:
        if not attempt(
            form,
            issue_actions.pass_on,
            item=item,
            to_body=body,
            note=form.cleaned_data["note"],
            actor=actor,
        ):
            return False
    dropped = [one for one in waiting_news(news) if one.to_body not in chosen]
    return all(
        attempt(form, issue_actions.withdraw_passed_on, passed_on=one, actor=actor)
        for one in dropped
    )


@runs_meetings
@require_http_methods(["GET", "POST"])
def remark(request: DeskRequest, remark_id: UUID) -> HttpResponse:
    """Correct a gist."""
    found = queries.get_visible_remark(remark_id, viewer=request.viewer)
    meeting = found.item.meeting
    form = EditRemarkForm(
        request.POST or None,
        remark=found,
        groups=queries.groups_of_day(queries.people_of_day(meeting)),
        **open_words_of(meeting),
    )
    if form.is_valid() and attempt(
        form, actions.edit_remark, remark=found, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("発言を直しました。"))
        return redirect(day_url(meeting, item=found.item))
    return meeting_page(
        request, meeting, "day", "desk/day/remark.html", {"form": form, "remark": found}
    )


@runs_meetings
@require_POST
def remove_remark(request: DeskRequest, remark_id: UUID) -> HttpResponse:
    """Take a gist out."""
    found = queries.get_visible_remark(remark_id, viewer=request.viewer)
    actions.remove_remark(remark=found, actor=request.viewer)
    undo_message(
        request, _("発言を取り消しました。"), reverse("desk:day_remark_restore", args=[found.id])
    )
    return redirect(day_url(found.item.meeting, item=found.item))


@runs_meetings
@require_POST
def restore_remark(request: DeskRequest, remark_id: UUID) -> HttpResponse:
    """Put a gist back."""
    found = queries.get_visible_remark(remark_id, viewer=request.viewer)
    actions.restore_remark(remark=found, actor=request.viewer)
    messages.success(request, _("発言を元に戻しました。"))
    return redirect(day_url(found.item.meeting, item=found.item))


@runs_meetings
@require_POST
def move_remark(request: DeskRequest, remark_id: UUID) -> HttpResponse:
    """Let a gist change places with its neighbour."""
    found: Remark = queries.get_visible_remark(remark_id, viewer=request.viewer)
    actions.move_remark(
        remark=found, up=request.POST.get("direction") == "up", actor=request.viewer
    )
    return redirect(day_url(found.item.meeting, item=found.item))
