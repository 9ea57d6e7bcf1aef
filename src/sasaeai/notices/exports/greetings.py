"""Opening words of a letter by month (時候のあいさつ), as offices in snow country use them."""

from __future__ import annotations

from datetime import date

_SEASONS = {
    1: "厳寒の候",
    2: "余寒の候",
    3: "早春の候",
    4: "陽春の候",
    5: "新緑の候",
    6: "初夏の候",
    7: "盛夏の候",
    8: "残暑の候",
    9: "初秋の候",
    10: "秋冷の候",
    11: "晩秋の候",
    12: "初冬の候",
}


def season_greeting(on: date) -> str:
    """「晩秋の候」 for a letter issued on `on`."""
    return _SEASONS[on.month]


def opening(on: date) -> str:
    """The paragraph after 拝啓 for a letter issued on `on`; may be written over."""
    return (
        f"{season_greeting(on)}、皆さまにおかれましては、ますますご健勝のこととお喜び申し上げます。"
        "日ごろから地域福祉の推進にご理解とご協力をいただき、厚くお礼申し上げます。"
    )


def request(body: str) -> str:
    """The paragraph that asks the reader to come to a meeting of `body`; may be written over."""
    return (
        f"さて、このたび{body}を下記のとおり開催いたします。"
        "ご多用のところ恐れ入りますが、ご出席くださいますようお願い申し上げます。"
    )
