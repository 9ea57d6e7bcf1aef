"""Words that point to one person or home without a name: a spot, what is told of them, and who.

No single word does it (集会所の隣に住む方 may be anybody); each adds its weight, and a phrase that
weighs enough is pointed out. The weights were set by bench/personal/sentences.jsonl, not by the fresh set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sasaeai.kernel.person_words import KANJI

Span = tuple[int, int]

ENOUGH = 3.0
_HOUSE = 2.0
"""Spots of this weight find one house, of whose people nothing more need be told."""
_REACH = 48
"""So many letters before the word for a person belong to it at most."""

_LANDMARKS = (
    "学校|小|中|高校|寺|神社|駅|橋|郵便局|店|屋|院|所|館|センター|交番|公園|踏切|信号|バス停|通り|"
    "港|工場|団地|園|"
    "銭湯|床屋|薬局|消防署?|ポスト|集会場|公民館|幼稚園|保育園|神明宮|堤防|堤|土手|ため池|池|"
    "駐車場|倉庫|看板|電柱|用水|十字路|角|ごみ置き場|ゴミ置き場|ゴミ捨て場|坂|川|沼|山|畑|田んぼ|"
    "空き家|アパート|マンション|ビル|スーパー|コンビニ|スタンド|銀行|農協|"
    "道|線路|集積所|置場|広場|墓地|墓|家|林"
)
_SPOTS = (
    (
        1.0,
        (
            rf"(?:[{KANJI}]{{0,6}}|[ァ-ヴー]{{0,8}})(?:{_LANDMARKS})の?"
            r"(?:正門|裏門|入口|入り口)?の?"
            r"(?:すぐ|真)?(?:ちょうど)?(?:前(?!回|年|期)|裏手?|横|脇|隣|となり|向かい|むかい|近く|"
            r"そば|並び|"
            r"上(?=[のにで])|下(?=[のにで])|沿い|北側|南側|東側|西側|端|はずれ|突きあたり|"
            r"行き止まり|入口|入り口|ふもと|わき|筋向かい|東隣|西隣|角|奥|先(?=[のにで])|手前|"
            r"たもと|途中|突き当たり|"
            r"はす向かい|斜め前)"
        ),
    ),
    (
        1.0,
        (
            rf"(?:[{KANJI}ァ-ヴー]{{1,8}}|[ぁ-ん]{{2,3}}[{KANJI}])(?:荘|苑|の里|ハイツ|"
            r"ホーム)(?=[にをのでか])"
        ),
    ),
    (
        1.0,
        (
            r"施設|特養|老健|アパート|マンション|団地|(?:市営|県営|公営)?住宅|"
            rf"[{KANJI}]{{0,6}}[0-9一二三四五六七八九]+丁目|[0-9一二三四五六七八九]+班の|一軒家|"
            r"角の(?=[^ 、。]{0,6}(?:家|お宅|屋))|(?:一番|いちばん)(?:奥|端|手前|上|下|はずれ|西|"
            r"東|南|北)|突き当たりの|(?:北|南|東|西)の?(?:端|はずれ)の|(?:右|左|奥|手前|"
            r"角)から[0-9一二三四五六七八九]+(?:軒|番)目|[0-9一二三四五六七八九]+軒(?:目|隣)|"
            r"(?:この|うちの|隣の|[0-9一二三四五六七八九十]+の?)班|[0-9一二三四五六七八九]+組の|"
            r"[0-9一二三四五六七八九]+区の|[0-9一二三四五六七八九]+号棟|グループホーム|ケアハウス|"
            r"有料老人ホーム|サ高住|老人ホーム|平屋|二階家|古い家|大きな家|新しい家|(?:白|青|赤|"
            r"黄色|茶色|緑|ピンク)い?の?(?:家|壁|屋根|塀|アパート)"
        ),
    ),
    (
        2.0,
        (
            r"(?:(?:一番|いちばん)(?:奥|端|手前|上|下|はずれ|西|東|南|北|大きい|古い)|突き当たり|"
            r"行き止まり|"
            r"[右左奥手前角隣端]から[0-9一二三四五六七八九]+(?:軒|番)目|(?:寺|駅|橋|学校|"
            r"神社)から[0-9一二三四五六七八九]+軒目)の?"
            r"(?:家|お宅|部屋|アパート|[^ 、。]{1,4}屋)"
        ),
    ),
    (0.5, r"[0-9一二三四五六七八九]階(?!の?会議)|二階(?!建)|一階"),
)
_PLACE = re.compile(
    rf"(?<![{KANJI}])(?!町内|地区|施設|入院|病院|市内|近所|区内|全体|地域|世帯|家庭|会員|役員|最後|去年|"
    r"今年|昨年|前回|先月|先日|自分|本人|家族|隣|冬|"
    r"高齢|大勢|全員|一番|普通|最近|一人|二人|外国|障|社協|町会|民協|包括|市|会議|集会|老人|"
    r"子|学校|近く|認知|目|足|耳|車|公園|団体)"
    rf"[{KANJI}]{{2,4}}(?:の|で|に)"
)
_TOLD = (
    (
        1.5,
        (
            r"元(?!気|旦|栓|日|々|に|は|の|会員)|"
            r"(?<![ぁ-ねは-ん])もと(?=[^ぁ-んァ-ヴー]{1,6}(?:さん|先生|師|士|員|長|家|工|者|職|"
            r"生|屋|頭|議))|三つ子|火事|最高齢|一番(?:高齢|年上|若い|年長|長生き)|最年長|百歳|長老|"
            r"唯一|ただ一人|一人だけ|一軒だけ|たった一人|後継ぎ|(?:夫|妻|ご?主人|奥さん|息子|娘|"
            r"子ども|お子さん)(?:さん)?(?:を|に)[^、。]{0,8}?(?:亡く|先立)|未亡人|心中|逮捕"
        ),
    ),
    (
        1.0,
        (
            r"(?<![0-9])(?:[0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?:歳|"
            r"才)(?!以上|以下|未満|から|まで|前後)|九十近く|八十近く"
        ),
    ),
    (
        1.0,
        (
            r"(?:一人|ひとり|独り|二人|1人|2人|老々|老老)(?:暮らし|住まい|だけで?(?:暮ら|住)|"
            r"で(?:暮ら|住|生活))|独居|老老介護|老々介護|高齢(?=世帯|夫婦|の(?:母|父|ご?夫婦|"
            r"ご?兄弟|ご?姉妹))|父子|子ども[0-9一二三四五六]人|[0-9三四五六七]人(?:の子|きょうだい|"
            r"兄弟)|[二三四]世帯同居|"
            r"双子|母子|父子|と(?:二人で)?暮らす|と二人で"
        ),
    ),
    (
        1.0,
        (
            r"入所|退所|入居|退院|入院(?!患)|ショートステイ|デイサービスに|入って(?:い|る)|入った|"
            r"移った|にいる"
        ),
    ),
    (
        1.0,
        (
            r"不自由|車椅子|耳の(?:遠|聞)|在宅酸素|透析|手帳|要介護|要支援|介護度|耳が|目が|足が|"
            r"目の見え|手話|歩けな|車いす|障が?い|障害|酸素|病|がん|手術|骨折|ペースメーカー|発達|"
            r"寝たきり|妊娠|リハビリ|認知症|うつ|寝たきり|"
            r"病気|杖をつ|徘徊|物忘れ|介護して|引きこも|ひきこも|アルコール"
        ),
    ),
    (
        1.0,
        (
            r"(?:屋根|壁|塀)の|屋根|(?:犬|猫|鳥|ねこ|いぬ).{0,8}(?:飼|匹|いる|屋敷|連れ)|にわとり|"
            r"(?:庭|玄関|窓)(?:が|に|の|先)|旗|車が(?:な|止)|カーテン|怒鳴|叫|騒|酒|ラジオ|"
            r"(?:[赤青黄白黒緑茶]|黄色|茶色|ピンク|水色|紫)い?の?(?:車|屋根|壁|家|塀|帽子)|"
            r"黄色い帽子|ゴミ屋敷|ごみ屋敷|ごみをため|ゴミをため|大声|毎晩|夜中"
        ),
    ),
    (
        1.0,
        (
            r"亡くな|亡くし|火を出|救急車|警察|徘徊|行方|心配な(?=[^、。]{0,6}$)|ごみを|家賃|滞納|"
            r"失業|仕事を|無職|働かず|見つからな|離婚|別れた|出戻|詐欺に|事故|自殺|倒れ|けがをし|"
            r"転んだ|"
            r"もめて|家出|行方不明"
        ),
    ),
    (
        1.0,
        (
            r"越して|引っ越|転居|移住|出稼ぎ|帰省|週末|空け|留守|戻ってき|戻った|帰ってき|嫁い|"
            r"外国|日本語|技能実習|実習生|スリランカ|ミャンマー|インドネシア|モンゴル|ペルー|"
            r"バングラ|パキスタン|ウクライナ|ブラジル|フィリピン|ベトナム|"
            r"中国|韓国|ネパール|インド|ロシア|アメリカ|台湾|タイ人"
        ),
    ),
    (
        1.0,
        (
            r"(?:屋|店|床屋|医院|商店|食堂|旅館|寺|農家|工場|スタンド)の(?=奥|ご主人|主人|旦那|おば|"
            r"おじ|お[母父]|息子|娘|若|大将|女将|お?嫁)"
        ),
    ),
    (
        1.0,
        (
            r"(?:働いて|勤めて|やって|して)(?:い(?:る|た)|た)(?=[^、。]{0,6}$)|入って(?:い)?ない|"
            r"払って(?:い)?ない|出て(?:こ|い)ない|助産師|看護師|"
            r"議員|市議|先生をし|やめた|辞めた"
        ),
    ),
    (
        0.5,
        (
            r"住む|住んで|住まい|暮らす|暮らして|[0-9]0代|若い|高齢|老(?=夫婦|人)|昨年|去年|"
            r"先月|最近|いつも|この前|今年|上に|生活"
        ),
    ),
)
_CERTAIN = re.compile(
    r"奥さん|ご?主人|旦那さん|おばあ(?:さん|ちゃん)|おじい(?:さん|ちゃん)|おば(?:さん|"
    r"ちゃん)|おじ(?:さん|ちゃん)|女性|男性|女の(?:方|人|子)|男の(?:方|人|子)|母親|父親|"
    r"お母さん|お父さん|"
    r"母子|父子|親子|双子|兄弟|姉妹|息子さん|娘さん|息子|娘|お孫さん|青年|高齢者(?=[がはをに])|"
    r"お年寄り(?=[がはをに])|若夫婦|老夫婦|"
    r"ご?夫婦|お嫁さん|お宅|きょうだい|ご?一家|ご?家庭(?=[がはをにので])|未亡人|"
    r"(?:会長|先生|大工|師|士|議|婦)さん|教頭先生|校長先生"
)
_ANYBODY = re.compile(
    r"(?:(?<![けりしちみきれせてめべびげえ])方(?![々面法向針言角]|たち|達|が(?:多|増|い[れなた])|"
    r"も(?:多|い)|に(?:は|も|対)|"
    r"同士|の(?:団体|ため|会|集|協力|家族)|でも)|"
    r"(?<![一二三四五0-9])人(?![々口数気工手前間柄]|たち|達|が(?:多|増|い[れなた]|集)|"
    r"も(?:多|い)|は(?:多|い)|に(?:は|も))|"
    r"家(?![族庭電賃屋事具々]|に(?:帰|い)|で)|世帯(?!が(?:多|増|い[れなた])|[は数でを]|に|同居))"
)
_FORMER_POST = re.compile(
    rf"(?:元|(?<![ぁ-ん])もと)(?:の)?[{KANJI}]{{2,6}}(?:さん)?(?=[がはのにを、]|$)"
)
_MANY = re.compile(
    r"^(?:[のがをには]?(?:方々|たち|達|皆|団体|会(?!長)|集まり|募集|協力)|が(?:多|増)|も(?:多|増))"
)
_GENERAL = re.compile(r"ケース|場合|対象|ボランティア|全員|各[家戸]|希望する|募集|という方が|など")
_CUT = re.compile(
    r"[。\n○⇒:「」『』]|は(?!す|ん|じ|る|な|い)|ので|けど|たら|れば|が、|から、|ますが"
)
_ONLY_ONE = re.compile(
    r"[^\s、。]{1,8}(?:で|に)は?(?:ただ一人|一人しか|たった一人|唯一|一軒しか|一軒だけ|"
    r"ひとりだけ|一人だけ|ひとりしか)"
    r"[^。、\n]{0,20}?(?:方|人|女性|男性|お宅|家|家庭|子|夫婦|先生|師さん|士さん)(?!たち|々)"
)
_ONLY_ONE_THAT = re.compile(
    r"(?:唯一の?|(?:ただ|たった)(?:一人|1人|ひとり)(?:の|だけ)?|(?:一人|ひとり|1人|一軒|"
    r"1軒)だけ)(?!で?(?:暮ら|住まい))"
    r"[^。、\n]{0,22}?(?:方(?![法向面針言])|人(?![数口気])|女性|男性|お宅|家(?![族庭])|家庭|世帯|"
    r"子(?!ども会)|ご?夫婦|"
    r"先生|師さん|士さん)(?!たち|々|づくり)"
)
_OLDEST = re.compile(
    r"(?:地区|町内|町会|班|この町|会員|団地|集落)[^。、\n]{0,6}?(?:で|の|では)(?:一番|いちばん|最も)?"
    r"(?:最高齢|最年長|高齢|年上|長生き|長寿)(?<!で高齢)(?<!の高齢)(?<!の長寿)の?[^。、\n]{0,10}?"
    r"(?:方(?![法向面針言])|人(?![数口気])|女性|男性|おばあ(?:さん|ちゃん)|おじい(?:さん|ちゃん)|"
    r"ご?夫婦)(?!たち|々)"
)
_KIN_OF_FORMER = re.compile(
    rf"(?:元|(?<![ぁ-ん])もと)(?:の)?[{KANJI}]{{2,5}}の(?:奥さん|ご主人|娘さん|息子さん|"
    r"お母さん|お父さん|妻|夫|未亡人)"
    r"(?:[でが、][^。、\n]{0,20}?(?:方|人|お宅)(?![々た達]))?"
)
_SENTENCE = re.compile(r"[^。\n]+")


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    weight: float


def pointings(plain: str) -> Iterator[Span]:
    """Where words together point to one person or home."""
    for sentence in _SENTENCE.finditer(plain):
        start, end = sentence.span()
        for pattern in (_ONLY_ONE, _ONLY_ONE_THAT, _OLDEST, _KIN_OF_FORMER):
            yield from (hit.span() for hit in pattern.finditer(plain, start, end))
        found = [
            phrase
            for whom in _whom(plain, start, end)
            if (phrase := _weighed(plain, start, whom)) is not None and phrase.weight >= ENOUGH
        ]
        if found:
            best = max(found, key=lambda phrase: (phrase.weight, phrase.end))
            yield best.start, best.end


def _whom(plain: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Words for one person or home: where they stand, and how surely it is one."""
    for pattern, weight in ((_CERTAIN, 1.0), (_FORMER_POST, 1.0), (_ANYBODY, 0.5)):
        for hit in pattern.finditer(plain, start, end):
            if not _MANY.match(plain[hit.end() : hit.end() + 4]):
                yield hit.start(), hit.end(), weight


