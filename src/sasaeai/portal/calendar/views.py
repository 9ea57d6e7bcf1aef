"""Calendar files for whoever holds a reply code or a secret address."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings import queries as meetings
from sasaeai.meetings.exports.calendar import CONTENT_TYPE, feed_ics, meeting_event
from sasaeai.meetings.models import CalendarFeed
from sasaeai.meetings.queries import FeedMeeting
from sasaeai.notices.exports.calendar import FILE_NAME, call_ics
from sasaeai.notices.queries.line import announced
from sasaeai.notices.queries.open_call import open_call
from sasaeai.portal.door import opens_by_code
from sasaeai.web.access import public


@require_safe
@opens_by_code
def reply_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """One invitation as a calendar file; of a cancelled one, the file that takes it out."""
    content = call_ics(open_call(code, at=clock.now()))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@require_safe
@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar to subscribe to. Not there: a wrong address and a withdrawn one alike."""
    try:
        found = meetings.public_feed(token)
    except NotFound as error:
        return _apart(
            HttpResponse(error.message, content_type="text/plain; charset=utf-8", status=404)
        )
    shown = meetings.public_feed_meetings(found, on=clock.today(), announced=announced())
    content = _feed_ics(found, shown)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["ETag"] = etag = quote_etag(hashlib.sha256(content).hexdigest())
    response["Last-Modified"] = http_date(_changed_at(found, shown).timestamp())
    # A meeting that is there no longer leaves no date behind: the whole text alone says "the same".
    return _apart(get_conditional_response(request, etag=etag, response=response) or response)


def _apart(response: HttpResponse) -> HttpResponse:
    """Kept by the one calendar alone, asked about each time, listed by no search engine."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _feed_ics(found: CalendarFeed, shown: tuple[FeedMeeting, ...]) -> bytes:
    events = [
        meeting_event(each.meeting, uid=str(each.meeting.id), stamp=each.changed_at)
        for each in shown
    ]
    return feed_ics(events, name=_name(found))


def _name(found: CalendarFeed) -> str:
    """A person's calendar is not called by the person: whoever has the address reads the name."""
    whose = found.body or found.district
    return f"{whose.name}の会議" if whose is not None else "出席する会議"


def _changed_at(found: CalendarFeed, shown: tuple[FeedMeeting, ...]) -> datetime:
    return max((found.created_at, *(each.changed_at for each in shown)))
