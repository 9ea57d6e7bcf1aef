"""Minutes (会議録): gist, opinions ○ and responses ⇒ by group, who does what by when.

The head follows what municipalities print above theirs: name of the body, secretariat, day, place,
whether meeting and minutes are public, who was there by group, observers, papers handed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sasaeai.kernel.wareki import long_date
from sasaeai.meetings.exports.heading import MeetingHeading
from sasaeai.paper.pdf import render_pdf

_TEMPLATE = Path(__file__).with_name("record.typ")


class RemarkMark(StrEnum):
    """The sign before a gist line: an opinion or a response to it."""

    OPINION = "○"
    RESPONSE = "⇒"


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One gist line; `group` is who said it (「町会」), never a person. May be empty."""

    mark: RemarkMark
    text: str
    group: str = ""

    @property
    def words(self) -> str:
        """The line with its group, 「…してはどうか（町会）」."""
        return f"{self.text}（{self.group}）" if self.group else self.text


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item as it was dealt with. kind: 「協議」「報告」「情報提供」; outcome: what came of it;
    time: 「予定15分・実際22分」, as far as known.
    """

    number: str
    title: str
    kind: str = ""
    presenter: str = ""
    summary: str = ""
    remarks: tuple[RemarkLine, ...] = ()
    outcome: str = ""
    time: str = ""

    @property
    def line(self) -> str:
        """「1 雪かきの助け合い（予定15分・実際22分）」, as the head lists it."""
        return f"{self.number} {self.title}" + (f"（{self.time}）" if self.time else "")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Who does what by when. `by_when` is words: 「12月25日(金)」「次回まで」."""

    what: str
    who: str
    by_when: str = ""


@dataclass(frozen=True, slots=True)
class GroupPresence:
    """People of one group: 「町会」 and 「白旗野町会 会長」… or only their number."""

    group: str
    people: tuple[str, ...] = ()
    count: int | None = None

    @property
    def number(self) -> int:
        """How many people came from the group."""
        return len(self.people) if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Approval:
    """Who wrote the minutes, who confirmed them, when and how. Empty parts print as blanks."""

    drafted_by: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """The whole record. `draft` prints 「案」; `version` counts revisions from 1.

    programmes: what the gathering counts for (みなし); notice: 「取扱注意」 and the like, top right.
    attendance: who was there in free words, printed instead of `present` and `absent`.
    meeting_open, minutes_open: 「公開」「非公開」 in the body's own words, empty leaves the row out.
    """

    meeting: MeetingHeading
    version: int
    draft: bool
    secretariat: str = ""
    chair: str = ""
    recorder: str = ""
    programmes: tuple[str, ...] = ()
    meeting_open: str = ""
    minutes_open: str = ""
    attendance: str = ""
    present: tuple[GroupPresence, ...] = ()
    absent: tuple[str, ...] = ()
    observers: int | None = None
    materials: tuple[str, ...] = ()
    items: tuple[MinutesItem, ...] = ()
    exchange: tuple[RemarkLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    next_meeting: str = ""
    approval: Approval = Approval()
    notice: str = ""
    printed_on: date | None = None

    @property
    def title(self) -> str:
        """Title, with 「（案）」 while it is a draft."""
        return f"{self.meeting.name} 会議録{'（案）' if self.draft else ''}"

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """Rows of the head table, only what is known; the agenda is always there."""
        rows = (
            ("会議の名称", self.meeting.name),
            ("位置づけ", "、".join(self.programmes)),
            ("日時", f"{self.meeting.day}　{self.meeting.hours}"),
            ("会場", self.meeting.venue),
            ("事務局", self.secretariat),
            ("進行", self.chair),
            ("記録", self.recorder),
            ("公開の可否", _openness(self.meeting_open, self.minutes_open)),
            ("出席者", self.attendance or self._present_lines),
            ("欠席者", "、".join(self.absent)),
            ("傍聴者", "" if self.observers is None else f"{self.observers}名"),
            ("議題", "\n".join(item.line for item in self.items) or "（情報交換のみ）"),
            ("配布資料", "\n".join(self.materials)),
        )
        return tuple((label, text) for label, text in rows if text)

    @property
    def approval_words(self) -> tuple[tuple[str, str], ...]:
        """作成・確認・確認日・確認の方法, blanks kept: they are filled in by hand."""
        done = self.approval
        on = long_date(done.confirmed_on) if done.confirmed_on else ""
        return (
            ("作成", done.drafted_by),
            ("確認", done.confirmed_by),
            ("確認日", on),
            ("方法", done.method),
        )

    @property
    def _present_lines(self) -> str:
        if not self.present:
            return "（記録がありません）"
        total = sum(group.number for group in self.present)
        return "\n".join([f"計 {total}名", *map(_group_line, self.present)])


def minutes_pdf(paper: MinutesPaper) -> bytes:
    """The minutes as PDF/A, fit for keeping."""
    return render_pdf(_TEMPLATE, _words(paper), dated=paper.printed_on or paper.meeting.on)


def _words(paper: MinutesPaper) -> dict[str, Any]:
    mark = "（案）" if paper.draft else ""
    return {
        "title": paper.title,
        "title_lines": [paper.meeting.session, f"{paper.meeting.body} 会議録{mark}"],
        "draft": paper.draft,
        "version": f"第{paper.version}版",
        "notice": paper.notice,
        "head": paper.head,
        "items": [
            {
                "heading": f"{item.number}　{item.title}",
                "details": item_details(item),
                "summary": item.summary,
                "remarks": remark_rows(item.remarks),
                "outcome": item.outcome,
            }
            for item in paper.items
        ],
        "exchange": remark_rows(paper.exchange),
        "tasks": [(task.what, task.who, task.by_when) for task in paper.tasks],
        "next_meeting": paper.next_meeting or "未定",
        "approval": paper.approval_words,
    }


def item_details(item: MinutesItem) -> str:
    """「協議・説明 市社会福祉協議会」."""
    return "・".join(filter(None, (item.kind, f"説明 {item.presenter}" if item.presenter else "")))


def remark_rows(remarks: Sequence[RemarkLine]) -> list[tuple[str, str]]:
    """Sign and words of each gist line."""
    return [(remark.mark.value, remark.words) for remark in remarks]


def _group_line(group: GroupPresence) -> str:
    people = f"　{'、'.join(group.people)}" if group.people else ""
    return f"{group.group} {group.number}名{people}"


def _openness(meeting: str, minutes: str) -> str:
    parts = (f"会議 {meeting}" if meeting else "", f"会議録 {minutes}" if minutes else "")
    return "　".join(part for part in parts if part)
