"""What a device talks to: carrying out, the key, the package, sending and getting, giving back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.field.door import FieldRequest, Gone, endpoint, key_words, out_of_office
from sasaeai.hall import actions, queries
from sasaeai.hall.access import check_can_talk
from sasaeai.hall.models import Carry
from sasaeai.kernel.errors import InvalidInput, NotAllowed
from sasaeai.meetings.access import can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices.enums import Answer
from sasaeai.notices.queries import reply_board


@endpoint("POST")
def carry(request: FieldRequest) -> dict[str, Any]:
    """Take a meeting onto this device: `{meeting, device}` → `{carry, key, until}`."""
    device = request.sent.get("device", "")
    if not isinstance(device, str):
        raise InvalidInput(_("端末の名前を入力してください。"))
    made = actions.carry_out(
        meeting=get_visible_meeting(_uuid(request.sent.get("meeting")), viewer=request.viewer),
        device_name=device,
        carry_id=_uuid(request.sent["carry"]) if request.sent.get("carry") else None,
        actor=request.viewer,
    )
    return {"carry": str(made.id), **key_words(made.key, made.expires_at)}


@endpoint("GET")
def key(request: FieldRequest, carry_id: UUID) -> dict[str, Any]:
    """The key of the device's store, while its holder is signed in and in term (L-27)."""
    found = _carry(request, carry_id)
    actions.note_contact(carry=found, actor=request.viewer)
    if queries.is_expired(found):
        raise NotAllowed(
            _(
                "この会議を端末に置ける期限が過ぎました。"
                "まだ送っていないものがあれば「封をしたファイル」に保存して、事務局に渡してください。"
            )
        )
    return key_words(found.key, found.expires_at)


@endpoint("GET")
def package(request: FieldRequest, carry_id: UUID) -> dict[str, Any]:
    """The meeting as it stands now, with everything that was written at the desk meanwhile."""
    found = _carry(request, carry_id)
    actions.take_up_desk(meeting=found.meeting, actor=request.viewer)
    actions.note_contact(carry=found, actor=request.viewer)
    words = queries.package(found.meeting)
    answers = _answers(found.meeting)
    for person in words["people"]:
        person["answer"] = answers.get(person["expected"], "")
    return words


@endpoint("POST")
def sync(request: FieldRequest, carry_id: UUID) -> dict[str, Any]:
    """Take in what the device sent, and tell it what it has not. Asked to drop, it is told last."""
    found = queries.get_carry(carry_id, viewer=request.viewer)
    _check_in_office(request, found)
    have = request.sent.get("have", 0)
    if isinstance(have, bool) or not isinstance(have, int) or not 0 <= have <= 2**31:
        raise InvalidInput(_("送られてきたものを読めません。もう一度送ってください。"))
    taken = actions.take_in(
        carry=found, entries=actions.sent_list(request.sent), actor=request.viewer
    )
    return {
        "taken": [str(each) for each in taken.taken],
        "refused": [{"id": each.id, "reason": each.reason} for each in taken.refused],
        **queries.sync_words(found, have=have),
    }


@endpoint("POST", out_of_term=True)
def returned(request: FieldRequest, carry_id: UUID) -> dict[str, Any]:
    """The device holds nothing any more: it gave everything back, or dropped it as asked."""
    found = queries.get_carry(carry_id, viewer=request.viewer)
    if request.sent.get("wiped") is True:
        actions.note_wiped(carry=found, actor=request.viewer)
    else:
        _check_in_office(request, found)
        actions.note_returned(carry=found, actor=request.viewer)
    return {}


def _carry(request: FieldRequest, carry_id: UUID) -> Carry:
    """The carry of whoever asks; Gone when the device is to drop it."""
    found = queries.get_carry(carry_id, viewer=request.viewer)
    _check_in_office(request, found)
    check_can_talk(request.viewer, found)
    if why := queries.why_to_drop(found):
        raise Gone(why)
    return found


def _check_in_office(request: FieldRequest, carry: Carry) -> None:
    """Gone when whoever carried the meeting out runs it no more."""
    own = carry.account_id == request.viewer.account_id
    if own and not can_run(request.viewer, carry.meeting):
        raise Gone(out_of_office(_("この会議を進める役目が終わっています。")))


def _answers(meeting: Meeting) -> dict[str, str]:
    """What people replied, as a word, by each of their calls."""
    words = {
        Answer.ATTEND: _("返信は出席"),
        Answer.SUBSTITUTE: _("返信は代理"),
        Answer.ABSENT: _("返信は欠席"),
    }
    return {
        str(call.id): str(words[Answer(row.answer)])
        for row in reply_board(meeting).rows
        if row.answer
        for call in (row.expected, *row.also)
    }


def _uuid(raw: object) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError as error:
        raise InvalidInput(_("会議を選び直してください。")) from error
