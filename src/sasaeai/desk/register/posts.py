"""Posts of an organisation, and who takes them from when."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.desk.register.found import organization_to_keep, post_to_keep, term_to_keep
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.people import actions, queries
from sasaeai.people.access import can_give_role
from sasaeai.people.actions import Appointment
from sasaeai.people.enums import StaffRole
from sasaeai.people.forms import (
    AppointForm,
    EditPostForm,
    EndTermForm,
    PostForm,
    UndoAppointmentForm,
    post_values,
)
from sasaeai.people.models import Person, Post
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def post_new(request: DeskRequest, organization_id: UUID) -> HttpResponse:
    """Give an organisation a post; its holder is asked for next."""
    found = organization_to_keep(request, organization_id)
    may_give = can_give_role(request.viewer, found, StaffRole.OFFICER)
    form = PostForm(request.POST or None, may_give_role=may_give)
    if form.is_valid():
        post = attempt(
            form,
            actions.add_post,
            organization=found,
            details=form.details(),
            actor=request.viewer,
        )
        if post:
            text = _("「%(title)s」を加えました。つぎに、就いている人を入れてください。")
            undo_message(request, text % {"title": post.title}, None)
            return redirect("desk:appoint", post.id)
    context = {"form": form, "organization": found, "post": None}
    return render(request, "desk/register/post_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def post_edit(request: DeskRequest, post_id: UUID) -> HttpResponse:
    """Change a post, or say since when it no longer exists."""
    post = post_to_keep(request, post_id)
    form = EditPostForm(
        request.POST or None,
        may_give_role=can_give_role(request.viewer, post.organization, StaffRole.OFFICER),
        initial=post_values(post),
        version=post.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_post,
        post=post,
        details=form.details(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("役職を直しました。"), None)
        return redirect("desk:organization", post.organization_id)
    context = {"form": form, "organization": post.organization, "post": post}
    return render(request, "desk/register/post_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def appoint(request: DeskRequest, post_id: UUID) -> HttpResponse:
    """Enter who takes a post: somebody of the register or a new person, and from which day."""
    post = post_to_keep(request, post_id)
    query = request.GET.get("q", "").strip()
    candidates = _candidates(request, query)
    form = AppointForm(
        request.POST or None,
        candidates=candidates,
        initial={
            "since": FiscalYear.of(request.viewer.on).start,
            "name": "" if candidates else query,
        },
    )
    if form.is_valid() and (made := attempt(form, partial(_appoint, form, post, request))):
        _say_appointed(request, made)
        return redirect("desk:organization", post.organization_id)
    known = queries.current_posts(request.viewer).filter(pk=post.pk)
    lines = queries.post_lines(known, viewer=request.viewer)
    context = {
        "form": form,
        "post": post,
        "organization": post.organization,
        "line": lines[0] if lines else None,
        "person_query": query,
    }
    return render(request, "desk/register/appoint.html", context)


def _candidates(request: DeskRequest, query: str) -> list[Person]:
    """Persons found by the search, and those of the name that was typed for a new one."""
    found = queries.person_candidates(query, viewer=request.viewer)
    named = queries.person_candidates(request.POST.get("name", ""), viewer=request.viewer)
    return list({person.id: person for person in (*found, *named)}.values())


def _appoint(form: AppointForm, post: Post, request: DeskRequest) -> Appointment:
    """Both writes of the form; the gate undoes the first when the second is refused."""
    person = form.chosen() or actions.add_person(
        details=form.details(), is_another=form.cleaned_data["is_another"], actor=request.viewer
    )
    return actions.appoint(
        person=person,
        post=post,
        since=form.cleaned_data["since"],
        until=form.cleaned_data["until"],
        actor=request.viewer,
    )


def _say_appointed(request: DeskRequest, made: Appointment) -> None:
    words = {"name": made.tenure.person.name, "title": made.tenure.post.title}
    text = _("%(name)sさんの就任（%(title)s）を登録しました。") % words
    if made.ended is not None:
        text += _("%(name)sさんの任期は、その前の日で終わりにしました。") % {
            "name": made.ended.person.name
        }
    undo_message(
        request,
        text,
        reverse("desk:appointment_undo", args=[made.tenure.id]),
        ended=made.ended.id if made.ended else "",
        ended_before=made.ended_before.isoformat() if made.ended_before else "",
    )


@runs_meetings
@require_POST
def appointment_undo(request: DeskRequest, tenure_id: UUID) -> HttpResponse:
    """Take back an appointment; whoever held the post before holds it again."""
    term = term_to_keep(request, tenure_id)
    carried = UndoAppointmentForm(request.POST)
    values = carried.cleaned_data if carried.is_valid() else {}
    ended = values.get("ended")
    actions.undo_appointment(
        tenure=term,
        ended=queries.get_visible_term(ended, viewer=request.viewer) if ended else None,
        ended_before=values.get("ended_before"),
        actor=request.viewer,
    )
    text = _("%(name)sさんの就任を取り消しました。") % {"name": term.person.name}
    undo_message(request, text, None)
    return redirect("desk:organization", term.post.organization_id)


@runs_meetings
@require_http_methods(["GET", "POST"])
def term_end(request: DeskRequest, tenure_id: UUID) -> HttpResponse:
    """Say until when a term runs."""
    term = term_to_keep(request, tenure_id)
    before = term.until
    form = EndTermForm(
        request.POST or None, initial={"until": before or request.viewer.on - timedelta(days=1)}
    )
    if form.is_valid() and attempt(
        form,
        actions.end_tenure,
        tenure=term,
        until=form.cleaned_data["until"],
        actor=request.viewer,
    ):
        text = _("%(name)sさんの任期の終わりを登録しました。") % {"name": term.person.name}
        url = reverse("desk:term_reopen", args=[term.id])
        undo_message(request, text, url, until=before.isoformat() if before else "")
        return redirect("desk:organization", term.post.organization_id)
    context = {"form": form, "term": term, "organization": term.post.organization}
    return render(request, "desk/register/term_end.html", context)


@runs_meetings
@require_POST
def term_reopen(request: DeskRequest, tenure_id: UUID) -> HttpResponse:
    """Take back the end of a term."""
    term = term_to_keep(request, tenure_id)
    carried = UndoAppointmentForm({"ended_before": request.POST.get("until", "")})
    until = carried.cleaned_data["ended_before"] if carried.is_valid() else term.until
    actions.reopen_tenure(tenure=term, until=until, actor=request.viewer)
    text = _("%(name)sさんの任期の終わりを元に戻しました。") % {"name": term.person.name}
    undo_message(request, text, None)
    return redirect("desk:organization", term.post.organization_id)
