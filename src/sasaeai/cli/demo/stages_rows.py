"""How far the demo's districts are: the two of the source as it tells them, others as samples.

Source: 青森市「地域支え合い会議について」資料① (early 2019), pages 4 to 9 and 11. What groups said is quoted
as it stands there. It gives no day for talks with the officers of the two model districts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sasaeai.cli.demo.history import BRIEFING_IN_ONO, BRIEFING_IN_SHINJO
from sasaeai.cli.demo.places import ONO, SHINJO


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model district. opinions: (side, what it said, what was answered)."""

    district: str
    briefing_on: date
    venue: str
    head_count: int
    people: str
    opinions: tuple[tuple[str, str, str], ...]
    talks: str
    kinds: tuple[str, ...]
    range_note: str
    way: str
    agreed_at: str
    council: str


NOT_TOLD = "モデル地区のため（出典に役員打合せの日がない）"

MODELS = (
    ModelRow(
        district=SHINJO,
        briefing_on=BRIEFING_IN_SHINJO,
        venue="seibu",
        head_count=23,
        people="新城地区社協、町会、新城地区民児協、地域包括支援センター、市社協、青森市",
        opinions=(
            ("地区社協", "大変良い取組なので、協力していきたい", ""),
            (
                "町会",
                (
                    "同じような会議が多い。地域包括支援センター主催の「地域支援ネットワーク会議」というものもある。"
                    "同じ趣旨なのであれば統合するなどして、参加者の負担を減らしてほしい"
                ),
                (
                    "新城地区では、地域支援ネットワーク会議（地域包括支援センター主催）についても、"
                    "地域支え合い会議のひとつとみなし、会議の調整役となる地域支え合い推進員が"
                    "両会議に出席し情報を共有することとした。"
                ),
            ),
        ),
        talks="地区社会福祉協議会と地域包括支援センター主催の両会議を調整しながら開催する。",
        kinds=(
            "chiku_shakyo",
            "chokai",
            "minjikyo",
            "hokatsu",
            "shi_shakyo",
            "kinyu",
            "yubin",
            "koban",
        ),
        range_note="参集範囲の特徴：金融機関、交番",
        way="地域支援ネットワーク会議を、地域支え合い会議のひとつとみなす",
        agreed_at="新城地区での説明会",
        council="shinjo_shakyo",
    ),
    ModelRow(
        district=ONO,
        briefing_on=BRIEFING_IN_ONO,
        venue="ono_hall",
        head_count=27,
        people="大野地区社協、町会、大野地区民児協、地域包括支援センター、市社協、青森市",
        opinions=(
            (
                "地区社協",
                (
                    "最初から大勢で議論すると、議論がまとまりづらいので、まずは、"
                    "幹事会のような骨格を作ってから、会議を運営してはどうか。"
                ),
                "",
            ),
            (
                "地区社協",
                "参集範囲としては、地区社協、民児協、防犯、ＰＴＡ、医療機関等",
                "大野地区では上記メンバーを基本とする幹事会を開催",
            ),
        ),
        talks="幹事会での検討を踏まえて、地域支え合い会議を開催する。",
        kinds=(
            "chiku_shakyo",
            "chokai",
            "minjikyo",
            "hokatsu",
            "shogai",
            "bohan",
            "pta",
            "iryo",
        ),
        range_note="参集範囲の特徴：医療機関、ＰＴＡ、防犯団体",
        way="幹事会で検討してから、地域支え合い会議を開く",
        agreed_at="大野地区での説明会",
        council="ono_shakyo",
    ),
)


@dataclass(frozen=True, slots=True)
class SampleRow:
    """An invented district. Days are counted back from today; planned ones ahead of it.

    done: (stage, days ago); started, planned: the same of one stage. coordinator: the post of the
    coordinator who looks after it. roster: who could be called is in the register.
    """

    name: str
    kana: str
    done: tuple[tuple[str, int], ...] = ()
    started: tuple[str, int] | None = None
    planned: tuple[str, int] | None = None
    coordinator: str = ""
    roster: bool = False


SAMPLE_NOTE = "（見本の記録です）"

SAMPLES = (
    SampleRow(
        "例示地区（見本）",
        "れいじちく",
        done=(("officers", 40),),
        planned=("briefing", 18),
        coordinator="coordinator",
        roster=True,
    ),
    SampleRow(
        "仮名地区（見本）",
        "かりなちく",
        done=(("officers", 200), ("briefing", 130)),
        coordinator="coordinator_2",
    ),
    SampleRow(
        "雛形地区（見本）",
        "ひながたちく",
        done=(("officers", 120), ("briefing", 60)),
        started=("talks", 20),
    ),
    SampleRow("架空地区（見本）", "かくうちく"),
)
