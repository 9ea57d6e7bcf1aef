"""The way of each copy: drafted, printed, posted, handed over, told; each step taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_send_notice, check_can_take_letters
from sasaeai.notices.actions.steps import STEP_FIELDS, begin_step, copies_of_step, take_back
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import NoticeBoard, Recipient, chosen_recipients
from sasaeai.people.enums import Channel

SENT_AS = {
    Channel.POST: DeliveryStatus.POSTED,
    Channel.HAND: DeliveryStatus.HANDED,
    Channel.FAX: DeliveryStatus.SENT,
    Channel.PHONE: DeliveryStatus.DELIVERED,
}
"""What it means, channel by channel, that a person has done what was to do."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Copies that took one step together: when (which names the run) and how many."""

    printed_at: datetime
    count: int


def draft_deliveries(notice: Notice, recipients: Sequence[Recipient]) -> dict[UUID, Delivery]:
    """Part of a write: one delivery per recipient, by call.

    Those there are stay, but a mere draft follows what the register says today.
    """
    found: dict[UUID, Delivery] = {}
    new, moved = [], []
    for recipient in recipients:
        copy = recipient.delivery
        if copy is None:
            copy = Delivery(
                municipality_id=notice.municipality_id, notice=notice, expected=recipient.expected
            )
            new.append(copy)
        elif copy.status == DeliveryStatus.DRAFTED:
            moved.append(copy)
        if copy.status == DeliveryStatus.DRAFTED:
            copy.channel = recipient.channel
            copy.address_used = recipient.address.as_json()
        found[recipient.id] = copy
    Delivery.objects.bulk_create(new)
    Delivery.objects.bulk_update(moved, ["channel", "address_used"])
    return found


def mark_printed(
    *, notice: Notice, actor: Viewer, expected_ids: Collection[UUID] | None = None
) -> PrintRun:
    """Write down that letters were printed, with address and contents as they stand on paper.

    expected_ids: the chosen recipients (any of a person's calls); None means everybody whose copy
    goes on paper. Refuses (NotNow) before somebody looked at what the letters say now.
    """
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked, board = _locked_board(notice, actor)
        chosen = _on_paper(chosen_recipients(board.recipients, expected_ids), expected_ids)
        if not board.is_approved:
            raise NotNow(
                _("まだ印刷できません。案内の内容を見て、「内容を確かめました」を押してください。")
            )
        now = clock.now()
        deliveries = draft_deliveries(locked, board.recipients)
        printed = [_printed(deliveries[recipient.id], recipient, now) for recipient in chosen]
        Delivery.objects.bulk_update(printed, STEP_FIELDS)
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
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        run = list(
            Delivery.objects.filter(
                municipality_id=notice.municipality_id, notice_id=notice.id, printed_at=printed_at
            )
        )
        if any(copy.status != DeliveryStatus.PRINTED for copy in run):
            raise NotNow(
                _("そのあとで発送などを記録した案内があります。先にその記録を取り消してください。")
            )
        if not run:
            raise NotNow(_("この印刷は、もう取り消してあります。"))
        take_back(run)
        _note_first_print(locked)
        audit.record(actor=actor, verb="unprint", obj=locked, before={"printed_at": printed_at})
    return len(run)


def mark_sent(
    *, notice: Notice, actor: Viewer, expected_ids: Collection[UUID] | None = None
) -> PrintRun:
    """Write down that copies were posted, handed over, faxed or told, each by its channel.

    expected_ids: the chosen recipients; None means every printed letter that still holds. Who has
    it already, and whose letter is not printed, is left alone. Refuses (NotNow) when nobody is
    left, saying what has to come first.
    """
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked, board = _locked_board(notice, actor)
        ready = board.to_send
        if expected_ids is not None:
            ready = _ready(board, chosen_recipients(board.recipients, expected_ids))
        if not ready:
            raise NotNow(_nothing_to_send(expected_ids))
        now = clock.now()
        deliveries = draft_deliveries(locked, board.recipients)
        for recipient in ready:
            copy = deliveries[recipient.id]
            begin_step(copy, now)
            copy.status, copy.sent_at = SENT_AS[recipient.channel], now
            copy.address_used = recipient.address.as_json()
            if recipient.needs_call:  # what was told is what holds now; a sheet says what it says
                copy.printed_facts = dict(recipient.facts)
        Delivery.objects.bulk_update([deliveries[r.id] for r in ready], STEP_FIELDS)
        audit.record(
            actor=actor,
            verb="send",
            obj=locked,
            after={"sent_at": now, "numbers": [r.expected.number for r in ready]},
        )
    return PrintRun(now, len(ready))


