"""The register of a synthetic city: offices, districts, organisations, posts and who holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from bench import words
from bench.rows import Pile
from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.meetings.models import Topic, TopicCall
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Person,
    Post,
    Tenure,
    Venue,
)

KINDS = (
    ("chiku_shakyo", "地区社会福祉協議会", "地区社協"),
    ("hokatsu", "地域包括支援センター", "包括"),
    ("minjikyo", "地区民生委員児童委員協議会", "民児協"),
    ("chokai", "町会", "町会"),
    ("pta", "PTA", "PTA"),
    ("iryo", "医療機関", "医療機関"),
    ("shi_shakyo", "市社会福祉協議会", "市社協"),
    ("gyosei", "行政", "市"),
)
ORGANIZATIONS = 25
POSTS_EACH = 2
DISTRICTS_EACH_COORDINATOR = 4


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with who holds it today."""

    organization: Organization
    post: Post
    tenure: Tenure

    @property
    def person(self) -> Person:
        return self.tenure.person


@dataclass
class Town:
    """What the whole city shares."""

    municipality: Municipality
    kinds: list[OrganizationKind]
    topics: list[Topic]
    coordinators: list[Seat] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Area:
    """One district with its hall and its seats; the first is the council's head, the third 包括's."""

    district: District
    hall: Venue
    seats: list[Seat]
    coordinator: Seat


def add_town(pile: Pile, *, districts: int) -> Town:
    """The municipality, its kinds and topics, and the two offices with their staff."""
    pile.town = municipality = pile.add(Municipality, lg_code="022012", name="見本市")
    kinds = [
        pile.add(OrganizationKind, code=code, name=name, group=group, position=position)
        for position, (code, name, group) in enumerate(KINDS)
    ]
    topics = [
        pile.add(Topic, code=f"topic{position}", name=name, position=position)
        for position, name in enumerate(words.TOPICS)
    ]
    for topic in topics:
        for kind in kinds[1:4]:
            pile.add(TopicCall, topic=topic, kind=kind, reason="日ごろ世話をしているため")
    council = _organization(pile, kinds[6], "見本市社会福祉協議会")
    office = _organization(pile, kinds[7], "見本市 福祉部")
    official = _seat(pile, office, "主査", role=StaffRole.CITY)
    _account(pile, official, "bench-official")
    town = Town(municipality, kinds, topics)
    for number in range(-(-districts // DISTRICTS_EACH_COORDINATOR)):
        seat = _seat(
            pile, council, "地域支え合い推進員", role=StaffRole.COORDINATOR, position=number
        )
        _account(pile, seat, f"bench-coordinator{number}")
        town.coordinators.append(seat)
    return town


def add_district(pile: Pile, town: Town, number: int) -> Area:
    """A district with 25 organisations, two posts in each, and one person in every post."""
    name = f"見本{number + 1}"
    district = pile.add(District, name=f"{name}地区", kana=f"みほん{number + 1}", position=number)
    hall = pile.add(Venue, name=f"{name}市民センター", district=district, capacity=60)
    seats = []
    for place in range(ORGANIZATIONS):
        kind = town.kinds[place if place < 3 else 3 + place % 3]
        organization = _organization(pile, kind, f"{name}地区 {kind.name} {place + 1}")
        pile.add(OrganizationDistrict, organization=organization, district=district)
        for position in range(POSTS_EACH):
            head = place == 0 and position == 0
            role = StaffRole.OFFICER if head else StaffRole.NONE
            title = ("会長", "副会長")[position]
            seats.append(_seat(pile, organization, title, role=role, position=position))
    _account(pile, seats[0], f"bench-officer{number}")
    coordinator = town.coordinators[number // DISTRICTS_EACH_COORDINATOR]
    since = coordinator.tenure.since
    pile.add(DistrictAssignment, tenure=coordinator.tenure, district=district, since=since)
    return Area(district, hall, seats, coordinator)


def _organization(pile: Pile, kind: OrganizationKind, name: str) -> Organization:
    row = pile.add(
        Organization,
        kind=kind,
        name=name,
        kana="みほん",
        postal_code="038-0000",
        address="見本市架空町1丁目2番3号",
        tel="017-000-0000",
        fax="017-000-0001",
    )
    row.search_key = row.make_search_key()
    return row


def _seat(
    pile: Pile,
    organization: Organization,
    title: str,
    *,
    role: StaffRole = StaffRole.NONE,
    position: int = 0,
) -> Seat:
    """A post, its holder, and every fourth time a term that has ended."""
    post = pile.add(Post, organization=organization, title=title, role=role, position=position)
    name, kana = words.name_of(pile.random)
    person = pile.add(Person, name=name, kana=kana, address="見本市架空町4丁目5番6号")
    person.search_key = person.make_search_key()
    began = date(pile.day.year - 2, 4, 1)
    if pile.random.random() < 0.25:
        before = began - timedelta(days=1)
        pile.add(Tenure, person=person, post=post, since=date(began.year - 3, 4, 1), until=before)
    return Seat(organization, post, pile.add(Tenure, person=person, post=post, since=began))


def _account(pile: Pile, seat: Seat, login_id: str) -> None:
    pile.add(Account, person=seat.person, login_id=login_id, password="!")
