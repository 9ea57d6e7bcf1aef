"""A small real IMAP server on loopback: one box, enough of RFC 3501 to be read and marked."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """What lies in the box. seen: numbers of the mails that are marked as read."""

    password: str = "himitsu"
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    validity: int = 1

    def put(self, content: bytes) -> int:
        """Deliver a mail; returns its number."""
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid


@contextmanager
def imap_server(box: Box) -> Iterator[str]:
    """The address of a server that shows `box`."""

    class Talk(_Talk):
        shown = box

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"imap://modori%40example.jp@127.0.0.1:{server.server_address[1]}/INBOX"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Talk(socketserver.StreamRequestHandler):
    shown: Box

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, rest = line.partition(" ")
            answer = self._answer(rest.upper(), rest)
            self._say(f"{tag} {answer}")
            if rest.upper() == "LOGOUT":
                return

    def _answer(self, command: str, typed: str) -> str:
        if command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN"):
            right = typed.endswith(f'"{self.shown.password}"') and "modori@example.jp" in typed
            return "OK welcome" if right else "NO wrong password"
        elif command.startswith("SELECT"):
            self._say(f"* {len(self.shown.mails)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {self.shown.validity}]")
        elif command == "UID SEARCH UNSEEN":
            unseen = sorted(set(self.shown.mails) - self.shown.seen)
            self._say(" ".join(["* SEARCH", *map(str, unseen)]))
        elif command.startswith("UID FETCH"):
            self._fetch(int(command.split()[2]), command)
        elif command.startswith("UID STORE"):
            self.shown.seen.add(int(command.split()[2]))
        elif command == "LOGOUT":
            self._say("* BYE")
        else:
            return "BAD unknown command"
        return "OK done"

    def _fetch(self, uid: int, command: str) -> None:
        content = self.shown.mails[uid]
        if "RFC822.SIZE" in command:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(content)})")
            return
        assert "BODY.PEEK[]" in command, "a mail must be looked at without marking it"
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode())
        self.wfile.write(content + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
