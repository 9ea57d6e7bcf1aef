"""What a split or merger of districts has to decide, as proposed; and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from sasaeai.kernel import clock
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.models import District, Organization, Venue
from sasaeai.people.queries.districts import halls_of_districts, organizations_of_districts


@dataclass(frozen=True, slots=True)
class OrganizationProposal:
    """An organisation and the new districts (places in the list) it is proposed to serve."""

    organization: Organization
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HallProposal:
    """A hall and the new district it is proposed for; None: it stays with the old one."""

    hall: Venue
    place: int | None


@dataclass(frozen=True, slots=True)
class BodyProposal:
    """A body that ends, and the new districts that are proposed to get one like it."""

    body: Body
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeProposal:
    """All that goes on or ends. in_the_way: meetings on the first day or later, not cancelled."""

    organizations: tuple[OrganizationProposal, ...]
    halls: tuple[HallProposal, ...]
    bodies: tuple[BodyProposal, ...]
    in_the_way: tuple[Meeting, ...]


def propose_change(
    olds: Sequence[District], names: Sequence[str], on: date, *, join: District | None = None
) -> ChangeProposal:
    """Who serves which new district, whose the halls are, which bodies begin anew.

    What carries the name of one new district goes there, all else to every one. join: the district
    that is there already and takes the old ones up; of a kind that it has itself, no body is
    proposed to begin anew. At most five queries.
    """
    districts = list(olds)
    every = tuple(range(len(names)))
    return ChangeProposal(
        organizations=tuple(
            OrganizationProposal(each, _named(each.name, names) or every)
            for each in organizations_of_districts(districts, on=on)
        ),
        halls=tuple(
            HallProposal(hall, 0 if len(names) == 1 else next(iter(_named(hall.name, names)), None))
            for hall in halls_of_districts(districts)
        ),
        bodies=_propose_bodies(districts, every, on, join),
        in_the_way=tuple(meetings_in_the_way(districts, on)),
    )


def meetings_in_the_way(olds: Sequence[District], on: date) -> list[Meeting]:
    """Meetings of some districts on a day or later that were not cancelled, early to late."""
    meetings = Meeting.objects.filter(
        is_told_of(),
        municipality_id=olds[0].municipality_id,
        body__district__in=olds,
        starts_at__gte=clock.at(on, time()),
    ).exclude(state=MeetingState.CANCELLED)
    return list(meetings.select_related("body__district", "venue").order_by("starts_at"))


def going_bodies(olds: Sequence[District], on: date) -> list[Body]:
    """Bodies of some districts that would still be there on a day, in their order."""
    bodies = Body.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        municipality_id=olds[0].municipality_id,
        district__in=olds,
    )
    return list(bodies.select_related("district", "prepares"))


def _propose_bodies(
    olds: list[District], every: tuple[int, ...], on: date, join: District | None
) -> tuple[BodyProposal, ...]:
    """Of bodies of the same kind and name but for the district's, a merger keeps the first."""
    kinds = {body.kind for body in going_bodies([join], on)} if join else set()
    proposed, seen = [], set()
    for body in going_bodies(olds, on):
        alike = (body.kind, body.name.replace(body.district.name, ""))
        is_twin = body.kind in kinds or (len(every) == 1 and alike in seen)
        seen.add(alike)
        proposed.append(BodyProposal(body, () if is_twin else every))
    return tuple(proposed)


def _named(name: str, districts: Sequence[str]) -> tuple[int, ...]:
    return tuple(
        place
        for place, district in enumerate(districts)
        if (stem := district.removesuffix("地区")) and stem in name
    )
