"""Writes the demo's register: places, organisations, posts, persons, terms, logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sasaeai.accounts import actions as accounts
from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.cli.demo import people, places
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Topic
from sasaeai.people import actions as register_actions
from sasaeai.people.enums import Channel, StaffRole
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationKind,
    Person,
    Post,
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
    city, actor = register_actions.found_municipality(lg_code=code, name=name, on=today)
    register = Register(city=city, today=today)
    _write_places(register, actor)
    _write_organizations(register, actor)
    _write_persons(register, actor)
    _write_posts(register, actor)
    _write_logins(register, actor)
    return register


def _write_places(register: Register, actor: Viewer) -> None:
    for key, (name, kana) in places.DISTRICTS.items():
        register.districts[key] = register_actions.add_district(name=name, kana=kana, actor=actor)
    for key, (name, kana, district) in places.VENUES.items():
        register.venues[key] = register_actions.add_venue(
            details=register_actions.VenueDetails(
                name=name, kana=kana, district=register.districts[district]
            ),
            actor=actor,
        )


def organization_details(
    kind: OrganizationKind, *, name: str, kana: str, line: int
) -> register_actions.OrganizationDetails:
    """An organisation of the demo with a made-up address; line: last digits of its numbers."""
    return register_actions.OrganizationDetails(
        kind=kind,
        name=name,
        kana=kana,
        postal_code=places.POSTAL_CODE,
        address=places.address(line),
        tel=f"017-000-1{line}",
        fax=f"017-000-2{line}",
    )


def _write_organizations(register: Register, actor: Viewer) -> None:
    kinds = register_actions.seed_kinds(actor=actor)
    for key, row in places.ORGANIZATIONS.items():
        register.organizations[key] = register_actions.add_organization(
            details=organization_details(
                kinds[row.kind], name=row.name, kana=row.kana, line=row.line
            ),
            districts=[register.districts[district] for district in row.districts],
            actor=actor,
        )


def _write_persons(register: Register, actor: Viewer) -> None:
    for number, (key, row) in enumerate(people.PERSONS.items(), start=501):
        name, kana, channel, needs = row
        register.persons[key] = register_actions.add_person(
            details=register_actions.PersonDetails(
                name=name,
                kana=kana,
                postal_code=places.POSTAL_CODE,
                address=places.address(number),
                tel=f"017-000-3{number}",
                fax=f"017-000-4{number}" if channel == Channel.FAX else "",
                email=f"{key}@example.jp" if channel == Channel.EMAIL else "",
                channel=channel,
                needs=needs,
            ),
            actor=actor,
        )


def _write_posts(register: Register, actor: Viewer) -> None:
    for key, row in people.POSTS.items():
        post = register_actions.add_post(
            organization=register.organizations[row.organization],
            details=register_actions.PostDetails(title=row.title, role=row.role),
            actor=actor,
        )
        register.posts[key] = post
        if not row.person:
            continue
        appointment = register_actions.appoint(
            person=register.persons[row.person],
            post=post,
            since=register.terms_since,
            until=None if row.role != StaffRole.NONE else register.terms_until,
            actor=actor,
        )
        if row.role == StaffRole.COORDINATOR:
            for district in register.districts.values():
                accounts.assign_district(
                    tenure=appointment.tenure,
                    district=district,
                    since=register.terms_since,
                    actor=actor,
                )


def _write_logins(register: Register, actor: Viewer) -> None:
    for row in people.LOGINS:
        account, _first_password = accounts.create_account(
            person=register.persons[people.POSTS[row.post].person],
            login_id=row.login_id,
            actor=actor,
        )
        register.accounts[row.login_id] = accounts.set_password(
            account=account, password=people.PASSWORD, actor=actor
        )
