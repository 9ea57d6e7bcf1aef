"""Tables of municipal open data: put in, looked at, carried out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sasaeai.desk.gate import DeskRequest, attempt, runs_meetings
from sasaeai.directory import actions, queries
from sasaeai.directory.enums import RowState
from sasaeai.directory.forms import TableForm
from sasaeai.directory.tasks import import_later, import_sentence
from sasaeai.jobs.queries import latest_job

PAGE_SIZE = 50
_ORDER = (RowState.REFUSED, RowState.CHANGED, RowState.NEW, RowState.SAME)


@runs_meetings
@require_http_methods(["GET", "POST"])
def tables(request: DeskRequest) -> HttpResponse:
    """Choose a file; it is looked at before anything changes."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.content()
        put = attempt(
            form,
            actions.put_in_table,
            content=content,
            file_name=name,
            kind=form.cleaned_data["kind"],
            is_public=form.cleaned_data["is_public"],
            actor=request.viewer,
        )
        if put:
            return redirect("desk:service_table", put.id)
    context = {"form": form, "done": queries.list_imports(request.viewer)}
    return render(request, "desk/directory/tables.html", context)


@runs_meetings
@require_safe
def table(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """What a table would do, row by row; or what became of it."""
    viewer = request.viewer
    found = queries.get_visible_import(import_id, viewer=viewer)
    job = latest_job(actions.import_topic(found), viewer=viewer)
    context = {"table": found, "job": job}
    if found.done_at is not None:
        context["told"] = import_sentence(found)
        return render(request, "desk/directory/table_done.html", context)
    plan = actions.plan_import(table=found, actor=viewer)
    rows = sorted(plan.rows, key=lambda row: _ORDER.index(row.state))
    context |= {
        "plan": plan,
        "counts": [(state, plan.counts[state.value]) for state in RowState],
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/directory/table.html", context)


@runs_meetings
@require_POST
def table_carry_out(request: DeskRequest, import_id: UUID) -> HttpResponse:
    """Write it into the directory; many rows go on in the background."""
    viewer = request.viewer
    found = queries.get_visible_import(import_id, viewer=viewer)
    address = reverse("desk:service_table", args=[found.id])
    rows = len(actions.plan_import(table=found, actor=viewer).rows) if not found.done_at else 0
    if rows > actions.AT_ONCE:
        import_later(table=found, rows=rows, actor=viewer, result_path=address)
        messages.success(request, _("取り込みを始めました。このページは閉じてもかまいません。"))
    else:
        done = actions.carry_out_import(table=found, actor=viewer)
        messages.success(request, import_sentence(done))
    return redirect(address)
