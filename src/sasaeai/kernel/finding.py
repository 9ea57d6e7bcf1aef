"""Finding text in tables that keep no search key: the ways in which one word may be written.

The database compares letters, a reader compares words. A word of the search box is therefore asked
for in several spellings (width, kana, the kanji of names); `kernel.text.fold` does the same for
tables that keep a key.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Window

from sasaeai.kernel import text
from sasaeai.kernel.glyphs import NAME_VARIANTS

Row = TypeVar("Row", bound=Model)

MOST_WORDS = 5
MOST_LETTERS = 60
MOST_SPELLINGS = 24
#: Rows of one kind that a page of results shows.
MOST_ROWS = 30

_TO_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_VOICE = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
_TO_HALF_KANA = {
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)
}


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """The first rows of one kind (at most MOST_ROWS) and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


def split_words(query: str) -> list[str]:
    """The words of a search box as typed, each once; what goes beyond five words is left out.

    Words are parted by spaces of any width and by 、 and ，.
    """
    words = re.split(r"[\s、，]+", text.clean_line(query))
    return list(dict.fromkeys(word[:MOST_LETTERS] for word in words if word))[:MOST_WORDS]


def search_keys(query: str) -> list[str]:
    """The words of a search box as `kernel.text.fold` keys, for tables that keep a search key."""
    return list(dict.fromkeys(key for word in split_words(query) if (key := text.fold(word))))


def spellings(word: str) -> tuple[str, ...]:
    """The ways in which a word may be written, the typed one first; at most MOST_SPELLINGS.

    >>> {"1人暮らし", "１人暮らし"} <= set(spellings("１人暮らし"))
    True
    """
    if not word:
        return ()
    plain = unicodedata.normalize("NFKC", text.mend_radicals(word))
    forms = (
        word,
        plain,
        text.to_hiragana(plain),
        text.to_katakana(plain),
        plain.translate(_TO_FULL),
        _half_kana(text.to_katakana(plain)),
    )
    more = itertools.chain(_name_variants(plain), _mixed_kana(plain))
    found = dict.fromkeys((*forms, *itertools.islice(more, MOST_SPELLINGS)))
    return tuple(found)[:MOST_SPELLINGS]


def matching(words: list[str], *fields: str, other: Callable[[str], Q] | None = None) -> Q:
    """Rows where every word stands in one of `fields`; `other` gives a word further meanings."""
    condition = Q()
    for word in words:
        anywhere = other(word) if other is not None else Q()
        for field, spelling in itertools.product(fields, spellings(word)):
            # Few words have capitals, and folding every row costs PostgreSQL most of a search.
            holds = "contains" if spelling.lower() == spelling.upper() else "icontains"
            anywhere |= Q(**{f"{field}__{holds}": spelling})
        condition &= anywhere
    return condition


def first_rows(rows: QuerySet[Any]) -> Found[Any]:
    """The first rows of a query and their number, both from one reading of the table."""
    shown = tuple(rows.annotate(found_in_all=Window(Count("*")))[:MOST_ROWS])
    return Found(shown, shown[0].found_in_all if shown else 0)


def _mixed_kana(word: str) -> Iterator[str]:
    """A word typed in one kana that is written in two: ごみステーション, ゴミひろい."""
    if not text.is_kana(word):
        return
    soft, hard = text.to_hiragana(word), text.to_katakana(word)
    for first, second in ((soft, hard), (hard, soft)):
        for place in range(1, len(word)):
            yield first[:place] + second[place:]


def _half_kana(word: str) -> str:
    """Katakana in half width, a voiced letter as two."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(_TO_HALF_KANA.get(part, _VOICE.get(part, part)) for part in parts)


def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    for code, first in NAME_VARIANTS.items():
        groups[first] = groups.get(first, first) + chr(code)
    return {letter: group for group in groups.values() for letter in group}


#: Each kanji of names → all the ways in which it is written.
_WAYS = _groups()


def _name_variants(word: str) -> Iterator[str]:
    ways = [_WAYS.get(letter, letter) for letter in word]
    return ("".join(letters) for letters in itertools.product(*ways))
