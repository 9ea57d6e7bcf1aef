"""やさしい日本語: what in a text is hard to read, why, and what could stand there instead.

After the aims of the guide of 出入国在留管理庁・文化庁 (short sentences, plain words, one thing at a time,
dates in full). Everything is an offer: nothing is altered, and a text with hints may stand as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from sasaeai.kernel.plain_words import EASIER
from sasaeai.kernel.wareki import parse_date, weekday_ja

LONG_SENTENCE = 60
"""Letters: above it the beginning is forgotten before the end is read."""
SENTENCE_TO_SPLIT = 50
"""Letters from which a sentence of several clauses is better two."""
MOST_KANJI = 0.5
"""Share of kanji in a sentence above which the page looks black."""
SHORTEST_FOR_SHARE = 20
LONG_CHAIN = 7
"""Kanji in a row that the eye no longer cuts into words."""
MOST_HINTS = 40

_KANJI = "\u3400-\u9fff\uf900-\ufaff々"
_SENTENCES = re.compile(r"[^。！？\n]+[。！？]?")
_MARK = re.compile(r"^[■・○⇒→\s　]+")
_CLAUSE = re.compile(r"(?:が|ので|から|ため|けれど|ており|であり|し|て)、")
_NOT_TWICE = re.compile(
    r"(?:ない|なく|ません|ず)[^、。\n]{0,14}?(?:ない(?:わけ|もの|こと)?(?:では|でも|は|も)?(?:ない|ありません)"
    r"|(?:わけ|もの|こと|限り)(?:では|でも|には|は|も)?(?:ない|ありません|ございません)"
    r"|(?:では|でも|は|も)(?:ない|ありません|いられません)|ずには|ざるを得)"
    r"|ざるを得(?:ない|ません)|ないでも(?:ない|ありません)|なくは(?:ない|ありません)"
)
_CHAIN = re.compile(f"[{_KANJI}]{{{LONG_CHAIN},}}")
_DAY = re.compile(
    r"(?P<era>(?:令和|平成)[0-9０-９元]+年|[12][0-9]{3}年)?"
    r"(?P<day>[0-9０-９]{1,2}月[0-9０-９]{1,2}日)(?![(（]?[月火水木金土日](?:[)）]|曜))"
)
_HARD = re.compile("|".join(sorted(map(re.escape, EASIER), key=len, reverse=True)))


class HintKind(StrEnum):
    """What makes a text hard."""

    LONG = "long"
    NOT_TWICE = "not_twice"
    HARD_WORD = "hard_word"
    BLACK = "black"
    CHAIN = "chain"
    NO_WEEKDAY = "no_weekday"


@dataclass(frozen=True, slots=True)
class Hint:
    """One place that is hard: the words found, where they begin, why, and what could be done."""

    kind: HintKind
    found: str
    start: int
    why: str
    offer: str


def plain_hints(text: str, *, names: tuple[str, ...] = (), on: date | None = None) -> list[Hint]:
    """What could be said more plainly, in the order of the text; each hard word once (40 at most).

    names: names of places and bodies, whose kanji cannot be helped. on: the day the text is read,
    from which the year of a day without one is told.
    """
    found: list[Hint] = []
    for hit in _SENTENCES.finditer(text):
        found += _of_sentence(hit[0], hit.start(), names)
    found += _hard_words(text, names)
    found += _days(text, on)
    return sorted(found, key=lambda hint: hint.start)[:MOST_HINTS]


def is_plain(text: str, *, names: tuple[str, ...] = ()) -> bool:
    """Whether a text may be called やさしい日本語: it has words, and nothing in it is hard."""
    return bool(text.strip()) and not plain_hints(text, names=names)


def _of_sentence(raw: str, start: int, names: tuple[str, ...]) -> Iterator[Hint]:
    mark = _MARK.match(raw)
    sentence, start = (raw[mark.end() :], start + mark.end()) if mark else (raw, start)
    if (count := len(sentence)) > LONG_SENTENCE or (
        count > SENTENCE_TO_SPLIT and len(_CLAUSE.findall(sentence)) > 1
    ):
        why = _("文が長くて（%(n)s文字）、終わりまで読むうちに、はじめを忘れます。") % {"n": count}
        yield Hint(HintKind.LONG, sentence, start, why, _where_to_cut(sentence))
    if hit := _NOT_TWICE.search(sentence):
        why = _("「ない」が二つ重なると、するのかしないのか分かりにくくなります。")
        offer = _("「〜できます」「〜してください」のように、するほうの言い方にします。")
        yield Hint(HintKind.NOT_TWICE, hit[0], start + hit.start(), why, offer)
    bare = _without(sentence, names)
    if len(bare) >= SHORTEST_FOR_SHARE and _share_of_kanji(bare) > MOST_KANJI:
        why = _("漢字が多く（%(n)s%%）、むずかしく見えます。") % {
            "n": round(_share_of_kanji(bare) * 100)
        }
        offer = _("漢字の言葉を、「〜を開く」「〜を作る」のような動きの言葉に替えます。")
        yield Hint(HintKind.BLACK, sentence, start, why, offer)
    for hit in _CHAIN.finditer(bare):
        why = _("漢字が%(n)s文字続いて、言葉の切れ目が分かりません。") % {"n": len(hit[0])}
        offer = _("あいだに「の」「を」などを入れて、分けます。")
        yield Hint(HintKind.CHAIN, hit[0], start + hit.start(), why, offer)


def _where_to_cut(sentence: str) -> str:
    """The clause nearest to the middle, as the place for a full stop."""
    middle = len(sentence) / 2
    ends = [hit.end() for hit in re.finditer("、", sentence)]
    if not ends:
        return _("二つの文に分けます。")
    end = min(ends, key=lambda place: abs(place - middle))
    words = sentence[max(0, end - 12) : end - 1]
    return _("「%(words)s」のあたりで、二つの文に分けます。") % {"words": words}


def _hard_words(text: str, names: tuple[str, ...]) -> Iterator[Hint]:
    told = set()
    for hit in _HARD.finditer(_without(text, names)):
        word = hit[0]
        if word in told:
            continue
        told.add(word)
        why = _("「%(word)s」は、役所などで使うかたい言葉です。") % {"word": word}
        offer = _("「%(easier)s」と言えないか、考えます。") % {"easier": EASIER[word]}
        yield Hint(HintKind.HARD_WORD, word, hit.start(), why, offer)


def _days(text: str, on: date | None) -> Iterator[Hint]:
    for hit in _DAY.finditer(text):
        why = _("曜日がないと、日にちを取りちがえます。")
        yield Hint(HintKind.NO_WEEKDAY, hit[0], hit.start(), why, _with_weekday(hit, on))


def _with_weekday(hit: re.Match[str], on: date | None) -> str:
    year = hit["era"] or (f"{on.year}年" if on else "")
    try:
        day = parse_date(f"{year}{hit['day']}") if year else None
    except ValueError:
        day = None
    if day is None:
        return _("「%(day)s（○）」のように、曜日を付けます。") % {"day": hit[0]}
    written = f"{hit[0]}({weekday_ja(day)})"
    if hit["era"]:
        return _("「%(day)s」と書きます。") % {"day": written}
    return _("ことしなら「%(day)s」と書きます。") % {"day": written}


def _without(text: str, names: tuple[str, ...]) -> str:
    """The text with names blotted out, letter for letter."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "、" * len(name))
    return text


def _share_of_kanji(text: str) -> float:
    letters = re.findall(r"\w", text)
    return len(re.findall(f"[{_KANJI}]", text)) / len(letters) if letters else 0
