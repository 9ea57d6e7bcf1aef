"""推進員 月報: whose month there is, one of them, and its papers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.kernel import display
from sasaeai.kernel.errors import NotAllowed, NotFound
from sasaeai.kernel.wareki import wareki_year
from sasaeai.paper.errors import PaperError
from sasaeai.planning.access import can_keep_diary
from sasaeai.planning.queries.activities import days_of_month, diaries, get_visible_diary
from sasaeai.reports.exports.monthly import FORMATS, month_paper
from sasaeai.reports.queries.monthly import month_report

_MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0?[1-9]|1[0-2])")


@signed_in
@require_safe
def monthly(request: DeskRequest) -> HttpResponse:
    """The coordinators whose month the viewer may read; who has one alone is led to it."""
    posts = diaries(request.viewer)
    if not posts and not request.viewer.sees_city:
        raise NotAllowed(_("月報は、推進員本人と、市・市社協の担当者が見られます。"))
    if len(posts) == 1:
        return redirect(_with(posts[0].pk, month_of(request)))
    context = {"posts": posts, "month": month_of(request)}
    return render(request, "desk/reports/monthly_list.html", context)


@signed_in
@require_safe
def monthly_report(request: DeskRequest, diary_id: UUID) -> HttpResponse:
    """One coordinator's month."""
    viewer = request.viewer
    post = get_visible_diary(diary_id, viewer=viewer)
    report = month_report(post, month_of(request), viewer=viewer)
    context = {
        "report": report,
        "post": post,
        "month": report.first,
        "month_name": month_name(report.first),
        "before": (report.first - timedelta(days=1)).replace(day=1),
        "after": report.last + timedelta(days=1),
        "has_after": report.last < viewer.on,
        "may_write": can_keep_diary(viewer, post),
    }
    return render(request, "desk/reports/monthly.html", context)


@signed_in
@require_safe
def monthly_paper(request: DeskRequest, diary_id: UUID, ext: str) -> HttpResponse:
    """The month as PDF, DOCX or XLSX."""
    viewer = request.viewer
    post = get_visible_diary(diary_id, viewer=viewer)
    if ext not in FORMATS:
        raise NotFound(_("この形式の紙はありません。"))
    report = month_report(post, month_of(request), viewer=viewer)
    try:
        return paper_response(month_paper(report, ext=ext, on=viewer.on))
    except PaperError as error:
        messages.error(request, error.message)
        return redirect(_with(post.pk, report.first))


def month_of(request: DeskRequest) -> date:
    """The first day of the month asked for (2026-11); the present one where it cannot be read."""
    found = _MONTH.fullmatch(request.GET.get("month", "").strip())
    if found is None:
        return days_of_month(request.viewer.on)[0]
    return date(int(found["year"]), int(found["month"]), 1)


def month_name(first: date) -> str:
    """「令和8年11月」 or "November 2026"."""
    if display.in_english():
        return f"{first:%B %Y}"
    return f"{wareki_year(first)}{first.month}月"


def _with(diary_id: UUID, month: date) -> str:
    return f"{reverse('desk:monthly_report', args=[diary_id])}?month={month:%Y-%m}"
