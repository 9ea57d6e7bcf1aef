"""守秘: the notice before a support council, and pledges of those whom no law binds."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.meetings.found import found_expected, found_meeting
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.desk.papers import paper_response
from sasaeai.kernel import wareki
from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.fields import JapaneseDateField
from sasaeai.meetings.access import can_run, check_can_run
from sasaeai.meetings.actions.papers import record_list_export
from sasaeai.meetings.actions.regimes import (
    acknowledge_secrecy,
    record_acknowledgement,
    remove_acknowledgement,
    restore_acknowledgement,
)
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.exports.pledge import pledge_paper
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.meetings import get_called_meeting
from sasaeai.meetings.queries.pledges import missing_of, pledge_lines, shows_pledges
from sasaeai.meetings.queries.regimes import (
    acknowledged_before,
    acknowledged_lines,
    get_visible_acknowledgement,
    own_acknowledgement,
    secrecy_words,
)
from sasaeai.paper.errors import PaperError
from sasaeai.people.actions.pledges import record_pledge, remove_pledge, restore_pledge
from sasaeai.people.queries import get_visible_term
from sasaeai.people.queries.pledges import get_visible_pledge
from sasaeai.web.messages import undo_message


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_secrecy(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """The notice of secrecy (L-04); one button acknowledges it. Who runs the meeting sees who did."""
    meeting = get_called_meeting(meeting_id, viewer=request.viewer)
    if request.method == "POST":
        acknowledge_secrecy(meeting=meeting, actor=request.viewer)
        undo_message(request, _("守秘を承知したことを記録しました。"), None)
        return redirect(_onward(request, meeting))
    needed = Regime(meeting.regime).needs_acknowledgement
    own = own_acknowledgement(meeting, viewer=request.viewer) if needed else None
    may_run = can_run(request.viewer, meeting)
    lines = acknowledged_lines(meeting, viewer=request.viewer) if needed and may_run else []
    context = {
        "meeting": meeting,
        "needed": needed,
        "words": secrecy_words(meeting.municipality) if needed else "",
        "own": own,
        "onward": _onward(request, meeting),
        "may_run": may_run,
        "lines": lines,
        "before": acknowledged_before(meeting, lines) if lines else [],
    }
    return render(request, "desk/meetings/secrecy.html", context)


@signed_in
@require_POST
def call_acknowledged(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Somebody called signed the notice on paper; the host records it."""
    expected = found_expected(request, expected_id)
    given = record_acknowledgement(expected=expected, actor=request.viewer)
    undo = reverse("desk:acknowledgement_remove", args=[given.id]) if given.on_paper else None
    undo_message(request, _("紙で確認したことを記録しました。"), undo)
    return redirect("desk:meeting_secrecy", expected.meeting_id)


@signed_in
@require_POST
def acknowledgement_remove(request: DeskRequest, acknowledgement_id: UUID) -> HttpResponse:
    """Take back what was noted from paper by mistake."""
    given = get_visible_acknowledgement(acknowledgement_id, viewer=request.viewer)
    remove_acknowledgement(acknowledgement=given, actor=request.viewer)
    undo = reverse("desk:acknowledgement_restore", args=[given.id])
    undo_message(request, _("守秘の確認の記録を取り消しました。"), undo)
    return redirect("desk:meeting_secrecy", given.meeting_id)


@signed_in
@require_POST
def acknowledgement_restore(request: DeskRequest, acknowledgement_id: UUID) -> HttpResponse:
    """Put it back."""
    given = get_visible_acknowledgement(acknowledgement_id, viewer=request.viewer)
    restore_acknowledgement(acknowledgement=given, actor=request.viewer)
    undo_message(request, _("守秘の確認の記録を元に戻しました。"), None)
    return redirect("desk:meeting_secrecy", given.meeting_id)


# ── Pledges ──────────────────────────────────────────────────────────────────────────────────────


