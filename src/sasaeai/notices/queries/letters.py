"""To whom a notice goes and by which channel, what each copy says, and which no longer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import AgendaItem, Expected, ExpectedItem, Meeting
from sasaeai.notices.enums import OUT, TROUBLED, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import told, ways
from sasaeai.notices.queries.addresses import AddressUsed, address_of, group_by_person
from sasaeai.notices.queries.drafts import Caller, callers_of
from sasaeai.notices.queries.facts import (
    CHANGED,
    Change,
    changes,
    common_facts,
    wording_facts,
)
from sasaeai.people.enums import Channel

REMINDERS = frozenset({NoticeKind.DUE_REMINDER, NoticeKind.EVE_REMINDER})
"""Kinds whose words follow the meeting by themselves, so that a look at them stays good."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or organisation that gets one copy, however many posts called them.

    expected: the call with the lowest number; also: further calls of the same person.
    channel, channel_reason: by which way the copy goes, and why, in a sentence.
    facts: what this copy says today; delivery: the copy that counts now; copies: every one of this
    notice, the earlier ways too; changes: what the copy that is out says differently.
    """

    expected: Expected
    also: tuple[Expected, ...]
    address: AddressUsed
    channel: Channel
    agenda: tuple[str, ...]
    facts: Mapping[str, str]
    channel_reason: str = ""
    delivery: Delivery | None = None
    copies: tuple[Delivery, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> UUID:
        return self.expected.id

    @property
    def status(self) -> DeliveryStatus:
        """Where the copy stands; drafted while nobody looked at the notice."""
        return DeliveryStatus(self.delivery.status) if self.delivery else DeliveryStatus.DRAFTED

    @property
    def on_paper(self) -> bool:
        return ways.goes_on_paper(self.channel)

    @property
    def by_wire(self) -> bool:
        return ways.goes_by_wire(self.channel)

    @property
    def is_out(self) -> bool:
        return self.status in OUT

    @property
    def is_troubled(self) -> bool:
        return self.status in TROUBLED

    @property
    def needs_print(self) -> bool:
        """Goes on paper, and nothing is printed yet or what was printed no longer holds."""
        if not self.on_paper or self.status == DeliveryStatus.CANCELLED:
            return False
        return self.delivery is None or self.delivery.printed_at is None or bool(self.changes)

    @property
    def needs_sending_off(self) -> bool:
        """Printed, still right, and not posted, handed over or faxed yet."""
        return self.on_paper and self.status == DeliveryStatus.PRINTED and not self.changes

    @property
    def needs_call(self) -> bool:
        """Has to be told by telephone, or told again."""
        if self.channel != Channel.PHONE:
            return False
        return self.status == DeliveryStatus.DRAFTED or (self.is_out and bool(self.changes))

    @property
    def needs_wire(self) -> bool:
        """Waits for this system to send it, or to send it anew because it no longer holds."""
        if not self.by_wire:
            return False
        return self.status == DeliveryStatus.DRAFTED or (self.is_out and bool(self.changes))

    @property
    def was_queued(self) -> bool:
        """This system sent one of the copies, or tried to."""
        return any(copy.message_id for copy in self.copies)

    @property
    def missing(self) -> str:
        """What the register lacks for the way of this copy; empty when nothing."""
        if self.is_out or ways.is_possible(self.channel, self.address):
            return ""
        return str(ways.MISSING[self.channel])


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """A notice of a meeting with every copy of it.

    stale: what changed since somebody looked at the notice; called_off: copies that are out
    although the call was withdrawn.
    """

    meeting: Meeting
    notice: Notice | None
    facts: Mapping[str, str]
    hosts: tuple[Caller, ...]
    agenda: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    stale: tuple[Change, ...]
    called_off: tuple[Delivery, ...]

    @property
    def is_approved(self) -> bool:
        """Somebody looked, and what they saw still holds."""
        return self.notice is not None and self.notice.approved_at is not None and not self.stale

    @property
    def to_print(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.recipients if recipient.needs_print)

    @property
    def changed(self) -> tuple[Recipient, ...]:
        """Those who hold a copy that no longer says what is true."""
        return tuple(recipient for recipient in self.recipients if recipient.changes)

    @property
    def to_send(self) -> tuple[Recipient, ...]:
        """Printed and not sent off yet."""
        return tuple(recipient for recipient in self.recipients if recipient.needs_sending_off)

    @property
    def to_wire(self) -> tuple[Recipient, ...]:
        """Waiting for e-mail, LINE or the FAX gateway."""
        return tuple(recipient for recipient in self.recipients if recipient.needs_wire)

    @property
    def troubled(self) -> tuple[Recipient, ...]:
        """Whose copy came back or did not arrive: somebody must find another way."""
        return tuple(recipient for recipient in self.recipients if recipient.is_troubled)

    @property
    def missing(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.recipients if recipient.missing)

    def by_channel(self, channel: str) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.recipients if recipient.channel == channel)


def notice_of(meeting: Meeting) -> Notice | None:
    """The invitation of a meeting that came through a visible query, if one was begun."""
    return Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind=NoticeKind.INVITATION,
    ).first()


def get_notice(meeting: Meeting, notice_id: UUID) -> Notice:
    """A notice of a visible meeting, of whatever kind. Raises NotFound."""
    notice = Notice.objects.filter(
        municipality_id=meeting.municipality_id, meeting_id=meeting.id, pk=notice_id
    ).first()
    if notice is None:
        raise NotFound(_("このお知らせはありません。取り消されたのかもしれません。"))
    notice.meeting = meeting
    return notice


def notice_board(meeting: Meeting, *, viewer: Viewer, notice: Notice | None = None) -> NoticeBoard:
    """A notice of a meeting as it stands (the invitation, unless another is given).

    `meeting` came through a visible query and carries body and venue; the number of queries does
    not grow with copies.
    """
    notice = notice or notice_of(meeting)
    hosts = callers_of(meeting, on=notice.issued_on if notice else viewer.on)
    items = list(
        AgendaItem.objects.current().filter(
            municipality_id=meeting.municipality_id, meeting_id=meeting.id
        )
    )
    facts = common_facts(meeting, hosts, items)
    copies = _copies(notice)
    recipients = _recipients(_Letters(meeting, notice, facts, tuple(items), copies))
    called = {call.id for r in recipients for call in (r.expected, *r.also)}
    if notice is None or notice.kind == NoticeKind.INVITATION:
        recipients = _as_told_since(recipients, meeting)
    else:  # who hears of a change or is reminded was decided when its copies were made
        recipients = tuple(recipient for recipient in recipients if recipient.copies)
    return NoticeBoard(
        meeting=meeting,
        notice=notice,
        facts=facts,
        hosts=hosts,
        agenda=tuple(item.title for item in items),
        recipients=recipients,
        stale=_stale(notice, facts),
        called_off=tuple(
            copy
            for call_id, rows in copies.items()
            if call_id not in called
            for copy in rows[-1:]
            if (copy.printed_at or copy.status in OUT) and copy.expected.removed_at is not None
        ),
    )


def chosen_recipients(
    recipients: Sequence[Recipient], expected_ids: Collection[UUID] | None
) -> tuple[Recipient, ...]:
    """The recipients that are meant. Raises InvalidInput for none, NotFound for a stranger's id."""
    if expected_ids is None:
        return tuple(recipients)
    wanted = set(expected_ids)
    calls = {call.id for r in recipients for call in (r.expected, *r.also)}
    if not wanted:
        raise InvalidInput(_("あて先を、1件以上選んでください。"))
    if wanted - calls:
        raise NotFound(_("この会議に、その声かけ先はありません。"))
    return tuple(r for r in recipients if wanted & {call.id for call in (r.expected, *r.also)})


