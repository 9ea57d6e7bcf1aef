"""Begin with an empty database: the municipality, its first districts, the first person who signs in.

空のデータベースから始めます。市町村と地区、はじめに使う推進員（または市社協の担当者）を登録します。
Everything else is entered in the site.
"""

from __future__ import annotations

import argparse

from django.db import transaction

from sasaeai.accounts.actions import assign_district, create_account
from sasaeai.cli.migrate import bring_up_to_date
from sasaeai.cli.refusal import Refusal
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.topics import seed_topics
from sasaeai.people import actions as register
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Municipality, Person, Tenure

NAME = "begin"
HELP = "enter the municipality and its first user (市町村とはじめの利用者を登録する)"
ROLES = {
    "coordinator": (StaffRole.COORDINATOR, "地域支え合い推進員"),
    "council": (StaffRole.CITY_COUNCIL, "地域福祉担当"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What has to be known before anybody can sign in."""
    need = {"required": True}
    parser.add_argument("--lg-code", help="six-digit code (全国地方公共団体コード)", **need)
    parser.add_argument("--city", help="name of the municipality (青森市)", **need)
    parser.add_argument(
        "--district", action="append", help="a district (地区); may be repeated", **need
    )
    parser.add_argument(
        "--council", help="municipal council of social welfare (市社協の名称)", **need
    )
    parser.add_argument("--person", help="the first person's name (氏名)", **need)
    parser.add_argument("--login", help="the first person's user number (利用者番号)", **need)
    parser.add_argument("--role", choices=ROLES, default="coordinator", help="coordinator")


def run(arguments: argparse.Namespace) -> int:
    """Enter it all or nothing, and print the first password once."""
    bring_up_to_date()
    try:
        with transaction.atomic():
            password = _write(arguments)
    except DomainError as error:
        raise Refusal(error.message) from error
    print(
        f"{arguments.city}を登録しました。次の利用者番号でログインしてください。\n"
        f"  利用者番号: {arguments.login}\n  パスワード: {password}\n"
        "パスワードはもう表示しません。はじめのログインのあと、「設定」で変えてください。\n"
        "(Registered. Sign in with this user number and password; it is shown only once.)"
    )
    return 0


def _write(arguments: argparse.Namespace) -> str:
    city, actor = register.found_municipality(
        lg_code=arguments.lg_code, name=arguments.city, on=clock.today()
    )
    districts = [register.add_district(name=name, actor=actor) for name in arguments.district]
    person, tenure = _write_person(arguments, city, districts, actor)
    if arguments.role == "coordinator":
        for district in districts:
            assign_district(tenure=tenure, district=district, since=tenure.since, actor=actor)
    seed_topics(municipality=city, actor=actor)
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
