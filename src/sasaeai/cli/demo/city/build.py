"""Writes made-up cities, district by district, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sasaeai.audit.models import Entry
from sasaeai.cli.demo.city.district import DistrictYears
from sasaeai.cli.demo.city.pile import FIRST_CITY, Pile
from sasaeai.cli.demo.city.places import Area, add_city
from sasaeai.cli.demo.city.register import LOGINS, code_of, login_of
from sasaeai.cli.demo.city.resources import Services
from sasaeai.cli.demo.city.rollout import Rollout
from sasaeai.cli.demo.city.scale import Scale
from sasaeai.cli.demo.city.years import add_diaries, add_years
from sasaeai.cli.demo.register import SYSTEM_NAME
from sasaeai.cli.reindex import reindex_municipality
from sasaeai.kernel import clock
from sasaeai.people.models import Municipality

SEED = 20261123
_MARKED = "people.municipality"
"""What the last row of a city speaks of: without it, the city was not finished."""

Say = Callable[[str], None]


class CityBuilder:
    """One city; with `districts` left to whoever asks, for those that need more than history."""

    def __init__(self, *, scale: Scale, seed: int, day: date, city: int = FIRST_CITY) -> None:
        self.pile = Pile(seed, day, city=city)
        self.town, self.areas = add_city(self.pile, scale)
        self.services = Services(self.pile, self.areas)
        self.rollout = Rollout(self.pile, self.town)
        add_years(self.pile, self.town)
        add_diaries(self.pile, self.town, self.areas)
        self.rows = self.pile.write()

    def district(self, area: Area) -> DistrictYears:
        """The district's years so far, kept but not yet written."""
        return DistrictYears(self.pile, self.town, area, self.services)

    def fill(self, years: DistrictYears) -> None:
        """Write all that happened in a district."""
        years.fill()
        self.rollout.tell(years)
        self.rows += self.pile.write()

    def finish(self) -> None:
        """Say in 変更履歴 where all this came from, and let it be found by its words."""
        self.pile.add(
            Entry,
            municipality_id=self.municipality_id,
            at=self.pile.moment,
            actor_name=SYSTEM_NAME,
            verb="seed",
            object_type=_MARKED,
            object_id=self.municipality_id,
            object_label=self.town.municipality.name,
        )
        self.rows += self.pile.write()
        self.rows += reindex_municipality(self.municipality_id)

    @property
    def municipality_id(self) -> UUID:
        return self.town.municipality.pk


def build_city(
    *,
    scale: Scale | None = None,
    seed: int = SEED,
    city: int = FIRST_CITY,
    day: date | None = None,
    say: Say | None = None,
) -> int:
    """Write one city, the index of what can be found included; returns how many rows.

    The same scale, seed, city and day make the same rows. Logins: `login_names`.
    """
    builder = CityBuilder(scale=scale or Scale(), seed=seed, day=day or clock.today(), city=city)
    name, count = builder.town.municipality.name, len(builder.areas)
    for place, area in enumerate(builder.areas, start=1):
        builder.fill(builder.district(area))
        if say is not None:
            say(f"{name} {place}/{count} {area.district.name}")
    builder.finish()
    return builder.rows


@dataclass(frozen=True, slots=True)
class Found:
    """The synthetic cities that a database holds, from the first on."""

    count: int
    all_whole: bool


def cities_found() -> Found | None:
    """What is there of synthetic cities; None when there is anything else."""
    codes = set(Municipality.objects.values_list("lg_code", flat=True))
    if codes != {code_of(city) for city in range(FIRST_CITY, FIRST_CITY + len(codes))}:
        return None
    whole = Entry.objects.filter(actor_name=SYSTEM_NAME, verb="seed", object_type=_MARKED)
    return Found(len(codes), all_whole=whole.count() == len(codes))


def login_names(city: int = FIRST_CITY) -> tuple[str, ...]:
    """The logins of a city: 推進員, 地区社協 会長, 市, 市社協."""
    return tuple(login_of(row.login_id, city) for row in LOGINS)
