"""Which figures of the city are drawn, and what is said to those who hear the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.desk.city.charts import Chart, Legend, Line, Part, draw
from sasaeai.reports.queries.city import CityView
from sasaeai.reports.queries.city_issues import Age


def districts_chart(view: CityView) -> Chart:
    """Meetings of each district against the aim."""
    words = {
        "reached": view.reached,
        "all": len(view.states),
        "aim": view.aim.meetings_each,
    }
    return draw(
        "districts",
        _("地区ごとの開催回数"),
        _("%(all)d地区のうち%(reached)d地区が、目標の%(aim)d回に届いています。") % words,
        [
            Line(
                state.district.name,
                (
                    Part(state.held - state.deemed, "solid"),
                    Part(state.deemed, "lines"),
                    Part(state.coming, "open"),
                ),
                _("%(held)d回") % {"held": state.held},
            )
            for state in view.states
        ],
        (
            Legend("solid", _("開いた会議")),
            Legend("lines", _("みなしで数えた会議")),
            Legend("open", _("これからの予定")),
        ),
        aim=view.aim.meetings_each,
    )


def ages_chart(view: CityView) -> Chart:
    """Open issues by topic and by how long they are open."""
    kinds = ("open", "dots", "lines", "solid")
    old = sum(row.counts[-1] for row in view.ages)
    return draw(
        "ages",
        _("続いている課題と、続いている長さ"),
        _("続いている課題は%(all)d件で、そのうち365日を超えるものは%(old)d件です。")
        % {"all": view.open_issues, "old": old},
        [
            Line(
                row.name,
                tuple(Part(*part) for part in zip(row.counts, kinds, strict=True)),
                _("%(n)d件") % {"n": row.total},
            )
            for row in view.ages
            if row.total
        ],
        tuple(Legend(kind, age.label) for age, kind in zip(Age, kinds, strict=True)),
    )


def waits_chart(view: CityView) -> Chart:
    """How long raisers waited for their answer."""
    found = view.answered
    if found.middle is None:
        words = _("この年度に返答を伝えた困りごとは、まだありません。")
    else:
        words = _(
            "返答を伝えた困りごとは%(all)d件で、届いてからの日数は、まんなかの値が%(middle)d日です。"
        ) % {"all": found.number, "middle": found.middle}
    return draw(
        "waits",
        _("返答までの日数"),
        words,
        [
            Line(wait.label, (Part(number, "solid"),), _("%(n)d件") % {"n": number})
            for wait, number in found.waits
        ],
        (),
    )
