"""The invitation as a calendar file (RFC 5545, 5546): into the calendar, changed, taken out."""

from __future__ import annotations

import dataclasses

from sasaeai.kernel import clock
from sasaeai.kernel.wareki import long_date
from sasaeai.meetings.exports.calendar import Organizer, event_ics, meeting_event
from sasaeai.meetings.models import Expected
from sasaeai.notices.queries import wording
from sasaeai.notices.queries.allowed import CALENDAR, may_say
from sasaeai.notices.queries.open_call import CallState, OpenCall, call_as_seen
from sasaeai.notices.queries.reply_page import reply_url

FILE_NAME = "calendar.ics"
_NOT_COMING = frozenset({CallState.WITHDRAWN, CallState.CANCELLED})


def invitation_ics(expected: Expected) -> bytes:
    """The calendar file of a call as it stands now; `expected` carries meeting, body and hall.

    METHOD:PUBLISH puts the meeting into a calendar or changes it there, by SEQUENCE; once the
    meeting is called off or the call withdrawn, METHOD:CANCEL takes it out. It says what
    `allowed.may_say` lets a calendar say.
    """
    return call_ics(call_as_seen(expected, at=clock.now()))


def call_ics(call: OpenCall) -> bytes:
    """`invitation_ics` for a call that was opened already."""
    event = meeting_event(call.meeting, uid=str(call.expected.id), stamp=clock.now())
    is_withdrawn = call.state == CallState.WITHDRAWN
    event = dataclasses.replace(
        event,
        # Who is called no longer is told of no other hall; name and day find the entry to take out.
        location="" if is_withdrawn else event.location,
        is_cancelled=call.state in _NOT_COMING,
        description=_description(call),
        url=reply_url(call.code),
        alarm=call.state != CallState.OVER,
    )
    return event_ics(event, organizer=_organizer(call))


def _description(call: OpenCall) -> str:
    meeting, contact = call.meeting, call.contact
    lines = []
    if call.state in _NOT_COMING:
        lines.append(_not_coming(call))
    else:
        lines += [snow] if (snow := wording.snow_sentence(meeting)) else []
        lines += ["議題：" + "、".join(call.agenda)] if _may_name_items(call) else []
        lines += [meeting.venue.access] if meeting.venue.access else []
        lines += [f"返信コード：{call.expected.reply_code}"]
        lines += [f"返信期限：{long_date(call.due_on)}"] if call.due_on else []
    known = " ".join(part for part in (contact.name, contact.tel) if part)
    return "\n".join([*lines, *([f"連絡先：{known}"] if known else [])])


def _may_name_items(call: OpenCall) -> bool:
    return bool(call.agenda) and may_say(call.meeting, CALENDAR).agenda


def _not_coming(call: OpenCall) -> str:
    if call.state == CallState.CANCELLED:
        return "この会議は中止になりました。"
    return "このご案内は取り消されました。"


def _organizer(call: OpenCall) -> Organizer:
    """Who calls, with an address that no calendar writes to by itself: replies come by the code."""
    return Organizer(
        call.contact.name or call.meeting.body.name, f"urn:uuid:{call.meeting.body_id}"
    )
