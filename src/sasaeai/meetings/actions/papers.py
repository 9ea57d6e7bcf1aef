"""Traces of papers that were taken out."""

from __future__ import annotations

from sasaeai.audit import actions as audit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_read
from sasaeai.meetings.models import DatePoll, Meeting
from sasaeai.people.access import check_can_run_district


def record_list_export(
    *, meeting: Meeting, paper: str, purpose: str = "attendance list", actor: Viewer
) -> None:
    """Leave a trace that a paper that names people was taken out (L-10, L-19).

    paper: the name of the file, with its ending; purpose: what kind of paper, a word or two.
    """
    check_can_read(actor, meeting)
    audit.record_export(actor=actor, obj=meeting, purpose=purpose, what={"paper": paper})


def record_slip_export(*, poll: DatePoll, paper: str, actor: Viewer) -> None:
    """Leave a trace that sheets with names were printed to ask for a date (L-19)."""
    check_can_run_district(actor, poll.body.district)
    audit.record_export(actor=actor, obj=poll, purpose="date poll", what={"paper": paper})
