"""Where a text names a person: what stands before さん, 会長 or 宅, behind 担当：, or in a list of people.

A word counts as a surname when the register, the dictionary or `surnames` knows it as one; before さん
also when nothing speaks against it. Everything here works on a text made plain (`plain_text`), in
time that grows with its length.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sasaeai.kernel import person_words as said
from sasaeai.kernel.known_names import KnownNames, by_beginning, in_hiragana, same_letters
from sasaeai.kernel.surnames import SURNAMES
from sasaeai.kernel.words import kinds_of, surname_reading

Span = tuple[int, int]

_K = said.KANJI
_LONGEST = 12
"""So many letters before さん are looked at; no name is longer."""
_LONGEST_SURNAME = 5
_PERSON = frozenset({"姓", "名", "人名"})
_SURNAMES = frozenset(same_letters(one) for one in SURNAMES)

_FIGURES = by_beginning(said.FIGURES)

_HONORED = re.compile(rf"(?:{said.HONORIFICS})(?!{said.AFTER_HONORIFIC})")
_HONORED_END = re.compile(rf"(?:{said.HONORIFICS})$")
_TITLED = re.compile(rf"[ ]?(?:{said.TITLES}|{said.HOMES})")
_ELDERS = re.compile(said.ELDERS)
_DIALECT = re.compile(rf"(?<![ァ-ヴー])(?P<name>[ァ-ヴー]{{2,4}})さ(?=[{_K}])")
_KANJI_RUN = re.compile(rf"(?:[{_K}]|(?<=[{_K}])[ノケツ](?=[{_K}]))+$")
_KATAKANA_RUN = re.compile(r"[ァ-ヴー]+(?:[・=＝ ][ァ-ヴー]+)*$")
_READING_BESIDE = re.compile(r"(?<!^)\([^()]{1,4}\)$")
_HIRAGANA_RUN = re.compile(r"[ぁ-んー]+$")
_LATIN_RUN = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}$")
_KANA_AND_KANJI = re.compile(r"(?:[ぁ-ん]{1,3}|[ァ-ヴー]{1,3})[子江美代枝恵世乃男雄夫吉蔵次郎助]$")
_RUNS = re.compile(rf"[{_K}]{{1,16}}")
_BOUNDARY = rf"(?![{_K}ァ-ヴーA-Za-z])"
_AFTER_NAME = re.compile(r"[ はがのにをへともやよ、。,.:/|・)）」』(\n「]|から|より|$")
_GIVEN_IN_KANA = re.compile(
    r"[ ]?(?:[ァ-ヴー]{2,4}(?![ァ-ヴー])|[ぁ-ん]{2,3}(?=[ 、。・)(\n」:/]|$))"
)
_GIVEN_APART = re.compile(rf"[ ](?P<given>[{_K}ノ之]{{1,3}})(?=[ 、。・)(\n」:/は]|さん|様|氏|$)")
_BRACKETED = re.compile(r"[(「『](?P<name>[^\s()「」『』]{1,8})[)」』]")
_LABELLED = re.compile(
    rf"(?:{said.LABELS})[ ]{{0,3}}[: ・][ ]{{0,3}}(?P<name>[{_K}ァ-ヴーぁ-ん]{{1,8}})"
)
_POST_OF = re.compile(
    rf"(?:長|員|役|自称|隣|向かい|息子|娘|担当|主任|講師|[市町]役所|社協|包括|係)の[「]?"
    rf"(?P<name>[{_K}]{{1,5}}|[ァ-ヴー]{{3,6}})(?=[はがもにをへとで、。」\n]|です|から|より|さん|$)"
)
_TOLD_AS = re.compile(
    rf"(?<![{_K}])(?P<name>[{_K}]{{2,4}})(?=です[。\n]|です$|(?P<sure>と申し|と名乗|という(?:方|人|名)|サン(?![ァ-ヴー])|どの(?![よ様程]))|とこの|んとこ|んち)"
)
_SERIES = re.compile(rf"(?<![{_K}])[{_K}]{{1,4}}(?:[、・,と][{_K}]{{1,4}})+(?![{_K}々])")
_TOPIC = re.compile(
    rf"(?:担当|欠席|出席|司会|書記|講師|参加|議長|当番|班長|会長|会計|受付|運転)(?:者)?(?:は|が)[ ]?(?P<name>[{_K}]{{2,4}})(?=[、。とでにが\n]|$)"
)
_WITH_POST = re.compile(
    rf"(?:^|(?<=[\n○⇒・]))(?P<name>[{_K}]{{2,4}})(?=\([{_K}ァ-ヴ]{{0,8}}(?:会|員|長|係|協|男|女|歳|代|娘|妻|子|括|師|士)\))",
    re.MULTILINE,
)
_REGISTERED = re.compile(
    rf"(?<![{_K}ァ-ヴー])(?P<name>[{_K}]{{2,4}})(?=[はがにをもへと](?![{_K}]会)|から|より)"
)
_PARTS_OF_PLACES = "市町村県区郡府駅港川山寺橋城字丁番号"
_SURE_GIVEN_ENDS = "子美郎夫男雄江恵"
_FIELD = re.compile(r"[^\s/|,、・:()「」○⇒]+")
_NICKNAME = re.compile("[ぁ-ん][ゃゅょ]?っ")
_PARTICLES = "はがのにをへともやでねよ"
_CONNECTIONS = tuple(
    "という だけ から より まで って など には では ある した れば です ます ました でした ので けど けども けれど "
    "あと あの その この うちの それで そして また まず いる ない たい えと ええと あのう とか".split()
)


def names_in(plain: str, known: KnownNames, marked: Callable[[int], bool]) -> Iterator[Span]:
    """Names in the order of how sure they are; a place may be given more than once.

    marked: whether a line (by where it begins) holds another trace of a person.
    """
    text = _Text(plain, same_letters(plain), known)
    places = list(_places(text))
    for start, end in _all_names(text, marked):
        honored = _HONORED_END.search(plain, start, end)
        last = honored.start() if honored else end
        person = honored is not None and text.is_surname(text.same[start:last])
        if not any(first <= start and (end if person else last) <= stop for first, stop in places):
            yield start, end


def _all_names(text: _Text, marked: Callable[[int], bool]) -> Iterator[Span]:
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
    yield from _in_frames(text)
    yield from _in_records(text, marked)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its letters made alike, and what the district knows."""

    plain: str
    same: str
    known: KnownNames

    def is_surname(self, word: str) -> bool:
        return word in _SURNAMES or word in self.known.surnames or "姓" in _kinds(word)

    def is_sure_surname(self, word: str) -> bool:
        """Of one letter only those that are seldom anything else."""
        return self.is_surname(word) and (
            len(word) > 1 or word in _SURNAMES or word in self.known.surnames
        )

    def is_given(self, word: str) -> bool:
        if word in said.NOT_GIVEN or self.is_ordinary(word):
            return False
        if word in self.known.given:
            return True
        if word[0] in _PARTS_OF_PLACES or (len(word) > 1 and "普通" in _kinds(word)):
            return word[-1] in _SURE_GIVEN_ENDS
        return "名" in _kinds(word) or word[-1] in said.GIVEN_ENDS

    def is_ordinary(self, word: str) -> bool:
        kinds = _kinds(word)
        return "普通" in kinds and not kinds & _PERSON

    def is_common(self, word: str) -> bool:
        """Whether a surname is as often another word (二階, 中央)."""
        if word in _SURNAMES or word in self.known.surnames:
            return False
        return word.endswith("階") or "普通" in _kinds(word)

    def is_place(self, word: str) -> bool:
        known = word in self.known.places or f"{word}地区" in self.known.places
        return known or "地名" in _kinds(word)

    def is_whole(self, word: str) -> bool:
        """Surname and given name without a space."""
        return any(
            self.is_sure_surname(word[:at]) and self.is_given(word[at:])
            for at in range(min(_LONGEST_SURNAME, len(word) - 1), 0, -1)
            if 1 <= len(word) - at <= 3
        )

    def is_figure(self, start: int) -> bool:
        beginning = self.same[start : start + 2]
        return self.same.startswith(_FIGURES.get(beginning, ()), start)

    def before_honorific(self, end: int, sign: str) -> int | None:
        """Where the name before an honorific begins; None where no name stands there."""
        begin = max(0, end - _LONGEST)
        left = self.same[begin:end]
        left = _READING_BESIDE.sub("", left.rstrip(" "))
        if hit := _KANJI_RUN.search(left):
            return self._kanji(begin, hit, sign)
        if hit := _KATAKANA_RUN.search(left):
            return self._katakana(begin, hit, sign)
        if hit := _HIRAGANA_RUN.search(left):
            return self._hiragana(begin, hit, sign)
        hit = _LATIN_RUN.search(left)
        return begin + hit.start() if hit else None

    def _kanji(self, begin: int, hit: re.Match[str], sign: str) -> int | None:
        run, start = hit[0], begin + hit.start()
        mixed = _KANA_AND_KANJI.search(hit.string) if len(run) == 1 else None
        if mixed and self._is_given_of_both(mixed[0]):
            return self._with_surname(begin + mixed.start())  # まさ子, キヨ子
        apart = self._surname_apart(start, run)
        if apart is not None:
            return apart
        if run in said.RELATIONS or self.is_figure(start) or self._is_shop(run):
            return None
        if sign not in ("さん", "ちゃん") and (run == "王" or "普通" in _kinds(run + sign)):
            return None
        if hit.string[: hit.start()].endswith(("お", "ご")) and len(run) == 1:
            return None  # お宮さん, お寺さん
        if run in said.CHARACTERS or (
            run.endswith(said.NOT_A_NAME_ENDINGS) and not self.is_surname(run)
        ):
            return None
        tail = self._name_at_end(run)
        if tail is not None:
            return start + tail
        if run[-1] in said.NOT_A_NAME_AT_END or sign not in ("さん", "様", "さま"):
            return None
        if "普通" in _kinds(run + sign):
            return None
        if run[-1] in said.RELATIONS or "様" in run:
            return None
        if run in self.known.places or len(run) > 5:
            return None
        return start

    def _is_shop(self, run: str) -> bool:
        """八百屋 and 米屋 are surnames too, but hardly ever."""
        known = run in _SURNAMES or run in self.known.surnames
        return run.endswith("屋") and "普通" in _kinds(run) and not known

    def _is_given_of_both(self, name: str) -> bool:
        """Whether kana and one kanji are a given name, and not お子 or 小さい子."""
        if _kinds(name) & _PERSON or name in self.known.given:
            return True
        return len(name) > 2 and name[-2] not in "おのいなたるんのうくすつ"

    def _surname_apart(self, start: int, run: str) -> int | None:
        """Where the surname begins when a space parts it from the given name before さん."""
        if not 1 <= len(run) <= 3 or self.same[start - 1 : start] != " ":
            return None
        hit = _KANJI_RUN.search(self.same[max(0, start - 6) : start - 1])
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
            if not at and "名" in _kinds(tail):
                return at
        return None

    def _parts_off(self, head: str) -> bool:
        return "普通" in _kinds(head) or head[-1] in "長員者人主役師"

    def _katakana(self, begin: int, hit: re.Match[str], sign: str) -> int | None:
        run, start = hit[0], begin + hit.start()
        if run in said.CHARACTERS or _is_no_name_in_katakana(run):
            return None
        kinds = _kinds(run)
        called = sign in ("ちゃん", "くん", "君") or in_hiragana(run) in _readings()
        if kinds and not kinds & _PERSON and not called:
            return None
        if len(run) == 1 or run in self.known.places:
            return None
        before = _KANJI_RUN.search(hit.string[: hit.start()].removesuffix(" "))
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
            if self._is_hiragana_name(name) or (short and len(name) <= 3 and not at):
                return self._with_surname(start + at)
        return None

    def _is_hiragana_name(self, name: str) -> bool:
        if len(name) < 2:
            return False
        known = name in self.known.surnames or name in self.known.given
        if known or name in _readings() or name in said.GIVEN_IN_HIRAGANA:
            return True
        return bool(_kinds(name) & _PERSON)

    def _begins(self, head: str) -> bool:
        return not head or head[-1] in _PARTICLES or head.endswith(_CONNECTIONS)

    def _with_surname(self, start: int) -> int:
        """堀内ためしさん: the surname in kanji before a given name in kana."""
        before = _KANJI_RUN.search(self.same[max(0, start - 6) : start].removesuffix(" "))
        if before is None or not self.is_surname(before[0]):
            return start
        return start - len(self.same[max(0, start - 6) : start]) + before.start()

    def before_title(self, end: int, title: str) -> int | None:
        """Where the surname before a title or 宅 begins."""
        left = self.same[max(0, end - 8) : end]
        hit = _KANJI_RUN.search(left)
        start = end - len(left)
        if hit is None:
            return self._kana_before_title(start, left)
        run = hit[0]
        if "普通" in _kinds(run + title) or f"{run}{title.removesuffix('長')}" in self.known.places:
            return None
        for at in range(len(run)):
            tail = run[at:]
            if at and not self._parts_off(run[:at]):
                continue
            if self.is_sure_surname(tail) or self.is_whole(tail):
                plain = tail in said.RELATIONS or self.is_figure(start + hit.start() + at)
                return None if plain else start + hit.start() + at
        return None

    def _kana_before_title(self, start: int, left: str) -> int | None:
        hit = _KATAKANA_RUN.search(left) or _HIRAGANA_RUN.search(left)
        if hit is None or len(hit[0]) < 3:
            return None
        name = in_hiragana(hit[0])
        known = name in self.known.surnames or name in _readings()
        foreign = name != hit[0] and bool(_kinds(hit[0]) & _PERSON) and "普通" not in _kinds(hit[0])
        return start + hit.start() if known or foreign else None


