"""Which days to ask for, and whom: proposed from the body's rhythm, its hall and its hosts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, BodyHost, BodyMember, DatePoll, DateSlot, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.meetings.queries.meetings import PlanDefaults, plan_defaults, snow_season
from sasaeai.people.models import Post, Tenure, Venue

MOST_SLOTS = 8
MOST_PEOPLE = 8
USUAL_START = time(13, 30)
"""When a body that has never met is asked to begin: after lunch, home before dark."""
_SEARCHED_DAYS = 21
_SATURDAY = 5
_DAYS_TO_ANSWER = 7
_COMPREHENSIVE_CENTRE = "hokatsu"
_CLOSED = re.compile(r"(第[第1-5一二三四五・、,]+)?([月火水木金土日])曜")
_NUMBERS = str.maketrans("一二三四五", "12345")


@dataclass(frozen=True, slots=True)
class ProposedSlot:
    """A start to ask for. note: 「いつもの曜日」「雪の季節」, empty when there is nothing to say."""

    starts_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """Somebody to ask, and why. is_key: one of the three or four without whom it does not work."""

    post: Post
    person_id: UUID
    name: str
    reason: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class PollDefaults:
    """What the form of a new poll arrives filled with. reasons: sentences on the days."""

    slots: tuple[ProposedSlot, ...]
    people: tuple[ProposedPerson, ...]
    minutes: int
    start: time
    venue: Venue | None
    closes_on: date
    contact_name: str
    contact_tel: str
    contact_fax: str
    reasons: tuple[str, ...]


def poll_defaults(body: Body, *, viewer: Viewer) -> PollDefaults:
    """Days, people and contact of a new poll. `body` carries district, municipality and hall."""
    plan = plan_defaults(body, viewer=viewer)
    slots = _proposed_slots(body, plan, viewer.on)
    coordinator = _coordinator(body, viewer)
    contact = _contact(body, coordinator)
    return PollDefaults(
        slots=slots,
        people=_proposed_people(body, coordinator, viewer.on),
        minutes=_minutes(body, plan),
        start=plan.start or USUAL_START,
        venue=plan.venue,
        closes_on=_closing_day(slots, viewer.on),
        contact_name=contact[0],
        contact_tel=contact[1],
        contact_fax=contact[2],
        reasons=_reasons(body, plan, slots),
    )


def closed_weekdays(text: str) -> frozenset[tuple[int, int | None]]:
    """Weekdays on which a hall is closed, from its 休館日 in free text.

    (weekday, None) every week; (weekday, n) the n-th of a month. What is said in other words
    (「年末年始」「点検日」) is left to the reader.
    """
    found: set[tuple[int, int | None]] = set()
    for numbers, letter in _CLOSED.findall(unicodedata.normalize("NFKC", text)):
        weekday = "月火水木金土日".index(letter)
        digits = [int(digit) for digit in numbers.translate(_NUMBERS) if digit.isdecimal()]
        found |= {(weekday, digit) for digit in digits} or {(weekday, None)}
    return frozenset(found)


def hall_is_closed(venue: Venue | None, day: date) -> bool:
    """Whether a hall says that it is closed on a day of this weekday."""
    if venue is None:
        return False
    closed = closed_weekdays(venue.closed_days)
    return bool({(day.weekday(), None), (day.weekday(), (day.day - 1) // 7 + 1)} & closed)


def day_warnings(poll: DatePoll, slots: Sequence[DateSlot]) -> dict[UUID, tuple[str, ...]]:
    """By slot: a holiday, a closed or taken hall, the snow season. One query for all."""
    taken = _taken(poll.venue, [slot.starts_at for slot in slots], poll.minutes)
    season = snow_season(poll.municipality)
    return {
        slot.id: tuple(_warnings_of(clock.to_tokyo(slot.starts_at), poll.venue, season, taken))
        for slot in slots
    }


def _warnings_of(
    start: datetime, venue: Venue | None, season: rhythm.SnowSeason, taken: set[datetime]
) -> list[str]:
    found = []
    if reason := rhythm.closed_reason(start.date()):
        found.append(_("%(reason)sです。") % {"reason": reason})
    if hall_is_closed(venue, start.date()):
        found.append(_("会場の休館日です。"))
    if start.astimezone(clock.TOKYO) in taken:
        hall = venue.name if venue is not None else ""
        found.append(_("同じ時間に、%(hall)sは別の用で使われます。") % {"hall": hall})
    if season.holds(start.date()):
        found.append(_("雪の季節です。決めるときに予備日が入ります。"))
    return found


def _taken(venue: Venue | None, starts: Sequence[datetime], minutes: int) -> set[datetime]:
    """Those of `starts` at which the hall has a meeting already, on a clock in Japan."""
    if venue is None or not starts:
        return set()
    length = timedelta(minutes=minutes)
    meetings = (
        Meeting.objects.filter(
            municipality_id=venue.municipality_id,
            venue=venue,
            starts_at__lt=max(starts) + length,
            ends_at__gt=min(starts),
        )
        .exclude(state=MeetingState.CANCELLED)
        .values_list("starts_at", "ends_at")
    )
    busy = list(meetings)
    return {
        clock.to_tokyo(start)
        for start in starts
        if any(begins < start + length and ends > start for begins, ends in busy)
    }


def _proposed_slots(body: Body, plan: PlanDefaults, today: date) -> tuple[ProposedSlot, ...]:
    """Eight days around the one that keeps the rhythm: its weekday first, then those near it."""
    start = plan.start or USUAL_START
    around = [
        plan.on + timedelta(days=offset) for offset in range(-_SEARCHED_DAYS, _SEARCHED_DAYS + 1)
    ]
    weekend = plan.on.weekday() >= _SATURDAY
    open_days = [
        day
        for day in around
        if day > today + timedelta(days=_DAYS_TO_ANSWER)
        and rhythm.closed_reason(day) is None
        and (day.weekday() >= _SATURDAY) == weekend
        and not hall_is_closed(plan.venue, day)
    ]
    taken = _taken(plan.venue, [clock.at(day, start) for day in open_days], _minutes(body, plan))
    free = [day for day in open_days if clock.to_tokyo(clock.at(day, start)) not in taken]
    nearest = sorted(free, key=lambda day: (_off_rhythm(day, plan.on), day))[:MOST_SLOTS]
    season = snow_season(body.municipality)
    return tuple(
        ProposedSlot(clock.at(day, start), _slot_note(day, plan.on, season))
        for day in sorted(nearest)
    )


def _off_rhythm(day: date, wanted: date) -> int:
    """Days away from the wanted one; another weekday counts as half a week."""
    apart = abs((day - wanted).days)
    return apart if day.weekday() == wanted.weekday() else apart + 4


def _slot_note(day: date, wanted: date, season: rhythm.SnowSeason) -> str:
    notes = []
    if day.weekday() == wanted.weekday():
        notes.append(_("いつもの曜日"))
    if season.holds(day):
        notes.append(_("雪の季節"))
    return _("・").join(notes)


def _minutes(body: Body, plan: PlanDefaults) -> int:
    if plan.start is None or plan.end is None:
        return body.usual_minutes
    begin, end = (datetime.combine(plan.on, moment) for moment in (plan.start, plan.end))
    return max(int((end - begin).total_seconds() // 60), 1)


def _closing_day(slots: tuple[ProposedSlot, ...], today: date) -> date:
    """A week to answer, and before the first day that is asked for."""
    week = today + timedelta(days=_DAYS_TO_ANSWER)
    if not slots:
        return week
    first = clock.to_tokyo(slots[0].starts_at).date()
    return max(min(week, first - timedelta(days=1)), today)


def _reasons(body: Body, plan: PlanDefaults, slots: tuple[ProposedSlot, ...]) -> tuple[str, ...]:
    reasons = [_("いつもの曜日と時刻に近い日を選びました。祝日と年末年始は除いています。")]
    if plan.venue is not None and plan.venue.closed_days:
        reasons.append(
            _("%(hall)sの休館日は「%(days)s」です。開いている日か確かめてください。")
            % {"hall": plan.venue.name, "days": plan.venue.closed_days}
        )
    season = snow_season(body.municipality)
    if any(season.holds(clock.to_tokyo(slot.starts_at).date()) for slot in slots):
        reasons.append(_("雪の季節の日があります。決めるときに予備日が入ります。"))
    return tuple(reasons)


def _proposed_people(
    body: Body, coordinator: Tenure | None, on: date
) -> tuple[ProposedPerson, ...]:
    """The hosts' heads, the coordinator, the 包括; then the usual members, each person once."""
    hosts = BodyHost.objects.filter(municipality_id=body.municipality_id, body=body)
    host_ids = list(hosts.order_by("position").values_list("organization_id", flat=True))
    members = BodyMember.objects.current().filter(municipality_id=body.municipality_id, body=body)
    member_posts = list(members.order_by("position").values_list("post_id", flat=True))
    terms = list(
        Tenure.objects.filter(municipality_id=body.municipality_id)
        .on(on)
        .filter(Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=on))
        .filter(
            Q(post__organization__in=host_ids)
            | Q(post__in=member_posts)
            | Q(
                post__organization__kind__code=_COMPREHENSIVE_CENTRE,
                post__organization__served__district_id=body.district_id,
            )
        )
        .select_related("person", "post__organization__kind")
        .order_by("post__position", "since")
        .distinct()
    )
    found: dict[UUID, ProposedPerson] = {}
    for host_id in host_ids:
        head = next((term for term in terms if term.post.organization_id == host_id), None)
        _propose(found, head, _("主催"), is_key=True)
    _propose(found, coordinator, _("この地区の地域支え合い推進員"), is_key=True)
    centre = next(
        (t for t in terms if t.post.organization.kind.code == _COMPREHENSIVE_CENTRE), None
    )
    _propose(found, centre, _("この地区の地域包括支援センター"), is_key=True)
    by_post = {term.post_id: term for term in terms}
    for post_id in member_posts:
        _propose(found, by_post.get(post_id), _("いつもの参集者"), is_key=False)
    return tuple(found.values())


