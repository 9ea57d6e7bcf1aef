"""The yearly check: operators are asked, and answer by code or on paper."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import (
    check_can_keep_check,
    check_can_keep_directory,
)
from sasaeai.directory.actions.keeping import (
    TEXTS,
    check_texts,
    checked,
    locked,
    write,
)
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

NAME_LIMIT = 200
NOTE_LIMIT = 500
_SHEET = ("answered_on", "answered_by")
PROPOSED = ("name", "description")
"""What is said of a service that is to be added."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What an operator says about one service. values: column to new text, only what changes."""

    service: Service
    answer: str
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """Who answers a check, and where they can be asked back."""

    by: str
    contact: str


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
    proposed: Mapping[str, str] | None = None,
) -> ServiceCheck:
    """Take in what an operator says, from the page of its code.

    変わりない is right at once; what is to change or has ended waits for staff. An answer given
    again takes the place of the one before, so long as nobody has decided on it.
    proposed: name and description of a service that is not in the directory yet.
    """
    if not is_open(check, on=actor.on):
        raise NotNow(_("この確認票の受付は終わりました。担当の窓口へお電話ください。"))
    said = _Said(answered_by[:NAME_LIMIT], contact[:NAME_LIMIT])
    return _take_answers(check, answers, said, proposed or {}, actor)


def key_check(
    *,
    check: ServiceCheck,
    answers: Sequence[ServiceAnswer],
    answered_by: str,
    contact: str,
    actor: Viewer,
    proposed: Mapping[str, str] | None = None,
) -> ServiceCheck:
    """Write down what came back on paper or by telephone; the same rules as `answer_check`."""
    check_can_keep_check(actor, check)
    said = _Said(answered_by[:NAME_LIMIT], contact[:NAME_LIMIT])
    return _take_answers(check, answers, said, proposed or {}, actor)


def _take_answers(
    check: ServiceCheck,
    answers: Sequence[ServiceAnswer],
    said: _Said,
    proposed: Mapping[str, str],
    actor: Viewer,
) -> ServiceCheck:
    _check_answers(check, answers, said.by)
    new = {name: text for name, text in proposed.items() if name in PROPOSED and text.strip()}
    if new:
        check_texts({"name": "", **new})
    with transaction.atomic():
        row = _locked_check(check)
        for answer in answers:
            _take_answer(row, answer, said, actor)
        _take_proposal(row, new, said, actor)
        before = audit.snapshot(row, _SHEET)
        row.answered_on, row.answered_by = actor.on, said.by
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


def _take_proposal(
    check: ServiceCheck, values: Mapping[str, str], said: _Said, actor: Viewer
) -> None:
    """A service to be added waits for staff; what was proposed before and not decided on gives way."""
    earlier = Correction.objects.current().filter(
        municipality_id=check.municipality_id, check_sheet=check, service__isnull=True
    )
    if earlier.filter(values=values).exists():
        return
    _replace(earlier, actor)
    if values:
        correction = Correction.objects.create(
            municipality_id=check.municipality_id,
            check_sheet=check,
            answer=CheckAnswer.CHANGED,
            values=dict(values),
            from_name=said.by,
            from_contact=said.contact,
        )
        audit.record(actor=actor, verb="propose", obj=correction, after=dict(values))


def _replace(earlier: QuerySet[Correction], actor: Viewer) -> None:
    for old in earlier.filter(state=CorrectionState.WAITING):
        old.removed_at = clock.now()
        old.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="replace", obj=old)


def _take_answer(check: ServiceCheck, answer: ServiceAnswer, said: _Said, actor: Viewer) -> None:
    earlier = Correction.objects.current().filter(
        municipality_id=check.municipality_id, check_sheet=check, service=answer.service
    )
    is_same = answer.answer == CheckAnswer.SAME
    last = earlier.order_by("created_at").last()
    if last is not None and last.answer == answer.answer == CheckAnswer.SAME:
        return
    _replace(earlier, actor)
    correction = Correction.objects.create(
        municipality_id=check.municipality_id,
        service=answer.service,
        check_sheet=check,
        answer=answer.answer,
        values={} if is_same else {k: v for k, v in answer.values.items() if k in TEXTS},
        note=answer.note[:NOTE_LIMIT],
        from_name=said.by,
        from_contact=said.contact,
        state=CorrectionState.ACCEPTED if is_same else CorrectionState.WAITING,
        decided_on=actor.on if is_same else None,
        decided_by_name=said.by if is_same else "",
    )
    audit.record(actor=actor, verb="propose", obj=correction, after={"answer": answer.answer})
    if is_same:
        write(locked(answer.service), checked(actor.on, said.by), verb="verify", actor=actor)


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
