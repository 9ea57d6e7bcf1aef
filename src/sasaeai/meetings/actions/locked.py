"""Taking a meeting for a write."""

from __future__ import annotations

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, check_preparing
from sasaeai.meetings.models import Meeting


def locked_for_preparing(meeting: Meeting, actor: Viewer) -> Meeting:
    """The meeting as it stands now, locked until the transaction ends.

    Refuses who may not run it and what is held, cancelled or sealed. The lock also puts two
    people in a row who give out numbers or positions within the meeting.
    """
    check_can_run(actor, meeting)
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body__district", "municipality", "venue")
        .get(pk=meeting.pk)
    )
    check_preparing(row)
    return row
