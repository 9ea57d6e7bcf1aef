"""電話で伝える・聞く表: the words to say first, then each call with boxes to tick.

For answers told by telephone, for 「お役に立ちましたか」 a month later, for promises that are due.
It holds telephone numbers, so it says how to keep it and every copy leaves a trace (L-10, L-19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.kernel.wareki import short_date
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf

_TEMPLATE = Path(__file__).with_name("call_sheet.typ")
_CARE = (
    "取扱注意：電話番号が載っています。この用件の連絡だけに使い、"
    "終わったら細かく裁って捨ててください。"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call. about: which trouble or promise is meant; words: what is said in this call."""

    who: str
    tel: str
    about: str
    words: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A round of calls. say: the sentence that every call begins with; ticks: what may come of it."""

    title: str
    district: str
    say: str
    ticks: tuple[str, ...]
    calls: tuple[Call, ...]


ANSWERS = (
    "困りごとへの返答（電話で伝える方）",
    "「先日は、地域の困りごとをお寄せいただき、ありがとうございました。どうなったかをお伝えします。」",
    ("伝えた", "留守", "折り返し"),
)
ASKING = (
    "お役に立ちましたか（電話で聞く方）",
    "「先日お伝えした返答は、お役に立ちましたか。ほかに困っていることはありませんか。」",
    ("役に立った", "少し", "役に立たなかった", "留守"),
)
PROMISES = (
    "取組のお知らせ（電話で伝える方）",
    "「会議でお引き受けいただいた取組のことで、お電話しました。その後いかがでしょうか。」",
    ("終わった", "これから", "困っている", "留守"),
)


def call_sheet(
    kind: tuple[str, str, tuple[str, ...]], district: str, calls: Sequence[Call]
) -> CallSheet:
    """ANSWERS, ASKING or PROMISES with its calls."""
    title, say, ticks = kind
    return CallSheet(title, district, say, ticks, tuple(calls))


def call_sheet_paper(sheet: CallSheet, *, on: date) -> Paper:
    """The sheet as a PDF: A4, 14 pt."""
    data = {
        "title": sheet.title,
        "district": sheet.district,
        "count": f"{len(sheet.calls)}件",
        "printed": short_date(on),
        "care": _CARE,
        "say": sheet.say,
        "ticks": sheet.ticks,
        "calls": sheet.calls,
    }
    return make_paper(
        sheet.title.partition("（")[0],
        sheet.district,
        f"{on:%Y%m%d}",
        content_type=PDF,
        content=render_pdf(_TEMPLATE, data, dated=on),
    )
