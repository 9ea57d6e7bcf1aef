"""Where a text names a person: what stands before さん, 会長 or 宅, behind 担当：, or in a list of people.

A word counts as a surname when the register, the dictionary or `surnames` knows it as one; before さん
also when nothing speaks against it. Everything here works on a text made plain (`plain_text`), in
time that grows with its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sasaeai.kernel import person_words as said
from sasaeai.kernel.known_names import KnownNames, in_hiragana, same_letters
from sasaeai.kernel.person_before import SignedText
from sasaeai.kernel.person_frames import in_frames, in_records
from sasaeai.kernel.person_text import (
    HIRAGANA_RUN,
    KANA_AND_KANJI,
    KANJI_RUN,
    KATAKANA_RUN,
    LONGEST_SURNAME,
    PERSON,
    RUNS,
    NameText,
    Span,
)
from sasaeai.kernel.words import kinds_of

_K = said.KANJI
_HONORED = re.compile(rf"(?:{said.HONORIFICS})(?!{said.AFTER_HONORIFIC})")
_HONORED_END = re.compile(rf"(?:{said.HONORIFICS})$")
_TITLED = re.compile(rf"[ ]?(?:{said.TITLES}|{said.HOMES})")
_ELDERS = re.compile(said.ELDERS)
_DIALECT = re.compile(rf"(?<![ァ-ヴー])(?P<name>[ァ-ヴー]{{2,4}})さ(?=[{_K}])")
_AFTER_NAME = re.compile(r"[ はがのにをへともやよ、。,.:/|・)）」』(\n「]|から|より|$")
_GIVEN_IN_KANA = re.compile(
    r"[ ]?(?:[ァ-ヴー]{2,4}(?![ァ-ヴー])|[ぁ-ん]{2,3}(?=[ 、。・)(\n」:/]|$))"
)
_GIVEN_APART = re.compile(
    rf"[ ](?P<given>[{_K}ノ之]{{1,3}})(?=[ 、。・)(\n」:/はがもにとをの]|さん|様|氏|$)"
)


def names_in(plain: str, known: KnownNames, marked: Callable[[int], bool]) -> Iterator[Span]:
    """Names in the order of how sure they are; a place may be given more than once.

    marked: whether a line (by where it begins) holds another trace of a person.
    """
    text = SignedText(plain, same_letters(plain), known)
    places = list(_places(text))
    for start, end in _all_names(text, marked):
        honored = _HONORED_END.search(plain, start, end)
        last = honored.start() if honored else end
        person = honored is not None and text.is_surname(text.same[start:last])
        if not any(first <= start and (end if person else last) <= stop for first, stop in places):
            yield start, end


def _all_names(text: SignedText, marked: Callable[[int], bool]) -> Iterator[Span]:
    plain = text.plain
    yield from _whole(text)
    for hit in _HONORED.finditer(plain):
        start = text.before_honorific(hit.start(), hit[0])
        if start is not None:
            yield start, hit.end()
    for hit in _TITLED.finditer(plain):
        start = text.before_title(hit.start(), hit[0].strip())
        if start is not None:
            yield start, hit.start()
    yield from _elders(text)
    yield from _bare(text)
    yield from in_frames(text)
    yield from in_records(text, marked)


def _places(text: NameText) -> Iterator[Span]:
    """Where halls, organisations and the like stand whose names are known."""
    beginnings = text.known.place_beginnings
    if not beginnings:
        return
    for at in range(len(text.same) - 1):
        for name in beginnings.get(text.same[at : at + 2], ()):
            if text.same.startswith(name, at):
                yield at, at + len(name)
                break


def _whole(text: NameText) -> Iterator[Span]:
    """Persons of the register, whatever space or sign parts the names."""
    beginnings = text.known.whole
    if not beginnings:
        return
    places, letters = [], []
    for place, letter in enumerate(in_hiragana(text.same)):
        if letter not in " ・":
            places.append(place)
            letters.append(letter)
    packed = "".join(letters)
    for at in range(len(packed) - 1):
        for name in beginnings.get(packed[at : at + 2], ()):
            if packed.startswith(name, at):
                end = places[at + len(name) - 1] + 1
                honored = _HONORED.match(text.plain, end)
                yield places[at], honored.end() if honored else end
                break


def _elders(text: NameText) -> Iterator[Span]:
    """まさ子おばさん, ひろ坊; and シズさ of the north."""
    for hit in _ELDERS.finditer(text.plain):
        left = text.same[max(0, hit.start() - 5) : hit.start()]
        found = KANA_AND_KANJI.search(left)
        if found is None:
            found = next(
                (
                    one
                    for one in (KATAKANA_RUN.search(left), *_endings(HIRAGANA_RUN.search(left)))
                    if one and len(one[0]) > 1 and _is_elder(text, one[0])
                ),
                None,
            )
        if found is None:
            found = KANJI_RUN.search(left)
            if found is None or not kinds_of(found[0]) & PERSON or found[0] in said.RELATIONS:
                continue
        if found[0] not in said.NOT_IN_HIRAGANA:
            yield hit.start() - len(found[0]), hit.end()
    for hit in _DIALECT.finditer(text.plain):
        if kinds_of(hit["name"]) & PERSON:
            yield hit.span("name")


def _endings(run: re.Match[str] | None) -> Iterator[re.Match[str]]:
    """A run of hiragana, and what of it may stand behind a particle (うちのはな)."""
    if run is None:
        return
    yield run
    for at in range(run.start() + 1, run.end() - 1):
        if run.string[at - 1] in "のがはもと":
            cut = HIRAGANA_RUN.match(run.string, at)
            if cut is not None:
                yield cut


def _is_elder(text: NameText, name: str) -> bool:
    if name in said.NOT_IN_HIRAGANA:
        return False
    known = name in text.known.given or name in said.GIVEN_IN_HIRAGANA
    return known or bool(kinds_of(name) & PERSON)


def _bare(text: NameText) -> Iterator[Span]:
    """Whole names that nothing points at: surname and given name side by side."""
    for run in RUNS.finditer(text.same):
        if text.is_figure(run.start()):
            continue
        length = _surname_and_given(text, run)
        if length:
            yield run.start(), run.start() + length


def _surname_and_given(text: NameText, run: re.Match[str]) -> int:
    """How many letters of a run of kanji, and of kana behind it, are a whole name."""
    word, end = run[0], run.end()
    if 3 <= len(word) <= 7 and not kinds_of(word) and _AFTER_NAME.match(text.same, end):
        for at in range(min(LONGEST_SURNAME, len(word) - 1), 1, -1):
            given = word[at:]
            if len(given) <= 3 and text.is_surname(word[:at]) and text.is_given(given):
                return len(word)
    if 2 <= len(word) <= LONGEST_SURNAME and text.is_surname(word):
        apart = _GIVEN_APART.match(text.same, end)
        if apart and text.is_given(apart["given"]) and not text.is_surname(apart["given"]):
            return apart.end("given") - run.start()
        kana = _GIVEN_IN_KANA.match(text.same, end)
        if kana and _is_given_in_kana(kana[0]):
            return kana.end() - run.start()
    return 0


def _is_given_in_kana(found: str) -> bool:
    kinds = kinds_of(found.strip())
    if found.startswith(" "):
        return bool(kinds & {"名", "人名"}) or (not kinds and "ァ" <= found[1] <= "ー")
    return bool(kinds & {"名", "人名"}) and "普通" not in kinds
