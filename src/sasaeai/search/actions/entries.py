"""Keeping the index in step: called by the writes of other rooms, in their transaction.

An entry follows from a row that has an audit row of its own, so it has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID

from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.kernel.text import mend_radicals
from sasaeai.kernel.words import index_terms
from sasaeai.search.access import scope_terms
from sasaeai.search.enums import Audience
from sasaeai.search.models import SearchEntry

#: Entries written by one statement.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found of one row; see `SearchEntry`.

    also: further words by which it is found without their being shown: topic, group, who presents it.
    districts: those that it concerns when they are several; district_id is None then. Not for what
    stands in a group, which may be shifted.
    is_titled: whether its title is its own; that of a remark is its item's, which is found by itself.
    fiscal_year: that of `day` unless the row has its own.
    """

    municipality_id: UUID
    kind: str
    object_id: UUID
    title: str
    day: date
    audience: Audience
    district_id: UUID | None = None
    districts: tuple[UUID, ...] = ()
    group_id: UUID | None = None
    text: str = ""
    also: str = ""
    fiscal_year: int | None = None
    is_titled: bool = True


def put(entry: Entry) -> None:
    """Let a row be found, with the text it has now; a second time replaces the first."""
    put_many([entry])


def put_many(entries: Iterable[Entry]) -> int:
    """`put` for many; returns how many. The same row twice counts once, with its last text."""
    rows = {(each.municipality_id, each.kind, each.object_id): each for each in entries}
    _forget(rows)
    SearchEntry.objects.bulk_create((_row(entry) for entry in rows.values()), batch_size=AT_ONCE)
    return len(rows)


def remove(*, municipality_id: UUID, kind: str, object_ids: Sequence[UUID]) -> None:
    """Let rows no longer be found; unknown ones are passed over."""
    SearchEntry.objects.filter(
        municipality_id=municipality_id, kind=kind, object_id__in=object_ids
    ).delete()


def remove_all(*, municipality_id: UUID, kinds: Sequence[str]) -> None:
    """Empty the index of some kinds, before it is filled anew."""
    SearchEntry.objects.filter(municipality_id=municipality_id, kind__in=kinds).delete()


def shift(
    *,
    municipality_id: UUID,
    group_id: UUID,
    kinds: Sequence[str],
    day: date,
    fiscal_year: int,
    audience: Audience,
) -> None:
    """Give what stands in a group, such as a meeting, other readers; and those kinds another day."""
    rows = SearchEntry.objects.filter(municipality_id=municipality_id, group_id=group_id)
    moved = list(rows)
    rows.delete()
    for row in moved:
        words = row.terms.split()[len(_scope(row)) :]
        row.audience = audience
        if row.kind in kinds:
            row.day, row.fiscal_year = day, fiscal_year
        row.id = _number(row)
        row.terms = " ".join([*_scope(row), *words])
    SearchEntry.objects.bulk_create(moved, batch_size=AT_ONCE)


def _forget(keys: Iterable[tuple[UUID, str, UUID]]) -> None:
    """Take the entries out whose place others will have."""
    ids: dict[tuple[UUID, str], list[UUID]] = {}
    for municipality_id, kind, object_id in keys:
        ids.setdefault((municipality_id, kind), []).append(object_id)
    for (municipality_id, kind), object_ids in ids.items():
        for start in range(0, len(object_ids), AT_ONCE):
            part = object_ids[start : start + AT_ONCE]
            remove(municipality_id=municipality_id, kind=kind, object_ids=part)


def _row(entry: Entry) -> SearchEntry:
    title, text = mend_radicals(entry.title), mend_radicals(entry.text)
    own = title if entry.is_titled else ""
    row = SearchEntry(
        municipality_id=entry.municipality_id,
        kind=entry.kind,
        object_id=entry.object_id,
        group_id=entry.group_id,
        district_id=entry.district_id,
        audience=entry.audience,
        fiscal_year=entry.fiscal_year or fiscal_year(entry.day),
        day=entry.day,
        title=title[:200],
        text=text,
    )
    row.id = _number(row)
    scope = _scope(row, entry.districts)
    row.terms = " ".join([*scope, *index_terms(f"{own}\n{text}\n{entry.also}")])
    return row


def _scope(row: SearchEntry, districts: Collection[UUID] = ()) -> list[str]:
    return scope_terms(
        districts=districts,
        municipality_id=row.municipality_id,
        district_id=row.district_id,
        audience=row.audience,
        kind=row.kind,
        year=row.fiscal_year,
    )


def _number(row: SearchEntry) -> int:
    """The day, then 40 bits of whose text it is: numbers count up by day, and one row has one."""
    whose = f"{row.municipality_id.hex}{row.kind}{row.object_id.hex}".encode()
    return row.day.toordinal() << 40 | int.from_bytes(blake2b(whose, digest_size=5).digest())
