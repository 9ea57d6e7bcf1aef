"""The search box over meetings: which body, when and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from sasaeai.kernel import clock, wareki
from sasaeai.kernel.finding import Found, first_rows, matching, split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import Meeting

_MONTH_AND_DAY = re.compile(
    r"(?P<month>\d{1,2})(?:月|/)(?P<day>\d{1,2})日?(?:\([月火水木金土日]\))?"
)
_MONTH = re.compile(r"(?P<month>\d{1,2})月")
_NUMBER = re.compile(r"第?(?P<number>\d{1,3})回")
_YEAR = re.compile(r"(?P<era>[^\W\d]+)?(?P<year>元|\d{1,4})(?P<fiscal>年度?)")


def search_meetings(query: str, *, viewer: Viewer) -> Found[Meeting]:
    """Meetings by body, theme, hall, district, day (11月7日, 令和8年11月7日), 年度 or 第n回."""
    words = split_words(query)
    if not words:
        return Found((), 0)
    condition = matching(
        words, "body__name", "theme", "venue__name", "body__district__name", other=_when
    )
    meetings = readable_meetings(viewer).filter(condition)
    return first_rows(meetings.select_related("body__district", "venue").order_by("-starts_at"))


def meeting_names(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, str]:
    """The bodies of some meetings by name, as far as the viewer may read them."""
    if not ids:
        return {}
    meetings = readable_meetings(viewer).filter(pk__in=set(ids)).select_related("body")
    return {meeting.pk: meeting.body.name for meeting in meetings}


def _when(word: str) -> Q:
    """Meetings of the day, month, 年度 or number that a word may name; nothing for other words."""
    plain = unicodedata.normalize("NFKC", word)
    if (day := _whole_day(plain)) is not None:
        return _between(day, day + timedelta(days=1))
    return _part_of_date(plain)


def _part_of_date(plain: str) -> Q:
    if found := _MONTH_AND_DAY.fullmatch(plain):
        return Q(starts_at__month=int(found["month"]), starts_at__day=int(found["day"]))
    if found := _MONTH.fullmatch(plain):
        return Q(starts_at__month=int(found["month"]))
    if found := _NUMBER.fullmatch(plain):
        return Q(number=int(found["number"]))
    found = _YEAR.fullmatch(plain)
    return _year(found) if found else Q()


def _whole_day(plain: str) -> date | None:
    try:
        return wareki.parse_date(plain)
    except wareki.DateTextError:
        return None


def _year(found: re.Match[str]) -> Q:
    """平成30年度 by the 年度 kept with the meeting, 平成30年 by the calendar."""
    number = 1 if found["year"] == "元" else int(found["year"])
    try:
        era = wareki.era_named(found["era"]) if found["era"] else None
    except wareki.DateTextError:
        return Q()
    year = era.first_day.year + number - 1 if era else number
    if not 1000 <= year <= 9998:
        return Q()
    if found["fiscal"] == "年度":
        return Q(fiscal_year=year)
    return _between(date(year, 1, 1), date(year + 1, 1, 1))


def _between(first: date, end: date) -> Q:
    return Q(starts_at__gte=_midnight(first), starts_at__lt=_midnight(end))


def _midnight(day: date) -> datetime:
    return clock.at(day, time(0))
