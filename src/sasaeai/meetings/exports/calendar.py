"""Meetings as iCalendar (RFC 5545), for the calendars that people already use.

Days are written in Japan's zone with its VTIMEZONE; lines are folded at 75 octets, between
characters. A calendar says Japanese whatever language its reader's pages have.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress

from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting

MAKER = "-//Sasaeai//Community meetings//JA"
UID_AT = "sasaeai"
"""Behind the id: addresses of sites change, and an event that changes its name is doubled."""
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One meeting as one calendar shows it.

    starts_at, ends_at: aware. stamp: when what is said here became so. sequence: counts the
    changes. alarm: remind on the day before.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    sequence: int
    stamp: datetime
    is_cancelled: bool = False
    description: str = ""
    url: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who calls people together: the name, and an address as an URI."""

    name: str
    uri: str


def meeting_event(meeting: Meeting, *, uid: str, stamp: datetime) -> CalendarEvent:
    """What every calendar may say of a meeting: name, day, hall. `meeting` carries body, venue."""
    return CalendarEvent(
        uid=f"{uid}@{UID_AT}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=meeting_name(meeting),
        location=" ".join(part for part in (meeting.venue.name, meeting.venue.address) if part),
        sequence=meeting.version,
        stamp=stamp,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )


def meeting_name(meeting: Meeting) -> str:
    """「大野地区地域支え合い会議 第3回」; before it is held, without the number."""
    return f"{meeting.body.name} 第{meeting.number}回" if meeting.number else meeting.body.name


def feed_ics(events: Sequence[CalendarEvent], *, name: str) -> bytes:
    """A calendar to subscribe to; equal events give equal bytes."""
    calendar = _calendar()
    calendar.add("name", name)  # RFC 7986; the other name is older and better known
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(clock.TOKYO))
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def event_ics(event: CalendarEvent, *, organizer: Organizer) -> bytes:
    """One event to put into a calendar, or with METHOD:CANCEL to take out of it (RFC 5546)."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if event.is_cancelled else "PUBLISH")
    component = _component(event)
    address = vCalAddress(organizer.uri)
    address.params["CN"] = organizer.name
    component.add("organizer", address)
    calendar.add_component(component)
    return calendar.to_ical()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_tokyo())
    return calendar


@functools.cache
def _tokyo() -> Timezone:
    return Timezone.from_tzid(str(clock.TOKYO))


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.stamp)
    component.add("last-modified", event.stamp)
    component.add("sequence", event.sequence)
    component.add("dtstart", clock.to_tokyo(event.starts_at))
    component.add("dtend", clock.to_tokyo(event.ends_at))
    component.add("summary", f"【中止】{event.summary}" if event.is_cancelled else event.summary)
    if event.location:
        component.add("location", event.location)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.description:
        component.add("description", event.description)
    if event.url:
        component.add("url", event.url)
    if event.alarm and not event.is_cancelled:
        component.add_component(_day_before(event.summary))
    return component


def _day_before(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"あすは{summary}です。")
    alarm.add("trigger", timedelta(days=-1))
    return alarm
