"""The words of a Japanese text: cut by a dictionary, each with the form that all its spellings share.

雪かき and 雪掻き have one normal form, １人暮らし and ひとり暮らし too. What a dictionary does not know
(names, ゴミ and ごみ, 民児協) is found by its letters in twos. The dictionary is read once, at the first
question (docs/adr/0016-finding-words.md says which one and why).
"""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sasaeai.kernel.text import fold, plain

DICTIONARY = "small"
#: Letters that the dictionary is given at once; it refuses more than 49,149 bytes.
MOST_AT_ONCE = 4_000

# Marks that belong to the letter before them; the blocks they stand in, looked at more closely then.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u1fff\u20d0-\u20ff\u302a-\u302f\u3099\u309aﾞﾟ\ufe00-\ufe0f]"
)
_RUNS = re.compile(r"[^\W_]+")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_SAID_LITTLE = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})
_SAID_MUCH = frozenset({"名詞", "動詞", "形容詞", "形状詞"})
# Words that any sentence may have: they tell nothing about what it is about.
_COMMON = """
居る 有る 在る 為る する 成る 出来る 言う 行く 来る 思う 見る 付く 付ける 取る 出る 出す 入る 困る 困り
事 物 者 所 時 為 様 方 人 多い 無い 良い 問題 課題 場合 今 前 後 中 上 下 地区 町会 皆 自分 必要 大変
一 二 三
"""
_EVERYWHERE = frozenset(map(fold, _COMMON.split()))
_OWN = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text and where it stands there.

    form: the search key of its normal form. parts: those of the short words it is made of, none when
    it is one itself. kind: its part of speech in the dictionary's Japanese (名詞, 接尾辞 …).
    """

    text: str
    start: int
    end: int
    form: str
    parts: tuple[str, ...]
    kind: str

    @property
    def is_suffix(self) -> bool:
        return self.kind == "接尾辞"

    @property
    def tells(self) -> bool:
        """Whether the word says something of what a sentence is about."""
        return self.kind in _SAID_MUCH and self.form not in _EVERYWHERE and not self.form.isdigit()


def words_of(text: str) -> list[Word]:
    """The words of a text in order, without particles, endings and signs."""
    ready, origin = _ready(text)
    return [word for piece in _pieces(ready) for word in _cut(text, origin, piece)]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word of a text, a particle or sign too, as the dictionary says it aloud.

    reading: in katakana; what it cannot say is given back as it is written. parts: the short words
    it is made of, none when it is one itself.
    """

    text: str
    reading: str
    kind: str
    parts: tuple[Spoken, ...] = ()


def spoken_words(text: str) -> list[Spoken]:
    """All that a text is made of, in order and letter for letter; nothing is left out."""
    tokenizer, short = _tokenizer()
    return [
        Spoken(
            morpheme.surface(),
            morpheme.reading_form(),
            morpheme.part_of_speech()[0],
            _short_words(morpheme.split(short)),
        )
        for _start, part in _pieces(text)
        for morpheme in tokenizer.tokenize(part)
    ]


def _short_words(morphemes: Any) -> tuple[Spoken, ...]:
    if len(morphemes) < 2:
        return ()
    return tuple(
        Spoken(each.surface(), each.reading_form(), each.part_of_speech()[0]) for each in morphemes
    )


@functools.lru_cache(32_768)
def kinds_of(word: str) -> frozenset[str]:
    """What the dictionary knows a word as, whatever stands around it; nothing where it knows none.

    姓 and 名 (a surname, a given name), 人名 (another name of persons), 地名, 固有名詞 (another proper
    name) and 普通 (any other word).
    """
    if not word or _UNPAIRED.search(word):
        return frozenset()
    return frozenset(_kind(one.part_of_speech()) for one in _dictionary().lookup(word))


@functools.lru_cache(4_096)
def surname_reading(word: str) -> str:
    """How a surname is read, in katakana; "" where the dictionary does not know it as one."""
    if not word or _UNPAIRED.search(word):
        return ""
    found = (one for one in _dictionary().lookup(word) if _kind(one.part_of_speech()) == "姓")
    return next((str(one.reading_form()) for one in found), "")


