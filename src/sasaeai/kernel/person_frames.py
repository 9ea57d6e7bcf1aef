"""Names that stand in a frame: (成田), 担当：小田桐, 班長の太田が, or in a list of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sasaeai.kernel import person_words as said
from sasaeai.kernel.known_names import in_hiragana
from sasaeai.kernel.person_text import (
    PERSON,
    RUNS,
    SURNAMES_THAT_STAND_ALONE,
    NameText,
    Span,
    surname_readings,
)
from sasaeai.kernel.surnames import PLACES_TOO
from sasaeai.kernel.words import kinds_of

_K = said.KANJI
_BOUNDARY = rf"(?![{_K}ァ-ヴーA-Za-z])"
_BRACKETED = re.compile(r"[(「『](?P<name>[^\s()「」『』]{1,8})[)」』]")
_LABELLED = re.compile(
    rf"(?:{said.LABELS})[ ]{{0,3}}[: ・][ ]{{0,3}}(?P<name>[{_K}ァ-ヴーぁ-ん]{{1,8}})"
)
_POST_OF = re.compile(
    rf"(?:長|員|役|自称|隣|向かい|息子|娘|担当|主任|講師|[市町]役所|社協|包括|係)の[「]?"
    rf"(?P<name>[{_K}]{{1,5}}|[ァ-ヴー]{{3,6}})(?=[はがもにをへとで、。」\n]|です|から|より|さん|$)"
)
_TOLD_AS = re.compile(
    rf"(?<![{_K}])(?P<name>[{_K}]{{2,4}})(?=です[。\n]|です$|"
    r"(?P<sure>と申し|と名乗|という(?:方|人|名)|サン(?![ァ-ヴー])|どの(?![よ様程]))|とこの|んとこ|んち)"
)
_SERIES = re.compile(rf"(?<![{_K}])[{_K}]{{1,4}}(?:[、・,と][{_K}]{{1,4}})+(?![{_K}々])")
_TOPIC = re.compile(
    rf"(?:担当|欠席|出席|司会|書記|講師|参加|議長|当番|班長|会長|会計|受付|運転)"
    rf"(?:者)?(?:は|が)[ ]?(?P<name>[{_K}]{{2,4}})(?=[、。とでにが\n]|$)"
)
_WITH_POST = re.compile(
    rf"(?:^|(?<=[\n○⇒・]))(?P<name>[{_K}]{{2,4}})"
    rf"(?=\([{_K}ァ-ヴ]{{0,8}}(?:会|員|長|係|協|男|女|歳|代|娘|妻|子|括|師|士)\))",
    re.MULTILINE,
)
_REGISTERED = re.compile(
    rf"(?<![{_K}ァ-ヴー])(?P<name>[{_K}]{{2,4}})(?=[はがにをもへと](?![{_K}]会)|から|より)"
)
_CONTACT = re.compile(
    rf"(?:{said.LABELS}|窓口)(?:者)?(?:は|が|も|に)、?[ ]?(?P<name>[{_K}]{{1,4}}|[ァ-ヴー]{{3,6}})"
    r"(?=[ 、。]|\d|です|でした|だ[。\n]|だった|まで|が(?:務|受|引|行|や)|に(?:なっ|決ま|お願|頼|"
    r"し[たて])|$)"
)
_REACHED = re.compile(
    rf"(?:申し?込|連絡|問い?合わ?せ|相談|返信|返事|提出|報告|詳し|詳細|希望者|欠席|参加|電話|受付|"
    rf"不明|出欠)"
    rf"[ぁ-ん{_K}]{{0,8}}[、 ]?(?<![{_K}])(?P<name>[{_K}]{{2,4}})(?=まで)"
)
_KIN_OF = re.compile(
    rf"(?<![{_K}ァ-ヴー])(?P<name>[{_K}]{{1,4}})(?=の(?:{said.RELATIONS_OF})|の(?:家|お宅|実家|車|"
    rf"畑|嫁)(?![族具庭電事])|んとこ|んち(?![くわょゃゅん])|どこの|"
    rf"のとこ(?:ろ)?の(?:{said.RELATIONS_OF}))"
)
_DOES = re.compile(
    rf"(?<![{_K}ァ-ヴー])(?P<name>[{_K}]{{2,4}})(?P<role>は|が|も|に|から|へ|と)(?![{_K}]会)"
    rf"(?P<told>[^。\n「」○⇒]{{0,14}}?{said.DOES_AS_A_PERSON})"
)
_CALLS = re.compile(
    r"(?<![ぁ-んァ-ヴー])(?P<name>[ぁ-ん]{3,6}?|[ァ-ヴー]{2,6})(?:と(?:いう|名乗る|呼ばれる)|って(?:いう)?)"
    r"(?:人|方(?![法向言])|名前|名字|苗字|子(?!ど)|女性|男性|おばあさん|おじいさん)"
)
_ON_THE_PHONE = re.compile(
    rf"(?<=[「、])(?P<name>[ァ-ヴー]{{2,5}}|[ぁ-ん]{{3,5}}|[{_K}]{{2,4}})"
    r"(?=だけど|だけれど|ですけど|ですが|だよ|だば|だ(?:が|けんど)|と申し|といい)"
)
_PEOPLE_NEXT = re.compile(
    r"(?:の(?:各|両)?(?:[2-9二三四五六七八九]|十)?(?:人|名(?!前|字|称|義|簿)|氏|家)|両氏|両名|各氏|"
    r"夫妻|さん|"
    r"[がは](?:出席|参加|欠席|担当|当番|手伝|来|集ま|休))"
)
_FIELD = re.compile(r"[^\s/|,、・:()「」○⇒]+")


def in_frames(text: NameText) -> Iterator[Span]:
    """Names that what stands around them tells of."""
    yield from _marked_off(text)
    yield from _told(text)
    yield from _series(text)
    yield from _subjects(text)
    yield from _called(text)


def _marked_off(text: NameText) -> Iterator[Span]:
    """(成田), 「乗田」か「桑田」, 担当：小田桐."""
    for hit in _BRACKETED.finditer(text.same):
        sure = _is_speaker(text, hit) or _speaks_of_names(text, hit)
        if _is_name(text, hit["name"]) and (sure or not text.is_place(hit["name"])):
            yield hit.span("name")
    for hit in _LABELLED.finditer(text.same):
        name = hit["name"]
        if _is_name(text, name) and re.match(_BOUNDARY, text.same[hit.end() :][:1]):
            yield hit.span("name")


def _told(text: NameText) -> Iterator[Span]:
    """班長の太田が, 村上と申します, 司会は福士; the register's surnames as what a sentence is about."""
    for hit in _POST_OF.finditer(text.same):
        name = hit["name"]
        written_so = name == text.plain[slice(*hit.span("name"))]
        if _is_likely(text, name) or (written_so and in_hiragana(name) in surname_readings()):
            yield hit.span("name")
    for pattern in (_TOLD_AS, _TOPIC, _WITH_POST):
        for hit in pattern.finditer(text.same):
            told = hit.groupdict().get("sure") or not text.is_place(hit["name"])
            if told and _is_likely(text, hit["name"]):
                yield hit.span("name")
    for hit in _REGISTERED.finditer(text.same):
        name = hit["name"]
        if name in text.known.surnames and not kinds_of(name) & {"地名", "普通"}:
            yield hit.span("name")


