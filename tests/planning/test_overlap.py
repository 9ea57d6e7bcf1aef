"""Two meetings that could be one: facts a chair can check, and the word they give."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sasaeai.planning.core.overlap import (
    Obstacle,
    Side,
    Word,
    advise,
    compare,
    days_apart,
    hours_fit,
    same_people,
)
from sasaeai.planning.enums import JoinWay

names = st.frozensets(st.integers(0, 15), max_size=12)
days = st.frozensets(st.integers(0, 364), max_size=5).map(
    lambda offsets: tuple(date(2026, 4, 1) + timedelta(days=day) for day in sorted(offsets))
)
sides = st.builds(
    Side,
    people=names,
    topics=st.text("雪防見相", max_size=6).map(tuple),
    days=days,
    start=st.none() | st.sampled_from([time(10, 0), time(13, 30), time(17, 0), time(18, 0)]),
    minutes=st.integers(1, 240),
    capacity=st.none() | st.integers(1, 40),
)


def side(people: int = 20, of: int = 0, **fields) -> Side:
    """`people` numbered from `of`; four meetings about the same, by day, in a hall for 60."""
    held = tuple(date(2026, 4, 10) + timedelta(days=90 * n) for n in range(4))
    values = {
        "topics": ("雪", "雪", "防災"),
        "days": held,
        "start": time(13, 30),
        "capacity": 60,
    } | fields
    return Side(people=frozenset(range(of, of + people)), **values)


def test_the_source_names_five_of_six_kinds_in_both() -> None:
    support = frozenset({"地区社協", "町会", "民児協", "包括", "市社協", "青森市"})
    network = frozenset(
        {"地区社協", "町会", "民児協", "包括", "市社協", "金融機関", "郵便局", "交番"}
    )
    found = same_people(support, network)
    assert (found.both, found.smaller, found.union) == (5, 6, 9)
    assert round(found.containment * 100) == 83


def test_the_source_meets_27_days_apart_and_at_hours_for_others() -> None:
    assert days_apart([date(2018, 10, 26)], [date(2018, 11, 22)]) == 27
    assert hours_fit(time(13, 30), time(18, 0)) is False


@settings(deadline=None)
@given(sides, sides)
def test_containment_is_a_share_and_the_order_says_nothing(one: Side, other: Side) -> None:
    facts, turned = compare(one, other), compare(other, one)
    assert 0 <= facts.people.containment <= 1
    assert facts.people == turned.people
    assert facts.days_apart == turned.days_apart
    assert facts.hours_fit == turned.hours_fit
    assert (facts.times, facts.minutes, facts.seats) == (turned.times, turned.minutes, turned.seats)
    assert (facts.topics is None) == (turned.topics is None)
    if facts.topics is not None and turned.topics is not None:
        assert (facts.topics.shared, facts.topics.items) == (
            turned.topics.shared,
            turned.topics.items,
        )
    assert advise(facts) == advise(turned)


@settings(deadline=None)
@given(sides, sides)
def test_nobody_is_saved_a_way_that_is_not_made_twice(one: Side, other: Side) -> None:
    facts = compare(one, other)
    assert facts.trips_saved <= len(one.people) * one.times
    assert facts.trips_saved <= len(other.people) * other.times
    assert facts.people.both + facts.people_in_one == facts.people.union


@settings(deadline=None)
@given(sides, sides)
def test_one_gathering_is_never_advised_against_a_fact(one: Side, other: Side) -> None:
    facts = compare(one, other)
    word = advise(facts).word
    if word in {Word.STRONGLY, Word.MERGE}:
        assert facts.people.containment >= 0.7
        assert facts.topics is not None
        assert facts.topics.share >= 0.5
        assert facts.hours_fit
        assert facts.room_holds is not False
    if word == Word.BACK_TO_BACK:
        assert facts.people.containment >= 0.5


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (side(20, of=3), Word.STRONGLY),  # 17 of 20
        (side(20, of=5), Word.MERGE),  # 15 of 20
        (side(20, of=9), Word.BACK_TO_BACK),  # 11 of 20
        (side(20, of=12), Word.SEPARATE),  # 8 of 20
        (side(20, of=3, capacity=None), Word.STRONGLY),  # the other hall is known
        (side(20, of=3, topics=("相談", "相談")), Word.BACK_TO_BACK),
        (side(20, of=3, topics=()), Word.BACK_TO_BACK),
        (side(20, of=3, start=time(18, 0)), Word.BACK_TO_BACK),
        (side(20, of=3, start=None), Word.BACK_TO_BACK),
        (side(20, of=3, days=()), Word.SEPARATE),
    ],
)
def test_the_word_follows_the_facts(other: Side, word: Word) -> None:
    assert advise(compare(side(), other)).word == word


def test_a_small_body_wholly_inside_a_large_one_is_the_best_candidate() -> None:
    facts = compare(side(9), side(30))
    assert facts.people.containment == 1
    assert facts.people_in_one == 21
    assert advise(facts).word == Word.STRONGLY


def test_a_hall_that_is_not_known_takes_the_certainty_and_one_too_small_the_word() -> None:
    unknown = compare(side(capacity=None), side(of=1, capacity=None))
    assert advise(unknown).word == Word.MERGE
    assert advise(unknown).obstacles == (Obstacle.ROOM_UNKNOWN,)
    small = compare(side(capacity=20), side(of=1, capacity=20))
    assert advise(small).word == Word.BACK_TO_BACK
    assert advise(small).obstacles == (Obstacle.NO_ROOM,)


def test_a_body_without_meetings_saves_nothing() -> None:
    facts = compare(side(), side(days=()))
    assert facts.trips_saved == 0
    assert Obstacle.NEVER_MET in advise(facts).obstacles


def test_ways_saved_are_those_in_both_each_time_the_two_are_one() -> None:
    twice = side(20, of=3, days=(date(2026, 5, 1), date(2026, 11, 1)))
    facts = compare(side(), twice)
    assert facts.trips_saved == 17 * 2
    assert facts.people_in_one == 6


def test_the_words_are_those_of_the_table() -> None:
    assert {word.value for word in Word} == set(JoinWay.values)