@dataclass(frozen=True, slots=True)
class _Letters:
    """What all copies of a notice are made from. only: by call, the items it is limited to."""

    meeting: Meeting
    notice: Notice | None
    facts: Mapping[str, str]
    items: tuple[AgendaItem, ...]
    copies: Mapping[UUID, list[Delivery]]
    only: Mapping[UUID, set[UUID]] = field(default_factory=dict)


def _recipients(letters: _Letters) -> tuple[Recipient, ...]:
    meeting = letters.meeting
    rows = ways.with_line_id(
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting_id=meeting.id)
        .select_related("person", "organization", "post")
    )
    letters = replace(
        letters,
        facts={**letters.facts, **wording_facts(letters.notice)},
        only=_called_only_for(meeting),
    )
    return tuple(_recipient(first, also, letters) for first, also in group_by_person(rows))


def _recipient(first: Expected, also: tuple[Expected, ...], letters: _Letters) -> Recipient:
    calls = (first, *also)
    copies = tuple(
        sorted((copy for call in calls for copy in letters.copies.get(call.id, [])), key=_standing)
    )
    delivery = copies[-1] if copies else None
    address = address_of(first, line=first.line_user_id)
    way = _way(calls, address, delivery)
    agenda = _agenda(calls, letters)
    facts = {
        **letters.facts,
        "agenda": "、".join(agenda),
        "addressee": _addressee(address, way.channel),
    }
    said = delivery.printed_facts if delivery and not _is_called_off(delivery) else {}
    return Recipient(
        expected=first,
        also=also,
        address=address,
        channel=way.channel,
        agenda=agenda,
        facts=facts,
        channel_reason=way.reason,
        delivery=delivery,
        copies=copies,
        changes=_outdated(letters.notice, said, facts) if said else (),
    )