def _is_likely(text: NameText, name: str) -> bool:
    return (text.is_sure_surname(name) and not text.is_common(name)) or text.is_whole(name)


def _subjects(text: NameText) -> Iterator[Span]:
    """連絡先は川村, 申込は成田まで, 田中の奥さん, 葛西が電話する."""
    for pattern in (_CONTACT, _REACHED):
        for hit in pattern.finditer(text.same):
            if _is_likely(text, hit["name"]) and (
                pattern is _REACHED or not _only_a_place(text, hit["name"])
            ):
                yield hit.span("name")
    for hit in _KIN_OF.finditer(text.same):
        name = hit["name"]
        if _is_likely(text, name) and not _only_a_place(text, name):
            yield hit.span("name")
    for hit in _DOES.finditer(text.same):
        name = hit["name"]
        likely = _is_likely(text, name) and not _only_a_place(text, name)
        if likely and not text.is_figure(hit.start()) and _acts(text, hit):
            yield hit.span("name")


def _acts(text: NameText, hit: re.Match[str]) -> bool:
    """Whether it is the surname that does or suffers it: 大野から来た may tell of a place."""
    if hit["role"] in "はがも" and "、" not in hit["told"]:
        return True
    if hit["role"] == "から":
        return (
            re.match("(?:の)?(?:電話|連絡|相談|聞|報告|話|頼|お?礼|返事|言)", hit["told"])
            is not None
        )
    if hit["role"] == "に":
        return (
            re.match("(?:も)?(?:電話|連絡|相談|聞|報告|頼|お?礼|伝え|確認|お願|話)", hit["told"])
            is not None
        )
    return hit["role"] in "はがも" and hit["name"] in text.known.surnames


