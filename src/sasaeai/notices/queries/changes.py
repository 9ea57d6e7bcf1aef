"""A change of a meeting before it is carried out: the text, what was and will be, who hears how."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.notices.enums import OUT, ChangeWay, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import told, ways, wording
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.drafts import NoticeTexts, expected_number, notice_draft, texts_of
from sasaeai.notices.queries.facts import CHANGED, Change, changes
from sasaeai.notices.queries.letters import NoticeBoard, Recipient, notice_board
from sasaeai.people.enums import Channel
from sasaeai.people.models import Venue

POST_DAYS = 4
"""A letter needs up to three days with a Sunday between; with fewer days left it is a call."""
HAND_DAYS = 2
"""Somebody has to walk round with it."""
CALL_DAYS = 1
"""With no more days left, who is not surely reached by wire is called, whatever else was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """Another day, hours and hall. Days and times are those of Japan."""

    on: date
    start: time
    end: time
    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What shall become of a meeting, and why (in words for those who were called).

    place: of ChangeWay.MOVE only.
    """

    way: ChangeWay
    reason: str = ""
    place: NewPlace | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One person who is to hear of a change: how, and why so."""

    recipient: Recipient
    channel: Channel
    reason: str
    is_chosen: bool

    @property
    def by_wire(self) -> bool:
        return ways.goes_by_wire(self.channel)


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """A change laid out for a look. before, after: facts of the letter (queries.facts).

    hearings: who is to be told; empty with is_announced False when nobody knows of the meeting.
    not_told: how many people called have heard nothing yet: they get the invitation with the new
    day. unreached: those to whom the invitation went in vain; they need another way or address.
    """

    wish: Wish
    meeting: Meeting
    after_meeting: Meeting
    before: Mapping[str, str]
    after: Mapping[str, str]
    texts: NoticeTexts
    asks_reply: bool
    is_announced: bool
    hearings: tuple[Hearing, ...]
    not_told: int
    unreached: tuple[Recipient, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.wish.way == ChangeWay.CANCEL

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for change in changes(self.before, self.after))

    def by_channel(self) -> tuple[tuple[Channel, tuple[Hearing, ...]], ...]:
        """Who hears by which channel, in the order of the channels."""
        groups = ((way, tuple(h for h in self.hearings if h.channel == way)) for way in Channel)
        return tuple((way, found) for way, found in groups if found)


def ways_open(meeting: Meeting, known: told.InHand | None = None) -> tuple[ChangeWay, ...]:
    """What can be done with a meeting as it stands; nothing once it is held.

    known: what people know of it, where that was asked already.
    """
    if meeting.state == MeetingState.CANCELLED:
        return (ChangeWay.RESTORE,)
    if meeting.state != MeetingState.PLANNED:
        return ()
    snow = (ChangeWay.SNOW,) if meeting.snow_starts_at is not None else ()
    tell = (ChangeWay.TELL,) if must_hear(meeting, known) else ()
    return (*tell, *snow, ChangeWay.MOVE, ChangeWay.CANCEL)


def must_hear(meeting: Meeting, known: told.InHand | None = None) -> frozenset[UUID]:
    """Calls whose people know of the meeting, but not what holds now; at most two queries."""
    known = told.in_hand(meeting) if known is None else known
    calls = {*known.held, *known.replied}
    return frozenset(call for call in calls if known.must_hear([call], meeting))


def change_draft(
    meeting: Meeting, wish: Wish, *, viewer: Viewer, known: told.InHand | None = None
) -> ChangeDraft:
    """Lay a change out. `meeting` carries body, municipality and venue; nothing is written.

    Raises NotNow when the state does not allow the wish, InvalidInput when nothing would change.
    """
    board = notice_board(meeting, viewer=viewer)
    known = told.in_hand(meeting) if known is None else known
    after_meeting = _as_wished(meeting, wish, known)
    after = {
        **board.facts,
        "when": told.when_text(after_meeting),
        "venue": after_meeting.venue.name,
        "snow": wording.snow_sentence(after_meeting),
    }
    before = _before(board.facts, wish, known, after_meeting)
    if wish.way == ChangeWay.MOVE and all(before[name] == after[name] for name in CHANGED[:2]):
        sentence = _("日時も会場もいまと同じです。変えるところを直してください。")
        raise InvalidInput(sentence, {"on": sentence})
    hearings = _hearings(board, known, meeting, after_meeting, viewer.on)
    asks_reply = after_meeting.is_planned and _asks_again(meeting, after_meeting, known)
    unknowing = [r for r in board.recipients if not known.knows(_ids(r))]
    unreached = tuple(r for r in unknowing if r.is_troubled)
    return ChangeDraft(
        wish=wish,
        meeting=meeting,
        after_meeting=after_meeting,
        before=before,
        after=after,
        texts=_texts(board, wish, after_meeting, viewer, asks_reply=asks_reply),
        asks_reply=asks_reply,
        is_announced=known.is_announced,
        hearings=hearings,
        not_told=len(unknowing) - len(unreached),
        unreached=unreached,
    )


