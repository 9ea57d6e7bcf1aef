"""Where the holder of a reply code answers without an account (返信ページ)."""

from __future__ import annotations

from django.conf import settings


def reply_url(code: str) -> str:
    """Address of the reply page of `code`; empty while the site cannot be reached from outside.

    >>> reply_url("K7M-4QX-9PA")  # doctest: +SKIP
    'https://sasaeai.example.jp/r/K7M4QX9PA/'
    """
    if not settings.SERVED_OVER_HTTPS:
        return ""
    return f"{settings.SITE_URL.rstrip('/')}/r/{code.replace('-', '')}/"
