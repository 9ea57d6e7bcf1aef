"""What raisers are told (返答): drafted, told by a person, excused, taken back, asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.access import check_can_handle_trouble
from sasaeai.issues.enums import SETTLED_ANSWERS, AnswerState, Helped
from sasaeai.issues.models import Answer, Trouble
from sasaeai.issues.queries.answers import with_raisers
from sasaeai.issues.queries.reach import Reach, reach_raisers
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.enums import Channel

ANSWER_LIMIT = 1_000
"""Characters of an answer: what fits on one sheet in large type."""
NOTE_LIMIT = 300
ASK_AFTER = timedelta(days=30)
"""How long after the answer its raiser is asked whether it helped."""

_UNDER_WAY = frozenset({AnswerState.QUEUED, AnswerState.SENDING})
_TOLD = ("state", "told_on", "told_by_name", "note", "ask_on", "status_note", "status_at")


def draft_answer(
    *, trouble: Trouble, text: str, actor: Viewer, channel: str | None = None
) -> Answer:
    """Write what whoever raised a trouble will be told (1,000 characters); nothing leaves yet.

    channel: None for the way they wish or the register knows. One draft a trouble (NotNow).
    """
    check_can_handle_trouble(actor, trouble)
    check_text(text, channel)
    with transaction.atomic():
        row = _trouble(trouble)
        drafts = Answer.objects.current().filter(municipality_id=row.municipality_id, trouble=row)
        if drafts.exclude(state__in=SETTLED_ANSWERS).exists():
            raise NotNow(
                _("この困りごとには、もう返答の下書きがあります。その下書きを直してください。")
            )
        answer = Answer.objects.create(
            municipality_id=row.municipality_id,
            trouble=row,
            text=text.strip(),
            channel=channel or _reach(row, actor).channel,
        )
        audit.record(actor=actor, verb="draft", obj=answer, after={"text": answer.text})
    return answer


def draft_same_answer(*, troubles: Sequence[Trouble], text: str, actor: Viewer) -> list[Answer]:
    """The same words to several raisers, each by their own way (同じ答えを全員に); all or none."""
    if not troubles:
        raise NotNow(_("返答を待っている方はいません。"))
    with transaction.atomic():
        return [draft_answer(trouble=one, text=text, actor=actor) for one in troubles]


def edit_answer(
    *, answer: Answer, text: str, channel: str, base_version: int, actor: Viewer
) -> Answer:
    """Put the words of an answer right before it is told. Refuses a newer text (StaleEdit)."""
    check_can_handle_trouble(actor, answer.trouble)
    check_text(text, channel)
    values = {"text": text.strip(), "channel": channel}
    with transaction.atomic():
        row = _locked(answer)
        _check_may_change(row)
        check_version(row, base_version, yours=values)
        return write_answer(row, {**values, "printed_at": None}, verb="edit", actor=actor)


def tell_answer(*, answer: Answer, told_on: date, actor: Viewer, note: str = "") -> Answer:
    """A person told it: by telephone, at the door, or by the letter that was posted.

    A month later the question whether it helped is due. `take_back_told` undoes it.
    """
    check_can_handle_trouble(actor, answer.trouble)
    _check_day(told_on, answer.trouble, actor)
    _check_note(note, "note")
    with transaction.atomic():
        row = _locked(answer)
        if row.state == AnswerState.TOLD:
            return row
        _check_may_change(row)
        values = {
            "state": AnswerState.TOLD,
            "told_on": told_on,
            "told_by_name": actor.name[:200],
            "note": note.strip(),
            "ask_on": told_on + ASK_AFTER,
            "status_note": "",
            "status_at": clock.now(),
            "address_used": row.address_used or _reach(row.trouble, actor).as_json(),
        }
        return write_answer(row, values, verb="tell", actor=actor)


def excuse_answer(*, trouble: Trouble, reason: str, actor: Viewer) -> Answer:
    """Say that there is no way to tell the raiser (伝えようがない), with the reason; counts as told.

    A draft that was begun gives way; refused (NotNow) once somebody told or excused them.
    `take_back_told` undoes it.
    """
    check_can_handle_trouble(actor, trouble)
    if not reason.strip() or len(reason) > NOTE_LIMIT:
        sentence = (
            _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
            if reason.strip()
            else _("伝えようがないわけを入力してください。例：団体が解散し、連絡先が分からない")
        )
        raise InvalidInput(sentence, {"reason": sentence})
    with transaction.atomic():
        row = _trouble(trouble)
        drafts = (
            Answer.objects.current()
            .select_for_update()
            .filter(municipality_id=row.municipality_id, trouble=row)
        )
        if drafts.filter(state__in=SETTLED_ANSWERS).exists():
            raise NotNow(_("この方には、もう伝えてあるか、伝えようがないと記録してあります。"))
        for draft in drafts.exclude(state__in=SETTLED_ANSWERS):
            _check_may_change(draft)
            write_answer(draft, {"removed_at": clock.now()}, verb="remove", actor=actor)
        answer = Answer.objects.create(
            municipality_id=row.municipality_id,
            trouble=row,
            text=reason.strip(),
            note=reason.strip(),
            channel=Channel.HAND,
            state=AnswerState.EXCUSED,
            told_on=actor.on,
            told_by_name=actor.name[:200],
        )
        audit.record(actor=actor, verb="excuse", obj=answer, after={"note": answer.note})
    return answer


def take_back_told(*, answer: Answer, actor: Viewer) -> Answer:
    """Take back that it was told or excused: a told one is a draft again, an excuse goes.

    Refused while another draft stands, or once the raiser was asked whether it helped.
    """
    check_can_handle_trouble(actor, answer.trouble)
    with transaction.atomic():
        row = _locked(answer)
        if row.state == AnswerState.EXCUSED:
            return write_answer(row, {"removed_at": clock.now()}, verb="remove", actor=actor)
        if row.state != AnswerState.TOLD:
            return row
        if row.helped:
            raise NotNow(
                _("役に立ったかを聞いた返答です。先に「聞いたことを取り消す」を押してください。")
            )
        _check_no_other_draft(row)
        values = dict.fromkeys(_TOLD) | {
            "state": AnswerState.DRAFTED,
            "told_by_name": "",
            "note": "",
            "status_note": "",
            "address_used": {},
        }
        return write_answer(row, values, verb="take back", actor=actor)


def withdraw_answer(*, answer: Answer, actor: Viewer) -> Answer:
    """Take a draft back; `restore_answer` puts it back. What was told stays."""
    check_can_handle_trouble(actor, answer.trouble)
    with transaction.atomic():
        row = _locked(answer)
        if row.removed_at is not None:
            return row
        if row.state in SETTLED_ANSWERS:
            raise NotNow(
                _("伝えた返答は消せません。先に「伝えたことを取り消す」を押してください。")
            )
        _check_may_change(row)
        return write_answer(row, {"removed_at": clock.now()}, verb="remove", actor=actor)


def restore_answer(*, answer: Answer, actor: Viewer) -> Answer:
    """Put back what was taken back. Refused when the trouble has another draft by now."""
    check_can_handle_trouble(actor, answer.trouble)
    with transaction.atomic():
        row = _locked(answer)
        if row.removed_at is None:
            return row
        if row.state not in SETTLED_ANSWERS:
            _check_no_other_draft(row)
        return write_answer(row, {"removed_at": None}, verb="restore", actor=actor)


def note_printed(*, answers: list[Answer], actor: Viewer) -> None:
    """Letters, FAX sheets or telephone notes of drafts were printed; they are not told by that."""
    with transaction.atomic():
        for answer in answers:
            check_can_handle_trouble(actor, answer.trouble)
            row = _locked(answer)
            if row.state not in SETTLED_ANSWERS and row.state not in _UNDER_WAY:
                write_answer(row, {"printed_at": clock.now()}, verb="print", actor=actor)


def note_helped(*, answer: Answer, helped: str, actor: Viewer, note: str = "") -> Answer:
    """Key what the raiser said a month later. `take_back_helped` undoes it."""
    check_can_handle_trouble(actor, answer.trouble)
    _check_note(note, "note")
    if helped not in Helped.values:
        sentence = _("役に立ったかを選んでください。")
        raise InvalidInput(sentence, {"helped": sentence})
    with transaction.atomic():
        row = _locked(answer)
        if row.state != AnswerState.TOLD or row.removed_at is not None:
            raise NotNow(_("まだ伝えていない返答です。先に「伝えました」を押してください。"))
        values = {"helped": helped, "helped_on": actor.on, "helped_note": note.strip()}
        return write_answer(row, values, verb="ask", actor=actor)


def take_back_helped(*, answer: Answer, actor: Viewer) -> Answer:
    """Take back what was keyed: the raiser is to be asked again."""
    check_can_handle_trouble(actor, answer.trouble)
    with transaction.atomic():
        row = _locked(answer)
        values = {"helped": "", "helped_on": None, "helped_note": ""}
        return write_answer(row, values, verb="take back", actor=actor)


def write_answer(row: Answer, values: Mapping[str, Any], *, verb: str, actor: Viewer) -> Answer:
    """Part of a write: set columns of a locked answer, with version and audit row."""
    names = list(values)
    before = audit.snapshot(row, names)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*names, "version"])
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, names))
    return row


def _reach(trouble: Trouble, actor: Viewer) -> Reach:
    loaded = with_raisers(Trouble.objects.filter(municipality_id=trouble.municipality_id))
    return reach_raisers([loaded.get(pk=trouble.pk)], on=actor.on)[trouble.pk]


def _trouble(trouble: Trouble) -> Trouble:
    """The trouble under a lock: a second press meets the first one's answer."""
    rows = Trouble.objects.select_for_update(of=("self",)).select_related("district")
    row = rows.get(pk=trouble.pk)
    if row.removed_at is not None:
        raise NotNow(_("この困りごとは取り消されています。先に元に戻してください。"))
    return row


