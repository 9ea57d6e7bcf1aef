"""What goes on in another district when one is split or merged: who serves it, whose halls these are.

All of it is written down as it was carried, so that taking it back touches nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from sasaeai.audit import actions as audit
from sasaeai.audit.models import Entry
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, OrganizationDistrict, Venue
from sasaeai.people.queries.districts import ChangeGroup, hall_before

_CARRIED = "carry on"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn:
    """What of the old goes on where: ids to places in the list of the new districts.

    organizations: each to the districts it serves; one that is not named serves none of them.
    halls: each to its district; one that is not named stays with the old one.
    """

    organizations: Mapping[UUID, Sequence[int]] = field(default_factory=dict)
    halls: Mapping[UUID, int] = field(default_factory=dict)


def carry_organizations(
    olds: list[District], news: list[District], wanted: GoesOn, since: date, actor: Viewer
) -> None:
    """Let organisations of the old serve the new districts too; their old lines stay.

    One that serves a district already, where that was there before, goes on as it is.
    """
    running = OrganizationDistrict.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since), municipality_id=actor.municipality_id
    )
    there = set(running.filter(district__in=news).values_list("organization_id", "district_id"))
    made: dict[tuple[UUID, int], OrganizationDistrict] = {}
    for line in running.filter(district__in=olds):
        for place in wanted.organizations.get(line.organization_id, ()):
            if (line.organization_id, news[place].pk) in there:
                continue
            begins = since if line.since is None else max(since, line.since)
            made.setdefault(
                (line.organization_id, place),
                OrganizationDistrict(
                    municipality_id=actor.municipality_id,
                    organization_id=line.organization_id,
                    district=news[place],
                    since=begins,
                    until=line.until,
                ),
            )
    OrganizationDistrict.objects.bulk_create(made.values())
    for place, new in enumerate(news):
        lines = {str(each): _days(line) for (each, at), line in made.items() if at == place}
        after = {"from": sorted(str(old.pk) for old in olds), "lines": lines}
        audit.record(actor=actor, verb=_CARRIED, obj=new, after=after)


def take_back_organizations(new: District, group: ChangeGroup, actor: Viewer) -> list[str]:
    """Take away the lines that the change wrote for a district, as long as nobody edited them.

    Returns the names of the organisations whose lines stay, because somebody did.
    """
    carried = _carried_lines(new, group)
    lines = OrganizationDistrict.objects.filter(
        municipality_id=actor.municipality_id, district=new, organization_id__in=carried
    )
    kept = []
    for line in lines.select_related("organization"):
        gone = line.until is not None and line.until < actor.on
        if carried[line.organization_id] in (None, _days(line)) or (gone and not group.is_joined):
            line.delete()
        else:
            kept.append(line.organization.name)
    return sorted(set(kept))


def move_halls(olds: list[District], news: list[District], wanted: GoesOn, actor: Viewer) -> None:
    """Let halls be of the district that was chosen for them."""
    halls = Venue.objects.select_for_update().filter(
        municipality_id=actor.municipality_id, district__in=olds, pk__in=wanted.halls
    )
    for hall in halls:
        before = audit.snapshot(hall, ["district"])
        hall.district = news[wanted.halls[hall.pk]]
        hall.version += 1
        hall.save(update_fields=["district", "version"])
        after = audit.snapshot(hall, ["district"])
        audit.record(actor=actor, verb="change district", obj=hall, before=before, after=after)


def return_halls(new: District, group: ChangeGroup, actor: Viewer) -> None:
    """Let halls be of the old district again that were its before the change."""
    olds = {old.pk for old in group.olds}
    for hall in Venue.objects.filter(municipality_id=actor.municipality_id, district=new):
        came_from = hall_before(hall)
        if came_from not in olds:
            continue
        before = audit.snapshot(hall, ["district"])
        hall.district_id = came_from
        hall.version += 1
        hall.save(update_fields=["district", "version"])
        audit.record(actor=actor, verb="undo change", obj=hall, before=before)


def _days(line: OrganizationDistrict) -> list[str]:
    return [day.isoformat() if day else "" for day in (line.since, line.until)]


def _carried_lines(new: District, group: ChangeGroup) -> dict[UUID, list[str] | None]:
    """The lines as they were written, by organisation; None where only the organisation is known."""
    entries = Entry.objects.filter(
        municipality_id=new.municipality_id,
        object_type=District._meta.label_lower,
        object_id=new.pk,
        verb=_CARRIED,
    ).order_by("-at")
    olds = sorted(str(old.pk) for old in group.olds)
    for entry in entries:
        if entry.after.get("from") == olds:
            return {UUID(key): days for key, days in entry.after["lines"].items()}
        if "organizations" in entry.after:
            return {UUID(key): None for key in entry.after["organizations"]}
    return {}
