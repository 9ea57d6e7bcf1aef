"""Reads of the notices room."""

from sasaeai.notices.queries.addresses import AddressUsed, address_of, group_by_person
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
from sasaeai.notices.queries.envelopes import Envelope, envelopes
from sasaeai.notices.queries.facts import Change
from sasaeai.notices.queries.letters import (
    NoticeBoard,
    Recipient,
    chosen_recipients,
    get_notice,
    notice_board,
    notice_of,
)
from sasaeai.notices.queries.replies import (
    ReplyBoard,
    ReplyCounts,
    ReplyRow,
    last_removed_reply,
    previous_reply,
    removed_reply,
    reply_board,
    reply_row,
    row_named,
)
from sasaeai.notices.queries.ways import Way, goes_by_wire, goes_on_paper

__all__ = [
    "TEXT_FIELDS",
    "AddressUsed",
    "Caller",
    "Change",
    "Envelope",
    "NoticeBoard",
    "NoticeDraft",
    "NoticeTexts",
    "Recipient",
    "ReplyBoard",
    "ReplyCounts",
    "ReplyRow",
    "Way",
    "address_of",
    "callers_of",
    "chosen_recipients",
    "envelopes",
    "expected_number",
    "get_notice",
    "goes_by_wire",
    "goes_on_paper",
    "group_by_person",
    "last_removed_reply",
    "notice_board",
    "notice_draft",
    "notice_of",
    "previous_reply",
    "removed_reply",
    "reply_board",
    "reply_row",
    "row_named",
    "texts_of",
]
