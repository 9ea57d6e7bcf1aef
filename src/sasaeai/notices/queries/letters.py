"""To whom letters go, what they say today, and who needs a new copy because something changed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import long_date, time_range
from sasaeai.meetings.models import AgendaItem, Expected, ExpectedItem, Meeting
from sasaeai.notices.enums import DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import wording
from sasaeai.notices.queries.drafts import Caller, callers_of
from sasaeai.people.enums import Channel

FACT_NAMES = {
    "when": gettext_lazy("日時"),
    "venue": gettext_lazy("会場"),
    "snow": gettext_lazy("雪天のとき"),
    "agenda": gettext_lazy("議題"),
    "hosts": gettext_lazy("主催"),
    "wording": gettext_lazy("案内の文"),
    "contact": gettext_lazy("連絡先"),
    "due": gettext_lazy("返信期限"),
    "addressee": gettext_lazy("あて先"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from what was looked at or printed, in the reader's words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AddressUsed:
    """To whom and where one letter goes. Any part may be empty.

    source: "person", "organization" or "" — from whom postal code and address were taken.
    """

    organization: str = ""
    title: str = ""
    name: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    source: str = ""

    def as_json(self) -> dict[str, str]:
        return dataclasses.asdict(self)

    @property
    def as_text(self) -> str:
        """「038-0000 青森市… 白旗野町会 会長 髙﨑 見本」, for comparing and for lists."""
        parts = (self.postal_code, self.address, self.organization, self.title, self.name)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or organisation that gets one letter, however many posts called them.

    expected: the call with the lowest number; also: further calls of the same person.
    facts: what this letter says today; changes: what the printed copy says differently.
    """

    expected: Expected
    also: tuple[Expected, ...]
    address: AddressUsed
    channel: Channel
    agenda: tuple[str, ...]
    facts: Mapping[str, str]
    delivery: Delivery | None = None
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> UUID:
        return self.expected.id

    @property
    def needs_print(self) -> bool:
        """Nothing printed yet, or what was printed no longer holds."""
        return self.delivery is None or self.delivery.printed_at is None or bool(self.changes)

    @property
    def missing(self) -> str:
        """What the register lacks for the way this person likes to be reached; empty when nothing."""
        needed = {
            Channel.POST: (self.address.address, _("住所がありません")),
            Channel.FAX: (self.address.fax, _("FAX番号がありません")),
            Channel.EMAIL: (self.address.email, _("メールアドレスがありません")),
            Channel.PHONE: (self.address.tel, _("電話番号がありません")),
        }
        value, sentence = needed.get(self.channel, ("-", ""))
        return "" if value else sentence


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """The notice of a meeting with every letter of it.

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
        return tuple(
            recipient
            for recipient in self.recipients
            if recipient.delivery is not None
            and recipient.delivery.status == DeliveryStatus.PRINTED
            and not recipient.changes
        )

    @property
    def missing(self) -> tuple[Recipient, ...]:
        return tuple(recipient for recipient in self.recipients if recipient.missing)


def notice_of(meeting: Meeting) -> Notice | None:
    """The invitation of a meeting that came through a visible query, if one was begun."""
    return Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind=NoticeKind.INVITATION,
    ).first()


def notice_board(meeting: Meeting, *, viewer: Viewer) -> NoticeBoard:
    """The notice of a meeting as it stands; the number of queries does not grow with letters.

    `meeting` came through a visible query and carries body and venue.
    """
    notice = notice_of(meeting)
    hosts = callers_of(meeting, on=notice.issued_on if notice else viewer.on)
    items = list(
        AgendaItem.objects.current().filter(
            municipality_id=meeting.municipality_id, meeting_id=meeting.id
        )
    )
    facts = _common_facts(meeting, hosts, items)
    deliveries = _deliveries(notice)
    recipients = tuple(
        _with_delivery(recipient, deliveries.get(recipient.id))
        for recipient in _recipients(meeting, notice, facts, items)
    )
    called = {recipient.id for recipient in recipients}
    return NoticeBoard(
        meeting=meeting,
        notice=notice,
        facts=facts,
        hosts=hosts,
        agenda=tuple(item.title for item in items),
        recipients=recipients,
        stale=changes(notice.approved_facts, facts) if notice and notice.approved_at else (),
        called_off=tuple(
            delivery
            for delivery in deliveries.values()
            if delivery.expected_id not in called
            and delivery.printed_at is not None
            and delivery.expected.removed_at is not None
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
        raise InvalidInput(_("印刷するあて先を、1件以上選んでください。"))
    if wanted - calls:
        raise NotFound(_("この会議に、その声かけ先はありません。"))
    return tuple(r for r in recipients if wanted & {call.id for call in (r.expected, *r.also)})


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs between two sets of facts, in the order of the letter."""
    return tuple(
        Change(str(name), before.get(key, ""), after.get(key, ""))
        for key, name in FACT_NAMES.items()
        if before.get(key, "") != after.get(key, "")
    )


