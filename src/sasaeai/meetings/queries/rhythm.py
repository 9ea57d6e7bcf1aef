"""When a body meets next: the day that keeps its rhythm. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.kernel import calendar
from sasaeai.kernel.display import short_date

DEFAULT_PER_YEAR = 4
"""Meetings a year of a body without a target of its own: the source says 年3〜4回."""

_WEEK = timedelta(days=7)
_SATURDAY = 5
_MONTHS_FROM = 45


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """A day and why it is proposed, in sentences for the page."""

    day: date
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnowSeason:
    """Months in which a reserve day is wanted (first to last, over the new year), days until it."""

    from_month: int
    to_month: int
    reserve_days: int

    def holds(self, day: date) -> bool:
        """Whether a day lies in the season."""
        if self.from_month <= self.to_month:
            return self.from_month <= day.month <= self.to_month
        return day.month >= self.from_month or day.month <= self.to_month


def next_day(last: date, *, gap_days: int, not_before: date) -> ProposedDay:
    """The same weekday and week of the month as `last`, nearest to `gap_days` later.

    Never before `not_before`; a holiday or the days around New Year move it by weeks.
    """
    rhythm = _rhythm_days(last, around=last + timedelta(days=gap_days))
    target = last + timedelta(days=gap_days)
    day = min(rhythm, key=lambda candidate: abs(candidate - target))
    words = {"last": short_date(last), "which": _which_weekday(last), "gap": _gap_words(gap_days)}
    reason = _("前回（%(last)s）と同じ%(which)sで、およそ%(gap)sあとの日です。") % words
    if day < not_before:
        coming = _rhythm_days(last, around=not_before)
        day = min(candidate for candidate in coming if candidate >= not_before)
        reason = (
            _("前回（%(last)s）と同じ%(which)sで、案内をひと月ほど前に出せる最初の日です。") % words
        )
    return _moved(day, (reason,), by=_WEEK)


def first_day(not_before: date) -> ProposedDay:
    """A day for a body that has never met: the first open day that leaves time for the notice."""
    reason = _("はじめての会議なので、案内をひと月ほど前に出せる最初の平日を入れました。")
    day = not_before
    while calendar.is_day_off(day):
        day += timedelta(days=1)
    return ProposedDay(day, (reason,))


def reserve_day(day: date, season: SnowSeason) -> ProposedDay | None:
    """The snow reserve day (予備日) of a meeting, None outside the season."""
    if not season.holds(day):
        return None
    reason = _("雪の季節なので、%(days)d日あとを予備日に入れました。") % {
        "days": season.reserve_days
    }
    reserve = day + timedelta(days=max(season.reserve_days, 1))
    return _moved(reserve, (reason,), by=_WEEK)


def reply_due_day(day: date, *, lead_days: int, today: date) -> date | None:
    """When replies are wanted: `lead_days` before, on an open day; None when that has gone."""
    due = day - timedelta(days=lead_days)
    while calendar.is_day_off(due):
        due -= timedelta(days=1)
    return due if due > today else None


def closed_reason(day: date) -> str | None:
    """Why a meeting should not be on a day: a holiday or New Year. A weekend alone is a choice."""
    reason = calendar.day_off_reason(day)
    if day.weekday() < _SATURDAY or reason is None:
        return reason
    return None if reason == calendar.weekday_name(day) else reason


def _moved(day: date, reasons: tuple[str, ...], *, by: timedelta) -> ProposedDay:
    while (closed := closed_reason(day)) is not None:
        words = {"day": short_date(day), "reason": closed, "number": by.days}
        reasons = (
            *reasons,
            _("%(day)sは%(reason)sのため、%(number)d日あとにしました。") % words,
        )
        day += by
    return ProposedDay(day, reasons)


def _rhythm_days(last: date, *, around: date) -> list[date]:
    """Days of the same week and weekday as `last` in the months around a day, early to late."""
    nth = (last.day - 1) // 7 + 1
    days = []
    for offset in (-1, 0, 1, 2):
        month = calendar.add_months(around.replace(day=1), offset)
        found = calendar.nth_weekday(month.year, month.month, last.weekday(), nth)
        found = found or calendar.nth_weekday(month.year, month.month, last.weekday(), -1)
        if found is not None:
            days.append(found)
    return [day for day in days if day > last]


def _which_weekday(day: date) -> str:
    words = {"nth": (day.day - 1) // 7 + 1, "weekday": calendar.weekday_name(day)}
    return _("第%(nth)d%(weekday)s") % words


def _gap_words(days: int) -> str:
    """「3か月」, 「2週間」."""
    if days >= _MONTHS_FROM:
        months = round(days / 30.4)
        return ngettext("%(count)dか月", "%(count)dか月", months) % {"count": months}
    weeks = max(round(days / 7), 1)
    return ngettext("%(count)d週間", "%(count)d週間", weeks) % {"count": weeks}
