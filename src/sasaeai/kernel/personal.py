"""What in a text may tell one person from all others, and how to say it more coarsely (L-02).

Rules, the surnames and given names that the dictionary knows, and the district's own register: a
warning that comes at once and errs on the side of asking. What it finds is never refused; whoever
writes decides. Words for many (皆さん, 認知症カフェ, 75歳以上) and names of places and shops (大野地区,
工藤商店) are left alone. docs/adr/0020-finding-persons.md says what is found and what is missed.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from sasaeai.kernel import person_ages as ages
from sasaeai.kernel import person_figures as figures
from sasaeai.kernel import person_pointing as pointing
from sasaeai.kernel import person_states as states
from sasaeai.kernel.known_names import KnownNames, KnownPerson, known_names_of
from sasaeai.kernel.person_names import names_in
from sasaeai.kernel.person_words import HONORIFICS, TITLES

__all__ = [
    "MOST_FINDINGS",
    "Finding",
    "KnownNames",
    "KnownPerson",
    "PersonalKind",
    "coarser_text",
    "find_personal",
]

MOST_FINDINGS = 20
"""So many are pointed out at once; a text with more is a list of persons anyway."""
MOST_AT_ONCE = 2_000
"""Letters looked at together; a text with many findings is not read to its end."""
MOST_LETTERS = 200_000
"""No field of a form takes as many; what somebody sends beyond is not looked through."""


class PersonalKind(StrEnum):
    """What kind of trace of a person it is."""

    PHONE = "phone"
    MAIL = "mail"
    BIRTH = "birth"
    AGE = "age"
    ADDRESS = "address"
    NAME = "name"
    ILLNESS = "illness"
    COMBINATION = "combination"


@dataclass(frozen=True, slots=True)
class Finding:
    """One trace: `found` stands at text[start:end]; `coarser` may stand there instead ("" for out)."""

    kind: PersonalKind
    found: str
    start: int
    end: int
    coarser: str

    @property
    def sentence(self) -> str:
        """What it looks like, and what could be written instead."""
        words = {"found": self.found, "coarser": self.coarser}
        return {
            PersonalKind.PHONE: _("「%(found)s」は電話番号のようです。消してください。"),
            PersonalKind.MAIL: _("「%(found)s」はメールアドレスのようです。消してください。"),
            PersonalKind.BIRTH: _(
                "「%(found)s」は生年月日のようです。「%(coarser)s」くらいにしてください。"
            ),
            PersonalKind.AGE: _(
                "「%(found)s」は一人の年齢のようです。「%(coarser)s」くらいにしてください。"
            ),
            PersonalKind.ADDRESS: _(
                "「%(found)s」は住所のようです。「%(coarser)s」までにしてください。"
            ),
            PersonalKind.NAME: _(
                "「%(found)s」は個人のお名前のようです。「%(coarser)s」くらいにしてください。"
            )
            if self.coarser
            else _("「%(found)s」は個人のお名前のようです。役職だけにしてください。"),
            PersonalKind.ILLNESS: _(
                "「%(found)s」は病名や障がいのようです。「%(coarser)s」くらいにしてください。"
            ),
            PersonalKind.COMBINATION: _(
                "「%(found)s」は、お名前がなくても一人の方やお宅が分かるかもしれません。"
                "「%(coarser)s」くらいにしてください。"
            ),
        }[self.kind] % words


def find_personal(
    text: str,
    known_names: Iterable[str] = (),
    *,
    known_kana: Iterable[str] = (),
    places: Iterable[str] = (),
) -> list[Finding]:
    """Traces of persons in a text, in order, none over another (20 at most).

    known_names: persons of the register, found as written there whatever the width, the space
    between the parts or the variant of a kanji (髙, 高); known_kana: how the same persons are read,
    in the same order; places: halls, organisations and the like that are no persons. A `KnownNames`
    as known_names holds all three and is made ready once for many texts.
    """
    if not text:
        return []
    known = known_names_of(known_names, known_kana, places)
    plain, origin = plain_text(text[:MOST_LETTERS])
    findings: list[Finding] = []
    for begin, piece in _pieces(plain):
        for kind, start, end, coarser in _findings(piece, known):
            first, last = origin[begin + start], origin[begin + end]
            findings.append(Finding(kind, text[first:last], first, last, coarser))
        if len(findings) >= MOST_FINDINGS:
            break
    return findings[:MOST_FINDINGS]


def coarser_text(text: str, findings: Iterable[Finding]) -> str:
    """The text with every trace said more coarsely."""
    for found in sorted(findings, key=lambda one: one.start, reverse=True):
        text = text[: found.start] + found.coarser + text[found.end :]
    return text


Trace = tuple[PersonalKind, int, int, str]


def _findings(plain: str, known: KnownNames) -> list[Trace]:
    """What is sure before what is likely: the first to claim a place keeps it."""
    taken = _Taken(plain)
    for trace in _figures(plain):
        taken.claim(*trace)
    marks = [start for _kind, start, _end, _coarser in taken.traces]
    for start, end, coarser in _names(plain, known, sorted(marks)):
        taken.claim(PersonalKind.NAME, start, end, coarser)
    _beside_names(taken)
    for start, end, coarser in ages.ages(plain):
        taken.claim(PersonalKind.AGE, start, end, coarser)
    for start, end in pointing.pointings(plain):
        taken.claim_free(PersonalKind.COMBINATION, start, end)
    for start, end, coarser in states.illnesses(plain, taken.tells_of):
        taken.claim(PersonalKind.ILLNESS, start, end, coarser)
    return sorted(taken.traces, key=lambda trace: trace[1])


def _figures(plain: str) -> Iterator[Trace]:
    for start, end in figures.mails(plain):
        yield PersonalKind.MAIL, start, end, ""
    for start, end in figures.births(plain):
        yield PersonalKind.BIRTH, start, end, figures.generation(plain[start:end])
    for start, end in figures.phones(plain):
        yield PersonalKind.PHONE, start, end, ""
    for start, end, place in figures.addresses(plain):
        yield PersonalKind.ADDRESS, start, end, place or "この近く"


def _names(plain: str, known: KnownNames, marks: list[int]) -> Iterator[tuple[int, int, str]]:
    """Names; before a title the post alone may stay."""

    def marked(line: int) -> bool:
        end = plain.find("\n", line)
        at = bisect.bisect_left(marks, line)
        return at < len(marks) and (end < 0 or marks[at] < end)

    for start, end in names_in(plain, known, marked):
        bare = not _HONORED.search(plain, start, end)
        yield start, end, "" if bare and _TITLE_NEXT.match(plain, end) else "ある方"


_TITLE_NEXT = re.compile(rf"[ ]?(?:{TITLES})")
_HONORED = re.compile(rf"(?:{HONORIFICS})$")


def _beside_names(taken: _Taken) -> None:
    """Dates, numbers and 喜寿 that tell of a birth or an age only because a person is named beside."""
    names = [
        (first, last) for kind, first, last, _said in taken.traces if kind is PersonalKind.NAME
    ]
    for start, end in figures.bare_dates(taken.plain):
        if taken.has_name(*taken.line(start)):
            generation = figures.generation(taken.plain[start:end])
            taken.claim(PersonalKind.BIRTH, start, end, generation)
    for first, last in names:
        for start, end, coarser in ages.beside_name(taken.plain, first, last):
            taken.claim(PersonalKind.AGE, start, end, coarser)
    for told in (ages.still(taken.plain), ages.feasts(taken.plain)):
        _claim_where_named(taken, told)


def _claim_where_named(taken: _Taken, told: Iterator[tuple[int, int, str]]) -> None:
    for start, end, coarser in told:
        if taken.has_name(*taken.line(start)):
            taken.claim(PersonalKind.AGE, start, end, coarser)


class _Taken:
    """Traces found so far, none over another."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.traces: list[Trace] = []
        self._letters = bytearray(len(plain))
        self._named = bytearray(len(plain))

    def claim(self, kind: PersonalKind, start: int, end: int, coarser: str) -> None:
        if end <= start or any(self._letters[start:end]):
            return
        self._letters[start:end] = b"\x01" * (end - start)
        if kind is PersonalKind.NAME:
            self._named[start:end] = b"\x01" * (end - start)
        self.traces.append((kind, start, end, coarser))

    def claim_free(self, kind: PersonalKind, start: int, end: int) -> None:
        """What of a longer phrase is still free, an age in it left out; nothing beside a name."""
        kinds = {one for one, first, last, _coarser in self.traces if first < end and start < last}
        if kinds - {PersonalKind.AGE}:
            return
        for hit in _FREE.finditer(bytes(self._letters[start:end])):
            first, last = start + hit.start(), start + hit.end()
            phrase = self.plain[first:last]
            if len(phrase) < _SHORTEST_PHRASE:
                continue
            head = phrase[0] if phrase[0] in "のでは、" else ""
            tail = phrase[-1] if phrase[-1] in "のでにを" and last < end else ""
            coarser = "この地区" if tail else pointing.coarser_pointing(phrase)
            self.claim(kind, first, last, head + coarser + tail)

    def has_name(self, start: int, end: int) -> bool:
        return 1 in self._named[start:end]

    def tells_of(self, start: int, end: int) -> bool:
        """Whether somebody is named who does not only speak or hold a post."""
        return any(
            kind in (PersonalKind.NAME, PersonalKind.BIRTH)
            and coarser
            and start <= first < end
            and not _SPEAKS.match(self.plain, last)
            for kind, first, last, coarser in self.traces
        )

    def line(self, place: int) -> tuple[int, int]:
        start = self.plain.rfind("\n", 0, place) + 1
        end = self.plain.find("\n", place)
        return start, len(self.plain) if end < 0 else end


