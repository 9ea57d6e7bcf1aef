"""The record of one meeting as a viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import BodyHost, Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.minutes.enums import PENDING_STATES, PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicVersion, Revision
from sasaeai.minutes.queries.gist import (
    DayChange,
    RecordText,
    changes_of_day,
    compose_record,
    sections_from_json,
)
from sasaeai.people.models import Post


@dataclass(frozen=True, slots=True)
class Record:
    """All that has become of a meeting on paper so far.

    newest: the newest revision; public: the version that counts now (approved, else pending);
    withdrawn: versions taken back, newest first, whose trace stays.
    """

    meeting: Meeting
    minutes: Minutes | None
    newest: Revision | None
    public: PublicVersion | None
    withdrawn: tuple[PublicVersion, ...]
    circular: Circular | None

    @property
    def is_public_behind(self) -> bool:
        """Whether the minutes were corrected after the pending public version was drafted."""
        return (
            self.public is not None
            and self.public.state in PENDING_STATES
            and self.newest is not None
            and self.public.revision_id != self.newest.id
        )


def get_visible_record(meeting_id: UUID, *, viewer: Viewer) -> Record:
    """The record of a meeting, made or not. Raises NotFound for strangers. Three queries."""
    meeting = get_visible_meeting(meeting_id, viewer=viewer)
    newest = (
        Revision.objects.filter(
            municipality_id=viewer.municipality_id, minutes__meeting_id=meeting.id
        )
        .select_related("minutes")
        .order_by("-number")
        .first()
    )
    if newest is None:
        return Record(meeting, None, None, None, (), None)
    newest.minutes.meeting = meeting
    return _with_public(meeting, newest)


def _with_public(meeting: Meeting, newest: Revision) -> Record:
    versions = list(
        PublicVersion.objects.filter(
            municipality_id=meeting.municipality_id, minutes_id=newest.minutes_id
        )
        .select_related("circular", "revision")
        .order_by("-created_at")
    )
    for version in versions:
        version.minutes = newest.minutes
    public = next((v for v in versions if v.state != PublicState.WITHDRAWN), None)
    withdrawn = tuple(v for v in versions if v.state == PublicState.WITHDRAWN)
    return Record(
        meeting, newest.minutes, newest, public, withdrawn, getattr(public, "circular", None)
    )


def confirmation_proposal(meeting: Meeting) -> str:
    """Who by custom looks at the minutes: the first post of the leading host, by its title."""
    host = (
        BodyHost.objects.filter(municipality_id=meeting.municipality_id, body=meeting.body)
        .select_related("organization")
        .first()
    )
    if host is None:
        return ""
    post = Post.objects.filter(
        municipality_id=meeting.municipality_id,
        organization=host.organization,
        ended_on__isnull=True,
    ).order_by("position", "created_at")
    first = post.first()
    return f"{host.organization.name} {first.title}"[:120] if first else host.organization.name


def get_minutes(record: Record) -> tuple[Minutes, Revision]:
    """The minutes and their newest text. Raises NotFound when none have been made."""
    if record.minutes is None or record.newest is None:
        raise NotFound(_("この会議の会議録は、まだ作られていません。"))
    return record.minutes, record.newest


def get_public(record: Record) -> PublicVersion:
    """The public version that counts now. Raises NotFound when there is none."""
    if record.public is None:
        raise NotFound(_("この会議の公開版は、まだ作られていません。"))
    return record.public


def newest_revision(minutes: Minutes) -> Revision:
    """The newest text of some minutes."""
    return (
        Revision.objects.filter(municipality_id=minutes.municipality_id, minutes=minutes)
        .order_by("-number")[:1]
        .get()
    )


def text_of(revision: Revision) -> RecordText:
    """A revision's text as a value."""
    return RecordText(revision.opening, sections_from_json(revision.sections), revision.closing)


def day_changes(meeting: Meeting, newest: Revision) -> tuple[DayChange, ...]:
    """What was recorded for the day after this text was made from it; empty when nothing."""
    looked_through = RecordText.from_json(newest.day)
    return changes_of_day(text_of(newest), looked_through, compose_record(meeting))


def section_field(item: str) -> str:
    """Name of a section's text in forms and in edit conflicts."""
    return f"section_{item}"
