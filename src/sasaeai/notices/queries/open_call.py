"""What the bearer of a reply code may see: their call, the meeting as it stands, their reply.

A code is all that somebody without an account has. Nothing here says whether another code exists,
and nothing names a person (docs/adr/0013-reply-without-account.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, BodyHost, Expected, ExpectedItem, Meeting
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice, Reply
from sasaeai.notices.queries.allowed import WEB, may_say
from sasaeai.notices.queries.replies import standing_reply
from sasaeai.notices.queries.told import hours_text, last_said_when, when_text

NO_CODE = "-"
"""Asked for in place of a text that is no code, so that every wrong one takes the same way."""


class CallState(StrEnum):
    """What whoever holds the code can do now."""

    OPEN = "open"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CallContact:
    """Whom to phone: name, telephone and FAX; each may be empty."""

    name: str
    tel: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """One call, as its bearer may see it at a moment.

    expected carries meeting, body, municipality and venue. others: further calls of the same
    person, for which the same reply stands. agenda: titles that may be shown, often none.
    said_when: day and hours that the bearer last heard or answered to, when the meeting has moved
    since; else empty. is_told: whether a copy left that says the day that holds now, where the
    bearer knew of another. reply: the standing one, also when for the earlier day (is_earlier).
    """

    expected: Expected
    state: CallState
    others: int
    agenda: tuple[str, ...]
    contact: CallContact
    due_on: date | None
    reply: Reply | None
    said_when: str
    is_told: bool

    @property
    def meeting(self) -> Meeting:
        return self.expected.meeting

    @property
    def code(self) -> str:
        """「K7M4QX9PA」, as addresses carry it."""
        return self.expected.reply_code.replace("-", "")

    @property
    def is_open(self) -> bool:
        """Whether an answer is still taken, in time or late."""
        return self.state in (CallState.OPEN, CallState.LATE)

    @property
    def is_earlier(self) -> bool:
        """Whether the reply was given for another day than the one that holds now."""
        given = self.reply.for_starts_at if self.reply else None
        return given is not None and given != self.meeting.starts_at

    @property
    def cancelled_reason(self) -> str:
        """Why it was called off, where that may be said (L-01)."""
        meeting = self.meeting
        return meeting.cancelled_reason if may_say(meeting, WEB).own_words else ""

    @property
    def addressee(self) -> str:
        """「白旗野町会 会長 様」, never a person's name; a guest is told by the reply number."""
        call = self.expected
        if not call.organization_name:
            return _("返信番号%(number)d番の方") % {"number": call.number}
        if not call.post_title:
            return _("%(organization)s 御中") % {"organization": call.organization_name}
        return _("%(organization)s %(title)s 様") % {
            "organization": call.organization_name,
            "title": call.post_title,
        }


def bearer_of(expected: Expected, *, on: date) -> Viewer:
    """Who acts when somebody answers by code: nobody known, without any right at the desk."""
    with translation.override(settings.LANGUAGE_CODE):  # kept, and read by others
        name = _("ご本人（返信ページ）")
    return Viewer(municipality_id=expected.municipality_id, name=name, on=on)


def find_call(code: str) -> Expected:
    """The call that a code belongs to, also one withdrawn. NotFound alike for every wrong text."""
    try:
        wanted = parse_reply_code(code)
    except ReplyCodeError:
        wanted = NO_CODE
    expected = (
        Expected.objects.filter(reply_code=wanted)
        .select_related("meeting__body__district", "meeting__municipality", "meeting__venue")
        .first()
    )
    if expected is None:
        raise NotFound(
            _(
                "この返信コードでは見つかりませんでした。"
                "返信票や用紙に印刷された9文字を、もう一度見て入力してください。"
            )
        )
    return expected


def open_call(code: str, *, at: datetime) -> OpenCall:
    """What the bearer of a code sees at a moment. NotFound alike for every wrong text."""
    return call_as_seen(find_call(code), at=at)


def call_as_seen(expected: Expected, *, at: datetime) -> OpenCall:
    """The same for a call that is at hand already, with its meeting, body and hall."""
    meeting = expected.meeting
    calls = _calls_of_person(expected)
    notice = _invitation(meeting)
    due_on = notice.reply_due_on if notice else meeting.reply_due_on
    reply = standing_reply(expected)
    said_when = _said_when(meeting, calls, reply)
    return OpenCall(
        expected=expected,
        state=_state(expected, due_on, at),
        others=len(calls) - 1,
        agenda=_agenda(meeting, calls),
        contact=_contact(meeting, notice),
        due_on=due_on,
        reply=reply,
        said_when=said_when,
        is_told=not said_when or last_said_when(calls) == when_text(meeting),
    )


def _state(expected: Expected, due_on: date | None, at: datetime) -> CallState:
    meeting = expected.meeting
    if expected.removed_at is not None:
        return CallState.WITHDRAWN
    if meeting.state == MeetingState.CANCELLED:
        return CallState.CANCELLED
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= at:
        return CallState.OVER
    late = due_on is not None and due_on < clock.to_tokyo(at).date()
    return CallState.LATE if late else CallState.OPEN


def _calls_of_person(expected: Expected) -> list[Expected]:
    if expected.person_id is None or expected.removed_at is not None:
        return [expected]
    calls = Expected.objects.current().filter(
        municipality_id=expected.municipality_id,
        meeting_id=expected.meeting_id,
        person_id=expected.person_id,
    )
    return list(calls) or [expected]  # withdrawn in this very moment


def _invitation(meeting: Meeting) -> Notice | None:
    return Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind=NoticeKind.INVITATION,
    ).first()


def _agenda(meeting: Meeting, calls: list[Expected]) -> tuple[str, ...]:
    """Items the person is called for, of those that may be shown (L-01)."""
    items = may_say(meeting, WEB).items(
        AgendaItem.objects.current().filter(
            municipality_id=meeting.municipality_id, meeting_id=meeting.id
        )
    )
    limits = ExpectedItem.objects.filter(
        municipality_id=meeting.municipality_id, expected__in=calls, item__removed_at__isnull=True
    )
    only: dict[object, set[object]] = {}
    for expected_id, item_id in limits.values_list("expected_id", "item_id"):
        only.setdefault(expected_id, set()).add(item_id)
    whole = any(call.id not in only for call in calls)
    wanted = set().union(*only.values())
    return tuple(item.title for item in items if whole or item.id in wanted)


def _contact(meeting: Meeting, notice: Notice | None) -> CallContact:
    """The letter's contact; before there is a letter, the leading host."""
    if notice is not None and notice.contact_tel:
        return CallContact(notice.contact_name, notice.contact_tel, notice.contact_fax)
    host = (
        BodyHost.objects.filter(municipality_id=meeting.municipality_id, body_id=meeting.body_id)
        .select_related("organization")
        .first()
    )
    if host is None:
        return CallContact(notice.contact_name if notice else "")
    office = host.organization
    return CallContact(office.name, office.tel, office.fax)


def _said_when(meeting: Meeting, calls: list[Expected], reply: Reply | None) -> str:
    """What the bearer was last told of the day, or last answered to, if it holds no longer."""
    if reply is not None and reply.for_starts_at is not None:
        moved = reply.for_starts_at != meeting.starts_at
        length = meeting.ends_at - meeting.starts_at
        return hours_text(reply.for_starts_at, reply.for_starts_at + length) if moved else ""
    said = last_said_when(calls)
    return said if said != when_text(meeting) else ""
