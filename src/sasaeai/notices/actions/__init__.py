"""Writes of the notices room."""

from sasaeai.notices.actions.deliveries import (
    PrintRun,
    mark_printed,
    mark_sent,
    take_back_print,
    take_back_sent,
    trace_letters,
)
from sasaeai.notices.actions.notices import (
    approve_notice,
    draft_notice,
    edit_notice,
    save_notice,
    withdraw_approval,
)
from sasaeai.notices.actions.replies import (
    ReplyDetails,
    clear_reply,
    confirm_reply,
    record_reply,
    restore_reply,
)

__all__ = [
    "PrintRun",
    "ReplyDetails",
    "approve_notice",
    "clear_reply",
    "confirm_reply",
    "draft_notice",
    "edit_notice",
    "mark_printed",
    "mark_sent",
    "record_reply",
    "restore_reply",
    "save_notice",
    "take_back_print",
    "take_back_sent",
    "trace_letters",
    "withdraw_approval",
]