def _kinds(word: str) -> frozenset[str]:
    return kinds_of(word)


def _is_no_name_in_katakana(run: str) -> bool:
    if run in said.IN_KATAKANA_NO_NAME:
        return True
    return run.endswith(tuple(one for one in said.IN_KATAKANA_NO_NAME if len(one) > 3))


@functools.cache
def _readings() -> frozenset[str]:
    """How surnames sound, in hiragana, of three letters and more."""
    found = (in_hiragana(surname_reading(one)) for one in _SURNAMES)
    return frozenset(one for one in found if len(one) > 2)


def _places(text: _Text) -> Iterator[Span]:
    """Where halls, organisations and the like stand whose names are known."""
    beginnings = text.known.place_beginnings
    if not beginnings:
        return
    for at in range(len(text.same) - 1):
        for name in beginnings.get(text.same[at : at + 2], ()):
            if text.same.startswith(name, at):
                yield at, at + len(name)
                break


def _whole(text: _Text) -> Iterator[Span]:
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


def _elders(text: _Text) -> Iterator[Span]:
    """まさ子おばさん, ひろ坊; and シズさ of the north."""
    for hit in _ELDERS.finditer(text.plain):
        left = text.same[max(0, hit.start() - 5) : hit.start()]
        found = _KANA_AND_KANJI.search(left)
        if found is None:
            found = next(
                (
                    one
                    for one in (_KATAKANA_RUN.search(left), _HIRAGANA_RUN.search(left))
                    if one and len(one[0]) > 1 and _kinds(one[0]) & _PERSON
                ),
                None,
            )
        if found is None:
            found = _KANJI_RUN.search(left)
            if found is None or not _kinds(found[0]) & _PERSON or found[0] in said.RELATIONS:
                continue
        if found[0] not in said.NOT_IN_HIRAGANA:
            yield hit.start() - len(found[0]), hit.end()
    for hit in _DIALECT.finditer(text.plain):
        if _kinds(hit["name"]) & _PERSON:
            yield hit.span("name")


