"""Papers given out at a meeting (配布資料), and the numbered copies that come back (会議後回収)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import readable_meetings
from sasaeai.meetings.models import Handout, HandoutCopy, Meeting


@dataclass(frozen=True, slots=True)
class HandoutLine:
    """A paper with what became of its numbered copies; `copies` in the order of their numbers."""

    handout: Handout
    copies: tuple[HandoutCopy, ...]

    @property
    def given(self) -> int:
        """How many copies somebody has or had."""
        return sum(bool(copy.holder) for copy in self.copies)

    @property
    def back(self) -> int:
        return sum(copy.returned_at is not None for copy in self.copies)

    @property
    def out(self) -> tuple[HandoutCopy, ...]:
        """Copies that were given and are neither back nor settled."""
        return tuple(copy for copy in self.copies if is_out(copy))


def is_out(copy: HandoutCopy) -> bool:
    """Whether a copy is still with somebody, without a reason why it stays there."""
    return bool(copy.holder) and copy.returned_at is None and not copy.reason


def handouts_of(meeting: Meeting) -> list[Handout]:
    """The papers of a meeting by number, with their items. One query."""
    handouts = Handout.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting
    )
    return list(handouts.select_related("item").order_by("number"))


def handout_lines(meeting: Meeting) -> list[HandoutLine]:
    """The papers of a meeting with their numbered copies. Two queries."""
    handouts = handouts_of(meeting)
    collected = [handout.id for handout in handouts if handout.is_collected]
    rows = HandoutCopy.objects.filter(
        municipality_id=meeting.municipality_id, handout__in=collected
    )
    by_handout: dict[UUID, list[HandoutCopy]] = {handout.id: [] for handout in handouts}
    for copy in rows.order_by("number") if collected else ():
        by_handout[copy.handout_id].append(copy)
    return [HandoutLine(handout, tuple(by_handout[handout.id])) for handout in handouts]


def out_numbers(lines: Iterable[HandoutLine]) -> list[HandoutCopy]:
    """Every copy that is still out, by paper and number; each knows its paper."""
    found = []
    for line in lines:
        for copy in line.out:
            copy.handout = line.handout
            found.append(copy)
    return found


def copies_out(meetings: QuerySet[Meeting], municipality_id: UUID) -> QuerySet[HandoutCopy]:
    """Copies of papers of some meetings that are still with somebody (回収していない資料)."""
    return HandoutCopy.objects.filter(
        municipality_id=municipality_id,
        handout__meeting__in=meetings.order_by().values("pk"),
        handout__removed_at__isnull=True,
        handout__is_collected=True,
        returned_at__isnull=True,
        reason="",
    ).exclude(holder="")


def copies_out_of(meeting: Meeting) -> list[HandoutCopy]:
    """Copies of the papers of one meeting that are still with somebody. One query."""
    rows = copies_out(Meeting.objects.filter(pk=meeting.pk), meeting.municipality_id)
    return list(rows.select_related("handout").order_by("handout__number", "number"))


def get_visible_handout(handout_id: UUID, *, viewer: Viewer, removed: bool = False) -> Handout:
    """A paper with its meeting. `removed` finds one that was taken out. NotFound for strangers."""
    handout = (
        Handout.objects.filter(
            municipality_id=viewer.municipality_id,
            meeting__in=readable_meetings(viewer),
            removed_at__isnull=not removed,
            pk=handout_id,
        )
        .select_related(
            "meeting__body__district", "meeting__municipality", "meeting__venue", "item"
        )
        .first()
    )
    if handout is None:
        raise NotFound(_("この資料は見つかりません。"))
    return handout


def get_visible_copy(copy_id: UUID, *, viewer: Viewer) -> HandoutCopy:
    """A numbered copy with its paper and meeting. NotFound for strangers."""
    copy = (
        HandoutCopy.objects.filter(
            municipality_id=viewer.municipality_id,
            handout__meeting__in=readable_meetings(viewer),
            handout__removed_at__isnull=True,
            pk=copy_id,
        )
        .select_related("handout__meeting__body__district", "handout__meeting__municipality")
        .select_related("handout__meeting__venue")
        .first()
    )
    if copy is None:
        raise NotFound(_("この資料の控えは見つかりません。"))
    return copy
