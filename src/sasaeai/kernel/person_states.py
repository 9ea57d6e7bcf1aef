"""Illness and hardship of one person in a text made plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_MEMORY = "もの忘れに心配のある方"
_MIND = "こころの具合に心配のある方"
_HELP = "暮らしに手助けの要る方"
_SUPPORT = "手助けの要る方"
_BODY = "体の具合に心配のある方"
_CARE = "介護の手助けを受けている方"
_HOME = "家で過ごすことの多い方"

_SAID_AS = {
    _MEMORY: ("アルツハイマー(?:型|病)? 認知症 若年性認知症"),
    _MIND: (
        "統合失調症 双極性障害 双極性障がい うつ病 鬱病 パニック障害 適応障害 不安障害 摂食障害 "
        "精神疾患 躁うつ病"
    ),
    _HELP: (
        "アルコール依存症? ギャンブル依存症? 薬物依存症? 依存症 アル中 生活保護 生保(?=[をで受]) "
        "生活困窮"
    ),
    _HOME: ("引きこもり ひきこもり 引き籠もり 引きこもって ひきこもって"),
    _SUPPORT: (
        "発達障害 発達障がい 知的障害 知的障がい 精神障害 精神障がい 身体障害 身体障がい 視覚障害 "
        "視覚障がい 聴覚障害 聴覚障がい 自閉症 ダウン症 ADHD 療育手帳 障害者手帳 障がい者手帳 "
        "障害[1-6一二三四五六]級 全盲 難聴"
    ),
    _BODY: (
        "脳梗塞 脳卒中 脳出血 くも膜下出血 心筋梗塞 狭心症 心不全 糖尿病 パーキンソン病 人工透析 "
        "透析 末期の?がん がん患者 [肺胃乳]がん 大腸がん 膵臓がん すい臓がん 肝臓がん 前立腺がん "
        "子宮がん 肺癌 胃癌 乳癌 白血病 てんかん 腎不全 肝硬変 関節リウマチ 人工肛門 "
        "ペースメーカー 在宅酸素 胃ろう 難病 心臓病 腎臓病 喘息 ぜんそく 肺炎 結核 緑内障 白内障 "
        "骨粗しょう症 ヘルニア 片麻痺 半身不随 寝たきり 失語症"
    ),
    _CARE: ("要介護度?[1-5一二三四五]? 要支援[12一二]? 介護度[1-5]"),
}
_WEAK = {
    "体の不調": (
        "骨折 骨を折(?:った|って|り) がん(?=[のでがとを]) 癌 足を引きずって? 目が見えにくく? "
        "目が見えな(?:い|く) 目が悪 耳が聞こえ(?:ない|にくい|にくく|づらい|なく)? 腰を痛め "
        "車いす(?=[でをにのと生])(?!の操作) 車椅子(?=[でをにのと生])(?!の操作) 持病 リウマチ "
        "高血圧 腎臓 心臓 発作 麻痺 マヒ まひ 余命 抗がん剤 股関節 腰痛 膝[がを](?:悪|痛|手術) "
        "足が(?:不自由|悪) 手足が 足腰が弱 インスリン 酸素ボンベ 糖尿 高次脳機能障(?:害|がい) "
        "目が不自由 耳が不自由 口がきけ 目を患 膝痛"
    ),
    "気がかりなこと": (
        "物忘れ もの忘れ 物わすれ レビー小体型? 徘徊 はいかい ぼけ ボケ 惚け 同じことを何度も "
        "道に迷"
    ),
    "心の不調": (
        "うつ(?=[でのだと病状]) うづ 鬱 ノイローゼ 心療内科 精神科 精神的に 自殺 自傷 妄想 幻覚 "
        "被害妄想"
    ),
    "暮らしの困りごと": (
        "借金 アルコール 酒浸り 酒をやめられ 酒びたり 酒癖 滞納 自己破産 生保 虐待 暴力 DV 刑務所"
    ),
    "家で過ごすことが多いこと": ("不登校 登校拒否 閉じこもり"),
    "手助けの要ること": ("障害 障がい 身障 知的な 手帳を持"),
    "介護の手助け": ("要?介護(?:認定|サービス)を(?:受け|申請|使|利用) 介護を受け"),
}
_GENERAL = (
    "[1-5]|[・、~][1-5一二三四五]|の?(?:カフェ|サポーター|キャラバン|予防|対策|対応|講座|講演|"
    "教室|研修|施策|事業|疾患|初期集中|ケアパス|"
    "ガイド|相談|支援(?!員)|家族の会|者手帳|者福祉|者の数|者の(?!娘|息子|母|父)|者団体|者総合|"
    "者が|者も|者同士|認定|制度|の方々|の人たち|の勉強|について|とは|月間)|"
    "の?(?:方|人)(?:が(?:いる|増|多|い)|は|には|にも|でも|や|と(?:その)?家族|への|の(?:団体|会|"
    "家族会|ため|避難|支援|相談))|"
    "を知|の理解|の正し|の(?:早期|疑いのある方)|(?:高齢者|世帯|担当)|(?:患者)の|の(?:家族会|"
    "親の会|子を持つ)|のある方|[以]上|施設|病棟|外来|検診|健診|検査|のおそれ|リスク|などの|"
    "や[^せ]"
)
_PEOPLE = (
    "母|父|主人|夫(?!婦)|妻|娘|息子|兄(?!弟)|姉(?!妹)|弟|妹|祖母|祖父|長男|長女|次男|次女|三男|"
    "おじいさん|おばあさん|奥さん|旦那|おじさん|おばさん|お孫さん|若者|青年|"
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
_ONE_PERSON = re.compile(
    r"らしい|だそう|そうです|とのこと|と聞|みたい|で(?:入院|通院|休|寝|倒れ|亡くな)|を患|"
    r"になった(?!ら|とき|場合|方|人)|"
    r"が進[んみ]|が悪化|と診断|[0-9]{2}(?:歳|才|代の)|一人暮らし|ひとり暮らし|独居|"
    r"\([0-9]{2,3}\)|の(?:方|人)が(?:一人|1人|ひとり|住|暮)|"
    rf"(?:{_PEOPLE})(?!たち|達|や|と(?:娘|息子|父|母)の?(?:会|教室|居場所))"
)


def illnesses(plain: str, named: Callable[[int, int], bool]) -> Iterator[tuple[int, int, str]]:
    """Words of illness: plain ones, and weaker ones in a sentence that names a person.

    named: whether a person is named between two places.
    """
    for sentence in _SENTENCE.finditer(plain):
        start, end = sentence.span()
        strong = list(_STRONG.finditer(plain, start, end))
        faint = list(_FAINT.finditer(plain, start, end))
        if not strong and not faint:
            continue
        by_name = named(start, end)
        if by_name or _ONE_PERSON.search(plain, start, end):
            for hit in strong:
                yield *hit.span(), _coarser(hit[0], _STRONG_SAID)
        if by_name:
            for hit in faint:
                yield *hit.span(), _coarser(hit[0], _FAINT_SAID)


def _coarser(found: str, said: list[tuple[re.Pattern[str], str]]) -> str:
    return next((coarser for words, coarser in said if words.match(found)), _BODY)