def _propose(
    found: dict[UUID, ProposedPerson], term: Tenure | None, reason: str, *, is_key: bool
) -> None:
    if term is not None:
        person = ProposedPerson(term.post, term.person_id, term.person.name, reason, is_key)
        found.setdefault(term.person_id, person)


def _coordinator(body: Body, viewer: Viewer) -> Tenure | None:
    """The term that covers the district today; of several that of the person who asks."""
    day = viewer.on
    rows = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        Q(tenure__until__isnull=True) | Q(tenure__until__gte=day),
        municipality_id=body.municipality_id,
        district_id=body.district_id,
        since__lte=day,
        tenure__since__lte=day,
    ).select_related("tenure__person", "tenure__post__organization")
    terms = [row.tenure for row in rows.order_by("since")]
    own = [term for term in terms if term.person_id == viewer.person_id]
    return next(iter(own or terms), None)


def _contact(body: Body, coordinator: Tenure | None) -> tuple[str, str, str]:
    """Name, telephone and FAX of whom to answer: the coordinator, else the leading host."""
    if coordinator is not None:
        office, person = coordinator.post.organization, coordinator.person
        name = f"{office.name} {coordinator.post.title} {person.name}"[:120]
        return name, office.tel or person.tel, office.fax or person.fax
    host = (
        BodyHost.objects.filter(municipality_id=body.municipality_id, body=body)
        .select_related("organization")
        .order_by("position")
        .first()
    )
    if host is None:
        return "", "", ""
    return host.organization.name, host.organization.tel, host.organization.fax
