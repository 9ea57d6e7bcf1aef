"""Choosing a service for a trouble, an issue or an agenda item (相談先を紹介する)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sasaeai.desk.gate import DeskRequest, runs_meetings
from sasaeai.directory import queries as directory
from sasaeai.directory.enums import ServiceKind
from sasaeai.issues.access import check_can_handle_trouble, check_can_work_on
from sasaeai.issues.actions.introductions import (
    introduce_service,
    restore_introduction,
    take_back_introduction,
)
from sasaeai.issues.models import Introduction
from sasaeai.issues.queries import get_visible_issue
from sasaeai.issues.queries.introductions import (
    get_visible_introduction,
    introductions_for,
    times_introduced,
)
from sasaeai.issues.queries.troubles import get_visible_trouble
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.queries import get_visible_item
from sasaeai.people.models import District
from sasaeai.web.messages import undo_message


@runs_meetings
@require_http_methods(["GET", "POST"])
def issue_introduce(request: DeskRequest, issue_id: UUID) -> HttpResponse:
    """A service for an issue."""
    issue = get_visible_issue(issue_id, viewer=request.viewer)
    check_can_work_on(request.viewer, issue)
    back = f"{reverse('desk:issue', args=[issue.id])}#introduced"
    return _choose(request, {"issue": issue}, issue.district, issue.title, back)


@runs_meetings
@require_http_methods(["GET", "POST"])
def trouble_introduce(request: DeskRequest, trouble_id: UUID) -> HttpResponse:
    """A service for a trouble as it was raised."""
    trouble = get_visible_trouble(trouble_id, viewer=request.viewer)
    check_can_handle_trouble(request.viewer, trouble)
    back = reverse("desk:trouble", args=[trouble.id])  # above all: what to do next, and undo
    return _choose(request, {"trouble": trouble}, trouble.district, trouble.text, back)


@runs_meetings
@require_http_methods(["GET", "POST"])
def item_introduce(request: DeskRequest, item_id: UUID) -> HttpResponse:
    """A service as what came of an agenda item."""
    item = get_visible_item(item_id, viewer=request.viewer)
    check_can_run(request.viewer, item.meeting)
    page = reverse("desk:meeting_day", args=[item.meeting_id])
    back = f"{page}?item={item.id}#item-{item.id}"
    return _choose(request, {"item": item}, item.meeting.body.district, item.title, back)


@runs_meetings
@require_POST
def introduction_take_back(request: DeskRequest, introduction_id: UUID) -> HttpResponse:
    """Say that it was not introduced after all."""
    found = get_visible_introduction(introduction_id, viewer=request.viewer)
    take_back_introduction(introduction=found, actor=request.viewer)
    text = _("「%(name)s」の紹介を取り消しました。") % {"name": found.service.name}
    undo_message(request, text, reverse("desk:introduction_restore", args=[found.id]))
    return redirect(_page_of(found))


@runs_meetings
@require_POST
def introduction_restore(request: DeskRequest, introduction_id: UUID) -> HttpResponse:
    """Take that back."""
    found = get_visible_introduction(introduction_id, viewer=request.viewer, taken_back=True)
    restore_introduction(introduction=found, actor=request.viewer)
    messages.success(request, _("相談先の紹介を元に戻しました。"))
    return redirect(_page_of(found))


def _choose(
    request: DeskRequest, of: Mapping[str, Any], district: District, title: str, back: str
) -> HttpResponse:
    viewer = request.viewer
    if request.method == "POST":
        service = directory.get_visible_service(_id(request.POST.get("service", "")), viewer=viewer)
        made = introduce_service(
            service=service, note=request.POST.get("note", "").strip(), actor=viewer, **of
        )
        undo = reverse("desk:introduction_take_back", args=[made.id])
        text = _("「%(name)s」を紹介しました。") % {"name": service.name}
        undo_message(request, text, undo)
        return redirect(back)
    kind = request.GET.get("kind", "")
    shown = directory.ServiceFilter(
        query=request.GET.get("q", "").strip(),
        kind=kind if kind in ServiceKind.values else "",
        district=None if "everywhere" in request.GET else district,
    )
    found = directory.list_services(viewer, shown=shown)
    page = directory.services_page(found, request.GET.get("page"))
    times = times_introduced(list(page.object_list))
    context = {
        "title": title,
        "district": district,
        "back": back,
        "shown": shown,
        "kinds": ServiceKind.choices,
        "page": page,
        "lines": [(service, times.get(service.id, 0)) for service in page.object_list],
        "there": {row.service_id for row in introductions_for(**of)},
    }
    return render(request, "desk/directory/introduce.html", context)


def _page_of(row: Introduction) -> str:
    if row.issue_id:
        return f"{reverse('desk:issue', args=[row.issue_id])}#introduced"
    if row.trouble_id:
        return f"{reverse('desk:trouble', args=[row.trouble_id])}#introduced"
    assert row.item is not None  # noqa: S101  the table refuses an introduction for nothing
    page = reverse("desk:meeting_day", args=[row.item.meeting_id])
    return f"{page}?item={row.item_id}#item-{row.item_id}"


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
