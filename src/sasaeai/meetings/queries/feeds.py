"""Reading calendar feeds: which there are, and the meetings that one of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_bodies
from sasaeai.meetings.models import Body, CalendarFeed, Expected, Meeting
from sasaeai.people.access import visible_districts, visible_persons
from sasaeai.people.models import District, Person

DAYS_BACK = 731
"""A calendar keeps two years: what was before is in the records."""

FeedOf = Person | Body | District


@dataclass(frozen=True, slots=True)
class FeedMeeting:
    """A meeting of a feed. changed_at: when what the feed says of it was last written."""

    meeting: Meeting
    changed_at: datetime


def feed_column(of: FeedOf) -> str:
    """The column of `CalendarFeed` that names what the feed is of."""
    return {Person: "person", Body: "body", District: "district"}[type(of)]


def current_feed(of: FeedOf) -> CalendarFeed | None:
    """The address that works today, if one was made."""
    feeds = CalendarFeed.objects.current().filter(municipality_id=of.municipality_id)
    return feeds.filter(**{feed_column(of): of}).order_by("-created_at").first()


def get_visible_feed(feed_id: UUID, *, viewer: Viewer) -> CalendarFeed:
    """A feed, also one that was withdrawn. NotFound for strangers to what it is of."""
    seen = (
        Q(person__in=visible_persons(viewer).values("pk"))
        | Q(body__in=visible_bodies(viewer).values("pk"))
        | Q(district__in=visible_districts(viewer).values("pk"))
    )
    if viewer.person_id is not None:
        seen |= Q(person_id=viewer.person_id)
    feeds = CalendarFeed.objects.filter(seen, municipality_id=viewer.municipality_id, pk=feed_id)
    feed = feeds.select_related("person", "body__district", "district").first()
    if feed is None:
        raise NotFound(_("このカレンダーは見つかりません。"))
    return feed


def public_feed(token: str) -> CalendarFeed:
    """The feed behind a secret address. NotFound for a wrong and for a withdrawn one alike."""
    feeds = CalendarFeed.objects.current().select_related("person", "body", "district")
    feed = feeds.filter(token=token).first()
    if feed is None:
        raise NotFound(_("このカレンダーは見つかりません。"))
    return feed


def public_feed_meetings(
    feed: CalendarFeed, *, on: date, announced: Exists | None = None
) -> tuple[FeedMeeting, ...]:
    """The meetings of a feed from two years back on, the earliest first. Two queries.

    announced: of a meeting, whether those called may know of it already; asked for a person's
    feed only, since nobody is called by a calendar before somebody looked at the invitation.
    """
    since = clock.at(on - timedelta(days=DAYS_BACK), time())
    meetings = Meeting.objects.filter(
        is_told_of(), municipality_id=feed.municipality_id, starts_at__gte=since
    )
    meetings = _of_feed(meetings, feed)
    if announced is not None and feed.person_id is not None:
        meetings = meetings.filter(announced)
    found = list(meetings.select_related("body", "venue").order_by("starts_at", "id"))
    changed = _changed_at(feed.municipality_id, [meeting.id for meeting in found])
    return tuple(FeedMeeting(each, changed.get(each.id, each.created_at)) for each in found)


def _of_feed(meetings: QuerySet[Meeting], feed: CalendarFeed) -> QuerySet[Meeting]:
    if feed.body_id is not None:
        return meetings.filter(body_id=feed.body_id)
    if feed.district_id is not None:
        return meetings.filter(body__district_id=feed.district_id)
    calls = Expected.objects.current().filter(
        municipality_id=feed.municipality_id, meeting=OuterRef("pk"), person_id=feed.person_id
    )
    return meetings.filter(Exists(calls))


def _changed_at(municipality_id: UUID, meeting_ids: list[UUID]) -> dict[UUID, datetime]:
    entries = Entry.objects.filter(
        municipality_id=municipality_id,
        object_type=Meeting._meta.label_lower,
        object_id__in=meeting_ids,
    )
    return dict(entries.order_by().values_list("object_id").annotate(at=Max("at")))
