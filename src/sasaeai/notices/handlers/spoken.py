"""What somebody meant who wrote to us in a talk: a code, one of a few words, or nothing sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sasaeai.kernel.text import clean_line
from sasaeai.notices.enums import Answer

LEAVE = "やめる"
_ENDINGS = ("", "します", "です", "いたします", "致します")
_WORDS = {
    f"{word}{ending}": answer
    for word, answer in (
        ("出席", Answer.ATTEND),
        ("参加", Answer.ATTEND),
        ("欠席", Answer.ABSENT),
    )
    for ending in _ENDINGS
}
_SUBSTITUTE = re.compile(r"代理(?:出席)?[\s:、]\s*(?P<name>[^\s].*)")
_NO_NAME = re.compile(r"[?。、!]|です|ます|ください")
_CODE = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9\s‐-―−ー-]*)(?P<rest>.*)", re.DOTALL)
# Not by NFKC: that would also rewrite the kanji of names.
_HALF_WIDTH = {0x3000: " "} | {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_LIKE_A_CODE = range(7, 12)
"""So many letters and digits are a code, or one mistyped; fewer or more are a word."""
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Spoken:
    """code: what looks like a reply code, as typed. answer with name, or leaves, where it is sure."""

    code: str = ""
    answer: Answer | None = None
    substitute_name: str = ""
    leaves: bool = False


def read_words(text: str) -> Spoken:
    """What a message means. What is not one of the known words means nothing: nobody guesses."""
    plain = text.translate(_HALF_WIDTH).strip().strip("「」『』\"' 。.!").strip()
    code, rest = _split_code(plain)
    if rest == LEAVE and not code:
        return Spoken(leaves=True)
    if rest in _WORDS:
        return Spoken(code=code, answer=_WORDS[rest])
    name = _name_of_substitute(rest)
    if name:
        return Spoken(code=code, answer=Answer.SUBSTITUTE, substitute_name=name)
    # Words after a code that are not understood: the code alone would be a guess.
    return Spoken(code=code) if not rest else Spoken()


def _split_code(plain: str) -> tuple[str, str]:
    found = _CODE.fullmatch(plain)
    if found is None:
        return "", plain
    letters = sum(letter.isalnum() for letter in found["code"])
    if letters not in _LIKE_A_CODE:
        return "", plain
    return found["code"].strip(), found["rest"].strip()


def _name_of_substitute(rest: str) -> str:
    found = _SUBSTITUTE.fullmatch(rest)
    if found is None:
        return ""
    name = (
        " ".join(clean_line(found["name"]).split()).removesuffix("様").removesuffix("さん").strip()
    )
    return "" if len(name) > _LONGEST_NAME or _NO_NAME.search(name) else name
