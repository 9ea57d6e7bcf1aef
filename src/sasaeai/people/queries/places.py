"""Names of places and bodies around a district, and how they are read aloud."""

from __future__ import annotations

from sasaeai.people.models import District, Organization, Person, Tenure, Venue

MOST_PLACES = 2_000


def place_names(district: District) -> tuple[str, ...]:
    """Districts and halls of the municipality, organisations that serve a district. One query.

    They are no names of persons, though many are made of one (工藤医院, 佐藤会館).
    """
    return tuple(name for name, _kana in _places(district))


def kana_around(district: District, *, with_persons: bool = False) -> dict[str, str]:
    """Names with the kana registered for them: places, bodies, persons when asked. Two queries at most."""
    found = _places(district)
    if with_persons:
        terms = Tenure.objects.filter(
            municipality_id=district.municipality_id, post__organization__served__district=district
        )
        persons = Person.objects.filter(
            municipality_id=district.municipality_id, pk__in=terms.values("person_id")
        )
        found += persons.order_by("pk").values_list("name", "kana")[:MOST_PLACES]
    return {name: kana for name, kana in found if kana}


def _places(district: District) -> list[tuple[str, str]]:
    city = district.municipality_id
    districts = District.objects.filter(municipality_id=city)
    halls = Venue.objects.filter(municipality_id=city)
    serving = Organization.objects.filter(municipality_id=city, served__district=district)
    rows = [
        each.order_by().values_list("name", "kana")
        for each in (districts, halls, serving.distinct())
    ]
    return list(rows[0].union(*rows[1:]).order_by("name", "kana")[:MOST_PLACES])
