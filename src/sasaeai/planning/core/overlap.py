"""How alike two bodies are, and what one gathering instead of two would save. Pure reckoning.

Three facts a chair can check (the same people, the same topics, the same rhythm), never one score:
a number nobody can check convinces nobody.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from statistics import median

SAME_PEOPLE_STRONGLY = 0.8
"""Share of the shorter list from which joining is advised strongly.

The source's own case lies above it: 新城 2018, 5 of 6 kinds of member in both (83 %), and it was the
町会 who asked for one meeting.
"""
SAME_PEOPLE_MERGE = 0.7
"""Share of the shorter list from which one gathering can stand for both (a proposal to calibrate)."""
SAME_PEOPLE_PAIR = 0.5
"""Share from which one way instead of two is worth it: every second person comes twice."""
SAME_TOPICS = 0.5
"""Share of the agenda whose category the other body treats too (a proposal to calibrate)."""
EVENING_FROM = time(17, 0)
"""Who works by day can come from here on: a meeting by day and one by night are for others.

The source: the support meeting at 13:30, the network meeting at 18:00.
"""


class Word(StrEnum):
    """What is advised. The values are those of `planning.enums.JoinWay`."""

    STRONGLY = "strongly"
    MERGE = "merge"
    BACK_TO_BACK = "back_to_back"
    SEPARATE = "separate"


class Obstacle(StrEnum):
    """What stands in the way of one gathering."""

    NEVER_MET = "never_met"
    FEW_SHARED = "few_shared"
    OTHER_TOPICS = "other_topics"
    TOPICS_UNKNOWN = "topics_unknown"
    OTHER_HOURS = "other_hours"
    HOURS_UNKNOWN = "hours_unknown"
    NO_ROOM = "no_room"
    ROOM_UNKNOWN = "room_unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One body. people: whoever is called, each once whatever posts they hold.

    topics: the category of each categorised item of the last meetings; days: its meetings of the
    last twelve months, early to late; start: its usual hour; minutes: its usual length;
    capacity: seats of its usual hall, None when not known.
    """

    people: frozenset[Hashable]
    topics: tuple[Hashable, ...] = ()
    days: tuple[date, ...] = ()
    start: time | None = None
    minutes: int = 60
    capacity: int | None = None

    @property
    def times(self) -> int:
        """Meetings in twelve months."""
        return len(self.days)


@dataclass(frozen=True, slots=True)
class People:
    """both: called to both; smaller: length of the shorter list; union: all of them, each once."""

    both: int
    smaller: int
    union: int

    @property
    def containment(self) -> float:
        """Share of the shorter list in both, 0 to 1. Nobody called: 0.

        Not both/union: a small meeting wholly inside a large one is the best candidate, and that
        would hide it.
        """
        return self.both / self.smaller if self.smaller else 0.0


@dataclass(frozen=True, slots=True)
class Topics:
    """shared: items of the body with the shorter agenda whose category the other treats too.

    items: that agenda's length; of_first: whether it is the first body's.
    """

    shared: int
    items: int
    of_first: bool

    @property
    def share(self) -> float:
        return self.shared / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found of two bodies.

    topics: None when either has no categorised item; days_apart: median days from a meeting to the
    nearest of the other, None when either has none; hours_fit, room_holds: None when not known;
    seats: of the larger hall; times: gatherings a year that could be one.
    """

    people: People
    topics: Topics | None
    days_apart: int | None
    hours_fit: bool | None
    seats: int | None
    times: int
    minutes: int
    have_met: bool

    @property
    def room_holds(self) -> bool | None:
        """Whether the larger hall holds everybody of both."""
        return None if self.seats is None else self.seats >= self.people.union

    @property
    def trips_saved(self) -> int:
        """Ways to a hall saved in a year: everybody in both, each time the two are one."""
        return self.people.both * self.times

    @property
    def people_in_one(self) -> int:
        """Those called to one of them only; they sit through what is not theirs."""
        return self.people.union - self.people.both

    @property
    def minutes_more(self) -> int:
        """Minutes a year that each of `people_in_one` sits longer, at most."""
        return self.minutes * self.times


@dataclass(frozen=True, slots=True)
class Advice:
    """The word, and what stood in the way of a better one."""

    word: Word
    obstacles: tuple[Obstacle, ...] = ()


def compare(first: Side, second: Side) -> Facts:
    """The facts of two bodies; the same whichever comes first, but for `topics.of_first`."""
    shorter = min(first, second, key=lambda side: (side.minutes, side.times))
    capacities = [side.capacity for side in (first, second) if side.capacity is not None]
    return Facts(
        people=same_people(first.people, second.people),
        topics=same_topics(first.topics, second.topics),
        days_apart=days_apart(first.days, second.days),
        hours_fit=hours_fit(first.start, second.start),
        seats=max(capacities, default=None),
        times=min(first.times, second.times),
        minutes=shorter.minutes,
        have_met=bool(first.days and second.days),
    )


def same_people(first: frozenset[Hashable], second: frozenset[Hashable]) -> People:
    """Who is called to both."""
    return People(len(first & second), min(len(first), len(second)), len(first | second))


def same_topics(first: Sequence[Hashable], second: Sequence[Hashable]) -> Topics | None:
    """How much of the shorter agenda is of categories that the other treats too.

    Categories, not words: titles that people call related share hardly a letter.
    """
    if not first or not second:
        return None
    of_first = Topics(sum(topic in set(second) for topic in first), len(first), of_first=True)
    of_second = Topics(sum(topic in set(first) for topic in second), len(second), of_first=False)
    return min(of_first, of_second, key=lambda found: (found.items, -found.shared))


def days_apart(first: Sequence[date], second: Sequence[date]) -> int | None:
    """Median days from a meeting of the body that meets less to the nearest of the other."""
    if not first or not second:
        return None
    fewer, more = sorted((first, second), key=lambda days: (len(days), tuple(days)))
    return round(median(min(abs((day - other).days) for other in more) for day in fewer))


def hours_fit(first: time | None, second: time | None) -> bool | None:
    """Whether both begin by day, or both in the evening; None when an hour is not known."""
    if first is None or second is None:
        return None
    return (first >= EVENING_FROM) == (second >= EVENING_FROM)


def advise(facts: Facts) -> Advice:
    """The word for two bodies. One gathering needs people, topics, hours and a hall at once."""
    shared, obstacles = facts.people.containment, _obstacles(facts)
    if not facts.have_met or shared < SAME_PEOPLE_PAIR:
        return Advice(Word.SEPARATE, obstacles)
    if set(obstacles) <= {Obstacle.ROOM_UNKNOWN}:
        sure = shared >= SAME_PEOPLE_STRONGLY and not obstacles
        return Advice(Word.STRONGLY if sure else Word.MERGE, obstacles)
    return Advice(Word.BACK_TO_BACK, obstacles)


def _obstacles(facts: Facts) -> tuple[Obstacle, ...]:
    topics = facts.topics
    found = {
        Obstacle.NEVER_MET: not facts.have_met,
        Obstacle.FEW_SHARED: facts.people.containment < SAME_PEOPLE_MERGE,
        Obstacle.TOPICS_UNKNOWN: topics is None,
        Obstacle.OTHER_TOPICS: topics is not None and topics.share < SAME_TOPICS,
        Obstacle.HOURS_UNKNOWN: facts.hours_fit is None,
        Obstacle.OTHER_HOURS: facts.hours_fit is False,
        Obstacle.ROOM_UNKNOWN: facts.room_holds is None,
        Obstacle.NO_ROOM: facts.room_holds is False,
    }
    return tuple(obstacle for obstacle, stands in found.items() if stands)
