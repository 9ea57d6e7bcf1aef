"""Services of the demo, all fictional: at least one for every kind of trouble."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.cli.demo.places import ONO, SHINJO


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service. organization: key of the register, or "" with operator.

    checked: days ago it was checked; more than a year ago it is due to be checked again.
    """

    kind: str
    name: str
    kana: str
    description: str
    tel: str = ""
    districts: tuple[str, ...] = ()
    organization: str = ""
    operator: str = ""
    for_whom: str = ""
    how_to_apply: str = "電話で申し込みます。"
    fee: str = "無料"
    hours: str = ""
    place: str = ""
    season: str = "all_year"
    checked: int = 60


CORRECTED = "snow"
"""Key of the service that its operator says has changed."""

SERVICES: dict[str, ServiceRow] = {
    "hokatsu": ServiceRow(
        "consultation", "大野の高齢者なんでも相談（見本）", "おおののこうれいしゃなんでもそうだん",
        "介護・健康・くらしの困りごとを、まとめて聞きます。家を訪ねての相談もできます。",
        "017-000-1101", (ONO,), "ono_hokatsu", for_whom="65歳以上の方とその家族",
        hours="月曜から金曜 8時30分から17時15分",
    ),
    "shinjo_hokatsu": ServiceRow(
        "consultation", "新城の高齢者なんでも相談（見本）", "しんじょうのこうれいしゃなんでもそうだん",
        "介護・健康・くらしの困りごとを、まとめて聞きます。",
        "017-000-1201", (SHINJO,), "shinjo_hokatsu", for_whom="65歳以上の方とその家族",
        hours="月曜から金曜 8時30分から17時15分",
    ),
    "salon": ServiceRow(
        "gathering", "けやき茶の間（見本）", "けやきちゃのま",
        "お茶を飲み、軽い体操をします。はじめての方も一人で来られます。",
        "017-000-1102", (ONO,), "keyaki", for_whom="どなたでも", how_to_apply="直接おいでください。",
        fee="1回100円（お茶代）", hours="毎月第2・第4火曜 10時から12時", place="大野の集会所（見本）",
    ),
    "watch": ServiceRow(
        "watching", "大野見守り隊（見本）", "おおのみまもりたい",
        "週に1回、声をかけに伺います。郵便や新聞がたまっていたときは、家族や包括に知らせます。",
        "017-000-1103", (ONO,), operator="大野見守りの会（見本）", for_whom="一人暮らしの方",
        hours="月曜から土曜",
    ),
    "meals": ServiceRow(
        "meals", "見守り弁当（見本）", "みまもりべんとう",
        "夕食の弁当を手渡しで届けます。安否も確かめます。",
        "017-000-1104", operator="見本配食センター", for_whom="買い物や料理が難しい方",
        fee="1食600円", hours="月曜から金曜の夕方", checked=400,
    ),
    "transport": ServiceRow(
        "transport", "買物・通院の送迎ボランティア（見本）", "かいものつういんのそうげい",
        "近くの店や病院まで、車で送り迎えをします。",
        "017-000-1105", (SHINJO,), operator="新城おでかけの会（見本）",
        for_whom="バス停まで歩くのが難しい方", how_to_apply="3日前までに電話で申し込みます。",
        fee="ガソリン代の実費", hours="火曜・金曜",
    ),
    "snow": ServiceRow(
        "snow", "さくら雪かき隊（見本）", "さくらゆきかきたい",
        "玄関から道路までの雪を片づけます。屋根の雪は扱いません。",
        "017-000-1106", (ONO,), "sakura", for_whom="自分で雪かきができない世帯",
        fee="1回300円", hours="雪の日の朝7時から", season="winter",
    ),
    "rubbish": ServiceRow(
        "rubbish", "ごみ出しお手伝い（見本）", "ごみだしおてつだい",
        "収集日の朝、玄関先からごみ集積所まで運びます。分別の相談もできます。",
        "017-000-1107", (ONO,), "midori", for_whom="ごみを運ぶのが難しい方", fee="月200円",
        hours="収集日の朝",
    ),
    "household": ServiceRow(
        "household", "ちょこっとお助け（見本）", "ちょこっとおたすけ",
        "電球の交換、家具の移動、草取りなど、30分くらいの手伝いをします。",
        "017-000-1108", (SHINJO,), operator="新城お助け隊（見本）", for_whom="高齢者だけの世帯",
        fee="30分300円", hours="月曜から金曜 9時から16時",
    ),
    "care": ServiceRow(
        "care", "元気アップ体操教室（見本）", "げんきあっぷたいそうきょうしつ",
        "いすに座ったままできる体操で、転ばない体をつくります。",
        "017-000-1109", (ONO,), "ono_hokatsu", for_whom="65歳以上の方",
        hours="毎週木曜 13時30分から14時30分",
    ),
    "children": ServiceRow(
        "children", "子育てひろば ひばり（見本）", "こそだてひろばひばり",
        "親子で遊び、育児の相談ができます。",
        "017-000-1110", operator="見本子育て支援センター", for_whom="就学前の子どもと保護者",
        how_to_apply="直接おいでください。", hours="月曜から金曜 9時30分から15時",
    ),
    "disability": ServiceRow(
        "disability", "障がい者のくらし相談（見本）", "しょうがいしゃのくらしそうだん",
        "くらし・仕事・手続きの相談を受けます。筆談もできます。",
        "017-000-1111", (ONO,), "ono_shogai", for_whom="障がいのある方と家族",
        hours="水曜 10時から15時", checked=430,
    ),
    "money": ServiceRow(
        "money", "お金と権利の相談窓口（見本）", "おかねとけんりのそうだんまどぐち",
        "お金の管理、成年後見、だまされたときの相談を受けます。",
        "017-000-1112", operator="見本権利擁護センター", for_whom="どなたでも",
        hours="月曜から金曜 9時から17時",
    ),
    "disaster": ServiceRow(
        "disaster", "防災お届け講座（見本）", "ぼうさいおとどけこうざ",
        "町会の集まりに出向き、避難のしかたや備えを話します。",
        "017-000-1113", operator="見本防災の会", for_whom="町会・サロンなど5人以上の集まり",
        how_to_apply="1か月前までに電話で申し込みます。",
    ),
    "volunteer": ServiceRow(
        "volunteer", "ボランティア紹介窓口（見本）", "ぼらんてぃあしょうかいまどぐち",
        "手伝ってほしい人と、手伝いたい人を結びます。",
        "017-000-1114", operator="見本ボランティアセンター", for_whom="どなたでも",
        hours="月曜から金曜 8時30分から17時",
    ),
    "place": ServiceRow(
        "place", "大野の集会所（見本）", "おおののしゅうかいじょ",
        "20人まで入れる和室です。いすが10脚あります。",
        "017-000-1115", (ONO,), "keyaki", for_whom="地区の団体",
        how_to_apply="使う日の1週間前までに電話で申し込みます。", fee="1回500円",
        hours="9時から21時", place="大野の集会所（見本）",
    ),
    "other": ServiceRow(
        "other", "男の料理教室（見本）", "おとこのりょうりきょうしつ",
        "はじめての方が、みそ汁とおかずを1品作ります。",
        "017-000-1116", (SHINJO,), operator="新城男の台所（見本）", fee="1回400円（材料代）",
        hours="毎月第3土曜 10時から13時",
    ),
}  # fmt: skip
