"""The words asked for, marked in what was found; a long text is cut around the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sasaeai.kernel.words import folded_places, words_of
from sasaeai.search.queries.asking import Asked

#: Letters of a text that are shown, and how many of them before the first marked word.
SHOWN = 140
BEFORE = 40
#: Letters of a long text that are cut into words to find the first one.
LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters to be shown, marked or not. Plain text: the page escapes it."""

    text: str
    marked: bool = False


def marked(text: str, asked: Asked) -> tuple[Piece, ...]:
    """The whole text with the words asked for marked."""
    return tuple(_pieces(text, _spans(text, asked)))


def snippet(text: str, asked: Asked) -> tuple[Piece, ...]:
    """What stands around the first word asked for, on one line; … where something is left out."""
    flat = " ".join(text.split())
    first = _first(flat, asked) if len(flat) > SHOWN else 0
    start = 0 if first <= BEFORE else first - BEFORE
    start = max(0, min(start, len(flat) - SHOWN))
    shown = flat[start : start + SHOWN]
    found = list(marked(shown, asked))
    if start:
        found.insert(0, Piece("…"))
    if start + SHOWN < len(flat):
        found.append(Piece("…"))
    return tuple(found)


def _first(text: str, asked: Asked) -> int:
    """Where the first word asked for stands; only when no spelling does, words are cut to see."""
    starts = [start for start, _end in _by_letters(text, asked)[0]]
    if not starts:
        starts = [start for start, _end in _by_form(text[:LOOKED_AT], asked)]
    return min(starts, default=0)


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    place = 0
    for start, end in spans:
        if start > place:
            yield Piece(text[place:start])
        yield Piece(text[start:end], marked=True)
        place = end
    if place < len(text):
        yield Piece(text[place:])


def _spans(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Where the words stand, in order, those that touch or overlap as one.

    The text is cut into words only when a word of the box stands there in no spelling: of a page's
    time that is half.
    """
    by_letters, is_all = _by_letters(text, asked)
    found = sorted({*by_letters, *(() if is_all else _by_form(text, asked))})
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _by_letters(text: str, asked: Asked) -> tuple[set[tuple[int, int]], bool]:
    """Where spellings stand, and whether each word of the box has one there."""
    key, origin = folded_places(text)
    found: set[tuple[int, int]] = set()
    is_all = True
    for ways in asked.spelled:
        there = {
            (origin[place], origin[place + len(way)]) for way in ways for place in _places(key, way)
        }
        is_all = is_all and bool(there)
        found |= there
    return found, is_all


def _places(key: str, way: str) -> Iterator[int]:
    place = key.find(way)
    while place >= 0:
        yield place
        place = key.find(way, place + len(way))


def _by_form(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    for word in words_of(text):
        if word.form in asked.forms or any(part in asked.forms for part in word.parts):
            yield word.start, word.end
