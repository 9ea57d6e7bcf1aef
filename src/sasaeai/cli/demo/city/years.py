"""What a made-up city aimed at and said of each 年度, and its coordinators' diaries."""

from __future__ import annotations

from datetime import date, time, timedelta

from sasaeai.cli.demo.city.days import open_day
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.places import Area
from sasaeai.cli.demo.city.register import Seat, Town
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.planning.enums import ActivityKind
from sasaeai.planning.models import (
    Activity,
    ActivityDistrict,
    ActivityOrganization,
    YearNote,
    YearTarget,
)

_DONE = {
    ActivityKind.VISIT: ("訪ねて、気になっていることを聞いた。", 60),
    ActivityKind.CALL: ("電話で、次の会議の議題を相談した。", 20),
    ActivityKind.SURVEY: ("集まりの場を見て、曜日と世話役を確かめた。", 90),
    ActivityKind.TRAINING: ("推進員の研修に出た。", 120),
    ActivityKind.OFFICE: ("会議の案内と資料をそろえた。", 80),
}
_WEIGHTS = (6, 6, 3, 1, 4)
_NEXT = ("", "", "次の会議で伝える", "来月もう一度伺う", "民児協の会長に相談する")


def add_years(pile: Pile, town: Town) -> None:
    """Targets of each 年度, and the city's words for those that are over."""
    begun = town.scale.meeting
    this = FiscalYear.of(pile.day)
    for back in range(town.scale.years, -1, -1):
        year = FiscalYear(this.year - back)
        districts = begun if back == 0 else max(1, begun * (4 - min(back, 3)) // 4)
        with pile.at(clock.at(year.start, time(10))):
            pile.add(
                YearTarget,
                fiscal_year=year.year,
                districts=districts,
                meetings_each=3,
                note="すべての地区で、困りごとを話し合う場を開く。",
            )
        if back:
            with pile.at(clock.at(year.end, time(16))):
                pile.add(
                    YearNote,
                    fiscal_year=year.year,
                    achieved=f"{districts}地区をめざし、会議を開く地区が増えた。（見本の文です）",
                    remaining="同じ人がいくつもの会議に呼ばれている。",
                    next_plan="包括の会議とのみなしを、ほかの地区でも相談する。",
                    written_by_name=town.city[0].who,
                )


def add_diaries(pile: Pile, town: Town, areas: list[Area]) -> None:
    """Two days a week or so of each coordinator, from the first day of the history on."""
    for number, seat in enumerate(town.coordinators):
        own = [area for area in areas if area.coordinator is seat] or areas[:1]
        on = town.since + timedelta(days=number % 5)
        while on <= pile.day:
            _add_day(pile, seat, own, open_day(on))
            on += timedelta(days=pile.random.randint(3, 6))


def _add_day(pile: Pile, seat: Seat, areas: list[Area], on: date) -> None:
    if on > pile.day:
        return
    random, area = pile.random, pile.random.choice(areas)
    kind = random.choices(list(_DONE), _WEIGHTS)[0]
    summary, minutes = _DONE[kind]
    with pile.at(clock.at(on, time(17))):
        activity = pile.add(
            Activity,
            post=seat.post,
            person_name=seat.holder(on).name,
            on=on,
            minutes=minutes + 10 * random.randrange(4),
            kind=kind,
            summary=summary,
            next_step=random.choice(_NEXT),
        )
        if kind not in {ActivityKind.TRAINING, ActivityKind.OFFICE}:
            met = random.choice([*area.chokai, *area.others.values(), area.chair])
            pile.add(ActivityOrganization, activity=activity, organization=met.organization)
        if kind != ActivityKind.TRAINING:
            pile.add(ActivityDistrict, activity=activity, district=area.district)
