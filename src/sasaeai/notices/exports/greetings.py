"""Customary words for a letter that brings none of its own; one table of seasons serves both."""

from __future__ import annotations

from sasaeai.notices.queries.wording import opening

__all__ = ["because", "opening", "request"]


def request(body: str) -> str:
    """The paragraph that asks the reader to come to a meeting of `body`; may be written over."""
    return (
        f"さて、このたび{body}を下記のとおり開催いたします。"
        "ご多用のところ恐れ入りますが、ご出席くださいますようお願い申し上げます。"
    )


def because(reason: str) -> str:
    """「大雪のため、」 from 「大雪」 or 「大雪のため」; empty for no reason."""
    if not reason:
        return ""
    return f"{reason}、" if reason.endswith(("ため", "ので", "により")) else f"{reason}のため、"
