"""Whether words about a meeting stand open, and whom they may not name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.people.queries import names_in_district


class OpenWords(TypedDict):
    """What `kernel.open_words.OpenWordsForm` has to know of the room it is written in."""

    is_open: bool
    known_names: Iterable[str]


def open_words_of(meeting: Meeting) -> OpenWords:
    """For the forms that write into a meeting (L-02).

    Two queries once a text is looked through; none in a closed meeting.
    """
    is_open = Regime(meeting.regime).is_scanned
    return OpenWords(
        is_open=is_open,
        known_names=names_in_district(meeting.body.district) if is_open else (),
    )
