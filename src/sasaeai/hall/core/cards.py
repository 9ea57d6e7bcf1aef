"""What a card shows: the heads of its entries, ordered by causes and never by clocks.

An entry *follows* the entries its writer saw. A *head* is followed by none. An entry may arrive
before what it follows, so ids that are not there yet are passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Protocol
from uuid import UUID, uuid5

from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import Body


class _Follows(Protocol):
    """An entry, as far as its place among others goes."""

    @property
    def id(self) -> UUID: ...

    @property
    def follows(self) -> Collection[UUID]: ...


@dataclass(frozen=True, slots=True)
class Version:
    """What reckoning asks of an entry. number: 1… as they arrived at the server."""

    id: UUID
    number: int
    body: Body
    follows: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card shows. heads: all of them, as they arrived.

    standing: the head whose body belongs into the record. beside: one head of each other thing that
    is said, the standing one left out; empty where all say the same.
    """

    heads: tuple[Version, ...]
    standing: Version
    beside: tuple[Version, ...]

    @property
    def is_conflict(self) -> bool:
        return bool(self.beside)

    @property
    def is_to_join(self) -> bool:
        """Whether several heads say the same, so that one entry may follow them all."""
        return len(self.heads) > 1 and not self.beside


def heads(entries: Iterable) -> tuple[Version, ...]:
    """The entries that no other follows, as they arrived; of a circle, which only a forger can draw,
    every entry, so that none is hidden.
    """
    known = {entry.id: entry for entry in entries}
    followed = {each for entry in known.values() for each in _follows(entry, known)}
    found = {each for each in known if each not in followed}
    seen = _with_ancestors(found, known)
    found |= set(known) - seen
    return tuple(sorted((known[each] for each in found), key=_arrival))


def show(kind: str, entries: Iterable[Version], applied: UUID | None) -> Shown:
    """What a card of at least one entry shows. applied: the entry whose body stands in the record.

    What stood stays: the applied head, else what was written knowing it, else what arrived first.
    """
    known = {entry.id: entry for entry in entries}
    tips = heads(known.values())
    words = _with_news(kind, tips, known) or tips
    if kind == bodies.CLOCK:
        standing = max(words, key=lambda entry: (entry.body["seconds"], -entry.number))
        return Shown(tips, standing, ())
    standing = _standing(words, applied, known)
    said = {bodies.says(kind, standing.body)}
    beside = []
    for entry in words:
        meaning = bodies.says(kind, entry.body)
        if meaning not in said:
            said.add(meaning)
            beside.append(entry)
    return Shown(tips, standing, tuple(beside))


def beyond_heads(
    there: Mapping[UUID, Collection[UUID]], fresh: Sequence[_Follows], *, most: int
) -> set[UUID]:
    """Those of the entries coming to a card that would leave it with more than `most` heads. there:
    by id, what each entry follows that is there already.
    """
    followed = {each for follows in there.values() for each in follows}
    tips = set(there) - followed
    in_the_end = tips | {each.id for each in fresh}
    if len(in_the_end - followed - {one for each in fresh for one in each.follows}) <= most:
        return set()
    beyond = set()
    for each in fresh:
        left = tips - set(each.follows) | ({each.id} - followed)
        if len(left) > max(most, len(tips)):
            beyond.add(each.id)
        else:
            tips = left
            followed |= set(each.follows)
    return beyond


def joining_id(card: UUID, tips: Iterable[Version]) -> UUID:
    """The id of the entry that joins heads: the same heads are joined once, whoever does it."""
    return uuid5(card, " ".join(sorted(str(tip.id) for tip in tips)))


def _standing(
    words: Sequence[Version], applied: UUID | None, known: Mapping[UUID, Version]
) -> Version:
    if applied is None or applied not in known:
        return words[0]
    later = _after(applied, known)
    return next(
        (entry for entry in words if applied == entry.id),
        next((entry for entry in words if entry.id in later), words[0]),
    )


def _with_news(
    kind: str, tips: Sequence[Version], known: Mapping[UUID, Version]
) -> tuple[Version, ...]:
    """The heads that say something. One that says what its writer saw (only a place moved) gives
    way to another whose writer saw that too.
    """
    idle = {tip.id for tip in tips if _is_idle(kind, tip, known)} if len(tips) > 1 else set()
    others = [tip for tip in tips if tip.id not in idle]
    if not idle or not others:
        return tuple(tips)
    knowers = _knowers(others, known)

    def gives_way(tip: Version) -> bool:
        who = [knowers.get(seen, 0) for seen in _follows(tip, known)]
        return tip.id in idle and reduce(and_, who) != 0

    return tuple(tip for tip in tips if not gives_way(tip))


def _knowers(tips: Sequence[Version], known: Mapping[UUID, Version]) -> dict[UUID, int]:
    """By entry, which of the tips knew it, a bit for each: one walk for all of them together. A circle
    needs another.
    """
    knowers = {tip.id: 1 << place for place, tip in enumerate(tips)}
    order = _later_first(tips, known)
    is_settled = False
    while not is_settled:
        is_settled = True
        for each in order:
            for seen in _follows(known[each], known):
                if knowers.get(seen, 0) | knowers[each] != knowers.get(seen, 0):
                    knowers[seen] = knowers.get(seen, 0) | knowers[each]
                    is_settled = False
    return knowers


def _later_first(tips: Iterable[Version], known: Mapping[UUID, Version]) -> list[UUID]:
    """Tips and all that they knew, each before what it follows, as far as there is no circle."""
    found: list[UUID] = []
    met: set[UUID] = set()
    to_see = [(tip.id, False) for tip in tips]
    while to_see:
        each, is_left = to_see.pop()
        if is_left:
            found.append(each)
        elif each not in met:
            met.add(each)
            to_see.append((each, True))
            to_see.extend((seen, False) for seen in _follows(known[each], known))
    return found[::-1]


def _after(start: UUID, known: Mapping[UUID, Version]) -> set[UUID]:
    """The entry and all whose writers knew of it."""
    followers: dict[UUID, list[UUID]] = defaultdict(list)
    for entry in known.values():
        for each in _follows(entry, known):
            followers[each].append(entry.id)
    found, to_see = set(), [start]
    while to_see:
        each = to_see.pop()
        if each not in found:
            found.add(each)
            to_see.extend(followers[each])
    return found


def _is_idle(kind: str, entry: Version, known: Mapping[UUID, Version]) -> bool:
    seen = _follows(entry, known)
    meaning = bodies.says(kind, entry.body)
    return bool(seen) and all(bodies.says(kind, known[each].body) == meaning for each in seen)


def _with_ancestors(start: Iterable[UUID], known: Mapping[UUID, Version]) -> set[UUID]:
    """`start` and all that they knew, however far back. Bodies need not be read."""
    seen, to_see = set(), list(start)
    while to_see:
        each = to_see.pop()
        if each not in seen:
            seen.add(each)
            to_see.extend(_follows(known[each], known))
    return seen


def _follows(entry: Version, known: Mapping[UUID, Version]) -> list[UUID]:
    return [each for each in entry.follows if each in known]


def _arrival(entry: Version) -> tuple[int, str]:
    return (entry.number, str(entry.id))
