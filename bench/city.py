"""The product's synthetic city, and in its first district three meetings to measure with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.audit.models import Entry
from sasaeai.cli.demo.city.build import SEED, CityBuilder
from sasaeai.cli.demo.city.district import DistrictYears
from sasaeai.cli.demo.city.meetings import Gathering
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.register import CITY, COORDINATOR, OFFICER
from sasaeai.cli.demo.city.scale import Scale
from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.minutes.actions import compose_minutes
from sasaeai.notices.actions import mark_printed, save_notice
from sasaeai.notices.queries import notice_draft

CALLED, ITEMS = 36, 6
LOGINS = {"coordinator": COORDINATOR, "officer": OFFICER, "official": CITY}
AUDIT_EACH_CALL, AUDIT_EACH_MEETING = 3, 8
LATER = timedelta(hours=2)
"""After the hour at which the district usually meets: its own meetings may be on that day too."""


@dataclass(frozen=True, slots=True)
class City:
    """What the pages are asked for.

    preparing: 36 people called, 6 items, letters printed, half of the replies in;
    under_way: today, everybody marked, remarks written; recorded: held last week, minutes composed.
    """

    district: UUID
    body: UUID
    preparing: UUID
    under_way: UUID
    recorded: UUID


def build_city(*, districts: int = 38, years: int = 10, audit: bool = False) -> City:
    """Write city 1 into the empty database.

    audit: also the rows of 変更履歴, as many as all others together; no everyday page reads them.
    """
    builder = CityBuilder(scale=Scale(districts, years), seed=SEED, day=clock.today())
    for area in builder.areas[1:]:
        builder.fill(builder.district(area))
    first = builder.district(builder.areas[0])
    builder.fill(first)
    city, preparing = _add_measured(first)
    builder.finish()
    _take_steps(city)
    first.diary.hear(preparing, preparing.calls[: CALLED // 2])
    if audit:
        _add_audit(builder.pile)
    builder.pile.write()
    return city


def _add_measured(first: DistrictYears) -> tuple[City, Gathering]:
    """The three meetings; and of the one in preparation the calls that get replies."""
    day = first.pile.day
    recorded = _gather(first, day - timedelta(days=7))
    under_way = _gather(first, day)
    for gathering in (recorded, under_way):
        first.archive.invite(gathering, first.area.chair)
        first.diary.hear(gathering)
        first.diary.meet(gathering)
    first.diary.close(recorded)
    preparing = _gather(first, day + timedelta(days=28))
    city = City(
        first.area.district.id,
        first.bodies[BodyKind.SUPPORT].body.id,
        preparing.meeting.id,
        under_way.meeting.id,
        recorded.meeting.id,
    )
    return city, preparing


def _gather(first: DistrictYears, on: date) -> Gathering:
    said, _paths = first.paths.agenda(on, items=ITEMS)
    body = first.bodies[BodyKind.SUPPORT].body
    gathering = first.diary.prepare(body, on, first.everybody()[:CALLED], said)
    gathering.meeting.starts_at += LATER
    gathering.meeting.ends_at += LATER
    return gathering


def _take_steps(city: City) -> None:
    """The letters of the meeting in preparation and the minutes of the held one, as people do it."""
    viewer = viewer_for(Account.objects.get(login_id=COORDINATOR))
    preparing = get_visible_meeting(city.preparing, viewer=viewer)
    texts = notice_draft(preparing, viewer=viewer).texts
    notice = save_notice(
        meeting=preparing, texts=texts, base_version=0, looked_over=True, actor=viewer
    )
    mark_printed(notice=notice, expected_ids=None, actor=viewer)
    compose_minutes(meeting=get_visible_meeting(city.recorded, viewer=viewer), actor=viewer)


def _add_audit(pile: Pile) -> None:
    """What would stand in 変更履歴 had people written all this, meeting by meeting."""
    meetings = Meeting.objects.annotate(called=Count("expected")).select_related("body")
    for meeting in meetings.iterator(chunk_size=500):
        for _entry in range(AUDIT_EACH_MEETING + AUDIT_EACH_CALL * meeting.called):
            pile.add(
                Entry,
                at=meeting.starts_at,
                actor_name="見本 試子（見本市社会福祉協議会）",
                verb="edit",
                object_type="meetings.meeting",
                object_id=meeting.id,
                object_label=meeting.body.name,
                after={"state": meeting.state},
            )
        pile.write()
