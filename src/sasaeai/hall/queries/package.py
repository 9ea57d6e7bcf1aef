"""What a device is given: one meeting and nothing besides, as it goes over the wire (ADR 19).

Nothing of contacts, needs or notes about people is in it; a meeting whose regime keeps it off
devices is refused. What people replied is put in by the surface, which may read the notices.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.hall.access import goes_onto_devices
from sasaeai.hall.models import Card, Carry, Entry
from sasaeai.hall.queries.cards import heads_of, unsettled
from sasaeai.hall.queries.carries import is_expired, why_to_drop
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.enums import Outcome, PresenceStatus, Regime
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import groups_of_day, left_open, people_of_day
from sasaeai.meetings.queries.day import PersonLine
from sasaeai.meetings.queries.phrases import phrases_of

Words = dict[str, Any]


def package(meeting: Meeting) -> Words:
    """All that a device needs of a meeting. The desk is to be taken up before."""
    if not goes_onto_devices(meeting):
        raise NotNow(
            _(
                "この会議の個人情報の取扱いでは、端末に入れられません。紙の記録用紙を使ってください。"
            )
        )
    lines = people_of_day(meeting)
    return {
        "meeting": _meeting(meeting),
        "number": last_number(meeting),
        "groups": groups_of_day(lines),
        "phrases": phrases_of(meeting.municipality),
        "outcomes": [{"value": one.value, "label": str(one.label)} for one in Outcome],
        "statuses": [{"value": one.value, "label": str(one.label)} for one in PresenceStatus],
        "people": [_person(line) for line in lines if line.expected is not None],
        "left_open": [
            {
                "title": item.title,
                "on": long_date(item.meeting.held_on),
                "text": item.outcome_text,
            }
            for item in left_open(meeting)
        ],
        "entries": [entry_words(entry) for entry in heads_of(meeting)],
    }


def sync_words(carry: Carry, *, have: int) -> Words:
    """What a device learns after it sent: entries it has not, and what is not settled. One that is
    to drop the meeting, or whose time is over, learns no more words.
    """
    meeting = carry.meeting
    why = why_to_drop(carry)
    is_told = not (why or is_expired(carry))
    news = _entries_after(meeting, have) if is_told else []
    return {
        "entries": [entry_words(entry) for entry in news],
        # Of what is told, not of what there is: an entry that came meanwhile is told next time.
        "number": news[-1].number if news else have,
        "cards": card_words(unsettled(meeting)) if is_told else [],
        "state": meeting.state,
        "until": carry.expires_at.isoformat(),
        "wipe": bool(why),
        "reason": why,
    }


def last_number(meeting: Meeting) -> int:
    """How many entries a meeting has; a device names it to learn what came after."""
    rows = Entry.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    return rows.aggregate(last=Max("number"))["last"] or 0


def _entries_after(meeting: Meeting, number: int) -> list[Entry]:
    rows = Entry.objects.filter(
        municipality_id=meeting.municipality_id, meeting=meeting, number__gt=number
    )
    return list(rows.order_by("number"))


def entry_words(entry: Entry) -> Words:
    """An entry as it goes over the wire."""
    return {
        "id": str(entry.id),
        "card": str(entry.card),
        "kind": entry.kind,
        "follows": entry.follows,
        "body": entry.body,
        "at": entry.written_at.isoformat(),
        "by": entry.author_name,
        "number": entry.number,
    }


def card_words(cards: Iterable[Card]) -> list[Words]:
    """Cards that are not applied, as they go over the wire."""
    return [{"card": str(card.id), "state": card.state, "reason": card.reason} for card in cards]


def _meeting(meeting: Meeting) -> Words:
    regime = Regime(meeting.regime)
    return {
        "id": str(meeting.id),
        "title": meeting.theme or meeting.body.name,
        "body": meeting.body.name,
        "district": meeting.body.district.name,
        "on": meeting.held_on.isoformat(),
        "start": f"{meeting.start:%H:%M}",
        "end": f"{meeting.end:%H:%M}",
        "venue": meeting.venue.name,
        "regime": str(regime.label),
        "regime_sentence": str(regime.sentence),
        "state": meeting.state,
    }


def _person(line: PersonLine) -> Words:
    """Somebody called, once a person. What they replied is put in by the surface."""
    call = line.expected
    assert call is not None  # noqa: S101 - walk-ins are left out above
    return {
        "expected": str(call.id),
        "number": call.number,
        "organization": call.organization_name,
        "post": call.post_title,
        "name": call.person_name,
        "kana": call.person_kana,
        "group": call.group,
        "answer": "",
    }
