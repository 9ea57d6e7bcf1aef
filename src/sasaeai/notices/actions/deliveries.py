"""What became of each copy: drafted, printed, sent off, and each of it taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_take_letters, check_can_write_notice
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import NoticeBoard, Recipient, chosen_recipients


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Letters printed together: when (which names the run) and how many."""

    printed_at: datetime
    count: int


def draft_deliveries(notice: Notice, recipients: Sequence[Recipient]) -> dict[UUID, Delivery]:
    """Part of a write: one delivery per recipient, by call; those there are stay as they are."""
    kept = {r.id: r.delivery for r in recipients if r.delivery is not None}
    new = [
        Delivery(
            municipality_id=notice.municipality_id,
            notice=notice,
            expected=recipient.expected,
            channel=recipient.channel,
            address_used=recipient.address.as_json(),
        )
        for recipient in recipients
        if recipient.id not in kept
    ]
    Delivery.objects.bulk_create(new)
    return {**kept, **{delivery.expected_id: delivery for delivery in new}}


def mark_printed(
    *, notice: Notice, actor: Viewer, expected_ids: Collection[UUID] | None = None
) -> PrintRun:
    """Write down that letters were printed, with address and contents as they stand on paper.

    expected_ids: the chosen recipients (any of a person's calls); None means everybody.
    Refuses (NotNow) before somebody looked at what the letters say now.
    """
    check_can_write_notice(actor, notice.meeting)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        board = queries.notice_board(notice.meeting, viewer=actor)
        chosen = chosen_recipients(board.recipients, expected_ids)
        if not board.is_approved:
            raise NotNow(
                _("まだ印刷できません。案内の内容を見て、「内容を確かめました」を押してください。")
            )
        now = clock.now()
        deliveries = draft_deliveries(locked, board.recipients)
        printed = [_printed(deliveries[recipient.id], recipient, now) for recipient in chosen]
        Delivery.objects.bulk_update(
            printed,
            [
                "channel",
                "status",
                "address_used",
                "printed_facts",
                "earlier_copy",
                "printed_at",
                "sent_at",
            ],
        )
        _note_first_print(locked)
        audit.record(
            actor=actor,
            verb="print",
            obj=locked,
            after={"printed_at": now, "numbers": [r.expected.number for r in chosen]},
        )
    return PrintRun(now, len(printed))


def take_back_print(*, notice: Notice, printed_at: datetime, actor: Viewer) -> int:
    """Take one run of printing back: each letter stands as before it. Returns how many.

    Refuses (NotNow) once letters of the run were sent off.
    """
    check_can_write_notice(actor, notice.meeting)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        run = list(_of(locked, printed_at=printed_at))
        if any(delivery.status == DeliveryStatus.SENT for delivery in run):
            raise NotNow(_("発送済みの案内があります。先に「発送した」を取り消してください。"))
        if not run:
            raise NotNow(_("この印刷は、もう取り消してあります。"))
        for delivery in run:
            _restore_earlier(delivery)
        Delivery.objects.bulk_update(
            run,
            [
                "status",
                "address_used",
                "printed_facts",
                "earlier_copy",
                "printed_at",
                "sent_at",
            ],
        )
        _note_first_print(locked)
        audit.record(actor=actor, verb="unprint", obj=locked, before={"printed_at": printed_at})
    return len(run)


def mark_sent(*, notice: Notice, actor: Viewer) -> PrintRun:
    """Write down that every printed letter that still holds was sent off or handed over."""
    check_can_write_notice(actor, notice.meeting)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        ready = queries.notice_board(notice.meeting, viewer=actor).to_send
        if not ready:
            raise NotNow(_("発送を待っている案内はありません。先に案内状を印刷してください。"))
        now = clock.now()
        sent = [recipient.delivery for recipient in ready if recipient.delivery is not None]
        for delivery in sent:
            delivery.status = DeliveryStatus.SENT
            delivery.sent_at = now
        Delivery.objects.bulk_update(sent, ["status", "sent_at"])
        audit.record(
            actor=actor,
            verb="send",
            obj=locked,
            after={"sent_at": now, "numbers": [r.expected.number for r in ready]},
        )
    return PrintRun(now, len(sent))


def take_back_sent(*, notice: Notice, sent_at: datetime, actor: Viewer) -> int:
    """Take one sending back: the letters are printed but not sent. Returns how many."""
    check_can_write_notice(actor, notice.meeting)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        count = _of(locked, sent_at=sent_at).update(status=DeliveryStatus.PRINTED, sent_at=None)
        if not count:
            raise NotNow(_("この発送は、もう取り消してあります。"))
        audit.record(actor=actor, verb="unsend", obj=locked, before={"sent_at": sent_at})
    return count


def trace_letters(*, board: NoticeBoard, purpose: str, count: int, actor: Viewer) -> None:
    """Write down that somebody took letters out as a file: who, what for, how many (L-10, L-19)."""
    check_can_take_letters(actor, board.meeting)
    audit.record_export(
        actor=actor,
        obj=board.notice or board.meeting,
        purpose=purpose,
        what={"letters": count},
    )


def _of(notice: Notice, **when: Any) -> Any:
    return Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id, **when
    )


def _printed(delivery: Delivery, recipient: Recipient, now: datetime) -> Delivery:
    delivery.earlier_copy = {
        "status": delivery.status,
        "address_used": delivery.address_used,
        "printed_facts": delivery.printed_facts,
        "printed_at": delivery.printed_at.isoformat() if delivery.printed_at else None,
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
    }
    delivery.channel = recipient.channel
    delivery.status = DeliveryStatus.PRINTED
    delivery.address_used = recipient.address.as_json()
    delivery.printed_facts = dict(recipient.facts)
    delivery.printed_at = now
    delivery.sent_at = None
    return delivery


def _restore_earlier(delivery: Delivery) -> None:
    earlier = delivery.earlier_copy
    delivery.status = earlier["status"]
    delivery.address_used = earlier["address_used"]
    delivery.printed_facts = earlier["printed_facts"]
    delivery.printed_at = _moment(earlier["printed_at"])
    delivery.sent_at = _moment(earlier["sent_at"])
    delivery.earlier_copy = {}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _note_first_print(notice: Notice) -> None:
    """Keep on the notice when the first copy that still stands was printed."""
    first = _of(notice, printed_at__isnull=False).aggregate(first=Min("printed_at"))["first"]
    Notice.objects.filter(pk=notice.pk).update(printed_at=first)
