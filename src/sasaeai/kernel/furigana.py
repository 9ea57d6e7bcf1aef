"""Furigana (ふりがな): which kana stand above which kanji of a text.

The dictionary reads words, not meaning: 方 is ほう or かた, 新城 is しんじょう only in Aomori. Names of
the register are read as registered there, and whoever prints looks through the words and puts right
what is wrong. A wrong reading is worse than none, so what nobody can read stays bare.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sasaeai.kernel.glyphs import NAME_VARIANTS
from sasaeai.kernel.text import is_kana, to_hiragana
from sasaeai.kernel.words import Spoken, spoken_words

_KANJI = "\u3400-\u9fff\uf900-\ufaff々〆〇\U00020000-\U0003ffff"
_HAS_KANJI = re.compile(f"[{_KANJI}]")
# 一人暮らし: what is written in kana says itself, the rest lies between.
_RUNS = re.compile(r"[ぁ-ゖァ-ヺー]+|[^ぁ-ゖァ-ヺー]+")
_NUMBER = "0-9０-９"
#: A day, an hour, a number with its counter: read at one glance, so it stays on one line.
_COUNTED = re.compile(
    rf"(?:令和|平成|昭和)?[{_NUMBER}元]+年度?|(?:[{_NUMBER}]+月)?[{_NUMBER}]+日(?:[(（][日月火水木金土][)）])?"
    rf"|[{_NUMBER}]+月(?!曜)"
    rf"|[{_NUMBER}]+時(?:[{_NUMBER}]+分|半)?|[{_NUMBER}]+(?:人|名|回|分|部|枚|町会|班|世帯|か所|台|階)"
)
_NUMBERED = re.compile(
    rf"([{_NUMBER}元]+)(年度|年|月|日|時半|時|分|人|名|回|部|枚|町会|班|世帯|か所|台|階)"
)
_ERAS = {"令和": "れいわ", "平成": "へいせい", "昭和": "しょうわ"}
_WEEKDAYS = dict(
    zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True)
)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
# Days of the month and small numbers of people have names of their own.
_DAYS = {
    "1": "ついたち", "2": "ふつか", "3": "みっか", "4": "よっか", "5": "いつか", "6": "むいか",
    "7": "なのか", "8": "ようか", "9": "ここのか", "10": "とおか", "14": "じゅうよっか",
    "20": "はつか", "24": "にじゅうよっか",
}  # fmt: skip
_PEOPLE = {"1": "ひとり", "2": "ふたり"}
_COUNTERS = {
    "年度": "ねんど", "年": "ねん", "月": "がつ", "日": "にち", "時": "じ", "時半": "じはん", "人": "にん",
    "名": "めい", "回": "かい", "部": "ぶ", "枚": "まい", "町会": "ちょうかい", "班": "はん",
    "世帯": "せたい", "か所": "かしょ", "台": "だい",
}  # fmt: skip
_SOFT_MINUTES = frozenset("2579")
MOST_NAMES = 3_000


@dataclass(frozen=True, slots=True)
class Ruby:
    """Letters of a text and the hiragana above them; "" where nothing stands above."""

    text: str
    reading: str = ""


Group = tuple[Ruby, ...]
"""What stays together on one line: mostly one piece, all pieces of a date."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as it is read now. is_known: whether anybody, or the dictionary, knows how.

    is_corrected: somebody wrote this reading; "" then means that nothing is to stand above.
    """

    text: str
    reading: str
    is_known: bool
    is_corrected: bool


@dataclass(frozen=True)
class Readings:
    """How a place reads its words. names: register names to kana; corrections: words to kana."""

    names: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def _parts_of_names(self) -> dict[str, tuple[Ruby, ...]]:
        """Each name in its words, and the part before 地区, 町会 … by itself (新城, 白旗野)."""
        found: dict[str, tuple[Ruby, ...]] = {}
        for name, reading in _name_parts(self.names):
            if len(name) < 2 or not _HAS_KANJI.search(name) or not is_kana(reading):
                continue
            parts, own = _aligned(name, reading)
            found[name] = parts
            if sum(len(part.text) for part in parts[:own]) >= 2:
                found.setdefault("".join(part.text for part in parts[:own]), parts[:own])
        return found

    @functools.cached_property
    def _any_name(self) -> re.Pattern[str] | None:
        names = sorted(self._parts_of_names, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names))) if names else None

    def groups(self, text: str) -> list[Group]:
        """A text in pieces, in order; joined they give the text again, letter for letter."""
        found: list[Group] = []
        for part, is_counted in _split(_COUNTED, text):
            if is_counted:
                found.append(tuple(_counted(part)))
            else:
                found += [(ruby,) for ruby in self._plain(part)]
        return found

    def words(self, text: str) -> list[ReadWord]:
        """The words with kanji, each once, in order: what there is to look through."""
        found: dict[str, ReadWord] = {}
        for part, is_counted in _split(_COUNTED, text):
            for word, pieces in () if is_counted else self._read(part):
                if word not in found and _HAS_KANJI.search(word):
                    is_corrected = word in self.corrections
                    reading = self.corrections.get(word) or _said(pieces)
                    known = is_corrected or any(piece.reading for piece in pieces)
                    shown = self.corrections[word] if is_corrected else reading if known else ""
                    found[word] = ReadWord(word, shown, known, is_corrected)
        return list(found.values())

    def _plain(self, text: str) -> Iterator[Ruby]:
        for _word, pieces in self._read(text):
            yield from pieces

    def _read(self, text: str) -> Iterator[tuple[str, tuple[Ruby, ...]]]:
        """Words with their pieces: names of the register first, the dictionary between them."""
        for part, is_name in _split(self._any_name, text):
            if not is_name:
                for spoken in spoken_words(part):
                    yield from self._one(spoken)
                continue
            for piece in self._parts_of_names[part]:
                if piece.text in self.corrections:
                    yield piece.text, _laid(piece.text, self.corrections[piece.text])
                else:
                    yield piece.text, _laid(piece.text, piece.reading)

    def _one(self, spoken: Spoken) -> Iterator[tuple[str, tuple[Ruby, ...]]]:
        word = spoken.text
        if word in self.corrections:
            yield word, _laid(word, self.corrections[word])
        elif not _HAS_KANJI.search(word):
            yield word, (Ruby(word),)
        elif spoken.parts and "".join(part.reading for part in spoken.parts) == spoken.reading:
            for part in spoken.parts:
                yield from self._one(part)
        else:
            yield word, _laid(word, _reading_of(spoken))


def _name_parts(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names with their kana; of 髙﨑 試子 each part by itself, so that either is read alone too."""
    for whole, kana in list(names.items())[:MOST_NAMES]:
        # What a name says in brackets is seldom in its kana.
        name = whole if "（" in kana else whole.partition("（")[0]
        written, said = name.split(), to_hiragana(kana).split()
        if len(written) == len(said):
            yield from zip(written, said, strict=True)
        yield name, "".join(said)


