"""One entry as a device sends it, and the ids that everybody reckons alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sasaeai.hall.core.bodies import BadBody, Body, Fault, clean_body

MOST_FOLLOWED = 50
_KEYS = {"id", "card", "kind", "follows", "body", "at", "by", "number"}


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a card, as its writer made it. at: by the clock of the device, None unreadable."""

    id: UUID
    card: UUID
    kind: str
    follows: tuple[UUID, ...]
    body: Body
    at: datetime | None = None


def card_of(thing: UUID | str, kind: str) -> UUID:
    """The card of a thing that has one: of a call, an item's card, a meeting, or a row of the desk."""
    return uuid5(UUID(str(thing)), kind)


def read_entry(raw: object) -> Written:
    """Return what a device sent as an entry. Raises BadBody; who wrote it is not for it to say."""
    if not isinstance(raw, dict):
        raise BadBody(Fault.NOT_AN_ENTRY)
    if set(raw) - _KEYS:
        raise BadBody(Fault.UNKNOWN_KEY, min(set(raw) - _KEYS)[:40])
    kind = raw.get("kind")
    if not isinstance(kind, str):
        raise BadBody(Fault.UNKNOWN_KIND)
    own = _id(raw.get("id"), "id")
    return Written(
        id=own,
        card=_id(raw.get("card"), "card"),
        kind=kind,
        follows=_follows(raw.get("follows"), own),
        body=clean_body(kind, raw.get("body")),
        at=_instant(raw.get("at")),
    )


def _follows(raw: object, own: UUID) -> tuple[UUID, ...]:
    """Each once, sorted, so that the same entry sent twice is the same."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MOST_FOLLOWED:
        raise BadBody(Fault.OUT_OF_RANGE, "follows", MOST_FOLLOWED)
    ids = {_id(each, "follows") for each in raw}
    if own in ids:
        raise BadBody(Fault.OUT_OF_RANGE, "follows")
    return tuple(sorted(ids))


def _id(raw: object, at: str) -> UUID:
    if not isinstance(raw, str) or len(raw) > 40:
        raise BadBody(Fault.NOT_AN_ENTRY, at)
    try:
        return UUID(raw)
    except ValueError:
        raise BadBody(Fault.NOT_AN_ENTRY, at) from None


def _instant(raw: Any) -> datetime | None:
    """The clock of a device is for readers only: an unreadable one refuses nothing."""
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if 2000 <= moment.year <= 2200 else None
    except (TypeError, ValueError, OverflowError):
        return None
