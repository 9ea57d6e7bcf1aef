"""LINE by its Messaging API: copies pushed, words heard by the signed webhook, answers to them.

One channel (公式アカウント) serves the whole site. The official SDK is slow to load and optional
(extra "line"), so it is imported where it is used.
"""

from __future__ import annotations

import importlib.util
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.notices.channels.outgoing import Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure

RESENDS_SAFELY = True
"""LINE drops a copy whose retry key it already took (within a day)."""
MOST_LETTERS = 5000
"""Of one text message, counted as UTF-16 units (Messaging API reference)."""
_ALREADY_TAKEN, _TOO_MANY = 409, 429
_NOT_REACHED = gettext_lazy(
    "このLINEの登録には届きません。ご本人に返信コードをもう一度LINEで送ってもらうか、"
    "ほかの連絡方法を選んでください。"
)
_TEXT_REFUSED = gettext_lazy("文の形がLINEに断られました。システムの管理者に知らせてください。")
_SETTINGS_WRONG = gettext_lazy(
    "LINEの設定（SASAEAI_LINE_TOKEN）が正しくないため、送れません。市の担当の方に知らせてください。"
)

logger = logging.getLogger(__name__)


class LineEventKind(StrEnum):
    """What happened in a talk."""

    TEXT = "text"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LineEvent:
    """One event of the webhook. event_id stays the same when LINE delivers it again.

    late_since: of an event delivered again, when it happened first; newer ones may be heard already.
    """

    event_id: str
    kind: LineEventKind
    user_id: str
    text: str = ""
    reply_token: str = ""
    late_since: datetime | None = None


class NotFromLine(Exception):
    """The signature of a webhook call is wrong, or its body is none of LINE's."""


def is_set_up() -> bool:
    """Whether the site has a LINE channel and the library that speaks to it."""
    keys = settings.LINE_TOKEN and settings.LINE_SECRET
    return bool(keys) and importlib.util.find_spec("linebot") is not None


def open_channel() -> LineChannel:
    """The way out by LINE; it asks for the month's quota with the first copy."""
    return LineChannel()


class LineChannel:
    """One run of pushed messages, within what the contract allows in this month."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._asked = False

    def send(self, copy: Copy) -> Sent:
        """Push one copy. Raises SendFailed; the same key is never pushed twice."""
        self._keep_to_quota()
        message_id = _asked(lambda api, wait: _push(api, copy, wait))
        if self._left is not None:
            self._left -= 1
        return Sent(message_id)

    def close(self) -> None:
        """Nothing is held open between two copies."""

    def _keep_to_quota(self) -> None:
        if not self._asked:
            self._left = messages_left()
            self._asked = True
        if self._left is not None and self._left <= 0:
            raise _used_up()


def messages_left() -> int | None:
    """How many messages may still be pushed in this month; None: as many as wanted.

    Raises SendFailed when LINE does not say.
    """

    def ask(api: Any, wait: float) -> int | None:
        quota = api.get_message_quota(_request_timeout=wait)
        if quota.value is None:
            return None
        used = api.get_message_quota_consumption(_request_timeout=wait).total_usage
        return max(int(quota.value) - int(used), 0)

    return _asked(ask)


def answer(reply_token: str, text: str) -> bool:
    """Answer somebody who wrote; costs no quota. A lost answer changes nothing: False."""
    from linebot.v3.messaging import ReplyMessageRequest, TextMessage

    request = ReplyMessageRequest(
        reply_token=reply_token, messages=[TextMessage(text=_fitting(text))]
    )
    try:
        _asked(lambda api, wait: api.reply_message(request, _request_timeout=wait))
    except SendFailed as failed:
        logger.warning("an answer in LINE was lost: %s", failed.sentence)
        return False
    return True


def tell(line_user_id: str, text: str) -> bool:
    """Write to somebody apart from any notice; takes one of the month's messages. Lost: False."""
    copy = Copy(uuid4(), uuid4(), line_user_id, subject="", text=text)
    try:
        _asked(lambda api, wait: _push(api, copy, wait))
    except SendFailed as failed:
        logger.warning("a word to somebody in LINE was lost: %s", failed.sentence)
        return False
    return True


def read_events(raw: bytes, signature: str) -> tuple[LineEvent, ...]:
    """The events of one webhook call. Raises NotFromLine unless LINE signed these very bytes.

    An event of a shape that the SDK does not know says nothing, and spoils no other.
    """
    from linebot.v3.webhook import SignatureValidator

    try:
        text = raw.decode("utf-8")
        if not SignatureValidator(settings.LINE_SECRET).validate(text, signature):
            raise NotFromLine("signature")
        events = json.loads(text)["events"]
    except (ValueError, LookupError, TypeError) as error:
        raise NotFromLine("body") from error
    if not isinstance(events, list):
        raise NotFromLine("body")
    return tuple(_event(_known(each)) for each in events)


