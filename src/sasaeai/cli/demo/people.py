"""The roster of the demo: every person is fictional, by names that nobody bears."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.people.enums import Channel, StaffRole

PERSONS = {
    # key: name as its bearer writes it, reading, how to reach, needs
    "kaku": ("架空 太一", "かくう たいち", Channel.POST, ""),
    "mihon": ("見本 花江", "みほん はなえ", Channel.POST, ""),
    "shiken": ("試験 一郎", "しけん いちろう", Channel.FAX, ""),
    "karina": ("仮名 春子", "かりな はるこ", Channel.EMAIL, ""),
    "reiji": ("例示 文子", "れいじ ふみこ", Channel.EMAIL, ""),
    "hinagata": ("雛形 正夫", "ひながた まさお", Channel.POST, ""),
    "soutei": ("想定 京子", "そうてい きょうこ", Channel.EMAIL, ""),
    "mogi": ("模擬 清", "もぎ きよし", Channel.POST, "車いす"),
    "shisaku": ("試作 良子", "しさく りょうこ", Channel.POST, ""),
    "renshu": ("練習 勇", "れんしゅう いさむ", Channel.FAX, ""),
    "shitagaki": ("下書 和子", "したがき かずこ", Channel.POST, ""),
    "tehon": ("手本 実", "てほん みのる", Channel.POST, ""),
    "sakurei": ("作例 幸子", "さくれい さちこ", Channel.PHONE, ""),
    "kuso": ("空想 茂", "くうそう しげる", Channel.POST, ""),
    "takamihon": ("髙見本 節子", "たかみほん せつこ", Channel.POST, ""),
    "misaki": ("見﨑 例太", "みさき れいた", Channel.FAX, ""),
    "karioki": ("仮置 隆", "かりおき たかし", Channel.POST, ""),
    "shikou": ("試行 敏子", "しこう としこ", Channel.POST, "筆談"),
    "shoshiki": ("書式 昭", "しょしき あきら", Channel.HAND, ""),
    "yorei": ("用例 ミツ", "ようれい みつ", Channel.POST, "大きな字"),
    "hanrei": ("凡例 進", "はんれい すすむ", Channel.POST, ""),
    "hyohon": ("標本 悦子", "ひょうほん えつこ", Channel.PHONE, ""),
    "mokei": ("模型 勝", "もけい まさる", Channel.POST, ""),
    "genan": ("原案 信子", "げんあん のぶこ", Channel.FAX, ""),
    "souan": ("草案 博", "そうあん ひろし", Channel.POST, ""),
    "kasou": ("仮想 恵", "かそう めぐみ", Channel.EMAIL, ""),
    "setsurei": ("設例 弘", "せつれい ひろし", Channel.POST, ""),
    "zurei": ("図例 照子", "ずれい てるこ", Channel.LINE, ""),
    "bunrei": ("文例 修", "ぶんれい おさむ", Channel.FAX, ""),
    "daizai": ("題材 久美", "だいざい くみ", Channel.EMAIL, ""),
    "soan": ("素案 豊", "そあん ゆたか", Channel.POST, ""),
    "mitate": ("見立 洋子", "みたて ようこ", Channel.POST, ""),
    "kasetsu": ("仮説 守", "かせつ まもる", Channel.HAND, ""),
    "shusaku": ("習作 玲子", "しゅうさく れいこ", Channel.EMAIL, ""),
    "enshu": ("演習 剛", "えんしゅう つよし", Channel.POST, ""),
    "yakugara": ("役柄 真理", "やくがら まり", Channel.EMAIL, ""),
    "haiyaku": ("配役 健", "はいやく けん", Channel.POST, ""),
    "daihon": ("台本 美和", "だいほん みわ", Channel.EMAIL, ""),
    "kyakuhon": ("脚本 学", "きゃくほん まなぶ", Channel.FAX, ""),
    "butai": ("舞台 直美", "ぶたい なおみ", Channel.POST, ""),
    "bamen": ("場面 大介", "ばめん だいすけ", Channel.FAX, ""),
    "sujigaki": ("筋書 由美", "すじがき ゆみ", Channel.EMAIL, ""),
}


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post and whoever holds it; person "" is a vacancy (空席)."""

    organization: str
    title: str
    person: str
    role: StaffRole = StaffRole.NONE


OFFICER, COORDINATOR = StaffRole.OFFICER, StaffRole.COORDINATOR

