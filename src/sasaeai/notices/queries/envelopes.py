"""One household or office gets one envelope, however many letters are in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sasaeai.kernel import text
from sasaeai.notices.queries.letters import Recipient


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope (封筒) and the readers whose letters are in it, by reply number."""

    recipients: tuple[Recipient, ...]

    @property
    def postal_code(self) -> str:
        return self.recipients[0].address.postal_code

    @property
    def address(self) -> str:
        return self.recipients[0].address.address

    @property
    def organization(self) -> str:
        """The organisation that all of them have in common; empty for a household."""
        names = {recipient.address.organization for recipient in self.recipients}
        return names.pop() if len(names) == 1 else ""

    @property
    def number(self) -> int:
        """The lowest reply number in it, by which envelopes are ordered."""
        return self.recipients[0].expected.number

    @property
    def lines(self) -> tuple[str, ...]:
        """Postal code, address, organisation, then one line a reader; only what there is."""
        readers = [
            " ".join(part for part in (_own_part(self, r), r.address.title, r.address.name) if part)
            for r in self.recipients
        ]
        lines = (self.postal_code, self.address, self.organization, *readers)
        return tuple(line for line in lines if line)


def envelopes(recipients: Iterable[Recipient]) -> tuple[Envelope, ...]:
    """The recipients in envelopes, in the order of their lowest reply number.

    Together go those of one organisation at one address, and persons at home at one address.
    Who has no address gets an envelope alone.
    """
    groups: list[list[Recipient]] = []
    for recipient in sorted(recipients, key=lambda r: r.expected.number):
        fitting = [group for group in groups if any(_share(recipient, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in fitting)]
        groups.append([r for group in fitting for r in group] + [recipient])
    found = (Envelope(tuple(sorted(g, key=lambda r: r.expected.number))) for g in groups)
    return tuple(sorted(found, key=lambda envelope: envelope.number))


def _share(one: Recipient, other: Recipient) -> bool:
    if not one.address.address or _place(one) != _place(other):
        return False
    if one.address.source == other.address.source == "person":
        return True
    office = one.expected.organization_id
    return office is not None and office == other.expected.organization_id


def _place(recipient: Recipient) -> str:
    address = recipient.address
    digits = "".join(c for c in text.fold(address.postal_code) if c.isdigit())
    return f"{digits} {''.join(text.fold(address.address).split())}"


def _own_part(envelope: Envelope, recipient: Recipient) -> str:
    return "" if envelope.organization else recipient.address.organization
