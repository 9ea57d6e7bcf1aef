"""Bodies, their members, and the meetings of a year – those counted by recognition included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, visible_bodies
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import (
    Body,
    BodyHost,
    BodyMember,
    Meeting,
    Recognition,
    RecognitionLink,
)
from sasaeai.meetings.queries.attendance import with_attendance
from sasaeai.meetings.queries.holders import holders_on
from sasaeai.people.access import visible_districts
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Organization, OrganizationDistrict, Post, Venue


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A usual member: the post and whoever holds it on the day asked, empty when vacant (空席)."""

    member: BodyMember
    holder_name: str

    @property
    def is_vacant(self) -> bool:
        return not self.holder_name


@dataclass(frozen=True, slots=True)
class YearMeeting:
    """A meeting in a body's year. counted_as: the recognition by which another body's meeting
    counts here, None for the body's own. attendance: people in the room, None when not known.
    """

    meeting: Meeting
    counted_as: Recognition | None

    @property
    def attendance(self) -> int | None:
        return getattr(self.meeting, "attendance", None)


@dataclass(frozen=True, slots=True)
class YearTotals:
    """held: meetings held; recognized: how many of them by recognition; attendance: people in all
    of them, each meeting once.
    """

    held: int
    recognized: int
    attendance: int


def get_visible_body(body_id: UUID, *, viewer: Viewer) -> Body:
    """A body with its district and city. NotFound for strangers."""
    bodies = visible_bodies(viewer).select_related(
        "district", "municipality", "usual_venue", "prepares"
    )
    if (body := bodies.filter(pk=body_id).first()) is None:
        raise NotFound(_("この会議体は見つかりません。"))
    return body


def get_visible_district(district_id: UUID, *, viewer: Viewer) -> District:
    """A district. NotFound for strangers."""
    if (district := visible_districts(viewer).filter(pk=district_id).first()) is None:
        raise NotFound(_("この地区は見つかりません。"))
    return district


def bodies_seen(viewer: Viewer, *, district: District | None = None) -> list[Body]:
    """Bodies of a district, or of all that the viewer sees, that still meet; hosts with them."""
    bodies = visible_bodies(viewer).filter(still_meets(viewer.on))
    if district is not None:
        bodies = bodies.filter(district=district)
    hosts = Prefetch("hosts", BodyHost.objects.select_related("organization"))
    return list(bodies.select_related("district", "usual_venue").prefetch_related(hosts))


def still_meets(on: date) -> Q:
    """Of a body: an end that is decided for a later day has not come."""
    return Q(ended_on__isnull=True) | Q(ended_on__gt=on)


def hosts_of(body: Body) -> list[BodyHost]:
    """Who hosts the body, the leading organisation first."""
    hosts = BodyHost.objects.filter(municipality_id=body.municipality_id, body=body)
    return list(hosts.select_related("organization"))


def members_of(body: Body, *, on: date) -> list[MemberRow]:
    """Usual members and who holds their posts on a day. Two queries."""
    members = list(
        BodyMember.objects.current()
        .filter(municipality_id=body.municipality_id, body=body)
        .select_related("post__organization__kind")
    )
    held = holders_on([m.post_id for m in members], on, municipality_id=body.municipality_id)
    return [MemberRow(m, held[m.post_id].person.name if m.post_id in held else "") for m in members]


def get_visible_member(member_id: UUID, *, viewer: Viewer) -> BodyMember:
    """A usual member, also one taken off, of a body the viewer may read. NotFound for strangers."""
    members = BodyMember.objects.filter(
        municipality_id=viewer.municipality_id, body__in=visible_bodies(viewer), pk=member_id
    )
    if (member := members.select_related("body__district").first()) is None:
        raise NotFound(_("この参集者は見つかりません。"))
    return member


def host_choices(district: District) -> list[Organization]:
    """Organisations that may host a body of a district: those that serve it and still work."""
    return list(
        Organization.objects.filter(
            municipality_id=district.municipality_id,
            served__district=district,
            ended_on__isnull=True,
        )
        .select_related("kind")
        .distinct()
    )


def venues_for(district: District) -> QuerySet[Venue]:
    """Halls of the city to choose from, by reading: a district also meets in its neighbour's."""
    venues = Venue.objects.filter(municipality_id=district.municipality_id, removed_at__isnull=True)
    return venues.order_by("kana", "name")


def link_posts(body: Body) -> list[Post]:
    """Posts that may carry news between two bodies: the city's coordinators (推進員)."""
    posts = Post.objects.filter(
        municipality_id=body.municipality_id, role=StaffRole.COORDINATOR, ended_on__isnull=True
    )
    return list(posts.select_related("organization"))


# ── Recognition (みなし) ─────────────────────────────────────────────────────────────────────────


def get_visible_recognition(recognition_id: UUID, *, viewer: Viewer) -> Recognition:
    """A recognition, also a removed one, of a body the viewer may read. NotFound for strangers."""
    recognition = (
        Recognition.objects.filter(
            municipality_id=viewer.municipality_id, counts_for__in=visible_bodies(viewer)
        )
        .select_related("body", "counts_for__district")
        .filter(pk=recognition_id)
        .first()
    )
    if recognition is None:
        raise NotFound(_("このみなしは見つかりません。"))
    return recognition