def changes_of(meeting: Meeting) -> list[Notice]:
    """Notices of change and cancellation that were carried out and stand, newest first."""
    rows = Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind__in=(NoticeKind.CHANGE, NoticeKind.CANCELLATION),
        approved_at__isnull=False,
    )
    return list(rows.order_by("-created_at"))


def get_change(meeting: Meeting, notice_id: UUID) -> Notice:
    """A standing notice of change of a visible meeting. Raises NotFound."""
    for notice in changes_of(meeting):
        if notice.id == notice_id:
            notice.meeting = meeting
            return notice
    raise NotFound(_("このお知らせはありません。取り消されたのかもしれません。"))


@dataclass(frozen=True, slots=True)
class Following:
    """What is left to do after a change was carried out.

    to_call: who should hear by telephone now, in order of calling; to_print: whose letter is still
    to be printed; under_way: copies that wait or are being sent; reached: copies that left.
    """

    board: NoticeBoard
    to_call: tuple[Recipient, ...]
    to_print: tuple[Recipient, ...]
    under_way: int
    reached: int
    troubled: tuple[Recipient, ...]
    is_urgent: bool

    @property
    def total(self) -> int:
        """Whoever is to hear; a copy is called off when its reader knows already."""
        return sum(r.status != DeliveryStatus.CANCELLED for r in self.board.recipients)

    @property
    def to_wire(self) -> int:
        """Copies that this system should send and that nobody queued."""
        return len(self.board.to_wire)

    @property
    def is_done(self) -> bool:
        return self.reached == self.total


def following_of(notice: Notice, *, viewer: Viewer) -> Following:
    """Where the telling of a change stands."""
    meeting = notice.meeting
    board = notice_board(meeting, viewer=viewer, notice=notice)
    urgent = days_left(notice, meeting, viewer.on) <= CALL_DAYS
    waits = {DeliveryStatus.QUEUED, DeliveryStatus.SENDING}
    return Following(
        board=board,
        to_call=tuple(r for r in board.recipients if _is_to_call(r, is_urgent=urgent)),
        to_print=tuple(r for r in board.recipients if r.needs_print),
        under_way=sum(r.status in waits for r in board.recipients),
        reached=sum(r.status in OUT for r in board.recipients),
        troubled=board.troubled,
        is_urgent=urgent,
    )


def days_left(notice: Notice, meeting: Meeting, on: date) -> int:
    """Days until somebody who heard nothing would set out for nothing, or miss the meeting."""
    moment = notice.approved_facts.get("plan_before", {}).get("starts_on", "")
    old = date.fromisoformat(moment) if moment else meeting.held_on
    return _days_left(old, meeting.held_on, on)


def _days_left(old: date, new: date, on: date) -> int:
    return min((day - on).days for day in (old, new) if day >= on or day == new)


def _is_to_call(recipient: Recipient, *, is_urgent: bool) -> bool:
    """By telephone anyway, or in a hurry whoever is not surely reached by wire."""
    if recipient.status in {DeliveryStatus.CANCELLED, DeliveryStatus.DELIVERED}:
        return False
    if recipient.channel == Channel.PHONE:
        return recipient.status not in OUT
    sure = recipient.by_wire and recipient.status in OUT
    return (is_urgent and not sure) or recipient.is_troubled


def _ids(recipient: Recipient) -> tuple[UUID, ...]:
    return tuple(call.id for call in (recipient.expected, *recipient.also))


def _as_wished(meeting: Meeting, wish: Wish, known: told.InHand) -> Meeting:
    """An unsaved copy of the meeting as it will be."""
    if wish.way not in ways_open(meeting, known):
        raise NotNow(refusal(meeting, wish.way))
    after = copy.copy(meeting)
    if wish.way == ChangeWay.CANCEL:
        after.state = MeetingState.CANCELLED
    elif wish.way == ChangeWay.RESTORE:
        after.state = MeetingState.PLANNED
    elif wish.way == ChangeWay.SNOW and meeting.snow_starts_at is not None:
        after.starts_at, after.snow_starts_at = meeting.snow_starts_at, None
        after.ends_at = after.starts_at + (meeting.ends_at - meeting.starts_at)
    elif wish.way == ChangeWay.MOVE and wish.place is not None:
        place = wish.place
        after.starts_at, after.ends_at = (
            clock.at(place.on, place.start),
            clock.at(place.on, place.end),
        )
        after.venue = place.venue
        after.snow_starts_at = reserve_after(meeting, place.on, place.start)
    return after


def reserve_after(meeting: Meeting, on: date, start: time) -> object:
    """The reserve day stays while it is later than the new day; else there is none."""
    return clock.at(meeting.snow_on, start) if meeting.snow_on and meeting.snow_on > on else None


