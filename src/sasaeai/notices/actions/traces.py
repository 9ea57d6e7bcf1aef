"""Traces of the papers with names, addresses or telephone numbers that somebody took out."""

from __future__ import annotations

from sasaeai.audit import actions as audit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.notices.access import check_can_take_letters


def trace_paper(*, meeting: Meeting, purpose: str, count: int, actor: Viewer) -> None:
    """Write down who took a paper of a meeting out, what for and how many rows (L-10, L-19).

    purpose: "labels" | "postcards" | "fax" | "change_letters" | "phone_list".
    """
    check_can_take_letters(actor, meeting)
    audit.record_export(actor=actor, obj=meeting, purpose=purpose, what={"rows": count})
