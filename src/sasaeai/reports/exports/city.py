"""全体（市）: the city's 年度 on one sheet, A4 landscape."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.reports.queries.city import CityView, DistrictState
from sasaeai.reports.queries.city_issues import Age

_TEMPLATE = Path(__file__).with_name("city.typ")
MOST_BEHIND = 12
"""Districts behind of which the reason is printed; the table marks the others."""


def city_paper(view: CityView, *, fiscal_year: FiscalYear, on: date) -> Paper:
    """The figures of the page on one sheet. Very many districts become more sheets, none is lost."""
    with translation.override("ja"):
        content = render_pdf(_TEMPLATE, _data(view, fiscal_year, on), dated=on)
    return make_paper("市全体のようす", fiscal_year.label, content_type=PDF, content=content)


def _data(view: CityView, fiscal_year: FiscalYear, on: date) -> dict[str, object]:
    behind = view.behind
    return {
        "title": "地域支え合い会議　市全体のようす",
        "year": fiscal_year.label,
        "printed": f"{wareki(on)}現在",
        "aim": f"{view.aim.districts}地区で{view.aim.meetings_each}回ずつ",
        "aim_number": view.aim.meetings_each,
        "note": view.aim.note,
        "numbers": _numbers(view),
        "districts": [_district(state) for state in view.states],
        "behind": [f"{one.district.name}：{one.reason}" for one in behind[:MOST_BEHIND]],
        "more_behind": max(len(behind) - MOST_BEHIND, 0),
        "ages": [str(age.label) for age in Age],
        "topics": [
            {"name": row.name, "counts": [str(n) for n in row.counts]}
            for row in view.ages
            if row.total
        ],
        "coordinators": [
            {
                "post": row.post,
                "districts": "、".join(row.districts),
                "meetings": f"{row.held}・{row.coming}",
                "hours": f"{row.hours}",
                "actions": str(row.open_actions),
            }
            for row in view.coordinators
        ],
    }


def _numbers(view: CityView) -> list[tuple[str, str]]:
    answered, totals = view.answered, view.year.year.totals
    told = f"{answered.number}件"
    if answered.middle is not None:
        told += f"（まんなかの値{answered.middle}日）"
    return [
        ("開いた会議", f"{totals.held}回"),
        ("のべ参加者", f"{totals.attendance}人"),
        ("開いた地区", f"{view.begun}地区"),
        ("目標に届いた地区", f"{view.reached}地区"),
        ("動いた課題", f"{view.moved}件"),
        ("続いている課題", f"{view.open_issues}件"),
        ("返答を伝えた困りごと", told),
        ("みなしで減った会議", f"{view.saved.meetings}回（行き来のべ{view.saved.trips}回以上）"),
    ]


def _district(state: DistrictState) -> dict[str, object]:
    return {
        "name": state.district.name,
        "own": state.held - state.deemed,
        "deemed": state.deemed,
        "coming": state.coming,
        "held": str(state.held),
        "last": wareki(state.last) if state.last else "—",
        "behind": state.is_behind,
    }
