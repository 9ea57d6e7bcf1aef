"""The fictional current year, counted from the day on which the demo is loaded.

Everything here is invented; its meetings carry is_sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from sasaeai.cli.demo import people
from sasaeai.cli.demo.history import OPINION, RESPONSE, BodyRow, ItemRow
from sasaeai.kernel.calendar import is_day_off
from sasaeai.meetings.enums import BodyKind, DateVia, ItemKind, Outcome

BODIES = {
    "shinjo": BodyRow(
        "shinjo",
        BodyKind.SUPPORT,
        "新城地区地域支え合い会議",
        ("shinjo_shakyo",),
        "地区社協を中心に、地域の困りごとと知らせ合うことを持ち寄る。",
        yearly_target=3,
        start=time(13, 30),
        venue="seibu",
        members=people.SHINJO_MEMBERS,
    ),
    "network": BodyRow(
        "shinjo",
        BodyKind.NETWORK,
        "新城地区地域支援ネットワーク会議",
        ("shinjo_hokatsu",),
        "地域包括支援センターが、高齢の方を支える人たちをつなぐ。",
        start=time(18, 0),
        venue="seibu",
        members=people.NETWORK_MEMBERS,
    ),
    "ono": BodyRow(
        "ono",
        BodyKind.SUPPORT,
        "大野地区地域支え合い会議",
        ("ono_shakyo",),
        "幹事会での検討をもとに、地域の困りごとと知らせ合うことを持ち寄る。",
        yearly_target=3,
        start=time(13, 30),
        venue="ono_hall",
        members=people.ONO_MEMBERS,
    ),
    "steering": BodyRow(
        "ono",
        BodyKind.STEERING,
        "大野地区地域支え合い会議 幹事会",
        ("ono_shakyo",),
        "本会議で話し合うことを前もって考える。",
        yearly_target=3,
        start=time(10, 0),
        venue="ono_hall",
        members=people.ONO_STEERING,
        prepares="ono",
    ),
}


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held some days ago. absent: posts that did not come.

    recorded: whether its minutes, public version and circular are done too. is_paper_sample: the
    meeting whose papers are printed; its letters went out and were answered too.
    """

    key: str
    body: str
    days_ago: int
    items: tuple[ItemRow, ...]
    absent: tuple[str, ...] = ()
    recorded: bool = True
    is_paper_sample: bool = False


