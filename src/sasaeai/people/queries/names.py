"""Names of the register, to be recognised in open words."""

from __future__ import annotations

from sasaeai.people.models import District, Person, Tenure

MOST_NAMES = 1_000


def names_in_district(district: District) -> tuple[str, ...]:
    """Who holds or held a post in an organisation that serves a district, as written. One query."""
    terms = Tenure.objects.filter(
        municipality_id=district.municipality_id, post__organization__served__district=district
    )
    persons = Person.objects.filter(
        municipality_id=district.municipality_id, pk__in=terms.values("person_id")
    )
    return tuple(persons.order_by("pk").values_list("name", flat=True)[:MOST_NAMES])