@signed_in
@require_safe
def meeting_pledges(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Who of those called pledged secrecy for the term, and the papers to sign (L-06)."""
    meeting = found_meeting(request, meeting_id)
    lines = pledge_lines(meeting)
    context = {
        "lines": lines,
        "missing": missing_of(lines),
        "needed": Regime(meeting.regime).needs_pledge,
        "shown": shows_pledges(meeting),
        "day": wareki.wareki(request.viewer.on),
    }
    return meeting_page(request, meeting, "call", "desk/meetings/pledges.html", context)


@signed_in
@require_safe
def meeting_pledge_papers(request: DeskRequest, meeting_id: UUID, ext: str) -> HttpResponse:
    """誓約書 to sign: a sheet for each whose pledge is missing; ?blank=1 one without a name."""
    meeting = found_meeting(request, meeting_id)
    check_can_run(request.viewer, meeting)
    if ext not in ("pdf", "docx"):
        raise NotFound(_("この形式の紙はありません。"))
    is_blank = "blank" in request.GET
    lines = [] if is_blank else missing_of(pledge_lines(meeting))
    try:
        paper = pledge_paper(meeting, lines, ext=ext, printed_on=request.viewer.on)
    except PaperError as error:
        messages.error(request, error.message)
        return redirect("desk:meeting_pledges", meeting.id)
    if lines:
        record_list_export(
            meeting=meeting, paper=paper.name, purpose="pledges", actor=request.viewer
        )
    return paper_response(paper)


@signed_in
@require_POST
def call_pledged(request: DeskRequest, expected_id: UUID) -> HttpResponse:
    """Somebody called handed in the signed paper; the day on it is typed, filled with today."""
    expected = found_expected(request, expected_id)
    line = next(
        (line for line in pledge_lines(expected.meeting) if line.expected.id == expected.id), None
    )
    if line is None or line.term is None:
        raise NotFound(_("名簿に任期がない方の誓約は、紙で保管してください。"))
    tenure = get_visible_term(line.term.id, viewer=request.viewer)
    try:
        signed_on = JapaneseDateField().clean(request.POST.get("signed_on", ""))
    except ValidationError as error:
        raise InvalidInput(error.messages[0]) from error
    pledge = record_pledge(tenure=tenure, signed_on=signed_on, actor=request.viewer)
    url = reverse("desk:pledge_remove", args=[pledge.id])
    text = _("%(name)sさんの誓約を記録しました。") % {"name": tenure.person.name}
    undo_message(request, text, url, meeting=expected.meeting_id)
    return redirect("desk:meeting_pledges", expected.meeting_id)


@signed_in
@require_POST
def pledge_remove(request: DeskRequest, pledge_id: UUID) -> HttpResponse:
    """Take a pledge back that was written down by mistake."""
    pledge = get_visible_pledge(pledge_id, viewer=request.viewer)
    remove_pledge(pledge=pledge, actor=request.viewer)
    meeting = request.POST.get("meeting", "")
    url = reverse("desk:pledge_restore", args=[pledge.id])
    undo_message(request, _("誓約の記録を取り消しました。"), url, meeting=meeting)
    return _back(meeting)


@signed_in
@require_POST
def pledge_restore(request: DeskRequest, pledge_id: UUID) -> HttpResponse:
    """Put a pledge back."""
    pledge = get_visible_pledge(pledge_id, viewer=request.viewer)
    restore_pledge(pledge=pledge, actor=request.viewer)
    undo_message(request, _("誓約の記録を元に戻しました。"), None)
    return _back(request.POST.get("meeting", ""))


def _back(meeting: str) -> HttpResponse:
    """To the list that the button stood on."""
    try:
        return redirect("desk:meeting_pledges", UUID(meeting))
    except ValueError:
        return redirect("desk:meetings")


def _onward(request: DeskRequest, meeting: Meeting) -> str:
    """Where somebody was going when the notice stood in the way."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return reverse("desk:meeting", args=[meeting.id])
