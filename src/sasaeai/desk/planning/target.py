"""年度の目標: what the city aims at."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sasaeai.desk.gate import DeskRequest, attempt, sees_city
from sasaeai.desk.planning.years import asked_year
from sasaeai.planning.actions.targets import set_target
from sasaeai.planning.forms.joining import TargetForm
from sasaeai.planning.queries.targets import aim_of
from sasaeai.reports.queries.city import districts_of_year


@sees_city
@require_http_methods(["GET", "POST"])
def target(request: DeskRequest) -> HttpResponse:
    """How many districts meet in a 年度 and how often each; all of them three times unless told."""
    year, mistake = asked_year(request)
    number = len(districts_of_year(request.viewer, year))
    aim = aim_of(year, districts=number, viewer=request.viewer)
    form = TargetForm(
        request.POST or None,
        initial={
            "districts": aim.districts,
            "meetings_each": aim.meetings_each,
            "note": aim.note,
        },
        version=aim.version,
    )
    if form.is_valid() and attempt(
        form, set_target, fiscal_year=year, actor=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("年度の目標を決めました。"))
        return redirect(f"{reverse('desk:city')}?{urlencode({'year': year.year})}")
    context = {"form": form, "year": year, "mistake": mistake, "aim": aim, "number": number}
    return render(request, "desk/planning/target.html", context)
