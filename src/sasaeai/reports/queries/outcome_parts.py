"""The numbers of どうなったか: what each part means, and the figures they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from django.db import models
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.enums import TroubleState
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District

NO_TOPIC = "none"
"""What stands for troubles that became no issue, or one without a topic."""


class Part(models.TextChoices):
    """A number of the page; each has its list. The WAIT_… say for whom an untold raiser waits."""

    RAISED = "raised", _("届いた困りごと")
    TAKEN = "taken", _("課題にした")
    AT_ONCE = "at_once", _("すぐに答えた")
    REFERRED = "referred", _("ほかへつないだ")
    SETTLED = "settled", _("課題にしなかった")
    NEW = "new", _("まだ決めていない")
    ACTED = "acted", _("取組が決まった")
    TOLD = "told", _("返答を伝えた")
    LATER = "later", _("うち次の年度に伝えた")
    EXCUSED = "excused", _("伝えようがない")
    UNTOLD = "untold", _("まだ返答していない")
    WAIT_DECISION = "wait_decision", _("地区が決めるのを待っている")
    WAIT_MEETING = "wait_meeting", _("会議の話し合いを待っている")
    WAIT_ACTION = "wait_action", _("取組をする団体を待っている")
    WAIT_CITY = "wait_city", _("市などの返答を待っている")
    WAIT_ANSWER = "wait_answer", _("あとは返答を伝えるだけ")


WAITS = (
    Part.WAIT_DECISION,
    Part.WAIT_MEETING,
    Part.WAIT_ACTION,
    Part.WAIT_CITY,
    Part.WAIT_ANSWER,
)
BY_STATE = {
    TroubleState.NEW: Part.NEW,
    TroubleState.TAKEN: Part.TAKEN,
    TroubleState.ANSWERED: Part.AT_ONCE,
    TroubleState.REFERRED: Part.REFERRED,
    TroubleState.SETTLED: Part.SETTLED,
}


class IssuePart(models.TextChoices):
    """A number of issues taken up in the 年度: duplicates are left out, reopened ones go on."""

    OPENED = "opened", _("取り上げた課題")
    CLOSED = "closed", _("終結した課題")
    GOING_ON = "going_on", _("続いている課題")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by part, and the days from raising to the first answer, short to long."""

    counts: Mapping[Part, int]
    days: tuple[int, ...] = ()

    def __getitem__(self, part: str) -> int:
        return self.counts.get(Part(part), 0)

    @property
    def median_days(self) -> int | None:
        """Half of the answers came within so many days; None before the first."""
        return int(median(self.days)) if self.days else None

    @property
    def longest_days(self) -> int | None:
        return self.days[-1] if self.days else None


@dataclass(frozen=True, slots=True)
class Shares:
    """A bar of one row, in thousandths of the longest one: told, excused, untold, left to right."""

    told: int
    excused: int
    untold: int

    @classmethod
    def of(cls, figures: Figures, *, most: int) -> Shares:
        """most: the troubles of the row with the longest bar."""
        parts = (Part.TOLD, Part.EXCUSED, Part.UNTOLD)
        return cls(*(1000 * figures[part] // most if most else 0 for part in parts))

    @property
    def excused_from(self) -> int:
        return self.told

    @property
    def untold_from(self) -> int:
        return self.told + self.excused


@dataclass(frozen=True, slots=True)
class TopicOutcome:
    """The troubles of one topic; None for those without."""

    topic: Topic | None
    figures: Figures

    @property
    def key(self) -> str:
        return str(self.topic.id) if self.topic else NO_TOPIC


@dataclass(frozen=True, slots=True)
class DistrictOutcome:
    """A district's 年度: its figures, the same by topic, and its issues."""

    district: District
    figures: Figures
    topics: tuple[TopicOutcome, ...]
    issues: Mapping[IssuePart, int]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The districts a viewer reads side by side, and `total` over all of them."""

    fiscal_year: FiscalYear
    districts: tuple[DistrictOutcome, ...]
    total: Figures
    topics: tuple[TopicOutcome, ...]
    issues: Mapping[IssuePart, int]


def parts_of(state: str, waiting: str, *, acted: bool) -> Iterator[Part]:
    """Every part in which one trouble is counted, but LATER, which follows from its days."""
    yield Part.RAISED
    yield BY_STATE[TroubleState(state)]
    yield Part(waiting)
    if acted:
        yield Part.ACTED
    if waiting not in {Part.TOLD, Part.EXCUSED}:
        yield Part.UNTOLD
