"""One proposal to hold fewer meetings: its paper, what each host said, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.kernel.errors import NotFound
from sasaeai.planning.access import can_join, check_can_join
from sasaeai.planning.actions import joining
from sasaeai.planning.enums import JoinState
from sasaeai.planning.exports.joining import joining_paper
from sasaeai.planning.forms.joining import EndPairForm, HostAnswerForm
from sasaeai.planning.queries import joins as queries
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def join(request: DeskRequest, join_id: UUID) -> HttpResponse:
    """What is proposed, the facts it rests on, and what each host said."""
    proposal = queries.get_visible_proposal(join_id, viewer=request.viewer)
    context = {
        "proposal": proposal,
        "hosts": queries.hosts_asked(proposal, on=request.viewer.on),
        "may_record": can_join(request.viewer, proposal.body, proposal.counts_for),
        "is_asked": proposal.state == JoinState.ASKED,
        "is_decided": proposal.state == JoinState.ACCEPTED,
    }
    return render(request, "desk/planning/join.html", context)


@signed_in
@require_safe
def join_paper(request: DeskRequest, join_id: UUID) -> HttpResponse:
    """The page to bring to both hosts."""
    proposal = queries.get_visible_proposal(join_id, viewer=request.viewer)
    return paper_response(
        joining_paper(proposal, queries.hosts_asked(proposal, on=request.viewer.on))
    )


@signed_in
@require_http_methods(["GET", "POST"])
def join_answer(request: DeskRequest, join_id: UUID, host_id: UUID) -> HttpResponse:
    """Write down what one host said."""
    proposal = queries.get_visible_proposal(join_id, viewer=request.viewer)
    check_can_join(request.viewer, proposal.body, proposal.counts_for)
    lines = queries.hosts_asked(proposal, on=request.viewer.on)
    host = next((line for line in lines if line.organization.id == host_id), None)
    if host is None:
        raise NotFound(_("この団体は、どちらの会議の主催でもありません。"))
    form = HostAnswerForm(request.POST or None, initial={"answered_on": request.viewer.on})
    if form.is_valid():
        made = attempt(
            form,
            joining.record_host_answer,
            proposal=proposal,
            organization=host.organization,
            actor=request.viewer,
            **form.values(),
        )
        if made:
            undo = reverse("desk:join_answer_remove", args=[made.id])
            undo_message(request, _("主催団体の答えを記録しました。"), undo)
            return redirect("desk:join", proposal.id)
    context = {"proposal": proposal, "host": host, "form": form}
    return render(request, "desk/planning/join_answer.html", context)


@signed_in
@require_POST
def join_answer_remove(request: DeskRequest, host_answer_id: UUID) -> HttpResponse:
    """Take back what a host was said to have said."""
    answer = queries.get_visible_host_answer(host_answer_id, viewer=request.viewer)
    joining.remove_host_answer(answer=answer, actor=request.viewer)
    undo = reverse("desk:join_answer_restore", args=[answer.id])
    undo_message(request, _("答えを取り消しました。"), undo)
    return redirect("desk:join", answer.proposal_id)


@signed_in
@require_POST
def join_answer_restore(request: DeskRequest, host_answer_id: UUID) -> HttpResponse:
    """Put a host's answer back."""
    answer = queries.get_visible_host_answer(host_answer_id, viewer=request.viewer)
    joining.restore_host_answer(answer=answer, actor=request.viewer)
    undo_message(request, _("答えを戻しました。"), None)
    return redirect("desk:join", answer.proposal_id)


@signed_in
@require_POST
def join_remove(request: DeskRequest, join_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    proposal = queries.get_visible_proposal(join_id, viewer=request.viewer)
    joining.remove_proposal(proposal=proposal, actor=request.viewer)
    undo = reverse("desk:join_restore", args=[proposal.id])
    undo_message(request, _("提案を取り消しました。"), undo)
    return redirect("desk:fewer")


@signed_in
@require_POST
def join_restore(request: DeskRequest, join_id: UUID) -> HttpResponse:
    """Put a proposal back."""
    proposal = queries.get_visible_proposal(join_id, viewer=request.viewer, removed=True)
    joining.restore_proposal(proposal=proposal, actor=request.viewer)
    undo_message(request, _("提案を戻しました。"), None)
    return redirect("desk:join", proposal.id)


@signed_in
@require_http_methods(["GET", "POST"])
def tie_end(request: DeskRequest, tie_id: UUID) -> HttpResponse:
    """No longer hold two bodies back to back after a day."""
    tie = queries.get_visible_pair(tie_id, viewer=request.viewer)
    check_can_join(request.viewer, tie.first, tie.second)
    form = EndPairForm(request.POST or None, initial={"until": request.viewer.on})
    if form.is_valid() and attempt(
        form,
        joining.end_pair,
        pair=tie,
        until=form.cleaned_data["until"],
        actor=request.viewer,
    ):
        undo = reverse("desk:tie_continue", args=[tie.id])
        undo_message(request, _("続けて開くのを終えることにしました。"), undo)
        return redirect("desk:fewer_pair", tie.second_id, tie.first_id)
    return render(request, "desk/planning/tie_end.html", {"tie": tie, "form": form})


@signed_in
@require_POST
def tie_continue(request: DeskRequest, tie_id: UUID) -> HttpResponse:
    """Take the end of a pair back."""
    tie = queries.get_visible_pair(tie_id, viewer=request.viewer)
    joining.continue_pair(pair=tie, actor=request.viewer)
    undo_message(request, _("続けて開くことにしました。"), None)
    return redirect("desk:fewer_pair", tie.second_id, tie.first_id)
