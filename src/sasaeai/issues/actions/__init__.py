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
from sasaeai.issues.actions.seasons import answer_season, take_back_season_answer
from sasaeai.issues.actions.slip_troubles import follow_slip
from sasaeai.issues.actions.troubles import (
    edit_trouble,
    open_issue_of,
    raise_trouble,
    reconsider_trouble,
    restore_trouble,
    settle_trouble,
    take_trouble,
    withdraw_trouble,
)

__all__ = [
    "add_action",
    "answer_season",
    "close_issue",
    "connect_issue",
    "decline_passed_on",
    "disconnect_issue",
    "edit_action",
    "edit_issue",
    "edit_trouble",
    "finish_action",
    "follow_items",
    "follow_slip",
    "move_issue",
    "open_issue",
    "open_issue_of",
    "pass_on",
    "propose_again",
    "raise_issue",
    "raise_trouble",
    "reconsider_trouble",
    "remove_action",
    "reopen_issue",
    "restore_action",
    "restore_issue",
    "restore_trouble",
    "resume_action",
    "settle_trouble",
    "take_back_season_answer",
    "take_proposals",
    "take_trouble",
    "withdraw_issue",
    "withdraw_passed_on",
    "withdraw_trouble",
]
