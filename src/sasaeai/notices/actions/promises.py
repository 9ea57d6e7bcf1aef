"""Reminders of promises that go out by themselves, where somebody chose so."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from sasaeai.issues.actions.reminding import tell_reminder, write_reminder
from sasaeai.issues.enums import Reminding
from sasaeai.issues.models import Action, ActionReminder
from sasaeai.issues.queries.promises import reminder_words, to_remind_of
from sasaeai.issues.queries.reach import reach_named
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.actions.answers import hindrance, send_texts
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.reminders import SEND_AT
from sasaeai.notices.queries.ways import goes_by_wire
from sasaeai.people.models import Municipality

logger = logging.getLogger(__name__)


def remind_now(
    *, action: Action, text: str, channel: str, sends: bool, actor: Viewer, result_path: str = ""
) -> ActionReminder:
    """Write the reminder of a promise and have it sent, or note that a person told it; all or none."""
    with transaction.atomic():
        reminder = write_reminder(action=action, text=text, channel=channel, actor=actor)
        reminder.action = action
        if sends:
            send_texts(rows=[reminder], actor=actor, result_path=result_path)
        else:
            tell_reminder(reminder=reminder, told_on=actor.on, actor=actor)
    return reminder


def send_due_promise_reminders(*, now: datetime) -> int:
    """Queue the reminder of every promise that is due and reminds by itself. Returns how many.

    Called each minute, nothing before nine in the morning. What cannot leave by wire waits on the
    list for a person.
    """
    today = clock.to_tokyo(now)
    if today.time() < SEND_AT:
        return 0
    actions = Action.objects.current().filter(
        municipality_id__in=Municipality.objects.values("id"), reminding=Reminding.AUTO
    )
    sent = 0
    for action in to_remind_of(actions, on=today.date()):
        actor = Viewer.system(municipality_id=action.municipality_id, on=today.date())
        try:
            sent += _send(action, actor)
        except DomainError as refusal:  # the others still go
            logger.info("reminder of %s stays: %s", action.pk, refusal)
        except Exception:
            logger.exception("reminder of %s stays", action.pk)
    return sent


def _send(action: Action, actor: Viewer) -> int:
    # What failed, waits for a look or was taken back is a person's to decide about.
    known = ActionReminder.objects.filter(
        municipality_id=action.municipality_id,
        action=action,
        kind=action.reminder_kind,  # type: ignore[attr-defined]
        due_on=action.due_on,
    )
    if known.exists():
        return 0
    (reach,) = reach_named([action], on=actor.on)
    if reach.is_left or not goes_by_wire(reach.channel):
        return 0
    with transaction.atomic():
        point = transaction.savepoint()
        reminder = write_reminder(
            action=action,
            text=reminder_words(action, on=actor.on),
            channel=reach.channel,
            actor=actor,
        )
        reminder.action = action
        address = texts.addresses_of([reminder], on=actor.on)[reminder.pk]
        if hindrance(reminder, address):
            transaction.savepoint_rollback(point)
            return 0
        send_texts(rows=[reminder], actor=actor)
    return 1
