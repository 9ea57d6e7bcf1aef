"""How a view says who may open it. A test walks every address and refuses one that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def declares(permission: str) -> Callable[[View], View]:
    """Mark a view with the name of its permission."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


public = declares("public")
"""Anyone, signed in or not."""
