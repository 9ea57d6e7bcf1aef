"""Settling the minutes: somebody who was there has looked at them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_not_sealed
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.access import check_can_write, check_held, check_is_draft
from sasaeai.minutes.actions.texts import check_newest
from sasaeai.minutes.enums import ConfirmationMethod, MinutesState
from sasaeai.minutes.models import Minutes

_CONFIRMATION = ["state", "confirmed_by", "confirmed_on", "confirmed_how", "settled_at"]


def approve_minutes(
    *,
    minutes: Minutes,
    base_revision: int,
    confirmed_by: str,
    confirmed_on: date,
    confirmed_how: str,
    actor: Viewer,
    settled_at: AgendaItem | None = None,
) -> Minutes:
    """Settle the newest text: who looked at it, when, and how (by custom the chair).

    settled_at: the item of the next meeting whose closing does it, None by hand.

    Raises NotNow when the text is no longer the one that was read.
    """
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        row = _locked(minutes)
        check_is_draft(row)
        check_held(row.meeting)
        check_newest(row, base_revision)
        _check_confirmation(row.meeting, confirmed_by, confirmed_on, confirmed_how, actor)
        before = audit.snapshot(row, _CONFIRMATION)
        row.state = MinutesState.APPROVED
        row.confirmed_by, row.confirmed_on = confirmed_by, confirmed_on
        row.confirmed_how, row.settled_at = confirmed_how, settled_at
        _save(row, before, verb="approve", actor=actor)
    return row


def unapprove_minutes(*, minutes: Minutes, actor: Viewer) -> Minutes:
    """Make a draft of the minutes again, so that they can be corrected.

    Raises NotNow once the public version is approved.
    """
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        row = _locked(minutes)
        check_not_sealed(row.meeting)
        if not row.is_approved:
            return row
        before = audit.snapshot(row, _CONFIRMATION)
        row.state = MinutesState.DRAFT
        row.confirmed_by, row.confirmed_on, row.confirmed_how = "", None, ""
        row.settled_at = None
        _save(row, before, verb="unapprove", actor=actor)
    return row


def _locked(minutes: Minutes) -> Minutes:
    row = Minutes.objects.select_for_update().get(pk=minutes.pk)
    row.meeting = Meeting.objects.select_related("body__district").get(pk=minutes.meeting_id)
    return row


def _save(row: Minutes, before: dict[str, object], *, verb: str, actor: Viewer) -> None:
    row.version += 1
    row.save(update_fields=[*_CONFIRMATION, "version"])
    audit.record(
        actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, _CONFIRMATION)
    )


def _check_confirmation(
    meeting: Meeting, confirmed_by: str, confirmed_on: date, confirmed_how: str, actor: Viewer
) -> None:
    problems = {}
    if not confirmed_by:
        problems["confirmed_by"] = _("確認した人を入力してください。例：会長")
    if confirmed_on < meeting.held_on:
        problems["confirmed_on"] = _("会議の日より前の日です。会議のあとの日を入力してください。")
    elif confirmed_on > actor.on:
        problems["confirmed_on"] = _("これからの日です。確認が済んだ日を入力してください。")
    if confirmed_how not in ConfirmationMethod.values:
        problems["confirmed_how"] = _("確認の方法を選んでください。")
    if problems:
        raise InvalidInput(_("確認のしかたを確かめてください。"), problems)