def refusal(meeting: Meeting, way: ChangeWay) -> str:
    """Why this way is not open, and what would make it so."""
    if meeting.state == MeetingState.HELD:
        return _("この会議の記録は締めてあるので、延期や中止にはできません。")
    if meeting.state == MeetingState.CANCELLED:
        return _("この会議は中止になっています。変えるには、先に中止を取り消してください。")
    if way == ChangeWay.SNOW:
        return _("予備日が決まっていません。「日時・会場を変える」を使ってください。")
    if way == ChangeWay.TELL:
        return _("案内した方は、みないまの日時・会場を知っています。知らせることはありません。")
    return _("この会議は中止になっていません。")


def _before(
    facts: Mapping[str, str], wish: Wish, known: told.InHand, after: Meeting
) -> dict[str, str]:
    """What people were told last. Where the plan was changed first, it is what their copies say."""
    if wish.way not in {ChangeWay.TELL, ChangeWay.RESTORE}:
        return dict(facts)
    now = told.says_now(after)
    for copies in known.held.values():
        for held in copies:
            if (held.when, held.venue) != (now.when, now.venue):
                return {**facts, "when": held.when, "venue": held.venue}
    return dict(facts)


def _hearings(
    board: NoticeBoard, known: told.InHand, meeting: Meeting, after: Meeting, on: date
) -> tuple[Hearing, ...]:
    left = _days_left(meeting.held_on, after.held_on, on)
    rows = [r for r in board.recipients if known.must_hear(_ids(r), after)]
    return tuple(_hearing(recipient, known, left) for recipient in rows)


def _hearing(recipient: Recipient, known: told.InHand, left: int) -> Hearing:
    """By the register of today, or as somebody chose; another way where a copy came back by that
    one, and a call where a letter would come too late.
    """
    way, is_chosen = _way(recipient)
    in_vain = known.tried_in_vain(_ids(recipient), recipient.address)
    if way.channel in in_vain:
        way, is_chosen = _way_instead(way.channel, recipient.address, in_vain, left), True
    needed = {Channel.POST: POST_DAYS, Channel.HAND: HAND_DAYS}.get(way.channel, 0)
    if left < needed and ways.is_possible(Channel.PHONE, recipient.address):
        reason = _("%(way)sでは会議の日に間に合わないため、電話") % {"way": way.channel.label}
        return Hearing(recipient, Channel.PHONE, reason, is_chosen=True)
    return Hearing(recipient, way.channel, way.reason, is_chosen=is_chosen)


def _way(recipient: Recipient) -> tuple[ways.Way, bool]:
    """The way, and whether somebody chose it for the invitation of this meeting."""
    copy = recipient.delivery
    if copy is not None and copy.chosen_at is not None:
        return ways.chosen_way(copy.channel), True
    return ways.usual_way((recipient.expected, *recipient.also), recipient.address), False


def _way_instead(
    lost: Channel, address: AddressUsed, in_vain: Collection[str], left: int
) -> ways.Way:
    found = ways.next_way(address, in_vain, days_left=left)
    words = {"lost": lost.label, "way": found.label}
    if found in in_vain or found == Channel.HAND:
        sentence = _(
            "前のお知らせが%(lost)sでは届かなかったため、%(way)s。名簿の住所や番号を確かめてください"
        )
        return ways.Way(found, sentence % words)
    return ways.Way(found, _("前のお知らせが%(lost)sでは届かなかったため、%(way)s") % words)


def _asks_again(meeting: Meeting, after: Meeting, known: told.InHand) -> bool:
    """Whether answers that are in no longer hold: they were for another start."""
    if meeting.starts_at != after.starts_at:
        return True
    return any(start != after.starts_at for start in known.replied.values())


def _texts(
    board: NoticeBoard, wish: Wish, after: Meeting, viewer: Viewer, *, asks_reply: bool
) -> NoticeTexts:
    meeting = board.meeting
    base = texts_of(board.notice) if board.notice else notice_draft(meeting, viewer=viewer).texts
    session = f"{FiscalYear(after.fiscal_year).label} 第{expected_number(after)}回"
    note = wording.ASK_AGAIN if asks_reply else ""
    return replace(
        base,
        issued_on=viewer.on,
        doc_no="",
        subject=wording.change_subject(session, meeting.body, wish.way)[:120],
        greeting=wording.opening(viewer.on),
        purpose=wording.change_sentence(meeting.body, wish.way, wish.reason),
        note=wording.NEXT_TIME if wish.way == ChangeWay.CANCEL else note,
        reply_due_on=reply_due_after(meeting, after, base.reply_due_on, on=viewer.on),
    )


def reply_due_after(meeting: Meeting, after: Meeting, due: date, *, on: date) -> date:
    """Until when answers are wanted after a move: a customary day while there is one, else as late
    as the calls are made. The same day keeps its reply day.
    """
    if after.held_on == meeting.held_on:
        return due
    lead = meeting.municipality.reply_lead_days
    custom = rhythm.reply_due_day(after.held_on, lead_days=lead, today=on)
    latest = after.held_on - timedelta(days=1)
    return min(custom or latest, latest)
