"""Writing down that another body's meetings count here (みなし)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.meetings.found import body_to_change
from sasaeai.meetings import actions, queries
from sasaeai.meetings.forms import EndRecognitionForm, RecognitionForm
from sasaeai.people.access import check_can_run_district
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def recognition_new(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Let another body's meetings count for this one."""
    counts_for = body_to_change(request, body_id)
    bodies = queries.recognizable_bodies(counts_for, viewer=request.viewer)
    form = RecognitionForm(
        request.POST or None,
        bodies=bodies,
        posts=queries.link_posts(counts_for),
        initial={"since": request.viewer.on},
    )
    if form.is_valid():
        made = attempt(
            form,
            actions.recognize_body,
            counts_for=counts_for,
            actor=request.viewer,
            **form.values(),
        )
        if made:
            undo = reverse("desk:recognition_remove", args=[made.id])
            text = _("%(body)sを、この会議体の会議とみなすことにしました。")
            undo_message(request, text % {"body": made.body}, undo)
            return redirect("desk:body", counts_for.id)
    context = {"body": counts_for, "form": form, "bodies": bodies}
    return render(request, "desk/meetings/recognition_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def recognition_end(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """End a recognition on a day."""
    recognition = queries.get_visible_recognition(recognition_id, viewer=request.viewer)
    check_can_run_district(request.viewer, recognition.counts_for.district)
    form = EndRecognitionForm(request.POST or None, initial={"until": request.viewer.on})
    if form.is_valid() and attempt(
        form,
        actions.end_recognition,
        recognition=recognition,
        until=form.cleaned_data["until"],
        actor=request.viewer,
    ):
        undo = reverse("desk:recognition_continue", args=[recognition.id])
        undo_message(request, _("みなしを終えました。"), undo)
        return redirect("desk:body", recognition.counts_for_id)
    context = {"recognition": recognition, "form": form}
    return render(request, "desk/meetings/recognition_end.html", context)


@runs_meetings
@require_POST
def recognition_continue(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Take the end of a recognition back."""
    recognition = queries.get_visible_recognition(recognition_id, viewer=request.viewer)
    actions.continue_recognition(recognition=recognition, actor=request.viewer)
    undo_message(request, _("みなしを続けることにしました。"), None)
    return redirect("desk:body", recognition.counts_for_id)


@runs_meetings
@require_POST
def recognition_remove(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Take out a recognition written down by mistake."""
    recognition = queries.get_visible_recognition(recognition_id, viewer=request.viewer)
    actions.remove_recognition(recognition=recognition, actor=request.viewer)
    undo = reverse("desk:recognition_restore", args=[recognition.id])
    undo_message(request, _("みなしの記録を取り消しました。"), undo)
    return redirect("desk:body", recognition.counts_for_id)


@runs_meetings
@require_POST
def recognition_restore(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Put a removed recognition back."""
    recognition = queries.get_visible_recognition(recognition_id, viewer=request.viewer)
    actions.restore_recognition(recognition=recognition, actor=request.viewer)
    undo_message(request, _("みなしの記録を戻しました。"), None)
    return redirect("desk:body", recognition.counts_for_id)
