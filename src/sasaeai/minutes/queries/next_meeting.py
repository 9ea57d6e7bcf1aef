"""Minutes that the next meeting of the body confirms at its beginning (前回会議録の確認)."""

from __future__ import annotations

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from sasaeai.kernel.display import short_date
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import of_same_sort, readable_meetings
from sasaeai.meetings.enums import ItemOrigin, MeetingState
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.meetings.queries.agenda import Proposal
from sasaeai.minutes.access import visible_minutes
from sasaeai.minutes.enums import MinutesState
from sasaeai.minutes.models import Minutes

MINUTES = "minutes"
"""`Proposal.kind` of minutes that wait to be confirmed."""
MOST_PROPOSED = 3
"""Of drafts that were left lying: the last ones, not a year of them."""


def next_planned(meeting: Meeting, *, viewer: Viewer) -> Meeting | None:
    """The next meeting of the same body that is being prepared and that the viewer may read."""
    return (
        readable_meetings(viewer)
        .filter(
            of_same_sort(meeting.regime),
            body_id=meeting.body_id,
            state=MeetingState.PLANNED,
            starts_at__gt=meeting.starts_at,
        )
        .select_related("body__district", "venue", "municipality")
        .order_by("starts_at")
        .first()
    )


def put_before_of(minutes: Minutes) -> AgendaItem | None:
    """The item at which minutes are to be confirmed, None when it is off the agenda. One query."""
    if minutes.put_before_id is None:
        return None
    return (
        AgendaItem.objects.current()
        .filter(municipality_id=minutes.municipality_id, pk=minutes.put_before_id)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting__body")
        .first()
    )


def confirmation_proposals(meeting: Meeting, *, viewer: Viewer) -> list[Proposal]:
    """Drafts of earlier meetings of the body that no agenda has taken up. One query."""
    nowhere = (
        Q(put_before__isnull=True)
        | Q(put_before__removed_at__isnull=False)
        | Q(put_before__meeting__state=MeetingState.CANCELLED)
    )
    drafts = (
        visible_minutes(viewer)
        .filter(
            nowhere,
            state=MinutesState.DRAFT,
            meeting__in=Meeting.objects.filter(
                of_same_sort(meeting.regime),
                municipality_id=meeting.municipality_id,
                body_id=meeting.body_id,
                state=MeetingState.HELD,
                starts_at__lt=meeting.starts_at,
            )
            .order_by()
            .values("pk"),
        )
        .select_related("meeting")
        .order_by("-meeting__starts_at")[:MOST_PROPOSED]
    )
    return [_proposal(row) for row in drafts]


def confirmation_title(meeting: Meeting) -> str:
    """「前回（第2回）会議録の確認」; a record, so Japanese whatever language the page is in."""
    with translation.override("ja"):
        return _("前回（第%(n)s回）会議録の確認") % {"n": meeting.number}


def _proposal(minutes: Minutes) -> Proposal:
    meeting = minutes.meeting
    words = {"day": short_date(meeting.held_on), "n": meeting.number}
    return Proposal(
        kind=MINUTES,
        source_id=minutes.id,
        title=confirmation_title(meeting),
        summary="",
        topic_id=None,
        reason=_("%(day)sの第%(n)s回の会議録が、まだ確定していません。") % words,
        origin=ItemOrigin.CARRIED_OVER,
    )
