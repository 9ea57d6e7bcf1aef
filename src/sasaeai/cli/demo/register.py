"""Writes the demo's register: places, organisations, posts, persons, terms, logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.accounts.queries import viewer_for
from sasaeai.audit import actions as audit
from sasaeai.cli.demo import people, places
from sasaeai.cli.demo.kinds import KINDS
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Topic
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

SYSTEM_NAME = "見本データの登録"


@dataclass(slots=True)
class Register:
    """Everything of the demo by its key in the tables."""

    city: Municipality
    today: date
    districts: dict[str, District] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def system(self, on: date) -> Viewer:
        """The programme itself, as of a day."""
        return Viewer.system(municipality_id=self.city.id, on=on, name=SYSTEM_NAME)

    def viewer(self, login_id: str, on: date) -> Viewer:
        """A demo person, as of a day: 「suishin」, 「shakyo」 …"""
        return viewer_for(self.accounts[login_id], on=on)

    @property
    def terms_since(self) -> date:
        """When the fictional terms began: with the year before last, so that all past days count."""
        return FiscalYear.of(self.today).previous.previous.start

    @property
    def terms_until(self) -> date:
        """When terms of two years end: with the next 年度, as boards of residents change."""
        return FiscalYear.of(self.today).next.end


def write_register(today: date) -> Register:
    """Write all tables of `places` and `people`. Must run inside a transaction."""
    code, name = places.CITY
    city = Municipality.objects.create(lg_code=code, name=name)
    register = Register(city=city, today=today)
    actor = register.system(today)
    audit.record(actor=actor, verb="create", obj=city, after={"lg_code": code})
    kinds = _write_kinds(register, actor)
    _write_places(register, actor)
    _write_organizations(register, kinds, actor)
    _write_people(register, actor)
    _write_logins(register, actor)
    return register


def _write_kinds(register: Register, actor: Viewer) -> dict[str, OrganizationKind]:
    kinds = {}
    for position, (code, (name, group)) in enumerate(KINDS.items(), start=1):
        kinds[code] = OrganizationKind.objects.create(
            municipality=register.city, code=code, name=name, group=group, position=position
        )
        audit.record(actor=actor, verb="seed", obj=kinds[code], after={"code": code})
    return kinds


def _write_places(register: Register, actor: Viewer) -> None:
    for position, (key, (name, kana)) in enumerate(places.DISTRICTS.items(), start=1):
        register.districts[key] = District.objects.create(
            municipality=register.city, name=name, kana=kana, position=position
        )
        audit.record(actor=actor, verb="create", obj=register.districts[key])
    for key, (name, kana, district) in places.VENUES.items():
        register.venues[key] = Venue.objects.create(
            municipality=register.city,
            name=name,
            kana=kana,
            district=register.districts[district],
        )
        audit.record(actor=actor, verb="create", obj=register.venues[key])


def _write_organizations(
    register: Register, kinds: dict[str, OrganizationKind], actor: Viewer
) -> None:
    for key, row in places.ORGANIZATIONS.items():
        organization = Organization(
            municipality=register.city,
            kind=kinds[row.kind],
            name=row.name,
            kana=row.kana,
            postal_code="030-0000",
            address=places.address(row.line),
            tel=f"017-000-1{row.line}",
            fax=f"017-000-2{row.line}",
        )
        organization.search_key = organization.make_search_key()
        organization.save()
        for district in row.districts:
            OrganizationDistrict.objects.create(
                municipality=register.city,
                organization=organization,
                district=register.districts[district],
            )
        audit.record(actor=actor, verb="create", obj=organization)
        register.organizations[key] = organization


def _write_people(register: Register, actor: Viewer) -> None:
    for number, (key, (name, kana, channel, needs)) in enumerate(people.PERSONS.items(), start=501):
        person = Person(
            municipality=register.city,
            name=name,
            kana=kana,
            postal_code="030-0000",
            address=places.address(number),
            tel=f"017-000-3{number}",
            fax=f"017-000-4{number}" if channel == people.Channel.FAX else "",
            email=f"{key}@example.jp" if channel == people.Channel.EMAIL else "",
            channel=channel,
            needs=needs,
        )
        person.search_key = person.make_search_key()
        person.save()
        audit.record(actor=actor, verb="create", obj=person)
        register.persons[key] = person
    for position, (key, row) in enumerate(people.POSTS.items(), start=1):
        post = Post.objects.create(
            municipality=register.city,
            organization=register.organizations[row.organization],
            title=row.title,
            role=row.role,
            position=position,
        )
        audit.record(actor=actor, verb="create", obj=post)
        register.posts[key] = post
        if row.person:
            _appoint(register, post, register.persons[row.person], actor)


def _appoint(register: Register, post: Post, person: Person, actor: Viewer) -> None:
    signs_in = post.role != StaffRole.NONE
    tenure = Tenure.objects.create(
        municipality=register.city,
        person=person,
        post=post,
        since=register.terms_since,
        until=None if signs_in else register.terms_until,
    )
    audit.record(actor=actor, verb="appoint", obj=tenure)
    if post.role == StaffRole.COORDINATOR:
        for district in register.districts.values():
            DistrictAssignment.objects.create(
                municipality=register.city,
                tenure=tenure,
                district=district,
                since=register.terms_since,
            )


def _write_logins(register: Register, actor: Viewer) -> None:
    for row in people.LOGINS:
        person = register.persons[people.POSTS[row.post].person]
        account = Account.objects.create_user(
            login_id=row.login_id, password=people.PASSWORD, person=person
        )
        audit.record(actor=actor, verb="create", obj=account)
        register.accounts[row.login_id] = account
