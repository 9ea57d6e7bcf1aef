"""What hangs on the minutes of a held meeting: their head, a wish of somebody who was there.

Everything here is made up for looking at (見本).
"""

from __future__ import annotations

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.actions.corrections import decline_correction, record_correction
from sasaeai.minutes.actions.extracts import make_extract
from sasaeai.minutes.actions.head import write_head
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.models import Minutes
from sasaeai.minutes.queries.corrections import posts_present
from sasaeai.minutes.queries.head import head_of
from sasaeai.minutes.queries.records import newest_revision, text_of


def write_wishes(minutes: Minutes, *, writer: Viewer) -> None:
    """Head, one wish that was answered, and one extract, before the minutes are settled."""
    meeting = minutes.meeting
    _write_head(meeting, writer)
    here = posts_present(meeting)
    wish = record_correction(
        minutes=minutes,
        revision_number=newest_revision(minutes).number,
        part="closing",
        said_by=here[0] if here else "参加者（見本）",
        came_how=ConfirmationMethod.PAPER,
        came_on=writer.on,
        text="（見本）次回は午前にしてほしい、という意見も入れてください。",
        actor=writer,
    )
    decline_correction(
        correction=wish,
        answer="（見本）会議の中では出なかったため。次回の日程のときに伺います。",
        base_version=wish.version,
        actor=writer,
    )
    sections = text_of(newest_revision(minutes)).sections
    if sections:
        make_extract(
            minutes=minutes,
            item=sections[0].item,
            receivers=["道路維持課（見本）"],
            purpose="（見本）担当の課に、会議での意見を伝えるため",
            actor=writer,
        )


def _write_head(meeting: Meeting, writer: Viewer) -> None:
    head = head_of(meeting, viewer=writer)
    meeting.refresh_from_db(fields=["version"])
    write_head(
        meeting=meeting,
        secretariat=head.secretariat,
        chair=head.chair or f"{head.secretariat} 会長",
        recorder=head.recorder,
        observers=0,
        base_version=meeting.version,
        actor=writer,
    )