POSTS = {
    "ono_chair": PostRow("ono_shakyo", "会長", "kaku", OFFICER),
    "ono_vice": PostRow("ono_shakyo", "副会長", "mihon"),
    "ono_clerk": PostRow("ono_shakyo", "事務局長", "shiken", OFFICER),
    "ono_director": PostRow("ono_shakyo", "理事", ""),
    "shinjo_chair": PostRow("shinjo_shakyo", "会長", "hinagata", OFFICER),
    "shinjo_clerk": PostRow("shinjo_shakyo", "事務局長", "shitagaki"),
    "coordinator": PostRow("shi_shakyo", "地域支え合い推進員", "karina", COORDINATOR),
    "coordinator_2": PostRow("shi_shakyo", "地域支え合い推進員（二人目）", "soutei", COORDINATOR),
    "council": PostRow("shi_shakyo", "地域福祉担当", "reiji", StaffRole.CITY_COUNCIL),
    "city": PostRow("city", "地域支え合い担当", "daizai", StaffRole.CITY),
    "city_snow": PostRow("city", "雪対策担当", "sujigaki"),
    "city_waste": PostRow("city", "ごみ担当", "bamen"),
    # 大野
    "minji_chair": PostRow("ono_minji", "会長", "shisaku"),
    "minji_vice": PostRow("ono_minji", "副会長", "misaki"),
    "minji_child": PostRow("ono_minji", "主任児童委員", "kasou"),
    "hokatsu_head": PostRow("ono_hokatsu", "センター長", "shusaku"),
    "hokatsu_nurse": PostRow("ono_hokatsu", "保健師", "yakugara"),
    "keyaki": PostRow("keyaki", "会長", "misaki"),
    "keyaki_vice": PostRow("keyaki", "副会長", "sakurei"),
    "sakura": PostRow("sakura", "会長", "takamihon"),
    "sakura_vice": PostRow("sakura", "副会長", "kuso"),
    "hibari": PostRow("hibari", "会長", "mogi"),
    "midori": PostRow("midori", "会長", "renshu"),
    "momiji": PostRow("momiji", "会長", "tehon"),
    "yanagi": PostRow("yanagi", "会長", "yorei"),
    "ringo": PostRow("ringo", "会長", "karioki"),
    "ono_shogai": PostRow("ono_shogai", "会長", "shikou"),
    "ono_bohan": PostRow("ono_bohan", "会長", "shoshiki"),
    "ono_pta_el": PostRow("ono_pta_el", "会長", "zurei"),
    "ono_pta_jr": PostRow("ono_pta_jr", "会長", "haiyaku"),
    "ono_clinic": PostRow("ono_clinic", "院長", "souan"),
    "ono_kosodate": PostRow("ono_kosodate", "センター長", "daihon"),
    "ono_sodan": PostRow("ono_sodan", "相談支援専門員", "butai"),
    "ono_hojin": PostRow("ono_hojin", "施設長", "kyakuhon"),
    "ono_bosai": PostRow("ono_bosai", "会長", "misaki"),
    "ono_volunteer": PostRow("ono_volunteer", "代表", "hanrei"),
    # 新城
    "shinjo_minji": PostRow("shinjo_minji", "会長", "hyohon"),
    "shirahatano": PostRow("shirahatano", "会長", "mokei"),
    "shinjo_chokai": PostRow("shinjo_chokai", "会長", "soan"),
    "shinjo_hokatsu": PostRow("shinjo_hokatsu", "センター長", "genan"),
    "shinjo_nurse": PostRow("shinjo_hokatsu", "社会福祉士", "mitate"),
    "shinjo_bank": PostRow("shinjo_bank", "所長", "setsurei"),
    "shinjo_post": PostRow("shinjo_post", "局長", "bunrei"),
    "shinjo_koban": PostRow("shinjo_koban", "所長", "kasetsu"),
    "shinjo_welfare": PostRow("shinjo_shakyo", "福祉部長", "enshu"),
}

ONO_STEERING = (
    # 地区社協、町会、民児協、包括、障がい者団体、防犯団体、PTA、医療機関 (source, page 9)
    "ono_chair", "ono_clerk", "keyaki", "minji_chair", "hokatsu_head",
    "ono_shogai", "ono_bohan", "ono_pta_el", "ono_clinic",
)  # fmt: skip

ONO_MEMBERS = (
    "ono_chair", "ono_vice", "ono_clerk", "keyaki", "keyaki_vice", "sakura", "sakura_vice",
    "hibari", "midori", "momiji", "yanagi", "ringo", "minji_chair", "minji_child",
    "hokatsu_head", "hokatsu_nurse", "ono_shogai", "ono_bohan", "ono_pta_el", "ono_pta_jr",
    "ono_clinic", "ono_kosodate", "ono_sodan", "ono_hojin", "ono_volunteer", "coordinator",
    "coordinator_2", "council", "city", "city_waste",
)  # fmt: skip

SHINJO_MEMBERS = (
    "shinjo_chair", "shinjo_clerk", "shinjo_welfare", "shirahatano", "shinjo_chokai",
    "shinjo_minji", "shinjo_hokatsu", "shinjo_nurse", "coordinator", "coordinator_2",
    "council", "city",
)  # fmt: skip

NETWORK_MEMBERS = (
    "shinjo_hokatsu", "shinjo_nurse", "shinjo_chair", "shirahatano", "shinjo_chokai",
    "shinjo_minji", "council", "shinjo_bank", "shinjo_post", "shinjo_koban",
    "coordinator", "coordinator_2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoginRow:
    """A demo login: number, post whose holder signs in, what to say about it."""

    login_id: str
    post: str
    english: str
    japanese: str


PASSWORD = "mihon-no-aikotoba"  # noqa: S105  printed by the demo; it opens made-up data only

LOGINS = (
    LoginRow(
        "suishin", "coordinator", "coordinator of three districts", "推進員（新城・大野・例示）"
    ),
    LoginRow("ono", "ono_chair", "officer of the Ono district council", "大野地区社協 会長"),
    LoginRow(
        "shinjo", "shinjo_chair", "officer of the Shinjo district council", "新城地区社協 会長"
    ),
    LoginRow("shi", "city", "city office", "青森市の担当"),
    LoginRow("shakyo", "council", "city council of social welfare", "市社協の担当"),
)
