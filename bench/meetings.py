"""Meetings of a synthetic city with everything that hangs on them, from the call to the circular."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bench import words
from bench.register import Area, Seat, Town
from bench.rows import Pile
from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.enums import MeetingState, Outcome, PresenceStatus, Regime, RemarkKind
from sasaeai.meetings.models import AgendaItem, Body, Expected, Meeting, Presence, Remark
from sasaeai.minutes.enums import Disclosure, MinutesState, PublicState
from sasaeai.minutes.models import Circular, Minutes, PublicSection, PublicVersion, Revision
from sasaeai.notices.enums import Answer, DeliveryStatus
from sasaeai.notices.models import Delivery, Notice, Reply
from sasaeai.people.enums import Channel

SOMEBODY = "見本 試子（見本市社会福祉協議会）"
PUBLISHED_AFTER_DAYS = 30
AUDIT_EACH_CALL, AUDIT_EACH_MEETING = 3, 8


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting that was just made, with its agenda and the people called."""

    meeting: Meeting
    items: list[AgendaItem]
    calls: list[Expected]


class Diary:
    """Makes meetings of one district and numbers them through each 年度."""

    def __init__(self, pile: Pile, town: Town, area: Area, *, audit: bool) -> None:
        self.pile, self.town, self.area, self.audit = pile, town, area, audit
        self._numbers: dict[tuple[Body, int], int] = {}

    def add_held(
        self, body: Body, on: date, seats: Sequence[Seat], *, items: int, published: bool = True
    ) -> Gathering:
        """A held meeting: called, replied, present, discussed; in the end minutes and circular."""
        gathering = self._add(body, on, seats, items=items, held=True)
        self._add_notice(gathering)
        self.add_replies(gathering.calls)
        self.add_presences(gathering)
        self._add_remarks(gathering.items)
        if published:
            self._add_record(gathering)
        return gathering

    def add_planned(self, body: Body, on: date, seats: Sequence[Seat], *, items: int) -> Gathering:
        """A meeting with its agenda and the people called; the letter is still to be written."""
        return self._add(body, on, seats, items=items, held=False)

    def add_under_way(self, gathering: Gathering) -> None:
        """What was written so far on the day itself."""
        self._add_notice(gathering)
        self.add_replies(gathering.calls)
        self.add_presences(gathering)
        self._add_remarks(gathering.items)

    def add_replies(self, calls: Sequence[Expected]) -> None:
        """A reply of each, four of five coming."""
        for call in calls:
            answer = Answer.ATTEND if self.pile.random.random() < 0.8 else Answer.ABSENT
            self.pile.add(
                Reply,
                expected=call,
                answer=answer,
                received_on=self.pile.day,
                keyed_by_name=SOMEBODY,
            )

    def add_presences(self, gathering: Gathering) -> None:
        """How each was there on the day."""
        for call in gathering.calls:
            came = self.pile.random.random() < 0.8
            self.pile.add(
                Presence,
                meeting=gathering.meeting,
                expected=call,
                status=PresenceStatus.PRESENT if came else PresenceStatus.EXCUSED,
                organization_name=call.organization_name,
                post_title=call.post_title,
                person_name=call.person_name,
                group=call.group,
            )

    def _add(
        self, body: Body, on: date, seats: Sequence[Seat], *, items: int, held: bool
    ) -> Gathering:
        meeting = self._meeting(body, on, held=held)
        agenda = [self._item(meeting, place, held=held) for place in range(items)]
        calls = [self._call(meeting, seat, number) for number, seat in enumerate(seats, start=1)]
        if self.audit:
            self._add_audit(meeting, AUDIT_EACH_MEETING + AUDIT_EACH_CALL * len(calls))
        return Gathering(meeting, agenda, calls)

    def _meeting(self, body: Body, on: date, *, held: bool) -> Meeting:
        year = fiscal_year(on)
        number = None
        if held:
            number = self._numbers[body, year] = self._numbers.get((body, year), 0) + 1
        return self.pile.add(
            Meeting,
            body=body,
            fiscal_year=year,
            number=number,
            starts_at=clock.at(on, time(13, 30)),
            ends_at=clock.at(on, time(15, 0)),
            venue=self.area.hall,
            regime=Regime.OPEN,
            state=MeetingState.HELD if held else MeetingState.PLANNED,
            held_at=clock.at(on, time(16, 0)) if held else None,
            reply_due_on=on - timedelta(days=10),
        )

    def _item(self, meeting: Meeting, place: int, *, held: bool) -> AgendaItem:
        random = self.pile.random
        return self.pile.add(
            AgendaItem,
            meeting=meeting,
            position=place + 1,
            title=random.choice(words.ITEMS),
            summary=words.opinion(random),
            topic=random.choice(self.town.topics),
            outcome=random.choice((Outcome.DECIDED, Outcome.SHARED, Outcome.CLOSED))
            if held
            else "",
            outcome_text=words.response(random) if held else "",
        )

    def _call(self, meeting: Meeting, seat: Seat, number: int) -> Expected:
        return self.pile.add(
            Expected,
            meeting=meeting,
            number=number,
            post=seat.post,
            organization=seat.organization,
            person=seat.person,
            organization_name=seat.organization.name,
            post_title=seat.post.title,
            person_name=seat.person.name,
            person_kana=seat.person.kana,
            group=seat.organization.kind.group,
            reply_code=new_reply_code(self.pile.random),
        )

    def _add_remarks(self, items: Sequence[AgendaItem]) -> None:
        random = self.pile.random
        for item in items:
            for place in range(3):
                kind = RemarkKind.RESPONSE if place == 1 else RemarkKind.OPINION
                text = words.response(random) if place == 1 else words.opinion(random)
                self.pile.add(
                    Remark, item=item, kind=kind, group="町会", text=text, position=place + 1
                )

    def _add_notice(self, gathering: Gathering) -> None:
        meeting = gathering.meeting
        on, sent_at = meeting.held_on, meeting.starts_at - timedelta(days=30)
        notice = self.pile.add(
            Notice,
            meeting=meeting,
            issued_on=on - timedelta(days=30),
            subject=f"{meeting.body.name}の開催について（ご案内）",
            greeting="日ごろ地域の福祉にお力添えをいただき、ありがとうございます。",
            purpose="次のとおり会議を開きますので、ご出席くださいますようご案内します。",
            sender_organization=self.area.seats[0].organization.name,
            contact_name=SOMEBODY,
            reply_due_on=on - timedelta(days=10),
            approved_at=sent_at,
            printed_at=sent_at,
        )
        for call in gathering.calls:
            self.pile.add(
                Delivery,
                notice=notice,
                expected=call,
                channel=Channel.POST,
                status=DeliveryStatus.SENT,
                address_used={"organization": call.organization_name, "name": call.person_name},
                printed_facts={"when": f"{on:%Y-%m-%d}", "venue": meeting.venue.name},
                printed_at=sent_at,
                sent_at=sent_at,
            )

    def _add_record(self, gathering: Gathering) -> None:
        """Approved minutes, the public version that somebody else approved, the printed circular."""
        random, meeting = self.pile.random, gathering.meeting
        minutes = self.pile.add(
            Minutes,
            meeting=meeting,
            state=MinutesState.APPROVED,
            confirmed_by="会長",
            confirmed_on=meeting.held_on + timedelta(days=10),
        )
        sections = [
            {"item": str(item.id), "title": item.title, "text": words.discussion(random)}
            for item in gathering.items
        ]
        text = {"opening": f"出席 {len(gathering.calls)}人", "sections": sections, "closing": ""}
        revision = self.pile.add(
            Revision,
            minutes=minutes,
            number=1,
            opening=text["opening"],
            sections=sections,
            day=text,
            written_by_name=SOMEBODY,
        )
        writer, reader = self.area.coordinator.person.id, self.area.seats[0].person.id
        public = self.pile.add(
            PublicVersion,
            minutes=minutes,
            revision=revision,
            state=PublicState.APPROVED,
            written_by_id=writer,
            written_by_name=SOMEBODY,
            approved_by_id=reader,
            approved_by_name="会長",
            approved_at=meeting.held_at + timedelta(days=20),
        )
        meeting.sealed_at = public.approved_at
        for place, section in enumerate(sections, start=1):
            self.pile.add(
                PublicSection,
                public_version=public,
                position=place,
                title=section["title"],
                disclosure=Disclosure.FULL,
                text=section["text"],
            )
        self._add_circular(public, meeting)

    def _add_circular(self, public: PublicVersion, meeting: Meeting) -> None:
        self.pile.add(
            Circular,
            public_version=public,
            issued_on=meeting.held_on + timedelta(days=25),
            title=f"{meeting.body.name}で話し合ったこと",
            body=words.discussion(self.pile.random),
            issuer=self.area.seats[0].organization.name,
            contact=SOMEBODY,
            printed_at=meeting.held_at + timedelta(days=25),
        )

    def _add_audit(self, meeting: Meeting, entries: int) -> None:
        for _entry in range(entries):
            self.pile.add(
                Entry,
                at=meeting.starts_at,
                actor_name=SOMEBODY,
                verb="edit",
                object_type="meetings.meeting",
                object_id=meeting.id,
                object_label=meeting.body.name,
                after={"state": meeting.state},
            )
