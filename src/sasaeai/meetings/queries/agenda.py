"""The agenda of a meeting, and what earlier meetings left open for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from sasaeai.kernel.display import short_date
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, readable_meetings
from sasaeai.meetings.enums import (
    OPEN_OUTCOMES,
    ItemKind,
    ItemOrigin,
    MeetingState,
    Outcome,
    Regime,
)
from sasaeai.meetings.models import AgendaItem, Body, Meeting, Topic

ITEM = "item"
"""`Proposal.kind` of an item of an earlier meeting; other rooms have kinds of their own."""

FOR_PLENARY = OPEN_OUTCOMES | {Outcome.DECIDED}
"""What a steering group (幹事会) hands to the meeting it prepares: the open and the decided."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that the next agenda should take up, and why.

    kind + source_id name the row it comes from; origin is an `ItemOrigin`; reason is a sentence.
    """

    kind: str
    source_id: UUID
    title: str
    summary: str
    topic_id: UUID | None
    reason: str
    origin: str

    @property
    def key(self) -> str:
        """The value of its tick box."""
        return f"{self.kind}:{self.source_id}"


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """An item as printed: its number, None for an exchange of news (情報交換)."""

    item: AgendaItem
    number: int | None


def get_visible_item(item_id: UUID, *, viewer: Viewer, removed: bool = False) -> AgendaItem:
    """An item with its meeting. `removed` finds one that was taken out. NotFound for strangers."""
    items = AgendaItem.objects.filter(
        municipality_id=viewer.municipality_id,
        meeting__in=readable_meetings(viewer),
        removed_at__isnull=not removed,
        pk=item_id,
    ).select_related("meeting__body__district", "meeting__municipality", "meeting__venue", "topic")
    if (item := items.first()) is None:
        raise NotFound(_("この議題は見つかりません。"))
    return item


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in its order, with topics."""
    items = AgendaItem.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    return list(items.select_related("topic").order_by("position", "created_at"))


def numbering(items: Iterable[AgendaItem]) -> tuple[NumberedItem, ...]:
    """The printed numbers of items in order: 1… for what is dealt with, none for 情報交換."""
    numbered, count = [], 0
    for item in items:
        if item.kind == ItemKind.EXCHANGE:
            numbered.append(NumberedItem(item, None))
        else:
            count += 1
            numbered.append(NumberedItem(item, count))
    return tuple(numbered)


def topics_of(municipality_id: UUID) -> QuerySet[Topic]:
    """Topics to choose from."""
    return Topic.objects.filter(municipality_id=municipality_id)


def agenda_proposals(meeting: Meeting, *, viewer: Viewer) -> list[Proposal]:
    """Open items of earlier meetings of the body, of its 幹事会, and of the body it prepares.

    An item that an agenda has taken up since is not proposed again. One query.
    """
    body = meeting.body
    related = [body.id] if body.prepares_id is None else [body.id, body.prepares_id]
    bodies = Body.objects.filter(
        Q(pk__in=related) | Q(prepares=body), municipality_id=meeting.municipality_id
    )
    items = (
        _unfinished(meeting, viewer)
        .filter(meeting__body__in=bodies.order_by().values("pk"))
        .annotate(last_held=Subquery(_last_held(meeting)))
        .select_related("meeting__body")
        .order_by("meeting__starts_at", "position")
    )
    return [_proposal(item, body) for item in items if _concerns(item, body)]


def _unfinished(meeting: Meeting, viewer: Viewer) -> QuerySet[AgendaItem]:
    """Items held before `meeting` with an outcome worth proposing that led to nothing yet.

    What a support council left open goes on in a support council alone, for who may read both.
    """
    if Regime(meeting.regime).is_for_called_only:
        readable = Q(meeting__in=readable_meetings(viewer).values("pk"))
    else:
        readable = is_told_of("meeting__")
    taken = (
        AgendaItem.objects.current()
        .filter(municipality_id=meeting.municipality_id, came_from=OuterRef("pk"))
        # News to a sister body (申し送り) informs that body; the matter stays open in its own.
        .exclude(origin=ItemOrigin.PASSED_ON)
        .exclude(meeting__state=MeetingState.CANCELLED)
    )
    return (
        AgendaItem.objects.current()
        .filter(
            readable,
            municipality_id=meeting.municipality_id,
            meeting__state=MeetingState.HELD,
            meeting__starts_at__lt=meeting.starts_at,
            outcome__in=FOR_PLENARY,
        )
        .exclude(Exists(taken))
    )


def _last_held(meeting: Meeting) -> QuerySet[Meeting]:
    """When the body was last held before this meeting."""
    held = Meeting.objects.filter(
        is_told_of(),
        municipality_id=meeting.municipality_id,
        body_id=meeting.body_id,
        state=MeetingState.HELD,
        starts_at__lt=meeting.starts_at,
    )
    return held.order_by("-starts_at").values("starts_at")[:1]


def _concerns(item: AgendaItem, body: Body) -> bool:
    """Open items always; what a 幹事会 decided only until the body has met since."""
    if item.outcome in OPEN_OUTCOMES:
        return True
    from_steering = item.meeting.body.prepares_id == body.id
    return from_steering and (item.last_held is None or item.meeting.starts_at > item.last_held)


def _proposal(item: AgendaItem, body: Body) -> Proposal:
    from_steering = item.meeting.body.prepares_id == body.id
    return Proposal(
        kind=ITEM,
        source_id=item.id,
        title=item.title,
        summary=item.outcome_text or item.summary,
        topic_id=item.topic_id,
        reason=_reason(item, body),
        origin=ItemOrigin.STEERING if from_steering else ItemOrigin.CARRIED_OVER,
    )


def _reason(item: AgendaItem, body: Body) -> str:
    words = {
        "day": short_date(item.meeting.held_on),
        "body": item.meeting.body.name,
        "outcome": Outcome(item.outcome).label,
    }
    if item.meeting.body_id != body.id:
        return _("%(day)sの%(body)sで「%(outcome)s」になりました。") % words
    if item.outcome == Outcome.REFERRED:
        return _("%(day)sの会議で他の会議・機関へつなぎました。その後を確かめる議題です。") % words
    return _("%(day)sの会議で継続になりました。") % words