def group_by_person(rows: Iterable[Expected]) -> list[tuple[Expected, tuple[Expected, ...]]]:
    """Calls of the same person together: the one with the lowest number, and the others."""
    groups: dict[UUID, list[Expected]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.number):
        groups[row.person_id or row.id].append(row)
    return [(group[0], tuple(group[1:])) for group in groups.values()]


def address_of(expected: Expected) -> AddressUsed:
    """Where a letter to somebody called goes: the person's own address, else the organisation's."""
    person, office = expected.person, expected.organization
    home = person if person is not None and person.address else None
    place = home or (office if office is not None and office.address else None)
    known = [row for row in (person, office) if row is not None]
    return AddressUsed(
        organization=expected.organization_name,
        title=expected.post_title,
        name=expected.person_name,
        postal_code=place.postal_code if place else "",
        address=place.address if place else "",
        tel=next((row.tel for row in known if row.tel), ""),
        fax=next((row.fax for row in known if row.fax), ""),
        email=next((row.email for row in known if row.email), ""),
        source="" if place is None else ("person" if place is home else "organization"),
    )


def _common_facts(
    meeting: Meeting, hosts: tuple[Caller, ...], items: list[AgendaItem]
) -> dict[str, str]:
    start, end = clock.to_tokyo(meeting.starts_at), clock.to_tokyo(meeting.ends_at)
    return {
        "when": f"{long_date(start.date())} {time_range(start.time(), end.time())}",
        "venue": meeting.venue.name,
        "snow": wording.snow_sentence(meeting),
        "agenda": "、".join(item.title for item in items),
        "hosts": "、".join(host.organization for host in hosts),
    }


def _wording_facts(notice: Notice | None) -> dict[str, str]:
    if notice is None:
        return {}
    body = (notice.subject, notice.greeting, notice.purpose, notice.note)
    sender = (notice.sender_organization, notice.sender_title, notice.sender_name)
    contact = (notice.contact_name, notice.contact_tel, notice.contact_fax)
    return {
        "wording": " ".join(part for part in (*body, *sender) if part),
        "contact": " ".join(part for part in contact if part),
        "due": long_date(notice.reply_due_on),
    }


def _recipients(
    meeting: Meeting, notice: Notice | None, facts: dict[str, str], items: list[AgendaItem]
) -> list[Recipient]:
    rows = (
        Expected.objects.current()
        .filter(municipality_id=meeting.municipality_id, meeting_id=meeting.id)
        .select_related("person", "organization")
    )
    only = _called_only_for(meeting)
    said = {**facts, **_wording_facts(notice)}
    return [_recipient(first, also, said, items, only) for first, also in group_by_person(rows)]


def _recipient(
    first: Expected,
    also: tuple[Expected, ...],
    said: dict[str, str],
    items: list[AgendaItem],
    only: dict[UUID, set[UUID]],
) -> Recipient:
    calls = (first, *also)
    wanted = set().union(*(only.get(call.id, set()) for call in calls))
    whole = any(call.id not in only for call in calls)
    agenda = tuple(item.title for item in items if whole or item.id in wanted)
    address = address_of(first)
    channel = Channel(first.person.channel) if first.person else Channel.POST
    own = {"agenda": "、".join(agenda), "addressee": address.as_text}
    return Recipient(first, also, address, channel, agenda, {**said, **own})


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


def _deliveries(notice: Notice | None) -> dict[Any, Delivery]:
    """By call, its delivery; of several channels the one printed last."""
    if notice is None:
        return {}
    rows = Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id
    ).select_related("expected")
    return {
        row.expected_id: row
        for row in sorted(rows, key=lambda row: (row.printed_at is not None, row.created_at))
    }


def _with_delivery(recipient: Recipient, delivery: Delivery | None) -> Recipient:
    if delivery is None:
        return recipient
    printed = delivery.printed_facts if delivery.printed_at is not None else None
    found = changes(printed, recipient.facts) if printed is not None else ()
    return dataclasses.replace(recipient, delivery=delivery, changes=found)
