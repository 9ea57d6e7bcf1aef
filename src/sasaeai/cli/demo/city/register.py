"""The register of a made-up city: what the whole city shares, and how rows of the register begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password

from sasaeai.accounts.models import Account
from sasaeai.cli.demo.city import words
from sasaeai.cli.demo.city.pile import FIRST_CITY, Pile
from sasaeai.cli.demo.city.scale import Scale
from sasaeai.cli.demo.people import PASSWORD, LoginRow
from sasaeai.cli.demo.places import POSTAL_CODE
from sasaeai.kernel.codes import check_digit
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.actions.topics import TOPICS
from sasaeai.meetings.models import Topic, TopicCall
from sasaeai.people.actions.kinds import KINDS
from sasaeai.people.enums import Channel, StaffRole
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Person,
    Post,
    Tenure,
)

CITY, COUNCIL, COORDINATOR, OFFICER = "shi", "shakyo", "suishin", "kaicho"
LOGINS = (
    LoginRow(COORDINATOR, "", "coordinator of the first districts", "推進員（はじめの地区）"),
    LoginRow(OFFICER, "", "officer of the first district's council", "1番目の地区社協 会長"),
    LoginRow(CITY, "", "city office", "市の担当"),
    LoginRow(COUNCIL, "", "city council of social welfare", "市社協の担当"),
)
_SALT = "mihon"
_FIRST_CODE = 90_000
"""Codes of made-up cities: no prefecture has a number from 90 on."""
_CHANNELS = (Channel.POST, Channel.FAX, Channel.EMAIL, Channel.PHONE, Channel.HAND)
_CHANNEL_WEIGHTS = (66, 16, 8, 6, 4)
_NEEDS = ("車いす", "筆談", "大きな字", "入口に近い席")


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with all its terms, early to late, and the side for which its holder speaks."""

    organization: Organization
    post: Post
    terms: tuple[Tenure, ...]
    group: str

    def term_on(self, day: date) -> Tenure:
        """The term that runs on a day; before the first one, the first."""
        begun = [term for term in self.terms if term.since <= day]
        return begun[-1] if begun else self.terms[0]

    def holder(self, day: date) -> Person:
        return self.term_on(day).person

    @property
    def who(self) -> str:
        """「見本東地区社会福祉協議会 会長」"""
        return f"{self.organization.name} {self.post.title}"


@dataclass
class Town:
    """What the whole city shares. since: the first day of its history."""

    municipality: Municipality
    scale: Scale
    since: date
    kinds: dict[str, OrganizationKind]
    topics: dict[str, Topic]
    districts: list[District] = field(default_factory=list)
    city: list[Seat] = field(default_factory=list)
    council: list[Seat] = field(default_factory=list)
    coordinators: list[Seat] = field(default_factory=list)
    commissions: list[list[Seat]] = field(default_factory=list)
    centers: list[list[Seat]] = field(default_factory=list)


@cache
def _password() -> str:
    """The demo's password as it is stored: reckoned once, since that is made to be slow."""
    return make_password(PASSWORD, salt=_SALT)


def code_of(city: int) -> str:
    """The code of a made-up city, with its check digit."""
    digits = f"{_FIRST_CODE + city:05d}"
    return digits + check_digit(digits)


def login_of(name: str, city: int) -> str:
    """「shi」 in the first city, 「shi-2」 in the second."""
    return name if city == FIRST_CITY else f"{name}-{city}"


class Registrar:
    """Adds organisations, posts and persons of one city."""

    def __init__(self, pile: Pile, scale: Scale) -> None:
        self.pile, self.random = pile, pile.random
        since = scale.since(pile.day)
        pile.moment, now = pile.moment - timedelta(days=(pile.day - since).days + 400), pile.moment
        self.town = self._town(scale, since)
        self._since = FiscalYear.of(since).previous.start
        self._lines = 0
        self._now = now

    def close(self) -> None:
        """The register is complete: rows that follow are of their own days."""
        self.pile.moment = self._now

    def organization(
        self, code: str, name: str, kana: str, districts: list[District]
    ) -> Organization:
        """An organisation of a kind that serves districts."""
        row = self.pile.add(
            Organization,
            kind=self.town.kinds[code],
            name=name,
            kana=kana,
            postal_code=POSTAL_CODE,
            address=self._address(),
            tel=self._line(),
            fax=self._line(),
        )
        row.search_key = row.make_search_key()
        for district in districts:
            self.pile.add(OrganizationDistrict, organization=row, district=district)
        return row

    def seat(
        self,
        organization: Organization,
        title: str,
        *,
        role: StaffRole = StaffRole.NONE,
        position: int = 0,
        turn: tuple[date, float] | None = None,
        person: Person | None = None,
    ) -> Seat:
        """A post and who holds it. turn: day on which a new term began, and how likely with
        somebody new; person: somebody who holds another post already.
        """
        post = self.pile.add(
            Post, organization=organization, title=title, role=role, position=position
        )
        group = organization.kind.group
        holder = person or self.person()
        if turn is None or turn[0] <= self._since or self.random.random() >= turn[1]:
            return Seat(organization, post, (self._term(holder, post, self._since),), group)
        earlier = self._term(self.person(), post, self._since, turn[0] - timedelta(days=1))
        return Seat(organization, post, (earlier, self._term(holder, post, turn[0])), group)

    def person(self) -> Person:
        """Somebody by a name that nobody bears."""
        name, kana = words.name_of(self.random)
        channel = self.random.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0]
        self._lines += 1
        row = self.pile.add(
            Person,
            name=name,
            kana=kana,
            postal_code=POSTAL_CODE,
            address=self._address(),
            tel=self._line(),
            fax=self._line() if channel == Channel.FAX else "",
            email=f"mihon{self._lines}@example.jp" if channel == Channel.EMAIL else "",
            channel=channel,
            needs=self.random.choice(_NEEDS) if self.random.random() < 0.04 else "",
        )
        row.search_key = row.make_search_key()
        return row

    def account(self, seat: Seat, name: str) -> None:
        """A login of whoever holds a post."""
        self.pile.add(
            Account,
            person=seat.holder(self.pile.day),
            login_id=login_of(name, self.pile.city),
            password=_password(),
        )

    def _term(self, person: Person, post: Post, since: date, until: date | None = None) -> Tenure:
        return self.pile.add(Tenure, person=person, post=post, since=since, until=until)

    def _town(self, scale: Scale, since: date) -> Town:
        pile = self.pile
        number = "" if pile.city == FIRST_CITY else f"第{pile.city}"
        pile.town = municipality = pile.add(
            Municipality, lg_code=code_of(pile.city), name=f"{number}見本市"
        )
        kinds = {
            code: pile.add(OrganizationKind, code=code, name=name, group=group, position=position)
            for position, (code, (name, group)) in enumerate(KINDS.items(), start=1)
        }
        topics = {}
        for position, seed in enumerate(TOPICS, start=1):
            topic = topics[seed.code] = pile.add(
                Topic, code=seed.code, name=seed.name, example=seed.example, position=position
            )
            for code, reason in seed.calls:
                pile.add(TopicCall, topic=topic, kind=kinds[code], reason=reason)
        return Town(municipality, scale, since, kinds, topics)

    def _address(self) -> str:
        block = self.random.randrange(1000)
        return (
            f"{self.town.municipality.name}架空町{block // 100 + 1}丁目{block % 100 + 1}番（見本）"
        )

    def _line(self) -> str:
        return f"017-000-{self.random.randrange(10_000):04d}"
