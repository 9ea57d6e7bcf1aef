"""会議体: hosts, rhythm, the year, recognition (みなし) and usual members."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings, signed_in
from sasaeai.desk.meetings.found import body_to_change, found_body, ids_of
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.meetings import actions, queries
from sasaeai.meetings.forms import BodyForm, EditBodyForm, body_values
from sasaeai.people.access import can_run_district, check_can_run_district
from sasaeai.web.messages import undo_message


@signed_in
@require_safe
def body(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Everything about a body, with the meetings of one 年度."""
    found = found_body(request, body_id)
    years = queries.years_of(found, viewer=request.viewer)
    year = _year(request.GET.get("year", ""), years) or fiscal_year(request.viewer.on)
    meetings = queries.meetings_of_year(found, year, viewer=request.viewer)
    recognitions = queries.recognitions_of(found)
    context = {
        "body": found,
        "hosts": queries.hosts_of(found),
        "members": queries.members_of(found, on=request.viewer.on),
        "years": years,
        "year": year,
        "meetings": meetings,
        "totals": queries.year_totals(meetings),
        "recognizes": [each for each in recognitions if each.counts_for_id == found.id],
        "recognized_as": [each for each in recognitions if each.body_id == found.id],
        "polls": queries.open_polls_of(found, on=request.viewer.on),
        "may_run": can_run_district(request.viewer, found.district),
    }
    return render(request, "desk/meetings/body.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def body_new(request: DeskRequest, district_id: UUID) -> HttpResponse:
    """Begin a body in a district."""
    district = queries.get_visible_district(district_id, viewer=request.viewer)
    check_can_run_district(request.viewer, district)
    form = BodyForm(
        request.POST or None,
        district=district,
        organizations=queries.host_choices(district),
        initial={"usual_regime": "open"},
    )
    if form.is_valid():
        made = attempt(
            form,
            actions.create_body,
            district=district,
            details=form.details(),
            hosts=form.chosen_hosts(),
            actor=request.viewer,
        )
        if made:
            undo_message(request, _("会議体を加えました。"), None)
            return redirect("desk:body", made.id)
    context = {"district": district, "form": form, "body": None}
    return render(request, "desk/meetings/body_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def body_edit(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Change a body."""
    found = body_to_change(request, body_id)
    hosts = [host.organization for host in queries.hosts_of(found)]
    choices = list(dict.fromkeys([*hosts, *queries.host_choices(found.district)]))
    form = EditBodyForm(
        request.POST or None,
        district=found.district,
        organizations=choices,
        initial=body_values(found, hosts),
        version=found.version,
    )
    if form.is_valid() and attempt(
        form,
        actions.edit_body,
        body=found,
        details=form.details(),
        hosts=form.chosen_hosts(),
        base_version=form.cleaned_data["base_version"],
        actor=request.viewer,
    ):
        undo_message(request, _("会議体を直しました。"), None)
        return redirect("desk:body", found.id)
    context = {"district": found.district, "form": form, "body": found}
    return render(request, "desk/meetings/body_form.html", context)


@runs_meetings
@require_http_methods(["GET", "POST"])
def body_members(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Search the register and add usual members; take others off."""
    found = body_to_change(request, body_id)
    if request.method == "POST":
        posts = queries.posts_to_call(ids_of([request.POST.get("post", "")]), viewer=request.viewer)
        for post in posts:
            member = actions.add_member(body=found, post=post, actor=request.viewer)
            undo = reverse("desk:body_member_remove", args=[member.id])
            text = _("%(post)sをいつもの参集者に加えました。") % {"post": post}
            undo_message(request, text, undo)
        return redirect("desk:body_members", found.id)
    query = request.GET.get("q", "").strip()
    members = queries.members_of(found, on=request.viewer.on)
    known = {row.member.post_id for row in members}
    hits = queries.find_posts(query, on=request.viewer.on, viewer=request.viewer)
    context = {
        "body": found,
        "members": members,
        "member_query": query,
        "hits": [(post, name, post.id in known) for post, name in hits],
    }
    return render(request, "desk/meetings/members.html", context)


@runs_meetings
@require_POST
def body_member_remove(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Take a post off the usual members."""
    member = queries.get_visible_member(member_id, viewer=request.viewer)
    actions.remove_member(member=member, actor=request.viewer)
    text = _("%(post)sをいつもの参集者から外しました。") % {"post": member.post}
    undo_message(request, text, reverse("desk:body_member_restore", args=[member.id]))
    return redirect("desk:body_members", member.body_id)


@runs_meetings
@require_POST
def body_member_restore(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Put a post back among the usual members."""
    member = queries.get_visible_member(member_id, viewer=request.viewer)
    actions.restore_member(member=member, actor=request.viewer)
    undo_message(request, _("%(post)sを戻しました。") % {"post": member.post}, None)
    return redirect("desk:body_members", member.body_id)


def _year(typed: str, years: list[int]) -> int | None:
    return int(typed) if typed.isdecimal() and int(typed) in years else None
