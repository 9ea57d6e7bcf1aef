"""On which days the bodies of a made-up district meet, and which of them snow takes away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sasaeai.kernel.calendar import is_day_off
from sasaeai.kernel.fiscal_year import FiscalYear

AHEAD = timedelta(days=75)
"""So far ahead the next meeting may be prepared."""
SNOW_REASON = "大雪のため"
SNOW_CHANCE = 0.14
_RHYTHMS = ((5, 8, 11, 2), (6, 9, 11, 2), (4, 7, 10, 1), (6, 10, 2), (5, 9, 12, 3))
_MONDAY = 0
_APART = timedelta(days=45)


def rhythm_of(number: int) -> tuple[int, ...]:
    """Months in which a district meets: three or four a year."""
    return _RHYTHMS[number % len(_RHYTHMS)]


def regular_days(
    months: tuple[int, ...], first_on: date, until: date, random: Random
) -> list[date]:
    """The first day, then one in each of the months, at least 45 days after the first."""
    days = [open_day(first_on)]
    for month in _months(months, first_on, until):
        day = open_day(month + timedelta(days=random.randint(4, 24)))
        if day - days[0] >= _APART and day <= until:
            days.append(day)
    return days


def open_day(day: date) -> date:
    """The day itself, or the next one on which offices and halls are open; halls rest on Mondays."""
    while is_day_off(day) or day.weekday() == _MONDAY:
        day += timedelta(days=1)
    return day


def _months(months: tuple[int, ...], first_on: date, until: date) -> Iterator[date]:
    year = FiscalYear.of(first_on)
    while year.start <= until:
        yield from (first for first in year if first.month in months)
        year = year.next
