"""Ages of one person in a text made plain, also as a school year or as 喜寿."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sasaeai.kernel.person_figures import number
from sasaeai.kernel.person_words import RELATIONS_OF, TITLES

_N = "0-9〇零一二三四五六七八九十百"
_COUNTED = (
    "歳才番丁号円人名件回本枚個戸世時日月年か箇カヶ%度階組班歩km点票畳株袋箱校棟台軒両曲冊杯頭匹羽"
    "区市町村"
)

_NUMBER = (
    r"(?:1[01]\d|[1-9]\d?|[一二三四五六七八九][〇一二三四五六七八九]|"
    r"百?[一二三四五六七八九]?十[一二三四五六七八九]?|"
    r"百[一二三四五六七八九十]{0,2}|[一二三四五六七八九])"
)
_NOT_ONE_AGE = (
    r"以上|以下|未満|前後|から|まで(?!働|生)|~|-|児|頃|ごろ|代|台|の?お?祝(?!い?を(?:し|受|もら))|"
    r"健診|検診|体操|対象|"
    r"のつどい|の集い|時代|の壁|"
    r"を超え|に達|になると|になったら|になる(?:方|人|年度)|を迎える(?:方|人)|という(?:年齢|年)|"
    r"の(?:誕生日前|節目)|"
    r"の(?:方々|人たち|子どもたち|部)|くらいから|ぐらいから|過ぎの方々|[、・]?\d+歳[、・]|定年|"
    r"時点|若返|差|違い|"
    r"ぐらいの(?:方|人)が多|の?(?:人口|住民)|の(?:方|人)が(?:[2-9二三四五]|何)人"
)
_AGE = re.compile(
    rf"(?<![\d~第-])(?<![十百])(?:満|数え(?:で)?)?(?P<age>{_NUMBER})(?:歳|才|"
    rf"さい(?![ごしちばふ]))(?P<half>半|"
    rf"[と]?\d*か月)?(?!{_NOT_ONE_AGE})"
)
_AGE_AFTER = re.compile(
    rf"(?<=[さん様氏くん君しょ名太郎子男女母父夫妻娘孫])\((?P<after>1[01]\d|[1-9]\d)(?=[)、, ])\)?"
    r"|\((?:男|女)性?[・、, ]{0,2}(?P<beside>1[01]\d|[1-9]\d)(?:歳|才)?\)"
    rf"|(?:数えで?|満)(?P<count>{_NUMBER})(?=[のでに、。])"
    r"|(?P<baby>生後(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:か|ヶ|カ|ケ|ヵ)月(?!健診|検診|児|"
    r"頃|ごろ|まで|未満|から|以))"
)
_AGE_SAID = re.compile(
    r"(?:さん|様|氏|くん|ちゃん|(?<!回)年|歳|年齢|齢|母|父|主人|夫|妻|姉|兄|本人)(?:の(?:歳|年|"
    r"年齢))?(?:は|が|も|の|で|、)(?:もう|今年|今|まだ|満|数えで|たしか|確か)?[ ]?"
    rf"(?P<age>1[01]\d|[1-9]\d|百[一二三四五六七八九]?|[二三四五六七八九]?十[一二三四五六七八九]?)"
    rf"(?=[、。でだにとのもぐく近過ちっ)」 \n]|$)(?!の?[{_COUNTED}])(?!で[{_COUNTED}])(?!の?[0-9])(?!十)"
)
_AGE_OF = re.compile(
    r"(?<![\d.,~/:年月-])(?P<age>(?:[2-9]|10)\d|[二三四五六七八九]十[一二三四五六七八九]?)(?=(?:の|"
    r"になる|になった|、)"
    r"(?:一人暮らし|ひとり暮らし|独居|実の|義理の)?(?:の)?"
    r"(?:[義祖老]?[母父](?!の日)|妻|夫(?!婦)|ご?主人|おばあ|おじい|おば(?:さん|ちゃん)|おじ(?:さん|"
    r"ちゃん)|祖母|祖父|"
    r"姑|舅|娘|息子|長男|長女|男性|女性|お?母さん|お?父さん|兄(?!弟)|姉(?!妹)|弟|妹|独居|"
    r"一人暮らし|ひとり暮らし))"
    r"|(?<![\d一二三四五六七八九十第])(?P<few>[1-9一二三四五六七八九])つ(?=(?:の|になる|になった|違いの)"
    r"(?:男の子|女の子|お?孫|ひ孫|息子|娘|お?子(?:さん|が|を|は|の)|坊や|弟|妹|長男|長女|次男|次女|双子))"
    r"|(?:享年|行年|当年|御年|御歳|数え年?で?|満)[ ]?(?P<late>(?:1[01]\d|[1-9]\d)|"
    r"百?[二三四五六七八九]?十?[一二三四五六七八九])"
    r"(?![\d歳才%点円人年月日十])"
)
_AGE_STILL = re.compile(
    r"(?<![\d.,~/:-])(?P<age>(?:[6-9]|10)\d|[六七八九]十[一二三四五六七八九]?)"
    r"(?=で(?:まだ|もう|一人|ひとり|独|元気|現役|亡くな|畑|車|運転|倒れ|なお|も(?:元気|まだ))|"
    r"だ(?:けど|が|から|し)|"
    r"を?過ぎて|近い(?:母|父|のに)|にもなる|ですが|ですけど)"
)
_AGE_TURNED = re.compile(
    r"(?<![\d./:-])(?P<age>(?:[6-9]|10)\d|(?:[六七八九]十|百)[一二三四五六七八九]?)"
    r"(?=に(?:なる(?:けど|が|のに|けれど|って|と言|そう|んだ|ので|から|母|父)|なった(?:ばかり|"
    r"けど|が|母|父|[。、])|なって(?:も|から)|なります|なりました|もなって|もなる)"
    r"|になった(?![のら件人世])|(?:近く|過ぎ)(?:て|の(?:母|父|一人|女|男)))"
)
_MANY = re.compile("とも|みんな|全員|平均|皆")
_FEASTS = {
    "還暦": 60,
    "古希": 70,
    "古稀": 70,
    "喜寿": 77,
    "傘寿": 80,
    "米寿": 88,
    "卒寿": 90,
    "白寿": 99,
    "百寿": 100,
    "緑寿": 66,
    "茶寿": 108,
    "皇寿": 111,
    "紀寿": 100,
}
_FEAST = re.compile(
    rf"(?:{'|'.join(_FEASTS)})(?!の?(?:お?祝い?|会(?!食)|式|記念|方々|対象|を迎える(?:方|皆|会員)|"
    rf"者|表彰|祝賀|旅行|世代|以上))"
)
_FEAST_OF_ONE = re.compile(
    rf"(?:{'|'.join(_FEASTS)})(?=を(?:迎えた|過ぎた|祝っ)|になった|の(?:母|父|男性|女性|おばあ|"
    rf"おじい|祖|妻|夫))"
)
_FEAST_BEHIND_NAME = re.compile(
    rf"(?:の|は|が|も|、|の(?:母|父|奥さん|ご主人)(?:の|が|は))(?P<feast>{'|'.join(_FEASTS)})"
)
_KIN_BEFORE_FEAST = re.compile(
    r"(?:母|父|妻|夫|主人|祖母|祖父|奥さん|おばあ(?:さん|ちゃん)|おじい(?:さん|"
    r"ちゃん))[がはもの、](?:今年|来年|もうすぐ)?で?$"
)
_BEFORE_NAME = re.compile(
    r"(?:満|数えで?)?(?<![\d.,~/:第-])(?P<age>(?:1[01]|[1-9])\d|"
    r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][〇一二三四五六七八九])"
    r"(?:歳|才|さい)?(?:の|になる|になった|、)$"
)
_BEHIND_NAME = re.compile(
    rf"[ ]?(?:{TITLES}|(?:の)?(?:{RELATIONS_OF})(?:さん)?)?[ ]?(?:\((?:満|"
    rf"[男女]性?[・、, ]?)?(?P<age>(?:1[01]|[1-9])\d|"
    r"百?[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][〇一二三四五六七八九]|"
    r"百)(?:歳|才|さい)?[)、, ・]"
    r"|[、, ](?P<bare>(?:[2-9]|10)\d)(?=[、。 ]|$))"
)
_SCHOOL_BARE = re.compile(
    r"(?<![\d一二三四五六])(?:[小中高大][1-6一二三四五六](?![\d組])|(?:小学校?|中学校?|高校|"
    r"高等学校|大学|短大|高専)の?[1-6一二三四五六]年生?|"
    r"新?[1-6一二三四五六]年生|年長|年中|年少)(?!から|以上|まで|向け|対象|の(?:保護者|皆))"
)
_SCHOOL = re.compile(
    rf"(?:新?[1-6一二三四五六]年生|(?:小学校?|中学校?|高校|高等学校|大学|短大|専門学校|高専|幼稚園|"
    rf"保育園)の?[{_N}]年生?|"
    rf"[小中高][1-6一二三四五六](?![{_N}]|年?組)|"
    r"年長|年中(?=の|さん|で)|年少(?=の|さん|で))"
)
_CHILD = re.compile(
    r"(?:さん)?(?:の|で、?|になる|だという|、|に通う|\)|の双子の)?(?:娘|息子|長男|長女|次男|"
    r"次女|二男|二女|三男|三女|お?孫|ひ孫|男の子|女の子|男子|女子|お?子さん|子(?!ども|供)|弟|妹|"
    r"甥|姪)"
)

_CHILD_BEFORE = re.compile(
    r"(?:(?:娘|息子|長男|長女|次男|次女|三男|三女|孫|弟|妹|姉|兄|子|坊や)(?:さん)?|さん|ちゃん|"
    r"くん|君)(?:はもう|は今|は来年|は|が|も|、|\(|で、?)$"
)


def ages(plain: str) -> Iterator[tuple[int, int, str]]:
    """Ages of one person, and the decade that may stand there."""
    for hit in _AGE.finditer(plain):
        if not _NOT_OF_ONE.search(plain[max(0, hit.start() - 10) : hit.start()]):
            yield *hit.span(), _band(hit["age"], "")
    yield from _ages_said_otherwise(plain)
    yield from _ages_of_kin(plain)


def _ages_said_otherwise(plain: str) -> Iterator[tuple[int, int, str]]:
    """山田さん(82), 成田さんは76, 88になるけど, 小4の娘."""
    for hit in _AGE_AFTER.finditer(plain):
        yield *hit.span(), _band_beside(hit)
    for pattern in (_AGE_SAID, _AGE_TURNED):
        for hit in pattern.finditer(plain):
            if not _MANY.search(plain, max(0, hit.start() - 6), hit.start("age")):
                yield *hit.span("age"), _band(hit["age"], "")
    for hit in _SCHOOL.finditer(plain):
        before = plain[max(0, hit.start() - 12) : hit.start()]
        if _CHILD.match(plain, hit.end()) or _CHILD_BEFORE.search(before):
            yield *hit.span(), "学校に通う年ごろ"


def _ages_of_kin(plain: str) -> Iterator[tuple[int, int, str]]:
    """78の母, 5つになる男の子, 享年80; 父が米寿を迎えた."""
    for hit in _AGE_OF.finditer(plain):
        of = hit.lastgroup or "age"
        if not _MANY.search(plain, max(0, hit.start() - 6), hit.start()):
            yield *hit.span(of), _band(hit[of], "")
    for hit in _FEAST.finditer(plain):
        alone = _FEAST_OF_ONE.match(plain, hit.start())
        if alone or _KIN_BEFORE_FEAST.search(plain[max(0, hit.start() - 14) : hit.start()]):
            yield *hit.span(), _decade_of(hit[0])


def beside_name(plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Ages beside a name at plain[start:end] that would tell nothing alone: 72の貝森さん, 中2の健太くん."""
    before = plain[max(0, start - 16) : start]
    if hit := _BEFORE_NAME.search(before):
        yield *_moved(hit, "age", start - len(before)), _band(hit["age"], "")
    if hit := _BEHIND_NAME.match(plain, end):
        of = "age" if hit["age"] else "bare"
        if hit[0][-1] == ")":
            yield plain.rindex("(", 0, hit.start(of)), hit.end(), _band(hit[of], "（）")
            return
        yield *hit.span(of), _band(hit[of], "")
    if hit := _FEAST_BEHIND_NAME.match(plain, end):
        yield *hit.span("feast"), _decade_of(hit["feast"])
    for hit in _SCHOOL_BARE.finditer(plain, max(0, start - 10), min(len(plain), end + 14)):
        between = plain[hit.end() : start] if hit.end() <= start else plain[end : hit.start()]
        if _NOTHING_BETWEEN.fullmatch(between):
            yield *hit.span(), "学校に通う年ごろ"


