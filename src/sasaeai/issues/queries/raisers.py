"""Who raises troubles, as the register names them: 「白旗野町会 会長」."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_organizations
from sasaeai.people.models import District, Organization, OrganizationDistrict, Post
from sasaeai.people.queries import current_posts

MOST_NAMES = 400


def names_to_raise(viewer: Viewer) -> list[str]:
    """Posts of the districts the viewer runs, for completing a name (400 at most). One query."""
    posts = current_posts(viewer).filter(organization__served__district_id__in=viewer.runs)
    rows = posts.order_by("organization__name", "position").values_list(
        "organization__name", "title"
    )
    return list(dict.fromkeys(f"{name} {title}" for name, title in rows[:MOST_NAMES]))


def find_raiser(
    typed: str, *, district: District, viewer: Viewer
) -> tuple[Organization | None, Post | None]:
    """The organisation and post that a typed name stands for, as far as the register knows them.

    The longest name of an organisation wins; what follows it is the title. Of several that are
    called the same (中央町会), the one of the district where it was raised. Two queries.
    """
    words = re.split(r"\s+", typed.strip())
    names = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    living = Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on)
    served = OrganizationDistrict.objects.filter(
        municipality_id=viewer.municipality_id, organization=OuterRef("pk")
    )
    rows = visible_organizations(viewer).filter(living, name__in=names)
    rows = rows.annotate(here=Exists(served.filter(district=district)), placed=Exists(served))
    found: dict[str, list[Organization]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    organization = next((_nearest(found[name]) for name in names if name in found), None)
    if organization is None:
        return None, None
    title = " ".join(words)[len(organization.name) :].strip()
    posts = Post.objects.filter(
        living, municipality_id=viewer.municipality_id, organization=organization, title=title
    )
    return organization, posts.first() if title else None


def _nearest(called_the_same: list[Organization]) -> Organization | None:
    """The one of the district, else the one of the whole city, else the only one; never a guess."""
    for near in (
        [row for row in called_the_same if row.here],  # type: ignore[attr-defined]
        [row for row in called_the_same if not row.placed],  # type: ignore[attr-defined]
        called_the_same,
    ):
        if near:
            return near[0] if len(near) == 1 else None
    return None
