"""What every page of the shell needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

LARGE_TEXT_COOKIE = "sasaeai_text"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Whether the reader asked for large text (文字を大きく)."""
    return {"large_text": request.COOKIES.get(LARGE_TEXT_COOKIE) == "large"}
