"""What devices bring back: entries taken in once, in any order, and brought into the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.hall.access import check_can_talk
from sasaeai.hall.actions.ledger import (
    AT_ONCE,
    Ledger,
    new_entry,
    open_ids,
    open_ledger,
)
from sasaeai.hall.actions.reckoning import reckon
from sasaeai.hall.core import bodies
from sasaeai.hall.core.bodies import BadBody
from sasaeai.hall.core.entries import Written, card_of, read_entry
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Carry, Entry
from sasaeai.hall.queries.authors import Author
from sasaeai.hall.queries.wording import why_no_entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Expected, Meeting

MOST_ENTRIES = 200
"""What a device may send at once."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no entry of this meeting. id: as the device sent it, shortened."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of what a device sent. taken: known now; fresh: how many of them were new."""

    taken: tuple[UUID, ...]
    refused: tuple[Refused, ...]
    fresh: int


@dataclass(frozen=True, slots=True)
class _There:
    """What is asked of all that was sent at once. foreign: cards that another meeting has already.
    called: the calls of this meeting that presences are about.
    """

    foreign: set[UUID]
    called: set[str]


def take_in(*, carry: Carry, entries: Sequence[object], actor: Viewer) -> TakenIn:
    """Take in what a device sent. The same entries again change nothing; their order does not matter.

    Nothing that is an entry is refused: what cannot be written into the record waits with a reason.
    """
    check_can_talk(actor, carry)
    if len(entries) > MOST_ENTRIES:
        raise InvalidInput(
            _("一度に送れるのは%(most)s件までです。分けて送ってください。") % {"most": MOST_ENTRIES}
        )
    with transaction.atomic():
        taken = take_in_all(carry=carry, entries=entries, actor=actor)
        carry.last_contact_at = clock.now()
        carry.save(update_fields=["last_contact_at"])
    return taken


def take_in_all(*, carry: Carry, entries: Sequence[object], actor: Viewer) -> TakenIn:
    """Part of a write: take in any number of entries of a carry (a sealed file has them all)."""
    ledger = open_ledger(carry.meeting, actor)
    written, refused = _read(entries)
    known = _known([each.id for each in written])
    there = _There(_foreign_cards(ledger, written), _called(ledger, written))
    fresh: list[Written] = []
    taken: list[UUID] = []
    for each in written:
        why = _why_not(each, known, there, ledger)
        if why:
            refused.append(Refused(str(each.id), why))
            continue
        taken.append(each.id)
        if each.id not in known:
            known[each.id] = each
            fresh.append(each)
    _insert(ledger, carry, fresh)
    reckon(ledger, {each.card for each in fresh} | open_ids(ledger))
    ledger.close()
    if fresh:
        audit.record(
            actor=actor,
            verb="take in",
            obj=carry,
            after={"entries": len(fresh), "written_by": carry.account_name},
        )
    return TakenIn(tuple(taken), tuple(refused), len(fresh))


def take_up_desk(*, meeting: Meeting, actor: Viewer) -> int:
    """Write what the desk changed since as entries, so that devices learn of it.

    Returns how many entries there are now.
    """
    check_can_run(actor, meeting)
    with transaction.atomic():
        ledger = open_ledger(meeting, actor)
        reckon(ledger, open_ids(ledger))
        ledger.close()
    return ledger.number


def try_again(*, meeting: Meeting, actor: Viewer) -> None:
    """Bring what waits into the record, as far as it can be written by now."""
    of_meeting = {"municipality_id": meeting.municipality_id, "meeting": meeting}
    if Card.objects.filter(**of_meeting).exclude(state=CardState.APPLIED).exists():
        take_up_desk(meeting=meeting, actor=actor)


def _read(entries: Sequence[object]) -> tuple[list[Written], list[Refused]]:
    written, refused = [], []
    for raw in entries:
        try:
            written.append(read_entry(raw))
        except BadBody as error:
            refused.append(Refused(_id_of(raw), why_no_entry(error)))
    return written, refused


def _id_of(raw: object) -> str:
    sent = raw.get("id") if isinstance(raw, dict) else None
    return sent[:40] if isinstance(sent, str) else ""


def _known(ids: Sequence[UUID]) -> dict[UUID, Written | Entry]:
    """Entries that are there by these ids, of whatever town: an id is given once in the world."""
    found: dict[UUID, Written | Entry] = {}
    for start in range(0, len(ids), AT_ONCE):
        found |= Entry.objects.in_bulk(ids[start : start + AT_ONCE])
    return found


def _foreign_cards(ledger: Ledger, written: Sequence[Written]) -> set[UUID]:
    """Cards that another meeting has already."""
    ids = list({each.card for each in written} - set(ledger.cards))
    found: set[UUID] = set()
    for start in range(0, len(ids), AT_ONCE):
        found |= set(Card.objects.in_bulk(ids[start : start + AT_ONCE]))
    return found


def _called(ledger: Ledger, written: Sequence[Written]) -> set[str]:
    """Calls of this meeting that presences are about."""
    ids = list({each.body["expected"] for each in written if each.body.get("expected")})
    of_meeting = {"municipality_id": ledger.meeting.municipality_id, "meeting": ledger.meeting}
    found: set[str] = set()
    for start in range(0, len(ids), AT_ONCE):
        rows = Expected.objects.filter(pk__in=ids[start : start + AT_ONCE], **of_meeting)
        found |= {str(each) for each in rows.values_list("pk", flat=True)}
    return found


def _why_not(
    each: Written,
    known: Mapping[UUID, Written | Entry],
    there: _There,
    ledger: Ledger,
) -> str:
    """Why something well formed is no entry of this meeting, empty when it is one."""
    before = known.get(each.id)
    if isinstance(before, Entry) and before.meeting_id != ledger.meeting.id:
        return str(_("これは、ほかの会議の記録です。その会議を持ち出した端末から送ってください。"))
    if before is not None and _differs(before, each):
        return str(
            _(
                "同じ番号で、ちがう文が先に届いています。先に届いた文はそのままです。"
                "この文を残すには、もう一度書いてください。"
            )
        )
    card = ledger.cards.get(each.card)
    if each.card in there.foreign or (card is not None and card.kind != each.kind):
        return str(_("このカードは、ほかの記録に使われています。もう一度書いてください。"))
    if each.card != _only_card(each, ledger.meeting, each.card) or not _is_of_here(
        each, there, ledger
    ):
        return str(
            _("この端末の画面が古いようです。画面を開き直してから、もう一度書いてください。")
        )
    return ""


def _is_of_here(each: Written, there: _There, ledger: Ledger) -> bool:
    """Whether the id of a card can belong to this meeting. One reckoned from a thing of another
    meeting would take that meeting's card before its desk needs it.
    """
    if each.card in ledger.cards or each.kind == bodies.NOTE:
        return True
    if each.kind == bodies.PRESENCE and each.body["expected"]:
        return each.body["expected"] in there.called
    minted = each.card
    if each.kind in {bodies.OUTCOME, bodies.CLOCK}:
        minted = UUID(each.body["item"])
    return minted in ledger.cards or minted.version == 4


def _differs(before: Written | Entry, each: Written) -> bool:
    follows = {str(one) for one in before.follows} != {str(one) for one in each.follows}
    same = (before.card, before.kind, before.body) == (each.card, each.kind, each.body)
    return follows or not same


def _only_card(each: Written, meeting: Meeting, minted: UUID) -> UUID:
    """The card of a thing that has just one; of anything else the one that was minted."""
    if each.kind == bodies.PRESENCE and each.body["expected"]:
        return card_of(each.body["expected"], each.kind)
    if each.kind in {bodies.OUTCOME, bodies.CLOCK}:
        return card_of(each.body["item"], each.kind)
    return card_of(meeting.id, each.kind) if each.kind == bodies.NOTE else minted


def _insert(ledger: Ledger, carry: Carry, fresh: Sequence[Written]) -> None:
    entries = [
        new_entry(
            ledger,
            ledger.card(each.card, each.kind),
            body=each.body,
            follows=each.follows,
            author=Author(carry.account_id, carry.account_name, each.at or clock.now()),
            entry_id=each.id,
            carry=carry,
        )
        for each in fresh
    ]
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)


def sent_list(words: Mapping[str, Any]) -> list[object]:
    """The entries of what a device sent. InvalidInput when there is no such list."""
    entries = words.get("entries", [])
    if not isinstance(entries, list):
        raise InvalidInput(_("送られてきたものを読めません。もう一度送ってください。"))
    return entries
