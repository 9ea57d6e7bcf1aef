"""Deciding on what operators say: taken up, entered, declined, and each taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import (
    check_can_keep_directory,
    check_can_keep_service,
    kept_services,
    visible_corrections,
)
from sasaeai.directory.actions.keeping import (
    TEXTS,
    ServiceDetails,
    add_service,
    check_texts,
    checked,
    locked,
    write,
)
from sasaeai.directory.enums import CheckAnswer, CorrectionState
from sasaeai.directory.models import Correction, Service
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District

REASON_LIMIT = 200
NAME_LIMIT = 200


def accept_correction(*, correction: Correction, actor: Viewer) -> Correction:
    """Write what was proposed into the entry, which counts as checked on that day."""
    service = _service_to_decide(correction, actor)
    with transaction.atomic():
        row = _locked_waiting(correction)
        target = locked(service)
        values = {name: text for name, text in row.values.items() if name in TEXTS}
        check_texts(values)
        if row.answer == CheckAnswer.ENDED:
            values = {"ended_on": target.ended_on or actor.on}
        else:
            values |= checked(actor.on, row.from_name or actor.name)
        row.values_before = {name: _as_text(getattr(target, name)) for name in values}
        write(target, values, verb="accept correction", actor=actor)
        return _decide(row, CorrectionState.ACCEPTED, "", actor)


def add_proposed_service(
    *,
    correction: Correction,
    details: ServiceDetails,
    districts: Collection[District],
    actor: Viewer,
) -> Service:
    """Enter the service that an operator proposed, as staff put it down; that decides on it."""
    _check_may_decide(correction, actor)
    with transaction.atomic():
        row = _locked_waiting(correction)
        service = add_service(details=details, districts=districts, actor=actor)
        _decide(row, CorrectionState.ACCEPTED, "", actor)
    return service


def decline_correction(*, correction: Correction, reason: str, actor: Viewer) -> Correction:
    """Leave the entry as it stands, with the reason (200 characters)."""
    _check_may_decide(correction, actor)
    if not reason.strip() or len(reason) > REASON_LIMIT:
        sentence = _("取り入れないわけを、%(limit)s文字までで入力してください。") % {
            "limit": REASON_LIMIT
        }
        raise InvalidInput(sentence, {"reason": sentence})
    with transaction.atomic():
        return _decide(_locked_waiting(correction), CorrectionState.DECLINED, reason, actor)


def reopen_correction(*, correction: Correction, actor: Viewer) -> Correction:
    """Take a decision back; the entry says again what it said before.

    Refused when somebody has written into the entry since: their words are not overwritten.
    """
    _check_may_decide(correction, actor)
    with transaction.atomic():
        row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
        if row.state == CorrectionState.WAITING:
            return row
        if row.state == CorrectionState.ACCEPTED:
            _put_back(row, locked(_service_to_decide(correction, actor)), actor)
        before = {"state": row.state}
        row.state, row.decided_on, row.decided_by_name = CorrectionState.WAITING, None, ""
        row.decided_reason, row.values_before = "", {}
        row.save()
        audit.record(actor=actor, verb="reopen", obj=row, before=before, after={"state": row.state})
    return row


def _put_back(row: Correction, target: Service, actor: Viewer) -> None:
    if any(getattr(target, name) != said for name, said in _accepted(row).items()):
        raise NotNow(
            _("この相談先は、その後ほかの人が直しました。相談先のページで直してください。")
        )
    days = ("verified_on", "verify_by", "ended_on")
    values = {
        name: (date.fromisoformat(text) if text else None) if name in days else text
        for name, text in row.values_before.items()
    }
    write(target, values, verb="reopen correction", actor=actor)


def _accepted(row: Correction) -> dict[str, object]:
    """What an accepted correction wrote; who checked or ended the entry later wrote something else."""
    said: dict[str, object] = {
        name: row.values[name] for name in row.values_before if name in row.values
    }
    if "verified_on" in row.values_before:
        said |= {
            "verified_on": row.decided_on,
            "verified_by_name": row.from_name or row.decided_by_name,
        }
    if row.values_before.get("ended_on") == "":
        said["ended_on"] = row.decided_on
    return said


def _check_may_decide(correction: Correction, actor: Viewer) -> None:
    check_can_keep_directory(actor)
    if correction.service is not None:
        _service_to_decide(correction, actor)
    elif not visible_corrections(actor).filter(pk=correction.pk).exists():
        raise NotAllowed(_("ほかの市町村の申し出です。その市町村の方が決めます。"))


def _service_to_decide(correction: Correction, actor: Viewer) -> Service:
    service = correction.service
    if service is None:
        check_can_keep_directory(actor)
        raise NotNow(_("新しい相談先の申し出です。「相談先を加える」から入れてください。"))
    check_can_keep_service(actor, service)
    if not kept_services(actor).filter(pk=service.pk).exists():
        raise NotNow(_("この相談先は一覧から外してあります。先に元に戻してください。"))
    return service


def _locked_waiting(correction: Correction) -> Correction:
    row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if row.removed_at is not None:
        raise NotNow(
            _("この申し出のあとに、新しい答えが届きました。新しいほうを確かめてください。")
        )
    if row.state != CorrectionState.WAITING:
        raise NotNow(
            _("この申し出は、もう%(name)sさんが決めました。変えるときは、先に元に戻してください。")
            % {"name": row.decided_by_name}
        )
    return row


def _decide(row: Correction, state: CorrectionState, reason: str, actor: Viewer) -> Correction:
    row.state, row.decided_on, row.decided_reason = state, actor.on, reason
    row.decided_by_name = actor.name[:NAME_LIMIT]
    row.save()
    audit.record(actor=actor, verb=str(state.value), obj=row, after={"reason": reason})
    return row


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
