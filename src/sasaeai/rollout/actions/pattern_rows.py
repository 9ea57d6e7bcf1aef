"""The three patterns of the source as rows: what 新城 and 大野 did, and its plain 5W1H.

Source: 青森市「地域支え合い会議について」資料① (early 2019): 5W1H 方針案 (who, how often, who runs it),
新城地区 and 大野地区 (what was said and done), 「2地区の特徴」, 「話し合う事項（例）」. The days of
the steps and the minutes of the items are ours: the source gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from sasaeai.meetings.enums import BodyKind, ItemKind
from sasaeai.rollout.queries.pattern_shape import BodyShape, ItemShape, PatternShape, StepShape

SOURCE = "出典：青森市『地域支え合い会議について』資料①（平成31年）"


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A pattern that comes with the programme."""

    code: str
    source_note: str
    shape: PatternShape


_WHO = (
    "chiku_shakyo",
    "chokai",
    "minjikyo",
    "hokatsu",
    "kosodate",
    "sodan",
    "shafuku",
    "gyosei",
)
"""Who meets by the 5W1H of the source; 「案件により参集者が異なるフレキシブルな協議体」."""
_CORE = (
    "chiku_shakyo",
    "chokai",
    "minjikyo",
    "hokatsu",
    "shogai",
    "bohan",
    "pta",
    "iryo",
)
"""The 幹事会 of 大野地区."""
_NETWORK = (
    "chiku_shakyo",
    "chokai",
    "minjikyo",
    "hokatsu",
    "shi_shakyo",
    "kinyu",
    "yubin",
    "koban",
)
"""The 地域支援ネットワーク会議 of 新城地区 on 2018-11-22."""
_LEAD = (
    "さて、{district}では、住民の困りごとを地域の皆さまで受けとめ、関係機関と力を合わせて解決に"
    "つなげるため、{body}を始めることになりました。つきましては、下記のとおり会議を開催いたします。"
    "ご多用のところ恐れ入りますが、ご出席くださいますようお願い申し上げます。"
)


def _items(*rows: tuple[str, str, int]) -> tuple[ItemShape, ...]:
    return tuple(ItemShape(*row) for row in rows)


def _steps(*rows: tuple[int, str, str], letter: int = 30) -> tuple[StepShape, ...]:
    """The steps of a pattern's own, then those that every first meeting has."""
    last = (
        (letter + 2, "会場を押さえ、議題と案内の文を確かめる", "地区社協・推進員"),
        (letter, "案内を出す", "地区社協・推進員"),
        (10, "返信を締め切り、まだの方に電話で聞く", "推進員"),
        (3, "資料・名札・出欠表をそろえる", "推進員"),
        (-14, "記録をまとめ、回覧で知らせる", "推進員"),
        (-30, "次回の日にちを決める", "地区社協・推進員"),
    )
    return tuple(StepShape(*row) for row in (*rows, *last))


def _support(members: tuple[str, ...], items: tuple[ItemShape, ...]) -> BodyShape:
    return BodyShape(
        key="support",
        kind=BodyKind.SUPPORT,
        name="{district}地域支え合い会議",
        purpose="地域の福祉関係者が集まり、地域の課題や共有すべき情報を共有して、解決を試みる。",
        hosts=("chiku_shakyo",),
        members=members,
        links=("shi_shakyo",),
        items=items,
    )


_FIRST_ITEMS = _items(
    ("地域支え合い会議の趣旨と進め方について", ItemKind.REPORT, 10),
    ("「困りごと」の相談先の情報共有", ItemKind.EXCHANGE, 20),
    ("地域で気になっていること（情報交換）", ItemKind.EXCHANGE, 25),
    ("次回の議題と日程について", ItemKind.DISCUSS, 5),
)

