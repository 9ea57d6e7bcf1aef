"""Where the name before an honorific or a title begins: さん, 様, 会長, 宅."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasaeai.kernel import person_words as said
from sasaeai.kernel.known_names import in_hiragana
from sasaeai.kernel.person_text import (
    HIRAGANA_RUN,
    KANA_AND_KANJI,
    KANJI_RUN,
    KATAKANA_RUN,
    PERSON,
    SURNAMES_THAT_STAND_ALONE,
    NameText,
    surname_readings,
)
from sasaeai.kernel.surnames import PLACES_TOO
from sasaeai.kernel.words import kinds_of

_LONGEST = 12
"""So many letters before さん are looked at; no name is longer."""
_LONGEST_UNKNOWN = 5
_READING_BESIDE = re.compile(r"(?<!^)\([^()]{1,4}\)$")
_LATIN_RUN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}$")
_NICKNAME = re.compile("[ぁ-ん][ゃゅょ]?っ")
_PARTICLES = "はがのにをへともやでねよ"
_BEFORE_NAMES = """
    という だけ から より まで って など には では ある した れば です ます ました でした ので けど
    けども けれど
    あと あの その この うちの それで そして また まず いる ない たい えと ええと あのう とか
"""
_CONNECTIONS = tuple(_BEFORE_NAMES.split())


@dataclass(frozen=True, slots=True)
class SignedText(NameText):
    """A text in which さん and 会長 are looked at from behind."""

    def before_honorific(self, end: int, sign: str) -> int | None:
        """Where the name before an honorific begins; None where no name stands there."""
        begin = max(0, end - _LONGEST)
        left = self.same[begin:end]
        left = _READING_BESIDE.sub("", left.rstrip(" "))
        if hit := KANJI_RUN.search(left):
            return self._kanji(begin, hit, sign)
        if hit := KATAKANA_RUN.search(left):
            return self._katakana(begin, hit, sign)
        if hit := HIRAGANA_RUN.search(left):
            return self._hiragana(begin, hit, sign)
        hit = _LATIN_RUN.search(left)
        return begin + hit.start() if hit else None

    def _kanji(self, begin: int, hit: re.Match[str], sign: str) -> int | None:
        run, start = hit[0], begin + hit.start()
        mixed = KANA_AND_KANJI.search(hit.string) if len(run) == 1 else None
        if mixed and self._is_given_of_both(mixed[0]):
            return self._with_surname(begin + mixed.start())  # まさ子, キヨ子
        apart = self._surname_apart(start, run)
        if apart is not None:
            return apart
        if self.is_figure(start) or self._is_another_word(run, sign, hit.string[: hit.start()]):
            return None
        tail = self._name_at_end(run)
        if tail is not None:
            return start + tail
        return start if self._may_be_a_name(run, sign) else None

    def _is_another_word(self, run: str, sign: str, before: str) -> bool:
        """Words for relations, posts and things that are addressed so: お宮さん, 八百屋さん, 王様."""
        return (
            run in said.RELATIONS
            or run in said.CHARACTERS
            or (run == "神" and (sign in ("様", "さま", "殿") or before.endswith(("の", "お"))))
            or self._is_shop(run)
            or (sign not in ("さん", "ちゃん") and (run == "王" or "普通" in kinds_of(run + sign)))
            or (before.endswith(("お", "ご")) and (len(run) == 1 or run in PLACES_TOO))
            or (run.endswith("場") and "普通" in kinds_of(run))
            or (run.endswith(said.NOT_A_NAME_ENDINGS) and not self.is_surname(run))
        )

    def _may_be_a_name(self, run: str, sign: str) -> bool:
        """Whether a word that nobody knows as a name is more likely one than not."""
        if "普通" in kinds_of(run + sign) or "様" in run or run[-1] == "神":
            return False
        if sign not in ("さん", "様", "さま"):
            return self._may_be_called(run, sign)
        if self._has_the_shape_of_one(run):
            return True
        if run[-1] in said.NOT_A_NAME_AT_END or run[-1] in said.RELATIONS:
            return False
        return len(run) <= _LONGEST_UNKNOWN and run not in self.known.places

    def _may_be_called(self, run: str, sign: str) -> bool:
        """颯太くん, 試野氏: a word that nobody knows, as given and surnames are made."""
        if "普通" in kinds_of(run) or len(run) not in (2, 3) or run[0] in said.NO_SURNAME_ALONE:
            return False
        given = run[-1] in said.GIVEN_ENDS or "名" in kinds_of(run[-1])
        return given if sign in ("くん", "ちゃん", "君") else run[-1] not in said.NOT_A_NAME_AT_END

    def _has_the_shape_of_one(self, run: str) -> bool:
        """浪館 and 浅部: two kanji, unknown or a place, that end as rare surnames do."""
        rare = len(run) == 2 and run[1] in said.MAY_END_A_SURNAME
        return rare and run[0] not in said.NO_SURNAME_ALONE and "普通" not in kinds_of(run)

    def _is_shop(self, run: str) -> bool:
        """八百屋 and 米屋 are surnames too, but hardly ever."""
        known = run in SURNAMES_THAT_STAND_ALONE or run in self.known.surnames
        return run.endswith("屋") and "普通" in kinds_of(run) and not known

    def _is_given_of_both(self, name: str) -> bool:
        """Whether kana and one kanji are a given name, and not お子 or 小さい子."""
        if kinds_of(name) & PERSON or name in self.known.given:
            return True
        return len(name) > 2 and name[-2] not in "おのいなたるんのうくすつ"

    def _surname_apart(self, start: int, run: str) -> int | None:
        """Where the surname begins when a space parts it from the given name before さん."""
        if not 1 <= len(run) <= 3 or self.same[start - 1 : start] != " ":
            return None
        hit = KANJI_RUN.search(self.same[max(0, start - 6) : start - 1])
        if hit is None or not (self.is_surname(hit[0]) or run[-1] in said.GIVEN_ENDS):
            return None
        return start - 1 - len(hit[0]) if len(hit[0]) <= 4 else None

    def _name_at_end(self, run: str) -> int | None:
        """Where in a run of kanji the name at its end begins: 店主坂本仮吉, 新任桜庭."""
        for at in range(len(run)):
            tail = run[at:]
            if at and (len(tail) < 2 or not self._parts_off(run[:at])):
                continue
            if self.is_surname(tail) and tail not in said.RELATIONS:
                return at
            if self.is_whole(tail) or (len(tail) > 1 and tail in self.known.given):
                return at
            if not at and "名" in kinds_of(tail):
                return at
        return None

    def _parts_off(self, head: str) -> bool:
        return "普通" in kinds_of(head) or head[-1] in "長員者人主役師"

    def _katakana(self, begin: int, hit: re.Match[str], sign: str) -> int | None:
        run, start = hit[0], begin + hit.start()
        if run in said.CHARACTERS or _is_no_name_in_katakana(run):
            return None
        kinds = kinds_of(run)
        called = sign in ("ちゃん", "くん", "君") or in_hiragana(run) in surname_readings()
        if kinds and not kinds & PERSON and not called:
            return None
        if len(run) == 1 or run in self.known.places:
            return None
        before = KANJI_RUN.search(hit.string[: hit.start()].removesuffix(" "))
        if before is not None:
            at = self._name_at_end(before[0])
            if at is not None:
                return begin + before.start() + at
        return start

    def _hiragana(self, begin: int, hit: re.Match[str], sign: str) -> int | None:
        run, start = hit[0], begin + hit.start()
        if run in said.NOT_IN_HIRAGANA:
            return None
        short = sign in ("ちゃん", "くん", "君")
        for at in range(len(run)):
            name = run[at:]
            if short and _NICKNAME.fullmatch(name) and name not in said.NOT_IN_HIRAGANA:
                return start + at
            if name in said.NOT_IN_HIRAGANA or not self._begins(run[:at]):
                continue
            if self._is_hiragana_name(name) or (short and 2 <= len(name) <= 3):
                return self._with_surname(start + at)
        return None

    def _is_hiragana_name(self, name: str) -> bool:
        if len(name) < 2:
            return False
        known = name in self.known.surnames or name in self.known.given
        if known or name in surname_readings() or name in said.GIVEN_IN_HIRAGANA:
            return True
        return bool(kinds_of(name) & PERSON)

    def _begins(self, head: str) -> bool:
        return not head or head[-1] in _PARTICLES or head.endswith(_CONNECTIONS)

    def _with_surname(self, start: int) -> int:
        """堀内ためしさん: the surname in kanji before a given name in kana."""
        before = KANJI_RUN.search(self.same[max(0, start - 6) : start].removesuffix(" "))
        if before is None or not self.is_surname(before[0]):
            return start
        return start - len(self.same[max(0, start - 6) : start]) + before.start()

    def before_title(self, end: int, title: str) -> int | None:
        """Where the surname before a title or 宅 begins."""
        left = self.same[max(0, end - 8) : end]
        hit = KANJI_RUN.search(left)
        start = end - len(left)
        if hit is None:
            return self._kana_before_title(start, left)
        run = hit[0]
        if title[0] == "家" and self.is_common(run):
            return None
        if (
            "普通" in kinds_of(run + title)
            or f"{run}{title.removesuffix('長')}" in self.known.places
        ):
            return None
        for at in range(len(run)):
            tail = run[at:]
            if at and not self._parts_off(run[:at]):
                continue
            alone = not at and self._is_surname_alone(tail)
            if alone or self.is_sure_surname(tail) or self.is_whole(tail):
                plain = tail in said.RELATIONS or self.is_figure(start + hit.start() + at)
                return None if plain else start + hit.start() + at
        return None

    def _is_surname_alone(self, tail: str) -> bool:
        """原班長, 陳先生: one kanji that can be a surname."""
        return len(tail) == 1 and self.is_surname(tail) and tail not in said.NO_SURNAME_ALONE

    def _kana_before_title(self, start: int, left: str) -> int | None:
        hit = KATAKANA_RUN.search(left) or HIRAGANA_RUN.search(left)
        if hit is None or len(hit[0]) < 3:
            return None
        name = in_hiragana(hit[0])
        known = name in self.known.surnames or name in surname_readings()
        foreign = (
            name != hit[0] and bool(kinds_of(hit[0]) & PERSON) and "普通" not in kinds_of(hit[0])
        )
        return start + hit.start() if known or foreign else None


def _is_no_name_in_katakana(run: str) -> bool:
    if run in said.IN_KATAKANA_NO_NAME:
        return True
    return run.endswith(tuple(one for one in said.IN_KATAKANA_NO_NAME if len(one) > 3))