def _outdated(
    notice: Notice | None, said: Mapping[str, str], facts: Mapping[str, str]
) -> tuple[Change, ...]:
    """What a copy that left says differently; only an invitation says all."""
    if notice is None or notice.kind == NoticeKind.INVITATION:
        return changes(said, facts)
    return changes(_placing(said), _placing(facts))


def _way(calls: Sequence[Expected], address: AddressUsed, delivery: Delivery | None) -> ways.Way:
    """What was chosen or is under way stays; a mere draft follows the register."""
    usual = ways.usual_way(calls, address)
    if delivery is None:
        return usual
    if delivery.chosen_at is not None:
        return ways.chosen_way(delivery.channel)
    if delivery.status == DeliveryStatus.DRAFTED or delivery.channel == usual.channel:
        return usual
    return ways.Way(
        Channel(delivery.channel),
        _("作ったあとで、名簿の連絡方法が%(way)sに変わりました") % {"way": usual.channel.label},
    )


def _addressee(address: AddressUsed, channel: Channel) -> str:
    """What a copy says of its reader: a letter the address, a call or mail only who and whither."""
    if channel in {Channel.PHONE, Channel.EMAIL, Channel.LINE}:
        return f"{address.by(channel)} {address.who}".strip()
    return address.as_text


def _agenda(calls: Sequence[Expected], letters: _Letters) -> tuple[str, ...]:
    wanted = set().union(*(letters.only.get(call.id, set()) for call in calls))
    whole = any(call.id not in letters.only for call in calls)
    return tuple(item.title for item in letters.items if whole or item.id in wanted)


def _called_only_for(meeting: Meeting) -> dict[UUID, set[UUID]]:
    """By call, the items it is limited to; calls for the whole meeting are not in it."""
    only: dict[UUID, set[UUID]] = defaultdict(set)
    rows = ExpectedItem.objects.filter(
        municipality_id=meeting.municipality_id,
        expected__meeting_id=meeting.id,
        expected__removed_at__isnull=True,
        item__removed_at__isnull=True,
    )
    for expected_id, item_id in rows.values_list("expected_id", "item_id"):
        only[expected_id].add(item_id)
    return dict(only)


def _as_told_since(recipients: tuple[Recipient, ...], meeting: Meeting) -> tuple[Recipient, ...]:
    """An invitation holds together with the notice of change that its reader got after it."""
    if not any(recipient.changes for recipient in recipients):
        return recipients
    later = told.told_later(meeting)
    return tuple(
        replace(r, changes=changes({**r.delivery.printed_facts, **later[r.id]}, r.facts))
        if r.changes and r.delivery is not None and r.id in later
        else r
        for r in recipients
    )


def _copies(notice: Notice | None) -> dict[UUID, list[Delivery]]:
    """By call, its copies, the one that counts last."""
    found: dict[UUID, list[Delivery]] = defaultdict(list)
    if notice is None:
        return found
    rows = Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id
    ).select_related("expected")
    for row in sorted(rows, key=_standing):
        found[row.expected_id].append(row)
    return found


def _is_called_off(copy: Delivery) -> bool:
    return copy.status == DeliveryStatus.CANCELLED


def _standing(copy: Delivery) -> tuple[bool, datetime]:
    """Orders the copies of one reader: called off first, then by when the way was taken."""
    return (not _is_called_off(copy), copy.chosen_at or copy.created_at)


def _stale(notice: Notice | None, facts: Mapping[str, str]) -> tuple[Change, ...]:
    """What changed since the look. A notice of change says the new day and hall, nothing else."""
    if notice is None or notice.approved_at is None or notice.kind in REMINDERS:
        return ()
    seen = notice.approved_facts
    if "after" not in seen:
        return changes(seen, facts)
    return changes(_placing(seen["after"]), _placing(facts))


def _placing(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: facts.get(name, "") for name in CHANGED}
