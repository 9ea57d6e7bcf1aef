"""The copies of a notice as their page shows them: problems first, then one group a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.desk.gate import DeskRequest
from sasaeai.jobs.queries import latest_job
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.notices.access import check_can_send_notice
from sasaeai.notices.actions import sending_topic
from sasaeai.notices.channels.ways import not_set_up
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery
from sasaeai.notices.queries import AddressUsed, Envelope, NoticeBoard, Recipient, envelopes
from sasaeai.notices.queries.ways import goes_by_wire, goes_on_paper, is_possible, next_way
from sasaeai.people.enums import Channel

_SHORT_LIST = 6
"""So many rows stand open; a longer list is opened by who wants to look."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reader in a group. to: the address of this way; together: how many share the envelope."""

    recipient: Recipient
    to: str
    together: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The copies of one channel and what is next for them.

    closed: why this way cannot be used yet; empty when it can.
    """

    channel: Channel
    rows: tuple[Row, ...]
    shared: tuple[Envelope, ...]
    envelope_count: int
    closed: str = ""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        return tuple(row.recipient for row in self.rows)

    @property
    def name(self) -> str:
        return str(self.channel.label)

    @property
    def by_wire(self) -> bool:
        return goes_by_wire(self.channel)

    @property
    def on_paper(self) -> bool:
        return goes_on_paper(self.channel)

    @property
    def to_print(self) -> int:
        return sum(recipient.needs_print for recipient in self.recipients)

    @property
    def to_send(self) -> int:
        return sum(recipient.needs_sending_off for recipient in self.recipients)

    @property
    def to_call(self) -> int:
        return sum(recipient.needs_call for recipient in self.recipients)

    @property
    def to_wire(self) -> int:
        return sum(recipient.needs_wire for recipient in self.recipients)

    @property
    def under_way(self) -> int:
        waits = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}
        return sum(recipient.status in waits for recipient in self.recipients)

    @property
    def done(self) -> int:
        return sum(r.is_out and not r.changes for r in self.recipients)

    @property
    def offers_way(self) -> bool:
        """Whether another way is the next step, because this one cannot be used yet."""
        return bool(self.closed and self.to_wire)

    @property
    def is_long(self) -> bool:
        return len(self.rows) > _SHORT_LIST

    @property
    def done_button(self) -> str:
        """What a person presses who has done it."""
        labels = {
            Channel.POST: _("郵送しました"),
            Channel.HAND: _("手渡ししました"),
            Channel.FAX: _("FAXしました"),
            Channel.PHONE: _("電話で伝えました"),
        }
        return labels[self.channel]


@dataclass(frozen=True, slots=True)
class Problem:
    """A copy that came back or did not arrive, and the way proposed next.

    again: the same way once more is the better proposal; unsure: nobody knows whether it left.
    """

    recipient: Recipient
    other: Channel
    again: bool
    unsure: bool


def board_context(request: DeskRequest, board: NoticeBoard) -> dict[str, Any]:
    """What desk/notices/_board.html shows; nothing to send yet while there is no notice."""
    job = None
    if board.notice is not None and any(recipient.was_queued for recipient in board.recipients):
        job = latest_job(sending_topic(board.notice), viewer=request.viewer)
    return {
        "board": board,
        "groups": groups_of(board),
        "problems": problems_of(board, request),
        "missing": board.missing,
        "changed": board.changed,
        "job": job,
        "channels": Channel.choices,
        "may_mark": board.is_approved and _may_send(request, board),
    }


def groups_of(board: NoticeBoard) -> tuple[Group, ...]:
    """The copies by channel, in the order of the channels; without those that nobody uses."""
    found = ((way, board.by_channel(way)) for way in Channel)
    return tuple(_group(way, recipients) for way, recipients in found if recipients)


def problems_of(board: NoticeBoard, request: DeskRequest) -> tuple[Problem, ...]:
    """The copies for which somebody must find another way."""
    days = (board.meeting.held_on - request.viewer.on).days
    return tuple(_problem(recipient, days) for recipient in board.troubled)


def possible_channels(recipient: Recipient) -> tuple[tuple[Channel, bool], ...]:
    """Every channel, and whether the register holds what it needs for this reader."""
    return tuple((way, is_possible(way, recipient.address)) for way in Channel)


@dataclass(frozen=True, slots=True)
class Used:
    """One copy with the address that it went to, as it was then."""

    copy: Delivery
    address: str


def used_addresses(recipient: Recipient) -> tuple[Used, ...]:
    """Every copy of a reader, the latest first."""
    return tuple(Used(copy, _address_then(copy)) for copy in reversed(recipient.copies))


def _address_then(copy: Delivery) -> str:
    used = AddressUsed(**copy.address_used)
    if copy.channel in {Channel.POST, Channel.HAND}:
        return used.as_text
    return used.who if copy.channel == Channel.LINE else f"{used.by(copy.channel)} {used.who}"


def _may_send(request: DeskRequest, board: NoticeBoard) -> bool:
    if board.notice is None:
        return False
    board.notice.meeting = board.meeting
    try:
        check_can_send_notice(request.viewer, board.notice)
    except (NotAllowed, NotNow):
        return False
    return True


def _group(channel: Channel, recipients: tuple[Recipient, ...]) -> Group:
    closed = not_set_up(channel) if goes_by_wire(channel) else ""
    in_envelopes = channel in {Channel.POST, Channel.HAND}
    found = envelopes(recipients) if in_envelopes else tuple(Envelope((r,)) for r in recipients)
    rows = tuple(
        Row(
            recipient=recipient,
            to=recipient.address.by(channel),
            together=len(envelope.recipients),
            is_checked=_waits(recipient),
        )
        for envelope in found
        for recipient in envelope.recipients
    )
    shared = tuple(envelope for envelope in found if len(envelope.recipients) > 1)
    return Group(channel, rows, shared, len(found), closed)


def _waits(recipient: Recipient) -> bool:
    """Whether the next button of its group is meant for this copy."""
    return (
        recipient.needs_print
        or recipient.needs_sending_off
        or recipient.needs_call
        or recipient.needs_wire
    )


def _problem(recipient: Recipient, days: int) -> Problem:
    copy = recipient.delivery
    failure = copy.failure if copy else ""
    tried = [one.channel for one in recipient.copies if one.status != DeliveryStatus.CANCELLED]
    return Problem(
        recipient=recipient,
        other=next_way(recipient.address, tried, days_left=days),
        again=failure in {Failure.RETRY, Failure.OURS},
        unsure=failure == Failure.UNSURE,
    )
