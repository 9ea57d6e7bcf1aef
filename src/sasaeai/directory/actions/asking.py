"""The yearly check: operators are asked, answer by code or on paper, and staff decide."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import (
    check_can_keep_check,
    check_can_keep_directory,
    check_can_keep_service,
    kept_services,
)
from sasaeai.directory.actions.keeping import TEXTS, check_texts, checked, locked, write
from sasaeai.directory.enums import CheckAnswer, CorrectionState
from sasaeai.directory.models import Correction, Service, ServiceCheck
from sasaeai.directory.queries.asking import (
    Operator,
    asker,
    is_open,
    open_check_of,
    operator_of,
    services_asked,
)
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.kernel.viewer import Viewer

REASON_LIMIT = 200
NAME_LIMIT = 200
NOTE_LIMIT = 500
_SHEET = ("answered_on", "answered_by")


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What an operator says about one service. values: column to new text, only what changes."""

    service: Service
    answer: str
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def ask_operators(
    *, operators: Collection[Operator], answer_by: date | None, actor: Viewer
) -> list[ServiceCheck]:
    """Send the yearly question to operators. Who has an open one keeps it: twice is once."""
    check_can_keep_directory(actor)
    if not operators:
        sentence = _("確かめる相手を選んでください。")
        raise InvalidInput(sentence, {"operators": sentence})
    if answer_by is not None and answer_by < actor.on:
        sentence = _("返事の期限は、きょうかそれより後の日にしてください。")
        raise InvalidInput(sentence, {"answer_by": sentence})
    with transaction.atomic():
        return [_ask(one, answer_by, actor) for one in operators]


def _ask(operator: Operator, answer_by: date | None, actor: Viewer) -> ServiceCheck:
    there = open_check_of(operator.key, viewer=actor)
    if there is not None:
        return there
    office = asker(actor)
    check = ServiceCheck.objects.create(
        municipality_id=actor.municipality_id,
        organization=operator.organization,
        operator_name=operator.name[:120],
        code=new_reply_code(secrets.SystemRandom()),
        asked_on=actor.on,
        answer_by=answer_by,
        asked_by_name=actor.name[:NAME_LIMIT],
        contact_name=office.name,
        contact_tel=office.tel,
        contact_fax=office.fax,
    )
    audit.record(actor=actor, verb="ask", obj=check, after={"operator": operator.name})
    return check


def withdraw_check(*, check: ServiceCheck, actor: Viewer) -> ServiceCheck:
    """Take a question back; its code answers no more. `restore_check` puts it back."""
    check_can_keep_check(actor, check)
    with transaction.atomic():
        row = _locked_check(check)
        if row.answered_on is not None:
            raise NotNow(_("もう返事が届いているので、取り消せません。"))
        return _set_removed(row, removed=True, actor=actor)


def restore_check(*, check: ServiceCheck, actor: Viewer) -> ServiceCheck:
    """Take `withdraw_check` back."""
    check_can_keep_check(actor, check)
    with transaction.atomic():
        return _set_removed(_locked_check(check), removed=False, actor=actor)


def answer_check(
    *,
    check: ServiceCheck,
    answers: Sequence[ServiceAnswer],
    answered_by: str,
    contact: str,
    actor: Viewer,
) -> ServiceCheck:
    """Take in what an operator says, from the page of its code.

    変わりない is right at once; what is to change or has ended waits for staff. An answer given
    again takes the place of the one before, so long as nobody has decided on it.
    """
    if not is_open(check, on=actor.on):
        raise NotNow(_("この確認票の受付は終わりました。担当の窓口へお電話ください。"))
    return _take_answers(check, answers, answered_by, contact, actor)


def key_check(
    *,
    check: ServiceCheck,
    answers: Sequence[ServiceAnswer],
    answered_by: str,
    contact: str,
    actor: Viewer,
) -> ServiceCheck:
    """Write down what came back on paper or by telephone; the same rules as `answer_check`."""
    check_can_keep_check(actor, check)
    return _take_answers(check, answers, answered_by, contact, actor)


