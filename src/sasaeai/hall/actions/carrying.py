"""Carrying a meeting out onto a device, and telling the device to drop it."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.hall.access import check_can_carry, check_can_talk, check_is_own, last_moment
from sasaeai.hall.models import Carry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.text import clean_line
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting

KEY_BYTES = 32
NAME_LIMIT = 80


def carry_out(
    *, meeting: Meeting, device_name: str, actor: Viewer, carry_id: UUID | None = None
) -> Carry:
    """Take a meeting onto a device. carry_id: minted by the device, so that asking again after a lost
    answer gives the same carry.
    """
    check_can_carry(actor, meeting)
    name = clean_line(device_name)[:NAME_LIMIT] or str(_("端末"))
    until = last_moment(actor, meeting)
    if until <= clock.now():
        raise NotNow(
            _(
                "会議から%(days)s日を過ぎたので、もう端末には入れられません。この画面で書いてください。"
            )
            % {"days": meeting.municipality.field_days}
        )
    try:
        with transaction.atomic():
            earlier = _earlier(carry_id)
            if earlier is not None:
                return _same_again(earlier, meeting, actor)
            carry = Carry.objects.create(
                id=carry_id or uuid4(),
                municipality_id=meeting.municipality_id,
                meeting=meeting,
                account_id=actor.account_id,
                account_name=actor.name,
                device_name=name,
                key=secrets.token_bytes(KEY_BYTES),
                expires_at=until,
            )
            audit.record(
                actor=actor,
                verb="carry out",
                obj=carry,
                after={"device": name, "until": until, "meeting": str(meeting)},
            )
    except IntegrityError:
        # The device asked twice at once, and the other asking was the first.
        first = _earlier(carry_id)
        if first is None:
            raise
        return _same_again(first, meeting, actor)
    return carry


def _earlier(carry_id: UUID | None) -> Carry | None:
    return Carry.objects.filter(pk=carry_id).first() if carry_id else None


def _same_again(earlier: Carry, meeting: Meeting, actor: Viewer) -> Carry:
    own = earlier.account_id == actor.account_id and earlier.meeting_id == meeting.id
    if not own or is_over(earlier):
        raise InvalidInput(
            _("この番号は使われています。もう一度「端末に入れる」を押してください。")
        )
    return earlier


def is_over(carry: Carry) -> bool:
    """Whether a device is to hold nothing of a carry any more."""
    return bool(carry.wiped_at or carry.returned_at or carry.wipe_asked_at)


def note_contact(*, carry: Carry, actor: Viewer) -> Carry:
    """Write down that the device spoke."""
    check_can_talk(actor, carry)
    heard_of(carry, actor)
    return carry


def heard_of(carry: Carry, actor: Viewer) -> None:
    """Part of a write: the device spoke. Its last moment is reckoned anew, for the meeting may have
    been moved, and the term prolonged, since it was carried out.
    """
    carry.last_contact_at = clock.now()
    carry.expires_at = last_moment(actor, carry.meeting)
    carry.save(update_fields=["last_contact_at", "expires_at"])


def ask_wipe(*, carry: Carry, actor: Viewer) -> Carry:
    """Ask a device to drop what it has at its next contact; `take_back_wipe` takes it back."""
    check_can_run(actor, carry.meeting)
    with transaction.atomic():
        row = _locked(carry)
        _check_holds_something(row)
        if row.wipe_asked_at is None:
            _write(row, actor, "ask wipe", wipe_asked_at=clock.now(), wipe_asked_by=actor.name)
    return row


def take_back_wipe(*, carry: Carry, actor: Viewer) -> Carry:
    """Take the asking back, as long as the device did not drop anything."""
    check_can_run(actor, carry.meeting)
    with transaction.atomic():
        row = _locked(carry)
        _check_holds_something(row)
        if row.wipe_asked_at is not None:
            _write(row, actor, "take back wipe", wipe_asked_at=None, wipe_asked_by="")
    return row


def note_wiped(*, carry: Carry, actor: Viewer) -> Carry:
    """The device says that it dropped everything because it was asked to. Said twice, kept once.

    Out of term it may say so too: nothing is given to it.
    """
    check_is_own(actor, carry)
    with transaction.atomic():
        row = _locked(carry)
        if row.wiped_at is None:
            _write(row, actor, "wiped", wiped_at=clock.now())
    return row


def note_returned(*, carry: Carry, actor: Viewer) -> Carry:
    """Everything came back and the device holds nothing any more."""
    check_can_talk(actor, carry)
    with transaction.atomic():
        row = _locked(carry)
        if row.returned_at is None:
            _write(row, actor, "return", returned_at=clock.now())
    return row


def _check_holds_something(carry: Carry) -> None:
    if carry.wiped_at is not None or carry.returned_at is not None:
        raise NotNow(_("この端末には、もうこの会議のデータは残っていません。"))


def _write(carry: Carry, actor: Viewer, verb: str, **values: object) -> None:
    before = audit.snapshot(carry, list(values))
    for name, value in values.items():
        setattr(carry, name, value)
    carry.save(update_fields=list(values))
    audit.record(
        actor=actor,
        verb=verb,
        obj=carry,
        before=before,
        after=audit.snapshot(carry, list(values)),
    )


def _locked(carry: Carry) -> Carry:
    rows = Carry.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__body__district").get(pk=carry.pk)
