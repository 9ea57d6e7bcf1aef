"""The words asked for, marked in what was found; a long text is cut around the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sasaeai.kernel.words import folded_places, words_of
from sasaeai.search.queries.asking import Asked

#: Letters of a text that are shown, and how many of them before the first marked word.
SHOWN = 140
BEFORE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters to be shown, marked or not. Plain text: the page escapes it."""

    text: str
    marked: bool = False


def marked(text: str, asked: Asked) -> tuple[Piece, ...]:
    """The whole text with the words asked for marked."""
    return tuple(_pieces(text, _spans(text, asked), 0, len(text)))


def snippet(text: str, asked: Asked) -> tuple[Piece, ...]:
    """What stands around the first word asked for, on one line; … where something is left out."""
    flat = " ".join(text.split())
    spans = _spans(flat, asked)
    first = spans[0][0] if spans else 0
    start = 0 if len(flat) <= SHOWN or first <= BEFORE else first - BEFORE
    start = max(0, min(start, len(flat) - SHOWN))
    end = min(len(flat), start + SHOWN)
    found = list(_pieces(flat, spans, start, end))
    if start:
        found.insert(0, Piece("…"))
    if end < len(flat):
        found.append(Piece("…"))
    return tuple(found)


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    place = start
    for first, last in spans:
        first, last = max(first, place), min(last, end)
        if last <= first:
            continue
        if first > place:
            yield Piece(text[place:first])
        yield Piece(text[first:last], marked=True)
        place = last
    if place < end:
        yield Piece(text[place:end])


def _spans(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Where the words stand, in order, those that touch or overlap as one."""
    found = sorted({*_by_letters(text, asked), *_by_form(text, asked)})
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _by_letters(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    key, origin = folded_places(text)
    for word in asked.spelled:
        place = key.find(word) if word else -1
        while place >= 0:
            yield origin[place], origin[place + len(word)]
            place = key.find(word, place + len(word))


def _by_form(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    for word in words_of(text):
        if word.form in asked.forms or any(part in asked.forms for part in word.parts):
            yield word.start, word.end
