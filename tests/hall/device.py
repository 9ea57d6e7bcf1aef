"""A small model of a device in the hall: drafts, entries, what it has; and the world it talks to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from sasaeai.hall import actions, queries
from sasaeai.hall.core.cards import Version, heads
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.models import Carry
from sasaeai.hall.queries.carries import get_carry
from sasaeai.hall.queries.package import package, sync_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import AgendaItem, Remark

Words = dict[str, Any]


def item_card(item: AgendaItem) -> uuid.UUID:
    """The card of an item that was made at the desk."""
    return card_of(item.id, "item")


def texts(item: AgendaItem) -> list[str]:
    """What the record says about an item, in its order."""
    rows = Remark.objects.current().filter(item=item).order_by("position")
    return list(rows.values_list("text", flat=True))


def remark(item: object, text: str, **more: Any) -> Words:
    return {"item": str(item), "kind": "opinion", "group": "町会", "text": text, **more}


def entry(kind: str, card: object, body: Words, *, follows: tuple[object, ...] = ()) -> Words:
    """An entry as it goes over the wire."""
    return {
        "id": str(uuid.uuid4()),
        "card": str(card),
        "kind": kind,
        "follows": [str(each) for each in follows],
        "body": body,
        "at": "2026-11-23T10:05:00+09:00",
        "by": "だれか",
        "number": None,
    }


@dataclass
class Device:
    """What one tablet knows. entries: all it knows by id; unsent: those the server has not said yes
    to; refused: by id, with the reason.
    """

    carry: Carry
    viewer: Viewer
    entries: dict[str, Words] = field(default_factory=dict)
    unsent: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    cards: list[Words] = field(default_factory=list)
    have: int = 0

    def begin(self) -> Words:
        """Take the package, as at the first opening."""
        words = self._package()
        self._learn(words["entries"])
        self.have = words["number"]
        return words

    def renew(self) -> None:
        """Take the package again, as at every later opening: only its people are new. What the cards
        say comes as news, because the package leaves out versions that others follow.
        """
        self._package()

    def _package(self) -> Words:
        meeting = get_carry(self.carry.id, viewer=self.viewer).meeting
        actions.take_up_desk(meeting=meeting, actor=self.viewer)
        return package(meeting)

    def heads(self, card: object) -> list[Words]:
        """What the device shows of a card."""
        known = [one for one in self.entries.values() if one["card"] == str(card)]
        versions = [
            Version(
                uuid.UUID(one["id"]),
                one["number"] or 10**9,
                one["body"],
                tuple(uuid.UUID(each) for each in one["follows"]),
            )
            for one in known
        ]
        return [self.entries[str(tip.id)] for tip in heads(versions)]

    def write(self, kind: str, card: object, body: Words) -> Words:
        """Save a version of a card that follows all the device knows of it."""
        follows = tuple(one["id"] for one in self.heads(card))
        made = entry(kind, card, body, follows=follows)
        self.entries[made["id"]] = made
        self.unsent.append(made["id"])
        return made

    def send(self, *ids: str, answer_lost: bool = False) -> Words:
        """Send what is not sent (or some of it), and learn what the server says."""
        going = list(ids) or self.unsent[: actions.MOST_ENTRIES]
        carry = get_carry(self.carry.id, viewer=self.viewer)
        taken = actions.take_in(
            carry=carry, entries=[self.entries[each] for each in going], actor=self.viewer
        )
        words = sync_words(carry, have=self.have)
        if answer_lost:
            return words
        for each in taken.taken:
            if str(each) in self.unsent:
                self.unsent.remove(str(each))
        for refusal in taken.refused:
            self.refused[refusal.id] = refusal.reason
            if refusal.id in self.unsent:
                self.unsent.remove(refusal.id)
        self._learn(words["entries"])
        self.have = words["number"]
        self.cards = words["cards"]
        return words

    def _learn(self, entries: list[Words]) -> None:
        for one in entries:
            self.entries[one["id"]] = one


def carry_for(world: Any, name: str, meeting: Any, device: str = "タブレット") -> Device:
    """A device of one of the cast with the meeting on it."""
    viewer = world.viewer(name)
    made = actions.carry_out(meeting=meeting, device_name=device, actor=viewer)
    return Device(queries.get_carry(made.id, viewer=viewer), viewer)
