"""Dates and times as Japanese offices write and type them.

Eras begin on the day that the 元号を改める政令 (earlier: 詔書) names:
明治 1868-01-25, 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08, 令和 2019-05-01.
明治 was proclaimed on 1868-10-23 and counted from the first day of that year.

Assumed before 1873-01-01 (明治6年1月1日): months and days are Gregorian throughout, not those of
the lunisolar calendar in force until then. No living person's date is touched by it.
Days before 明治 are written with the western year.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from sasaeai.kernel.text import mend_radicals

WEEKDAYS = "月火水木金土日"


class DateTextError(ValueError):
    """A text is no date or time. `str()` is a Japanese sentence saying what to mend."""


@dataclass(frozen=True, slots=True)
class Era:
    """An era (元号): 令和, letter R, from its first to its last day (None: it goes on)."""

    name: str
    letter: str
    first_day: date
    last_day: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies in the era."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


#: Newest first, as a choice list shows them.
ERAS = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
)


def era_of(day: date) -> Era | None:
    """The era of a day; None before 明治."""
    return next((era for era in ERAS if era.holds(day)), None)


def era_named(name: str) -> Era:
    """The era called 令和 or R, any width or case; DateTextError for another word."""
    wanted = unicodedata.normalize("NFKC", name).upper()
    for era in ERAS:
        if wanted in (era.name, era.letter):
            return era
    raise DateTextError(_("「%(name)s」という元号はありません。") % {"name": name})


def era_year(day: date) -> int:
    """The year within the era (令和元年 is 1); the western year before 明治."""
    era = era_of(day)
    return day.year - era.first_day.year + 1 if era else day.year


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────


def wareki_year(day: date) -> str:
    """「令和8年」, 「令和元年」."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年"
    year = era_year(day)
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(day: date) -> str:
    """「令和8年11月23日」."""
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def weekday_ja(day: date) -> str:
    """「月」."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """「令和8年11月23日(月)」: how every page and paper shows a date."""
    return f"{wareki(day)}({weekday_ja(day)})"


def short_date(day: date) -> str:
    """「11月23日(月)」, where the year is plain from what stands around it."""
    return f"{day.month}月{day.day}日({weekday_ja(day)})"


def with_western(day: date) -> str:
    """「令和8年(2026年)11月23日(月)」, for readers who count western years."""
    if era_of(day) is None:
        return long_date(day)
    return f"{wareki_year(day)}({day.year}年){short_date(day)}"


def time_text(moment: time) -> str:
    """「13時30分」, and 「13時」 on the hour."""
    return f"{moment.hour}時{moment.minute}分" if moment.minute else f"{moment.hour}時"


def time_range(start: time, end: time | None = None) -> str:
    """「13時30分〜14時30分」, or 「13時〜」 when the end is open."""
    return f"{time_text(start)}〜{time_text(end) if end else ''}"


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────

_SEPARATOR = r"[./\-]"
_DATE = re.compile(
    r"(?:(?:西暦)?(?P<year>\d{4})|(?P<era>[^\d\W元]+)(?P<era_year>元|\d{1,4}))"
    rf"(?:年|{_SEPARATOR})(?:\((?P<western>\d{{4}})年?\))?"
    rf"(?P<month>\d{{1,2}})(?:月|{_SEPARATOR})(?P<day>\d{{1,2}})日?"
    r"(?:\(?(?P<weekday>[月火水木金土日])(?:曜日?)?\)?)?"
)
_EIGHT_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_SIGNS = str.maketrans(dict.fromkeys("‐‑–—−ー", "-"))


def _typed(text: str) -> str:
    """Digits and signs in half width, radicals mended, spaces gone."""
    plain = unicodedata.normalize("NFKC", mend_radicals(text)).translate(_SIGNS)
    return "".join(plain.split())


def parse_date(text: str) -> date:
    """The day that a text such as 令和8年11月23日(月), R8.11.23 or 2026/11/23 names.

    Full-width signs, 元年, 20261123 and a western year in brackets are understood. A weekday
    may stand behind; one that does not belong to the day is a mistake worth asking about.
    Raises DateTextError.
    """
    plain = _typed(text)
    if not plain:
        raise DateTextError(_("日付を入力してください。"))
    found = _DATE.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain)
    if found is None:
        raise DateTextError(
            _("「%(text)s」を日付として読めません。「令和8年11月23日」のように入力してください。")
            % {"text": text.strip()[:40]}
        )
    part = found.groupdict()
    month, number = int(part["month"]), int(part["day"])
    if part.get("era"):
        day = from_era(era_named(part["era"]), _era_year(part["era_year"]), month, number)
    else:
        day = from_western(int(part["year"]), month, number)
    _check_companions(day, part.get("western"), part.get("weekday"))
    return day


def _era_year(text: str) -> int:
    return 1 if text == "元" else int(text)


def _check_companions(day: date, western: str | None, weekday_typed: str | None) -> None:
    if western and int(western) != day.year:
        raise DateTextError(
            _("%(wareki)sは%(right)d年です。%(typed)s年とあるので、年を確かめてください。")
            % {"wareki": wareki_year(day), "right": day.year, "typed": western}
        )
    if weekday_typed and weekday_typed != weekday_ja(day):
        raise DateTextError(
            _("%(day)sは%(right)s曜日です。%(typed)s曜日とあるので、日付か曜日を確かめてください。")
            % {"day": wareki(day), "right": weekday_ja(day), "typed": weekday_typed}
        )


def from_western(year: int, month: int, day: int) -> date:
    """A day from western numbers; DateTextError says which of them cannot be."""
    if not 1000 <= year <= 9998:
        raise DateTextError(_("年は西暦4けたで入力してください。例：2026"))
    return _day(year, month, day, written=_("%(year)d年") % {"year": year})


def from_era(era: Era, year: int, month: int, day: int) -> date:
    """A day from an era and its year; DateTextError for days before or after the era.

    The sentence names the day as it is rightly written (昭和70年 → 平成7年). More than 99 years
    of an era are taken for a western year typed beside it.
    """
    if year < 1:
        raise DateTextError(
            _("%(era)s%(year)d年という年はありません。最初の年は「元年」または「1年」です。")
            % {"era": era.name, "year": year}
        )
    if year > 99:
        raise DateTextError(
            _("%(era)s%(year)d年は大きすぎます。西暦の年は元号をつけずに入力してください。")
            % {"era": era.name, "year": year}
        )
    western = era.first_day.year + year - 1
    name = "元" if year == 1 else str(year)
    found = _day(western, month, day, written=f"{era.name}{name}年")
    if not era.holds(found):
        raise DateTextError(_outside(era, found))
    return found


def _outside(era: Era, day: date) -> str:
    words = {"era": era.name, "right": wareki(day)}
    if day < era.first_day:
        words["first"] = _boundary(era.first_day)
        return _("%(era)sは%(first)sからです。「%(right)s」と入力してください。") % words
    words["last"] = _boundary(era.last_day or day)
    return _("%(era)sは%(last)sまでです。「%(right)s」と入力してください。") % words


def _boundary(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day(year: int, month: int, day: int, *, written: str) -> date:
    if not 1 <= month <= 12:
        raise DateTextError(
            _("%(month)d月という月はありません。月は1から12までです。") % {"month": month}
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DateTextError(
            _("%(year)s%(month)d月%(day)d日という日はありません。%(month)d月は%(last)d日までです。")
            % {"year": written, "month": month, "day": day, "last": last}
        )
    return date(year, month, day)


_TIME = re.compile(
    r"(?P<half>午前|午後|[AP]M)?(?P<hour>\d{1,2})(?:[:時](?:(?P<minute>\d{1,2})分?|(?P<thirty>半))?)?"
)
_TIME_DIGITS = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")


def parse_time(text: str) -> time:
    """The time of day in 13:30, 13時30分, 13時半, 1330, 930, 午後1時30分, any width.

    Raises DateTextError, also for 24:00 and later: a meeting ends on the day it begins.
    """
    plain = _typed(text).upper().replace(".", ":")
    if not plain:
        raise DateTextError(_("時刻を入力してください。"))
    found = _TIME.fullmatch(plain) or _TIME_DIGITS.fullmatch(plain)
    if found is None:
        raise DateTextError(
            _("「%(text)s」を時刻として読めません。「13時30分」または「13:30」と入力してください。")
            % {"text": text.strip()[:40]}
        )
    part = found.groupdict()
    minute = 30 if part.get("thirty") else int(part["minute"] or 0)
    return _time(_hour(int(part["hour"]), part.get("half")), minute)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if half in ("AM", "PM"):
        hour %= 12
    elif hour == 12:  # an edict of 1872 and daily speech read 午後12時 in opposite ways
        raise DateTextError(
            _("「%(half)s12時」は昼とも夜とも読めます。「0時」または「12時」と入力してください。")
            % {"half": half}
        )
    if hour > 12:
        raise DateTextError(_("午前・午後をつけるときは、時は0から11までです。"))
    return hour + 12 if half in ("午後", "PM") else hour


def _time(hour: int, minute: int) -> time:
    if hour >= 24:
        raise DateTextError(_("時は0から23までです。"))
    if minute >= 60:
        raise DateTextError(_("分は0から59までです。"))
    return time(hour, minute)
