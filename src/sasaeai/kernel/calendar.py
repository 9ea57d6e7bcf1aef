"""Weekdays, public holidays and the days on which halls and offices are closed.

Holidays after 国民の祝日に関する法律 as the library jpholiday knows them; days off of offices after
行政機関の休日に関する法律 1条 (Saturdays, Sundays, holidays, 29 December to 3 January), which
municipal ordinances repeat.
"""

from __future__ import annotations

import calendar
from datetime import date

import jpholiday
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel.wareki import weekday_ja

__all__ = [
    "add_months",
    "day_note",
    "day_off_reason",
    "holiday_name",
    "is_day_off",
    "nth_weekday",
    "weekday_ja",
    "weekday_name",
]

_SATURDAY, _SUNDAY = 5, 6
_WEEKDAYS = (
    gettext_lazy("月曜日"),
    gettext_lazy("火曜日"),
    gettext_lazy("水曜日"),
    gettext_lazy("木曜日"),
    gettext_lazy("金曜日"),
    gettext_lazy("土曜日"),
    gettext_lazy("日曜日"),
)


def weekday_name(day: date) -> str:
    """「月曜日」, in the language of the page."""
    return str(_WEEKDAYS[day.weekday()])


def holiday_name(day: date) -> str | None:
    """「勤労感謝の日」, also 「憲法記念日 振替休日」; None on other days."""
    return jpholiday.is_holiday_name(day)


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def day_off_reason(day: date) -> str | None:
    """Why offices are closed: 「勤労感謝の日」, 「年末年始」, 「土曜日」; None when open."""
    if name := holiday_name(day):
        return name
    if _is_year_end(day):
        return _("年末年始")
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return weekday_name(day)
    return None


def is_day_off(day: date) -> bool:
    """Whether offices are closed on a day."""
    return day_off_reason(day) is not None


def day_note(day: date) -> str:
    """What to know of a day at a glance: 「月曜日・勤労感謝の日です」, 「水曜日です」."""
    words = {"weekday": weekday_name(day), "reason": day_off_reason(day)}
    if words["reason"] in (None, words["weekday"]):
        return _("%(weekday)sです") % words
    return _("%(weekday)s・%(reason)sです") % words


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, on the month's last day when it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The n-th weekday (Monday 0) of a month, 第3木曜日 being (…, 3, 3); -1 is the last.

    None when the month has no such day. ValueError for a weekday or n that cannot be meant.
    """
    if weekday not in range(7) or nth not in (-1, 1, 2, 3, 4, 5):
        message = f"no weekday {weekday} number {nth} in any month"
        raise ValueError(message)
    length = calendar.monthrange(year, month)[1]
    days = [
        date(year, month, number)
        for number in range(1, length + 1)
        if date(year, month, number).weekday() == weekday
    ]
    if nth > len(days):
        return None
    return days[nth - 1] if nth > 0 else days[-1]
