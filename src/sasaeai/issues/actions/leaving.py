"""How an answer or a reminder leaves by wire, a step at a time: waiting, leaving, gone or kept back.

Each step is a transaction of its own, so that a run may die anywhere: SENDING is written down
before a text leaves, TOLD after. What is found SENDING later may or may not have arrived.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions.answers import ASK_AFTER
from sasaeai.issues.enums import SETTLED_ANSWERS, AnswerState
from sasaeai.issues.models import ActionReminder, Answer
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer

Row = TypeVar("Row", Answer, ActionReminder)

_WAITS_FOR_A_PERSON = (AnswerState.DRAFTED, AnswerState.FAILED)


def queue_text(*, row: Row, address: Mapping[str, str], actor: Viewer) -> Row:
    """Let a draft wait to be sent to an address. Access was checked by who calls.

    Refuses (NotNow) what is on its way, told, or taken back.
    """
    with transaction.atomic():
        fresh = _locked(row)
        if fresh.removed_at is not None or fresh.state not in _WAITS_FOR_A_PERSON:
            raise NotNow(_("この文は、もう送ってあるか、送信を待っているか、取り消されています。"))
        values = {
            "state": AnswerState.QUEUED,
            "address_used": dict(address),
            "sending_key": uuid4(),
            "attempts": 0,
            "told_by_name": actor.name[:200],
        }
        return _write(fresh, values, verb="queue", actor=actor)


def unqueue_text(*, row: Row, actor: Viewer) -> Row:
    """Take back what waits and has not left: it is a draft again. What left meanwhile stays."""
    with transaction.atomic():
        fresh = _locked(row)
        if fresh.state != AnswerState.QUEUED:
            raise NotNow(_("この文は、もう送り終わったか、送っている途中です。"))
        return _write(fresh, {"state": AnswerState.DRAFTED}, verb="unqueue", actor=actor)


def claim_text(*, row: Row) -> bool:
    """This run sends this text now. False when it was taken back or another run has it."""
    taken = (
        type(row)
        .objects.filter(
            municipality_id=row.municipality_id,
            pk=row.pk,
            state=AnswerState.QUEUED,
            sending_key=row.sending_key,
            removed_at__isnull=True,
        )
        .update(state=AnswerState.SENDING, status_at=clock.now(), attempts=F("attempts") + 1)
    )
    return bool(taken)


def note_left(*, row: Row, actor: Viewer) -> None:
    """The other side took it: told on this day. A month later its raiser is asked."""
    values: dict[str, Any] = {"state": AnswerState.TOLD, "told_on": actor.on}
    if isinstance(row, Answer):
        values["ask_on"] = actor.on + ASK_AFTER
    _settle(row, values, actor)


def note_kept_back(*, row: Row, sentence: str, actor: Viewer, again: bool = False) -> None:
    """It did not leave; `sentence` says what would help. again: it waits and is tried once more."""
    state = AnswerState.QUEUED if again else AnswerState.FAILED
    _settle(row, {"state": state, "status_note": sentence[:300]}, actor)


def note_bounced(*, row: Answer | ActionReminder, sentence: str, actor: Viewer) -> bool:
    """A mail came back: told no longer, so that its raiser is owed an answer again.

    False when it was taken back or is known already. A newer draft of the same trouble is told
    instead.
    """
    with transaction.atomic():
        fresh = _locked(row)
        if fresh.state != AnswerState.TOLD or fresh.removed_at is not None:
            return False
        values: dict[str, Any] = {
            "state": AnswerState.FAILED,
            "told_on": None,
            "status_note": sentence[:300],
        }
        if isinstance(fresh, Answer):
            values["ask_on"] = None
            others = Answer.objects.current().filter(
                municipality_id=fresh.municipality_id, trouble_id=fresh.trouble_id
            )
            if others.exclude(state__in=SETTLED_ANSWERS).exists():
                values["removed_at"] = clock.now()
        _write(fresh, values, verb="come back", actor=actor)
    return True


def _settle(row: Row, values: Mapping[str, Any], actor: Viewer) -> None:
    """Write what became of a text of this run, unless it is no longer this run's."""
    with transaction.atomic():
        fresh = _locked(row)
        under_way = (AnswerState.QUEUED, AnswerState.SENDING)
        if fresh.state in under_way and fresh.sending_key == row.sending_key:
            _write(fresh, values, verb=str(values["state"]), actor=actor)


def _locked(row: Row) -> Row:
    return type(row).objects.select_for_update().get(pk=row.pk)


def _write(fresh: Row, values: Mapping[str, Any], *, verb: str, actor: Viewer) -> Row:
    """Part of a write: columns of a locked text, when, and the trace of it."""
    names = ["state", "status_note"]
    before = audit.snapshot(fresh, names)
    whole = {"status_note": "", "status_at": clock.now(), **values}
    for name, value in whole.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(whole))
    audit.record(
        actor=actor, verb=verb, obj=fresh, before=before, after=audit.snapshot(fresh, names)
    )
    return fresh
