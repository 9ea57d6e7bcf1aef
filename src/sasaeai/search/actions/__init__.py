"""Writes of the search room."""

from sasaeai.search.actions.entries import Entry, put, put_many, remove, remove_all, shift
from sasaeai.search.actions.synonyms import (
    add_group,
    edit_group,
    keep_defaults,
    remove_group,
    restore_group,
)

__all__ = [
    "Entry",
    "add_group",
    "edit_group",
    "keep_defaults",
    "put",
    "put_many",
    "remove",
    "remove_all",
    "remove_group",
    "restore_group",
    "shift",
]
