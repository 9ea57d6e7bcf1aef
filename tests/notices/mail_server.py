"""A real SMTP server on loopback that counts what it takes and refuses what it is told to."""

from __future__ import annotations

import email
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

Step = Callable[[str, str], str | None]
"""Called with the command and the recipient; an answer other than None refuses."""


@dataclass
class Post:
    """What the server holds: one entry a mail, in the order of taking.

    hangs_up_on: reader whose mail is taken, and then the line breaks before the server says so.
    """

    on_step: Step = lambda _command, _address: None
    hangs_up_on: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many mails each recipient got."""
        return Counter(self.recipients)

    async def handle_MAIL(  # noqa: N802  named by aiosmtpd
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if answer := self.on_step("MAIL", address):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if answer := self.on_step("RCPT", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        if answer := self.on_step("DATA", address):
            return answer
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        self.senders.append(envelope.mail_from)
        self.recipients.append(address)
        if address == self.hangs_up_on:
            server.transport.abort()
        return self.on_step("TAKEN", address) or "250 OK"


@contextmanager
def smtp_server(post: Post) -> Iterator[int]:
    """The port of a server that fills `post`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