def still(plain: str) -> Iterator[tuple[int, int, str]]:
    """77でまだ元気, where a person is named in the line."""
    for hit in _AGE_STILL.finditer(plain):
        yield *hit.span("age"), _band(hit["age"], "")


def _moved(hit: re.Match[str], group: str, by: int) -> tuple[int, int]:
    return hit.start(group) + by, hit.end(group) + by


def _decade_of(feast: str) -> str:
    return f"{_FEASTS[feast] // 10 * 10}代"


_NOTHING_BETWEEN = re.compile(
    r"(?:さん|くん|ちゃん|君)?(?:の|は|が|も|、|で|\(|になる|になった|に通う|生の|"
    r"の(?:お?孫(?:さん)?|長男|長女|次男|次女|娘(?:さん)?|"
    r"息子(?:さん)?|お?子さん|弟(?:さん)?|妹(?:さん)?|お[兄姉](?:さん|ちゃん))(?:は|が|も|の|、|"
    r"で)?(?:今年|来年|今|まだ|もう)?)?"
)
_NOT_OF_ONE = re.compile(
    r"平均(?:年齢|寿命)?[はが]?約?$|年齢[はが]?平均$|[~から・]$|最(?:高|年少|年長)齢?[はが]$"
)


def _band_beside(hit: re.Match[str]) -> str:
    if hit["baby"]:
        return "赤ちゃん"
    return _band(hit["count"], "") if hit["count"] else _band(hit["after"] or hit["beside"], "（）")


def feasts(plain: str) -> Iterator[tuple[int, int, str]]:
    """喜寿 and the like, which tell the age of whoever is named beside."""
    for hit in _FEAST.finditer(plain):
        yield *hit.span(), _decade_of(hit[0])


def _band(written: str, brackets: str) -> str:
    age = number(written)
    band = "幼い" if age < _DECADE else f"{age // _DECADE * _DECADE}代"
    band = "100歳以上" if age >= _CENTURY else band
    return f"{brackets[0]}{band}{brackets[1]}" if brackets else band


_DECADE, _CENTURY = 10, 100