def _bare(text: _Text) -> Iterator[Span]:
    """Whole names that nothing points at: surname and given name side by side."""
    for run in _RUNS.finditer(text.same):
        if text.is_figure(run.start()):
            continue
        length = _surname_and_given(text, run)
        if length:
            yield run.start(), run.start() + length


def _surname_and_given(text: _Text, run: re.Match[str]) -> int:
    """How many letters of a run of kanji, and of kana behind it, are a whole name."""
    word, end = run[0], run.end()
    if 3 <= len(word) <= 7 and not _kinds(word) and _AFTER_NAME.match(text.same, end):
        for at in range(min(_LONGEST_SURNAME, len(word) - 1), 1, -1):
            given = word[at:]
            if len(given) <= 3 and text.is_surname(word[:at]) and text.is_given(given):
                return len(word)
    if 2 <= len(word) <= _LONGEST_SURNAME and text.is_surname(word):
        apart = _GIVEN_APART.match(text.same, end)
        if apart and text.is_given(apart["given"]) and not text.is_surname(apart["given"]):
            return apart.end("given") - run.start()
        kana = _GIVEN_IN_KANA.match(text.same, end)
        if kana and _is_given_in_kana(kana[0]):
            return kana.end() - run.start()
    return 0


def _is_given_in_kana(found: str) -> bool:
    kinds = _kinds(found.strip())
    if found.startswith(" "):
        return bool(kinds & {"名", "人名"}) or (not kinds and "ァ" <= found[1] <= "ー")
    return bool(kinds & {"名", "人名"}) and "普通" not in kinds


