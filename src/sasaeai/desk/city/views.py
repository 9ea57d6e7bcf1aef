"""全体（市）: the districts side by side, how far the 年度 is, and what helps those who are behind."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sasaeai.desk.city.pictures import ages_chart, districts_chart, waits_chart
from sasaeai.desk.gate import DeskRequest, sees_city
from sasaeai.desk.papers import paper_response
from sasaeai.desk.planning.years import asked_year
from sasaeai.meetings.queries import topics_of
from sasaeai.people.access import visible_districts
from sasaeai.reports.exports.city import city_paper
from sasaeai.reports.queries import city_lists as lists
from sasaeai.reports.queries.city import CityView, city_view
from sasaeai.reports.queries.city_issues import NO_TOPIC, Age, Wait
from sasaeai.reports.queries.city_lists import Asked, Figure
from sasaeai.reports.queries.years import gatherings_page

PAGE_SIZE = 30
STATES = frozenset({"held", "coming", "begun", "reached"})


@sees_city
@require_safe
def city(request: DeskRequest) -> HttpResponse:
    """Aim, districts behind, issues, coordinators, year strips; each gathering counted once."""
    chosen, mistake = asked_year(request)
    view = city_view(chosen, viewer=request.viewer)
    years = view.years
    context = {
        "view": view,
        "city": view.year,
        "totals": view.year.year.totals,
        "page": gatherings_page(view.year, request.GET.get("page")),
        "chosen": chosen,
        "mistake": mistake,
        "years": years if chosen in years else sorted({*years, chosen}, reverse=True),
        "charts": _charts(view),
        "ages": list(Age),
        "pdf_url": f"{reverse('desk:city_pdf')}?year={chosen.year}",
        "links": {figure.value: figure_url(figure, chosen.year) for figure in Figure},
    }
    return render(request, "desk/city/city.html", context)


@sees_city
@require_safe
def city_pdf(request: DeskRequest) -> HttpResponse:
    """The figures on one sheet, A4 landscape."""
    chosen, _mistake = asked_year(request)
    view = city_view(chosen, viewer=request.viewer)
    return paper_response(city_paper(view, fiscal_year=chosen, on=request.viewer.on))


@sees_city
@require_safe
def figure(request: DeskRequest, name: str) -> HttpResponse:
    """What one number counts, row by row."""
    of = Figure(name)
    chosen, mistake = asked_year(request)
    asked = _asked(request)
    rows: Any
    if of in {Figure.MEETINGS, Figure.RECOGNIZED}:
        rows = lists.meetings_behind(
            request.viewer, chosen, asked, recognized=of == Figure.RECOGNIZED
        )
    elif of == Figure.DISTRICTS:
        rows = lists.districts_behind(request.viewer, chosen, asked)
    elif of == Figure.ACTIONS:
        rows = lists.actions_open(request.viewer, asked)
    elif of == Figure.ANSWERED:
        rows = lists.troubles_answered(request.viewer, chosen, asked)
    elif of == Figure.MOVED:
        rows = lists.issues_moved(request.viewer, chosen, asked)
    else:
        rows = lists.open_issues(request.viewer, chosen, asked)
    context = {
        "figure": of,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "mistake": mistake,
        "asked": asked,
        "topic": _topic_name(request, asked),
    }
    return render(request, "desk/city/figure.html", context)


def figure_url(of: Figure, year: int, **asked: object) -> str:
    """The list of a number, narrowed to what is asked."""
    words = {"year": year} | {key: value for key, value in asked.items() if value}
    return f"{reverse(f'desk:city_{of.value}')}?{urlencode(words)}"


def _charts(view: CityView) -> dict[str, object]:
    return {
        "districts": districts_chart(view),
        "ages": ages_chart(view),
        "waits": waits_chart(view),
    }


def _asked(request: DeskRequest) -> Asked:
    """What the address narrows a list to; what cannot be read narrows nothing."""
    get = request.GET.get
    district = _uuid(get("district", ""))
    topic = get("topic", "")
    return Asked(
        district=visible_districts(request.viewer).filter(pk=district).first()
        if district
        else None,
        post=_uuid(get("post", "")),
        topic=topic if topic == NO_TOPIC or _uuid(topic) else "",
        age=Age(get("age")) if get("age") in list(Age) else None,
        wait=Wait(get("wait")) if get("wait") in list(Wait) else None,
        state=get("state", "") if get("state") in STATES else "",
        support=get("support") == "1",
    )


def _topic_name(request: DeskRequest, asked: Asked) -> str:
    names = {str(one.id): one.name for one in topics_of(request.viewer.municipality_id)}
    return names.get(asked.topic, "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
