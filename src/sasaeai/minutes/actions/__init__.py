"""All writes of the minutes room."""

from sasaeai.minutes.actions.approval import approve_minutes, unapprove_minutes
from sasaeai.minutes.actions.circular_copies import set_circular_copies, set_circular_readings
from sasaeai.minutes.actions.circulars import (
    mark_circular_printed,
    save_circular,
    unmark_circular_printed,
)
from sasaeai.minutes.actions.papers import record_minutes_export
from sasaeai.minutes.actions.public import (
    SectionEdit,
    approve_public_version,
    draft_public_version,
    edit_public_version,
    return_public_version,
    submit_public_version,
    withdraw_public_version,
)
from sasaeai.minutes.actions.public_traces import let_trace_stand, look_at_trace_again
from sasaeai.minutes.actions.texts import (
    compose_minutes,
    restore_revision,
    save_revision,
    take_up_day,
)

__all__ = [
    "SectionEdit",
    "approve_minutes",
    "approve_public_version",
    "compose_minutes",
    "draft_public_version",
    "edit_public_version",
    "let_trace_stand",
    "look_at_trace_again",
    "mark_circular_printed",
    "record_minutes_export",
    "restore_revision",
    "return_public_version",
    "save_circular",
    "save_revision",
    "set_circular_copies",
    "set_circular_readings",
    "submit_public_version",
    "take_up_day",
    "unapprove_minutes",
    "unmark_circular_printed",
    "withdraw_public_version",
]