def _reading_of(spoken: Spoken) -> str:
    """The dictionary's reading; of a name in rare letters (髙﨑) that of its usual ones (高崎)."""
    reading = to_hiragana(spoken.reading)
    if is_kana(reading):
        return reading
    usual = spoken.text.translate(NAME_VARIANTS)
    if usual == spoken.text:
        return ""
    said = to_hiragana("".join(each.reading for each in spoken_words(usual)))
    return said if is_kana(said) else ""


def _said(pieces: tuple[Ruby, ...]) -> str:
    return to_hiragana("".join(piece.reading or piece.text for piece in pieces))


def _laid(word: str, reading: str) -> tuple[Ruby, ...]:
    """A reading laid above the kanji of a word: 暮らし and くらし are 暮(く) and らし."""
    if not reading or not _HAS_KANJI.search(word):
        return (Ruby(word),)
    runs = _RUNS.findall(word)
    kana = [is_kana(run) for run in runs]
    pattern = "".join(
        re.escape(to_hiragana(run)) if said else "(.+?)"
        for run, said in zip(runs, kana, strict=True)
    )
    fits = re.fullmatch(pattern, to_hiragana(reading))
    if fits is None:
        return (Ruby(word, to_hiragana(reading)),)
    above = iter(fits.groups())
    return tuple(
        Ruby(run) if said else Ruby(run, next(above)) for run, said in zip(runs, kana, strict=True)
    )


