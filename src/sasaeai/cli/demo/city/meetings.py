"""Meetings of a made-up district with everything that hangs on them, from the call to the close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sasaeai.cli.demo.city import words
from sasaeai.cli.demo.city.pile import Pile
from sasaeai.cli.demo.city.places import Area
from sasaeai.cli.demo.city.register import Seat
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import fiscal_year
from sasaeai.meetings.enums import (
    ItemKind,
    ItemOrigin,
    MeetingState,
    Outcome,
    PresenceStatus,
    Regime,
    RemarkKind,
)
from sasaeai.meetings.models import AgendaItem, Body, Expected, Meeting, Presence, Remark, Topic
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.models import Reply

SNOW_MONTHS = frozenset({12, 1, 2, 3})
SUBSTITUTES = ("副会長", "事務局次長", "職員", "庶務")
_ANSWERS, _ANSWER_WEIGHTS = (Answer.ATTEND, Answer.ABSENT, Answer.SUBSTITUTE), (80, 13, 7)
_VIAS = (ReplyVia.PAPER, ReplyVia.FAX, ReplyVia.PHONE, ReplyVia.HAND, ReplyVia.WEB)
_VIA_WEIGHTS = (38, 30, 14, 8, 10)
_CAME = {
    Answer.ATTEND: ((PresenceStatus.PRESENT, PresenceStatus.LATE, PresenceStatus.ABSENT), (91, 5, 4)),
    Answer.ABSENT: ((PresenceStatus.EXCUSED,), (1,)),
    Answer.SUBSTITUTE: ((PresenceStatus.SUBSTITUTE, PresenceStatus.ABSENT), (95, 5)),
}  # fmt: skip


@dataclass(slots=True)
class Said:
    """An item of an agenda and what will be said of it, once the meeting is held.

    remarks: (kind, side, gist). came_from: the item that it carries on.
    """

    title: str
    kind: str = ItemKind.DISCUSS
    topic: Topic | None = None
    summary: str = ""
    origin: str = ItemOrigin.NEW
    came_from: AgendaItem | None = None
    outcome: str = Outcome.SHARED
    outcome_text: str = ""
    remarks: tuple[tuple[str, str, str], ...] = ()
    minutes: int = 15


@dataclass(slots=True)
class Gathering:
    """A meeting that was just made, its agenda and the people called, with their replies so far."""

    meeting: Meeting
    items: list[AgendaItem]
    said: Sequence[Said]
    calls: list[Expected]
    replies: dict[Expected, Reply] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.meeting.held_on


class Diary:
    """Makes meetings of one district and numbers them through each 年度, in the order of days."""

    def __init__(self, pile: Pile, area: Area) -> None:
        self.pile, self.area, self.random = pile, area, pile.random
        self._numbers: dict[tuple[Body, int], int] = {}

    @property
    def keeper(self) -> str:
        """Who keys what comes in: the coordinator of the district."""
        seat = self.area.coordinator
        return f"{seat.holder(self.pile.day).name}（{seat.organization.name}）"

    def prepare(
        self, body: Body, on: date, seats: Sequence[Seat], said: Sequence[Said]
    ) -> Gathering:
        """A meeting with its agenda and the people called; the letter is still to be written."""
        with self.pile.at(clock.at(on - timedelta(days=38), time(10))):
            meeting = self._meeting(body, on)
            items = [self._item(meeting, place, each) for place, each in enumerate(said, start=1)]
            calls = [
                self._call(meeting, seat, number) for number, seat in enumerate(seats, start=1)
            ]
        return Gathering(meeting, items, said, calls)

    def hear(self, gathering: Gathering, calls: Sequence[Expected] | None = None) -> None:
        """Replies of those called, four of five coming; of some of them only while it is early."""
        due_on = min(gathering.meeting.reply_due_on or gathering.on, self.pile.day)
        with self.pile.at(clock.at(due_on, time(11))):
            for call in gathering.calls if calls is None else calls:
                gathering.replies[call] = self._reply(gathering.meeting, call, due_on)

    def meet(self, gathering: Gathering) -> None:
        """What was written on the day itself: who was there, what was said."""
        with self.pile.at(gathering.meeting.starts_at + timedelta(minutes=70)):
            for call in gathering.calls:
                self._presence(gathering.meeting, call, gathering.replies.get(call))
            for item, each in zip(gathering.items, gathering.said, strict=True):
                for place, (kind, group, text) in enumerate(each.remarks, start=1):
                    self.pile.add(
                        Remark, item=item, kind=kind, group=group, text=text, position=place
                    )

    def close(self, gathering: Gathering) -> None:
        """The day is over: the meeting takes its number, each item its outcome."""
        meeting = gathering.meeting
        key = meeting.body, meeting.fiscal_year
        meeting.number = self._numbers[key] = self._numbers.get(key, 0) + 1
        meeting.state = MeetingState.HELD
        meeting.held_at = meeting.ends_at + timedelta(minutes=40)
        for item, each in zip(gathering.items, gathering.said, strict=True):
            item.outcome, item.outcome_text = each.outcome, each.outcome_text

    def cancel(self, gathering: Gathering, reason: str) -> None:
        """The meeting is called off; it takes no number."""
        gathering.meeting.state = MeetingState.CANCELLED
        gathering.meeting.cancelled_reason = reason

    # ── Rows ─────────────────────────────────────────────────────────────────────────────────────

    def _meeting(self, body: Body, on: date) -> Meeting:
        start = body.usual_start or time(13, 30)
        starts_at = clock.at(on, start)
        reserve = starts_at + timedelta(days=7) if on.month in SNOW_MONTHS else None
        return self.pile.add(
            Meeting,
            body=body,
            fiscal_year=fiscal_year(on),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=body.usual_minutes),
            venue=self.area.hall,
            snow_starts_at=reserve,
            regime=Regime.OPEN,
            reply_due_on=on - timedelta(days=10),
            agenda_settled_at=self._past(starts_at - timedelta(days=36)),
            is_sample=True,
        )

    def _item(self, meeting: Meeting, place: int, said: Said) -> AgendaItem:
        return self.pile.add(
            AgendaItem,
            meeting=meeting,
            position=place,
            kind=said.kind,
            title=said.title,
            summary=said.summary,
            topic=said.topic,
            minutes=said.minutes,
            origin=said.origin,
            came_from=said.came_from,
        )

    def _call(self, meeting: Meeting, seat: Seat, number: int) -> Expected:
        person = seat.holder(meeting.held_on)
        return self.pile.add(
            Expected,
            meeting=meeting,
            number=number,
            post=seat.post,
            organization=seat.organization,
            person=person,
            organization_name=seat.organization.name,
            post_title=seat.post.title,
            person_name=person.name,
            person_kana=person.kana,
            group=seat.group,
            reply_code=self.pile.next_code(),
        )

    def _reply(self, meeting: Meeting, call: Expected, due_on: date) -> Reply:
        answer = self.random.choices(_ANSWERS, _ANSWER_WEIGHTS)[0]
        stands_in = answer == Answer.SUBSTITUTE
        return self.pile.add(
            Reply,
            expected=call,
            answer=answer,
            via=self.random.choices(_VIAS, _VIA_WEIGHTS)[0],
            substitute_title=self.random.choice(SUBSTITUTES) if stands_in else "",
            substitute_name=words.name_of(self.random)[0] if stands_in else "",
            received_on=due_on - timedelta(days=self.random.randint(0, 12)),
            for_starts_at=meeting.starts_at,
            keyed_by_name=self.keeper,
        )

    def _presence(self, meeting: Meeting, call: Expected, reply: Reply | None) -> None:
        statuses, weights = _CAME[reply.answer if reply else Answer.ABSENT]
        status = self.random.choices(statuses, weights)[0]
        stands_in = reply is not None and status == PresenceStatus.SUBSTITUTE
        self.pile.add(
            Presence,
            meeting=meeting,
            expected=call,
            status=status,
            organization_name=call.organization_name,
            post_title=reply.substitute_title if stands_in and reply else call.post_title,
            person_name=reply.substitute_name if stands_in and reply else call.person_name,
            group=call.group,
        )

    def _past(self, moment: datetime) -> datetime | None:
        return moment if moment < clock.at(self.pile.day, time(9)) else None


def exchange() -> Said:
    """「各団体からのお知らせ」, the last item of every agenda."""
    return Said("各団体からのお知らせ", kind=ItemKind.EXCHANGE, minutes=10)


def remarks_of(
    opinions: Sequence[str], responses: Sequence[str], sides: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """Opinions (○) and responses (⇒) in turn, by the sides in turn."""
    texts = [(RemarkKind.OPINION, text) for text in opinions]
    texts += [(RemarkKind.RESPONSE, text) for text in responses]
    return tuple(
        (kind, sides[place % len(sides)], text) for place, (kind, text) in enumerate(texts)
    )
