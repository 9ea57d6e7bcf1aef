"""The webhook of LINE: signed by LINE, opened by nothing else."""

from __future__ import annotations

import logging

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sasaeai.notices.channels import line
from sasaeai.notices.handlers.line import hear
from sasaeai.web.access import public

logger = logging.getLogger(__name__)

MOST_BYTES = 512 * 1024
"""Of one call: LINE gathers a few events, each of at most 5,000 letters."""


@public
@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Hear what people wrote and answer them. A call that LINE did not sign changes nothing.

    What was heard is kept before it is answered; a call delivered again finds it done. One event
    that fails keeps no other from being heard, and has LINE deliver the call again.
    """
    if not line.is_set_up():
        raise Http404
    if not _is_small(request):
        return HttpResponseBadRequest()
    try:
        events = line.read_events(request.body, request.headers.get("X-Line-Signature", ""))
    except line.NotFromLine:
        return HttpResponseBadRequest()
    failed = [event for event in events if not _heard(event)]
    return HttpResponseServerError() if failed else HttpResponse()


def _heard(event: line.LineEvent) -> bool:
    try:
        text = hear(event)
    except Exception:
        logger.exception("an event of LINE could not be heard")
        return False
    if text and event.reply_token:
        line.answer(event.reply_token, text)
    return True


def _is_small(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) <= MOST_BYTES
