"""People counted once (実人数), and organisations (参加団体数), over the gatherings of a 年度.

A person is known by the register where the call names one, else by organisation and name as written
on the list of the day; the two meet where the register's person was written down by the same words.
A substitute is whoever came. Nameless companions and bare numbers cannot be counted once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Count, F, TextField, UUIDField, When
from django.db.models.functions import Cast

from sasaeai.kernel import text
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import COUNTED, BodyKind, MeetingState, PresenceStatus
from sasaeai.meetings.models import Presence
from sasaeai.reports.queries.years import DistrictYear


@dataclass(slots=True)
class _Keys:
    persons: set[Hashable] = field(default_factory=set)
    organizations: set[Hashable] = field(default_factory=set)
    visits: int = 0


class Crowd(NamedTuple):
    """persons: different ones; organizations: different ones; visits: how often a named person came."""

    persons: int
    organizations: int
    visits: int


@dataclass(frozen=True, slots=True)
class Crowds:
    """Who came, by what a gathering belongs to."""

    by_kind: dict[str, _Keys]
    by_district: dict[UUID, _Keys]
    everybody: _Keys

    @property
    def all(self) -> Crowd:
        return _crowd(self.everybody)

    def of_kind(self, kind: BodyKind) -> Crowd:
        return _crowd(self.by_kind.get(kind, _Keys()))

    def of_district(self, district_id: UUID) -> Crowd:
        return _crowd(self.by_district.get(district_id, _Keys()))


@dataclass(slots=True)
class _Ties:
    """What a gathering counts for."""

    body_id: UUID
    is_own: bool = False
    kinds: set[str] = field(default_factory=set)
    districts: set[UUID] = field(default_factory=set)


def crowds_of(
    entries: Sequence[DistrictYear], fiscal_year: FiscalYear, *, viewer: Viewer
) -> Crowds:
    """Who came to the gatherings of these districts. One query.

    The database adds up by body; only bodies whose gatherings do not all count for the same (a
    recognition that begins in mid-year) are asked for by gathering.
    """
    ties = _ties(entries)
    apart = _apart(ties)
    units = {(key if key in apart else one.body_id).hex: one for key, one in ties.items()}
    found = Crowds(defaultdict(_Keys), defaultdict(_Keys), _Keys())
    if not ties:
        return found
    rows = [row for row in _rows(viewer, fiscal_year, ties, apart) if row.unit in units]
    known = {(row.organization_name, row.person_name): row.person for row in rows if row.person}
    for row in rows:
        tie = units[row.unit]
        person = row.person or _by_name(row, known)
        organization = row.organization or text.fold(row.organization_name)
        for keys in (
            found.everybody,
            *(found.by_kind[kind] for kind in tie.kinds),
            *(found.by_district[where] for where in tie.districts),
        ):
            if person:
                keys.persons.add(person)
                keys.visits += row.n
            if organization:
                keys.organizations.add(organization)
    return found


class _Row(NamedTuple):
    """Ids as text: some ten thousand of them need not become objects. unit: as a hex number."""

    unit: str
    person: str | None
    organization: str | None
    organization_name: str
    person_name: str
    n: int


def _rows(
    viewer: Viewer, fiscal_year: FiscalYear, ties: dict[UUID, _Ties], apart: set[UUID]
) -> list[_Row]:
    presences = (
        Presence.objects.current()
        .filter(
            is_told_of("meeting__"),
            municipality_id=viewer.municipality_id,
            status__in=COUNTED,
            meeting__fiscal_year=fiscal_year.year,
            meeting__state=MeetingState.HELD,
        )
        .order_by()
    )
    if not viewer.sees_city or len({one.body_id for one in ties.values()}) < _MANY:
        presences = presences.filter(meeting_id__in=list(ties))
    unit = Case(
        When(meeting_id__in=apart, then=F("meeting_id")),
        default=F("meeting__body_id"),
        output_field=UUIDField(),
    )
    registered = Case(
        When(status=PresenceStatus.SUBSTITUTE, then=None),
        default=F("expected__person_id"),
        output_field=UUIDField(),
    )
    grouped = presences.values_list(
        Cast(unit if apart else F("meeting__body_id"), TextField()),
        Cast(registered, TextField()),
        Cast("expected__organization_id", TextField()),
        "organization_name",
        "person_name",
    ).annotate(n=Count("pk"))
    return [_Row(unit.replace("-", ""), *row) for unit, *row in grouped]


_MANY = 20
"""From this number of bodies on, the year is asked for as a whole rather than by its gatherings."""


def _ties(entries: Iterable[DistrictYear]) -> dict[UUID, _Ties]:
    found: dict[UUID, _Ties] = {}
    for entry in entries:
        for body in entry.bodies:
            for row in body.year.rows:
                if row.meeting.state != MeetingState.HELD:
                    continue
                tie = found.setdefault(row.meeting.id, _Ties(row.meeting.body_id))
                tie.is_own |= row.counted_as is None
                tie.kinds.add(str(body.body.kind))
                tie.districts.add(entry.district.id)
    return found


def _apart(ties: dict[UUID, _Ties]) -> set[UUID]:
    """Gatherings that do not count for the same as every other one of their body."""
    by_body: dict[UUID, list[_Ties]] = defaultdict(list)
    for tie in ties.values():
        by_body[tie.body_id].append(tie)
    mixed = {
        body_id
        for body_id, found in by_body.items()
        if not found[0].is_own
        or any((one.kinds, one.districts) != (found[0].kinds, found[0].districts) for one in found)
    }
    return {key for key, tie in ties.items() if tie.body_id in mixed}


def _by_name(row: _Row, known: dict[tuple[str, str], str | None]) -> Hashable:
    if not row.person_name:
        return None
    same = known.get((row.organization_name, row.person_name))
    return same or (text.fold(row.organization_name), text.fold(row.person_name))


def _crowd(keys: _Keys) -> Crowd:
    return Crowd(len(keys.persons), len(keys.organizations), keys.visits)
