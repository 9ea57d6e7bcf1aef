"""What those who were there want put right in the minutes (訂正の申し出)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import check_can_write, check_is_draft
from sasaeai.minutes.actions.texts import save_revision
from sasaeai.minutes.enums import ConfirmationMethod, CorrectionState
from sasaeai.minutes.models import Correction, Minutes, Revision
from sasaeai.minutes.queries.corrections import parts_of
from sasaeai.minutes.queries.history import get_revision

_FIELDS = ["state", "answer", "taken_in"]
TEXT_LIMIT = 2000
ANSWER_LIMIT = 300


def record_correction(
    *,
    minutes: Minutes,
    revision_number: int,
    said_by: str,
    came_how: str,
    came_on: date,
    text: str,
    actor: Viewer,
    part: str = "",
) -> Correction:
    """Write down what somebody wants put right, as it came.

    revision_number: the text they saw. part: "opening", an item's id, "closing", or empty for the
    whole. Raises NotFound for a revision that is not there.
    """
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        row = _locked_draft(minutes)
        revision = get_revision(row, revision_number)
        _check(row.meeting, revision, part, said_by, came_how, came_on, text, actor)
        correction = Correction.objects.create(
            municipality_id=row.municipality_id,
            minutes=row,
            revision=revision,
            part=part,
            said_by=said_by,
            came_how=came_how,
            came_on=came_on,
            text=text,
            recorded_by_name=actor.name,
        )
        audit.record(
            actor=actor, verb="record", obj=correction, after={"revision": revision.number}
        )
    return correction


def take_in_correction(
    *,
    correction: Correction,
    base_revision: int,
    opening: str,
    sections: Mapping[str, str],
    closing: str,
    actor: Viewer,
    note: str = "",
) -> Correction:
    """Save the text that takes the wish up; the new revision is the answer to it.

    Raises what `save_revision` raises, and NotNow when the text says nothing new.
    """
    check_can_write(actor, correction.minutes.meeting)
    with transaction.atomic():
        row = _locked(correction)
        _check_waits(row)
        saved = save_revision(
            minutes=row.minutes,
            base_revision=base_revision,
            opening=opening,
            sections=sections,
            closing=closing,
            note=note or _("%(who)sの申し出を取り入れた") % {"who": row.said_by},
            actor=actor,
        )
        if saved.number <= base_revision:
            raise NotNow(
                _(
                    "会議録の文が変わっていません。申し出のところを直してから保存するか、"
                    "「直さない」を選んでください。"
                )
            )
        _settle(row, CorrectionState.TAKEN, taken_in=saved, verb="take in", actor=actor)
    return row


def decline_correction(
    *, correction: Correction, answer: str, base_version: int, actor: Viewer
) -> Correction:
    """Leave the text as it is, with the reason that the one who asked is told."""
    check_can_write(actor, correction.minutes.meeting)
    if not answer.strip() or len(answer) > ANSWER_LIMIT:
        sentence = _("直さない理由を、%(most)s文字までで入力してください。") % {
            "most": ANSWER_LIMIT
        }
        raise InvalidInput(sentence, {"answer": sentence})
    with transaction.atomic():
        row = _locked(correction)
        check_version(row, base_version, yours={"answer": answer})
        _check_waits(row)
        _settle(row, CorrectionState.DECLINED, answer=answer.strip(), verb="decline", actor=actor)
    return row


def reopen_correction(*, correction: Correction, actor: Viewer) -> Correction:
    """Let a wish wait again; a text that took it up stays, as every revision does."""
    check_can_write(actor, correction.minutes.meeting)
    with transaction.atomic():
        row = _locked(correction)
        if row.state != CorrectionState.WAITING:
            _settle(row, CorrectionState.WAITING, verb="reopen", actor=actor)
    return row


def _settle(
    row: Correction,
    state: CorrectionState,
    *,
    verb: str,
    actor: Viewer,
    taken_in: Revision | None = None,
    answer: str = "",
) -> None:
    before = audit.snapshot(row, _FIELDS)
    row.state, row.taken_in, row.answer = state, taken_in, answer
    row.version += 1
    row.save(update_fields=[*_FIELDS, "version"])
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, _FIELDS))


def _locked_draft(minutes: Minutes) -> Minutes:
    """The minutes are the lock: nothing is settled beside their approval."""
    row = Minutes.objects.select_for_update().get(pk=minutes.pk)
    row.meeting = Meeting.objects.select_related("body__district").get(pk=minutes.meeting_id)
    check_is_draft(row)
    return row


def _locked(correction: Correction) -> Correction:
    minutes = _locked_draft(correction.minutes)
    row = Correction.objects.select_related("revision").get(pk=correction.pk)
    row.minutes = minutes
    return row


def _check_waits(row: Correction) -> None:
    if row.state != CorrectionState.WAITING:
        raise NotNow(
            _(
                "この申し出はもう済んでいます。変えるときは、先に「もう一度考える」を押してください。"
            )
        )


def _check(
    meeting: Meeting,
    revision: Revision,
    part: str,
    said_by: str,
    came_how: str,
    came_on: date,
    text: str,
    actor: Viewer,
) -> None:
    problems = _day_problem(meeting, came_on, actor) | _text_problem(text)
    if part and part not in dict(parts_of(revision)):
        problems["part"] = _("直すところを一覧から選んでください。")
    if not said_by.strip():
        problems["said_by"] = _("申し出た人を役職で入力してください。例：白旗野町会 会長")
    if came_how not in ConfirmationMethod.values:
        problems["came_how"] = _("届き方を選んでください。")
    if problems:
        raise InvalidInput(next(iter(problems.values())), problems)


def _day_problem(meeting: Meeting, came_on: date, actor: Viewer) -> dict[str, str]:
    if came_on < meeting.held_on:
        return {"came_on": _("会議の日より前の日です。会議のあとの日を入力してください。")}
    if came_on > actor.on:
        return {"came_on": _("これからの日です。届いた日を入力してください。")}
    return {}


def _text_problem(text: str) -> dict[str, str]:
    if not text.strip():
        return {"text": _("直してほしいことを、届いたとおりに入力してください。")}
    if len(text) > TEXT_LIMIT:
        return {"text": _("%(most)s文字までで入力してください。") % {"most": TEXT_LIMIT}}
    return {}
