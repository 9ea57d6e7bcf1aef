"""Persons of the register."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.finding import search_keys
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_persons, visible_terms
from sasaeai.people.models import Person

CANDIDATES = 10


def get_visible_person(person_id: UUID, *, viewer: Viewer) -> Person:
    """A person; NotFound for strangers. Contacts are for who may keep the person (access)."""
    person = visible_persons(viewer).filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("この人は見つかりません。"))
    return person


def person_candidates(query: str, *, viewer: Viewer) -> list[Person]:
    """Persons to choose from for a post, with `posts_now`; at most ten. Two queries."""
    terms = search_keys(query)
    return list(persons_like(terms, viewer=viewer)[:CANDIDATES]) if terms else []


def persons_like(terms: list[str], *, viewer: Viewer) -> QuerySet[Person]:
    """Persons whose name or reading holds every search key of `terms`, by reading.

    Each carries `posts_now`: today's terms that the viewer may read.
    """
    condition = Q()
    for term in terms:
        condition &= Q(search_key__contains=term)
    now = visible_terms(viewer).on(viewer.on).select_related("post__organization").order_by("since")
    persons = visible_persons(viewer).filter(condition).order_by("kana", "name", "pk")
    return persons.prefetch_related(Prefetch("tenures", now, to_attr="posts_now"))
