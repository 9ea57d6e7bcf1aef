"""What every paper of a meeting says about it at the top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sasaeai.kernel.wareki import long_date, short_date, time_range


@dataclass(frozen=True, slots=True)
class MeetingHeading:
    """One meeting as papers name it. Days and times are those of Japan.

    fiscal_year: 「令和8年度」; number: n-th of the 年度, None while it has none;
    body: 「大野地区地域支え合い会議」; venue: hall and room.
    """

    fiscal_year: str
    number: int | None
    body: str
    on: date
    start: time
    end: time | None
    venue: str

    @property
    def session(self) -> str:
        """「令和8年度 第2回」."""
        return f"{self.fiscal_year} 第{self.number}回" if self.number else self.fiscal_year

    @property
    def name(self) -> str:
        """「令和8年度 第2回 大野地区地域支え合い会議」."""
        return f"{self.session} {self.body}"

    @property
    def day(self) -> str:
        """「令和8年12月9日(水)」."""
        return long_date(self.on)

    @property
    def short_day(self) -> str:
        """「12月9日(水)」."""
        return short_date(self.on)

    @property
    def hours(self) -> str:
        """「13時30分〜15時」."""
        return time_range(self.start, self.end)
