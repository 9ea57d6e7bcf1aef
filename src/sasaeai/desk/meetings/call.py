"""Step 声かけ: whom the topics and the custom of the body propose, and anybody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import found_expected, found_meeting, ids_of
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.hall.actions import try_again
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions, queries
from sasaeai.meetings.access import can_run
from sasaeai.meetings.forms import GuestForm, OnlyItemsForm
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import CallProposal
from sasaeai.notices.queries.replies import standing_reply
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_call(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Who is called and who might be; sending it calls the ticked and goes on to the notice."""
    meeting = found_meeting(request, meeting_id)
    sheet = queries.call_sheet(meeting, viewer=request.viewer)
    if request.method == "POST":
        picked = set(request.POST.getlist("pick"))
        ticked = [each for each in sheet.proposals if each.key in picked]
        called = _call_ticked(meeting, ticked, request.viewer)
        if called:
            _say_called(request, meeting, called)
            return redirect("desk:meeting_notice", meeting.id)
        messages.warning(request, _("声をかける人を一人以上選んでください。"))
        return redirect("desk:meeting_call", meeting.id)
    query = request.GET.get("q", "").strip()
    may_change = can_run(request.viewer, meeting) and meeting.is_planned
    context = {
        "rows": sheet.rows,
        "proposals": sheet.proposals if may_change else (),
        "ticked": sheet.ticked if may_change else 0,
        "may_change": may_change,
        "call_query": query,
        "hits": queries.search_posts(meeting, query, viewer=request.viewer) if query else [],
    }
    return meeting_page(request, meeting, "call", "desk/meetings/call.html", context)


@runs_meetings
@require_POST
def call_add(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Call a post found in the register."""
    meeting = found_meeting(request, meeting_id)
    posts = queries.posts_to_call(ids_of([request.POST.get("post", "")]), viewer=request.viewer)
    called = actions.call_posts(meeting=meeting, posts=posts, actor=request.viewer)
    if called:
        _say_called(request, meeting, called)
    return redirect("desk:meeting_call", meeting.id)


@runs_meetings
@require_http_methods(["GET", "POST"])
def call_guest(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Call somebody who is not in the register."""
    meeting = found_meeting(request, meeting_id)
    form = GuestForm(request.POST or None)
    if form.is_valid():
        called = attempt(
            form, actions.call_guest, meeting=meeting, actor=request.viewer, **form.cleaned_data
        )
        if called:
            _say_called(request, meeting, [called])
            return redirect("desk:meeting_call", meeting.id)
    return meeting_page(request, meeting, "call", "desk/meetings/guest.html", {"form": form})


@runs_meetings
@require_http_methods(["GET", "POST"])
def call_items(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Call somebody only for some items."""
    expected = found_expected(request, expected_id)
    items = queries.items_of(expected.meeting)
    form = OnlyItemsForm(
        request.POST if request.method == "POST" else None, items=items, expected=expected
    )
    if form.is_valid() and attempt(
        form,
        actions.limit_to_items,
        expected=expected,
        items=form.chosen(),
        actor=request.viewer,
    ):
        undo_message(request, _("来てもらう議題を直しました。"), None)
        return redirect("desk:meeting_call", expected.meeting_id)
    context = {"form": form, "expected": expected}
    return meeting_page(request, expected.meeting, "call", "desk/meetings/only_items.html", context)


@runs_meetings
@require_POST
def call_withdraw(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Take one call back."""
    expected = found_expected(request, expected_id)
    actions.withdraw_call(expected=expected, actor=request.viewer)
    text = _("%(name)sへの声かけを取り消しました。") % {"name": expected}
    undo_message(request, text, reverse("desk:call_restore", args=[expected.id]))
    return redirect("desk:meeting_call", expected.meeting_id)


@runs_meetings
@require_POST
def call_restore(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Put a withdrawn call back."""
    expected = found_expected(request, expected_id)
    actions.restore_call(expected=expected, actor=request.viewer)
    try_again(meeting=expected.meeting, actor=request.viewer)
    undo_message(request, _("%(name)sへの声かけを戻しました。") % {"name": expected}, None)
    return redirect("desk:meeting_call", expected.meeting_id)


@runs_meetings
@require_POST
def call_renew(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Take the name anew from the register."""
    expected = found_expected(request, expected_id)
    renewed = actions.renew_name(expected=expected, actor=request.viewer)
    undo_message(request, _("名簿から取り直しました：%(name)s") % {"name": renewed}, None)
    if renewed.person_id != expected.person_id and standing_reply(renewed) is not None:
        text = _(
            "この声かけには、名前を直す前に入った返信が残っています。"
            "%(name)sの返信かどうかを「出欠」のページで確かめ、ちがうときは取り消してください。"
        )
        messages.warning(request, text % {"name": renewed})
    return redirect("desk:meeting_call", expected.meeting_id)


@runs_meetings
@require_POST
def calls_withdraw(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Take several calls back at once: the undo of calling many."""
    meeting = found_meeting(request, meeting_id)
    ids = ids_of(request.POST.get("calls", "").split(","))
    calls = queries.calls_of(meeting, ids)
    withdrawn = actions.withdraw_calls(meeting=meeting, calls=calls, actor=request.viewer)
    text = _("%(count)d人への声かけを取り消しました。") % {"count": len(withdrawn)}
    undo_message(request, text, None)
    return redirect("desk:meeting_call", meeting.id)


def _call_ticked(meeting: Meeting, ticked: list[CallProposal], viewer: Viewer) -> list[Expected]:
    """Call each as what it is; the reasons stay with the call."""
    reasons = {each.source_id: "／".join(each.reasons) for each in ticked}
    posts = queries.posts_to_call(_ids(ticked, "post"), viewer=viewer)
    called = actions.call_posts(meeting=meeting, posts=posts, reasons=reasons, actor=viewer)
    organizations = queries.organizations_to_call(_ids(ticked, "organization"), viewer=viewer)
    called += actions.call_organizations(
        meeting=meeting, organizations=organizations, reasons=reasons, actor=viewer
    )
    called += [
        actions.call_guest(
            meeting=meeting,
            organization_name=each.organization_name,
            post_title=each.post_title,
            person_name=each.person_name,
            group=each.group,
            reason=reasons[each.source_id],
            actor=viewer,
        )
        for each in ticked
        if each.kind == "guest"
    ]
    return called


def _ids(proposals: list[CallProposal], kind: str) -> list[UUID]:
    return [each.source_id for each in proposals if each.kind == kind]


def _say_called(request: DeskRequest, meeting: Meeting, called: list[Expected]) -> None:
    text = _("%(count)d人に声をかけることにしました。") % {"count": len(called)}
    undo = reverse("desk:calls_withdraw", args=[meeting.id])
    undo_message(request, text, undo, calls=",".join(str(each.id) for each in called))
