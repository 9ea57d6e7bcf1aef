"""What a channel may carry about a meeting (L-01): one function decides for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.people.enums import Channel

WEB, CALENDAR = "web", "calendar"
"""The reply page and calendar files: read by whoever holds the link."""

_IN_PERSON = frozenset({Channel.POST, Channel.HAND, Channel.PHONE})
"""A closed envelope or a voice: it reaches the addressee alone."""


@dataclass(frozen=True, slots=True)
class AllowedContent:
    """What may be said besides the name of the meeting, day, hall, reply code and contact.

    own_words: subject, text and request of the notice, theme of the meeting, reason of a change.
    agenda: titles of the items; private_items: also of those that are not public.
    answers: what somebody wrote on a slip (needs, trouble), and remarks.
    """

    own_words: bool
    agenda: bool
    private_items: bool
    answers: bool

    def items(self, items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
        """Those of the items that may be named."""
        if not self.agenda:
            return ()
        return tuple(item for item in items if item.is_public or self.private_items)


EVERYTHING = AllowedContent(own_words=True, agenda=True, private_items=True, answers=True)
PUBLIC_ONLY = AllowedContent(own_words=True, agenda=True, private_items=False, answers=False)
OWN_WORDS = AllowedContent(own_words=True, agenda=False, private_items=False, answers=False)
DAY_AND_PLACE = AllowedContent(own_words=False, agenda=False, private_items=False, answers=False)


def may_say(meeting: Meeting, channel: Channel | str) -> AllowedContent:
    """What may go out about `meeting` by `channel` (a Channel, WEB or CALENDAR).

    A FAX lies open in an office, a mail or a talk in LINE is passed on with one tap, and a link
    belongs to whoever holds it. So they carry what is public, and of a closed meeting (関係者だけの
    会議) the day and the place only. A letter, a hand and a voice carry everything, but the agenda
    of a support council (支援会議): that is read after the secrecy was acknowledged (L-04).
    """
    regime = Regime(meeting.regime)
    if channel in _IN_PERSON:
        return OWN_WORDS if regime.needs_acknowledgement else EVERYTHING
    return PUBLIC_ONLY if regime.is_for_everybody else DAY_AND_PLACE
