"""What was said before about the same thing (似た困りごと): proposals, never more than that."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sasaeai.kernel.text import fold
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.words import pairs, runs_of, words_of
from sasaeai.search.access import WHOLE_CITY, district_term
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries.asking import Either, Every, Part, any_of, pieces_of
from sasaeai.search.queries.found import matching_entries
from sasaeai.search.queries.synonyms import Synonyms, synonyms_of

#: The newest entries with a word in common that are looked at, and letters of the text asked about.
LOOKED_AT = 400
MOST_LETTERS = 500
#: Half of what words say, half of what letters say (a text has few words, and names are not words).
WORDS, LETTERS = 0.6, 0.4
LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Related:
    """A row about the same thing. score: 0 to 1. shared: words of both, as they stand in the other.

    For the sentence that says why: 「雪かき」「一人暮らし」が同じです。
    """

    kind: str
    object_id: UUID
    district_id: UUID | None
    day: date
    title: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a text is about: by concept (words that mean the same are one) how it is written there."""

    concepts: dict[str, str]
    letters: frozenset[str]


def related(
    text: str,
    *,
    viewer: Viewer,
    kinds: Collection[str],
    districts: Collection[UUID] | None = None,
    leaving_out: Collection[UUID] = (),
    limit: int = 5,
) -> list[Related]:
    """Rows of some kinds about the same thing as `text`, the most alike first, as far as the viewer
    may find them; none when nothing tells what the text is about.

    districts: only these, with what concerns the whole city. leaving_out: object ids.
    """
    synonyms = synonyms_of(viewer.municipality_id)
    asked = _meaning(text[:MOST_LETTERS], synonyms)
    condition = any_of(_terms(text[:MOST_LETTERS], synonyms))
    if condition is None:
        return []
    wanted: list[Part] = [condition, Either(tuple(f"kind{kind}" for kind in kinds))]
    if districts is not None:
        wanted.append(Either((WHOLE_CITY, *(district_term(each) for each in districts))))
    rows = matching_entries(Every(tuple(wanted)), viewer, newest=LOOKED_AT)
    others = [
        (row, _meaning(f"{row.title}\n{row.text}"[:MOST_LETTERS], synonyms))
        for row in rows.defer("terms")
        if row.object_id not in leaving_out
    ]
    rarity = _rarity([meaning for _row, meaning in others])
    found = [_related(row, asked, meaning, rarity) for row, meaning in others]
    alike = [each for each in found if each.shared and each.score >= LEAST]
    return sorted(alike, key=lambda each: (-each.score, -each.day.toordinal()))[:limit]


def _terms(text: str, synonyms: Synonyms) -> Iterator[str]:
    for piece, others in pieces_of(text, synonyms):
        for way in (piece, *others):
            yield from _telling_terms(way)


def _telling_terms(way: str) -> Iterator[str]:
    words = words_of(way)
    yield from (word.form for word in words if word.tells)
    if any(word.tells for word in words) and len(key := fold(way)) == 2:
        yield key


def _meaning(text: str, synonyms: Synonyms) -> _Meaning:
    concepts: dict[str, str] = {}
    for piece, others in pieces_of(text, synonyms):
        if others:
            concepts.setdefault(others[0], piece)
            continue
        for word in words_of(piece):
            if word.tells:
                concepts.setdefault(word.form, word.text)
    letters = frozenset(pair for run in runs_of(text) for pair in pairs(run))
    return _Meaning(concepts, letters)


def _rarity(meanings: Sequence[_Meaning]) -> dict[str, float]:
    """How much a concept tells: much when few of those looked at have it."""
    seen = Counter(concept for meaning in meanings for concept in meaning.concepts)
    return {name: math.log(1 + len(meanings) / count) for name, count in seen.items()}


def _related(
    row: SearchEntry, asked: _Meaning, other: _Meaning, rarity: dict[str, float]
) -> Related:
    common = [name for name in other.concepts if name in asked.concepts]
    weight = sum(rarity.get(name, 1.0) for name in common)
    whole = math.sqrt(_weight(asked, rarity) * _weight(other, rarity)) or 1.0
    both = len(asked.letters & other.letters)
    size = math.sqrt(len(asked.letters) * len(other.letters)) or 1.0
    return Related(
        kind=row.kind,
        object_id=row.object_id,
        district_id=row.district_id,
        day=row.day,
        title=row.title,
        score=round(min(1.0, WORDS * weight / whole + LETTERS * both / size), 3),
        shared=tuple(dict.fromkeys(other.concepts[name] for name in common)),
    )


def _weight(meaning: _Meaning, rarity: dict[str, float]) -> float:
    return sum(rarity.get(name, 1.0) for name in meaning.concepts)