def _kind(speech: Sequence[str]) -> str:
    if speech[1] != "固有名詞":
        return "普通"
    if speech[2] == "人名":
        return {"姓": "姓", "名": "名"}.get(speech[3], "人名")
    return "地名" if speech[2] == "地名" else "固有名詞"


def letters_of(text: str) -> list[str]:
    """Every letter and every two letters that stand side by side, as search keys, each once."""
    found: dict[str, None] = {}
    for run in runs_of(text):
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(pairs(run)))
    return list(found)


def runs_of(text: str) -> list[str]:
    """What stands between spaces and signs, as search keys."""
    return [run for piece in text.split() for run in _RUNS.findall(fold(piece))]


def pairs(run: str) -> list[str]:
    """Two letters side by side, in order; a single letter is given alone."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def index_terms(text: str) -> list[str]:
    """Everything by which a text is found: normal forms, their parts, letters, letters in twos.

    Terms hold letters and digits only, and no term is empty.
    """
    found: dict[str, None] = {}
    for word in words_of(text):
        found.update(dict.fromkeys((word.form, *word.parts)))
    found.update(dict.fromkeys(letters_of(text)))
    return list(found)


def folded_places(text: str) -> tuple[str, list[int]]:
    """The search key of a text, and for each of its letters the place in the text it came from."""
    return _spelled(text, _folded)


def _ready(text: str) -> tuple[str, list[int]]:
    return _spelled(text, _plain)


_folded = functools.lru_cache(8_192)(fold)
_plain = functools.lru_cache(8_192)(plain)


def _spelled(text: str, spell: Callable[[str], str]) -> tuple[str, list[int]]:
    """A text spelled letter by letter, and for each letter of that the place it came from."""
    clusters = _clusters(text) if _MARKS.search(text) else enumerate(text)
    letters: list[str] = []
    origin: list[int] = []
    for start, cluster in clusters:
        spelled = spell(cluster)
        letters.append(spelled)
        origin.extend([start] * len(spelled) if len(spelled) != 1 else (start,))
    return "".join(letters), [*origin, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """A letter with the marks that belong to it: ｶﾞ is one."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _belongs_before(text[place]):
            yield start, text[start:place]
            start = place


def _belongs_before(letter: str) -> bool:
    return letter in "ﾞﾟ" or unicodedata.category(letter) in {"Mn", "Mc"}


def _pieces(ready: str) -> Iterator[tuple[int, str]]:
    """Pieces the dictionary can take, cut at the ends of lines where there are any."""
    start = 0
    while start < len(ready):
        end = min(start + MOST_AT_ONCE, len(ready))
        if end < len(ready):
            cut = max(ready.rfind(sign, start, end) for sign in "\n。")
            end = cut + 1 if cut > start else end
        yield start, ready[start:end]
        start = end


def _cut(text: str, origin: list[int], piece: tuple[int, str]) -> Iterator[Word]:
    first, part = piece
    tokenizer, short = _tokenizer()
    for morpheme in tokenizer.tokenize(part):
        kind = morpheme.part_of_speech()[0]
        form = _key(morpheme.normalized_form())
        if kind in _SAID_LITTLE or not form:
            continue
        start, end = origin[first + morpheme.begin()], origin[first + morpheme.end()]
        parts = [_key(each.normalized_form()) for each in morpheme.split(short)]
        shorter = tuple(key for key in parts if key) if len(parts) > 1 else ()
        yield Word(text[start:end], start, end, form, shorter, kind)


@functools.lru_cache(32_768)
def _key(form: str) -> str:
    return "".join(_RUNS.findall(fold(form)))[:60]


def _tokenizer() -> tuple[Any, Any]:
    """A word cutter of this thread's own: one cannot serve two threads at once."""
    if not hasattr(_OWN, "tokenizer"):
        from sudachipy import SplitMode

        _OWN.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
        _OWN.short = SplitMode.A
    return _OWN.tokenizer, _OWN.short


@functools.cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict=DICTIONARY)