HELD = (
    HeldMeeting(
        "steering_summer",
        "steering",
        165,
        (
            ItemRow(
                "次の会議で話し合うこと",
                ItemKind.DISCUSS,
                Outcome.DECIDED,
                (
                    (OPINION, "町会", "冬の前に、雪かきの手伝いを話し合っておきたい。"),
                    (OPINION, "PTA", "通学路の雪も一緒に考えてほしい。"),
                    (RESPONSE, "地区社協", "雪とごみを次の会議の中心にする。"),
                ),
                "次の会議では、雪かきの助け合いとごみ出しを話し合う。",
                "environment",
            ),
        ),
        ("ono_clinic",),
    ),
    HeldMeeting(
        "ono_summer",
        "ono",
        105,
        (
            ItemRow(
                "冬の雪かきの助け合い",
                ItemKind.DISCUSS,
                Outcome.CARRIED_OVER,
                (
                    (OPINION, "町会", "一人暮らしの方の玄関先まで手が回らない。"),
                    (OPINION, "PTA", "通学路の角に雪がたまり、車から子どもが見えにくい。"),
                    (RESPONSE, "ボランティア", "雪かき応援隊で、週に1回なら手伝える。"),
                    (RESPONSE, "市", "雪の寄せ場が分かる地図があると、除雪の相談がしやすい。"),
                ),
                "雪の寄せ場の地図を作り、次の会議で手伝いの分担を決める。",
                "environment",
            ),
            ItemRow(
                "ごみ集積所の当番",
                ItemKind.DISCUSS,
                Outcome.DECIDED,
                (
                    (OPINION, "町会", "当番に出られない高齢の方が増えた。"),
                    (RESPONSE, "町会", "となりの班と組にして、助け合っている町会がある。"),
                ),
                "二つの班を組にして当番を回すやり方を、回覧で知らせる。",
                "environment",
            ),
            ItemRow(
                "困りごとの相談先の一覧",
                ItemKind.DISCUSS,
                Outcome.CARRIED_OVER,
                (
                    (OPINION, "民児協", "相談を受けても、どこへつなげばよいか迷うことがある。"),
                    (RESPONSE, "包括", "電話番号を1枚にまとめた紙があるとよい。"),
                ),
                "包括が案を作り、次の会議で確かめる。",
                "consultation",
            ),
            ItemRow("各団体からのお知らせ", ItemKind.EXCHANGE, Outcome.SHARED),
        ),
        ("momiji", "ono_clinic", "ono_pta_jr"),
        is_paper_sample=True,
    ),
    HeldMeeting(
        "network_autumn",
        "network",
        62,
        (
            ItemRow(
                "夜間の見守りと連絡先",
                ItemKind.DISCUSS,
                Outcome.DECIDED,
                (
                    (OPINION, "金融機関", "窓口で同じことを何度も尋ねる方がいると心配になる。"),
                    (RESPONSE, "包括", "気になったときは、本人の了解を得てから知らせてほしい。"),
                ),
                "気になる方がいたときの連絡の順番を決めた。",
                "privacy",
            ),
            ItemRow("各団体からのお知らせ", ItemKind.EXCHANGE, Outcome.SHARED),
        ),
        ("shinjo_koban",),
    ),
    HeldMeeting(
        "shinjo_autumn",
        "shinjo",
        10,
        (
            ItemRow(
                "災害のときの声かけの順番",
                ItemKind.DISCUSS,
                Outcome.CARRIED_OVER,
                (
                    (OPINION, "町会", "だれがだれに声をかけるか、決まっていない班がある。"),
                    (RESPONSE, "町会", "白旗野町会の自主防災組織のやり方を見てはどうか。"),
                ),
                "町会ごとに声かけの順番の案を持ち寄る。",
                "disaster",
            ),
            ItemRow(
                "買い物に行く足",
                ItemKind.DISCUSS,
                Outcome.REFERRED,
                ((OPINION, "民児協", "冬はバス停まで歩けず、買い物に困る方がいる。"),),
                "地域支援ネットワーク会議でも意見を聞く。",
            ),
        ),
        ("shinjo_welfare",),
        recorded=False,
    ),
)

ONO_NEXT_IN_DAYS = 30
"""The next meeting of 大野: its notice is due now (Municipality.notice_lead_days)."""

NETWORK_NEXT_IN_DAYS = 13
"""The next network meeting: notice sent, half of the replies in."""

REPLIES = (
    # (post, answer): half of those called to the network meeting
    ("shinjo_chair", "attend"),
    ("shirahatano", "attend"),
    ("shinjo_koban", "absent"),
    ("shinjo_minji", "attend"),
    ("council", "attend"),
    ("shinjo_bank", "substitute"),
)

TROUBLES = {
    # What somebody wrote on the slip beside the answer.
    "shirahatano": "坂の上の集会所まで、冬は歩いて来られない方が多い。",
}

RETURNED = "shinjo_chokai"
"""Whose letter to the network meeting came back."""


@dataclass(frozen=True, slots=True)
class InkedRow:
    """A slip that came by FAX with two answers marked: title and name of a substitute, a trouble."""

    post: str
    title: str
    name: str
    trouble: str


INKED = InkedRow("shinjo_post", "局長代理", "代筆 薫", "郵便局の前の歩道が、雪で通れなくなります。")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """What somebody said to the proposed days in turn (y m n); "" is no answer yet."""

    post: str
    said: str
    via: str = DateVia.PHONE
    note: str = ""


ASKED_BODY = "shinjo"
"""Whose next day is being asked for."""

ASKED = (
    AskedRow("shinjo_chair", "ynyy"),
    AskedRow("shinjo_minji", "yymn", DateVia.FAX, "△の日は、少し遅れて行きます。"),
    AskedRow("shirahatano", ""),
)


def working_day(day: date) -> date:
    """The day itself, or the next one on which halls and offices are open."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day


def past_working_day(day: date) -> date:
    """The day itself, or the last one before it on which halls and offices were open."""
    while is_day_off(day):
        day -= timedelta(days=1)
    return day
