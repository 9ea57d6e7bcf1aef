"""Illness and hardship of one person, and words that point to one person without a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sasaeai.kernel.person_words import KANJI

_MEMORY = "もの忘れに心配のある方"
_MIND = "こころの具合に心配のある方"
_HELP = "暮らしに手助けの要る方"
_SUPPORT = "手助けの要る方"
_BODY = "体の具合に心配のある方"
_CARE = "介護の手助けを受けている方"
_HOME = "家で過ごすことの多い方"

_SAID_AS = {
    _MEMORY: "アルツハイマー(?:型|病)? 認知症 若年性認知症",
    _MIND: "統合失調症 双極性障害 双極性障がい うつ病 鬱病 パニック障害 適応障害 不安障害 摂食障害 精神疾患 躁うつ病",
    _HELP: "アルコール依存症? ギャンブル依存症? 薬物依存症? 依存症 アル中 生活保護 生保(?=[をで受]) 生活困窮",
    _HOME: "引きこもり ひきこもり 引き籠もり 引きこもって ひきこもって",
    _SUPPORT: (
        "発達障害 発達障がい 知的障害 知的障がい 精神障害 精神障がい 身体障害 身体障がい 視覚障害 視覚障がい "
        "聴覚障害 聴覚障がい 自閉症 ダウン症 ADHD 療育手帳 障害者手帳 障がい者手帳 障害[1-6一二三四五六]級 全盲 難聴"
    ),
    _BODY: (
        "脳梗塞 脳卒中 脳出血 くも膜下出血 心筋梗塞 狭心症 心不全 糖尿病 パーキンソン病 人工透析 透析 末期がん "
        "がん患者 [肺胃乳]がん 大腸がん 膵臓がん すい臓がん 肝臓がん 前立腺がん 子宮がん 肺癌 胃癌 乳癌 白血病 てんかん "
        "腎不全 肝硬変 関節リウマチ 人工肛門 ペースメーカー 在宅酸素 胃ろう 難病 心臓病 腎臓病 喘息 ぜんそく "
        "肺炎 結核 緑内障 白内障 骨粗しょう症 ヘルニア 片麻痺 半身不随 寝たきり 失語症"
    ),
    _CARE: "要介護度?[1-5一二三四五]? 要支援[12一二]? 介護度[1-5]",
}
_WEAK = {
    "体の不調": (
        "骨折 骨を折(?:った|って|り) がん(?=[のでがとを]) 癌 足を引きずって? 目が見えにくく? 目が見えな(?:い|く) 目が悪 耳が聞こえ(?:ない|にくい|にくく|づらい|なく)? 腰を痛め 車いす 車椅子 "
        "持病 リウマチ 高血圧 腎臓 心臓 発作 麻痺 マヒ まひ 余命 抗がん剤 股関節 腰痛 膝を"
    ),
    "気がかりなこと": "物忘れ もの忘れ 物わすれ 徘徊 はいかい ぼけ ボケ 惚け 同じことを何度も 道に迷",
    "心の不調": "うつ(?=[でのだと病状]) うづ 鬱 ノイローゼ 心療内科 精神科 精神的に 自殺 自傷 妄想 幻覚 被害妄想",
    "暮らしの困りごと": "借金 アルコール 酒浸り 滞納 自己破産 生保 虐待 暴力 DV 刑務所",
    "家で過ごすことが多いこと": "不登校 登校拒否 閉じこもり",
    "手助けの要ること": "障害 障がい 身障 知的な 手帳を持",
    "介護の手助け": "介護(?:認定|サービス|を受け)",
}
_GENERAL = (
    "[1-5]|[・、~][1-5一二三四五]|の?(?:カフェ|サポーター|キャラバン|予防|対策|対応|講座|講演|教室|研修|施策|事業|疾患|初期集中|ケアパス|"
    "ガイド|相談|支援(?!員)|家族の会|者手帳|者福祉|者の数|認定|制度|の方々|の人たち|の勉強|について|とは|月間)|"
    "の?(?:方|人)(?:が(?:いる|増|多|い)|は|には|にも|でも|や|と(?:その)?家族|への|の(?:団体|会|家族会|ため|避難|支援|相談))|"
    "を知|の理解|の正し|の(?:早期|疑いのある方)|施設|病棟|外来|検診|健診|検査|のおそれ|リスク|などの|や[^せ]"
)
_PEOPLE = (
    "母|父|主人|夫(?!婦)|妻|娘|息子|兄(?!弟)|姉(?!妹)|弟|妹|祖母|祖父|長男|長女|次男|次女|三男|おじいさん|おばあさん|"
    "隣の方|向かいの方|お隣|女性|男性|この方|その方|あの方|ある方|本人|ご本人"
)


def _illness(words: dict[str, str]) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]]:
    every = sorted(
        (word for some in words.values() for word in some.split()), key=len, reverse=True
    )
    said = [
        (re.compile("|".join(sorted(some.split(), key=len, reverse=True))), coarser)
        for coarser, some in words.items()
    ]
    return re.compile(rf"(?:{'|'.join(every)})(?!{_GENERAL})"), said


_STRONG, _STRONG_SAID = _illness(_SAID_AS)
_FAINT, _FAINT_SAID = _illness(_WEAK)
_SENTENCE = re.compile(r"[^。\n]+")
_ONE_PERSON = re.compile(rf"(?:{_PEOPLE})(?!たち|達|や|と(?:娘|息子|父|母)の?(?:会|教室|居場所))")


def illnesses(plain: str, named: Callable[[int, int], bool]) -> Iterator[tuple[int, int, str]]:
    """Words of illness: plain ones, and weaker ones in a sentence that names a person.

    named: whether a person is named between two places.
    """
    for hit in _STRONG.finditer(plain):
        yield *hit.span(), _coarser(hit[0], _STRONG_SAID)
    for sentence in _SENTENCE.finditer(plain):
        start, end = sentence.span()
        if not (hits := list(_FAINT.finditer(plain, start, end))) or not named(start, end):
            continue
        for hit in hits:
            yield *hit.span(), _coarser(hit[0], _FAINT_SAID)


def _coarser(found: str, said: list[tuple[re.Pattern[str], str]]) -> str:
    return next((coarser for words, coarser in said if words.match(found)), _BODY)


# -- One person without a name: a spot, something told of somebody, one person.

_SPOT = re.compile(
    rf"(?:[{KANJI}]{{1,6}}|[ァ-ヴー]{{2,8}}|[ぁ-ん]{{2,6}})?(?:"
    rf"(?:[{KANJI}ァ-ヴーぁ-ん]{{1,8}})(?:荘|苑|園|ホーム|ハイツ|の里|の家)(?=に|を|の(?:[0-9一二三]+階|入所|入居|元|もと)|で|から)"
    r"|(?:学校|寺|神社|駅|橋|郵便局|店|屋|集会所|公民館|センター|医院|病院|交番|公園|踏切|信号|バス停|通り|港|工場|会館|団地|保育園|幼稚園|銭湯)の?(?:正門|裏門|入口|入り口)?の?(?:前|裏|横|脇|隣|向かい|近く|そば|並び|上|角)"
    r"|施設|老人ホーム|グループホーム|特養|老健"
    r"|の(?:隣|となり|向かい|むかい|そば|近く|角|上|裏|前|並び|はす向かい|奥|先|手前|横|脇|突き当たり)(?:の|に|で|から|、)"
    r"|[0-9一二三四五六七八九]+丁目|[0-9一二三四五六七八九]+班|アパート|マンション|団地|坂の上|坂の下|一軒家"
    r")"
)
_TOLD = re.compile(
    r"[0-9一二三四五六七八九十百]{2,5}(?:歳|才|近く|過ぎ)|一人暮らし|ひとり暮らし|独り暮らし|一人住まい|二人暮らし|独居|[二三四]世帯同居|"
    r"(?:元|もと)(?!気|旦|栓|日|々|に|は)|入所|退所|入居|入って(?:い|る)|不自由|屋根|飼っ|飼う|住む|住んで|住まい|暮らす|暮らして|亡くな|越して|"
    r"見つから|大声|双子|若い(?:母|父|夫婦)|ブラジル|フィリピン|ベトナム|中国|韓国|ネパール|インド(?:ネシア)?|ロシア|アメリカ|"
    r"車いす|車椅子|在宅酸素|透析|障が?い|認知症|うつ|寝たきり|ごみをため|夫を亡く|妻を亡く|離婚|別れ|出戻り|未亡人|介護して|引きこも|ひきこも|"
    r"妊娠|生活保護|酒|刑務所|働いていた|勤めていた|していた|やっていた|床屋|酒屋|元市議|帰ってきた|戻ってきた"
)
_ONE = re.compile(
    r"(?:ご夫婦|夫婦|ご主人|主人|奥さん|おばあさん|おばあちゃん|おじいさん|おじいちゃん|女性|男性|女の方|男の方|母親|父親|お母さん|お父さん|"
    r"母子|父子|親子|双子|兄弟|姉妹|息子|娘|お孫さん|若者|青年|老夫婦|方(?!々|たち|面|法|向|針|が(?:多|増|い[れなた])|も(?:多|い)|には|にも|同士|の(?:団体|ため|会|集)|に(?:は|も|対|向)|から(?:も|は)|でも)|"
    r"人(?!たち|々|が(?:多|増|い[れなた]|集)|も(?:多|い)|は(?:多|い)|には|にも|[口数気工])|お宅|家(?!族|庭|電|賃|屋|事|具|々|に帰)|世帯(?!が(?:多|増|い[れなた])|は|数|で|を|に|同居)|"
    r"(?:会長|先生|大工|師|士|員|長|議|婦|屋)さん|先生|教頭|校長)"
)
_ONLY_ONE = re.compile(
    r"(?:この地区|町内|町会|地区|団地|市内|西部|東部|南部|北部|中部|[^\s、。]{2,8})(?:で|に)(?:は)?(?:ただ一人|一人しか|たった一人|唯一|一軒しか|一軒だけ|ひとりだけ|一人だけ)"
    r"[^。、\n]{0,20}?(?:方|人|女性|男性|お宅|家|家庭|子|夫婦|先生)(?!たち|々)"
)
_OLDER_SPOT = re.compile(
    rf"(?<![{KANJI}])(?!(?:町内|地区|市内|近所|当地区|区内|全体|地域|世帯|家庭|会員|役員|最後|去年|今年|昨年|前回))[{KANJI}]{{2,5}}の"
    r"(?=[0-9一二三四五六七八九十百]{1,4}(?:歳|才|世帯同居)|元|もと)"
)
_KIN_OF_FORMER = re.compile(
    rf"(?:元|もと)(?:の)?[{KANJI}]{{2,5}}の(?:奥さん|ご主人|娘さん|息子さん|お母さん|お父さん|妻|夫|未亡人)"
    r"(?:[でが、][^。、\n]{0,20}?(?:方|人|お宅)(?![々た達]))?"
)
_NOBODY = re.compile(
    r"方々|人たち|皆さん|皆様|世帯が|多い|増えて|ケース|場合|団体|募集|お願いし|対象|ボランティア|全員|各|ほしい方|希望する方"
)
_REACH = 45
_BEFORE = 22


def pointings(plain: str) -> Iterator[tuple[int, int]]:
    """Where words together point to one person or home: a spot, what is told, and whom."""
    for sentence in _SENTENCE.finditer(plain):
        start, end = sentence.span()
        for pattern in (_ONLY_ONE, _KIN_OF_FORMER):
            yield from (hit.span() for hit in pattern.finditer(plain, start, end))
        yield from _spot_and_person(plain, start, end)


def _spot_and_person(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    spots = [*_SPOT.finditer(plain, start, end), *_OLDER_SPOT.finditer(plain, start, end)]
    for spot in sorted(spots, key=lambda hit: hit.start()):
        stop = min(end, spot.start() + _REACH)
        ones = list(_ONE.finditer(plain, spot.end(), stop))
        if not ones:
            continue
        one = ones[0]
        for later in ones[1:]:
            if later.start() - one.end() <= 8 and not re.search(
                "[はがを]", plain[one.end() : later.start()]
            ):
                one = later
        begin = _told_before(plain, start, spot.start())
        phrase = plain[begin : one.end()]
        if _TOLD.search(phrase) and not _NOBODY.search(plain[begin : one.end() + 4]):
            yield begin, one.end()
            return


def _told_before(plain: str, start: int, spot: int) -> int:
    """Where the clause that ends at a spot begins to tell: 亡くなって…アパートの."""
    hit = _TOLD.search(plain, max(start, spot - _BEFORE), spot)
    if hit is None or re.search("[、はがをもの方人]", plain[hit.end() : spot]):
        return spot
    return hit.start()


def coarser_pointing(phrase: str) -> str:
    """What may stand there instead."""
    for sign, coarser in (
        (r"一人暮らし|ひとり暮らし|独居|一人住まい", "一人暮らしの方"),
        (r"入所|退所|入居|施設|ホーム|荘|苑", "施設を使っている方"),
        (r"夫婦", "ご夫婦"),
        (r"母親|父親|双子|母子|父子|親子", "子育て中の方"),
        (r"(?:家|お宅|世帯)$", "あるお宅"),
    ):
        if re.search(sign, phrase):
            return coarser
    return "ある方"