_SPEAKS = re.compile(
    r"から|より|[:)]|に(?:相談|聞|頼|お願い|依頼)|を講師|が(?:講師|説明|紹介|教え|開)"
)
_FREE = re.compile(b"\x00+")
_SHORTEST_PHRASE = 3


def _pieces(plain: str) -> Iterator[tuple[int, str]]:
    """Pieces of a long text, cut at the ends of lines or sentences where there are any."""
    start = 0
    while start < len(plain):
        end = min(start + MOST_AT_ONCE, len(plain))
        if end < len(plain):
            cut = max(plain.rfind(sign, start, end) for sign in "\n。")
            end = cut + 1 if cut > start else end
        yield start, plain[start:end]
        start = end


# -- One letter for one letter: half width digits and signs, one kind of space and bracket.

# What leaves no trace: marks that choose the shape of a kanji, and letters of no width.
_UNSEEN = re.compile(
    "[\u00ad\u180b-\u180d\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_HALF_KANA = re.compile("[ｦ-ﾝ][ﾞﾟ]")


class _Narrow(dict[int, str]):
    """Letters as rules know them, each made out once."""

    def __missing__(self, code: int) -> str:
        narrow = _narrow(chr(code))
        if len(self) < _MOST_REMEMBERED:
            self[code] = narrow
        return narrow


_MOST_REMEMBERED = 20_000


def plain_text(text: str) -> tuple[str, list[int] | range]:
    """A text as rules know it, and the place in the text of each of its letters and of its end."""
    if not _UNSEEN.search(text) and not _HALF_KANA.search(text):
        return text.translate(_LETTERS), range(len(text) + 1)
    letters: list[str] = []
    origin: list[int] = []
    place = 0
    while place < len(text):
        pair = _HALF_KANA.match(text, place)
        letter = unicodedata.normalize("NFKC", pair[0]) if pair else text[place]
        if not _UNSEEN.match(letter):
            letters.append(letter)
            origin.append(place)
        place += 2 if pair else 1
    return "".join(letters).translate(_LETTERS), [*origin, len(text)]


def _narrow(letter: str) -> str:
    if "\ud800" <= letter <= "\udfff" or letter == "\0":
        return "\ufffd"
    if letter in "“”″":
        return '"'
    narrow = unicodedata.normalize("NFKC", letter)
    if len(narrow) != 1:
        return letter
    return " " if narrow.isspace() and narrow != "\n" else narrow


_LETTERS = _Narrow()