def _in_frames(text: _Text) -> Iterator[Span]:
    """(成田), 「乗田」か「桑田」, 担当：小田桐, 班長の太田が."""
    for hit in _BRACKETED.finditer(text.same):
        sure = _is_speaker(text, hit) or _speaks_of_names(text, hit)
        if _is_name(text, hit["name"]) and (sure or not text.is_place(hit["name"])):
            yield hit.span("name")
    for hit in _LABELLED.finditer(text.same):
        name = hit["name"]
        if _is_name(text, name) and re.match(_BOUNDARY, text.same[hit.end() :][:1]):
            yield hit.span("name")
    for hit in _POST_OF.finditer(text.same):
        name = hit["name"]
        kana = in_hiragana(name) in _readings() and name == text.plain[slice(*hit.span("name"))]
        sure = text.is_sure_surname(name) and not text.is_common(name)
        if sure or text.is_whole(name) or kana:
            yield hit.span("name")
    for pattern in (_TOLD_AS, _TOPIC, _WITH_POST):
        for hit in pattern.finditer(text.same):
            name = hit["name"]
            sure = text.is_sure_surname(name) and not text.is_common(name)
            told = hit.groupdict().get("sure")
            if (sure or text.is_whole(name)) and (told or not text.is_place(name)):
                yield hit.span("name")
    for hit in _REGISTERED.finditer(text.same):
        name = hit["name"]
        if name in text.known.surnames and not _kinds(name) & {"地名", "普通"}:
            yield hit.span("name")
    yield from _series(text)


