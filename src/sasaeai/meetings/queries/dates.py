"""A date by asking: the polls there are, their table of answers, and what a code opens."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_bodies
from sasaeai.meetings.enums import DateAnswer, Regime
from sasaeai.meetings.models import Body, BodyHost, DateMark, DatePoll, DateSlot, DateVoter
from sasaeai.meetings.queries.date_proposals import day_warnings
from sasaeai.meetings.queries.meetings import last_meeting, next_regime

POINTS = {DateAnswer.YES: 2, DateAnswer.MAYBE: 1, DateAnswer.NO: 0}
SLOT_FIELD = "slot_"
_NO_CODE = "-"


class PollState(StrEnum):
    """Where a poll stands for whoever is asked."""

    OPEN = "open"
    LATE = "late"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class VoterRow:
    """Somebody asked, with an answer for each slot ("" while silent) in the slots' order.

    version: of the answers together (answers_version).
    """

    voter: DateVoter
    answers: tuple[str, ...]
    leads: bool
    version: int

    @property
    def marks(self) -> tuple[str, ...]:
        """「○」「△」「×」 or "" for each slot."""
        return tuple(DateAnswer(answer).mark if answer else "" for answer in self.answers)

    @property
    def tel(self) -> str:
        """Where to phone: the office's number, else the person's own."""
        office, person = self.voter.organization, self.voter.person
        return (office.tel if office else "") or (person.tel if person else "")

    @property
    def is_silent(self) -> bool:
        return not any(self.answers)


@dataclass(frozen=True, slots=True)
class SlotColumn:
    """One proposed start with how it was answered. points: ○ 2, △ 1, × 0.

    why: 「○ 3人、△ 1人」; warnings: what to know before it is chosen, worst first.
    """

    slot: DateSlot
    points: int
    yes: int
    maybe: int
    no: int
    silent: int
    is_best: bool
    warnings: tuple[str, ...]

    @property
    def start(self) -> time:
        """When it begins, on a wall clock in Japan."""
        return clock.to_tokyo(self.slot.starts_at).time()

    @property
    def why(self) -> str:
        words = {"yes": self.yes, "maybe": self.maybe, "no": self.no}
        counted = _("○ %(yes)d人、△ %(maybe)d人、× %(no)d人") % words
        if self.silent:
            return _("%(counted)s、まだ %(silent)d人") % {
                "counted": counted,
                "silent": self.silent,
            }
        return counted


@dataclass(frozen=True, slots=True)
class PollTable:
    """Slots across, people down."""

    slots: tuple[SlotColumn, ...]
    voters: tuple[VoterRow, ...]

    @property
    def best(self) -> SlotColumn | None:
        return next((column for column in self.slots if column.is_best), None)

    @property
    def silent(self) -> tuple[VoterRow, ...]:
        return tuple(row for row in self.voters if row.is_silent)


@dataclass(frozen=True, slots=True)
class OpenPoll:
    """What the bearer of a poll's code sees: own answers only, nobody else's.

    purpose: what the meeting is about; empty where it will be a closed one, since a link belongs to
    whoever holds it (L-01).
    """

    voter: DateVoter
    state: PollState
    slots: tuple[DateSlot, ...]
    answers: Mapping[UUID, str]
    version: int
    purpose: str

    @property
    def poll(self) -> DatePoll:
        return self.voter.poll

    @property
    def code(self) -> str:
        return self.voter.code.replace("-", "")

    @property
    def is_open(self) -> bool:
        return self.state in (PollState.OPEN, PollState.LATE)

    @property
    def addressee(self) -> str:
        """「白旗野町会 会長 様」, never a person's name."""
        voter = self.voter
        if not voter.organization_name:
            return _("日程をうかがう方")
        words = {"organization": voter.organization_name, "title": voter.post_title}
        named = (
            _("%(organization)s %(title)s 様") if voter.post_title else _("%(organization)s 御中")
        )
        return named % words


