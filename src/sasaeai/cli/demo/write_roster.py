"""Writes who is in the district that is about to begin: invented, and ready for a first meeting."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.cli.demo import places
from sasaeai.cli.demo.register import Register, organization_details
from sasaeai.people import actions as people
from sasaeai.people.enums import Channel, StaffRole
from sasaeai.people.models import District


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An invented organisation with its one post and whoever holds it; line: last digits of 電話."""

    kind: str
    name: str
    kana: str
    title: str
    person: str
    person_kana: str
    line: int
    channel: Channel = Channel.POST
    role: StaffRole = StaffRole.NONE


HALL = ("例示市民センター（見本）", "れいじしみんせんたー")

MEMBERS = (
    MemberRow(
        "chiku_shakyo",
        "例示地区社会福祉協議会（見本）",
        "れいじちくしゃかいふくしきょうぎかい",
        "会長",
        "図解 進一",
        "ずかい しんいち",
        700,
        role=StaffRole.OFFICER,
    ),
    MemberRow(
        "chokai", "目安町会（見本）", "めやすちょうかい", "会長", "目安 初枝", "めやす はつえ", 701
    ),
    MemberRow(
        "chokai",
        "余白町会（見本）",
        "よはくちょうかい",
        "会長",
        "余白 稔",
        "よはく みのる",
        702,
        channel=Channel.PHONE,
    ),
    MemberRow(
        "minjikyo",
        "例示地区民児協（見本）",
        "れいじちくみんじきょう",
        "会長",
        "付録 直子",
        "ふろく なおこ",
        703,
    ),
    MemberRow(
        "hokatsu",
        "例示地区担当地域包括支援センター（見本）",
        "れいじちくたんとうちいきほうかつしえんせんたー",
        "センター長",
        "仮題 昇",
        "かだい のぼる",
        704,
        channel=Channel.FAX,
    ),
)


def write_roster(register: Register, district: District) -> None:
    """The hall, the organisations, their posts and their holders; the city and its council serve."""
    actor = register.system(register.today)
    name, kana = HALL
    people.add_venue(
        details=people.VenueDetails(name=name, kana=kana, district=district), actor=actor
    )
    for row in MEMBERS:
        _write_member(register, district, row)
    for key in ("shi_shakyo", "city"):
        _serve_also(register, key, district)


def _write_member(register: Register, district: District, row: MemberRow) -> None:
    actor = register.system(register.today)
    organization = people.add_organization(
        details=organization_details(
            people.seed_kinds(actor=actor)[row.kind], name=row.name, kana=row.kana, line=row.line
        ),
        districts=[district],
        actor=actor,
    )
    person = people.add_person(
        details=people.PersonDetails(
            name=row.person,
            kana=row.person_kana,
            postal_code=places.POSTAL_CODE,
            address=places.address(row.line),
            tel=f"017-000-3{row.line}",
            fax=f"017-000-4{row.line}" if row.channel == Channel.FAX else "",
            channel=row.channel,
        ),
        actor=actor,
    )
    post = people.add_post(
        organization=organization,
        details=people.PostDetails(title=row.title, role=row.role),
        actor=actor,
    )
    people.appoint(
        person=person,
        post=post,
        since=register.terms_since,
        until=register.terms_until,
        actor=actor,
    )


def _serve_also(register: Register, key: str, district: District) -> None:
    organization = register.organizations[key]
    organization.refresh_from_db()
    details = people.OrganizationDetails(
        kind=organization.kind,
        name=organization.name,
        kana=organization.kana,
        postal_code=organization.postal_code,
        address=organization.address,
        tel=organization.tel,
        fax=organization.fax,
    )
    register.organizations[key] = people.edit_organization(
        organization=organization,
        details=details,
        districts=[*register.districts.values(), district],
        base_version=organization.version,
        actor=register.system(register.today),
    )
