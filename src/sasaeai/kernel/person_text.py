"""A text in which names are looked for, and what its words may be: surname, given name, place."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from sasaeai.kernel import person_words as said
from sasaeai.kernel.known_names import KnownNames, by_beginning, in_hiragana, same_letters
from sasaeai.kernel.surnames import SURNAMES
from sasaeai.kernel.words import kinds_of, surname_reading

Span = tuple[int, int]

PERSON = frozenset({"姓", "名", "人名"})
LONGEST_SURNAME = 5
SURNAMES_THAT_STAND_ALONE = frozenset(same_letters(one) for one in SURNAMES)
_FIGURES = by_beginning(said.FIGURES)
_PARTS_OF_PLACES = "市町村県区郡府駅港川山寺橋城字丁番号"
_SURE_GIVEN_ENDS = "子美郎夫男雄江恵"
RUNS = re.compile(rf"[{said.KANJI}]{{1,16}}")
KANJI_RUN = re.compile(rf"(?:[{said.KANJI}]|(?<=[{said.KANJI}])[ノケツ](?=[{said.KANJI}]))+$")
KATAKANA_RUN = re.compile(r"[ァ-ヴー]+(?:[・=＝ ][ァ-ヴー]+)*$")
HIRAGANA_RUN = re.compile(r"[ぁ-んー]+$")
KANA_AND_KANJI = re.compile(r"(?:[ぁ-ん]{1,3}|[ァ-ヴー]{1,3})[子江美代枝恵世乃男雄夫吉蔵次郎助]$")


@dataclass(frozen=True, slots=True)
class NameText:
    """A text with its letters made alike, and what the district knows."""

    plain: str
    same: str
    known: KnownNames

    def is_surname(self, word: str) -> bool:
        return (
            word in SURNAMES_THAT_STAND_ALONE
            or word in self.known.surnames
            or "姓" in kinds_of(word)
        )

    def is_sure_surname(self, word: str) -> bool:
        """Of one letter only those that are seldom anything else."""
        return self.is_surname(word) and (
            len(word) > 1 or word in SURNAMES_THAT_STAND_ALONE or word in self.known.surnames
        )

    def is_given(self, word: str) -> bool:
        if word in said.NOT_GIVEN or self.is_ordinary(word):
            return False
        if word in self.known.given:
            return True
        if word[0] in _PARTS_OF_PLACES or (len(word) > 1 and "普通" in kinds_of(word)):
            return word[-1] in _SURE_GIVEN_ENDS
        return "名" in kinds_of(word) or word[-1] in said.GIVEN_ENDS

    def is_ordinary(self, word: str) -> bool:
        kinds = kinds_of(word)
        return "普通" in kinds and not kinds & PERSON

    def is_common(self, word: str) -> bool:
        """Whether a surname is as often another word (二階, 中央)."""
        if word in SURNAMES_THAT_STAND_ALONE or word in self.known.surnames:
            return False
        return word.endswith("階") or "普通" in kinds_of(word)

    def is_place(self, word: str) -> bool:
        known = word in self.known.places or f"{word}地区" in self.known.places
        return known or "地名" in kinds_of(word)

    def is_whole(self, word: str) -> bool:
        """Surname and given name without a space."""
        return any(
            self.is_sure_surname(word[:at]) and self.is_given(word[at:])
            for at in range(min(LONGEST_SURNAME, len(word) - 1), 0, -1)
            if 1 <= len(word) - at <= 3
        )

    def is_figure(self, start: int) -> bool:
        beginning = self.same[start : start + 2]
        return self.same.startswith(_FIGURES.get(beginning, ()), start)


@functools.cache
def surname_readings() -> frozenset[str]:
    """How surnames sound, in hiragana, of three letters and more."""
    found = (in_hiragana(surname_reading(one)) for one in SURNAMES_THAT_STAND_ALONE)
    return frozenset(one for one in found if len(one) > 2)
