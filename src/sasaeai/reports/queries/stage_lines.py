"""きょう: a district that is stuck on its way to regular meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.kernel import display
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState
from sasaeai.rollout.queries.stages import districts_on_the_way, stuck_standings
from sasaeai.rollout.queries.standing import Standing

NAMED = 3
"""So many stuck districts are named in the city's one line."""


def stage_lines(viewer: Viewer, district_ids: Collection[UUID]) -> Iterator[TodayLine]:
    """One line for each of the districts that is stuck before its first meeting.

    A district that met and does not meet again has a line already: its body is to be convened.
    One query where every district meets, four where one is on the way.
    """
    districts = districts_on_the_way(viewer, district_ids)
    for standing in stuck_standings(viewer, districts):
        yield _line(standing)


def stuck_city_line(viewer: Viewer, districts: Sequence[District]) -> TodayLine | None:
    """The city's one line: how many districts are stuck, and which have waited longest."""
    stuck = stuck_standings(viewer, [one for one in districts if _stands(one, viewer.on)])
    if not stuck:
        return None
    if len(stuck) == 1:
        return _line(stuck[0])
    names = "、".join(standing.district.name for standing in stuck[:NAMED])
    words = {"names": names, "n": len(stuck)}
    what = ngettext(
        "展開：%(n)d地区が止まっています", "展開：%(n)d地区が止まっています", len(stuck)
    )
    why = _("%(names)sなどです。") if len(stuck) > NAMED else _("%(names)sです。")
    return TodayLine(
        kind=LineKind.WAITING,
        district=stuck[0].district,
        what=what % words,
        why=why % words,
        state=StepState.NOW,
        due_on=None,
        button=_("止まっている地区を見る"),
        waiting_at=WaitingAt.STAGES,
    )


def _line(standing: Standing) -> TodayLine:
    stage = standing.present.stage.name if standing.present else ""
    words = {"district": standing.district.name, "stage": stage}
    since = {
        "day": display.plain_date(standing.since) if standing.since else "",
        "n": standing.waited,
        "next": standing.next_step,
    }
    why = ngettext(
        "%(day)sから%(n)d日、動きがありません。次にすること：%(next)s",
        "%(day)sから%(n)d日、動きがありません。次にすること：%(next)s",
        standing.waited,
    )
    return TodayLine(
        kind=LineKind.WAITING,
        district=standing.district,
        what=_("展開：%(district)sは「%(stage)s」で止まっています") % words,
        why=why % since,
        state=StepState.NOW,
        due_on=None,
        button=_("地区の段階を開く"),
        waiting_at=WaitingAt.STAGE,
        target=standing.district.id,
    )


def _stands(district: District, on: date) -> bool:
    """Whether a district is there on a day; both ends included."""
    begun = district.since is None or district.since <= on
    return begun and (district.until is None or on <= district.until)