def answers_version(voter: DateVoter) -> int:
    """Which state of somebody's answers a form began from, 0 before the first: the last change."""
    return int(voter.answered_at.timestamp() * 1000) if voter.answered_at else 0


def field_of(slot_id: UUID) -> str:
    """The name that a slot has in forms and in conflicts."""
    return f"{SLOT_FIELD}{slot_id.hex}"


def get_visible_poll(poll_id: UUID, *, viewer: Viewer, removed: bool = False) -> DatePoll:
    """A poll with body, district and hall. NotFound for strangers, and once it was taken out."""
    polls = DatePoll.objects.filter(
        municipality_id=viewer.municipality_id, body__in=visible_bodies(viewer)
    )
    found = polls if removed else polls.current()
    poll = (
        found.filter(pk=poll_id)
        .select_related("body__district", "body__municipality", "body__usual_venue")
        .select_related("venue", "meeting", "municipality")
        .first()
    )
    if poll is None:
        raise NotFound(_("この日程調整は見つかりません。"))
    return poll


def get_visible_slot(slot_id: UUID, *, viewer: Viewer) -> DateSlot:
    """A slot, also one taken out, with its poll. NotFound for strangers."""
    slot = DateSlot.objects.filter(municipality_id=viewer.municipality_id, pk=slot_id).first()
    if slot is None:
        raise NotFound(_("この候補日は見つかりません。"))
    slot.poll = get_visible_poll(slot.poll_id, viewer=viewer)
    return slot


def get_visible_voter(voter_id: UUID, *, viewer: Viewer) -> DateVoter:
    """Somebody asked, also one taken off, with the poll. NotFound for strangers."""
    voter = DateVoter.objects.filter(municipality_id=viewer.municipality_id, pk=voter_id).first()
    if voter is None:
        raise NotFound(_("この方は見つかりません。"))
    voter.poll = get_visible_poll(voter.poll_id, viewer=viewer)
    return voter


def open_polls_of(body: Body, *, on: date) -> list[DatePoll]:
    """Polls of a body that still matter: undecided, or decided for a day to come; latest first."""
    polls = DatePoll.objects.current().filter(
        Q(meeting__isnull=True) | Q(meeting__starts_at__gte=clock.at(on, time.min)),
        municipality_id=body.municipality_id,
        body=body,
    )
    return list(polls.select_related("meeting").order_by("-created_at"))


def poll_table(poll: DatePoll, *, on: date) -> PollTable:
    """All answers of a poll that came through a visible query; queries do not grow with rows."""
    slots = slots_of(poll)
    voters = list(
        DateVoter.objects.current()
        .filter(municipality_id=poll.municipality_id, poll=poll)
        .select_related("organization", "person")
        .order_by("created_at", "id")
    )
    marks: dict[UUID, dict[UUID, DateMark]] = defaultdict(dict)
    for mark in DateMark.objects.filter(municipality_id=poll.municipality_id, voter__in=voters):
        marks[mark.voter_id][mark.slot_id] = mark
    leader = _leading_host(poll)
    rows = tuple(
        VoterRow(
            voter=voter,
            answers=tuple(
                marks[voter.id][slot.id].answer if slot.id in marks[voter.id] else ""
                for slot in slots
            ),
            leads=leader is not None and voter.organization_id == leader,
            version=answers_version(voter),
        )
        for voter in voters
    )
    return PollTable(_columns(poll, slots, rows, on), rows)


def voter_row(table: PollTable, voter: DateVoter) -> VoterRow:
    """The row of one person. NotFound when they were taken off."""
    row = next((row for row in table.voters if row.voter.id == voter.id), None)
    if row is None:
        raise NotFound(_("この方は、もう日程をきく人に入っていません。"))
    return row


def slots_of(poll: DatePoll) -> tuple[DateSlot, ...]:
    """The proposed starts of a poll, early to late."""
    slots = DateSlot.objects.current().filter(municipality_id=poll.municipality_id, poll=poll)
    return tuple(slots.order_by("starts_at"))


