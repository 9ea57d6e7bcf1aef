"""Papers around a made-up meeting: letters that went out, minutes, public version, circular."""

from __future__ import annotations

from datetime import time, timedelta

from sasaeai.cli.demo.city.meetings import Diary, Gathering, Said
from sasaeai.cli.demo.city.register import Seat
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import Outcome, RemarkKind
from sasaeai.minutes.enums import ConfirmationMethod, Disclosure, MinutesState, PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicSection, PublicVersion, Revision
from sasaeai.notices.actions.deliveries import SENT_AS
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import wording
from sasaeai.notices.queries.addresses import address_of
from sasaeai.notices.queries.drafts import Caller
from sasaeai.notices.queries.facts import common_facts, wording_facts
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person

_BY_VOICE = {Channel.PHONE, Channel.EMAIL}
_SHORT = 3000


class Archive:
    """Keeps the papers of one district's meetings. host: who calls together and signs."""

    def __init__(self, diary: Diary) -> None:
        self.diary, self.pile, self.area = diary, diary.pile, diary.area

    def invite(self, gathering: Gathering, host: Seat) -> None:
        """The letter, looked at and sent to everybody a month before."""
        meeting, day = gathering.meeting, self.pile.day
        issued_on = min(meeting.held_on - timedelta(days=30), day)
        sent_at = clock.at(issued_on, time(8, 30))
        head = host.holder(issued_on)
        with self.pile.at(sent_at):
            notice = self._notice(gathering, host, head.name)
            hosts = (Caller(host.organization.name, host.post.title, head.name),)
            facts = common_facts(meeting, hosts, gathering.items)
            notice.approved_facts = dict(facts)
            notice.approved_at = notice.printed_at = sent_at
            facts |= wording_facts(notice)
            readers = set()
            for call in gathering.calls:
                if call.person_id in readers:  # one letter to a person with two posts
                    continue
                readers.add(call.person_id)
                address = address_of(call)
                channel = Channel(call.person.channel)
                by_voice = channel in _BY_VOICE
                to = f"{address.by(channel)} {address.who}" if by_voice else address.as_text
                self.pile.add(
                    Delivery,
                    notice=notice,
                    expected=call,
                    channel=channel,
                    status=SENT_AS.get(channel, DeliveryStatus.SENT),
                    address_used=address.as_json(),
                    printed_facts={**facts, "addressee": to.strip()},
                    printed_at=sent_at,
                    sent_at=sent_at,
                    status_at=sent_at,
                )

    def compose(self, gathering: Gathering) -> Minutes:
        """Minutes as a draft: what was said, item by item."""
        with self.pile.at(gathering.meeting.ends_at + timedelta(days=5)):
            minutes = self.pile.add(Minutes, meeting=gathering.meeting)
            sections = _sections(gathering)
            opening = f"参集者 {len(gathering.calls)}人"
            text = {"opening": opening, "sections": sections, "closing": ""}
            self._revision = self.pile.add(
                Revision,
                minutes=minutes,
                number=1,
                opening=opening,
                sections=sections,
                day=text,
                written_by_id=self._writer.id,
                written_by_name=self.diary.keeper,
            )
        return minutes

    def publish(self, gathering: Gathering, minutes: Minutes, host: Seat) -> None:
        """Minutes that the chair confirmed, the public version that another approved, the circular."""
        meeting = gathering.meeting
        confirmed_on = meeting.held_on + timedelta(days=10)
        minutes.state, minutes.confirmed_by = MinutesState.APPROVED, host.post.title
        minutes.confirmed_on = confirmed_on
        minutes.confirmed_how = self.diary.random.choice(ConfirmationMethod.values)
        approved_at = meeting.ends_at + timedelta(days=13)
        reader = self.area.chair.holder(meeting.held_on)
        with self.pile.at(approved_at):
            public = self.pile.add(
                PublicVersion,
                minutes=minutes,
                revision=self._revision,
                state=PublicState.APPROVED,
                written_by_id=self._writer.id,
                written_by_name=self.diary.keeper,
                writers=[str(self._writer.id)],
                approved_by_id=reader.id,
                approved_by_name=f"{reader.name}（{self.area.chair.organization.name}）",
                approved_at=approved_at,
            )
            meeting.sealed_at = approved_at
            for place, (item, section) in enumerate(
                zip(gathering.items, self._revision.sections, strict=True), start=1
            ):
                self.pile.add(
                    PublicSection,
                    public_version=public,
                    item=item,
                    position=place,
                    title=section["title"],
                    disclosure=Disclosure.FULL,
                    text=section["text"],
                )
            self._circular(gathering, public, host)

    @property
    def _writer(self) -> Person:
        return self.area.coordinator.holder(self.pile.day)

    def _notice(self, gathering: Gathering, host: Seat, head: str) -> Notice:
        meeting, office = gathering.meeting, self.area.coordinator
        year = FiscalYear(meeting.fiscal_year).label
        issued_on = clock.to_tokyo(self.pile.moment).date()
        return self.pile.add(
            Notice,
            meeting=meeting,
            issued_on=issued_on,
            subject=f"{year} {meeting.body.name}の開催について（ご案内）",
            greeting=wording.opening(issued_on),
            purpose=(
                f"このたび、次のとおり{meeting.body.name}を開きます。"
                "お忙しいところ恐れ入りますが、ご出席くださいますようお願いします。"
            ),
            note=wording.PERSONAL_NOTE,
            sender_organization=host.organization.name,
            sender_title=host.post.title,
            sender_name=head,
            contact_name=f"{office.organization.name}　{office.holder(issued_on).name}",
            contact_tel=office.organization.tel,
            contact_fax=office.organization.fax,
            reply_due_on=meeting.reply_due_on,
        )

    def _circular(self, gathering: Gathering, public: PublicVersion, host: Seat) -> None:
        meeting = gathering.meeting
        points = [
            f"・{item.title}：{item.outcome_text}" for item in gathering.items if item.outcome_text
        ]
        self.pile.add(
            Circular,
            public_version=public,
            issued_on=meeting.held_on + timedelta(days=14),
            title=f"{meeting.body.name}で話し合ったこと",
            lead=f"{meeting.venue.name}で会議を開きました。",
            body="\n".join(points or ["・各団体の取組を伝え合いました。"])[:_SHORT],
            issuer=host.organization.name,
            contact=f"{host.organization.name} 電話 {host.organization.tel}",
            printed_at=meeting.ends_at + timedelta(days=14),
        )


def _sections(gathering: Gathering) -> list[dict[str, str]]:
    return [
        {"item": str(item.id), "title": item.title, "text": "\n".join(_lines(said))}
        for item, said in zip(gathering.items, gathering.said, strict=True)
    ]


def _lines(said: Said) -> list[str]:
    lines = [f"{RemarkKind(kind).mark} {text}（{group}）" for kind, group, text in said.remarks]
    outcome = f"結果：{Outcome(said.outcome).label}"
    return [*lines, f"{outcome}。{said.outcome_text}" if said.outcome_text else outcome]
