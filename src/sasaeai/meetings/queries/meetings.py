"""Finding meetings and proposing the next one's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import AcknowledgeFirst, is_told_of, may_read, visible_meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Acknowledgement, Body, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.meetings.queries.attendance import with_attendance
from sasaeai.people.models import District, Municipality, Venue

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PlanDefaults:
    """What the form of the next meeting arrives filled with, and why each day is proposed.

    start, end: None when neither the body nor an earlier meeting says. last: the latest meeting.
    """

    on: date
    start: time | None
    end: time | None
    venue: Venue | None
    regime: str
    snow_on: date | None
    reply_due_on: date | None
    reasons: tuple[str, ...]
    last: Meeting | None


def get_visible_meeting(meeting_id: UUID, *, viewer: Viewer) -> Meeting:
    """A meeting with body, district, city and hall. NotFound for strangers."""
    found = visible_meetings(viewer).filter(pk=meeting_id)
    meeting = found.select_related("body__district", "municipality", "venue").first()
    if meeting is None:
        _check_was_not_bound(meeting_id, viewer)
        raise NotFound(_("この会議は見つかりません。"))
    if not may_read(viewer, meeting):
        raise AcknowledgeFirst(meeting.id)
    return meeting


def get_called_meeting(meeting_id: UUID, *, viewer: Viewer) -> Meeting:
    """A meeting that the viewer may know of, whether the secrecy was acknowledged or not (L-04)."""
    found = visible_meetings(viewer).filter(pk=meeting_id)
    meeting = found.select_related("body__district", "municipality", "venue").first()
    if meeting is None:
        _check_was_not_bound(meeting_id, viewer)
        raise NotFound(_("この会議は見つかりません。"))
    return meeting


def _check_was_not_bound(meeting_id: UUID, viewer: Viewer) -> None:
    """Who acknowledged the secrecy knows of the meeting; after the term it is closed (L-05)."""
    acknowledged = Acknowledgement.objects.current().filter(
        municipality_id=viewer.municipality_id,
        meeting_id=meeting_id,
        tenure__person_id=viewer.person_id,
    )
    if viewer.person_id is not None and acknowledged.exists():
        raise NotAllowed(
            _(
                "この会議に呼ばれていた任期が終わったので、資料と記録は見られません。"
                "任期が終わったあとも、知ったことを人に話さない約束は続きます。"
            )
        )


def upcoming_meetings(viewer: Viewer, *, district: District | None = None) -> QuerySet[Meeting]:
    """Meetings being prepared, the next first; one that was never minuted stays here."""
    meetings = _listed(viewer, district).filter(state=MeetingState.PLANNED)
    return meetings.order_by("starts_at", "id")


def past_meetings(viewer: Viewer, *, district: District | None = None) -> QuerySet[Meeting]:
    """Meetings held or cancelled, the latest first, with `attendance`."""
    meetings = _listed(viewer, district).exclude(state=MeetingState.PLANNED)
    return with_attendance(meetings).order_by("-starts_at", "id")


def meetings_page(meetings: QuerySet[Meeting], number: str | int | None) -> Page[Meeting]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(meetings, PAGE_SIZE).get_page(number)


def planned_of(body: Body) -> list[Meeting]:
    """Meetings of a body that are being prepared already, as everybody may know of them."""
    meetings = Meeting.objects.filter(
        is_told_of(), municipality_id=body.municipality_id, body=body, state=MeetingState.PLANNED
    )
    return list(meetings.select_related("venue"))


def _listed(viewer: Viewer, district: District | None) -> QuerySet[Meeting]:
    meetings = visible_meetings(viewer).select_related("body__district", "municipality", "venue")
    return meetings.filter(body__district=district) if district is not None else meetings


def plan_defaults(body: Body, *, viewer: Viewer) -> PlanDefaults:
    """The plan of the next meeting of a body, proposed from its rhythm and its last meeting.

    `body` carries municipality and usual_venue.
    """
    city = body.municipality
    recent = list(
        visible_meetings(viewer)
        .filter(body=body)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("venue")
        .order_by("-starts_at")[:2]
    )
    last = recent[0] if recent else None
    proposed = _proposed_day(body, recent, viewer.on + timedelta(days=city.notice_lead_days))
    reserve = rhythm.reserve_day(proposed.day, snow_season(city))
    start = body.usual_start or (last.start if last else None)
    return PlanDefaults(
        on=proposed.day,
        start=start,
        end=_end_of(start, body, last if body.usual_start is None else None),
        venue=body.usual_venue or (last.venue if last else None),
        regime=next_regime(body, last),
        snow_on=reserve.day if reserve else None,
        reply_due_on=rhythm.reply_due_day(
            proposed.day, lead_days=city.reply_lead_days, today=viewer.on
        ),
        reasons=(*proposed.reasons, *(reserve.reasons if reserve else ())),
        last=last,
    )


def last_meeting(body: Body) -> Meeting | None:
    """The latest meeting of a body that was not called off, held or planned."""
    meetings = Meeting.objects.filter(is_told_of(), municipality_id=body.municipality_id, body=body)
    return meetings.exclude(state=MeetingState.CANCELLED).order_by("-starts_at").first()


def next_regime(body: Body, last: Meeting | None) -> str:
    """What is proposed as 個人情報の取扱い of the next meeting (L-01): as last time."""
    return last.regime if last else body.usual_regime


def snow_season(city: Municipality) -> rhythm.SnowSeason:
    """The snow season as the municipality set it."""
    return rhythm.SnowSeason(city.snow_from_month, city.snow_to_month, city.snow_reserve_days)


def _proposed_day(body: Body, recent: list[Meeting], not_before: date) -> rhythm.ProposedDay:
    if not recent:
        return rhythm.first_day(not_before)
    gap = 365 // (body.yearly_target or rhythm.DEFAULT_PER_YEAR)
    if not body.yearly_target and len(recent) == 2:
        gap = max((recent[0].held_on - recent[1].held_on).days, 7)
    return rhythm.next_day(recent[0].held_on, gap_days=gap, not_before=not_before)


def _end_of(start: time | None, body: Body, last: Meeting | None) -> time | None:
    """The usual end, or that of the last meeting; None where it would be after midnight."""
    if start is None:
        return None
    length = last.ends_at - last.starts_at if last else timedelta(minutes=body.usual_minutes)
    begin = datetime.combine(date(2000, 1, 1), start)
    end = begin + length
    return end.time() if end.date() == begin.date() else None
