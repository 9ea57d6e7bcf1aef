"""Who does what by when: of one meeting, and what is due across districts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_actions
from sasaeai.issues.models import Action
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.models import District

PAGE_SIZE = 30


def get_visible_action(action_id: UUID, *, viewer: Viewer, removed: bool = False) -> Action:
    """An action the viewer may read; `removed` also finds one that was taken out."""
    actions = Action.objects.filter(municipality_id=viewer.municipality_id, pk=action_id)
    if not viewer.sees_city:
        actions = actions.filter(district_id__in=viewer.sees)
    if not removed:
        actions = actions.filter(removed_at=None)
    action = actions.select_related(
        "district", "organization", "post__organization", "issue", "item__meeting__body__district"
    ).first()
    if action is None:
        raise NotFound(_("この取組は見つかりません。"))
    return action


def actions_of_meeting(meeting: Meeting) -> dict[UUID, list[Action]]:
    """What was promised at a meeting, by its items. One query."""
    rows = (
        Action.objects.current()
        .filter(municipality_id=meeting.municipality_id, item__meeting=meeting)
        .order_by("created_at")
    )
    by_item: dict[UUID, list[Action]] = defaultdict(list)
    for action in rows:
        if action.item_id is not None:
            by_item[action.item_id].append(action)
    return by_item


def open_actions(viewer: Viewer, *, district: District | None = None) -> QuerySet[Action]:
    """Actions that are not done, what is due first; without a day at the end."""
    actions = visible_actions(viewer).filter(done_on=None)
    if district is not None:
        actions = actions.filter(district=district)
    links = ("district", "issue", "organization", "post", "item__meeting__body")
    return actions.select_related(*links).order_by(
        F("due_on").asc(nulls_last=True), "created_at", "id"
    )


def actions_page(actions: QuerySet[Action], number: str | int | None) -> Page[Action]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(actions, PAGE_SIZE).get_page(number)


def actions_due(viewer: Viewer, *, until: date) -> QuerySet[Action]:
    """Actions that are not done and due by a day, the oldest first."""
    return open_actions(viewer).filter(due_on__lte=until)


def actions_of_body(body: Body, *, before: Meeting) -> list[Action]:
    """What was promised at earlier meetings of a body and is open, or was done since the last one.

    For 「前回からの引きつぎ」 of the 次第. Two queries.
    """
    rows = (
        Action.objects.current()
        .filter(
            is_told_of("item__meeting__"),
            municipality_id=body.municipality_id,
            item__removed_at=None,
            item__meeting__body=body,
            item__meeting__starts_at__lt=before.starts_at,
        )
        .select_related("item__meeting__body", "issue")
        .order_by("item__meeting__starts_at", "created_at")
    )
    promised = list(rows)
    last = max((action.item.meeting.held_on for action in promised if action.item), default=None)
    return [
        action
        for action in promised
        if action.done_on is None or (last is not None and action.done_on >= last)
    ]