def _counted(text: str) -> Iterator[Ruby]:
    """12月20日(日): kana above the kanji, above the number too where it is read as one word."""
    at = 0
    if era := _ERAS.get(text[:2]):
        yield Ruby(text[:2], era)
        at = 2
    for hit in _NUMBERED.finditer(text):
        number, counter = hit[1].translate(_WIDE).lstrip("0") or "0", hit[2]
        whole = {"日": _DAYS, "人": _PEOPLE}.get(counter, {}).get(number, "")
        if whole:
            yield Ruby(hit[0], whole)
        else:
            yield Ruby(hit[1], "がん" if hit[1] == "元" else "")
            yield from _laid(counter, _counter(number, counter))
        at = hit.end()
    rest = text[at:]
    if rest:  # the weekday in brackets
        yield from (Ruby(rest[0]), Ruby(rest[1], _WEEKDAYS[rest[1]]), Ruby(rest[2:]))


def _counter(number: str, counter: str) -> str:
    if counter == "分":
        return "ふん" if number[-1] in _SOFT_MINUTES else "ぷん"
    if counter == "階":
        return "がい" if number == "3" else "かい"
    return _COUNTERS[counter]


def _split(pattern: re.Pattern[str] | None, text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts that the pattern finds (True) and parts between them (False), none empty."""
    at = 0
    for hit in pattern.finditer(text) if pattern else ():
        if hit.start() > at:
            yield text[at : hit.start()], False
        yield hit[0], True
        at = hit.end()
    if at < len(text):
        yield text[at:], False


# ── Kana of a whole name, above its words ────────────────────────────────────────────────────────


def _aligned(name: str, kana: str) -> tuple[tuple[Ruby, ...], int]:
    """The words of a name with their share of its kana, and how many of them are the place's own.

    しんじょうちくしゃきょう above 新城地区社協 is しんじょう, ちく, しゃきょう: words that the dictionary
    reads as they stand there hold the others in place. Own: up to the last that is read otherwise.
    """
    words = [
        part
        for spoken in spoken_words(name)
        for part in (spoken.parts or (spoken,))
        if part.text.strip()
    ]
    usual = [to_hiragana(word.reading) for word in words]
    shares = _shared(words, usual, kana)
    if shares is None:
        return (Ruby(name, kana),), 0
    rubies = tuple(Ruby(w.text, share) for w, share in zip(words, shares, strict=True))
    other = [
        n
        for n, (word, share) in enumerate(zip(words, shares, strict=True), start=1)
        if _HAS_KANJI.search(word.text) and share != usual[n - 1]
    ]
    own = other[-1] if other else 0
    return rubies, own if own < len(words) else 0


def _shared(words: list[Spoken], usual: list[str], kana: str) -> list[str] | None:
    """The cheapest way to cut the kana into one share a word; None when there is none."""
    # best[end]: what a cut up to there costs, and the shares.
    best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
    for word, reading in zip(words, usual, strict=True):
        following: dict[int, tuple[int, tuple[str, ...]]] = {}
        for start, (cost, shares) in best.items():
            for end in range(start, min(len(kana), start + 12) + 1):
                if (price := _price(word.text, reading, kana[start:end])) is None:
                    continue
                whole = (cost + price, (*shares, kana[start:end]))
                following[end] = min(following.get(end, whole), whole)
        best = following
    found = best.get(len(kana))
    return list(found[1]) if found else None


def _price(word: str, usual: str, share: str) -> int | None:
    """What it costs to read a word so: nothing as the dictionary does; None where it cannot be."""
    if share == usual or (not share and not any(map(str.isalnum, word))):
        return 0  # signs are not said
    if not share or not (_HAS_KANJI.search(word) or word.isascii()):
        return None
    return 10 + abs(len(share) - len(usual))
