"""All papers of a meeting together: what there is, in the order in which a meeting makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sasaeai.issues.exports.memo import memo_paper
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.exports.agenda_sheet import agenda_sheet_docx, agenda_sheet_pdf
from sasaeai.meetings.exports.attendance_list import attendance_list_pdf, attendance_list_xlsx
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.handouts import handouts_of
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.exports.circular import circular_docx, circular_pdf
from sasaeai.minutes.exports.confirmation_slip import slip_docx, slip_pdf
from sasaeai.minutes.exports.record import minutes_pdf
from sasaeai.minutes.exports.record_word import minutes_docx
from sasaeai.minutes.exports.rows import circular_paper, meeting_heading, minutes_paper
from sasaeai.minutes.exports.slip_rows import confirmation_slip
from sasaeai.minutes.queries.records import Record, get_visible_record
from sasaeai.notices.exports.invitation import letters_of
from sasaeai.notices.exports.letter import Addressee, ReplySlip, letters_pdf
from sasaeai.notices.exports.letter_word import letters_docx
from sasaeai.notices.queries import notice_board, texts_of
from sasaeai.paper.bundle import BundleCover, BundlePart, bundle_pdf, bundle_zip
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.reports.exports.day import agenda_sheet_paper, attendance_list_paper

ZIP = "application/zip"
_ANSWER_DAYS = 14
_ANYBODY = Addressee(organization="（宛名）")
_ANY_SLIP = ReplySlip(code="見本", organization="（宛名）")
"""A code answers for a person: the bundle goes to whoever reads it and carries nobody's."""
_LEFT_OUT = "氏名の載る紙（出席者名簿）は、この束に入れていません。"


def meeting_bundle(meeting: Meeting, *, ext: str, with_names: bool, viewer: Viewer) -> Paper:
    """The bundle as "pdf" or "zip". with_names: also papers that are lists of persons.

    Raises PaperError when one of the papers cannot be printed.
    """
    record = get_visible_record(meeting.id, viewer=viewer)
    parts = _parts(record, with_names=with_names, viewer=viewer)
    heading = meeting_heading(record.meeting)
    cover = BundleCover(
        title_lines=(heading.session, f"{heading.body} 会議の紙一式"),
        held=f"{heading.day}　{heading.hours}　{heading.venue}",
        handouts=tuple(f"資料{row.number}　{row.title}" for row in handouts_of(record.meeting)),
        left_out="" if with_names else _LEFT_OUT,
        dated=viewer.on,
    )
    name = _name(record.meeting)
    whole = make_paper("会議の紙一式", *name, content_type=PDF, content=bundle_pdf(cover, parts))
    if ext == "pdf":
        return whole
    packed = bundle_zip(whole, parts)
    return Paper(whole.name.removesuffix(".pdf") + ".zip", ZIP, packed)


def _parts(record: Record, *, with_names: bool, viewer: Viewer) -> list[BundlePart]:
    on = viewer.on
    return [
        *_letter(record.meeting, viewer),
        _agenda(record.meeting, on),
        *([_people(record.meeting, on)] if with_names else []),
        *_of_minutes(record, on),
        *_of_circular(record),
        *_memo(record.meeting, on),
    ]


def _letter(meeting: Meeting, viewer: Viewer) -> list[BundlePart]:
    """The invitation as it was looked over, once, without whom it goes to."""
    board = notice_board(meeting, viewer=viewer)
    if board.notice is None or not board.is_approved or not board.recipients:
        return []
    letters = letters_of(board, texts_of(board.notice), board.recipients[:1], sample=True)
    sheets = [replace(each, addressee=_ANYBODY, reply=_ANY_SLIP) for each in letters]
    return [
        _part(
            meeting,
            "案内状（見本）",
            lambda: letters_pdf(sheets),
            lambda: letters_docx(sheets),
            note="見本",
        )
    ]


def _agenda(meeting: Meeting, on: date) -> BundlePart:
    sheet = agenda_sheet_paper(meeting, printed_on=on)
    return _part(meeting, "次第", lambda: agenda_sheet_pdf(sheet), lambda: agenda_sheet_docx(sheet))


def _people(meeting: Meeting, on: date) -> BundlePart:
    sheet = attendance_list_paper(meeting, printed_on=on)
    part = _part(meeting, "出席者名簿", lambda: attendance_list_pdf(sheet), note="取扱注意（氏名）")
    table = make_paper(
        "出席者名簿",
        *_name(meeting),
        content_type=XLSX,
        content=attendance_list_xlsx(sheet),
    )
    return replace(part, others=(table,))


def _of_minutes(record: Record, on: date) -> list[BundlePart]:
    """The minutes; while they are a draft, a blank slip to confirm them by."""
    if record.minutes is None:
        return []
    sheet, meeting = minutes_paper(record, printed_on=on), record.meeting
    draft = not record.minutes.is_approved
    parts = [
        _part(
            meeting,
            "会議録（案）" if draft else "会議録",
            lambda: minutes_pdf(sheet),
            lambda: minutes_docx(sheet),
            note="・".join(filter(None, ("案" if draft else "", sheet.notice))),
        )
    ]
    if draft:
        by = on + timedelta(days=_ANSWER_DAYS)
        slip = replace(confirmation_slip(record, answer_by=by, printed_on=on), people=())
        parts.append(
            _part(
                meeting, "会議録確認票", lambda: slip_pdf(slip), lambda: slip_docx(slip), note="案"
            )
        )
    return parts


def _of_circular(record: Record) -> list[BundlePart]:
    """The circular of the approved public version; nothing else has left the room."""
    circular, public = record.circular, record.public
    if circular is None or public is None or public.state != PublicState.APPROVED:
        return []
    circular.public_version = public
    sheet = circular_paper(circular)
    return [
        _part(record.meeting, "回覧", lambda: circular_pdf(sheet), lambda: circular_docx(sheet))
    ]


def _memo(meeting: Meeting, on: date) -> list[BundlePart]:
    """What the meeting passes on; a closed room passes nothing on."""
    if not Regime(meeting.regime).may_leave_the_room or not meeting.is_held:
        return []
    return [
        BundlePart(
            "情報共有メモ",
            memo_paper(meeting, ext="pdf", printed_on=on),
            (memo_paper(meeting, ext="docx", printed_on=on),),
        )
    ]


def _part(
    meeting: Meeting,
    title: str,
    pdf: Callable[[], bytes],
    docx: Callable[[], bytes] | None = None,
    *,
    note: str = "",
) -> BundlePart:
    name = _name(meeting)
    return BundlePart(
        title=title,
        pdf=make_paper(title, *name, content_type=PDF, content=pdf()),
        others=(make_paper(title, *name, content_type=DOCX, content=docx()),) if docx else (),
        note=note,
    )


def _name(meeting: Meeting) -> tuple[str, str]:
    return meeting.body.name, f"{meeting.held_on:%Y%m%d}"
