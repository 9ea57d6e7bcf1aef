"""配布資料: the papers of a meeting, their numbered copies, and the check list of what came back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.desk.meetings.found import found_meeting
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.papers import paper_response
from sasaeai.meetings.access import can_run, check_can_run
from sasaeai.meetings.actions import handouts as actions
from sasaeai.meetings.actions.papers import record_list_export
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.exports.handout_check import handout_check_paper
from sasaeai.meetings.forms.handouts import (
    EditHandoutForm,
    HandoutForm,
    HolderForm,
    SettleForm,
    handout_values,
)
from sasaeai.meetings.models import Handout, HandoutCopy
from sasaeai.meetings.queries.agenda import items_of
from sasaeai.meetings.queries.handouts import (
    get_visible_copy,
    get_visible_handout,
    handout_lines,
    out_numbers,
)
from sasaeai.paper.errors import PaperError
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_handouts(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The papers of a meeting, and the form of one more."""
    meeting = found_meeting(request, meeting_id)
    regime = Regime(meeting.regime)
    form = HandoutForm(
        request.POST or None,
        items=items_of(meeting),
        initial={"is_collected": regime.papers_come_back},
    )
    if form.is_valid() and (
        made := attempt(
            form, actions.add_handout, meeting=meeting, actor=request.viewer, **form.values()
        )
    ):
        url = reverse("desk:handout_remove", args=[made.id])
        undo_message(request, _("資料%(n)dを足しました。") % {"n": made.number}, url)
        return redirect("desk:meeting_handouts", meeting.id)
    lines = handout_lines(meeting)
    context = {
        "lines": lines,
        "any_collected": any(line.handout.is_collected for line in lines),
        "form": form,
        "may_change": can_run(request.viewer, meeting) and meeting.sealed_at is None,
        "regime": regime,
    }
    return meeting_page(request, meeting, "agenda", "desk/meetings/handouts.html", context)