def _known(said: Any) -> Any:
    from linebot.v3.webhooks import Event

    try:
        return Event.from_dict(said)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _event(event: Any) -> LineEvent:
    """What we hear of an event; talks of groups and kinds unknown to us say nothing."""
    source = getattr(event, "source", None)
    user_id = getattr(source, "user_id", None) or ""
    content = getattr(event, "message", None)
    kind = LineEventKind.OTHER
    if user_id and getattr(source, "type", "") == "user":
        if event.type in (LineEventKind.FOLLOW, LineEventKind.UNFOLLOW):
            kind = LineEventKind(event.type)
        elif event.type == "message" and getattr(content, "type", "") == "text":
            kind = LineEventKind.TEXT
    return LineEvent(
        event_id=getattr(event, "webhook_event_id", None) or "",
        kind=kind,
        user_id=user_id,
        text=(getattr(content, "text", None) or "") if kind == LineEventKind.TEXT else "",
        reply_token=getattr(event, "reply_token", None) or "",
        late_since=_late_since(event),
    )


def _late_since(event: Any) -> datetime | None:
    """When an event happened that LINE could not deliver then."""
    delivery, at = getattr(event, "delivery_context", None), getattr(event, "timestamp", None)
    if not (getattr(delivery, "is_redelivery", False) and at):
        return None
    try:
        return datetime.fromtimestamp(int(at) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _push(api: Any, copy: Copy, wait: float) -> str:
    from linebot.v3.messaging import PushMessageRequest, TextMessage

    request = PushMessageRequest(to=copy.address, messages=[TextMessage(text=_whole_text(copy))])
    answered = api.push_message_with_http_info(
        request, x_line_retry_key=str(copy.key), _request_timeout=wait
    )
    sent = (answered.data.sent_messages if answered.data else None) or []
    return str(sent[0].id) if sent else str((answered.headers or {}).get("x-line-request-id", ""))


def _asked(ask: Any) -> Any:
    """Ask LINE one thing. Raises SendFailed by what would help."""
    import urllib3
    from linebot.v3.messaging import ApiClient, ApiException, Configuration, MessagingApi

    configuration = Configuration(host=settings.LINE_API, access_token=settings.LINE_TOKEN)
    configuration.retries = 0  # who tries again, and when, is decided in one place: sending
    try:
        with ApiClient(configuration) as client:
            return ask(MessagingApi(client), float(settings.LINE_TIMEOUT))
    except ApiException as error:
        if error.status == _ALREADY_TAKEN:
            return _taken_before(error)
        raise _refused(error) from error
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        # ValueError: an answer that is none of LINE's, as from a proxy. The key makes it safe to
        # try again.
        raise _unreachable() from error


def _taken_before(error: Any) -> str:
    """The name of the message that an earlier try of the same key left behind."""
    sent = _said(error).get("sentMessages")
    first = sent[0] if isinstance(sent, list) and sent else {}
    return str(first.get("id", "")) if isinstance(first, dict) else ""


def _said(error: Any) -> dict[str, Any]:
    """LINE's own words about a refusal; empty when they are not JSON."""
    try:
        said = json.loads(error.body or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _refused(error: Any) -> SendFailed:
    """What a refusal of the Messaging API means, by what would help."""
    status, said = int(error.status or 0), _said(error)
    if status == _TOO_MANY:
        return _used_up() if "monthly limit" in str(said.get("message", "")) else _crowded()
    if status == 0 or status >= 500:
        return _unreachable()
    if status == 404 or (status == 400 and not _is_about_text(said)):
        return SendFailed(Failure.ADDRESS, _NOT_REACHED)
    return SendFailed(Failure.OURS, _TEXT_REFUSED if status == 400 else _SETTINGS_WRONG)


def _is_about_text(said: dict[str, Any]) -> bool:
    details = said.get("details")
    if not isinstance(details, list):
        return False
    return any(str(each.get("property", "")).startswith("messages") for each in details)


def _used_up() -> SendFailed:
    return SendFailed(
        Failure.OURS,
        _(
            "今月LINEで送れる通数を使い切りました。来月まで待つか、ほかの連絡方法を選んでください。"
            "通数を増やすには、市の担当の方にLINEの契約を確かめてもらってください。"
        ),
    )


def _crowded() -> SendFailed:
    return SendFailed(
        Failure.RETRY,
        _("LINEが混み合っています。しばらくしてから、もう一度送ります。"),
        stops_run=True,
    )


def _unreachable() -> SendFailed:
    return SendFailed(
        Failure.RETRY,
        _("LINEにつながりませんでした。しばらくしてから、もう一度送ります。"),
        stops_run=True,
    )


def _whole_text(copy: Copy) -> str:
    """The words of a copy with the link to the reply page, which is never what is cut off."""
    if copy.reply_url and copy.reply_url not in copy.text:
        link = f"\n\n{copy.reply_url}"
        return _fitting(copy.text, MOST_LETTERS - _units(link)) + link
    return _fitting(copy.text)


def _fitting(text: str, most: int = MOST_LETTERS) -> str:
    """At most so many UTF-16 units, cut between characters and marked."""
    if _units(text) <= most:
        return text
    kept = text[: most - 1]
    while _units(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
