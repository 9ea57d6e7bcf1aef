"""Around a circular: how its words are read, how many copies go where, when it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sasaeai.kernel import clock
from sasaeai.kernel.furigana import Readings
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.models import Circular, CircularCopy, PublicVersion
from sasaeai.people.models import District
from sasaeai.people.queries.districts import organizations_of_districts
from sasaeai.people.queries.places import kana_around

NEIGHBOURHOODS = "chokai"
"""The kind of organisation whose groups (班) a board goes round in: 町会・町内会・自治会."""
FREE_LINES = 4
"""Lines for places that are no association: a notice board, a school."""


@dataclass(frozen=True, slots=True)
class CopyLine:
    """How many copies go to one place. organization: None for a place that the register lacks.

    groups, copies: None while nobody said.
    """

    organization: UUID | None
    name: str
    groups: int | None = None
    copies: int | None = None


def last_circular(meeting: Meeting) -> Circular | None:
    """The circular issued last in the district before this meeting's own, withdrawn or not."""
    return (
        Circular.objects.filter(
            municipality_id=meeting.municipality_id,
            public_version__minutes__meeting__body__district_id=meeting.body.district_id,
        )
        .exclude(public_version__minutes__meeting_id=meeting.id)
        .order_by("-issued_on", "-created_at")
        .first()
    )


def earlier_readings(meeting: Meeting) -> dict[str, str]:
    """What was put right on the last circular of the district: names are read as before."""
    last = (
        Circular.objects.filter(
            municipality_id=meeting.municipality_id,
            public_version__minutes__meeting__body__district_id=meeting.body.district_id,
        )
        .order_by("-issued_on", "-created_at")
        .values_list("readings", flat=True)
        .first()
    )
    return dict(last or {})


def district_readings(district: District, corrections: dict[str, str] | None = None) -> Readings:
    """How the words of a text of the district are read, names as registered. Two queries."""
    return Readings(kana_around(district, with_persons=True), corrections or {})


def copies_of(circular: Circular) -> list[CircularCopy]:
    """Where the copies go, in order."""
    return list(circular.copies.order_by("position"))


def propose_copies(circular: Circular, meeting: Meeting) -> list[CopyLine]:
    """A line for each association of the district, with the numbers kept now or those of last time.

    Places that are no association follow, as they were.
    """
    kept = _lines(copies_of(circular)) or _last_lines(circular, meeting)
    by_organization = {line.organization: line for line in kept if line.organization}
    on = clock.today()
    serving = organizations_of_districts([meeting.body.district], on=on)
    lines = [
        by_organization.pop(row.id, CopyLine(row.id, row.name))
        for row in serving.filter(kind__code=NEIGHBOURHOODS)
    ]
    others = [line for line in kept if line.organization is None]
    return [*lines, *by_organization.values(), *others]


def total_of(lines: Sequence[CopyLine | CircularCopy]) -> int:
    """All copies together."""
    return sum(line.copies or 0 for line in lines)


def _last_lines(circular: Circular, meeting: Meeting) -> list[CopyLine]:
    last = (
        Circular.objects.filter(
            municipality_id=meeting.municipality_id,
            public_version__minutes__meeting__body__district_id=meeting.body.district_id,
            copies__isnull=False,
        )
        .exclude(pk=circular.pk)
        .order_by("-issued_on", "-created_at")
        .first()
    )
    return _lines(copies_of(last)) if last else []


def _lines(rows: Sequence[CircularCopy]) -> list[CopyLine]:
    return [CopyLine(row.organization_id, row.name, row.groups, row.copies) for row in rows]


def printed_days(circular: Circular | None) -> list[date]:
    """The days on which a wording of it was printed, the latest last: sheets that may be out."""
    if circular is None:
        return []
    moments = sorted(filter(None, (circular.printed_before, circular.printed_at)))
    return list(dict.fromkeys(clock.to_tokyo(moment).date() for moment in moments))


# ── What may still go round ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WithdrawnTrace:
    """A version that was taken back: what replaced it when, and which sheets may still go round.

    replaced_on: None while nothing has. printed: days; places: where copies went, as far as kept.
    """

    version: PublicVersion
    replaced_on: date | None
    printed: tuple[date, ...]
    places: tuple[str, ...]


def withdrawn_traces(
    withdrawn: Sequence[PublicVersion], in_force: PublicVersion | None
) -> list[WithdrawnTrace]:
    """The trace of each withdrawn version, newest first as given. One query, none for none.

    in_force: the version that counts now, approved or not.
    """
    if not withdrawn:
        return []
    circulars = [circular.id for v in withdrawn if (circular := circular_of(v))]
    places = _places_of(withdrawn[0].municipality_id, circulars)
    found = []
    newer = in_force
    for version in withdrawn:
        circular = circular_of(version)
        replaced = clock.to_tokyo(newer.approved_at).date() if newer and newer.approved_at else None
        sheets = places.get(circular.id, ()) if circular else ()
        found.append(WithdrawnTrace(version, replaced, tuple(printed_days(circular)), sheets))
        newer = version
    return found


def circular_of(version: PublicVersion) -> Circular | None:
    """The circular made of a version, if one was."""
    return getattr(version, "circular", None)


def _places_of(municipality_id: UUID, circulars: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    rows = CircularCopy.objects.filter(
        municipality_id=municipality_id, circular_id__in=circulars
    ).order_by("position")
    for circular, name in rows.values_list("circular_id", "name"):
        found[circular] = (*found.get(circular, ()), name)
    return found
