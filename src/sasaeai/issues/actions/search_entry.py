"""What of troubles, issues and actions is found by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import UUID

from sasaeai.issues.models import Action, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.actions.search_entry import audience_of
from sasaeai.search.actions import Entry, put, put_many, remove, remove_all
from sasaeai.search.enums import Audience

ISSUE, TROUBLE, ACTION = "issue", "trouble", "action"
KINDS = (ISSUE, TROUBLE, ACTION)
"""Kinds of entries of this room."""

_TITLE = 60
_AT_ONCE = 200

Row = TypeVar("Row", Issue, Trouble, Action)


def index_issue(issue: Issue) -> None:
    """Part of a write: let an issue be found as it stands now, or no longer."""
    _index(issue, ISSUE, _issue)


def index_trouble(trouble: Trouble) -> None:
    """Part of a write: let a trouble be found as it stands now, or no longer."""
    _index(trouble, TROUBLE, _trouble)


def index_action(action: Action) -> None:
    """Part of a write: let an action be found as it stands now, or no longer."""
    _index(action, ACTION, _action)


def reindex_issues(municipality_id: UUID) -> Iterator[int]:
    """Fill the index of this room anew; yields how many entries were written so far."""
    remove_all(municipality_id=municipality_id, kinds=KINDS)
    done = 0
    for rows, entry in (
        (Issue.objects.select_related("topic", "owner"), _issue),
        (Trouble.objects.select_related("meeting"), _trouble),
        (Action.objects.select_related("item__meeting", "issue"), _action),
    ):
        there = rows.filter(municipality_id=municipality_id, removed_at=None)
        waiting: list[Entry] = []
        for row in there.order_by("created_at").iterator(chunk_size=_AT_ONCE):
            waiting.append(entry(row))
            if len(waiting) == _AT_ONCE:
                done += put_many(waiting)
                waiting = []
                yield done
        done += put_many(waiting)
        yield done


def _index(row: Row, kind: str, entry: Callable[[Row], Entry]) -> None:
    if row.removed_at is None:
        put(entry(row))
    else:
        remove(municipality_id=row.municipality_id, kind=kind, object_ids=[row.pk])


def _issue(issue: Issue) -> Entry:
    texts = (
        issue.description,
        issue.area,
        issue.troubled,
        issue.residents_part,
        issue.agencies_part,
        issue.city_part,
        issue.closed_reason,
    )
    return Entry(
        municipality_id=issue.municipality_id,
        kind=ISSUE,
        object_id=issue.pk,
        district_id=issue.district_id,
        audience=Audience.READERS,
        day=issue.opened_on,
        title=issue.title,
        text="\n".join(text for text in texts if text),
        also="\n".join(str(each) for each in (issue.topic, issue.owner) if each is not None),
    )


def _trouble(trouble: Trouble) -> Entry:
    meeting = trouble.meeting
    first = " ".join(trouble.text.split())
    return Entry(
        municipality_id=trouble.municipality_id,
        kind=TROUBLE,
        object_id=trouble.pk,
        group_id=trouble.meeting_id,
        district_id=trouble.district_id,
        audience=audience_of(meeting) if meeting is not None else Audience.READERS,
        day=trouble.raised_on,
        title=first if len(first) <= _TITLE else f"{first[: _TITLE - 1]}…",
        text=trouble.text if len(first) > _TITLE else "",
        also=trouble.raised_by,
    )


def _action(action: Action) -> Entry:
    meeting = action.item.meeting if action.item is not None else None
    return Entry(
        municipality_id=action.municipality_id,
        kind=ACTION,
        object_id=action.pk,
        group_id=meeting.pk if meeting is not None else None,
        district_id=action.district_id,
        audience=audience_of(meeting) if meeting is not None else Audience.READERS,
        day=action.due_on or clock.to_tokyo(action.created_at).date(),
        title=action.what,
        text=action.result,
        also=action.who,
    )
