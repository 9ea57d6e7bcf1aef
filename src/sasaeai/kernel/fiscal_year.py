"""年度: the year of public bodies, 1 April to 31 March (地方自治法 208条, 財政法 11条)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

from sasaeai.kernel import wareki

_LABEL = re.compile(
    r"(?:(?:西暦)?(?P<western>\d{4})|(?P<era>[^\d\W元]+)(?P<year>元|\d{1,3}))(?:年度?)?"
)


def fiscal_year(day: date) -> int:
    """The western year in which the 年度 of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """One 年度, named by the western year of its April. Ordered; iterating gives its months.

    Years before 1886 did not begin in April; nothing here is older than that.
    """

    year: int

    def __post_init__(self) -> None:
        if not 1868 <= self.year <= 9998:
            raise wareki.DateTextError(_("年度は1868から9998までの西暦で表せるものに限ります。"))

    @classmethod
    def of(cls, day: date) -> Self:
        """The 年度 that holds a day."""
        return cls(fiscal_year(day))

    @classmethod
    def from_label(cls, text: str) -> Self:
        """The 年度 called 令和8年度, 平成31年度, R8 or 2026年度. Raises DateTextError.

        A name that no office used is refused with the right one: 平成32年度 is 令和2年度.
        """
        typed = "".join(unicodedata.normalize("NFKC", text).split())
        found = _LABEL.fullmatch(typed)
        if found is None:
            raise wareki.DateTextError(
                _("「%(text)s」を年度として読めません。「令和8年度」のように入力してください。")
                % {"text": text.strip()[:40]}
            )
        if found["western"]:
            return cls(int(found["western"]))
        era = wareki.era_named(found["era"])
        number = 1 if found["year"] == "元" else int(found["year"])
        label = f"{era.name}{'元' if number == 1 else number}年度"
        named = cls(era.first_day.year + number - 1) if number else None
        if named is None:
            raise wareki.DateTextError(
                _("「%(label)s」という年度はありません。") % {"label": label}
            )
        if label not in named.labels:
            raise wareki.DateTextError(
                _("「%(label)s」という年度はありません。「%(right)s」と入力してください。")
                % {"label": label, "right": named.label}
            )
        return named

    @property
    def start(self) -> date:
        """1 April."""
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        """31 March of the next year."""
        return date(self.year + 1, 3, 31)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name the year goes by, oldest first: 2019 is 平成31年度 and 令和元年度.

        A second name comes with an era that begins between April and December. An era that begins
        in January (平成) leaves the running year its name and gives the next one 元年度.
        """
        names = [f"{wareki.wareki_year(self.start)}度"]
        later = f"{wareki.wareki_year(date(self.year, 12, 31))}度"
        return (*names, later) if later not in names else tuple(names)

    @property
    def label(self) -> str:
        """「令和8年度」; of two names the later one, as the state's budget of 2019 did."""
        return self.labels[-1]

    @property
    def next(self) -> Self:
        """The year after."""
        return type(self)(self.year + 1)

    @property
    def previous(self) -> Self:
        """The year before."""
        return type(self)(self.year - 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its twelve months, April to March."""
        return tuple(self)

    def __iter__(self) -> Iterator[date]:
        for month in (*range(4, 13), *range(1, 4)):
            yield date(self.year if month >= 4 else self.year + 1, month, 1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.label
