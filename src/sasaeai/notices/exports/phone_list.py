"""Telephone list (電話連絡表): to ask the silent, or to tell everybody on a snowed-out day.

Big type, for it is used at a telephone in a hurry and by more than one person. It holds home
telephone numbers, so it says how to keep it, and every copy taken leaves a trace (L-10, L-19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import short_date, time_text
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.meetings.models import Meeting
from sasaeai.notices.enums import Answer, NoticeKind
from sasaeai.notices.exports.greetings import because
from sasaeai.notices.exports.invitation import meeting_heading
from sasaeai.notices.models import Notice
from sasaeai.notices.queries.calling import CallFor, CallGroup, Urgency
from sasaeai.notices.queries.replies import ReplyRow
from sasaeai.paper.files import PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, sheet_bytes

_TEMPLATE = Path(__file__).with_name("phone_list.typ")
_CARE = (
    "取扱注意：自宅の電話番号が載っています。この用件の連絡だけに使い、"
    "机の上に置いたままにせず、終わったら細かく裁って捨ててください。"
)
_HEADINGS = {
    Urgency.ARRANGED: "車いす・送迎・付き添いなど、支度のある方（最初に）",
    Urgency.COMING: "出席・代理出席の方",
    Urgency.UNKNOWN: "返信がまだの方（来られるかもしれません）",
    Urgency.ABSENT: "欠席の方（最後に）",
}
_ANSWERS = {Answer.ATTEND: "出席", Answer.ABSENT: "欠席", Answer.SUBSTITUTE: "代理"}
_HEADERS = ("番号", "かける順", "団体名", "職名", "お名前", "電話", "気をつけること")
_TICKS = {
    CallFor.SILENT: ("出席", "欠席", "代理", "留守"),
    CallFor.NEWS: ("伝えた", "留守", "折り返し"),
}
_TITLES = {CallFor.SILENT: "電話連絡表（返信がまだの方）", CallFor.NEWS: "電話連絡表（急ぎの連絡）"}


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One call. tel: as it is dialled, empty where none is known; note: what to mind."""

    number: int
    organization: str
    title: str = ""
    name: str = ""
    tel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhoneGroup:
    """Lines below one heading, in the order of calling; an empty heading is not printed."""

    heading: str
    lines: tuple[PhoneLine, ...]


@dataclass(frozen=True, slots=True)
class PhoneList:
    """One round of calls about one meeting. say: the one sentence that everybody is told.

    to_write: nobody wrote down yet what is new, so the list leaves room for it.
    """

    meeting: MeetingHeading
    purpose: CallFor
    say: str
    groups: tuple[PhoneGroup, ...]
    printed_on: date
    to_write: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)


def phone_list(
    meeting: Meeting, groups: Sequence[CallGroup], *, purpose: CallFor, on: date, say: str = ""
) -> PhoneList:
    """The list of a meeting; without `say` the sentence follows from the plan as it stands."""
    heading = meeting_heading(meeting)
    cancelled = meeting.state == MeetingState.CANCELLED
    return PhoneList(
        meeting=heading,
        purpose=purpose,
        say=say or _sentence(heading, purpose, cancelled=cancelled),
        groups=tuple(
            PhoneGroup(
                _HEADINGS[group.urgency] if purpose == CallFor.NEWS else "",
                tuple(_line(row, purpose) for row in group.rows),
            )
            for group in groups
        ),
        printed_on=on,
        to_write=purpose == CallFor.NEWS and not say and not cancelled,
    )


def change_sentence(body: str, notice: Notice) -> str:
    """What is said about a change or a cancellation: what was, why, and what holds now."""
    facts = notice.approved_facts
    before, after = facts.get("before", {}), facts.get("after", {})
    why = because(facts.get("reason", ""))
    if notice.kind == NoticeKind.CANCELLATION:
        return f"「{before.get('when', '')}の{body}は、{why}中止になりました。」"
    now = f"{after.get('when', '')}、会場は{after.get('venue', '')}"
    if before.get("when") == after.get("when") and before.get("venue") == after.get("venue"):
        return f"「{body}は、予定どおり開きます。{now}です。」"
    return f"「{before.get('when', '')}の{body}は、{why}変わりました。{now}です。」"