DEEMED = PatternShape(
    name="みなし型",
    summary=(
        "地域包括支援センターが主催している地域支援ネットワーク会議を、地域支え合い会議のひとつとみなす。"
        "会議の調整役となる地域支え合い推進員が両方の会議に出席し、情報を共有する。"
    ),
    suits=(
        "同じ趣旨の会議がもうあり、「同じような会議が多い」「統合するなどして負担を減らしてほしい」"
        "という声のある地区"
    ),
    notice_lead=_LEAD,
    bodies=(
        _support((*_WHO, "kinyu", "koban"), _FIRST_ITEMS),
        BodyShape(
            key="network",
            kind=BodyKind.NETWORK,
            name="{district}地域支援ネットワーク会議",
            purpose="地域包括支援センターが主催し、地域で支援にあたる関係者が情報を共有する。",
            hosts=("hokatsu",),
            members=_NETWORK,
            links=("shi_shakyo",),
            existing=True,
            yearly_target=2,
            usual_start=time(18, 0),
            counts_for="support",
        ),
    ),
    steps=_steps(
        (60, "包括と、みなしの条件（両方の会議の日程・議題の分け方）を打ち合わせる", "推進員"),
        (45, "みなしを地区社協の役員会で決める", "地区社協"),
        (40, "両方の会議に出る推進員と、情報の伝え方を決める", "推進員・包括"),
    ),
)

STEERING = PatternShape(
    name="幹事会型",
    summary=(
        "最初から大勢で議論するとまとまりづらいので、まず骨格となる幹事会を開き、"
        "幹事会での検討を踏まえて地域支え合い会議を開催する。"
    ),
    suits="町会や団体が多く、はじめから全員で話すとまとまりにくい地区",
    notice_lead=_LEAD,
    bodies=(
        _support(
            (*_WHO, "iryo", "pta", "bohan", "shogai"),
            _items(
                ("地域支え合い会議の趣旨と、幹事会からの報告", ItemKind.REPORT, 10),
                ("幹事会で選んだ地域の課題について", ItemKind.DISCUSS, 30),
                ("各団体からのお知らせ", ItemKind.EXCHANGE, 15),
                ("次回の議題と日程について", ItemKind.DISCUSS, 5),
            ),
        ),
        BodyShape(
            key="steering",
            kind=BodyKind.STEERING,
            name="{district}地域支え合い会議 幹事会",
            purpose="地域支え合い会議の議題と進め方を、先に検討する。",
            hosts=("chiku_shakyo",),
            members=_CORE,
            links=("shi_shakyo",),
            items=_items(
                ("会議の骨格（進め方・参集範囲・年間の日程）について", ItemKind.DISCUSS, 25),
                ("はじめに話し合う地域の課題について", ItemKind.DISCUSS, 30),
                ("役割分担について", ItemKind.DISCUSS, 5),
            ),
            prepares="support",
            first_after_days=-28,
        ),
    ),
    steps=_steps(
        (75, "幹事会に入る団体と人を、地区社協の役員会で決める", "地区社協"),
        (58, "幹事会の案内を出す", "地区社協・推進員"),
        (28, "幹事会を開き、はじめの議題と参集範囲を決める", "地区社協"),
        letter=24,
    ),
)

SINGLE = PatternShape(
    name="単独型",
    summary=(
        "地区社会福祉協議会を中心に地域支え合い会議を運営し、地域支え合い推進員がサポートする。"
        "年3〜4回、事案がなくても定期的に集まり情報交換を行う。"
    ),
    suits="同じような会議がまだなく、地区社協が中心になって集まれる地区",
    notice_lead=_LEAD,
    bodies=(_support(_WHO, _FIRST_ITEMS),),
    steps=_steps(
        (45, "会議の趣旨・招集範囲・開催時期・開催場所を役員会で確かめる", "地区社協・推進員"),
    ),
)

PATTERNS = (
    PatternRow("deemed", f"{SOURCE} 新城地区", DEEMED),
    PatternRow("steering", f"{SOURCE} 大野地区", STEERING),
    PatternRow("single", f"{SOURCE} 5W1H 方針案", SINGLE),
)
