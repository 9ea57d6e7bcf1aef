"""Districts, organisations and halls of the demo, as plain tables."""

from __future__ import annotations

from dataclasses import dataclass

CITY = ("022012", "青森市")

ONO, SHINJO = "ono", "shinjo"

DISTRICTS = {
    # key: name, reading
    SHINJO: ("新城地区", "しんじょうちく"),
    ONO: ("大野地区", "おおのちく"),
}

VENUES = {
    # key: name, reading, district. Named by the source; it says nothing more about them.
    "seibu": ("西部市民センター", "せいぶしみんせんたー", SHINJO),
    "ono_hall": ("大野市民センター", "おおのしみんせんたー", ONO),
}


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organisation: kind as in people's seed, districts served, telephone's last digits."""

    kind: str
    name: str
    kana: str
    districts: tuple[str, ...]
    line: int


BOTH = (SHINJO, ONO)

# （見本） marks what the source does not name. All telephone numbers are fictional (017-000-…).
ORGANIZATIONS = {
    "ono_shakyo": OrganizationRow(
        "chiku_shakyo",
        "大野地区社会福祉協議会",
        "おおのちくしゃかいふくしきょうぎかい",
        (ONO,),
        100,
    ),
    "shinjo_shakyo": OrganizationRow(
        "chiku_shakyo",
        "新城地区社会福祉協議会",
        "しんじょうちくしゃかいふくしきょうぎかい",
        (SHINJO,),
        200,
    ),
    "shi_shakyo": OrganizationRow(
        "shi_shakyo",
        "青森市社会福祉協議会",
        "あおもりししゃかいふくしきょうぎかい",
        BOTH,
        300,
    ),
    "city": OrganizationRow("gyosei", "青森市", "あおもりし", BOTH, 400),
    "ono_minji": OrganizationRow(
        "minjikyo", "大野地区民児協", "おおのちくみんじきょう", (ONO,), 110
    ),
    "shinjo_minji": OrganizationRow(
        "minjikyo", "新城地区民児協", "しんじょうちくみんじきょう", (SHINJO,), 210
    ),
    "shirahatano": OrganizationRow("chokai", "白旗野町会", "しらはたのちょうかい", (SHINJO,), 220),
    "shinjo_chokai": OrganizationRow(
        "chokai", "見本坂町会（見本）", "みほんざかちょうかい", (SHINJO,), 221
    ),
    "shinjo_hokatsu": OrganizationRow(
        "hokatsu",
        "新城担当地域包括支援センター（見本）",
        "しんじょうたんとうちいきほうかつしえんせんたー",
        (SHINJO,),
        230,
    ),
    "shinjo_bank": OrganizationRow(
        "kinyu",
        "見本銀行新城出張所（見本）",
        "みほんぎんこうしんじょうしゅっちょうじょ",
        (SHINJO,),
        240,
    ),
    "shinjo_post": OrganizationRow(
        "yubin", "新城見本郵便局（見本）", "しんじょうみほんゆうびんきょく", (SHINJO,), 250
    ),
    "shinjo_koban": OrganizationRow(
        "koban", "新城見本交番（見本）", "しんじょうみほんこうばん", (SHINJO,), 260
    ),
    "ono_hokatsu": OrganizationRow(
        "hokatsu",
        "大野担当地域包括支援センター（見本）",
        "おおのたんとうちいきほうかつしえんせんたー",
        (ONO,),
        120,
    ),
    "keyaki": OrganizationRow("chokai", "けやき町会（見本）", "けやきちょうかい", (ONO,), 131),
    "sakura": OrganizationRow("chokai", "さくら町会（見本）", "さくらちょうかい", (ONO,), 132),
    "hibari": OrganizationRow("chokai", "ひばり野町会（見本）", "ひばりのちょうかい", (ONO,), 133),
    "midori": OrganizationRow("chokai", "みどり野町会（見本）", "みどりのちょうかい", (ONO,), 134),
    "momiji": OrganizationRow("chokai", "もみじ町会（見本）", "もみじちょうかい", (ONO,), 135),
    "yanagi": OrganizationRow("chokai", "やなぎ町会（見本）", "やなぎちょうかい", (ONO,), 136),
    "ringo": OrganizationRow("chokai", "りんご町会（見本）", "りんごちょうかい", (ONO,), 137),
    "ono_shogai": OrganizationRow(
        "shogai", "大野障がい者の会（見本）", "おおのしょうがいしゃのかい", (ONO,), 140
    ),
    "ono_bohan": OrganizationRow(
        "bohan", "大野防犯協力会（見本）", "おおのぼうはんきょうりょくかい", (ONO,), 141
    ),
    "ono_pta_el": OrganizationRow(
        "pta", "見本小学校PTA（見本）", "みほんしょうがっこうぴーてぃーえー", (ONO,), 142
    ),
    "ono_pta_jr": OrganizationRow(
        "pta", "見本中学校PTA（見本）", "みほんちゅうがっこうぴーてぃーえー", (ONO,), 143
    ),
    "ono_clinic": OrganizationRow(
        "iryo", "見本内科クリニック（見本）", "みほんないかくりにっく", (ONO,), 144
    ),
    "ono_kosodate": OrganizationRow(
        "kosodate", "大野子育て支援センター（見本）", "おおのこそだてしえんせんたー", (ONO,), 145
    ),
    "ono_sodan": OrganizationRow(
        "sodan", "相談支援事業所みほん（見本）", "そうだんしえんじぎょうしょみほん", (ONO,), 146
    ),
    "ono_hojin": OrganizationRow(
        "shafuku",
        "社会福祉法人見本会 特別養護老人ホーム大野の里（見本）",
        "しゃかいふくしほうじんみほんかい",
        (ONO,),
        147,
    ),
    "ono_bosai": OrganizationRow(
        "bosai", "けやき町会自主防災会（見本）", "けやきちょうかいじしゅぼうさいかい", (ONO,), 148
    ),
    "ono_volunteer": OrganizationRow(
        "volunteer", "雪かき応援隊（見本）", "ゆきかきおうえんたい", (ONO,), 149
    ),
}


POSTAL_CODE = "030-0000"
"""青森市 where no part of town is named (以下に掲載がない場合): no door stands behind it."""


def address(number: int) -> str:
    """A made-up address that cannot be mistaken for a real one."""
    return f"青森市見本町{number // 100}丁目{number // 10 % 10}番{number % 10 + 1}号（見本）"
