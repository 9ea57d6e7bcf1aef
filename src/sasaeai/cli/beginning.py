"""Writes the first rows of an installation, all or nothing."""

from __future__ import annotations

import argparse

from django.db import transaction

from sasaeai.accounts.actions import assign_district, create_account
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.phrases import seed_phrases
from sasaeai.meetings.actions.topics import seed_topics
from sasaeai.people import actions as register
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Municipality, Person, Tenure
from sasaeai.rollout.actions.patterns import ensure_patterns
from sasaeai.rollout.actions.stages import ensure_stages

ROLES = {
    "coordinator": (StaffRole.COORDINATOR, "地域支え合い推進員"),
    "council": (StaffRole.CITY_COUNCIL, "地域福祉担当"),
}


@transaction.atomic
def write_beginning(arguments: argparse.Namespace) -> str:
    """Enter what `sasaeai begin` was told; returns the first password. Raises DomainError."""
    city, actor = register.found_municipality(
        lg_code=arguments.lg_code, name=arguments.city, on=clock.today()
    )
    districts = [register.add_district(name=name, actor=actor) for name in arguments.district]
    person, tenure = _write_person(arguments, city, districts, actor)
    if arguments.role == "coordinator":
        for district in districts:
            assign_district(tenure=tenure, district=district, since=tenure.since, actor=actor)
    seed_topics(municipality=city, actor=actor)
    seed_phrases(actor=actor)
    ensure_stages(actor=actor)
    ensure_patterns(actor=actor)
    _account, password = create_account(person=person, login_id=arguments.login, actor=actor)
    return password


def _write_person(
    arguments: argparse.Namespace, city: Municipality, districts: list[District], actor: Viewer
) -> tuple[Person, Tenure]:
    kinds = register.seed_kinds(actor=actor)
    role, title = ROLES[arguments.role]
    council = register.add_organization(
        details=register.OrganizationDetails(kind=kinds["shi_shakyo"], name=arguments.council),
        districts=districts,
        actor=actor,
    )
    post = register.add_post(
        organization=council,
        details=register.PostDetails(title=title, role=role),
        actor=actor,
    )
    person = register.add_person(details=register.PersonDetails(name=arguments.person), actor=actor)
    appointment = register.appoint(person=person, post=post, since=actor.on, actor=actor)
    return person, appointment.tenure
