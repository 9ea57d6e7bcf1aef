"""Mails that say another mail could not be delivered: reports by RFC 3464, and those in plain words.

The mail they speak of is found by the key in its Message-ID, or in the return address they were
sent to. Automatic answers of the absent (RFC 3834) speak of our mails too and are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from uuid import UUID

_KEY = re.compile(r"\b([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@")
_KEY_IN_ADDRESS = re.compile(r"[+=.-]([0-9a-f]{32})@", re.IGNORECASE)
_FROM_A_SERVER = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (status|failure)|failure notice|returned (mail|to sender)|mail delivery"
    r"|delivery has failed|配信(不能|できませんでした|エラー|失敗)|送信(失敗|できませんでした)",
    re.IGNORECASE,
)
_STILL_TRYING = re.compile(
    r"will (be )?(retr|keep trying|continue)|still being retried|delayed|warning: ", re.IGNORECASE
)
_WHY = re.compile(r"^.*\b(?:5\d\d[ -]|5\.\d{1,3}\.\d{1,3}\b).*$", re.MULTILINE)
_TOLD_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
_MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Report:
    """One mail of ours that did not arrive. keys: candidates for its key; note: what was said."""

    keys: frozenset[UUID]
    note: str


def read_report(message: EmailMessage) -> Report | None:
    """What a mail says about a mail of ours; None when it does not say that it failed for good."""
    by_the_rule = message.get_content_type() == "multipart/report"
    note = _failure(message) if by_the_rule else _plain_failure(message)
    if note is None:
        return None
    keys = _keys_of(message)
    return Report(keys, note[:200]) if keys else None


def _failure(message: EmailMessage) -> str | None:
    """From message/delivery-status: the diagnosis of a recipient whose Action is failed."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            if str(block.get("Action", "")).strip().lower() == "failed":
                said = block.get("Diagnostic-Code") or block.get("Status") or ""
                return " ".join(str(said).rpartition("smtp;")[2].split())
    return None


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if payload else []


def _plain_failure(message: EmailMessage) -> str | None:
    if not _FROM_A_SERVER.search(str(message.get("From", ""))):
        return None
    if not _SUBJECT.search(str(message.get("Subject", ""))):
        return None
    text = _text_of(message)
    if _STILL_TRYING.search(text):
        return None
    why = _WHY.search(text)
    return " ".join(why.group().split()) if why else str(message.get("Subject", ""))


def _keys_of(message: EmailMessage) -> frozenset[UUID]:
    found = {UUID(key) for key in _KEY.findall(_text_of(message))}
    for name in _TOLD_TO:
        for value in message.get_all(name, []):
            found |= {UUID(key) for key in _KEY_IN_ADDRESS.findall(str(value))}
    return frozenset(found)


def _text_of(message: EmailMessage) -> str:
    """Headers and words of every part, so that a quoted Message-ID is found wherever it stands."""
    words: list[str] = []
    for part in message.walk():
        words += [f"{name}: {value}" for name, value in part.items()]
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                words.append(content.decode("utf-8", "replace"))
    return "\n".join(words)[:_MOST_TEXT]
