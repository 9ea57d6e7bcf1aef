"""What of a meeting is found by its words: items, what was said, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import AgendaItem, Meeting, Remark
from sasaeai.search.actions import Entry, put_many, remove, remove_all, shift
from sasaeai.search.enums import Audience

ITEM, OUTCOME, REMARK = "item", "outcome", "remark"
KINDS = (ITEM, OUTCOME, REMARK)
"""Kinds of entries of this room; an outcome has the id of its item."""


def index_item(item: AgendaItem) -> None:
    """Part of a write: let an item be found as it stands now, with what was said; or not at all."""
    remarks = list(Remark.objects.filter(municipality_id=item.municipality_id, item=item))
    entries = list(_entries(item, remarks))
    found = {(entry.kind, entry.object_id) for entry in entries}
    gone = [(kind, each) for kind, each in _keys(item, remarks) if (kind, each) not in found]
    for kind in KINDS:
        if ids := [each for name, each in gone if name == kind]:
            remove(municipality_id=item.municipality_id, kind=kind, object_ids=ids)
    put_many(entries)


def index_remark(remark: Remark) -> None:
    """Part of a write: let what was said be found as it stands now, or not at all."""
    is_there = remark.removed_at is None and remark.item.removed_at is None
    if is_there and is_findable(remark.item.meeting):
        put_many([_remark(remark, remark.item)])
    else:
        remove(municipality_id=remark.municipality_id, kind=REMARK, object_ids=[remark.pk])


def index_remarks(remarks: Iterable[Remark]) -> None:
    """Part of a write: `index_remark` for many that were just written down."""
    found = (remark for remark in remarks if is_findable(remark.item.meeting))
    put_many(_remark(remark, remark.item) for remark in found)


def index_moved(meeting: Meeting) -> None:
    """Part of a write: what stands in a meeting has its day, and is for its readers."""
    shift(
        municipality_id=meeting.municipality_id,
        group_id=meeting.pk,
        kinds=KINDS,
        day=meeting.held_on,
        fiscal_year=meeting.fiscal_year,
        audience=audience_of(meeting),
    )


def reindex_meetings(municipality_id: UUID) -> Iterator[int]:
    """Fill the index of this room anew; yields how many entries were written so far."""
    remove_all(municipality_id=municipality_id, kinds=KINDS)
    items = AgendaItem.objects.current().filter(municipality_id=municipality_id)
    done = 0
    for item in (
        items.select_related("meeting__body", "topic")
        .prefetch_related("remarks")
        .order_by("meeting__starts_at", "position")
        .iterator(chunk_size=200)
    ):
        done += put_many(_entries(item, item.remarks.all()))
        yield done


def audience_of(meeting: Meeting) -> Audience:
    """What is said among members stays with those who run the meetings, whoever reads the rest."""
    regime = Regime(meeting.regime)
    return Audience.READERS if regime.is_for_everybody else Audience.RUNNERS


def is_findable(meeting: Meeting) -> bool:
    """Whether anything of a meeting is found at all: of a support council nothing is (L-03)."""
    return not Regime(meeting.regime).is_for_called_only


def _entries(item: AgendaItem, remarks: Iterable[Remark]) -> Iterator[Entry]:
    if item.removed_at is not None or not is_findable(item.meeting):
        return
    topic = item.topic.name if item.topic else ""
    yield _entry(
        item, ITEM, item.pk, text=item.summary, also=f"{topic}\n{item.presenter}", is_titled=True
    )
    if item.outcome_text:
        yield _entry(item, OUTCOME, item.pk, text=item.outcome_text)
    yield from (_remark(remark, item) for remark in remarks if remark.removed_at is None)


def _keys(item: AgendaItem, remarks: Iterable[Remark]) -> Iterator[tuple[str, UUID]]:
    yield ITEM, item.pk
    yield OUTCOME, item.pk
    yield from ((REMARK, remark.pk) for remark in remarks)


def _remark(remark: Remark, item: AgendaItem) -> Entry:
    return _entry(item, REMARK, remark.pk, text=remark.text, also=remark.group)


def _entry(
    item: AgendaItem,
    kind: str,
    object_id: UUID,
    *,
    text: str,
    also: str = "",
    is_titled: bool = False,
) -> Entry:
    meeting = item.meeting
    return Entry(
        municipality_id=item.municipality_id,
        kind=kind,
        object_id=object_id,
        group_id=meeting.pk,
        district_id=meeting.body.district_id,
        audience=audience_of(meeting),
        day=meeting.held_on,
        fiscal_year=meeting.fiscal_year,
        title=item.title,
        text=text,
        also=also,
        is_titled=is_titled,
    )
