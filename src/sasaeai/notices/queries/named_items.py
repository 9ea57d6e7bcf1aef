"""Which items a copy may name (L-01), worked out from the titles that its reader is called for."""

from __future__ import annotations

from collections.abc import Sequence

from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.notices.queries.allowed import may_say
from sasaeai.people.enums import Channel


def unnamed_titles(meeting: Meeting, channel: Channel | str) -> frozenset[str]:
    """Titles of the items of a meeting that must not be named by `channel`; one query."""
    items = list(
        AgendaItem.objects.current().filter(
            municipality_id=meeting.municipality_id, meeting_id=meeting.id
        )
    )
    named = {item.id for item in may_say(meeting, channel).items(items)}
    return frozenset(item.title for item in items if item.id not in named)


def without(titles: Sequence[str], unnamed: frozenset[str]) -> tuple[str, ...]:
    """The titles that may be named, in their order."""
    return tuple(title for title in titles if title not in unnamed)
