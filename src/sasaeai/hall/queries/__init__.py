"""Reads of the hall room."""

from sasaeai.hall.queries.cards import (
    Counts,
    OpenCard,
    Text,
    all_texts,
    get_visible_card,
    look_at,
    open_cards,
    open_counts,
    open_counts_of,
    seen_of,
)
from sasaeai.hall.queries.carries import (
    Device,
    devices_of,
    get_carry,
    is_expired,
    is_own_carry,
    why_to_drop,
)
from sasaeai.hall.queries.package import package, sync_words
from sasaeai.hall.queries.personal_words import personal_words

__all__ = [
    "Counts",
    "Device",
    "OpenCard",
    "Text",
    "all_texts",
    "devices_of",
    "get_carry",
    "get_visible_card",
    "is_expired",
    "is_own_carry",
    "look_at",
    "open_cards",
    "open_counts",
    "open_counts_of",
    "package",
    "personal_words",
    "seen_of",
    "sync_words",
    "why_to_drop",
]
