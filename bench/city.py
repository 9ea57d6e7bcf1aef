"""A synthetic city: a register, ten years of meetings, issues, and three meetings to measure with.

Counts follow a middle-sized city of 38 welfare districts: 25 organisations and 50 persons a
district, 5 to 6 meetings a district and year with 18 to 28 people (幹事会: 10), 3 to 4 items with
3 remarks each, 6 issues a district and year with 5 entries each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from bench import words
from bench.meetings import SOMEBODY, Diary, Gathering
from bench.register import Seat, Town, add_district, add_town
from bench.rows import Pile
from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.issues.enums import IssueStatus, PassedOnState
from sasaeai.issues.models import Action, Consideration, Issue, IssueEntry, PassedOn
from sasaeai.kernel import clock
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import (
    Body,
    BodyHost,
    BodyMember,
    Expected,
    Recognition,
    RecognitionLink,
)
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.minutes.actions import compose_minutes
from sasaeai.notices.actions import mark_printed, save_notice
from sasaeai.notices.queries import notice_draft

SEED = 20261123
CALLED, ITEMS = 36, 6
COORDINATOR, OFFICER, OFFICIAL = "bench-coordinator0", "bench-officer0", "bench-official"
LOGINS = {"coordinator": COORDINATOR, "officer": OFFICER, "official": OFFICIAL}
ISSUES_A_YEAR, ENTRIES_EACH = 6, 5


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
    pile = Pile(SEED, clock.today())
    town = add_town(pile, districts=districts)
    for number in range(1, districts):
        _District(pile, town, number, audit=audit).fill(years)
        pile.write()
    first = _District(pile, town, 0, audit=audit)
    city, half = first.fill_measured(years)
    pile.write()
    _take_steps(city)
    first.diary.add_replies(half)
    pile.write()
    return city


class _District:
    """One district's bodies, meetings and issues."""

    def __init__(self, pile: Pile, town: Town, number: int, *, audit: bool) -> None:
        self.pile, self.number, self.day = pile, number, pile.day
        self.area = area = add_district(pile, town, number)
        self.diary = Diary(pile, town, area, audit=audit)
        heads, seconds = area.seats[::2], area.seats[1::2]
        self.usual = heads + seconds[: CALLED - len(heads)]
        self.support = self._body(BodyKind.SUPPORT, "地域支え合い会議", area.seats[0], target=4)
        self._add_members(self.support, self.usual)

    def fill(self, years: int) -> None:
        """Past years, and in most districts a next meeting."""
        self._add_past(years)
        if self.number % 3:
            day = self.day + timedelta(days=10 + self.number)
            self.diary.add_planned(self.support, day, self.usual[:24], items=3)

    def fill_measured(self, years: int) -> tuple[City, list[Expected]]:
        """The first district, with the three meetings to measure; and the calls that get replies."""
        self._add_past(years)
        diary, body, people = self.diary, self.support, self.usual
        recorded = diary.add_held(
            body, self.day - timedelta(days=7), people, items=ITEMS, published=False
        )
        under_way = diary.add_planned(body, self.day, people, items=ITEMS)
        diary.add_under_way(under_way)
        preparing = diary.add_planned(body, self.day + timedelta(days=28), people, items=ITEMS)
        city = City(
            self.area.district.id,
            body.id,
            preparing.meeting.id,
            under_way.meeting.id,
            recorded.meeting.id,
        )
        return city, preparing.calls[: CALLED // 2]

    # ── Bodies ───────────────────────────────────────────────────────────────────────────────────

    def _body(
        self, kind: BodyKind, name: str, host: Seat, *, target: int = 0, **more: Body
    ) -> Body:
        body = self.pile.add(
            Body,
            district=self.area.district,
            kind=kind,
            name=f"{self.area.district.name}{name}",
            yearly_target=target,
            usual_start=time(13, 30),
            usual_minutes=90,
            usual_venue=self.area.hall,
            **more,
        )
        self.pile.add(BodyHost, body=body, organization=host.organization)
        return body

    def _add_members(self, body: Body, seats: list[Seat]) -> None:
        for position, seat in enumerate(seats):
            self.pile.add(BodyMember, body=body, post=seat.post, position=position)

    # ── Past years ───────────────────────────────────────────────────────────────────────────────

    def _add_past(self, years: int) -> None:
        last = self.day - timedelta(days=45)
        held = self._meet(self.support, years, 4, last, self.usual[: 18 + self.number % 11])
        if self.number % 3 == 0:
            body = self._body(
                BodyKind.STEERING, "幹事会", self.area.seats[0], prepares=self.support
            )
            self._add_members(body, self.usual[:10])
            self._meet(body, years, 2, last - timedelta(days=20), self.usual[:10])
        if self.number % 2 == 0:
            self._add_network(years, last - timedelta(days=30))
        for year in range(years):
            self._add_issues(year, held)

    def _add_network(self, years: int, last: date) -> None:
        """The 包括's network meeting, which counts for the support meeting (みなし)."""
        body = self._body(BodyKind.NETWORK, "地域支援ネットワーク会議", self.area.seats[2])
        self._add_members(body, self.usual[:20])
        recognition = self.pile.add(
            Recognition,
            body=body,
            counts_for=self.support,
            since=self.day - timedelta(days=366 * years),
            decided_at="地区の説明会",
        )
        post = self.area.coordinator.post
        self.pile.add(RecognitionLink, recognition=recognition, post=post)
        held = self._meet(body, years, 2, last, self.usual[:20])
        self.pile.add(
            PassedOn,
            item=held[-1].items[0],
            to_body=self.support,
            state=PassedOnState.PROPOSED,
            note=words.opinion(self.pile.random),
        )

    def _meet(
        self, body: Body, years: int, a_year: int, last: date, seats: list[Seat]
    ) -> list[Gathering]:
        """`a_year` meetings a year up to the last one, early to late."""
        count = years * a_year
        days = [last - timedelta(days=365 * back // a_year) for back in range(count - 1, -1, -1)]
        return [
            self.diary.add_held(body, day, seats, items=3 + place % 2)
            for place, day in enumerate(days)
        ]

    # ── Issues ───────────────────────────────────────────────────────────────────────────────────

    def _add_issues(self, years_ago: int, held: list[Gathering]) -> None:
        random = self.pile.random
        for place in range(ISSUES_A_YEAR):
            opened = self.day - timedelta(days=365 * years_ago + 50 * place + 46)
            is_open = years_ago == 0 and place < 4
            issue = self.pile.add(
                Issue,
                district=self.area.district,
                title=words.trouble(random),
                topic=random.choice(self.diary.town.topics),
                status=IssueStatus.OPEN if is_open else IssueStatus.CLOSED,
                opened_on=opened,
                closed_on=None if is_open else opened + timedelta(days=40),
                closed_reason="" if is_open else words.response(random),
            )
            self._add_course(issue, random.choice(held), is_open=is_open)

    def _add_course(self, issue: Issue, met: Gathering, *, is_open: bool) -> None:
        random = self.pile.random
        for _entry in range(ENTRIES_EACH):
            self.pile.add(
                IssueEntry,
                issue=issue,
                status=issue.status,
                text=words.response(random),
                by_name=SOMEBODY,
                meeting=met.meeting,
            )
        for item in met.items[:2]:
            self.pile.add(Consideration, issue=issue, item=item)
        due = self.day + timedelta(days=random.randint(-10, 60))
        self.pile.add(
            Action,
            district=self.area.district,
            item=met.items[0],
            issue=issue,
            what=words.response(random),
            who=met.calls[0].organization_name,
            due_on=due if is_open else issue.closed_on,
            done_on=None if is_open else issue.closed_on,
        )


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
