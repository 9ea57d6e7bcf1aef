"""What is known of each body before two are compared: who is called, on what, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sasaeai.kernel import clock, text
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, Body, BodyMember, Expected, Meeting
from sasaeai.people.models import Tenure
from sasaeai.planning.core.overlap import Side

RECENT = 3
"""Meetings of which the agenda and the calls are looked at: the last two or three show a habit."""
YEAR = timedelta(days=365)
_FAR = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody called, once, with every post they are called by. name: empty for a vacant post."""

    key: Hashable
    name: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item that has a category."""

    title: str
    topic_id: UUID
    topic: str
    on: date


@dataclass(frozen=True, slots=True)
class Look:
    """A body with all that is compared. held: its meetings of twelve months, early to late.

    by_members: whether the people are the usual members, because nobody was called yet.
    """

    body: Body
    called: tuple[Called, ...]
    items: tuple[Item, ...]
    held: tuple[Meeting, ...]
    by_members: bool

    @property
    def side(self) -> Side:
        """What the reckoning needs of it."""
        last = self.held[-1] if self.held else None
        hall = self.body.usual_venue or (last.venue if last else None)
        return Side(
            people=frozenset(person.key for person in self.called),
            topics=tuple(item.topic_id for item in self.items),
            days=tuple(meeting.held_on for meeting in self.held),
            start=self.body.usual_start or (last.start if last else None),
            minutes=self.body.usual_minutes,
            capacity=hall.capacity if hall else None,
        )


@dataclass(frozen=True, slots=True)
class _Call:
    body_id: UUID
    post_id: UUID | None
    person_id: UUID | None
    post: str
    name: str


def looks_of(bodies: Sequence[Body], *, viewer: Viewer) -> dict[UUID, Look]:
    """What is known of each body, by its id. Five queries, however many there are.

    bodies: with usual_venue. A post counts as whoever holds it today, so that three posts of one
    person are one person; a guest counts by organisation and name.
    """
    meetings = _meetings(bodies, viewer)
    recent = _recent(meetings)
    calls = _calls(recent, viewer)
    without = [body for body in bodies if not calls.get(body.id)]
    members = _members(without, viewer)
    holders = _holders(
        {
            call.post_id
            for found in (calls, members)
            for of in found.values()
            for call in of
            if call.post_id
        },
        viewer,
    )
    items = _items(recent, viewer)
    return {
        body.id: Look(
            body,
            _called(calls.get(body.id) or members.get(body.id, []), holders),
            tuple(items.get(body.id, ())),
            tuple(_held(meetings.get(body.id, ()), viewer.on)),
            by_members=not calls.get(body.id),
        )
        for body in bodies
    }


def _meetings(bodies: Sequence[Body], viewer: Viewer) -> dict[UUID, list[Meeting]]:
    """Meetings of three years that were not called off, by body, early to late."""
    rows = (
        Meeting.objects.filter(
            is_told_of(),
            municipality_id=viewer.municipality_id,
            body_id__in=[body.id for body in bodies],
            starts_at__gte=clock.now() - _FAR,
        )
        .exclude(state=MeetingState.CANCELLED)
        .select_related("venue")
        .order_by("starts_at")
    )
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in rows:
        found[meeting.body_id].append(meeting)
    return found


def _recent(meetings: dict[UUID, list[Meeting]]) -> dict[UUID, Meeting]:
    """The last meetings of each body, by their ids."""
    return {meeting.id: meeting for of in meetings.values() for meeting in of[-RECENT:]}


def _held(meetings: Sequence[Meeting], on: date) -> list[Meeting]:
    return [one for one in meetings if one.is_held and on - YEAR < one.held_on <= on]


def _calls(recent: dict[UUID, Meeting], viewer: Viewer) -> dict[UUID, list[_Call]]:
    rows = (
        Expected.objects.current()
        .filter(municipality_id=viewer.municipality_id, meeting_id__in=list(recent))
        .order_by("number")
        .values_list(
            "meeting_id", "post_id", "person_id", "organization_name", "post_title", "person_name"
        )
    )
    found: dict[UUID, list[_Call]] = defaultdict(list)
    for meeting_id, post_id, person_id, organization, title, name in rows:
        body_id = recent[meeting_id].body_id
        post = f"{organization} {title}".strip()
        found[body_id].append(_Call(body_id, post_id, person_id, post, name))
    return found


def _members(bodies: Sequence[Body], viewer: Viewer) -> dict[UUID, list[_Call]]:
    """Usual members of bodies that called nobody yet."""
    found: dict[UUID, list[_Call]] = defaultdict(list)
    if not bodies:
        return found
    rows = (
        BodyMember.objects.current()
        .filter(municipality_id=viewer.municipality_id, body_id__in=[body.id for body in bodies])
        .order_by("position")
        .values_list("body_id", "post_id", "post__organization__name", "post__title")
    )
    for body_id, post_id, organization, title in rows:
        found[body_id].append(_Call(body_id, post_id, None, f"{organization} {title}", ""))
    return found


def _holders(post_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, tuple[UUID, str]]:
    """Who holds each post today: id and name. All terms are asked for, not a list of posts."""
    if not post_ids:
        return {}
    rows = (
        Tenure.objects.filter(municipality_id=viewer.municipality_id)
        .on(viewer.on)
        .order_by("since")
        .values_list("post_id", "person_id", "person__name")
    )
    return {post: (person, name) for post, person, name in rows if post in post_ids}


def _items(recent: dict[UUID, Meeting], viewer: Viewer) -> dict[UUID, list[Item]]:
    rows = (
        AgendaItem.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            meeting_id__in=list(recent),
            topic__isnull=False,
        )
        .order_by("meeting__starts_at", "position")
        .values_list("meeting_id", "title", "topic_id", "topic__name")
    )
    found: dict[UUID, list[Item]] = defaultdict(list)
    for meeting_id, title, topic_id, topic in rows:
        meeting = recent[meeting_id]
        found[meeting.body_id].append(Item(title, topic_id, topic, meeting.held_on))
    return found


def _called(calls: Sequence[_Call], holders: dict[UUID, tuple[UUID, str]]) -> tuple[Called, ...]:
    posts: dict[Hashable, dict[str, None]] = defaultdict(dict)
    names: dict[Hashable, str] = {}
    for call in calls:
        key, name = _who(call, holders)
        posts[key][call.post] = None
        names[key] = name
    return tuple(Called(key, names[key], tuple(posts[key])) for key in posts)


def _who(call: _Call, holders: dict[UUID, tuple[UUID, str]]) -> tuple[Hashable, str]:
    if call.post_id in holders:
        person_id, name = holders[call.post_id]
        return person_id, name
    if call.person_id is not None:
        return call.person_id, call.name
    if call.post_id is not None:
        return ("post", call.post_id), ""
    return ("guest", text.fold(f"{call.post} {call.name}")), call.name
