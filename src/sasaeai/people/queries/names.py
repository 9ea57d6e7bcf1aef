"""Names of the register, to be recognised in open words."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Person, Tenure

MOST_NAMES = 1_000


def district_names(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, str]:
    """What districts are called, also those the viewer does not read: a name tells nothing of what
    is kept there. One query, none for no ids.
    """
    if not ids:
        return {}
    found = District.objects.filter(municipality_id=viewer.municipality_id, pk__in=ids)
    return dict(found.order_by().values_list("pk", "name"))


def names_in_district(district: District) -> tuple[str, ...]:
    """Who holds or held a post in an organisation that serves a district, as written. One query."""
    terms = Tenure.objects.filter(
        municipality_id=district.municipality_id, post__organization__served__district=district
    )
    persons = Person.objects.filter(
        municipality_id=district.municipality_id, pk__in=terms.values("person_id")
    )
    return tuple(persons.order_by("pk").values_list("name", flat=True)[:MOST_NAMES])
