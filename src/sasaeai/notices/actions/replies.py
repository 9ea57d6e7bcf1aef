"""Keying replies: one answer per person, every earlier one kept, each step taken back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions import follow_slip
from sasaeai.issues.enums import TroubleVia
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.access import check_can_key_replies
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.models import Reply

_VALUES = (
    "answer",
    "via",
    "substitute_name",
    "substitute_title",
    "companions",
    "needs",
    "trouble",
    "received_on",
    "for_starts_at",
)
MAX_COMPANIONS = 20
_TROUBLE_VIA = {
    ReplyVia.PHONE: TroubleVia.PHONE,
    ReplyVia.HAND: TroubleVia.VISIT,
    ReplyVia.COUNTER: TroubleVia.VISIT,
    ReplyVia.WEB: TroubleVia.WEB,
    ReplyVia.LINE: TroubleVia.WEB,
}
"""How a trouble came that stands in a reply; everything else is a slip."""


@dataclass(frozen=True, slots=True)
class ReplyDetails:
    """What stands on a slip beside the answer. companions: heads besides the person called."""

    received_on: date
    substitute_name: str = ""
    substitute_title: str = ""
    companions: int = 0
    needs: str = ""
    trouble: str = ""


def record_reply(
    *,
    expected: Expected,
    answer: str,
    actor: Viewer,
    via: str = ReplyVia.PAPER,
    details: ReplyDetails | None = None,
    base_version: int | None = None,
) -> Reply:
    """Write down what somebody replied; it stands for every call of the same person.

    details None keeps those of the reply before. The same answer again changes nothing, so a
    repeated key is harmless; after a move it is the answer for the new day.
    base_version (0: began from no reply) refuses a newer one (StaleEdit).
    """
    check_can_key_replies(actor, expected.meeting)
    return enter_reply(
        expected=expected,
        answer=answer,
        actor=actor,
        via=via,
        details=details,
        base_version=base_version,
    )


def enter_reply(
    *,
    expected: Expected,
    answer: str,
    actor: Viewer,
    via: str,
    details: ReplyDetails | None,
    base_version: int | None,
    seen_start: datetime | None = None,
) -> Reply:
    """The rules of `record_reply` for who was let in elsewhere: `own_reply` asks for the code.

    seen_start: compared with the very start that the answer is kept for, so that a move in this
    moment cannot come between.
    """
    _check_values(answer, via, details)
    with transaction.atomic():
        calls = _calls_of_person(expected)
        current = _current(expected)
        starts_at = _starts_at(expected)
        _check_seen(seen_start, starts_at)
        values = _values(current, answer, via, details, actor, starts_at)
        if current is not None and _unchanged(current, values, quick=details is None):
            return current
        if base_version is not None:
            _check_base(current, base_version, values)
        return _put(calls, expected, values, verb="reply", actor=actor)


def confirm_reply(*, reply: Reply, actor: Viewer, via: str = ReplyVia.PHONE) -> Reply:
    """Let an answer for an earlier day stand for the new day too (「新しい日程でも同じ」).

    An answer that is for today's plan already stays as it is.
    """
    expected = reply.expected
    check_can_key_replies(actor, expected.meeting)
    with transaction.atomic():
        calls = _calls_of_person(expected)
        current = _current(expected)
        _check_stands(current, str(reply.pk))
        starts_at = _starts_at(expected)
        if current is None or not _is_for_earlier_day(current, starts_at):
            return current or reply
        kept = {name: getattr(current, name) for name in _VALUES}
        values = {**kept, "via": via, "received_on": actor.on, "for_starts_at": starts_at}
        return _put(calls, expected, values, verb="confirm", actor=actor)


def clear_reply(*, reply: Reply, actor: Viewer, stands: str | None = None) -> Reply:
    """Take a reply out: the person counts as silent again. `restore_reply` brings it back.

    stands: which reply the page showed, by its id; NotNow when another one came since.
    """
    expected = reply.expected
    check_can_key_replies(actor, expected.meeting)
    with transaction.atomic():
        calls = _calls_of_person(expected)
        current = _current(expected)
        if current is None:
            return reply
        _check_stands(current, stands)
        _take_out(calls, clock.now())
        reply.refresh_from_db()
        audit.record(actor=actor, verb="clear", obj=reply, before=audit.snapshot(reply, _VALUES))
        _follow_slip(calls, reply, None, actor)
    return reply


def restore_reply(*, reply: Reply, actor: Viewer, stands: str | None = None) -> Reply:
    """Let a reply that was taken out or replaced stand again.

    stands: which reply the page showed, by its id ("" for none); NotNow when another one came
    since, perhaps by the person's own hand. None: whichever stands is replaced.
    """
    expected = reply.expected
    check_can_key_replies(actor, expected.meeting)
    with transaction.atomic():
        calls = _calls_of_person(expected)
        values = {name: getattr(reply, name) for name in _VALUES}
        current = _current(expected)
        if current is not None and all(getattr(current, n) == v for n, v in values.items()):
            return current
        _check_stands(current, stands)
        return _put(calls, expected, values, verb="restore", actor=actor, link=False)


def _put(
    calls: list[Expected],
    expected: Expected,
    values: dict[str, object],
    *,
    verb: str,
    actor: Viewer,
    link: bool = True,
) -> Reply:
    """Replace the replies of one person's calls by new ones with `values`.

    A new reply is created in the moment the earlier one is taken out: that links the two, so that
    taking back a keyed answer knows what stood before. `link` False leaves no such trace.
    """
    now = clock.now()
    before = _current(expected)
    versions = _take_out(calls, now)
    created_at = now if link else now + timedelta(microseconds=1)
    rows = [
        Reply(
            municipality_id=call.municipality_id,
            expected=call,
            version=versions.get(call.id, 0) + 1,
            created_at=created_at,
            keyed_by_name=actor.name,
            **values,
        )
        for call in calls
    ]
    Reply.objects.bulk_create(rows)
    reply = next(row for row in rows if row.expected_id == expected.id)
    audit.record(
        actor=actor,
        verb=verb,
        obj=reply,
        before=audit.snapshot(before, _VALUES) if before else {},
        after=audit.snapshot(reply, _VALUES),
    )
    _follow_slip(calls, before, reply, actor)
    return reply


def _follow_slip(
    calls: list[Expected], before: Reply | None, after: Reply | None, actor: Viewer
) -> None:
    """Let the trouble on the slip be a raised trouble; words that did not change do nothing."""
    said, says = (reply.trouble if reply else "" for reply in (before, after))
    reply = after or before
    if said.strip() == says.strip() or reply is None:
        return
    follow_slip(
        calls=calls,
        text=says.strip(),
        via=_TROUBLE_VIA.get(ReplyVia(reply.via), TroubleVia.SLIP),
        raised_on=reply.received_on,
        actor=actor,
    )


def _check_stands(current: Reply | None, stands: str | None) -> None:
    """Raise when another reply stands than the one that was in view; None: nobody says which."""
    if stands is not None and stands != (str(current.pk) if current else ""):
        raise NotNow(_("この返信は、そのあとで変わっています。ページを開き直してください。"))


def _is_for_earlier_day(reply: Reply, starts_at: datetime) -> bool:
    """Whether a reply answered for another start than this one. An old one that says none holds."""
    return reply.for_starts_at is not None and reply.for_starts_at != starts_at


def _starts_at(expected: Expected) -> datetime:
    """When the meeting begins as it is planned now; whoever answers answers for that."""
    rows = Meeting.objects.filter(municipality_id=expected.municipality_id)
    return rows.values_list("starts_at", flat=True).get(pk=expected.meeting_id)


def _take_out(calls: list[Expected], now: datetime) -> dict[object, int]:
    """Take the standing replies of the calls out; returns the highest version of each call."""
    rows = Reply.objects.filter(
        municipality_id=calls[0].municipality_id, expected__in=calls
    ).order_by("version")
    versions = dict(rows.values_list("expected_id", "version"))
    rows.filter(removed_at__isnull=True).update(removed_at=now)
    return versions


def _calls_of_person(expected: Expected) -> list[Expected]:
    """Every standing call of the same person to the same meeting, this one included.

    NotNow when this one was withdrawn. Locked, so that of two who key the same slip the second
    meets the first one's reply.
    """
    whose = {"pk": expected.pk}
    if expected.person_id is not None:
        whose = {"meeting_id": expected.meeting_id, "person_id": expected.person_id}
    calls = Expected.objects.current().select_for_update()
    found = list(calls.filter(municipality_id=expected.municipality_id, **whose))
    if expected.pk not in {call.pk for call in found}:
        raise NotNow(
            _(
                "この方への声かけは取り消されています。返信を入れるには、先に「声かけ」で戻してください。"
            )
        )
    return found


def _current(expected: Expected) -> Reply | None:
    return (
        Reply.objects.current()
        .filter(municipality_id=expected.municipality_id, expected=expected)
        .first()
    )


def _values(
    current: Reply | None,
    answer: str,
    via: str,
    details: ReplyDetails | None,
    actor: Viewer,
    starts_at: datetime,
) -> dict[str, object]:
    if details is not None:
        kept = dataclasses.asdict(details)
    elif current is not None:
        kept = {name: getattr(current, name) for name in _VALUES if name not in ("answer", "via")}
    else:
        kept = dataclasses.asdict(ReplyDetails(received_on=actor.on))
    if details is None and current is not None and _is_for_earlier_day(current, starts_at):
        kept["received_on"] = actor.on
    if answer != Answer.SUBSTITUTE:
        kept |= {"substitute_name": "", "substitute_title": ""}
    if answer == Answer.ABSENT:
        kept |= {"companions": 0}
    return {**kept, "answer": answer, "via": via, "for_starts_at": starts_at}


def _unchanged(current: Reply, values: dict[str, object], *, quick: bool) -> bool:
    """Whether writing would change nothing; a quick key says nothing about how the reply came."""
    names = ["answer"] if quick else [name for name in values if name != "for_starts_at"]
    if current.for_starts_at not in (None, values["for_starts_at"]):
        return False
    return all(getattr(current, name) == values[name] for name in names)


def _check_seen(seen_start: datetime | None, starts_at: datetime) -> None:
    if seen_start is not None and seen_start != starts_at:
        raise NotNow(
            _(
                "このページを開いたあとで、会議の日時が変わりました。"
                "新しい日時を確かめてから、もう一度送ってください。"
            )
        )


def _check_base(current: Reply | None, base_version: int, values: dict[str, object]) -> None:
    if current is not None:
        check_version(current, base_version, yours=values)


def _check_values(answer: str, via: str, details: ReplyDetails | None) -> None:
    wrong: dict[str, str] = {}
    if answer not in Answer.values:
        wrong["answer"] = _("出席・欠席・代理のどれかを選んでください。")
    if via not in ReplyVia.values:
        wrong["via"] = _("返信の届き方を選んでください。")
    if details is not None and not 0 <= details.companions <= MAX_COMPANIONS:
        wrong["companions"] = _("同行者は0人から%(most)d人までで入力してください。") % {
            "most": MAX_COMPANIONS
        }
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