def _only_a_place(text: NameText, name: str) -> bool:
    """A place of the district, or a town that the district does not know as a surname."""
    if name in text.known.places or f"{name}地区" in text.known.places:
        return True
    return name in PLACES_TOO and name not in text.known.surnames


def _called(text: NameText) -> Iterator[Span]:
    """くわえたという名前, 「おれおれ、ケンジだけど」."""
    for hit in _CALLS.finditer(text.same):
        if "普通" not in kinds_of(hit["name"]) and hit["name"] not in said.NOT_IN_HIRAGANA:
            yield hit.span("name")
    for hit in _ON_THE_PHONE.finditer(text.same):
        name = hit["name"]
        kana = not RUNS.match(name) and kinds_of(name) & PERSON and "普通" not in kinds_of(name)
        if kana or _is_likely(text, name):
            yield hit.span("name")


def _series(text: NameText) -> Iterator[Span]:
    """工藤、成田、木村: surnames side by side, one of them in the register or behind 参加."""
    for hit in _SERIES.finditer(text.same):
        names = list(RUNS.finditer(text.same, hit.start(), hit.end()))
        if not all(text.is_surname(one[0]) and not text.is_common(one[0]) for one in names):
            continue
        called = re.search(
            rf"(?:{said.LABELS}|役員|委員|当番)[:はがに ]{{1,2}}$", text.same[: hit.start()][-8:]
        ) or _PEOPLE_NEXT.match(text.same, hit.end())
        registered = sum(
            one[0] in text.known.surnames
            or (one[0] in SURNAMES_THAT_STAND_ALONE and one[0] not in PLACES_TOO)
            for one in names
        )
        if text.same.startswith(said.PLACES_NEXT, hit.end()) and not called:
            continue
        if all(_only_a_place(text, one[0]) for one in names):
            continue
        if called or (registered * 2 > len(names)):
            yield from (one.span() for one in names)


def _is_speaker(text: NameText, hit: re.Match[str]) -> bool:
    before = text.same[: hit.start()][-1:]
    after = text.same[hit.end() :][:1]
    if hit[0][0] != "(":
        return False
    return before in ("", "\n", "○", "・", "⇒", "●") or (
        after in ("", "\n") and before in ("。", "」", "い", "た", "る", "す")
    )


def _speaks_of_names(text: NameText, hit: re.Match[str]) -> bool:
    around = text.same[max(0, hit.start() - 12) : hit.end() + 12]
    return any(word in around for word in said.ABOUT_NAMES)


def _is_name(text: NameText, word: str) -> bool:
    if not word or word in said.RELATIONS:
        return False
    if text.is_sure_surname(word) or text.is_whole(word) or word in text.known.given:
        return True
    if re.fullmatch("[ァ-ヴー]{2,8}", word):
        return bool(kinds_of(word) & PERSON) or in_hiragana(word) in surname_readings()
    return word in text.known.surnames


def in_records(text: NameText, marked: Callable[[int], bool]) -> Iterator[Span]:
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


def _is_record_name(text: NameText, word: str, *, listed: bool) -> bool:
    if len(word) > 8 or word in said.RELATIONS:
        return False
    if _is_name(text, word):
        return listed or not text.is_place(word) or word in text.known.surnames
    kanji = RUNS.match(word)
    return bool(listed and kanji and len(word) > 3 and text.is_sure_surname(kanji[0]))
