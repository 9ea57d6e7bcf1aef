"""The search box over meetings, their agendas and what was said."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from sasaeai.kernel import clock, wareki
from sasaeai.kernel.finding import Found, first_rows, matching, split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_meetings
from sasaeai.meetings.models import AgendaItem, Meeting, Remark

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
    meetings = visible_meetings(viewer).filter(condition)
    return first_rows(meetings.select_related("body__district", "venue").order_by("-starts_at"))


def search_items(query: str, *, viewer: Viewer) -> Found[AgendaItem]:
    """Agenda items by title, summary, presenter, topic or what was decided; the latest first."""
    words = split_words(query)
    if not words:
        return Found((), 0)
    items = AgendaItem.objects.filter(
        matching(words, "title", "summary", "presenter", "outcome_text", "topic__name"),
        municipality_id=viewer.municipality_id,
        meeting__in=visible_meetings(viewer).values("pk"),
        removed_at__isnull=True,
    )
    return first_rows(
        items.select_related("meeting__body").order_by("-meeting__starts_at", "position")
    )


def search_remarks(query: str, *, viewer: Viewer) -> Found[Remark]:
    """What was said (○ ⇒), by its gist or the group that said it; the latest first."""
    words = split_words(query)
    if not words:
        return Found((), 0)
    remarks = Remark.objects.filter(
        matching(words, "text", "group"),
        municipality_id=viewer.municipality_id,
        item__meeting__in=visible_meetings(viewer).values("pk"),
        item__removed_at__isnull=True,
        removed_at__isnull=True,
    )
    return first_rows(
        remarks.select_related("item__meeting__body").order_by(
            "-item__meeting__starts_at", "position"
        )
    )


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
