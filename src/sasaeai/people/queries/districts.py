"""Districts with what became of them, and what a split or merger has to decide about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from sasaeai.audit.models import Entry
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import can_run_district, current_districts, visible_districts
from sasaeai.people.models import (
    District,
    DistrictChange,
    Organization,
    OrganizationDistrict,
    Venue,
)


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district of the list. became, came_from: the districts of a split or merger."""

    district: District
    is_ended: bool
    is_coming: bool
    became: tuple[District, ...]
    came_from: tuple[District, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """One split or merger: the old districts, the new ones, and the first day of these.

    kept: names of those whose lines an undo left, because somebody had edited them.
    """

    olds: tuple[District, ...]
    news: tuple[District, ...]
    on: date
    decided_at: str
    kept: tuple[str, ...] = ()

    @property
    def is_joined(self) -> bool:
        """The old ones went on in a district that was there before (編入)."""
        return any(new.since != self.on for new in self.news)


def district_lines(viewer: Viewer) -> list[DistrictLine]:
    """The districts the viewer may read: there today, coming, ended. Two queries."""
    changes = list(
        DistrictChange.objects.filter(municipality_id=viewer.municipality_id).select_related(
            "old", "new"
        )
    )
    lines = [
        DistrictLine(
            district=each,
            is_ended=each.until is not None and each.until < viewer.on,
            is_coming=each.since is not None and each.since > viewer.on,
            became=tuple(change.new for change in changes if change.old_id == each.id),
            came_from=tuple(change.old for change in changes if change.new_id == each.id),
        )
        for each in visible_districts(viewer)
    ]
    return sorted(lines, key=lambda line: (line.is_ended, line.is_coming))


def districts_to_begin_in(viewer: Viewer) -> list[District]:
    """Districts that the viewer runs and that are there today: where something new is begun.

    Of somebody who runs only districts that ended, those: what came late is still written down.
    """
    run = [one for one in visible_districts(viewer) if can_run_district(viewer, one)]
    there = set(current_districts(viewer, viewer.on).values_list("pk", flat=True))
    return [one for one in run if one.pk in there] or run


def living(
    districts: Iterable[District], *, on: date, but: District | None = None
) -> list[District]:
    """Of some districts those that have not ended by a day: what a page offers to choose from.

    but: the one that the page is of, which stays in the list though it has ended.
    """
    return [one for one in districts if one.until is None or one.until >= on or one == but]


def change_group(district: District) -> ChangeGroup | None:
    """The split or merger that ended a district, else the last one that it took others up in."""
    changes = DistrictChange.objects.filter(municipality_id=district.municipality_id)
    first = changes.filter(old=district).first() or changes.filter(new=district).last()
    if first is None:
        return None
    # Every old district of one change became every new one of it.
    rows = list(changes.filter(new=first.new, on=first.on).select_related("old"))
    news = list(changes.filter(old=first.old, on=first.on).select_related("new"))
    return ChangeGroup(
        tuple(row.old for row in rows), tuple(row.new for row in news), first.on, first.decided_at
    )


def hall_before(hall: Venue) -> UUID | None:
    """The district a hall was of before the last split or merger."""
    entry = (
        Entry.objects.filter(
            municipality_id=hall.municipality_id,
            object_type=Venue._meta.label_lower,
            object_id=hall.id,
            verb="change district",
        )
        .order_by("-at")
        .first()
    )
    return UUID(entry.before["district"]) if entry and entry.before.get("district") else None


def organizations_of_districts(districts: list[District], *, on: date) -> QuerySet[Organization]:
    """Organisations that serve one of some districts on a day or later, by kind and reading."""
    lines = OrganizationDistrict.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        municipality_id=districts[0].municipality_id,
        district__in=districts,
    )
    return (
        Organization.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            municipality_id=districts[0].municipality_id,
            pk__in=lines.values("organization_id"),
        )
        .select_related("kind")
        .order_by("kind__position", "kana", "name")
    )


def halls_of_districts(districts: list[District]) -> list[Venue]:
    """Halls in use of some districts, by reading."""
    return list(
        Venue.objects.filter(
            municipality_id=districts[0].municipality_id,
            district__in=districts,
            removed_at__isnull=True,
        ).select_related("district")
    )
