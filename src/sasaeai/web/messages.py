"""Messages after an action, with a way back where there is one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string


def undo_message(request: HttpRequest, text: str, url: str | None, /, **values: Any) -> None:
    """Say that it was done and offer 「元に戻す」, a POST to `url` with `values`.

    Without a url (nothing to take back) it is a plain message of success.
    """
    if url is None:
        messages.success(request, text)
        return
    html = render_to_string(
        "web/components/undo.html", {"text": text, "url": url, "values": values}, request=request
    )
    messages.success(request, html)