def _locked(answer: Answer) -> Answer:
    rows = Answer.objects.select_for_update(of=("self",)).select_related("trouble__district")
    return rows.get(pk=answer.pk)


def _check_may_change(row: Answer) -> None:
    if row.removed_at is not None:
        raise NotNow(_("この返答は取り消されています。先に元に戻してください。"))
    if row.state in _UNDER_WAY:
        raise NotNow(
            _(
                "この返答は送っているところです。送り終わるのを待つか、「送信をやめる」を押してください。"
            )
        )
    if row.state in SETTLED_ANSWERS:
        raise NotNow(
            _("この返答は、もう伝えてあります。付け足すときは、新しい返答を書いてください。")
        )


def _check_no_other_draft(row: Answer) -> None:
    others = Answer.objects.current().filter(
        municipality_id=row.municipality_id, trouble_id=row.trouble_id
    )
    if others.exclude(pk=row.pk).exclude(state__in=SETTLED_ANSWERS).exists():
        raise NotNow(
            _("この困りごとには、もう別の下書きがあります。先にその下書きを取り消してください。")
        )


def check_text(text: str, channel: str | None) -> None:
    """Raise InvalidInput (`text`, `channel`) for words or a way that cannot be."""
    wrong: dict[str, str] = {}
    if not text.strip():
        wrong["text"] = _("お伝えすることを入力してください。")
    elif len(text) > ANSWER_LIMIT:
        wrong["text"] = _("%(limit)s文字までです。短くしてください。") % {"limit": ANSWER_LIMIT}
    if channel and channel not in Channel.values:
        wrong["channel"] = _("届け方を選んでください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _check_day(told_on: date, trouble: Trouble, actor: Viewer) -> None:
    if told_on > actor.on:
        sentence = _("伝えた日は、きょうか、それより前の日を入力してください。")
    elif told_on < trouble.raised_on:
        sentence = _("伝えた日が、困りごとの届いた日より前です。日付を確かめてください。")
    else:
        return
    raise InvalidInput(sentence, {"told_on": sentence})


def _check_note(note: str, name: str) -> None:
    if len(note) > NOTE_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {name: sentence})