def recognitions_of(body: Body) -> list[Recognition]:
    """What counts for this body and what this body counts for, with both bodies and the links."""
    links = RecognitionLink.objects.current().select_related("post__organization")
    return list(
        Recognition.objects.current()
        .filter(Q(counts_for=body) | Q(body=body), municipality_id=body.municipality_id)
        .select_related("body", "counts_for")
        .prefetch_related(Prefetch("links", links))
    )


def recognizable_bodies(body: Body, *, viewer: Viewer) -> list[Body]:
    """Bodies that might count for `body`: those of `bodies_for_district`, without itself."""
    return [found for found in bodies_for_district(body.district, viewer=viewer) if found != body]


def bodies_for_district(district: District, *, viewer: Viewer) -> list[Body]:
    """Bodies that still meet: those of a district first, then those that the viewer sees of other
    districts where one of the hosts serves this district too. Hosts with them.
    """
    serving = _serving_hosts(district, on=viewer.on).values("body_id")
    bodies = visible_bodies(viewer).filter(Q(district=district) | Q(pk__in=serving))
    hosts = Prefetch("hosts", BodyHost.objects.select_related("organization"))
    found = bodies.filter(still_meets(viewer.on)).select_related("district", "usual_venue")
    return sorted(found.prefetch_related(hosts), key=lambda each: each.district_id != district.id)


def serves_district(body: Body, district: District, *, on: date) -> bool:
    """Whether a body is of a district, or one of its hosts serves it on a day (or every district:
    one that names none works for the whole city).
    """
    if body.district_id == district.id:
        return True
    return _serving_hosts(district, on=on).filter(body=body).exists()


def _serving_hosts(district: District, *, on: date) -> QuerySet[BodyHost]:
    """Hosts, of any body, that serve a district on a day."""
    served = OrganizationDistrict.objects.filter(
        municipality_id=district.municipality_id, organization=OuterRef("organization")
    )
    here = served.filter(
        Q(since__isnull=True) | Q(since__lte=on),
        Q(until__isnull=True) | Q(until__gte=on),
        district=district,
    )
    hosts = BodyHost.objects.filter(municipality_id=district.municipality_id).order_by()
    return hosts.filter(Exists(here) | ~Exists(served))


def meetings_of_year(body: Body, year: int, *, viewer: Viewer) -> list[YearMeeting]:
    """All meetings in a body's 年度 (western year of its April), each once, early to late.

    Meetings of recognised bodies are marked by `counted_as`; they count even where the viewer
    may not open them. Cancelled ones are listed and never counted.
    """
    return meetings_of_bodies([body], year, viewer=viewer)[body.id]


def meetings_of_bodies(
    bodies: Sequence[Body], year: int, *, viewer: Viewer
) -> dict[UUID, list[YearMeeting]]:
    """`meetings_of_year` of several bodies, by body. Two queries, however many there are."""
    own = {body.id for body in bodies}
    recognitions = list(
        Recognition.objects.current()
        .filter(municipality_id=viewer.municipality_id, counts_for_id__in=own)
        .select_related("body")
        .order_by("since", "created_at")
    )
    meetings = list(
        with_attendance(
            Meeting.objects.filter(
                is_told_of(),
                municipality_id=viewer.municipality_id,
                body_id__in=own | {recognition.body_id for recognition in recognitions},
                fiscal_year=year,
            )
        )
        .select_related("body", "venue")
        .order_by("starts_at", "id")
    )
    by_body: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_body[meeting.body_id].append(meeting)
    counting: dict[UUID, list[Recognition]] = defaultdict(list)
    for recognition in recognitions:
        counting[recognition.counts_for_id].append(recognition)
    return {body.id: _year_of(by_body, body.id, counting[body.id]) for body in bodies}


def _year_of(
    by_body: Mapping[UUID, list[Meeting]], body_id: UUID, counting: Iterable[Recognition]
) -> list[YearMeeting]:
    """A body's own meetings, and others by the first recognition that counts them."""
    found = {meeting.id: YearMeeting(meeting, None) for meeting in by_body.get(body_id, ())}
    for recognition in counting:
        for meeting in by_body.get(recognition.body_id, ()):
            if meeting.id not in found and recognition.runs_on(meeting.held_on):
                found[meeting.id] = YearMeeting(meeting, recognition)
    return sorted(found.values(), key=lambda row: (row.meeting.starts_at, row.meeting.id))


def year_totals(meetings: Iterable[YearMeeting]) -> YearTotals:
    """Totals over any number of years or bodies: one gathering is counted once (みなし).

    A meeting that is one body's own and counts for another body too is not `recognized`.
    """
    held: dict[UUID, YearMeeting] = {}
    for row in meetings:
        if row.meeting.state != MeetingState.HELD:
            continue
        if row.meeting.id not in held or row.counted_as is None:
            held[row.meeting.id] = row
    return YearTotals(
        held=len(held),
        recognized=sum(row.counted_as is not None for row in held.values()),
        attendance=sum(row.attendance or 0 for row in held.values()),
    )


def years_of(body: Body, *, viewer: Viewer) -> list[int]:
    """Fiscal years in which the body has meetings, and the present one; latest first."""
    years = Meeting.objects.filter(is_told_of(), municipality_id=viewer.municipality_id, body=body)
    found = set(years.order_by().values_list("fiscal_year", flat=True).distinct())
    return sorted(found | {fiscal_year(viewer.on)}, reverse=True)
