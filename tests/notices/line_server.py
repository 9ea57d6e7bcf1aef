"""A Messaging API on loopback: keeps what it was asked, and answers as LINE's reference says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN, SECRET, LINE_ID = "a-token-of-tests", "a-secret-of-tests", "@sasaeai"
_ANSWERED = 200, {"sentMessages": [{"id": "461230966842064897"}]}


@dataclass
class Asked:
    """One request: what stood in its head and in its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class LineServer:
    """limit: of the month, None without one. refusals: answers given before any other, in turn."""

    address: str = ""
    limit: int | None = None
    used: int = 0
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def pushed(self) -> list[Asked]:
        return [each for each in self.asked if each.path == "/v2/bot/message/push"]

    @property
    def answers(self) -> list[str]:
        replies = [each for each in self.asked if each.path == "/v2/bot/message/reply"]
        return [message["text"] for each in replies for message in each.body["messages"]]

    def answer(self, asked: Asked) -> tuple[int, dict[str, Any]]:
        """Status and body for one request."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Authentication failed."}
        limited = {"type": "limited", "value": self.limit}
        told = {
            "/v2/bot/message/quota": {"type": "none"} if self.limit is None else limited,
            "/v2/bot/message/quota/consumption": {"totalUsage": self.used},
        }
        if asked.path in told:
            return 200, told[asked.path]
        if self.refusals:
            return self.refusals.pop(0)
        return self._push(asked) if asked.path.endswith("/push") else _ANSWERED

    def _push(self, asked: Asked) -> tuple[int, dict[str, Any]]:
        key = asked.headers["x-line-retry-key"]
        if key in self.taken:
            sent = [{"id": self.taken[key]}]
            return 409, {"message": "The retry key is already accepted", "sentMessages": sent}
        self.used += 1
        self.taken[key] = f"message-{self.used}"
        return 200, {"sentMessages": [{"id": self.taken[key]}]}


@contextmanager
def line_server() -> Iterator[LineServer]:
    """The server, running in a thread of its own."""
    kept = LineServer()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                json.loads(self.rfile.read(length) or b"{}"),
            )
            kept.asked.append(asked)
            status, said = kept.answer(asked)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _serve  # noqa: N815  the names that http.server asks for

        def log_message(self, *args: Any) -> None:
            """Say nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def set_up(settings: Any, server: LineServer | None = None) -> None:
    """Give the site a LINE channel."""
    settings.LINE_TOKEN, settings.LINE_SECRET, settings.LINE_ID = TOKEN, SECRET, LINE_ID
    settings.LINE_TIMEOUT = 5
    settings.LINE_API = server.address if server else "http://127.0.0.1:9"


def signed(body: bytes, secret: str = SECRET) -> str:
    """The signature that LINE puts beside a webhook call."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def text_event(text: str, *, user: str = "U1", event_id: str = "", **more: Any) -> dict[str, Any]:
    """A message as the webhook carries it."""
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1795000000000,
        "webhookEventId": event_id or f"01{abs(hash((text, user))):024d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "0f3779fba3b349968c5d07db31eab56f",
        "source": {"type": "user", "userId": user},
        "message": {"id": "444573844083572737", "type": "text", "text": text, "quoteToken": "q"},
    } | more
