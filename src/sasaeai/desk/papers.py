"""Handing a finished paper to the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from sasaeai.paper.files import PDF, Paper


def paper_response(paper: Paper) -> HttpResponse:
    """A PDF opens in the window, ready to print; files for Word and Excel are saved.

    Never kept by the browser: papers carry names, and the next one may say something else.
    """
    response = HttpResponse(paper.content, content_type=paper.content_type)
    header = content_disposition_header(paper.content_type != PDF, paper.name)
    response["Content-Disposition"] = header or "inline"
    response["Cache-Control"] = "no-store, private"
    return response
