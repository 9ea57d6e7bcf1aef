"""Names of the register, to be recognised in open words."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sasaeai.kernel.known_names import KnownNames
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Person, Tenure
from sasaeai.people.queries.places import place_names

MOST_NAMES = 1_000


def district_names(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, str]:
    """What districts are called, also those the viewer does not read: a name tells nothing of what
    is kept there. One query, none for no ids.
    """
    if not ids:
        return {}
    found = District.objects.filter(municipality_id=viewer.municipality_id, pk__in=ids)
    return dict(found.order_by().values_list("pk", "name"))


def names_in_district(district: District) -> KnownNames:
    """Who holds or held a post in an organisation that serves a district, and the places around it.

    No query until a text is looked through; two then.
    """
    return KnownNames(lambda: (_persons(district), place_names(district)))


def _persons(district: District) -> list[tuple[str, str]]:
    terms = Tenure.objects.filter(
        municipality_id=district.municipality_id, post__organization__served__district=district
    )
    persons = Person.objects.filter(
        municipality_id=district.municipality_id, pk__in=terms.values("person_id")
    )
    return list(persons.order_by("pk").values_list("name", "kana")[:MOST_NAMES])
