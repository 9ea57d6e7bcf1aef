"""Reminders of promises (取組のお知らせ): switched, written, told by a person, taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_work_on
from sasaeai.issues.actions.answers import check_text
from sasaeai.issues.actions.leaving import unqueue_text
from sasaeai.issues.enums import AnswerState, ReminderKind, Reminding
from sasaeai.issues.models import Action, ActionReminder
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer


def switch_reminding(*, action: Action, reminding: str, actor: Viewer) -> Action:
    """Whether whoever promised it is reminded by itself, after a look at the words, or not at all."""
    check_can_work_on(actor, action)
    if reminding not in Reminding.values:
        sentence = _("知らせ方を一覧から選んでください。")
        raise InvalidInput(sentence, {"reminding": sentence})
    with transaction.atomic():
        row = _locked_action(action)
        before = audit.snapshot(row, ["reminding"])
        row.reminding = reminding
        row.save(update_fields=["reminding"])
        audit.record(
            actor=actor,
            verb="switch",
            obj=row,
            before=before,
            after=audit.snapshot(row, ["reminding"]),
        )
    return row


def write_reminder(*, action: Action, text: str, channel: str, actor: Viewer) -> ActionReminder:
    """Write the reminder of a promise, or write a draft over; nothing leaves by that.

    Of one kind (due soon, overdue) one goes out for one day; what is on its way is refused (NotNow).
    """
    check_can_work_on(actor, action)
    check_text(text, channel)
    with transaction.atomic():
        row = _locked_action(action)
        if row.removed_at is not None or row.done_on is not None or row.due_on is None:
            raise NotNow(
                _("この取組は、終わっているか、期限がないため、知らせることがありません。")
            )
        kind = ReminderKind.OVERDUE if row.due_on < actor.on else ReminderKind.SOON
        there = (
            ActionReminder.objects.current()
            .select_for_update()
            .filter(municipality_id=row.municipality_id, action=row, kind=kind, due_on=row.due_on)
            .first()
        )
        if there is None:
            there = ActionReminder(
                municipality_id=row.municipality_id, action=row, kind=kind, due_on=row.due_on
            )
        elif there.state not in (AnswerState.DRAFTED, AnswerState.FAILED):
            raise NotNow(_("この取組のことは、もう知らせてあるか、送っているところです。"))
        there.text, there.channel = text.strip(), channel
        there.save()
        audit.record(actor=actor, verb="draft", obj=there, after={"text": there.text})
    return there


def tell_reminder(
    *, reminder: ActionReminder, told_on: date, actor: Viewer, note: str = ""
) -> ActionReminder:
    """A person told it: by telephone, at the door, by a sheet that was posted."""
    check_can_work_on(actor, reminder.action)
    if told_on > actor.on:
        sentence = _("伝えた日は、きょうか、それより前の日を入力してください。")
        raise InvalidInput(sentence, {"told_on": sentence})
    with transaction.atomic():
        row = _locked(reminder)
        if row.state == AnswerState.TOLD:
            return row
        if row.removed_at is not None:
            raise NotNow(_("このお知らせは取り消されています。もう一度書いてください。"))
        if row.state not in (AnswerState.DRAFTED, AnswerState.FAILED):
            raise NotNow(_("このお知らせは送っているところです。"))
        row.state, row.told_on, row.note = AnswerState.TOLD, told_on, note.strip()[:300]
        row.told_by_name, row.status_note = actor.name[:200], ""
        row.status_at = clock.now()
        row.save()
        audit.record(actor=actor, verb="tell", obj=row, after={"told_on": told_on})
    return row


def take_back_reminder(*, reminder: ActionReminder, actor: Viewer) -> ActionReminder:
    """Take a reminder back: what waits does not leave, what was noted as told is due again."""
    check_can_work_on(actor, reminder.action)
    with transaction.atomic():
        row = _locked(reminder)
        if row.removed_at is not None:
            return row
        if row.state == AnswerState.QUEUED:
            row = unqueue_text(row=row, actor=actor)
        if row.state == AnswerState.SENDING:
            raise NotNow(_("このお知らせは送っているところです。終わるまでお待ちください。"))
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove", obj=row)
    return row


def _locked_action(action: Action) -> Action:
    rows = Action.objects.select_for_update(of=("self",)).select_related("district")
    return rows.get(pk=action.pk)


def _locked(reminder: ActionReminder) -> ActionReminder:
    return ActionReminder.objects.select_for_update().get(pk=reminder.pk)
