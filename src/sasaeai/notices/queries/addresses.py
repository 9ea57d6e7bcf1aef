"""Who is reached where: calls put together by person, and every address of one."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sasaeai.meetings.models import Expected
from sasaeai.people.enums import Channel


@dataclass(frozen=True, slots=True)
class AddressUsed:
    """To whom and where one copy goes. Any part may be empty.

    source: "person", "organization" or "": from whom postal code and address were taken.
    line: the number by which LINE knows the reader.
    """

    organization: str = ""
    title: str = ""
    name: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    line: str = ""
    source: str = ""

    def as_json(self) -> dict[str, str]:
        return dataclasses.asdict(self)

    @property
    def as_text(self) -> str:
        """「038-0000 青森市… 白旗野町会 会長 髙﨑 見本」, for comparing and for lists."""
        return " ".join(part for part in (self.postal_code, self.address, self.who) if part)

    @property
    def who(self) -> str:
        """「白旗野町会 会長 髙﨑 見本」."""
        return " ".join(part for part in (self.organization, self.title, self.name) if part)

    def by(self, channel: str) -> str:
        """The one address that a channel uses: number, e-mail address …; by hand none is needed."""
        used = {
            Channel.POST: self.address,
            Channel.FAX: self.fax,
            Channel.PHONE: self.tel,
            Channel.EMAIL: self.email,
            Channel.LINE: self.line,
        }
        return used.get(Channel(channel), "")


def group_by_person(rows: Iterable[Expected]) -> list[tuple[Expected, tuple[Expected, ...]]]:
    """Calls of the same person together: the one with the lowest number, and the others."""
    groups: dict[UUID, list[Expected]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        groups[row.person_id or row.id].append(row)
    return [(group[0], tuple(group[1:])) for group in groups.values()]


def address_of(expected: Expected, *, line: str = "") -> AddressUsed:
    """Where somebody called is reached: at the person's own address, else the organisation's."""
    person, office = expected.person, expected.organization
    home = person if person is not None and person.address else None
    place = home or (office if office is not None and office.address else None)
    known = [row for row in (person, office) if row is not None]
    return AddressUsed(
        organization=expected.organization_name,
        title=expected.post_title,
        name=expected.person_name,
        postal_code=place.postal_code if place else "",
        address=place.address if place else "",
        tel=next((row.tel for row in known if row.tel), ""),
        fax=next((row.fax for row in known if row.fax), ""),
        email=next((row.email for row in known if row.email), ""),
        line=line,
        source="" if place is None else ("person" if place is home else "organization"),
    )
