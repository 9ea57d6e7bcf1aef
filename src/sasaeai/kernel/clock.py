"""The only place that asks what time it is. Stored in UTC, lived in Asia/Tokyo."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  this is the one place that asks


def today() -> date:
    """The calendar day in Japan, whatever the server's own zone is."""
    return now().astimezone(TOKYO).date()


def to_tokyo(moment: datetime) -> datetime:
    """The same moment on a wall clock in Japan. A naive datetime is a mistake: ValueError."""
    if moment.tzinfo is None:
        message = f"naive datetime {moment!r}: say which zone it is in"
        raise ValueError(message)
    return moment.astimezone(TOKYO)


def at(day: date, wall_time: time) -> datetime:
    """The moment, in UTC, when clocks in Japan show `wall_time` on `day`."""
    return datetime.combine(day, wall_time.replace(tzinfo=None), tzinfo=TOKYO).astimezone(UTC)
