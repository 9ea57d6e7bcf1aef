"""What a district knows by name: its persons, whom a text should not name, and its places, which it may."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class KnownNames:
    """What a district knows, made once per request and given to every text that is looked through.

    persons: who is or was in its register. places: halls, organisations, districts, services; they
    are never taken for a person. Iterating gives the persons' names.
    """

    persons: tuple[KnownPerson, ...] = ()
    places: frozenset[str] = frozenset()

    @classmethod
    def of(cls, persons: Iterable[tuple[str, str]], places: Iterable[str] = ()) -> KnownNames:
        """From names with their kana, and names of places."""
        return cls(
            tuple(KnownPerson(name, kana) for name, kana in persons),
            frozenset(_tidy(place) for place in places if len(place) > 1),
        )

    def __iter__(self) -> Iterator[str]:
        return (one.name for one in self.persons)

    def __len__(self) -> int:
        return len(self.persons)

    @cached_property
    def whole(self) -> dict[str, tuple[str, ...]]:
        """Whole names, kanji and kana, without spaces, by their first two letters, longest first."""
        found: set[str] = set()
        for one in self.persons:
            found.add(_packed(one.name))
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
        """Places by their first two letters, longest first."""
        return by_beginning(self.places)

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