def _take_answers(
    check: ServiceCheck,
    answers: Sequence[ServiceAnswer],
    answered_by: str,
    contact: str,
    actor: Viewer,
) -> ServiceCheck:
    _check_answers(check, answers, answered_by)
    with transaction.atomic():
        row = _locked_check(check)
        for answer in answers:
            _take_answer(row, answer, answered_by, contact, actor)
        before = audit.snapshot(row, _SHEET)
        row.answered_on, row.answered_by = actor.on, answered_by[:NAME_LIMIT]
        row.save(update_fields=list(_SHEET))
        after = audit.snapshot(row, _SHEET)
        audit.record(actor=actor, verb="answer", obj=row, before=before, after=after)
    return row


def _check_answers(check: ServiceCheck, answers: Sequence[ServiceAnswer], by: str) -> None:
    if not by.strip():
        sentence = _("答えた方の団体名と役職を入力してください。")
        raise InvalidInput(sentence, {"answered_by": sentence})
    asked = {service.pk for service in services_asked(check)}
    for answer in answers:
        if answer.service.pk not in asked or answer.answer not in CheckAnswer.values:
            raise InvalidInput(_("ページの情報が古くなりました。もう一度開いてください。"))
        check_texts(answer.values)
        if answer.answer == CheckAnswer.CHANGED and not (answer.values or answer.note.strip()):
            raise InvalidInput(
                _("「%(name)s」の直すところを、どこか1つでも書いてください。")
                % {"name": answer.service.name}
            )


def _take_answer(
    check: ServiceCheck, answer: ServiceAnswer, by: str, contact: str, actor: Viewer
) -> None:
    earlier = Correction.objects.current().filter(
        municipality_id=check.municipality_id, check_sheet=check, service=answer.service
    )
    is_same = answer.answer == CheckAnswer.SAME
    last = earlier.order_by("created_at").last()
    if last is not None and last.answer == answer.answer == CheckAnswer.SAME:
        return
    for old in earlier.filter(state=CorrectionState.WAITING):
        old.removed_at = clock.now()
        old.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="replace", obj=old)
    correction = Correction.objects.create(
        municipality_id=check.municipality_id,
        service=answer.service,
        check_sheet=check,
        answer=answer.answer,
        values={} if is_same else {k: v for k, v in answer.values.items() if k in TEXTS},
        note=answer.note[:NOTE_LIMIT],
        from_name=by[:NAME_LIMIT],
        from_contact=contact[:NAME_LIMIT],
        state=CorrectionState.ACCEPTED if is_same else CorrectionState.WAITING,
        decided_on=actor.on if is_same else None,
        decided_by_name=by[:NAME_LIMIT] if is_same else "",
    )
    audit.record(actor=actor, verb="propose", obj=correction, after={"answer": answer.answer})
    if is_same:
        write(locked(answer.service), checked(actor.on, by), verb="verify", actor=actor)


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


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


def decline_correction(*, correction: Correction, reason: str, actor: Viewer) -> Correction:
    """Leave the entry as it stands, with the reason (200 characters)."""
    _service_to_decide(correction, actor)
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
    service = _service_to_decide(correction, actor)
    with transaction.atomic():
        row = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
        if row.state == CorrectionState.WAITING:
            return row
        if row.state == CorrectionState.ACCEPTED:
            _put_back(row, locked(service), actor)
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


def _locked_check(check: ServiceCheck) -> ServiceCheck:
    return ServiceCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)


def _set_removed(row: ServiceCheck, *, removed: bool, actor: Viewer) -> ServiceCheck:
    if (row.removed_at is not None) == removed:
        return row
    row.removed_at = clock.now() if removed else None
    row.save(update_fields=["removed_at"])
    verb = "remove" if removed else "restore"
    audit.record(actor=actor, verb=verb, obj=row, after={"operator": operator_of(row)})
    return row


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
