"""Reading a mailbox by IMAP (RFC 3501): mails that came back, and FAXes that arrive as mail.

A mail is looked at without touching it. Only what was dealt with is marked as read; everything
else stays as it is for the people who share the mailbox, and is not looked at again by this
process. IMAP rather than POP3, because POP3 knows no marks (docs/adr/0011-channels.md).
"""

from __future__ import annotations

import email
import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
T = TypeVar("T")

SCHEMES = ("imaps", "imap+starttls", "imap")
MOST_BYTES = 60 * 1024 * 1024
"""A larger mail is left to people."""
MOST_MAILS = 500
"""Looked at in one go; the rest follows with the next look."""
_seen: dict[str, int] = {}
"""By mailbox and its UIDVALIDITY, the highest number that was looked at."""


class MailboxClosed(Exception):
    """The mailbox could not be read; the text is a sentence for the log and `sasaeai check`."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in the box. uid: its number there; it stays unread until `Mailbox.done`."""

    uid: str
    message: EmailMessage

    def read(self, look: Callable[[EmailMessage], T]) -> T | None:
        """What `look` finds in the mail; None when it stumbles over a mail of an odd shape.

        Anybody may write to the box, and the library for mails knows shapes that break it: one
        such mail must not keep those behind it from being read.
        """
        try:
            return look(self.message)
        except Exception:
            logger.exception("mail %s could not be read; it is left to people", self.uid)
            return None

    def files(self, endings: tuple[str, ...]) -> list[tuple[str, bytes]]:
        """Attached files by name and content, whose name ends so (lower case, with the dot)."""
        return self.read(lambda _message: list(self._files(endings))) or []

    def _files(self, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        for part in self.message.walk():
            name = part.get_filename() or ""
            if name.lower().endswith(endings) and not part.is_multipart():
                content = part.get_payload(decode=True)
                yield name, content if isinstance(content, bytes) else b""


class Mailbox:
    """An open box."""

    def __init__(self, server: imaplib.IMAP4, name: str) -> None:
        self._server = server
        self._name = name

    def unread(self) -> Iterator[Mail]:
        """Unread mails that this process has not looked at yet, the oldest first."""
        for uid in self._new_uids()[:MOST_MAILS]:
            content = self._content(uid)
            message = None if content is None else _parsed(content, uid)
            if message is not None:
                yield Mail(str(uid), message)
            _seen[self._name] = max(_seen.get(self._name, 0), uid)

    def done(self, mail: Mail) -> None:
        """Mark a mail as read: it was dealt with."""
        self._server.uid("STORE", mail.uid, "+FLAGS.SILENT", r"(\Seen)")

    def _new_uids(self) -> list[int]:
        _kind, found = self._server.uid("SEARCH", "UNSEEN")
        numbers = sorted(int(uid) for uid in (found[0] or b"").split())
        return [uid for uid in numbers if uid > _seen.get(self._name, 0)]

    def _content(self, uid: int) -> bytes | None:
        _kind, told = self._server.uid("FETCH", str(uid), "(RFC822.SIZE)")
        line = told[0] if told else None
        size = _number_after(b"RFC822.SIZE", line if isinstance(line, bytes) else b"")
        if size > MOST_BYTES:
            logger.warning("mail %s is too large to be read (%s bytes)", uid, size)
            return None
        _kind, parts = self._server.uid("FETCH", str(uid), "(BODY.PEEK[])")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)


def _parsed(content: bytes, uid: int) -> EmailMessage | None:
    """The mail by the modern policy, so an EmailMessage; None for one nested beyond measure."""
    try:
        return email.message_from_bytes(content, policy=default)
    except Exception:
        logger.exception("mail %s could not be taken apart; it is left to people", uid)
        return None


def is_set_up(address: str) -> bool:
    """Whether an address such as settings.MAILBOX names a mailbox at all."""
    return bool(address)


def shown(address: str) -> str:
    """The address without a password that somebody put into it."""
    place = urlsplit(address)
    return f"{unquote(place.username or '')} at {place.hostname}"


@contextmanager
def open_mailbox(address: str, password: str) -> Iterator[Mailbox]:
    """The box at "imaps://user@host:993/INBOX". Raises MailboxClosed, also while it is read."""
    place = urlsplit(address)
    if place.scheme not in SCHEMES or not place.hostname or not place.username:
        raise MailboxClosed(
            _("メールボックスの設定の形が正しくありません（imaps://利用者@サーバー/INBOX）。")
        )
    server: imaplib.IMAP4 | None = None
    try:
        server = _connect(place.scheme, place.hostname, place.port)
        server.login(unquote(place.username), password)
        server.select(unquote(place.path.strip("/")) or "INBOX")
        validity = server.response("UIDVALIDITY")[1][0] or b""
        yield Mailbox(server, f"{address} {bytes(validity).decode('ascii', 'replace')}")
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxClosed(
            _("メールボックスを読めません（%(why)s）。") % {"why": type(error).__name__}
        ) from error
    finally:
        if server is not None:
            _leave(server)


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(
            host, port or 993, ssl_context=context, timeout=settings.MAIL_TIMEOUT
        )
    server = imaplib.IMAP4(host, port or 143, timeout=settings.MAIL_TIMEOUT)
    if scheme == "imap+starttls":
        server.starttls(ssl_context=context)
    return server


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):
        server.shutdown()


def _number_after(word: bytes, line: bytes) -> int:
    digits = line.partition(word)[2].strip().rstrip(b")").split(b" ")[0].rstrip(b")")
    return int(digits) if digits.isdigit() else 0