def _weighed(plain: str, start: int, whom: tuple[int, int, float]) -> _Phrase | None:
    at, end, weight = whom
    begin = max(start, at - _REACH)
    for cut in _CUT.finditer(plain, begin, at):
        begin = cut.end()
    before = plain[begin:at]
    if _GENERAL.search(plain[begin : end + 6]):
        return None
    firsts = []
    spots, first = _weight(before, _SPOTS)
    firsts.append(first)
    place = _PLACE.search(before)
    if place is not None:
        spots += 0.5
        firsts.append(place.start())
    told, first = _weight(plain[begin:end] if weight > 0.5 else before, _TOLD)
    firsts.append(first)
    sure = spots or re.search("火事|事故|亡くし|三つ子|見つからな|詐欺に|戻った", before)
    if not sure or not (told or spots >= _HOUSE):
        return None
    return _Phrase(begin + min(firsts), end, weight + min(spots, 1.5 if told else 2.0) + told)


def _weight(text: str, words: tuple[tuple[float, str], ...]) -> tuple[float, int]:
    """The weight of all kinds of words that a text holds, and where the first of them begins."""
    total, first = 0.0, len(text)
    for weight, pattern in words:
        hit = re.search(pattern, text)
        if hit is not None:
            total += weight
            first = min(first, hit.start())
    return total, first


def coarser_pointing(phrase: str) -> str:
    """What may stand there instead."""
    for sign, coarser in (
        (r"(?:一人|ひとり|独り)(?:暮らし|住まい|で暮ら|で住)|独居", "一人暮らしの方"),
        (r"入所|退所|入居|施設|ホーム|荘|苑", "施設を使っている方"),
        (r"夫婦", "ご夫婦"),
        (r"母親|父親|双子|母子|父子|三つ子", "子育て中の方"),
        (r"(?:家|お宅|世帯)$", "あるお宅"),
    ):
        if re.search(sign, phrase):
            return coarser
    return "ある方"
