"""The reckoning of cards: causes order entries, and no word is hidden by one that did not know it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import BadBody, clean_body
from sasaeai.hall.core.cards import Version, heads, joining_id, show
from sasaeai.hall.core.entries import read_entry

pytestmark = pytest.mark.one_database

ITEM = str(uuid.UUID(int=1))


def note(text: str) -> dict[str, str]:
    return {"text": text}


@st.composite
def histories(draw: Callable[..., Any]) -> list[Version]:
    """Entries of one card that each follow some of the earlier ones, in any order of arrival."""
    count = draw(st.integers(1, 9))
    order = draw(st.permutations(range(count)))
    made: list[Version] = []
    for place in range(count):
        seen = draw(st.sets(st.integers(0, place - 1))) if place else set()
        made.append(
            Version(
                id=uuid.UUID(int=place + 1),
                number=order[place] + 1,
                body=note(draw(st.sampled_from("ABCD"))),
                follows=tuple(made[each].id for each in sorted(seen)),
            )
        )
    return made


def known_to(version: Version, all_of: dict[uuid.UUID, Version]) -> set[uuid.UUID]:
    """Everything the writer of a version knew, told without the code under test."""
    known: set[uuid.UUID] = set()
    for each in version.follows:
        if each in all_of:
            known |= {each} | known_to(all_of[each], all_of)
    return known


@given(histories())
def test_a_head_is_what_nobody_knew(history: list[Version]) -> None:
    all_of = {version.id: version for version in history}
    known = set().union(*(known_to(version, all_of) for version in history))
    assert {tip.id for tip in heads(history)} == set(all_of) - known


@given(histories(), st.randoms())
def test_the_order_of_arrival_changes_no_head(history: list[Version], random: Any) -> None:
    other = list(history)
    random.shuffle(other)
    assert heads(other) == heads(history)


@given(histories(), st.integers(0, 9))
def test_every_word_is_shown_or_was_known_to_who_wrote_later(
    history: list[Version], applied: int
) -> None:
    shown = show("note", history, uuid.UUID(int=applied) if applied else None)
    all_of = {version.id: version for version in history}
    visible = {shown.standing.body["text"], *(one.body["text"] for one in shown.beside)}
    known = set().union(*(known_to(version, all_of) for version in history))
    for version in history:
        seen = [all_of[each].body for each in version.follows]
        brings_nothing = bool(seen) and all(body == version.body for body in seen)
        assert version.id in known or version.body["text"] in visible or brings_nothing


@given(histories())
def test_no_two_shown_texts_say_the_same(history: list[Version]) -> None:
    shown = show("note", history, None)
    texts = [one.body["text"] for one in (shown.standing, *shown.beside)]
    assert len(texts) == len(set(texts))


@given(histories(), st.data())
def test_a_part_that_has_not_arrived_breaks_nothing(history: list[Version], data: Any) -> None:
    there = data.draw(st.lists(st.sampled_from(history), min_size=1, unique_by=lambda one: one.id))
    assert show("note", there, None).standing in there


def test_a_forged_circle_hides_nothing() -> None:
    one, two, three = (uuid.UUID(int=each) for each in (1, 2, 3))
    circle = [Version(one, 1, note("A"), (two,)), Version(two, 2, note("B"), (one,))]
    assert {tip.id for tip in heads([*circle, Version(three, 3, note("C"))])} == {one, two, three}


def test_what_stood_stays_and_its_own_line_goes_on() -> None:
    base, mine, more, other = (uuid.UUID(int=each) for each in (1, 2, 3, 4))
    history = [
        Version(base, 1, note("A")),
        Version(other, 2, note("D"), (base,)),
        Version(mine, 3, note("B"), (base,)),
        Version(more, 4, note("C"), (mine,)),
    ]
    assert show("note", history, mine).standing.id == more


def test_an_item_that_only_moved_gives_way_to_a_new_title() -> None:
    def body(title: str, position: int) -> dict[str, Any]:
        return {"title": title, "kind": "discuss", "minutes": None, "position": position,
                "removed": False}  # fmt: skip

    base, moved, named = (uuid.UUID(int=each) for each in (1, 2, 3))
    shown = show(
        "item",
        [
            Version(base, 1, body("雪", 1)),
            Version(moved, 2, body("雪", 3), (base,)),
            Version(named, 3, body("雪かき", 1), (base,)),
        ],
        moved,
    )
    assert (shown.standing.id, shown.is_conflict, shown.is_to_join) == (named, False, True)


def test_of_two_clocks_the_longer_stands() -> None:
    body = {"item": ITEM, "seconds": 60}
    first, second = uuid.UUID(int=1), uuid.UUID(int=2)
    shown = show(
        "clock", [Version(first, 1, body), Version(second, 2, {**body, "seconds": 90})], first
    )
    assert (shown.standing.id, shown.is_conflict) == (second, False)


@given(st.sets(st.uuids(), min_size=2, max_size=4))
def test_the_same_heads_are_joined_by_the_same_id(ids: set[uuid.UUID]) -> None:
    tips = [Version(each, 1, note("A")) for each in ids]
    assert joining_id(uuid.UUID(int=9), tips) == joining_id(uuid.UUID(int=9), tips[::-1])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(sorted(bodies.SHAPES)), anything)
def test_whatever_comes_is_a_body_or_a_fault(kind: str, raw: object) -> None:
    try:
        body = clean_body(kind, raw)
    except BadBody:
        return
    assert set(body) == set(bodies.SHAPES[kind])


@given(
    st.dictionaries(
        st.sampled_from(["id", "card", "kind", "follows", "body", "at", "by", "number", "x"]),
        anything,
    )
)
def test_whatever_comes_is_an_entry_or_a_fault(raw: dict[str, Any]) -> None:
    with pytest.raises(BadBody):
        read_entry(raw)


@given(st.text(st.characters(), max_size=200))
def test_a_cleaned_body_stays_as_it_is(text: str) -> None:
    once = clean_body("trouble", {"text": text, "raised_by": text})
    assert clean_body("trouble", once) == once
    assert "\x00" not in once["text"]
    once["text"].encode()  # no half of a character is left


@pytest.mark.parametrize(
    ("kind", "body", "fault"),
    [
        ("remark", {"item": ITEM, "kind": "opinion", "text": "長" * 10_001}, "too_long"),
        ("remark", {"item": ITEM, "kind": "shout", "text": "x"}, "out_of_range"),
        ("remark", {"kind": "opinion", "text": "x"}, "missing"),
        ("remark", {"item": ITEM, "kind": "opinion", "text": ["x"]}, "wrong_type"),
        ("presence", {"status": "present", "person_name": "長" * 121}, "too_long"),
        ("presence", {"status": "present", "companions": True}, "wrong_type"),
        ("promise", {"item": ITEM, "due_on": "2026-13-01"}, "out_of_range"),
        ("clock", {"item": ITEM, "seconds": 90_000}, "out_of_range"),
        ("note", {"text": "x", "also": "y"}, "unknown_key"),
    ],
)
def test_a_wrong_body_says_what_is_wrong(kind: str, body: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadBody) as caught:
        clean_body(kind, body)
    assert caught.value.fault == fault


def test_both_texts_are_one_body_where_that_is_possible() -> None:
    def said(text: str, **more: Any) -> dict[str, Any]:
        return clean_body("remark", {"item": ITEM, "kind": "opinion", "text": text, **more})

    joined = bodies.both("remark", said("一"), said("二"))
    assert joined is not None
    assert joined["text"] == "一\n二"
    assert bodies.both("remark", said("一"), said("二", removed=True)) is None
    assert bodies.both("remark", said("長" * 9_999), said("長い文")) is None


def test_both_is_no_choice_where_one_of_them_would_lose_something() -> None:
    def promised(who: str, due_on: str = "") -> dict[str, Any]:
        return clean_body("promise", {"item": ITEM, "who": who, "what": who, "due_on": due_on})

    def ended(outcome: str) -> dict[str, Any]:
        return clean_body("outcome", {"item": ITEM, "outcome": outcome, "text": outcome})

    assert bodies.both("promise", promised("町会"), promised("民生委員")) is None
    assert bodies.both("promise", promised("町会"), promised("町会", "2026-12-01")) is None
    assert bodies.both("outcome", ended("decided"), ended("carried_over")) is None
