"""Writes of the issues room."""

from sasaeai.issues.actions.assign import (
    add_action,
    edit_action,
    finish_action,
    remove_action,
    restore_action,
    resume_action,
)
from sasaeai.issues.actions.news import (
    decline_passed_on,
    follow_items,
    pass_on,
    propose_again,
    take_proposals,
    withdraw_passed_on,
)
from sasaeai.issues.actions.path import (
    close_issue,
    connect_issue,
    disconnect_issue,
    edit_issue,
    move_issue,
    open_issue,
    raise_issue,
    reopen_issue,
    restore_issue,
    withdraw_issue,
)

__all__ = [
    "add_action",
    "close_issue",
    "connect_issue",
    "decline_passed_on",
    "disconnect_issue",
    "edit_action",
    "edit_issue",
    "finish_action",
    "follow_items",
    "move_issue",
    "open_issue",
    "pass_on",
    "propose_again",
    "raise_issue",
    "remove_action",
    "reopen_issue",
    "restore_action",
    "restore_issue",
    "resume_action",
    "take_proposals",
    "withdraw_issue",
    "withdraw_passed_on",
]