def take_back_step(*, notice: Notice, status_at: datetime, actor: Viewer) -> int:
    """Take back what was recorded of copies at one moment. Returns how many.

    A copy that went on since stays as it is; refuses (NotNow) when none is left.
    """
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        copies = copies_of_step(locked, status_at)
        if not copies:
            raise NotNow(
                _(
                    "この記録は、もう取り消してあるか、そのあとに別の記録があるため、取り消せません。"
                )
            )
        statuses = sorted({copy.status for copy in copies})
        take_back(copies)
        audit.record(
            actor=actor,
            verb="unsend",
            obj=locked,
            before={"status_at": status_at, "statuses": statuses, "copies": len(copies)},
        )
    return len(copies)


def trace_letters(*, board: NoticeBoard, purpose: str, count: int, actor: Viewer) -> None:
    """Write down that somebody took letters out as a file: who, what for, how many (L-10, L-19)."""
    check_can_take_letters(actor, board.meeting)
    audit.record_export(
        actor=actor,
        obj=board.notice or board.meeting,
        purpose=purpose,
        what={"letters": count},
    )


def _locked_board(notice: Notice, actor: Viewer) -> tuple[Notice, NoticeBoard]:
    """The notice under a lock and its copies as they stand then: two people may press at once."""
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    locked.meeting = notice.meeting
    return locked, queries.notice_board(notice.meeting, viewer=actor, notice=locked)


def _on_paper(
    chosen: Sequence[Recipient], expected_ids: Collection[UUID] | None
) -> tuple[Recipient, ...]:
    paper = tuple(r for r in chosen if r.on_paper and r.status != DeliveryStatus.CANCELLED)
    if expected_ids is not None and len(paper) < len(chosen):
        other = next(r for r in chosen if r not in paper)
        raise NotNow(
            _(
                "%(who)sへは紙を送りません（%(way)s）。紙で届けるときは、先に送り方を変えてください。"
            )
            % {"who": other.expected, "way": other.channel.label}
        )
    if not paper:
        raise NotNow(_("紙で届ける方がいません。送り方は、下の一覧で変えられます。"))
    return paper


def _ready(board: NoticeBoard, chosen: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Those of the chosen whose turn it is; raises for the first one when it is nobody's."""
    open_ones = [r for r in chosen if not r.is_out or r.changes]
    ready = [r for r in open_ones if r.needs_sending_off or r.needs_call]
    if any(r.needs_call for r in ready) and not board.is_approved:
        raise NotNow(
            _("まだ知らせられません。案内の内容を見て、「内容を確かめました」を押してください。")
        )
    if ready or not open_ones:
        return tuple(ready)
    first = open_ones[0]
    if first.by_wire:
        sentence = _("%(who)sへは、このページの「送る」ボタンで送ります。")
    elif first.needs_print:
        sentence = _(
            "%(who)sの案内状は、まだ印刷していません。先に「案内状を印刷する」を押してください。"
        )
    else:
        sentence = _("%(who)sへは、先に送り方を決めてください。")
    raise NotNow(sentence % {"who": first.expected})


def _nothing_to_send(expected_ids: Collection[UUID] | None) -> str:
    if expected_ids is None:
        return _("発送を待っている案内はありません。先に案内状を印刷してください。")
    return _("選んだ方の分は、もう記録されています。")


def _printed(copy: Delivery, recipient: Recipient, now: datetime) -> Delivery:
    begin_step(copy, now)
    copy.channel = recipient.channel
    copy.status = DeliveryStatus.PRINTED
    copy.address_used = recipient.address.as_json()
    copy.printed_facts = dict(recipient.facts)
    copy.printed_at = now
    copy.sent_at = None
    return copy


def _note_first_print(notice: Notice) -> None:
    """Keep on the notice when the first copy that still stands was printed."""
    first = Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id, printed_at__isnull=False
    ).aggregate(first=Min("printed_at"))["first"]
    Notice.objects.filter(pk=notice.pk).update(printed_at=first)
