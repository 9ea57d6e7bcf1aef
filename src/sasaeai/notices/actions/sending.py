"""Sending by wire: what a person decides. The run itself is in transmitting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_send_notice
from sasaeai.notices.actions.steps import STEP_FIELDS, begin_step, unqueue
from sasaeai.notices.channels import ways
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import AddressUsed, Recipient, chosen_recipients

TASK = "sasaeai.notices.tasks.sending.send_notice"
TRIED_AGAIN = frozenset({Failure.RETRY, Failure.OURS})
"""Failures that "send all" includes: the copy certainly did not leave, and the address is right."""
QUEUED_FIELDS = (
    "channel",
    "status",
    "status_at",
    "status_note",
    "failure",
    "address_used",
    "message_id",
    "attempts",
    "sent_at",
    "earlier_copy",
)


def sending_topic(notice: Notice) -> str:
    """Topic of the job that sends a notice (jobs.queries.latest_job)."""
    return f"notice:{notice.id}"


def queue_sending(
    *,
    notice: Notice,
    actor: Viewer,
    expected_ids: Collection[UUID] | None = None,
    result_path: str = "",
) -> Job:
    """Have the copies that go by wire sent (e-mail, LINE, FAX through a gateway).

    expected_ids: the chosen recipients; None means everybody who has not been sent to, and leaves
    out whom it cannot reach. What goes on paper or by telephone is left out in either case.
    Refuses (NotNow) before a look, without anything to send, an address, or a set-up channel.
    """
    return _queue_copies(notice, actor, expected_ids, result_path)


def _queue_copies(
    notice: Notice,
    actor: Viewer,
    expected_ids: Collection[UUID] | None,
    result_path: str,
    *,
    again: bool = False,
) -> Job:
    """again: also what perhaps arrived, because a person said so."""
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked = _locked(notice)
        board = queries.notice_board(notice.meeting, viewer=actor, notice=locked)
        if not board.is_approved:
            raise NotNow(
                _("まだ送れません。お知らせの内容を見て、「内容を確かめました」を押してください。")
            )
        chosen = chosen_recipients(board.recipients, expected_ids)
        named = expected_ids is not None
        ready = [r for r in chosen if r.by_wire and _may_be_sent(r, named=named, again=again)]
        reachable = [r for r in ready if not _hindrance(r)]
        _check_something_goes(ready, reachable, named=named)
        _queue(locked, reachable, actor)
        return jobs.start_job(
            TASK,
            topic=sending_topic(notice),
            label=_("「%(subject)s」の送信") % {"subject": notice.subject},
            actor=actor,
            total=len(reachable),
            result_path=result_path,
        )


def take_back_queued(
    *, notice: Notice, actor: Viewer, expected_ids: Collection[UUID] | None = None
) -> int:
    """Take back what waits to be sent and has not left. Returns how many copies.

    Each stands as before it was queued: who holds an earlier copy of this notice still does.
    """
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        _locked(notice)
        rows = Delivery.objects.filter(
            municipality_id=notice.municipality_id,
            notice_id=notice.id,
            status=DeliveryStatus.QUEUED,
        )
        if expected_ids is not None:
            rows = rows.filter(expected_id__in=list(expected_ids))
        numbers = unqueue(rows)
        audit.record(actor=actor, verb="unqueue", obj=notice, before={"numbers": numbers})
    return len(numbers)


def send_again(*, delivery: Delivery, actor: Viewer, result_path: str = "") -> Job:
    """Send one copy that did not arrive once more, to the address of today.

    Refuses (NotNow) a copy that is waiting or out. Where nobody knows whether it left (UNSURE) the
    person who presses takes it upon them that it may arrive twice.
    """
    notice = delivery.notice
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        _locked(notice)
        copy = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if copy.status not in (DeliveryStatus.FAILED, DeliveryStatus.RETURNED):
            raise NotNow(_("この方には、もう送ってあるか、送信を待っています。"))
        return _queue_copies(notice, actor, [copy.expected_id], result_path, again=True)


def confirm_sent(*, delivery: Delivery, actor: Viewer) -> Delivery:
    """Somebody asked: the copy of which nobody knew did arrive (「届いていました」).

    A step like any other: `take_back_step` takes it back.
    """
    check_can_send_notice(actor, delivery.notice)
    with transaction.atomic():
        copy = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if copy.status != DeliveryStatus.FAILED or copy.failure != Failure.UNSURE:
            raise NotNow(_("この送付は、届いたかどうか分からないものではありません。"))
        before = audit.snapshot(copy, ["status", "failure", "status_note"])
        left_at = copy.sent_at or copy.status_at
        begin_step(copy, clock.now())
        copy.status, copy.sent_at = DeliveryStatus.SENT, left_at
        copy.save(update_fields=STEP_FIELDS)
        audit.record(
            actor=actor,
            verb="confirm",
            obj=copy,
            before=before,
            after=audit.snapshot(copy, ["status", "failure", "status_note"]),
        )
    return copy


def _locked(notice: Notice) -> Notice:
    """The row under a lock, with the meeting that the caller already holds."""
    fresh = Notice.objects.select_for_update().get(pk=notice.pk)
    fresh.meeting = notice.meeting
    return fresh


def _may_be_sent(recipient: Recipient, *, named: bool, again: bool) -> bool:
    """A copy that has not left, or that came back or no longer holds when its reader is named."""
    copy = recipient.delivery
    if copy is None or copy.channel != recipient.channel or copy.status == DeliveryStatus.DRAFTED:
        return True
    if copy.status == DeliveryStatus.FAILED:
        return again or copy.failure in TRIED_AGAIN or (named and copy.failure == Failure.ADDRESS)
    if copy.status == DeliveryStatus.RETURNED:
        return named
    return named and recipient.is_out and bool(recipient.changes)


def _hindrance(recipient: Recipient) -> str:
    """Why this copy cannot be sent now, in a sentence; empty when it can."""
    closed = ways.not_set_up(recipient.channel)
    if closed or recipient.address.by(recipient.channel):
        return closed
    return _(
        "%(who)sの%(channel)sのあて先が名簿にありません。名簿に入れるか、ほかの方法を選んでください。"
    ) % {
        "who": recipient.address.who,
        "channel": recipient.channel.label,
    }


def _check_something_goes(
    ready: Sequence[Recipient], reachable: Sequence[Recipient], *, named: bool
) -> None:
    if not ready:
        raise NotNow(_("送るものはありません。メール・LINE・FAXで送る分は、もう送ってあります。"))
    if not reachable or (named and len(reachable) < len(ready)):
        raise NotNow(next(_hindrance(r) for r in ready if _hindrance(r)))


def _queue(notice: Notice, recipients: Sequence[Recipient], actor: Viewer) -> None:
    now = clock.now()
    for recipient in recipients:
        copy = _copy_for(notice, recipient)
        address, key = recipient.address.as_json(), str(_key_for(copy, recipient))
        begin_step(copy, now)  # what it says is kept when it leaves: until then nobody was told
        copy.message_id, copy.channel, copy.address_used = key, recipient.channel, address
        copy.status, copy.attempts, copy.sent_at = DeliveryStatus.QUEUED, 0, None
        copy.save(update_fields=QUEUED_FIELDS)
    numbers = [recipient.expected.number for recipient in recipients]
    audit.record(actor=actor, verb="queue", obj=notice, after={"numbers": numbers})


def _copy_for(notice: Notice, recipient: Recipient) -> Delivery:
    """The copy of this way; a draft of another way becomes it, what left another way stays."""
    same = next((c for c in recipient.copies if c.channel == recipient.channel), None)
    if same is not None:
        return same
    draft = recipient.delivery
    if draft is not None and draft.status == DeliveryStatus.DRAFTED:
        return draft
    return Delivery.objects.create(
        municipality_id=notice.municipality_id,
        notice=notice,
        expected=recipient.expected,
        channel=recipient.channel,
        address_used=recipient.address.as_json(),
    )


def _key_for(copy: Delivery, recipient: Recipient) -> UUID:
    """The old key while the same copy is tried again, so that a second arrival can be seen."""
    used = AddressUsed(**copy.address_used).by(recipient.channel)
    same_place = used == recipient.address.by(recipient.channel)
    if copy.status == DeliveryStatus.FAILED and copy.failure != Failure.ADDRESS and same_place:
        try:
            return UUID(copy.message_id)
        except ValueError:
            return uuid4()
    return uuid4()
