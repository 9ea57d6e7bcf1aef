"""From which organisation a paper of a district comes, and where an answer to it goes."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.meetings.models import BodyHost
from sasaeai.people.models import District


@dataclass(frozen=True, slots=True)
class Sender:
    """The host of the district's body; every word may be empty."""

    organization: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""

    def lines(self) -> list[str]:
        """As it stands at the foot of a paper."""
        place = " ".join(part for part in (self._postal_code, self.address) if part)
        numbers = [f"電話 {self.tel}"] if self.tel else []
        numbers += [f"FAX {self.fax}"] if self.fax else []
        return [line for line in (self.organization, place, "　".join(numbers)) if line]

    @property
    def _postal_code(self) -> str:
        return f"〒{self.postal_code.removeprefix('〒')}" if self.postal_code else ""


def sender_of(district: District) -> Sender:
    """The first host of the district's first body. One query."""
    host = (
        BodyHost.objects.filter(
            municipality_id=district.municipality_id,
            body__district=district,
            body__ended_on__isnull=True,
        )
        .select_related("organization")
        .order_by("body__position", "body__created_at", "position")
        .first()
    )
    if host is None:
        return Sender()
    one = host.organization
    return Sender(one.name, one.postal_code, one.address, one.tel, one.fax)
