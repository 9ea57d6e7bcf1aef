"""What a yearly report (実績報告) is made of, once it was counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.queries.bodies import YearMeeting
from sasaeai.people.models import District


@dataclass(frozen=True, slots=True)
class People:
    """Who came to some gatherings, each gathering once.

    recognized: gatherings that are here only because they were recognised (みなし).
    attendance: people in the room, companions included, added up over gatherings (延べ参加者).
    persons: different persons among those whose name is written down (実人数); unnamed: how much of
    `attendance` is not (companions, a bare number), and so cannot be counted once.
    organizations: different ones of which somebody came. unknown: gatherings without any number.
    """

    gatherings: int = 0
    recognized: int = 0
    attendance: int = 0
    persons: int = 0
    unnamed: int = 0
    organizations: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month of a programme: gatherings and people, and the recognised ones among them."""

    gatherings: int = 0
    recognized: int = 0
    attendance: int = 0
    recognized_attendance: int = 0


@dataclass(frozen=True, slots=True)
class ProgrammeYear:
    """A programme (会議の種類) in a 年度. kind None: all of them, each gathering once."""

    kind: BodyKind | None
    people: People
    months: tuple[MonthCount, ...]

    @property
    def recognized_attendance(self) -> int:
        return sum(month.recognized_attendance for month in self.months)


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """Issues of a 年度; before + new = resolved + left.

    before: taken up earlier and still open when the 年度 began (継続); left: open at its end, or
    today (次年度へ).
    """

    before: int = 0
    new: int = 0
    resolved: int = 0

    @property
    def all(self) -> int:
        """Every issue that was open at some time of the 年度."""
        return self.before + self.new

    @property
    def left(self) -> int:
        return self.all - self.resolved

    def __add__(self, other: IssueCounts) -> IssueCounts:
        return IssueCounts(
            self.before + other.before, self.new + other.new, self.resolved + other.resolved
        )


@dataclass(frozen=True, slots=True)
class TroubleCounts:
    """Troubles raised in a 年度, and to how many of them an answer was told until today."""

    raised: int = 0
    told: int = 0

    @property
    def untold(self) -> int:
        return self.raised - self.told

    def __add__(self, other: TroubleCounts) -> TroubleCounts:
        return TroubleCounts(self.raised + other.raised, self.told + other.told)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic: how many agenda items treated it, and its issues. name "" for no topic."""

    topic_id: UUID | None
    name: str
    items: int
    issues: IssueCounts


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """registered: services newly in the directory; imported: those of them from a table.

    introduced: how often one was named to somebody; different: how many different ones.
    """

    registered: int = 0
    imported: int = 0
    introduced: int = 0
    different: int = 0


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district's line. home: people at gatherings of its own bodies (for the city's sum)."""

    district: District
    people: People
    home_attendance: int
    items: int
    issues: IssueCounts
    troubles: TroubleCounts
    services: ServiceCounts
    became: tuple[str, ...] = ()
    came_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedBody:
    """A body that goes on: how often it means to meet in a year (0: not said)."""

    name: str
    district: str
    kind: BodyKind
    yearly_target: int


@dataclass(frozen=True, slots=True)
class Words:
    """What no count can say (成果・課題・次年度の方針). version 0: nothing written yet."""

    achieved: str = ""
    remaining: str = ""
    next_plan: str = ""
    written_by: str = ""
    version: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.achieved or self.remaining or self.next_plan)


@dataclass(frozen=True, slots=True)
class Atom:
    """People at gatherings of one month that belong to the same programmes in the same way.

    ties: ("own", kind) and ("recognized", kind). meeting_id: the one gathering it is, in a district's
    report, which lists them; None where several are added up and the number is printed nowhere.
    """

    ties: frozenset[tuple[str, str]]
    n: int
    meeting_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """実績報告 of a 年度, of the districts a viewer reads or of one (district).

    rows: its gatherings, early to late. atoms: by month, what belongs to the same programmes in the
    same way; needed by what hides small numbers.
    """

    fiscal_year: FiscalYear
    on: date
    district: District | None
    programmes: tuple[ProgrammeYear, ...]
    total: ProgrammeYear
    districts: tuple[DistrictRow, ...]
    topics: tuple[TopicRow, ...]
    items: int
    issues: IssueCounts
    troubles: TroubleCounts
    services: ServiceCounts
    words: Words
    planned: tuple[PlannedBody, ...]
    cancelled: int
    still_to_come: int
    rows: tuple[YearMeeting, ...] = field(default=(), repr=False)
    atoms: tuple[tuple[Atom, ...], ...] = field(default=(), repr=False)

    @property
    def year_name(self) -> str:
        """「令和8年度」, 「平成31年度・令和元年度」."""
        return year_name(self.fiscal_year)

    @property
    def next_planned(self) -> int:
        """Gatherings meant for a year by the bodies that go on."""
        return sum(body.yearly_target for body in self.planned)


def year_name(year: FiscalYear) -> str:
    """Every name of a 年度: 「平成31年度・令和元年度」 spans two eras."""
    return "・".join(year.labels)
