"""What papers of the record are called, and in which forms they come."""

from __future__ import annotations

from django.http import Http404

from sasaeai.minutes.queries.records import Record
from sasaeai.paper.files import DOCX, PDF

_KINDS = {"pdf": PDF, "docx": DOCX}


def kind_of(ext: str) -> str:
    """The media type of an ending; an address with another one is not there."""
    if ext not in _KINDS:
        raise Http404
    return _KINDS[ext]


def name_of(record: Record) -> str:
    """「大野地区地域支え合い会議_第2回」, for names of files."""
    meeting = record.meeting
    number = f"第{meeting.number}回" if meeting.number else meeting.held_on.isoformat()
    return f"{meeting.body.name}_{number}"
