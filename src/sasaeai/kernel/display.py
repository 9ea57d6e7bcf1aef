"""Dates and times as a reader of the page's language expects them."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import dateformat
from django.utils.translation import get_language

from sasaeai.kernel import clock, wareki
from sasaeai.kernel.fiscal_year import FiscalYear

Day = date | datetime
Moment = time | datetime


def in_english() -> bool:
    """Whether the page is shown in English; every other language reads Japanese dates."""
    return (get_language() or "ja").startswith("en")


def day_of(value: Day) -> date:
    """The calendar day in Japan of a date or an aware datetime."""
    return clock.to_tokyo(value).date() if isinstance(value, datetime) else value


def wall_time(value: Moment) -> time:
    """The time on a wall clock in Japan of a time or an aware datetime."""
    return clock.to_tokyo(value).time() if isinstance(value, datetime) else value


def plain_date(value: Day) -> str:
    """「令和8年11月23日」 or "23 November 2026"."""
    day = day_of(value)
    return dateformat.format(day, "j F Y") if in_english() else wareki.wareki(day)


def long_date(value: Day) -> str:
    """「令和8年11月23日(月)」 or "Mon, 23 Nov 2026"."""
    day = day_of(value)
    return dateformat.format(day, "D, j M Y") if in_english() else wareki.long_date(day)


def short_date(value: Day) -> str:
    """「11月23日(月)」 or "Mon, 23 Nov"."""
    day = day_of(value)
    return dateformat.format(day, "D, j M") if in_english() else wareki.short_date(day)


def tokyo_time(value: Moment) -> str:
    """「13時30分」 or "13:30", on a wall clock in Japan."""
    moment = wall_time(value)
    return moment.strftime("%H:%M") if in_english() else wareki.time_text(moment)


def time_range(start: Moment, end: Moment | None = None) -> str:
    """「13時30分〜14時30分」 or "13:30–14:30"; an open end stays open."""
    if in_english():
        return f"{tokyo_time(start)}–{tokyo_time(end) if end else ''}"
    return wareki.time_range(wall_time(start), wall_time(end) if end else None)


def fiscal_year_label(value: FiscalYear | Day | int) -> str:
    """「令和8年度」 or "FY2026" of a fiscal year, of its first calendar year, or of a day in it."""
    if isinstance(value, date):
        value = FiscalYear.of(day_of(value))
    elif isinstance(value, int):
        value = FiscalYear(value)
    return f"FY{value.year}" if in_english() else value.label
