"""Writes of the directory."""

from sasaeai.directory.actions.asking import (
    ServiceAnswer,
    answer_check,
    ask_operators,
    key_check,
    restore_check,
    withdraw_check,
)
from sasaeai.directory.actions.deciding import (
    accept_correction,
    add_proposed_service,
    decline_correction,
    reopen_correction,
)
from sasaeai.directory.actions.imports import (
    AT_ONCE,
    Plan,
    carry_out_import,
    import_topic,
    plan_import,
    put_in_table,
)
from sasaeai.directory.actions.keeping import (
    ServiceDetails,
    add_service,
    edit_service,
    end_service,
    next_check,
    remove_service,
    restore_service,
    resume_service,
    unverify_service,
    verify_service,
)

__all__ = [
    "AT_ONCE",
    "Plan",
    "ServiceAnswer",
    "ServiceDetails",
    "accept_correction",
    "add_proposed_service",
    "add_service",
    "answer_check",
    "ask_operators",
    "carry_out_import",
    "decline_correction",
    "edit_service",
    "end_service",
    "import_topic",
    "key_check",
    "next_check",
    "plan_import",
    "put_in_table",
    "remove_service",
    "reopen_correction",
    "restore_check",
    "restore_service",
    "resume_service",
    "unverify_service",
    "verify_service",
    "withdraw_check",
]
