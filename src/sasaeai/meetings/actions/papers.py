"""Traces of papers that were taken out."""

from __future__ import annotations

from sasaeai.audit import actions as audit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_read
from sasaeai.meetings.models import Meeting


def record_list_export(*, meeting: Meeting, paper: str, actor: Viewer) -> None:
    """Leave a trace that the list of who is called was taken out as a paper (L-19).

    paper: the name of the file, with its ending.
    """
    check_can_read(actor, meeting)
    audit.record_export(actor=actor, obj=meeting, purpose="attendance list", what={"paper": paper})
