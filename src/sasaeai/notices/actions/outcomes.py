"""Another way for a copy, a copy that came back or did not arrive, and one that is not sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_send_notice
from sasaeai.notices.actions.deliveries import PrintRun, draft_deliveries
from sasaeai.notices.actions.steps import STEP_FIELDS, begin_new, begin_step
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import Recipient, chosen_recipients, ways
from sasaeai.people.enums import Channel

_UNDER_WAY = frozenset({DeliveryStatus.QUEUED, DeliveryStatus.SENDING})
_NEVER_OUT = frozenset({DeliveryStatus.DRAFTED, DeliveryStatus.PRINTED})


def choose_channel(
    *, notice: Notice, expected_ids: Collection[UUID], channel: str, actor: Viewer
) -> PrintRun:
    """Send the copies of some recipients another way, for this notice alone.

    After a copy that came back the same channel means: once more. Refuses (NotNow) what the
    register makes impossible, what is being sent and what is out already.
    """
    check_can_send_notice(actor, notice)
    if channel not in Channel.values:
        raise InvalidInput(_("送り方を選んでください。"))
    with transaction.atomic():
        locked, chosen = _chosen(notice, expected_ids, actor)
        for recipient in chosen:
            _check_may_change(recipient, Channel(channel))
        now = clock.now()
        for recipient in chosen:
            _choose(locked, recipient, Channel(channel), now)
        audit.record(
            actor=actor,
            verb="choose",
            obj=locked,
            before={"channels": sorted({r.channel.value for r in chosen})},
            after={"channel": channel, "numbers": [r.expected.number for r in chosen]},
        )
    return PrintRun(now, len(chosen))


def mark_returned(
    *, notice: Notice, expected_ids: Collection[UUID], note: str = "", actor: Viewer
) -> PrintRun:
    """Write down that copies came back (あて所に尋ねあたりません …)."""

    def check(recipient: Recipient) -> None:
        if not recipient.is_out:
            raise NotNow(
                _("%(who)sへは、まだ送っていません。送ったあとで記録できます。")
                % {"who": recipient.expected}
            )

    return _record(
        notice, expected_ids, DeliveryStatus.RETURNED, Failure.ADDRESS, note, check, actor
    )


def mark_failed(
    *,
    notice: Notice,
    expected_ids: Collection[UUID],
    failure: str,
    note: str = "",
    actor: Viewer,
) -> PrintRun:
    """Write down that copies did not arrive (busy line, wrong number …), and what would help."""
    if failure not in Failure.values:
        raise InvalidInput(_("届かなかったわけを選んでください。"))

    def check(recipient: Recipient) -> None:
        _check_not_under_way(recipient)
        if (
            recipient.status == DeliveryStatus.CANCELLED
            or recipient.needs_print
            or (recipient.needs_wire and not recipient.is_out)
        ):
            raise NotNow(
                _("%(who)sへは、まだ送っていません。送ったあとで記録できます。")
                % {"who": recipient.expected}
            )

    return _record(notice, expected_ids, DeliveryStatus.FAILED, failure, note, check, actor)


def call_off_copies(
    *, notice: Notice, expected_ids: Collection[UUID], note: str = "", actor: Viewer
) -> PrintRun:
    """Send some recipients no copy of this notice, because they know already. The call stays."""

    def check(recipient: Recipient) -> None:
        _check_not_under_way(recipient)
        if recipient.is_out:
            raise NotNow(
                _(
                    "%(who)sへは、もう届けてあります。届けた記録が間違いのときは、"
                    "その記録を取り消してください。"
                )
                % {"who": recipient.expected}
            )

    return _record(notice, expected_ids, DeliveryStatus.CANCELLED, "", note, check, actor)


def _record(
    notice: Notice,
    expected_ids: Collection[UUID],
    status: DeliveryStatus,
    failure: str,
    note: str,
    check: Callable[[Recipient], None],
    actor: Viewer,
) -> PrintRun:
    check_can_send_notice(actor, notice)
    with transaction.atomic():
        locked, chosen = _chosen(notice, expected_ids, actor)
        fresh = [recipient for recipient in chosen if recipient.status != status]
        if not fresh:
            raise NotNow(_("選んだ方の分は、もう記録されています。"))
        for recipient in fresh:
            check(recipient)
        now = clock.now()
        copies = draft_deliveries(locked, fresh)
        for recipient in fresh:
            copy = copies[recipient.id]
            begin_step(copy, now)
            copy.status, copy.failure, copy.status_note = status, failure, note[:300]
            if status == DeliveryStatus.CANCELLED:  # they know what holds now, without a copy
                copy.printed_facts = dict(recipient.facts)
        Delivery.objects.bulk_update(copies.values(), STEP_FIELDS)
        audit.record(
            actor=actor,
            verb=str(status),
            obj=locked,
            after={"numbers": [r.expected.number for r in fresh], "failure": failure},
        )
    return PrintRun(now, len(fresh))


def _chosen(
    notice: Notice, expected_ids: Collection[UUID], actor: Viewer
) -> tuple[Notice, Sequence[Recipient]]:
    """The notice under a lock, and the chosen recipients as they stand then."""
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    locked.meeting = notice.meeting
    board = queries.notice_board(notice.meeting, viewer=actor, notice=locked)
    return locked, chosen_recipients(board.recipients, expected_ids)


def _check_may_change(recipient: Recipient, channel: Channel) -> None:
    _check_not_under_way(recipient)
    if not ways.is_possible(channel, recipient.address):
        raise NotNow(
            _("%(who)sは、%(lack)sため、%(way)sでは送れません。名簿に入れると選べます。")
            % {
                "who": recipient.expected,
                "lack": ways.LACKS[channel],
                "way": channel.label,
            }
        )
    if recipient.is_out and not recipient.changes:
        raise NotNow(
            _(
                "%(who)sへは、もう届けてあります。戻ってきたときは、先に「戻ってきた」と記録してください。"
            )
            % {"who": recipient.expected}
        )


def _check_not_under_way(recipient: Recipient) -> None:
    if recipient.status in _UNDER_WAY:
        raise NotNow(
            _("%(who)sへは、いま送っているところです。終わってから変えてください。")
            % {"who": recipient.expected}
        )


def _choose(notice: Notice, recipient: Recipient, channel: Channel, now: datetime) -> None:
    """Part of a write: the copy of the new channel counts; a draft of another one does not."""
    current = recipient.delivery
    rows = {copy.channel: copy for copy in recipient.copies}
    copy = rows.get(channel)
    if copy is None and current is not None and current.status == DeliveryStatus.DRAFTED:
        copy = current
    elif current is not None and current is not copy and current.status in _NEVER_OUT:
        begin_step(current, now)
        current.status = DeliveryStatus.CANCELLED
        current.status_note = _("%(way)sに変えました") % {"way": channel.label}
        current.save(update_fields=STEP_FIELDS)
    if copy is None:
        copy = Delivery(
            municipality_id=notice.municipality_id, notice=notice, expected=recipient.expected
        )
        begin_new(copy, now)
    else:
        begin_step(copy, now)
    again = channel == Channel.FAX and _may_use_again(copy, recipient)
    copy.channel, copy.chosen_at = channel, now
    copy.status = DeliveryStatus.PRINTED if again else DeliveryStatus.DRAFTED
    copy.printed_at = copy.printed_at if again else None
    copy.printed_facts = copy.printed_facts if again else {}
    copy.sent_at = None
    copy.address_used = recipient.address.as_json()
    copy.save()


def _may_use_again(copy: Delivery, recipient: Recipient) -> bool:
    """A sheet that only did not get through by FAX can be put in once more."""
    return (
        copy is recipient.delivery
        and recipient.on_paper
        and copy.channel == Channel.FAX
        and copy.printed_at is not None
        and not recipient.changes
        and copy.earlier_copy.get("failure") == Failure.RETRY
    )
