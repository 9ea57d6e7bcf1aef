"""How large a made-up city is, and when each of its districts begins to meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sasaeai.kernel.fiscal_year import FiscalYear

DISTRICTS, AREAS, CHOKAI, CENTERS, COORDINATORS, COMMISSIONERS = 38, 42, 368, 11, 12, 658
"""Of a city of 38 districts: 民児協 areas, 町会, 包括 areas, 推進員, 民生委員・児童委員."""

AREA_SHIFT, CENTER_SHIFT = 3, 5
"""By so many 町会 the borders of 民児協 and 包括 lie beside those of the districts: none nests."""

_MODELS = 2
_ON_THE_WAY = 0.13
_EARLY = 0.55


@dataclass(frozen=True, slots=True)
class Scale:
    """Districts of a city, and so many full 年度 behind the running one."""

    districts: int = DISTRICTS
    years: int = 3

    @property
    def areas(self) -> int:
        """Areas of 民児協."""
        return self._of(AREAS)

    @property
    def chokai(self) -> int:
        return self._of(CHOKAI)

    @property
    def centers(self) -> int:
        """Areas of 地域包括支援センター."""
        return self._of(CENTERS)

    @property
    def coordinators(self) -> int:
        return self._of(COORDINATORS)

    @property
    def commissioners(self) -> int:
        return self._of(COMMISSIONERS)

    @property
    def meeting(self) -> int:
        """Districts that meet already; the last ones are still on their way."""
        if self.districts < 3:
            return self.districts
        return self.districts - max(1, round(self.districts * _ON_THE_WAY))

    def since(self, today: date) -> date:
        """The first day of the history."""
        return date(FiscalYear.of(today).year - self.years, 4, 1)

    def first_on(self, number: int, today: date) -> date | None:
        """About when a district met first, in the order of the roll-out; None: not yet.

        The model districts begin at once, half of the city within a year, the others until now.
        """
        since = self.since(today)
        if number >= self.meeting:
            return None
        if number < _MODELS:
            return since + timedelta(days=50 + 12 * number)
        share = number / self.meeting
        if share < _EARLY:
            return since + timedelta(days=round(80 + 240 * share / _EARLY))
        left = max(0, (today - since).days - 320 - 110)
        return since + timedelta(days=round(320 + left * (share - _EARLY) / (1 - _EARLY)))

    def _of(self, whole: int) -> int:
        return max(1, round(self.districts * whole / DISTRICTS))


def part_of(place: int, *, whole: int, parts: int, shift: int = 0) -> int:
    """In which of so many equal parts of a ring of `whole` places one lies, counted from `shift`."""
    return (place + shift) % whole * parts // whole