def _series(text: _Text) -> Iterator[Span]:
    """工藤、成田、木村: surnames side by side, one of them in the register or behind 参加."""
    for hit in _SERIES.finditer(text.same):
        names = list(_RUNS.finditer(text.same, hit.start(), hit.end()))
        if not all(text.is_surname(one[0]) and not text.is_common(one[0]) for one in names):
            continue
        called = re.search(
            r"(?:参加|出席|欠席|当番|担当|会計|司会|役員)者?[:はが ]{1,2}$",
            text.same[: hit.start()][-6:],
        )
        registered = sum(one[0] in text.known.surnames for one in names)
        if text.same.startswith(said.PLACES_NEXT, hit.end()):
            continue
        if called or (
            registered * 2 > len(names) and not all(text.is_place(one[0]) for one in names)
        ):
            yield from (one.span() for one in names)


def _is_speaker(text: _Text, hit: re.Match[str]) -> bool:
    before = text.same[: hit.start()][-1:]
    after = text.same[hit.end() :][:1]
    if hit[0][0] != "(":
        return False
    return before in ("", "\n", "○", "・", "⇒", "●") or (
        after in ("", "\n") and before in ("。", "」", "い", "た", "る", "す")
    )


def _speaks_of_names(text: _Text, hit: re.Match[str]) -> bool:
    around = text.same[max(0, hit.start() - 12) : hit.end() + 12]
    return any(word in around for word in said.ABOUT_NAMES)


def _is_name(text: _Text, word: str) -> bool:
    if not word or word in said.RELATIONS:
        return False
    if text.is_sure_surname(word) or text.is_whole(word) or word in text.known.given:
        return True
    if re.fullmatch("[ァ-ヴー]{2,8}", word):
        return bool(_kinds(word) & _PERSON) or in_hiragana(word) in _readings()
    return word in text.known.surnames


def _in_records(text: _Text, marked: Callable[[int], bool]) -> Iterator[Span]:
    """Names alone between spaces in a line that tells more of a person, or in a list of people."""
    start = 0
    for line in text.same.split("\n"):
        end = start + len(line)
        if line and (marked(start) or any(word in line for word in said.LISTS)):
            listed = any(word in line for word in said.LISTS)
            for hit in _FIELD.finditer(text.same, start, end):
                if _is_record_name(text, hit[0], listed=listed):
                    yield hit.span()
        start = end + 1


def _is_record_name(text: _Text, word: str, *, listed: bool) -> bool:
    if len(word) > 8 or word in said.RELATIONS:
        return False
    if _is_name(text, word):
        return listed or not text.is_place(word) or word in text.known.surnames
    kanji = _RUNS.match(word)
    return bool(listed and kanji and len(word) > 3 and text.is_sure_surname(kanji[0]))
