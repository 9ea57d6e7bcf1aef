"""Memo between bodies (情報共有メモ): what a meeting passes on to its sister bodies and leaves open.

One A4 page that the linking coordinator hands over beside the proposals on screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.issues.enums import PassedOnState
from sasaeai.issues.models import Consideration, PassedOn
from sasaeai.issues.queries import issues_of_meeting, news_from
from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.meetings.enums import OPEN_OUTCOMES
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.meetings.queries.agenda import items_of
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, RIGHT, add_line, add_table, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("memo.typ")
_STATES = {
    PassedOnState.PROPOSED: "申し送り中",
    PassedOnState.TAKEN: "議題になった",
    PassedOnState.DECLINED: "議題にしない",
}
NOTHING_PASSED = "ほかの会議へ伝えることは、ありません。"
NOTHING_OPEN = "続きのある議題は、ありません。"


@dataclass(frozen=True, slots=True)
class MemoLine:
    """One item. to: bodies that hear of it with where that stands, "" for what is only left open."""

    title: str
    outcome: str
    note: str
    issue: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """What is printed. made: 「令和8年11月23日」."""

    body: str
    day: str
    made: str
    passed_on: tuple[MemoLine, ...]
    left_open: tuple[MemoLine, ...]


def memo_of(meeting: Meeting, *, printed_on: date) -> Memo:
    """Fill the memo from what a meeting decided. Three queries."""
    news = news_from(meeting)
    issues = issues_of_meeting(meeting)
    items = items_of(meeting)
    return Memo(
        body=meeting.body.name,
        day=long_date(meeting.held_on),
        made=wareki(printed_on),
        passed_on=tuple(
            _line(item, issues.get(item.id, ()), news[item.id]) for item in items if item.id in news
        ),
        left_open=tuple(
            _line(item, issues.get(item.id, ()), ())
            for item in items
            if item.outcome in OPEN_OUTCOMES
        ),
    )


def memo_paper(meeting: Meeting, *, ext: str, printed_on: date) -> Paper:
    """The memo as "pdf" or "docx"."""
    memo = memo_of(meeting, printed_on=printed_on)
    is_pdf = ext == "pdf"
    return make_paper(
        "情報共有メモ",
        meeting.body.name,
        f"{meeting.held_on:%Y%m%d}",
        content_type=PDF if is_pdf else DOCX,
        content=memo_pdf(memo, dated=printed_on) if is_pdf else memo_docx(memo),
    )


def memo_pdf(memo: Memo, *, dated: date) -> bytes:
    """Raises MissingGlyph for a character that no font has."""
    words = {
        "title": f"{memo.body} 情報共有メモ",
        "body": memo.body,
        "day": memo.day,
        "made": memo.made,
        "passed_on": [_row(line) for line in memo.passed_on],
        "left_open": [_row(line)[:-1] for line in memo.left_open],
        "nothing_passed": NOTHING_PASSED,
        "nothing_open": NOTHING_OPEN,
    }
    return render_pdf(_TEMPLATE, words, dated=dated)


def memo_docx(memo: Memo) -> bytes:
    """The same for Word."""
    document = new_document(title=f"{memo.body} 情報共有メモ", size=11.5)
    add_line(document, memo.made, align=RIGHT)
    add_line(document, "情報共有メモ", align=CENTER, size=18, bold=True)
    add_line(document, f"{memo.day}　{memo.body}", align=CENTER)
    add_line(document, "ほかの会議へ伝えること", style="Heading 1")
    if memo.passed_on:
        add_table(
            document,
            [_row(line) for line in memo.passed_on],
            widths_mm=(45, 75, 50),
            header=("議題", "結果・伝えること", "伝える先"),
        )
    else:
        add_line(document, NOTHING_PASSED)
    add_line(document, "続きのある議題", style="Heading 1")
    if memo.left_open:
        rows = [_row(line)[:-1] for line in memo.left_open]
        add_table(document, rows, widths_mm=(60, 110), header=("議題", "いまの状態"))
    else:
        add_line(document, NOTHING_OPEN)
    return document_bytes(document)


def _line(item: AgendaItem, ties: Sequence[Consideration], news: Sequence[PassedOn]) -> MemoLine:
    outcome = str(item.get_outcome_display()) if item.outcome else "結果はまだ"
    notes = [item.outcome_text, *(one.note for one in news)]
    return MemoLine(
        title=item.title,
        outcome=outcome,
        note="\n".join(dict.fromkeys(note for note in notes if note)),
        issue="、".join(tie.issue.title for tie in ties if tie.issue.title != item.title),
        to="\n".join(f"{one.to_body.name}（{_STATES[PassedOnState(one.state)]}）" for one in news),
    )


def _row(line: MemoLine) -> list[str]:
    title = f"{line.title}\n（課題：{line.issue}）" if line.issue else line.title
    return [title, "\n".join(part for part in (line.outcome, line.note) if part), line.to]
