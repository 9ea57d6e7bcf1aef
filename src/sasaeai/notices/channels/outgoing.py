"""What every way out has in common: one copy in, one answer out, and refusals by what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sasaeai.notices.enums import Failure


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a copy. content_type: "application/pdf", "text/calendar" …"""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as it leaves, already within what may be said (queries.allowed).

    key: stays the same however often this copy is tried, and differs from that of a copy sent anew
    on purpose; the Message-ID and LINE's retry key are made of it.
    address: e-mail address, FAX number or LINE user id. ics: calendar file, None without one.
    reply_url: the reply page, None while the site cannot be reached from outside.
    """

    delivery_id: UUID
    key: UUID
    address: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    ics: bytes | None = None
    reply_url: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took the copy. message_id: what it is found by later (a mail: its key)."""

    message_id: str


class SendFailed(Exception):
    """A copy did not leave. `sentence` is Japanese and says what would help.

    failure: RETRY — this copy may go later; ADDRESS — never to this address; UNSURE — it may have
    left; OURS — our settings. stops_run: the next copy would meet the same, so the run ends here.
    """

    def __init__(self, failure: Failure, sentence: str, *, stops_run: bool | None = None) -> None:
        super().__init__(str(sentence))
        self.failure = failure
        self.sentence = str(sentence)
        self.stops_run = failure == Failure.OURS if stops_run is None else stops_run


class Channel(Protocol):
    """A way out, open for one run."""

    def send(self, copy: Copy) -> Sent:
        """Hand one copy over. Raises SendFailed."""

    def close(self) -> None:
        """Let go of what is held open. Never raises."""
