"""全体（市）: the districts side by side, a 年度 at a time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, sees_city
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.wareki import DateTextError
from sasaeai.reports.queries.years import city_year, fiscal_years_seen, gatherings_page


@sees_city
@require_safe
def city(request: DeskRequest) -> HttpResponse:
    """Year strips of every district and the city's totals, each gathering counted once."""
    present = FiscalYear.of(request.viewer.on)
    chosen, mistake = _chosen(request.GET.get("year", ""), present)
    found = city_year(chosen, viewer=request.viewer)
    years = fiscal_years_seen(request.viewer)
    return render(
        request,
        "desk/city/city.html",
        {
            "city": found,
            "totals": found.year.totals,
            "page": gatherings_page(found, request.GET.get("page")),
            "chosen": chosen,
            "mistake": mistake,
            "years": years if chosen in years else sorted({*years, chosen}, reverse=True),
        },
    )


def _chosen(typed: str, present: FiscalYear) -> tuple[FiscalYear, str]:
    """The 年度 asked for (2018, 平成30年度), and what to type when it cannot be read."""
    if not typed.strip():
        return present, ""
    try:
        return FiscalYear.from_label(typed), ""
    except DateTextError as error:
        words = {"mistake": error, "year": present.label}
        return present, _("%(mistake)s%(year)sを表示しています。") % words
