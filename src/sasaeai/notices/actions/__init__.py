"""Writes of the notices room."""

from sasaeai.notices.actions.changes import (
    Announced,
    TakenBack,
    carry_out_change,
    take_back_change,
)
from sasaeai.notices.actions.deliveries import (
    PrintRun,
    mark_printed,
    mark_sent,
    take_back_print,
    take_back_step,
    trace_letters,
)
from sasaeai.notices.actions.notices import (
    approve_notice,
    draft_notice,
    edit_notice,
    save_notice,
    withdraw_approval,
)
from sasaeai.notices.actions.outcomes import (
    call_off_copies,
    choose_channel,
    mark_failed,
    mark_returned,
)
from sasaeai.notices.actions.reminders import (
    edit_reminder,
    look_over_reminders,
    send_due_reminders,
    switch_reminder,
)
from sasaeai.notices.actions.replies import (
    ReplyDetails,
    clear_reply,
    confirm_reply,
    record_reply,
    restore_reply,
)
from sasaeai.notices.actions.scans import (
    Intake,
    confirm_scan,
    keep_unreadable,
    put_scan_back,
    set_scan_aside,
    take_in_scans,
)
from sasaeai.notices.actions.sending import (
    confirm_sent,
    queue_sending,
    send_again,
    sending_topic,
    take_back_queued,
)
from sasaeai.notices.actions.told_replies import confirm_told_replies, take_back_told_replies

__all__ = [
    "Announced",
    "Intake",
    "PrintRun",
    "ReplyDetails",
    "TakenBack",
    "approve_notice",
    "call_off_copies",
    "carry_out_change",
    "choose_channel",
    "clear_reply",
    "confirm_reply",
    "confirm_scan",
    "confirm_sent",
    "confirm_told_replies",
    "draft_notice",
    "edit_notice",
    "edit_reminder",
    "keep_unreadable",
    "look_over_reminders",
    "mark_failed",
    "mark_printed",
    "mark_returned",
    "mark_sent",
    "put_scan_back",
    "queue_sending",
    "record_reply",
    "restore_reply",
    "save_notice",
    "send_again",
    "send_due_reminders",
    "sending_topic",
    "set_scan_aside",
    "switch_reminder",
    "take_back_change",
    "take_back_print",
    "take_back_queued",
    "take_back_step",
    "take_back_told_replies",
    "take_in_scans",
    "trace_letters",
    "withdraw_approval",
]
