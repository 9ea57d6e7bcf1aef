"""Who may write, print and answer for the notice of a meeting, and when."""

from __future__ import annotations

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import access as meetings
from sasaeai.meetings.models import Meeting


def check_can_write_notice(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting and it is still being prepared."""
    meetings.check_can_run(viewer, meeting)
    meetings.check_preparing(meeting)


def check_can_take_letters(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting: letters carry names and home addresses (L-19)."""
    meetings.check_can_run(viewer, meeting)


def check_can_key_replies(viewer: Viewer, meeting: Meeting) -> None:
    """Raise unless the viewer runs the meeting and it is still to come: afterwards presence counts."""
    meetings.check_can_run(viewer, meeting)
    meetings.check_preparing(meeting)
