"""What the desk's frame shows on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The viewer, when a desk page has resolved one (desk.gate)."""
    return {"viewer": getattr(request, "viewer", None)}
