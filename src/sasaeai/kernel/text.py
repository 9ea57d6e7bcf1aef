"""Japanese text: what is stored, what is searched, what is counted.

Stored text stays as a person typed it (髙, 﨑, ①, variation selectors); only CJK radicals that came
out of a PDF are mended. The search key is another string, made by `fold`, and is never shown.
"""

from __future__ import annotations

import re
import unicodedata

from sasaeai.kernel.glyphs import NAME_VARIANTS, RADICALS

# ァ–ヶ lie 0x60 above ぁ–ゖ; ヽヾ above ゝゞ likewise.
_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_TO_KATAKANA = {lower: upper for upper, lower in _TO_HIRAGANA.items()}
# Katakana with a voiced mark that hiragana writes in two code points.
_VOICED = str.maketrans({"ヷ": "ヴァ", "ヸ": "ヴィ", "ヹ": "ヴェ", "ヺ": "ヴォ"})
# 桜ヶ丘 and 桜ケ丘 are one place: small ka and ke are searched as large ones.
_SMALL_KA_KE = str.maketrans("ゕゖ", "かけ")

# Signs typed for a long vowel or a hyphen, all as ー: word breakers take that for a letter.
_LONG_SIGNS = dict.fromkeys(map(ord, "-‐‑‒–—―−─━⁃﹘﹣－ｰ"), "ー")
_WAVE_SIGNS = dict.fromkeys(map(ord, "〜～∼"), "~")
_SEARCH_SIGNS = _LONG_SIGNS | _WAVE_SIGNS

# Zero-width and direction marks, soft hyphen, and both blocks of variation selectors.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
                     "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")  # fmt: skip
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TO_SPACE = str.maketrans("\n\t", "  ")
_HALF_KANA = re.compile("[\uff65-\uff9f]+")
_KANA = re.compile(r"[ぁ-ゖゝゞァ-ヺー・ヽヾ\s]+")


def mend_radicals(text: str) -> str:
    """What is stored and printed: radicals become the kanji they stand for, the rest stays as is.

    >>> mend_radicals("⻘森市 ⻄部市⺠センター ①髙﨑")
    '青森市 西部市民センター ①髙﨑'
    """
    return text.translate(RADICALS)


def clean_line(text: str) -> str:
    """One line as stored: nothing that cannot be seen or printed, no space at either end.

    Names stay as typed, variation selectors included. Line breaks and tabs become a space.
    """
    return _printable(_LINE_BREAK.sub("\n", text).translate(_TO_SPACE)).strip()


def clean_lines(text: str) -> str:
    r"""Several lines as stored: like `clean_line`, with line breaks kept as a single "\n" each."""
    return _printable(_LINE_BREAK.sub("\n", text)).strip("\n \u3000")


def _printable(text: str) -> str:
    return "".join(letter for letter in mend_radicals(text) if _is_stored(letter))


def _is_stored(letter: str) -> bool:
    if letter in "\n\u200d":  # a joiner holds the parts of one picture together
        return True
    code = ord(letter)
    # Noncharacters end an XML file, and so a Word document. Unassigned ones may be rare new kanji.
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def fold(text: str) -> str:
    """The search key of a text: equal keys mean that a person would call it the same word.

    Radicals, width, case, kana, name variants, long-vowel signs and spaces no longer differ.
    Idempotent. Never store it in place of the text and never show it.

    >>> fold("ﾐﾏﾓﾘ　サービス") == fold("みまもりサ－ビス")
    True
    """
    key = _fold_once(text)
    # One pass can bring two letters together that compose in the next (か + voiced mark).
    while (again := _fold_once(key)) != key:
        key = again
    return key


def _fold_once(text: str) -> str:
    key = _UNSEEN.sub("", text.translate(RADICALS))
    key = unicodedata.normalize("NFKC", key).casefold()
    key = key.translate(_VOICED).translate(_TO_HIRAGANA).translate(_SMALL_KA_KE)
    key = key.translate(NAME_VARIANTS).translate(_SEARCH_SIGNS)
    return "".join(key.split())


def split_terms(query: str) -> list[str]:
    """The words of a search box as search keys, in the order typed, each once.

    Words are parted by spaces of any width and by 、 and ，.
    """
    terms = (fold(word) for word in re.split(r"[\s、，]+", query))
    return list(dict.fromkeys(term for term in terms if term))


def to_hiragana(text: str) -> str:
    """Katakana, half width too, as hiragana; everything else unchanged."""
    return _full_width_kana(text).translate(_VOICED).translate(_TO_HIRAGANA)


def to_katakana(text: str) -> str:
    """Hiragana and half-width katakana as katakana; everything else unchanged."""
    return _full_width_kana(text).translate(_TO_KATAKANA)


def _full_width_kana(text: str) -> str:
    return _HALF_KANA.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)


def is_kana(text: str) -> bool:
    """Whether a reading (ふりがな) holds kana only; spaces, ー and ・ belong to it, half width too.

    Empty text and spaces alone are no reading.
    """
    full = _full_width_kana(text)
    return bool(full.strip()) and _KANA.fullmatch(full) is not None


def char_count(text: str) -> int:
    """文字数 as a reader counts: no line breaks, no selectors, a mark with its letter."""
    return sum(1 for letter in text if _is_counted(letter))


def _is_counted(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Mn", "Me", "Cs"}


def plain(text: str) -> str:
    """What a dictionary is asked for: one width, kanji in today's form; kana and spaces as typed.

    >>> plain("髙齢者のサ－ビス")
    '高齢者のサービス'
    """
    key = unicodedata.normalize("NFKC", _UNSEEN.sub("", text.translate(RADICALS)))
    return key.translate(NAME_VARIANTS).translate(_LONG_SIGNS)
