"""平成30年度 as the source tells it: three meetings, what was said, what was agreed.

Source: 青森市「地域支え合い会議について」資料① (early 2019), pages 5 to 9. Gists are in our own words;
how an item ended is named after our list of outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from sasaeai.meetings.enums import BodyKind, ItemKind, Outcome, RemarkKind

SOURCE = "出典：青森市『地域支え合い会議について』資料①（平成31年）"

OPINION, RESPONSE = RemarkKind.OPINION, RemarkKind.RESPONSE


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body of the demo. members: keys of posts; prepares: key of the body it prepares."""

    district: str
    kind: str
    name: str
    hosts: tuple[str, ...]
    purpose: str = ""
    yearly_target: int = 0
    start: time | None = None
    venue: str = ""
    members: tuple[str, ...] = ()
    prepares: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a past meeting: its gists (kind, side that spoke, text) and its outcome."""

    title: str
    kind: str
    outcome: str
    remarks: tuple[tuple[str, str, str], ...] = ()
    outcome_text: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class PastMeeting:
    """A meeting of the source. called: (organisation as the source writes it, side)."""

    body: str
    on: date
    start: time
    end: time
    venue: str
    people: int
    called: tuple[tuple[str, str], ...]
    items: tuple[ItemRow, ...]
    note: str = ""


BRIEFING_IN_SHINJO = date(2018, 10, 26)
BRIEFING_IN_ONO = date(2018, 11, 7)

BRIEFINGS = {
    "shinjo_briefing": BodyRow(
        "shinjo",
        BodyKind.BRIEFING,
        "新城地区 地域支え合い会議 説明会",
        ("city", "shi_shakyo"),
        ended_on=BRIEFING_IN_SHINJO + timedelta(days=1),  # held once
    ),
    "ono_briefing": BodyRow(
        "ono",
        BodyKind.BRIEFING,
        "大野地区 地域支え合い会議 説明会",
        ("city", "shi_shakyo"),
        ended_on=BRIEFING_IN_ONO + timedelta(days=1),
    ),
}

RECOGNITION_DECIDED_AT = "新城地区での説明会"
RECOGNITION_CONDITION = "会議の調整役である地域支え合い推進員が両方の会議に出て、情報を共有する。"

MEETINGS = (
    PastMeeting(
        body="shinjo_briefing",
        on=BRIEFING_IN_SHINJO,
        start=time(13, 30),
        end=time(14, 30),
        venue="seibu",
        people=23,
        called=(
            ("新城地区社協", "地区社協"),
            ("町会", "町会"),
            ("新城地区民児協", "民児協"),
            ("地域包括支援センター", "包括"),
            ("市社協", "市社協"),
            ("青森市", "市"),
        ),
        items=(
            ItemRow(
                "地域支え合い会議の説明",
                ItemKind.REPORT,
                Outcome.DECIDED,
                (
                    (OPINION, "地区社協", "とてもよい取組なので、力を合わせていきたい。"),
                    (
                        OPINION,
                        "町会",
                        (
                            "似た会議がすでにいくつもある。包括が主催する地域支援ネットワーク会議とねらいが同じなら、"
                            "一つにまとめるなどして、出る人の負担を軽くしてほしい。"
                        ),
                    ),
                ),
                "新城地区では、包括が主催する地域支援ネットワーク会議も地域支え合い会議の一つとみなす。"
                "調整役の地域支え合い推進員が両方の会議に出て、情報を共有する。",
            ),
        ),
    ),
    PastMeeting(
        body="ono_briefing",
        on=BRIEFING_IN_ONO,
        start=time(15, 0),
        end=time(16, 5),
        venue="ono_hall",
        people=27,
        called=(
            ("大野地区社協", "地区社協"),
            ("町会", "町会"),
            ("大野地区民児協", "民児協"),
            ("地域包括支援センター", "包括"),
            ("市社協", "市社協"),
            ("青森市", "市"),
        ),
        items=(
            ItemRow(
                "地域支え合い会議の説明",
                ItemKind.REPORT,
                Outcome.DECIDED,
                (
                    (
                        OPINION,
                        "地区社協",
                        (
                            "はじめから大人数で話すとまとまりにくい。"
                            "まず骨組みになる幹事会のようなものを作り、それから会議を開いてはどうか。"
                        ),
                    ),
                    (
                        OPINION,
                        "地区社協",
                        "声をかける先は、地区社協・民児協・防犯・PTA・医療機関などが考えられる。",
                    ),
                ),
                "大野地区では、挙がった団体を基本とする幹事会を開く。",
            ),
        ),
    ),
    PastMeeting(
        body="network",
        on=date(2018, 11, 22),
        start=time(18, 0),
        end=time(19, 0),
        venue="seibu",
        people=20,
        called=(
            ("新城地区社協", "地区社協"),
            ("町会", "町会"),
            ("新城地区民児協", "民児協"),
            ("地域包括支援センター", "包括"),
            ("市社協", "市社協"),
            ("金融機関", "金融機関"),
            ("郵便局", "郵便局"),
            ("交番", "交番"),
        ),
        items=(
            ItemRow(
                "地域包括支援センターの活動を知ってもらうには",
                ItemKind.DISCUSS,
                Outcome.CIRCULATE,
                ((RESPONSE, "", "回覧板で知らせてはどうか。"),),
                topic="consultation",
            ),
            ItemRow(
                "一人暮らしの高齢の方への支援",
                ItemKind.DISCUSS,
                Outcome.SERVICE,
                (
                    (RESPONSE, "", "「福祉安心電話」の紹介があった。"),
                    (RESPONSE, "", "「みまもりサービス」の紹介があった。"),
                ),
            ),
            ItemRow(
                "地域活動の紹介",
                ItemKind.EXCHANGE,
                Outcome.SHARED,
                ((OPINION, "町会", "白旗野町会から、自主防災組織の取組の話があった。"),),
                topic="disaster",
            ),
        ),
        note="地域支え合い推進員2名が参加",
    ),
)
