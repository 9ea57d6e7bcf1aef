"""Prints the papers of the sample meeting into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.cli.demo.year import BODIES, HELD
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import queries as meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.exports.agenda_sheet import agenda_sheet_docx, agenda_sheet_pdf
from sasaeai.meetings.exports.attendance_list import attendance_list_pdf, attendance_list_xlsx
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.exports.circular import circular_docx, circular_pdf
from sasaeai.minutes.exports.record import minutes_pdf
from sasaeai.minutes.exports.record_word import minutes_docx
from sasaeai.minutes.exports.rows import circular_paper, minutes_paper
from sasaeai.minutes.queries.records import get_visible_record
from sasaeai.notices.exports.invitation import notice_paper
from sasaeai.notices.queries import notice_board, texts_of
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.reports.exports.day import agenda_sheet_paper, attendance_list_paper

ENDINGS = frozenset({".pdf", ".docx", ".xlsx"})
READER = "suishin"


def papers_in(folder: Path) -> list[Path]:
    """The papers that are in a folder already, by name."""
    return sorted(path for path in folder.glob("*") if path.suffix in ENDINGS)


def print_papers(folder: Path) -> list[Path]:
    """Print every paper of the sample meeting; returns the files, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    viewer = viewer_for(Account.objects.select_related("person").get(login_id=READER))
    meeting = _sample_meeting(viewer)
    if meeting is not None:
        for paper in _all_papers(meeting, viewer):
            (folder / paper.name).write_bytes(paper.content)
    return papers_in(folder)


def _sample_meeting(viewer: Viewer) -> Meeting | None:
    """The first held meeting of the body whose papers are shown; None when it was taken back."""
    sample = next(row for row in HELD if row.is_paper_sample)
    found = Meeting.objects.filter(
        municipality_id=viewer.municipality_id,
        body__name=BODIES[sample.body].name,
        is_sample=True,
        state=MeetingState.HELD,
    ).order_by("starts_at")
    first = found.first()
    return meetings.get_visible_meeting(first.id, viewer=viewer) if first else None


def _all_papers(meeting: Meeting, viewer: Viewer) -> Iterator[Paper]:
    yield from _letters(meeting, viewer)
    yield from _day_papers(meeting)
    yield from _record_papers(meeting, viewer)


def _letters(meeting: Meeting, viewer: Viewer) -> Iterator[Paper]:
    board = notice_board(meeting, viewer=viewer)
    if board.notice is not None and board.recipients:
        texts = texts_of(board.notice)
        for ext in ("pdf", "docx"):
            yield notice_paper(board, texts, board.recipients, ext=ext)


def _day_papers(meeting: Meeting) -> Iterator[Paper]:
    sheet = agenda_sheet_paper(meeting, printed_on=meeting.held_on)
    yield _named("次第", meeting, PDF, agenda_sheet_pdf(sheet))
    yield _named("次第", meeting, DOCX, agenda_sheet_docx(sheet))
    people = attendance_list_paper(meeting, printed_on=meeting.held_on)
    yield _named("出席者名簿", meeting, PDF, attendance_list_pdf(people))
    yield _named("出席者名簿", meeting, XLSX, attendance_list_xlsx(people))


def _record_papers(meeting: Meeting, viewer: Viewer) -> Iterator[Paper]:
    record = get_visible_record(meeting.id, viewer=viewer)
    if record.minutes is not None:
        sheet = minutes_paper(record, printed_on=clock.today())
        yield _named("会議録", meeting, PDF, minutes_pdf(sheet))
        yield _named("会議録", meeting, DOCX, minutes_docx(sheet))
    if record.circular is not None:
        circular = circular_paper(record.circular)
        yield _named("回覧", meeting, PDF, circular_pdf(circular))
        yield _named("回覧", meeting, DOCX, circular_docx(circular))


def _named(what: str, meeting: Meeting, content_type: str, content: bytes) -> Paper:
    return make_paper(
        what,
        meeting.body.name,
        f"{meeting.held_on:%Y%m%d}",
        content_type=content_type,
        content=content,
    )
