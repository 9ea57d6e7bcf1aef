"""What a district knows by name: its persons, whom a text should not name, and its places, which it may."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from sasaeai.kernel.glyphs import NAME_VARIANTS

SHORTEST_NAME = 3
"""A whole name of two letters would be found inside other words."""
SHORTEST_IN_KANA = 4
_KANA_SHIFT = 0x60


def same_letters(text: str) -> str:
    """Variants of a kanji in names as one (髙 and 高, 﨑 and 崎), letter for letter."""
    return text.translate(NAME_VARIANTS)


def in_hiragana(text: str) -> str:
    """Katakana as hiragana, letter for letter."""
    return "".join(chr(ord(one) - _KANA_SHIFT) if "ァ" <= one <= "ヶ" else one for one in text)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the register as written there, surname and given name with a space between."""

    name: str
    kana: str = ""


Known = tuple[Iterable[tuple[str, str]], Iterable[str]]
"""Persons with their kana, and places."""


@dataclass(frozen=True)
class KnownNames:
    """What a district knows, made once per request and given to every text that is looked through.

    persons: who is or was in its register. places: halls, organisations, districts, services; they
    are never taken for a person. load is asked for both at the first text that is looked through,
    so that a page without one does not pay. Iterating gives the persons' names.
    """

    load: Callable[[], Known]

    @classmethod
    def of(cls, persons: Iterable[tuple[str, str]], places: Iterable[str] = ()) -> KnownNames:
        """From names with their kana, and names of places."""
        known = tuple(persons), tuple(places)
        return cls(lambda: known)

    def also(self, names: Iterable[str], places: Iterable[str] = ()) -> KnownNames:
        """The same with more persons and places."""
        return KnownNames.of(
            [*((one.name, one.kana) for one in self.persons), *((name, "") for name in names)],
            [*self.places, *places],
        )

    @cached_property
    def _loaded(self) -> tuple[tuple[KnownPerson, ...], frozenset[str]]:
        persons, places = self.load()
        return (
            tuple(KnownPerson(name, kana) for name, kana in persons),
            frozenset(_tidy(place) for place in places if len(place) > 1),
        )

    @property
    def persons(self) -> tuple[KnownPerson, ...]:
        return self._loaded[0]

    @property
    def places(self) -> frozenset[str]:
        return self._loaded[1]

    def __iter__(self) -> Iterator[str]:
        return (one.name for one in self.persons)

    def __len__(self) -> int:
        return len(self.persons)

    @cached_property
    def whole(self) -> dict[str, tuple[str, ...]]:
        """Whole names and their kana in hiragana, without spaces, by their first two letters."""
        found: set[str] = set()
        for one in self.persons:
            found.add(in_hiragana(_packed(one.name)))
            kana = in_hiragana(_packed(one.kana))
            if len(kana) >= SHORTEST_IN_KANA:
                found.add(kana)
        return by_beginning(name for name in found if len(name) >= SHORTEST_NAME)

    @cached_property
    def surnames(self) -> frozenset[str]:
        return frozenset(part for part, _given in self._parts if part)

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset(part for _surname, part in self._parts if len(part) > 1)

    @cached_property
    def place_beginnings(self) -> dict[str, tuple[str, ...]]:
        """Places of three letters and more by their first two, longest first."""
        return by_beginning(one for one in self.places if len(one) >= SHORTEST_NAME)

    @cached_property
    def _parts(self) -> frozenset[tuple[str, str]]:
        """Surname and given name of each person, in kanji and in hiragana."""
        found = set()
        for one in self.persons:
            for written in (one.name, in_hiragana(one.kana)):
                surname, *rest = _tidy(written).replace("・", " ").split(" ") or [""]
                if rest:
                    found.add((surname, rest[-1]))
        return frozenset(found)


def known_names_of(
    names: Iterable[str], kana: Iterable[str] = (), places: Iterable[str] = ()
) -> KnownNames:
    """Plain names as what a district knows; a `KnownNames` is given back as it is."""
    if isinstance(names, KnownNames):
        return names
    return KnownNames.of(
        ((name, read or "") for name, read in zip_longest(names, kana) if name), places
    )


def _tidy(name: str) -> str:
    return " ".join(same_letters(unicodedata.normalize("NFKC", name)).split())


def _packed(name: str) -> str:
    return _tidy(name).replace(" ", "").replace("・", "")


def by_beginning(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first two letters, longest first."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name[:2], []).append(name)
    return {key: tuple(sorted(some, key=len, reverse=True)) for key, some in found.items()}
