"""Traces of papers that were taken out."""

from __future__ import annotations

from sasaeai.audit import actions as audit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_read
from sasaeai.minutes.models import Minutes


def record_minutes_export(*, minutes: Minutes, paper: str, actor: Viewer) -> None:
    """Leave a trace that the minutes, which name who was there, were taken out as a paper (L-19).

    paper: the name of the file, with its ending.
    """
    check_can_read(actor, minutes.meeting)
    audit.record_export(actor=actor, obj=minutes, purpose="minutes", what={"paper": paper})
