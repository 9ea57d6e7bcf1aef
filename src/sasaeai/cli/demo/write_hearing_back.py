"""Writes what comes back in the fictional year: a returned letter, a slip, answers on days."""

from __future__ import annotations

from pathlib import Path

from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.year import ASKED, ASKED_BODY, INKED, RETURNED
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import DateAnswer
from sasaeai.meetings.models import DatePoll, Expected, Meeting
from sasaeai.meetings.queries.date_proposals import poll_defaults
from sasaeai.meetings.queries.dates import answers_version, slots_of
from sasaeai.notices import actions as notices
from sasaeai.notices.enums import ScanSource
from sasaeai.notices.exports.invitation import letters_of
from sasaeai.notices.exports.letter import letter_words
from sasaeai.notices.queries import notice_board, texts_of
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.reading.errors import MissingExtra, check_extra

COORDINATOR = "suishin"
INKED_SLIP = Path(__file__).with_name("inked_slip.typ")
INKED_NAME = "見本のFAX.pdf"
_SAID = {"y": DateAnswer.YES, "m": DateAnswer.MAYBE, "n": DateAnswer.NO}


def write_hearing_back(register: Register, meeting: Meeting) -> None:
    """What came back for a meeting whose letters went out."""
    actor = register.viewer(COORDINATOR, register.today)
    rows = Expected.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    called = {row.post_id: row for row in rows}
    _write_returned(meeting, called[register.posts[RETURNED].id], actor)
    _put_in_slip(meeting, called[register.posts[INKED.post].id], actor)


def write_date_poll(register: Register) -> None:
    """Three key people are asked which day would suit; the last has not answered yet."""
    body, actor = register.bodies[ASKED_BODY], register.viewer(COORDINATOR, register.today)
    proposed = poll_defaults(body, viewer=actor)
    poll = meetings.ask_dates(
        body=body,
        question=meetings.Question(
            minutes=proposed.minutes,
            closes_on=proposed.closes_on,
            venue=proposed.venue,
            contact_name=proposed.contact_name,
            contact_tel=proposed.contact_tel,
            contact_fax=proposed.contact_fax,
        ),
        starts=[slot.starts_at for slot in proposed.slots[: len(ASKED[0].said)]],
        posts=[register.posts[row.post] for row in ASKED],
        actor=actor,
    )
    _answer(register, poll, actor)


def _answer(register: Register, poll: DatePoll, actor: Viewer) -> None:
    slots = slots_of(poll)
    voters = {voter.organization_id: voter for voter in poll.voters.all()}
    for row in ASKED:
        if not row.said:
            continue
        voter = voters[register.posts[row.post].organization_id]
        meetings.mark_dates(
            voter=voter,
            answers={slot.id: _SAID[said] for slot, said in zip(slots, row.said, strict=False)},
            note=row.note,
            via=row.via,
            base_version=answers_version(voter),
            actor=actor,
        )


def _write_returned(meeting: Meeting, expected: Expected, actor: Viewer) -> None:
    board = notice_board(meeting, viewer=actor)
    if board.notice is not None:
        notices.mark_returned(
            notice=board.notice,
            expected_ids=[expected.id],
            note="あて所に尋ねあたりません",
            actor=actor,
        )


def _put_in_slip(meeting: Meeting, expected: Expected, actor: Viewer) -> None:
    """A FAX that waits to be looked at. Without the libraries that read pictures there is none."""
    try:
        check_extra()
    except MissingExtra:
        return
    notices.take_in_scans(
        content=_inked_slip(meeting, expected, actor),
        file_name=INKED_NAME,
        source=ScanSource.UPLOAD,
        meeting=meeting,
        actor=actor,
    )


def _inked_slip(meeting: Meeting, expected: Expected, actor: Viewer) -> bytes:
    """The slip of the letter that was sent, written on by hand; as a PDF."""
    board = notice_board(meeting, viewer=actor)
    recipients = [one for one in board.recipients if one.id == expected.id]
    letters = letters_of(board, texts_of(board.notice), recipients, sample=False)
    written = {
        "slip": letter_words(letters)["letters"][0]["slip"],
        "title": INKED.title,
        "name": INKED.name,
        "trouble": INKED.trouble,
    }
    return render_pdf(INKED_SLIP, written, dated=actor.on)
