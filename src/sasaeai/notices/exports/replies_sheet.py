"""出欠のまとめ: who comes, what to prepare and whom to call, on one sheet; the list as XLSX.

The sheet is what the chair takes along to set up the hall. It names people, their needs and
telephone numbers of the silent, so it says how to keep it, and every copy leaves a trace (L-10).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import long_date, short_date
from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.exports.invitation import meeting_heading
from sasaeai.notices.queries.replies import ReplyRow
from sasaeai.notices.queries.turnout import ItemTurnout, Turnout
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes

_TEMPLATE = Path(__file__).with_name("replies_sheet.typ")
_CARE = "取扱注意：会場の準備と返信の確認だけに使い、会議が終わったら細かく裁って捨ててください。"
_ANSWERS = {Answer.ATTEND: "出席", Answer.ABSENT: "欠席", Answer.SUBSTITUTE: "代理"}
_VIAS = {
    ReplyVia.PAPER: "返信票",
    ReplyVia.FAX: "FAX",
    ReplyVia.PHONE: "電話",
    ReplyVia.HAND: "手渡し・口頭",
    ReplyVia.EMAIL: "メール",
    ReplyVia.COUNTER: "窓口",
    ReplyVia.WEB: "返信ページ",
    ReplyVia.LINE: "LINE",
}
FORMATS = {"pdf": PDF, "xlsx": XLSX}


def replies_sheet_paper(meeting: Meeting, turnout: Turnout, *, ext: str, on: date) -> Paper:
    """出欠のまとめ as "pdf", or every row as "xlsx". on: the day it is taken out."""
    write = {"pdf": _pdf, "xlsx": _xlsx}[ext]
    return make_paper(
        "出欠のまとめ" if ext == "pdf" else "出欠の一覧",
        meeting.body.name,
        f"{meeting.held_on:%Y%m%d}",
        content_type=FORMATS[ext],
        content=write(meeting, turnout, on),
    )


def _pdf(meeting: Meeting, turnout: Turnout, on: date) -> bytes:
    heading, counts = meeting_heading(meeting), turnout.board.counts
    data = {
        "title": f"出欠のまとめ {heading.name}",
        "meeting": heading.name,
        "held": f"{heading.day}　{heading.hours}　{heading.venue}",
        "printed": f"{short_date(on)}現在",
        "coming": counts.coming,
        "seats": _seats(turnout),
        "counts": [
            ("出席", counts.attend),
            ("代理", counts.substitute),
            ("同行", counts.companions),
            ("欠席", counts.absent),
            ("未返信", counts.silent),
        ],
        "groups": [(g.group, g.coming, g.absent, g.silent) for g in turnout.groups],
        "items": [_item(item) for item in turnout.items],
        "needs": [
            {"need": need.need, "count": need.count, "who": [_who(row) for row in need.rows]}
            for need in turnout.needs
        ],
        "substitutes": [_substitute(row) for row in turnout.substitutes],
        "companions": [_companions(row) for row in turnout.with_companions],
        "silent": [_silent(row) for row in turnout.board.silent],
        "troubles": len(turnout.troubles),
        "care": _CARE,
    }
    return render_pdf(_TEMPLATE, data, dated=on)


def _xlsx(meeting: Meeting, turnout: Turnout, on: date) -> bytes:
    heading, counts = meeting_heading(meeting), turnout.board.counts
    return sheet_bytes(
        Sheet(
            name="出欠の一覧",
            lines=(
                f"出欠の一覧 {heading.name}",
                f"{heading.day} {heading.hours} {heading.venue}",
                (
                    f"{short_date(on)}現在　来る人 {counts.coming}人（同行{counts.companions}人を含む）"
                    f"　欠席 {counts.absent}人　未返信 {counts.silent}人"
                ),
                _CARE,
            ),
            headers=(
                "番号",
                "団体名",
                "職名",
                "お名前",
                "返事",
                "代理の方",
                "同行",
                "配慮",
                "困りごと",
                "届き方",
                "届いた日",
                "電話",
            ),
            widths=(6, 30, 16, 16, 10, 20, 6, 22, 40, 10, 16, 16),
            rows=[_row(row) for row in turnout.board.rows],
        )
    )


def _row(row: ReplyRow) -> Sequence[str | int]:
    reply, call = row.reply, row.expected
    who = (row.number, call.organization_name, call.post_title, call.person_name)
    if reply is None:
        return (*who, "", "", "", row.needs, "", "", "", row.address.tel)
    answer = _ANSWERS[Answer(reply.answer)]
    return (
        *who,
        f"前の日程に{answer}" if row.is_for_earlier_day else answer,
        f"{reply.substitute_title} {reply.substitute_name}".strip(),
        reply.companions or "",
        row.needs,
        reply.trouble,
        _VIAS[ReplyVia(reply.via)],
        long_date(reply.received_on),
        row.address.tel,
    )


def _seats(turnout: Turnout) -> str:
    """「定員 60人」, with what is short; empty while nobody wrote the capacity down."""
    if turnout.seats is None:
        return ""
    short = f"（{turnout.seats_short}席たりません）" if turnout.seats_short else ""
    return f"定員 {turnout.seats}人{short}"


def _item(line: ItemTurnout) -> dict[str, Any]:
    return {
        "title": line.item.title,
        "groups": "、".join(f"{group} {number}名" for group, number in line.groups),
        "missing": "、".join(f"{group} 0名" for group in line.missing),
    }


def _who(row: ReplyRow) -> str:
    return f"{row.number}番 {row.called}"


def _substitute(row: ReplyRow) -> str:
    reply = row.reply
    name = f"{reply.substitute_title} {reply.substitute_name}".strip() if reply else ""
    return f"{row.number}番 {row.expected.organization_name}：{name or 'お名前はまだ分かりません'}"


def _companions(row: ReplyRow) -> str:
    return f"{_who(row)} 同行{row.reply.companions if row.reply else 0}人"


def _silent(row: ReplyRow) -> dict[str, str]:
    earlier = ""
    if row.is_for_earlier_day and row.reply:
        earlier = f"前の日程には{_ANSWERS[Answer(row.reply.answer)]}"
    return {"who": _who(row), "tel": row.address.tel or "電話番号なし", "note": earlier}
