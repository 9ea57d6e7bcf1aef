"""One person of the register: posts now and before, and how to reach the person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.notices.queries.line import line_friend_of
from sasaeai.people import actions, queries
from sasaeai.people.access import can_keep_person, check_can_keep_person
from sasaeai.people.forms import EditPersonForm, person_values
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Posts for all who may see the person; addresses only for who keeps the register."""
    found = queries.get_visible_person(person_id, viewer=request.viewer)
    may_keep = can_keep_person(request.viewer, found)
    context = {
        "person": found,
        "terms": queries.terms_of(found, viewer=request.viewer),
        "may_keep": may_keep,
        "may_have_calendar": may_keep or found.id == request.viewer.person_id,
        "line": line_friend_of(found) if may_keep else None,
    }
    return render(request, "desk/register/person.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def person_edit(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Change a person's name, contacts and needs."""
    found = queries.get_visible_person(person_id, viewer=request.viewer)
    check_can_keep_person(request.viewer, found)
    form = EditPersonForm(request.POST or None, initial=person_values(found), version=found.version)
    if form.is_valid() and attempt(
        form,
        actions.edit_person,
        person=found,
        details=form.details(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("名簿を直しました。"), None)
        return redirect("desk:person", found.id)
    return render(request, "desk/register/person_form.html", {"form": form, "person": found})