def find_voter(code: str) -> DateVoter:
    """Whom a code asks, also once the poll is over. NotFound alike for every wrong text."""
    try:
        wanted = parse_reply_code(code)
    except ReplyCodeError:
        wanted = _NO_CODE
    voter = (
        DateVoter.objects.filter(code=wanted)
        .select_related("poll__body__district", "poll__municipality", "poll__venue")
        .select_related("poll__meeting__venue")
        .first()
    )
    if voter is None:
        raise NotFound(
            _(
                "この返信コードでは見つかりませんでした。"
                "返信票や用紙に印刷された9文字を、もう一度見て入力してください。"
            )
        )
    return voter


def open_poll(code: str, *, at: datetime) -> OpenPoll:
    """What the bearer of a code sees at a moment. NotFound alike for every wrong text."""
    voter = find_voter(code)
    slots = tuple(slot for slot in slots_of(voter.poll) if slot.starts_at > at)
    marks = list(DateMark.objects.filter(municipality_id=voter.municipality_id, voter=voter))
    return OpenPoll(
        voter=voter,
        state=_state(voter, clock.to_tokyo(at).date()),
        slots=slots,
        answers={mark.slot_id: mark.answer for mark in marks},
        version=answers_version(voter),
        purpose=_public_purpose(voter.poll),
    )


def _public_purpose(poll: DatePoll) -> str:
    meeting = poll.meeting or last_meeting(poll.body)
    regime = Regime(next_regime(poll.body, meeting))
    return poll.purpose if regime.is_for_everybody else ""


def _state(voter: DateVoter, on: date) -> PollState:
    poll = voter.poll
    if voter.removed_at is not None or poll.removed_at is not None:
        return PollState.WITHDRAWN
    if poll.meeting_id is not None:
        return PollState.DECIDED
    return PollState.LATE if poll.closes_on < on else PollState.OPEN


def _leading_host(poll: DatePoll) -> UUID | None:
    hosts = BodyHost.objects.filter(municipality_id=poll.municipality_id, body_id=poll.body_id)
    return hosts.order_by("position").values_list("organization_id", flat=True).first()


def _columns(
    poll: DatePoll, slots: tuple[DateSlot, ...], rows: tuple[VoterRow, ...], on: date
) -> tuple[SlotColumn, ...]:
    counts = [Counter(row.answers[place] for row in rows) for place in range(len(slots))]
    points = [sum(worth * count[answer] for answer, worth in POINTS.items()) for count in counts]
    best = _best(slots, counts, points, on)
    odd = day_warnings(poll, slots)
    return tuple(
        SlotColumn(
            slot=slot,
            points=points[place],
            yes=counts[place][DateAnswer.YES],
            maybe=counts[place][DateAnswer.MAYBE],
            no=counts[place][DateAnswer.NO],
            silent=counts[place][""],
            is_best=place == best,
            warnings=(*_leader_warnings(rows, place), *odd[slot.id]),
        )
        for place, slot in enumerate(slots)
    )


def _best(
    slots: tuple[DateSlot, ...], counts: list[Counter[str]], points: list[int], on: date
) -> int | None:
    """The place of the slot with most points; of equal ones fewest ×, then the earliest."""
    coming = [
        place
        for place, slot in enumerate(slots)
        if points[place] and clock.to_tokyo(slot.starts_at).date() > on
    ]
    return min(
        coming,
        key=lambda p: (-points[p], counts[p][DateAnswer.NO], slots[p].starts_at),
        default=None,
    )


def _leader_warnings(rows: tuple[VoterRow, ...], place: int) -> tuple[str, ...]:
    return tuple(
        _("主催の%(who)sが×です。") % {"who": row.voter.organization_name}
        for row in rows
        if row.leads and row.answers[place] == DateAnswer.NO
    )
