"""The customary words of a letter of invitation, ready to be written over.

Letters are Japanese whatever language the page has, so nothing here is translated.
"""

from __future__ import annotations

from datetime import date

from sasaeai.kernel import clock
from sasaeai.kernel.wareki import long_date, time_text
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body, Meeting
from sasaeai.notices.enums import ChangeWay, NoticeKind

# First, middle and last ten days of each month, as letters in snow country open.
_SEASONS: dict[int, tuple[str, str, str]] = {
    1: ("新春の候", "厳寒の候", "大寒の候"),
    2: ("晩冬の候", "余寒の候", "向春の候"),
    3: ("早春の候", "浅春の候", "春分の候"),
    4: ("春陽の候", "陽春の候", "桜花の候"),
    5: ("若葉の候", "新緑の候", "薫風の候"),
    6: ("初夏の候", "入梅の候", "向夏の候"),
    7: ("向暑の候", "盛夏の候", "大暑の候"),
    8: ("盛夏の候", "残暑の候", "晩夏の候"),
    9: ("初秋の候", "新涼の候", "秋涼の候"),
    10: ("秋冷の候", "仲秋の候", "紅葉の候"),
    11: ("深秋の候", "晩秋の候", "向寒の候"),
    12: ("初冬の候", "師走の候", "歳晩の候"),
}

_AIMS = {
    BodyKind.SUPPORT: (
        "さて、地域の困りごとを持ち寄り、支え合いのしくみを一緒に考えるため、"
        "このたび下記のとおり{name}を開催いたします。"
    ),
    BodyKind.NETWORK: (
        "さて、地域で支援にあたる皆さまの連携を深めるため、"
        "このたび下記のとおり{name}を開催いたします。"
    ),
    BodyKind.STEERING: (
        "さて、次の会議の議題と進め方を相談するため、このたび下記のとおり{name}を開催いたします。"
    ),
    BodyKind.BRIEFING: (
        "さて、これからの取組についてご説明し、ご意見をいただくため、"
        "このたび下記のとおり{name}を開催いたします。"
    ),
    BodyKind.OTHER: "さて、このたび下記のとおり{name}を開催いたします。",
}

_REQUEST = "ご多用のところ恐れ入りますが、ご出席くださいますようお願い申し上げます。"

PERSONAL_NOTE = (
    "返信票にご記入いただいた内容は、この会議の準備と運営だけに使います。"
    "困りごとの欄には、住民の方のお名前や番地を書かないでください。"
)
"""What the answers are used for; collection states its purpose (個人情報保護法 17条, 21条)."""


def season_greeting(on: date) -> str:
    """「晩秋の候」 for a letter issued on `on`."""
    ten_days = min((on.day - 1) // 10, 2)
    return _SEASONS[on.month][ten_days]


def opening(on: date) -> str:
    """The paragraph after 拝啓 for a letter issued on `on`."""
    return (
        f"{season_greeting(on)}、皆さまにおかれましては、ますますご健勝のこととお喜び申し上げます。"
        "日ごろから地域福祉の推進にご理解とご協力をいただき、厚くお礼申し上げます。"
    )


def request(body: Body, theme: str = "") -> str:
    """The paragraph that says what the meeting is for and asks the reader to come."""
    aim = _AIMS[BodyKind(body.kind)].format(name=body.name)
    return f"{aim}{theme_sentence(theme)}{_REQUEST}"


def theme_sentence(theme: str) -> str:
    """「今回のテーマは「…」です。」; empty without a theme."""
    return f"今回のテーマは「{theme}」です。" if theme else ""


def snow_sentence(meeting: Meeting) -> str:
    """What happens in heavy snow; empty when no alternative day is set."""
    if meeting.snow_starts_at is None:
        return ""
    starts = clock.to_tokyo(meeting.snow_starts_at)
    return (
        f"大雪で開けないときは、{long_date(starts.date())} {time_text(starts.time())}に延期します。"
        "延期のときは、当日の朝までに電話でお知らせします。"
    )


# ── Changes, cancelling ──────────────────────────────────────────────────────────────────────────

SNOWED_OUT = "大雪が見こまれるため"
"""The usual reason for the reserve day."""

_CHANGES = {
    ChangeWay.SNOW: ("延期", "下記のとおり予備日に延期いたします。"),
    ChangeWay.MOVE: ("変更", "下記のとおり変更いたします。"),
    ChangeWay.TELL: ("変更", "下記のとおり変更いたしました。"),
    ChangeWay.CANCEL: ("中止", "開催を中止いたします。"),
    ChangeWay.RESTORE: (
        "開催",
        "中止とお知らせしましたが、下記のとおり開催することといたしました。",
    ),
}
_APOLOGY = (
    "ご予定をいただいておりましたところ、お手数をおかけし誠に申し訳ございませんが、"
    "ご了承くださいますようお願い申し上げます。"
)
ASK_AGAIN = "前の日程でいただいたご返信は、ご連絡をいただくまで「未返信」としてお待ちします。"
REPLIES_HOLD = (
    "すでにいただいたご返信は、そのまま有効です。ご都合が変わったときは、お知らせください。"
)
NEXT_TIME = "次の会議は、あらためてご案内いたします。"


def change_subject(session: str, body: Body, way: ChangeWay) -> str:
    """「令和8年度 第1回 大野地区地域支え合い会議の延期について（お知らせ）」."""
    return f"{session} {body.name}の{_CHANGES[way][0]}について（お知らせ）"


def change_sentence(body: Body, way: ChangeWay, reason: str) -> str:
    """The paragraph that says what becomes of a meeting people were called to, and apologises."""
    because = f"{reason_clause(reason)}、" if reason else ""
    return (
        f"さて、先にご案内いたしました{body.name}につきましては、{because}"
        f"{_CHANGES[way][1]}{_APOLOGY}"
    )


def reason_clause(reason: str) -> str:
    """「大雪」 and 「大雪のため。」 both become 「大雪のため」."""
    words = reason.strip().rstrip("。、")
    return words if words.endswith(("ため", "により", "ので", "から")) else f"{words}のため"


# ── Reminders ────────────────────────────────────────────────────────────────────────────────────

REMINDER_SUBJECTS = {
    NoticeKind.DUE_REMINDER: "{name}のご出欠のお返事について（お願い）",
    NoticeKind.EVE_REMINDER: "{name}が近づきました（お知らせ）",
}
REMINDER_WORDS = {
    NoticeKind.DUE_REMINDER: (
        "先にご案内いたしました{name}につきまして、まだご出欠のお返事をいただいておりません。"
        "席や資料の準備のため、返信期限までにお知らせくださいますようお願いいたします。"
        "行き違いですでにお返事をいただいておりましたら、ご容赦ください。"
    ),
    NoticeKind.EVE_REMINDER: (
        "先にご案内いたしました{name}の開催日が近づきましたので、あらためてお知らせいたします。"
        "お気をつけてお越しください。"
    ),
}


def reminder_subject(kind: NoticeKind, body: Body) -> str:
    """Subject of a reminder; it names no day, so that it stays right when the meeting moves."""
    return REMINDER_SUBJECTS[kind].format(name=body.name)


def reminder_words(kind: NoticeKind, body: Body) -> str:
    """The paragraph of a reminder; day, hall and reply day are set beside it as they then are."""
    return REMINDER_WORDS[kind].format(name=body.name)
