"""活動日誌: a coordinator's quick page, filled in from the last entry; put right, taken out, put back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, attempt, signed_in
from sasaeai.desk.reports.monthly import month_name, month_of
from sasaeai.kernel.errors import NotAllowed
from sasaeai.people.models import Post
from sasaeai.planning.access import check_can_keep_diary
from sasaeai.planning.actions.activities import (
    edit_activity,
    remove_activity,
    restore_activity,
    write_activity,
)
from sasaeai.planning.enums import ActivityKind
from sasaeai.planning.forms.activities import ActivityForm, EditActivityForm
from sasaeai.planning.models import Activity
from sasaeai.planning.queries.activities import (
    activities_of,
    days_of_month,
    diary_choices,
    get_visible_activity,
    latest_activity,
    own_diary,
)
from sasaeai.web.messages import undo_message

PAGE_SIZE = 30


@signed_in
@require_http_methods(["GET", "POST"])
def diary(request: DeskRequest) -> HttpResponse:
    """The own diary: write the next entry; below it the month. Who has none reads others'."""
    viewer = request.viewer
    post = own_diary(viewer)
    if post is None:
        if viewer.sees_city and request.method == "GET":
            return redirect("desk:monthly")
        raise NotAllowed(
            _("活動日誌は、推進員本人が書きます。市と市社協の担当者は、月報で読むことができます。")
        )
    choices = diary_choices(viewer)
    form = ActivityForm(
        request.POST or None, choices=choices, initial=_first_values(request, post, choices)
    )
    if form.is_valid():
        row = attempt(form, write_activity, post=post, details=form.details(), actor=viewer)
        if row:
            undo = reverse("desk:diary_remove", args=[row.pk])
            undo_message(request, _("「%(what)s」を日誌に書きました。") % {"what": row}, undo)
            return redirect(_page(row))
    first, last = days_of_month(month_of(request))
    rows = activities_of(post, first, last).order_by("-on", "-created_at")
    context = {
        "form": form,
        "post": post,
        "month": first,
        "month_name": month_name(first),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/planning/diary.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def diary_edit(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Put an entry right."""
    row = _own(request, activity_id)
    choices = diary_choices(request.viewer, row)
    form = EditActivityForm(request.POST or None, activity=row, choices=choices)
    if form.is_valid():
        edited = attempt(
            form,
            edit_activity,
            activity=row,
            details=form.details(),
            base_version=form.cleaned_data["base_version"],
            actor=request.viewer,
        )
        if edited:
            messages.success(request, _("日誌を直しました。"))
            return redirect(_page(edited))
    context = {"form": form, "row": row, "page": _page(row)}
    return render(request, "desk/planning/diary_edit.html", context)


@signed_in
@require_POST
def diary_remove(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Take an entry out; the message puts it back."""
    row = remove_activity(activity=_own(request, activity_id), actor=request.viewer)
    undo = reverse("desk:diary_restore", args=[row.pk])
    undo_message(request, _("「%(what)s」を日誌から消しました。") % {"what": row}, undo)
    return redirect(_page(row))


@signed_in
@require_POST
def diary_restore(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Put an entry back."""
    row = restore_activity(activity=_own(request, activity_id), actor=request.viewer)
    messages.success(request, _("「%(what)s」を日誌に戻しました。") % {"what": row})
    return redirect(_page(row))


def _own(request: DeskRequest, activity_id: UUID) -> Activity:
    row = get_visible_activity(activity_id, viewer=request.viewer)
    check_can_keep_diary(request.viewer, row.post)
    return row


def _first_values(request: DeskRequest, post: Post, choices: tuple[Any, ...]) -> dict[str, Any]:
    """Today, and the kind and the districts of the last entry; a single district by itself."""
    last = latest_activity(post)
    districts = [str(tie.district_id) for tie in last.districts.all()] if last else []
    if not districts and len(choices[0]) == 1:
        districts = [str(choices[0][0].pk)]
    kind = last.kind if last else ActivityKind.VISIT
    return {"on": request.viewer.on, "kind": kind, "districts": districts}


def _page(row: Activity) -> str:
    return f"{reverse('desk:diary')}?month={row.on:%Y-%m}"
