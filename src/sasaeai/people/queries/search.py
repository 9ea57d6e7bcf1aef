"""The search box over the register: organisations, persons, halls."""

from __future__ import annotations

from django.db.models import Q

from sasaeai.kernel.finding import Found, first_rows, matching, search_keys, split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_organizations, visible_venues
from sasaeai.people.models import Organization, Person, Venue
from sasaeai.people.queries.persons import persons_like


def search_organizations(query: str, *, viewer: Viewer) -> Found[Organization]:
    """Organisations by name or reading."""
    terms = search_keys(query)
    if not terms:
        return Found((), 0)
    condition = Q()
    for term in terms:
        condition &= Q(search_key__contains=term)
    found = Organization.objects.filter(
        condition,
        municipality_id=viewer.municipality_id,
        pk__in=visible_organizations(viewer).values("pk"),
    )
    return first_rows(found.select_related("kind"))


def search_persons(query: str, *, viewer: Viewer) -> Found[Person]:
    """Persons by name or reading, with `posts_now`: today's terms that the viewer may read."""
    terms = search_keys(query)
    return first_rows(persons_like(terms, viewer=viewer)) if terms else Found((), 0)


def search_venues(query: str, *, viewer: Viewer) -> Found[Venue]:
    """Halls by name, reading or address, with their district."""
    words = split_words(query)
    if not words:
        return Found((), 0)
    venues = visible_venues(viewer).filter(
        matching(words, "name", "kana", "address"), removed_at__isnull=True
    )
    return first_rows(venues.select_related("district"))