def phone_list_paper(sheet: PhoneList, *, ext: str) -> Paper:
    """電話連絡表 as "pdf" or "xlsx"."""
    content_type, write = (XLSX, phone_list_xlsx) if ext == "xlsx" else (PDF, phone_list_pdf)
    return make_paper(
        "電話連絡表",
        sheet.meeting.body,
        f"{sheet.meeting.on:%Y%m%d}",
        content_type=content_type,
        content=write(sheet),
    )


def phone_list_pdf(sheet: PhoneList) -> bytes:
    """The list as PDF: A4, nothing smaller than 14 pt but the sentence on how to keep it."""
    data = {
        "title": _TITLES[sheet.purpose],
        "meeting": sheet.meeting.name,
        "held": f"{sheet.meeting.day}　{sheet.meeting.hours}　{sheet.meeting.venue}",
        "count": f"{sheet.count}件",
        "printed": short_date(sheet.printed_on),
        "care": _CARE,
        "say": sheet.say,
        "to_write": sheet.to_write,
        "ticks": _TICKS[sheet.purpose],
        "groups": [
            {"heading": group.heading, "lines": [_words(line) for line in group.lines]}
            for group in sheet.groups
        ],
    }
    return render_pdf(_TEMPLATE, data, dated=sheet.printed_on)


def phone_list_xlsx(sheet: PhoneList) -> bytes:
    """The list as XLSX, a column a tick box."""
    ticks = _TICKS[sheet.purpose]
    rows = [
        (
            line.number,
            group.heading,
            line.organization,
            line.title,
            line.name,
            line.tel or "電話番号なし",
            line.note,
            *("",) * (len(ticks) + 1),
        )
        for group in sheet.groups
        for line in group.lines
    ]
    return sheet_bytes(
        Sheet(
            name="電話連絡表",
            lines=(f"{_TITLES[sheet.purpose]}　{sheet.meeting.name}", sheet.say, _CARE),
            headers=(*_HEADERS, *ticks, "メモ"),
            widths=(6, 22, 28, 16, 16, 17, 20, *(8,) * len(ticks), 26),
            rows=rows,
            row_height=36,
        )
    )


def _line(row: ReplyRow, purpose: CallFor) -> PhoneLine:
    call = row.expected
    return PhoneLine(
        number=call.number,
        organization=call.organization_name,
        title=call.post_title,
        name=call.person_name,
        tel=row.address.tel,
        note="、".join(_notes(row, purpose)),
    )


def _notes(row: ReplyRow, purpose: CallFor) -> list[str]:
    """Needs, who comes instead, and the answer; what was said about an earlier day says so."""
    reply = row.reply
    notes = [row.needs] if row.needs else []
    if reply is None:
        return notes
    answer = _ANSWERS[Answer(reply.answer)]
    if reply.answer == Answer.SUBSTITUTE:
        who = "　".join(part for part in (reply.substitute_title, reply.substitute_name) if part)
        answer = f"代理 {who}" if who else answer
    if row.is_for_earlier_day:
        answer = f"前の日程では{answer}"
    if row.is_for_earlier_day or reply.answer == Answer.SUBSTITUTE:
        notes.append(answer)
    if purpose == CallFor.NEWS and reply.companions:
        notes.append(f"同行 {reply.companions}人")
    return notes


def _sentence(meeting: MeetingHeading, purpose: CallFor, *, cancelled: bool) -> str:
    held = f"{short_date(meeting.on)} {time_text(meeting.start)}からの{meeting.body}"
    if purpose == CallFor.SILENT:
        return f"「{held}の、ご出欠をうかがいたくお電話しました。ご都合はいかがでしょうか。」"
    if cancelled:
        return f"「{held}は、中止になりました。」"
    return f"「{held}のことで、急ぎのお知らせです。」"


def _words(line: PhoneLine) -> dict[str, Any]:
    return {
        "number": str(line.number),
        "organization": line.organization,
        "person": "　".join(part for part in (line.title, line.name) if part),
        "tel": line.tel,
        "note": line.note,
    }
