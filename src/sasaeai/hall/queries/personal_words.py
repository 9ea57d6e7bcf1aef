"""Words that came from devices and may tell who a resident is (L-02)."""

from __future__ import annotations

from collections.abc import Iterator

from sasaeai.hall.core import bodies
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card
from sasaeai.kernel.known_names import known_names_of
from sasaeai.kernel.personal import find_personal
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.open_words import open_words_of

MOST_TOLD = 5
MOST_LETTERS = 20_000
"""So much of the newest words is looked through; the desk's own forms look through all."""
_READ = {
    bodies.ITEM: "title",
    bodies.REMARK: "text",
    bodies.OUTCOME: "text",
    bodies.PROMISE: "what",
    bodies.TROUBLE: "text",
    bodies.NOTE: "text",
}


def personal_words(meeting: Meeting) -> tuple[str, ...]:
    """What is to be looked at again in an open meeting, the newest first. Three queries at most.

    Nobody was asked when it was written in the hall; once edited at the desk it is the desk's.
    """
    room = open_words_of(meeting)
    texts = list(_texts(meeting)) if room["is_open"] else []
    if not texts:
        return ()
    known = known_names_of(room["known_names"])
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(one.found for one in find_personal(text, known))
        if len(found) >= MOST_TOLD:
            break
    return tuple(found)[:MOST_TOLD]


def _texts(meeting: Meeting) -> Iterator[str]:
    rows = Card.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        state=CardState.APPLIED,
        kind__in=_READ,
        applied__carry__isnull=False,
    )
    letters = 0
    for kind, body in rows.order_by("-applied__number").values_list("kind", "applied__body"):
        if not bodies.is_gone(kind, body):
            text = body[_READ[kind]]
            letters += len(text)
            if letters > MOST_LETTERS:
                return
            yield text
