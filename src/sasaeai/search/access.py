"""Who may find what, and who may say which words mean the same.

What a viewer may find is part of the question itself: each entry carries terms that say for whom it
is, so that the newest hits come straight from the word index, however many others there are.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.search.enums import Audience

WHOLE_CITY = "incity"
"""Term of what concerns the whole city."""


def scope_terms(
    *,
    municipality_id: UUID,
    district_id: UUID | None,
    audience: str,
    kind: str,
    year: int,
    districts: Collection[UUID] = (),
) -> list[str]:
    """Terms that say for whom an entry is, of which kind, 年度 and district.

    districts: those of an entry that concerns several; each has its readers.
    """
    terms = [_for(audience, municipality_id), f"kind{kind}", f"year{year}"]
    concerned = [district_id] if district_id is not None else list(districts)
    if not concerned:
        return [*terms, WHOLE_CITY]
    readers = (_for(audience, district) for district in concerned)
    return [*terms, *readers, *(district_term(district) for district in concerned)]


def district_term(district_id: UUID) -> str:
    """Term of what concerns a district."""
    return f"in{district_id.hex}"


def findable_terms(viewer: Viewer) -> list[str]:
    """Of these an entry has one when the viewer may find it; the municipality is in each of them."""
    town = viewer.municipality_id
    terms = [_for(Audience.EVERYBODY, town)]
    if viewer.is_system:
        return [*terms, _for(Audience.READERS, town), _for(Audience.RUNNERS, town)]
    if viewer.sees_city:
        terms.append(_for(Audience.READERS, town))
    else:
        terms.extend(_for(Audience.READERS, district) for district in viewer.sees)
    return [*terms, *(_for(Audience.RUNNERS, district) for district in viewer.runs)]


def findable(viewer: Viewer) -> Q:
    """The same as a condition on columns, asked once more of the few rows that are shown.

    Of what concerns no one district the terms alone say whose readers may find it.
    """
    if viewer.is_system:
        return Q()
    may = Q(audience=Audience.EVERYBODY)
    if viewer.sees_city:
        may |= Q(audience=Audience.READERS)
    elif viewer.sees:
        of_theirs = Q(district_id__in=viewer.sees) | Q(district_id__isnull=True)
        may |= Q(of_theirs, audience=Audience.READERS)
    if viewer.runs:
        may |= Q(audience=Audience.RUNNERS, district_id__in=viewer.runs)
    return may


def can_edit_synonyms(viewer: Viewer) -> bool:
    """Whether the viewer may say which words mean the same: staff of city and council."""
    return viewer.is_system or viewer.sees_city


def check_can_edit_synonyms(viewer: Viewer) -> None:
    """Raise unless the viewer may say which words mean the same."""
    if not can_edit_synonyms(viewer):
        raise NotAllowed(
            _(
                "同じ意味のことばは、市と市社会福祉協議会の担当者が直せます。担当者にお知らせください。"
            )
        )


def _for(audience: str, place: UUID) -> str:
    return f"{audience}{place.hex}"
