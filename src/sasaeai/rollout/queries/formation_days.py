"""Days of a pattern's plan: the first meeting, the year after it, steps counted back. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sasaeai.kernel import calendar
from sasaeai.kernel.display import short_date
from sasaeai.meetings.queries import rhythm
from sasaeai.rollout.queries.pattern_shape import StepShape

_MONTH = re.compile(r"(\d{1,2})\s*月")
_WEEKDAYS = "月火水木金土日"
_FROM_TENTH = 10
_DAY = timedelta(days=1)
_YEAR_DAYS = 365
_MOST_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of the plan. note: why it is not the day counted, a sentence, or empty."""

    day: date
    note: str = ""


def months_in(words: str) -> tuple[int, ...]:
    """The months that an agreement names: 「6月・９月・2月」 gives (6, 9, 2)."""
    found = (int(number) for number in _MONTH.findall(unicodedata.normalize("NFKC", words)))
    return tuple(dict.fromkeys(month for month in found if 1 <= month <= 12))


def first_day(not_before: date, months: Sequence[int] = ()) -> rhythm.ProposedDay:
    """The day of the first meeting: an open weekday that leaves time for the letter.

    months: those that the district agreed on; the next of them is taken, from its tenth on.
    """
    if not months:
        return rhythm.first_day(not_before)
    day = not_before
    while day.month not in months:
        day = calendar.add_months(day.replace(day=1), 1)
    if day != not_before or day.day < _FROM_TENTH:
        day = max(day, day.replace(day=_FROM_TENTH))
    reason = _("取り決めた開催時期（%(months)s）のうち、案内が間に合う最初の月の平日です。") % {
        "months": _("・").join(_("%(month)d月") % {"month": month} for month in months)
    }
    return rhythm.ProposedDay(open_day(day), (reason,))


def days_of_year(first: date, *, times: int, months: Sequence[int] = ()) -> tuple[date, ...]:
    """The first meeting and those after it within a year, in the same week and on its weekday.

    months: those agreed on, else spread evenly. Holidays and the days around New Year are avoided.
    """
    times = min(max(times, 1), _MOST_A_YEAR)
    if months:
        wanted = [_in_month(first, month) for month in months if month != first.month]
        later = [day for day in wanted if day > first]
        return (first, *sorted(later)[: max(times - 1, len(months) - 1)])
    days, gap = [first], _YEAR_DAYS // times
    while len(days) < times:
        proposed = rhythm.next_day(days[-1], gap_days=gap, not_before=days[-1] + _DAY)
        days.append(proposed.day)
    return tuple(days)


def day_of(first: date, *, after_days: int, today: date) -> PlannedDay:
    """When a body meets that meets so many days after (before, when negative) the first meeting."""
    counted = first + timedelta(days=after_days)
    day = open_day(counted) if after_days >= 0 else _open_before(counted)
    if day > today:
        return PlannedDay(day)
    moved = open_day(today + _DAY)
    words = {"day": short_date(day), "new": short_date(moved)}
    return PlannedDay(
        moved, _("数えると%(day)sですが、もう過ぎているので%(new)sにしました。") % words
    )


def step_day(step: StepShape, *, first: date, today: date) -> PlannedDay:
    """Until when a step is due, on an open day; one that has gone is moved to today, with a word."""
    counted = first - timedelta(days=step.days_before)
    day = open_day(counted) if step.days_before <= 0 else _open_before(counted)
    if day >= today:
        return PlannedDay(day)
    moved = open_day(today)
    if step.days_before > 0:
        moved = max(min(moved, first), today)
    words = {"day": short_date(day), "new": short_date(moved)}
    return PlannedDay(
        moved, _("数えると%(day)sですが、もう過ぎているので%(new)sにしました。") % words
    )


def open_day(day: date) -> date:
    """The day itself, or the next one on which offices are open."""
    while calendar.is_day_off(day):
        day += _DAY
    return day


def closed_hints(days: Iterable[date], closed_days: str) -> list[str]:
    """Sentences on days that may be a hall's closed days, as far as the words of the hall tell."""
    if not closed_days:
        return []
    found = []
    for day in days:
        if f"{_WEEKDAYS[day.weekday()]}曜" in closed_days:
            words = {"day": short_date(day), "closed": closed_days}
            found.append(_("%(day)sは、会場の休館日（%(closed)s）にあたるかもしれません。") % words)
    return found


def _open_before(day: date) -> date:
    while calendar.is_day_off(day):
        day -= _DAY
    return day


def _in_month(first: date, month: int) -> date:
    """The same weekday and week as `first` in the next such month."""
    year = first.year if month > first.month else first.year + 1
    nth = (first.day - 1) // 7 + 1
    day = calendar.nth_weekday(year, month, first.weekday(), nth)
    day = day or calendar.nth_weekday(year, month, first.weekday(), -1) or first
    while rhythm.closed_reason(day) is not None:
        day += timedelta(days=7)
    return day
