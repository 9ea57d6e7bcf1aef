"""What the desk's frame shows on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_districts


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The viewer, when a desk page has resolved one (desk.gate), and the place in view."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {"viewer": None}
    return {"viewer": viewer, "place": SimpleLazyObject(lambda: place_of(viewer))}


def town_of(viewer: Viewer) -> str:
    """The name of the viewer's municipality."""
    names = visible_districts(viewer).values_list("municipality__name", flat=True)
    return names.first() or ""


def place_of(viewer: Viewer) -> str:
    """The name above every page: the one district the viewer reads, else the municipality."""
    names = visible_districts(viewer).values_list("name", "municipality__name")[:2]
    rows = list(names)
    if len(rows) == 1 and not viewer.sees_city:
        return rows[0][0]
    return rows[0][1] if rows else ""
