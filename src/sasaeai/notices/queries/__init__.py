"""Reads of the notices room."""

from sasaeai.notices.queries.drafts import (
    TEXT_FIELDS,
    Caller,
    NoticeDraft,
    NoticeTexts,
    callers_of,
    expected_number,
    notice_draft,
    texts_of,
)
from sasaeai.notices.queries.letters import (
    AddressUsed,
    Change,
    NoticeBoard,
    Recipient,
    chosen_recipients,
    group_by_person,
    notice_board,
)
from sasaeai.notices.queries.replies import (
    ReplyBoard,
    ReplyCounts,
    ReplyRow,
    last_removed_reply,
    previous_reply,
    reply_board,
    reply_row,
    row_named,
)

__all__ = [
    "TEXT_FIELDS",
    "AddressUsed",
    "Caller",
    "Change",
    "NoticeBoard",
    "NoticeDraft",
    "NoticeTexts",
    "Recipient",
    "ReplyBoard",
    "ReplyCounts",
    "ReplyRow",
    "callers_of",
    "chosen_recipients",
    "expected_number",
    "group_by_person",
    "last_removed_reply",
    "notice_board",
    "notice_draft",
    "previous_reply",
    "reply_board",
    "reply_row",
    "row_named",
    "texts_of",
]
