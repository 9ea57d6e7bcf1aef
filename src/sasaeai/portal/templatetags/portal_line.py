"""The offer to hear by LINE, beside a reply."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import quote

from django import template
from django.conf import settings

from sasaeai.notices.channels import line
from sasaeai.paper.qr import qr_svg

register = template.Library()


@dataclass(frozen=True, slots=True)
class LineOffer:
    """link: opens the talk with the code typed already; picture: the same as QR, a data address."""

    link: str
    picture: str
    line_id: str


@register.simple_tag
def line_offer(code: str) -> LineOffer | None:
    """How the bearer of a reply code comes to hear by LINE; None where the site has no LINE."""
    if not (settings.LINE_ID and line.is_set_up()):
        return None
    link = f"https://line.me/R/oaMessage/{quote(settings.LINE_ID, safe='')}/?{quote(code)}"
    picture = base64.b64encode(qr_svg(link).encode()).decode()
    return LineOffer(link, f"data:image/svg+xml;base64,{picture}", settings.LINE_ID)
