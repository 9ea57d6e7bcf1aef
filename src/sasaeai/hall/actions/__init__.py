"""All writes of the hall room."""

from sasaeai.hall.actions.carrying import (
    ask_wipe,
    carry_out,
    is_over,
    note_contact,
    note_returned,
    note_wiped,
    take_back_wipe,
)
from sasaeai.hall.actions.choosing import ASIDE, BOTH, offer_back, resolve, taken_away
from sasaeai.hall.actions.sealed import HandedIn, seal, take_in_sealed_file
from sasaeai.hall.actions.taking_in import (
    MOST_ENTRIES,
    Refused,
    TakenIn,
    sent_list,
    take_in,
    take_up_desk,
    try_again,
)

__all__ = [
    "ASIDE",
    "BOTH",
    "MOST_ENTRIES",
    "HandedIn",
    "Refused",
    "TakenIn",
    "ask_wipe",
    "carry_out",
    "is_over",
    "note_contact",
    "note_returned",
    "note_wiped",
    "offer_back",
    "resolve",
    "seal",
    "sent_list",
    "take_back_wipe",
    "take_in",
    "take_in_sealed_file",
    "take_up_desk",
    "taken_away",
    "try_again",
]
