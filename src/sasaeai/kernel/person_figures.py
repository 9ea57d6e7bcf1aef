"""Telephone numbers, addresses, dates of birth and ages in a text made plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sasaeai.kernel import clock
from sasaeai.kernel.person_words import KANJI

Span = tuple[int, int]

_N = "0-9〇零一二三四五六七八九十百"
_DASH = "[-‐‑–—―−ーｰの]"
_COUNTED = (
    "歳才番丁号円人名件回本枚個戸世時日月年か箇カヶ%度階組班歩km点票畳株袋箱校棟台軒両曲冊杯頭匹羽"
    "区市町村"
)

_MAIL = re.compile(
    (
        r"(?<![\w.+-])[\w.+-]+ ?(?:@|\(at\)|\[at\]|アットマーク|アット|あっとまーく|"
        r"あっと) ?[\w-]+(?: ?(?:\.|"
        r"ドット|どっと) ?[A-Za-z][\w-]*)+"
    ),
    re.ASCII,
)
_SEPARATOR = r"[-()‐‑–—―−ー・./の ]"
_PHONE = re.compile(
    rf"(?<![\d.,A-Za-z])(?<!\d-)(?:\+81[- ]?\(?0?\)?[1-9]\d{{0,3}}|0\d{{1,4}})"
    rf"{_SEPARATOR}{{0,2}}\d{{1,4}}{_SEPARATOR}{{1,2}}\d{{3,4}}(?!\d)"
    r"|(?<![\d.,A-Za-z-])(?:0\d{9,10}|\+81\d{9,10})(?!\d)"
    r"|(?<![\d.,A-Za-z])0\d{1,4} ?[-‐‑–—―−ー~.・/] ?\d{2,4} ?[-‐‑–—―−ー~.・/] ?\d{3,4}(?!\d)"
    r"|(?<!\d)\d{2,3}\(0\d{3}\)\d{4}(?!\d)|(?<!\d)[789]0\(\d{4}\)\d{4}(?!\d)"
)
_LOCAL_PHONE = re.compile(
    r"(?<![\d〒A-Za-z.,-])(?:\d{2,4}(?:[-‐‑–—―−ー・]|の| の )\d{4}|[789]0[-‐−ー]\d{4}[-‐−ー]\d{4})(?![\d-])"
)
_CALLED = re.compile(
    r"電話|℡|☎|TEL|Tel|tel|FAX|Fax|fax|ファックス|ファクス|携帯|かけ|内線|連絡先|自宅|つなが"
)
_NO_PHONE = re.compile(
    r"(?:〒|郵便番号|伝票|領収|受付番号|管理番号|口座|普通|当座|No\.?|コード) ?(?:番号)?[はが: ]*$"
)
_SPOKEN_PHONE = re.compile(
    r"(?<![〇零ゼロ一二三四五六七八九])(?:〇|零|ゼロ|0)(?:[〇零一二三四五六七八九]|ゼロ){1,4}[のー\- 、]"
    r"(?:[〇零一二三四五六七八九]|ゼロ){2,4}[のー\- 、](?:[〇零一二三四五六七八九]|ゼロ){3,4}"
)
_SAID_DIGIT = (
    "(?:[0-9〇零一二三四五六七八九]|ゼロ|レイ|マル|イチ|ニイ?|サン|ヨン|シ|ゴ|ロク|ナナ|シチ|ハチ|"
    "キュウ|キュー|ク|"
    "ぜろ|れい|まる|いち|にい?|さん|よん|ごう?|ろく|なな|しち|はち|きゅう|きゅー)"
)
_MIXED_PHONE = re.compile(
    rf"(?<![0-9〇零一二三四五六七八九])(?:0|〇|零|ゼロ|ぜろ|マル|まる|レイ|"
    rf"れい)(?:[のーノ\-、 ]{{0,2}}{_SAID_DIGIT}){{9,10}}"
    r"(?![0-9〇零一二三四五六七八九])"
)
_SAID = re.compile("[〇零一二三四五六七八九ァ-ヴぁ-ねは-ん]")
_DIGITS = re.compile(r"\d")

_ERA = (
    r"(?:明治|大正|昭和|平成|令和|[明大昭平令](?=\s?[\d〇一二三四五六七八九十元])|"
    r"(?<![A-Za-z])[MTSHR]\.?(?=\s?\d))"
)
_YEAR = rf"(?:{_ERA}\s?(?:[{_N}]{{1,4}}|元)|(?<!\d)(?:18|19|20)\d\d|[一二]千?[九〇][{_N}]{{2,5}})"
_OTHER_YEAR = r"(?:\([^()\n]{2,9}\))?"
_DAY = rf"\s?(?:年?{_OTHER_YEAR}年?の?|[./・-])\s?[{_N}]{{1,3}}\s?(?:月の?|[./・-])\s?[{_N}]{{1,3}}\s?日?"
_MONTH = rf"\s?年?{_OTHER_YEAR}年?の?\s?[{_N}]{{1,3}}月"
_BORN = (
    r"\s?の?(?:お?生まれ|お?生れ|うまれ|誕生(?!日?会)|に誕生|生(?=[ 、。)」での,]|$))"
    r"(?!の?(?:子どもたち|子供たち|児童|世代|方々|人たち|方たち|方が対象|方を対象|皆|会員|以前|"
    r"以降|までの|から))"
)
_BIRTH = re.compile(
    rf"{_YEAR}(?:{_DAY}|{_MONTH}|年?{_OTHER_YEAR}年?)?{_BORN}"
    rf"|(?<!\d)[{_N}]{{1,3}}月[{_N}]{{1,3}}日{_BORN}"
    rf"|(?:生年月日|誕生日|生まれ|出生|生まれた日|生まれ年|DOB)(?:は|が|も)?[: ]{{0,4}}"
    rf"(?P<day>{_YEAR}(?:{_DAY}|{_MONTH}|年)|[{_N}]{{1,3}}月[{_N}]{{1,3}}日|{_YEAR}(?={_BORN}))"
)
_BIRTHDAY = re.compile(
    rf"(?<![{_N}])[{_N}]{{1,3}}月[{_N}]{{1,3}}日(?:が|は|も)?の?(?:お?誕生日(?!会)|バースデー)"
    rf"|(?:生年月日|誕生日|DOB)(?:は|が)?[: ]{{0,4}}(?:(?:19|20)\d{{6}}|"
    rf"[{_N}]{{1,4}}[./-][{_N}]{{1,2}}[./-][{_N}]{{1,2}})(?!\d)"
)
_BORN_IN_YEAR = re.compile(rf"{_YEAR}年?(?:に|の)(?:[{_N}]{{1,3}}月に?)?生まれ(?!.{{0,8}}対象)")
_DATE = re.compile(rf"(?P<year>{_YEAR}){_DAY}(?![{_N}月日時])")
_OLD_ERA = re.compile(r"明|大|昭|[MTS]|平|H|19|200|201")
_NO_BIRTH = re.compile(
    r"[ ]?(?:に|から|まで|以前|以後|以降|現在|付|の[^方子娘母父]|より|ごろ|頃|開|完|設|創|竣|発|"
    r"施|改|入|退|届|受|提|[月火水木金土日]\b|\()"
)

_PLACE = rf"[{KANJI}ァ-ヴー]{{1,12}}(?:\d{{1,2}}[条区線][{KANJI}]{{0,6}})?"
_HOUSE = rf"[{_N}]+(?:番地?{_DASH}?|{_DASH})[{_N}]+(?:号|{_DASH}[{_N}]+)*号?"
_ROOMED = (
    "マンション|アパート|ハイツ|コーポ|メゾン|レジデンス|ハイム|パレス|ビレッジ|荘|団地|住宅|寮|"
    "ビル|コート|棟"
)
_ADDRESS = re.compile(
    rf"(?:〒? ?\d{{3}}-\d{{4}} {{0,3}})?(?P<place>{_PLACE})?の?"
    rf"(?:[{_N}]+丁目の?(?:{_HOUSE}|[{_N}]+(?:番地?|号)?(?!の?[{_COUNTED}{_N}]))"
    rf"|[{_N}]+番地(?!区)(?:{_DASH}?[{_N}]+)*"
    rf"|[{_N}]+番[{_N}]+号"
    rf"|(?<=[{KANJI}ァ-ヴー])[1-9]\d*{_DASH}\d+{_DASH}\d+(?:-\d+)*(?![\d年月]))"
)
_LOT = re.compile(
    rf"(?P<place>[{KANJI}]{{0,8}}字[{KANJI}]{{1,8}})の?[{_N}]{{1,5}}(?:{_DASH}[{_N}]+)*(?:番地?)?(?!の?[{_COUNTED}部帯角画斉般方])"
)
_PLACE_NUMBER = re.compile(
    rf"(?P<place>[{KANJI}]{{2,8}})\d{{1,4}}[-−]\d{{1,4}}(?:-\d+)*(?![\d人回日時分月年%名件世歳~-])"
)
_IN_KANJI = re.compile(
    rf"(?P<place>[{KANJI}]{{1,8}}?)(?<![〇零一二三四五六七八九十百第])(?:[一二三四五六七八九十百〇]{{1,5}}[―ー‐–—−-]){{1,3}}[一二三四五六七八九十百〇]{{1,5}}"
    rf"(?![{_COUNTED}一二三四五六七八九十])"
    rf"|"
    rf"(?P<town>[{KANJI}]{{2,8}}?)(?<![〇零一二三四五六七八九十百第])[一二三四五六七八九十百〇]{{2,5}}の[一二三四五六七八九十百〇]{{1,4}}(?=です|"
    rf"[、。 ]|$|に住|の(?:家|方)|へ|番)"
)
_POSTAL = re.compile(
    rf"〒 ?\d{{3}}-\d{{4}} {{1,3}}(?P<place>[{KANJI}ァ-ヴー]{{3,20}})[{_N}]{{1,5}}(?:{_DASH}[{_N}]+)*"
    rf"(?![{_N}番丁号]|{_DASH})"
)
_NO_PLACE = re.compile(
    r"(?:資料|議題|別紙|様式|別表|図|表|号|第|約|全|式|型|試合|対|議案|番号|年度|規格|品番|得点|"
    r"電柱|条|項|付録|頁)$"
)
_ROOM = re.compile(
    rf"(?P<place>(?<![ぁ-ん])[ぁ-ん]{{0,4}}[{KANJI}ァ-ヴー]{{0,10}}(?:{_ROOMED})"
    rf"[{KANJI}ァ-ヴーぁ-ねは-ん]{{0,6}}(?P<of>の?))?[ ]?"
    r"(?:[A-Z\d]号?棟の?)?(?P<room>(?:[0-9]{3,4}|[一二三四五六七八九〇零百十]{2,5})号室?|"
    r"\d{1,2}号室|\d{1,2}号棟の?\d{3,4}(?:号室?)?)(?![車系店線])"
)
_ROOM_BARE = re.compile(
    rf"(?P<place>(?<![ぁ-ん])[ぁ-ん]{{0,4}}[{KANJI}ァ-ヴー]{{0,10}}(?:マンション|アパート|ハイツ|"
    r"コーポ|メゾン|荘|団地|"
    rf"棟)[{KANJI}ァ-ヴーぁ-ねは-ん]{{0,6}}?の?)[ ]?\d{{3,4}}(?![\d円人名戸世号年棟~-])"
)
_OF_A_HALL = re.compile(
    r"集会所|会館|公民館|センター|福祉館|交流館|大会議|会場|談話室|集会室|会議室|研修室|教室|"
    r"診察室|相談室|和室|多目的|控室|病棟|ホール|市役所|庁舎"
)
_OFFICE = re.compile(
    rf"[ 、(]{{0,2}}(?:[{KANJI}ァ-ヴー]{{0,8}})(?:市役所|区役所|役場|社会福祉協議会|社協|"
    r"センター|保健所|警察署|交番|消防署|病院|医院|学校|小学校|"
    r"中学校|庁舎|会館|公民館|事務局|郵便局|銀行|図書館|集会所|ホール|支所|福祉館|体育館|公園|本庁|協議会)"
)
_BEFORE_OFFICE = re.compile(
    r"(?:会場|事務局|所在地|場所|市役所|センター|会館|公民館|集会所|協議会|病院|小学校|"
    r"中学校)(?:の住所)?[は: (]{0,3}$"
)


def mails(plain: str) -> Iterator[Span]:
    """Addresses of mail, also with (at) or アットマーク said aloud."""
    yield from (hit.span() for hit in _MAIL.finditer(plain))


def phones(plain: str) -> Iterator[Span]:
    """Numbers of ten or eleven digits that can be one, shorter ones where somebody is called."""
    for hit in _PHONE.finditer(plain):
        if _can_be_called(hit[0]) and not _NO_PHONE.search(
            plain[max(0, hit.start() - 14) : hit.start()]
        ):
            yield hit.span()
    for pattern in (_SPOKEN_PHONE, _MIXED_PHONE):
        for hit in pattern.finditer(plain):
            if _SAID.search(hit[0]):
                yield hit.span()
    for hit in _LOCAL_PHONE.finditer(plain):
        before = plain[max(0, hit.start() - 20) : hit.start()]
        around = before + plain[hit.end() : hit.end() + 10]
        year = hit[0].startswith(("19", "20")) and len(_DIGITS.findall(hit[0])) > 7
        if _CALLED.search(around) and not year and not _NO_PHONE.search(before):
            yield hit.span()


def _can_be_called(number: str) -> bool:
    digits = "".join(_DIGITS.findall(number))
    if number.startswith("+81"):
        return len(digits) in (11, 12)
    if digits.startswith("00"):
        return False
    if len(digits) == 11:
        return (digits[2] == "0" and digits[1] in "256789") or digits.startswith(("0800", "0570"))
    return len(digits) == 10 or (len(digits) in (9, 12) and digits[1:3] in ("80", "90", "70", "12"))


def addresses(plain: str) -> Iterator[tuple[int, int, str]]:
    """Where a house or a room is told, and the place that may stay."""
    for pattern in (_ADDRESS, _LOT, _PLACE_NUMBER, _POSTAL):
        for hit in pattern.finditer(plain):
            place = hit["place"] or ""
            if not _NO_PLACE.search(place) and not _is_office(plain, hit):
                yield _with_room(plain, hit), _end_with_room(plain, hit), place
    yield from _in_kanji(plain)
    yield from _rooms(plain)


def _in_kanji(plain: str) -> Iterator[tuple[int, int, str]]:
    """古川九―九十九―九."""
    for hit in _IN_KANJI.finditer(plain):
        place = hit["place"] or hit["town"] or ""
        if not _NO_PLACE.search(place) and not _is_office(plain, hit):
            yield *hit.span(), place


def _rooms(plain: str) -> Iterator[tuple[int, int, str]]:
    """Rooms of houses, not of halls."""
    for pattern in (_ROOM, _ROOM_BARE):
        for hit in pattern.finditer(plain):
            around = plain[max(0, hit.start() - 12) : hit.end() + 12]
            if _OF_A_HALL.search(around):
                continue
            if pattern is _ROOM and not hit["place"] and not re.search("[室棟]", hit["room"]):
                continue
            of = pattern is _ROOM and hit["of"]
            yield hit.start("room") if of else hit.start(), hit.end(), ""


def _is_office(plain: str, hit: re.Match[str]) -> bool:
    before = plain[max(0, hit.start() - 12) : hit.start()]
    return bool(_OFFICE.match(plain, hit.end()) or _BEFORE_OFFICE.search(before))


def _with_room(_plain: str, hit: re.Match[str]) -> int:
    return hit.start()


def _end_with_room(plain: str, hit: re.Match[str]) -> int:
    """The end of an address with the house and the room behind it."""
    room = re.compile(rf"[ ]?[{KANJI}ァ-ヴーぁ-ん]{{1,12}}\d{{2,4}}(?:号室?)?(?!\d)").match(
        plain, hit.end()
    )
    known = room is not None and re.search(_ROOMED, room[0])
    return room.end() if room is not None and known else hit.end()


def births(plain: str) -> Iterator[Span]:
    """Dates of birth that say so."""
    for hit in _BIRTH.finditer(plain):
        yield hit.span()
    for pattern in (_BORN_IN_YEAR, _BIRTHDAY):
        yield from (hit.span() for hit in pattern.finditer(plain))


def generation(written: str) -> str:
    """What may stand instead of a date of birth."""
    era = _ERA_OF_BIRTH.search(written)
    if era is None:
        return "高齢の方"
    if era["west"]:
        year = int(era["west"])
    else:
        year = _ERA_BEGINS[era["era"][0]] + (1 if era["year"] == "元" else number(era["year"]))
    if clock.today().year - year < _OF_AGE:
        return "お子さん"
    return "高齢の方" if clock.today().year - year >= _OLD else "大人の方"


_ERA_OF_BIRTH = re.compile(
    rf"(?P<era>[明大昭平令MTSHR])[治正和成]?\.?\s?(?P<year>元|[{_N}]{{1,3}})|(?P<west>(?:18|19|20)\d\d)"
)
_ERA_BEGINS = dict(zip("明大昭平令MTSHR", (1867, 1911, 1925, 1988, 2018) * 2, strict=True))
_OF_AGE, _OLD = 20, 65


def bare_dates(plain: str) -> Iterator[Span]:
    """Dates of long ago that tell nothing of what happened: births, where a person is named beside."""
    for hit in _DATE.finditer(plain):
        if _OLD_ERA.match(hit["year"]) and not _NO_BIRTH.match(plain, hit.end()):
            yield hit.span()


_KANJI_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}


def number(written: str) -> int:
    """A number up to a few hundred in digits or in kanji (八十五)."""
    if written.isdecimal():
        return int(written)
    total, current = 0, 0
    for sign in written:
        if sign in "十百":
            total += (current or 1) * (10 if sign == "十" else 100)
            current = 0
        else:
            current = current * 10 + _KANJI_DIGITS.get(sign, 0)
    return total + current