@signed_in
@require_POST
def handouts_from_agenda(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """A paper for each item that has none."""
    meeting = found_meeting(request, meeting_id)
    made = actions.take_from_agenda(meeting=meeting, actor=request.viewer)
    if made:
        text = ngettext(
            "議題から資料を%(n)d件足しました。", "議題から資料を%(n)d件足しました。", len(made)
        )
        messages.success(request, text % {"n": len(made)})
    else:
        messages.info(request, _("どの議題にも、もう資料があります。"))
    return redirect("desk:meeting_handouts", meeting.id)


@signed_in
@require_http_methods(["GET", "POST"])
def handout(request: DeskRequest, handout_id: UUID) -> HttpResponse:
    """One paper to be changed."""
    found = _found(request, handout_id)
    meeting = found.meeting
    form = EditHandoutForm(
        request.POST or None,
        items=items_of(meeting),
        initial=handout_values(found),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_handout,
        handout=found,
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
        **form.values(),
    ):
        undo_message(request, _("資料を直しました。"), None)
        return redirect("desk:meeting_handouts", meeting.id)
    context = {"handout": found, "form": form}
    return meeting_page(request, meeting, "agenda", "desk/meetings/handout.html", context)


@signed_in
@require_POST
def handout_remove(request: DeskRequest, handout_id: UUID) -> HttpResponse:
    """Take a paper off the list."""
    found = _found(request, handout_id)
    actions.remove_handout(handout=found, actor=request.viewer)
    url = reverse("desk:handout_restore", args=[found.id])
    undo_message(request, _("資料「%(title)s」を外しました。") % {"title": found.title}, url)
    return redirect("desk:meeting_handouts", found.meeting_id)


@signed_in
@require_POST
def handout_restore(request: DeskRequest, handout_id: UUID) -> HttpResponse:
    """Put a paper back."""
    found = get_visible_handout(handout_id, viewer=request.viewer, removed=True)
    check_can_run(request.viewer, found.meeting)
    actions.restore_handout(handout=found, actor=request.viewer)
    undo_message(request, _("資料を元に戻しました。"), None)
    return redirect("desk:meeting_handouts", found.meeting_id)


@signed_in
@require_POST
def handout_give(request: DeskRequest, handout_id: UUID) -> HttpResponse:
    """Give the copies in order to all who are there."""
    found = _found(request, handout_id)
    given = actions.give_to_present(handout=found, actor=request.viewer)
    text = ngettext("%(n)d部の渡し先を書きました。", "%(n)d部の渡し先を書きました。", len(given))
    messages.success(request, text % {"n": len(given)})
    return redirect("desk:meeting_handout_check", found.meeting_id)


# ── What comes back ──────────────────────────────────────────────────────────────────────────────


@signed_in
@require_safe
def meeting_handout_check(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The check list: each numbered copy, who has it, and a button when it is back."""
    meeting = found_meeting(request, meeting_id)
    lines = [line for line in handout_lines(meeting) if line.handout.is_collected]
    context = {
        "lines": lines,
        "out": out_numbers(lines),
        "may_change": can_run(request.viewer, meeting),
    }
    return meeting_page(request, meeting, "day", "desk/meetings/handout_check.html", context)


@signed_in
@require_safe
def handout_check_pdf(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The check list on paper. It names people and so leaves a trace (L-19)."""
    meeting = found_meeting(request, meeting_id)
    check_can_run(request.viewer, meeting)
    try:
        paper = handout_check_paper(meeting, printed_on=request.viewer.on)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_handout_check", meeting.id)
    record_list_export(
        meeting=meeting, paper=paper.name, purpose="handout check", actor=request.viewer
    )
    return paper_response(paper)


@signed_in
@require_http_methods(["GET", "POST"])
def handout_copy(request: DeskRequest, copy_id: UUID) -> HttpResponse:
    """Who has one copy, or why it will not come back."""
    copy = _found_copy(request, copy_id)
    settles = "reason" in request.POST
    holder = HolderForm(
        None if settles else request.POST or None,
        initial={"holder": copy.holder},
        version=copy.version,
    )
    settle = SettleForm(
        request.POST if settles else None, initial={"reason": copy.reason}, version=copy.version
    )
    form, action = (settle, actions.settle_copy) if settles else (holder, actions.give_copy)
    if form.is_valid() and attempt(
        form, action, copy=copy, actor=request.viewer, **form.cleaned_data
    ):
        url = reverse("desk:handout_copy_reopen", args=[copy.id]) if settles else None
        undo_message(request, _("No.%(n)dを書きとめました。") % {"n": copy.number}, url)
        return redirect("desk:meeting_handout_check", copy.handout.meeting_id)
    context = {"copy": copy, "holder": holder, "settle": settle}
    page = "desk/meetings/handout_copy.html"
    return meeting_page(request, copy.handout.meeting, "day", page, context)


@signed_in
@require_POST
def handout_copy_return(request: DeskRequest, copy_id: UUID) -> HttpResponse:
    """A copy came back."""
    copy = _found_copy(request, copy_id)
    actions.return_copy(copy=copy, actor=request.viewer)
    url = reverse("desk:handout_copy_reopen", args=[copy.id])
    undo_message(
        request,
        _("資料%(paper)dのNo.%(n)dを回収しました。")
        % {"paper": copy.handout.number, "n": copy.number},
        url,
    )
    return redirect("desk:meeting_handout_check", copy.handout.meeting_id)


@signed_in
@require_POST
def handout_copy_reopen(request: DeskRequest, copy_id: UUID) -> HttpResponse:
    """Take back that a copy is back or settled."""
    copy = _found_copy(request, copy_id)
    actions.reopen_copy(copy=copy, actor=request.viewer)
    undo_message(request, _("No.%(n)dは、まだ回収していません。") % {"n": copy.number}, None)
    return redirect("desk:meeting_handout_check", copy.handout.meeting_id)


def _found(request: DeskRequest, handout_id: UUID) -> Handout:
    found = get_visible_handout(handout_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run(request.viewer, found.meeting)
    return found


def _found_copy(request: DeskRequest, copy_id: UUID) -> HandoutCopy:
    copy = get_visible_copy(copy_id, viewer=request.viewer)
    if request.method == "POST":
        check_can_run(request.viewer, copy.handout.meeting)
    return copy
