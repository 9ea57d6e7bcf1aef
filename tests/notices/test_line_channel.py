"""LINE as a way out, against a Messaging API on loopback: nobody twice, nothing beyond the quota."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sasaeai.notices.channels import line
from sasaeai.notices.channels.line import LineEventKind
from sasaeai.notices.channels.outgoing import Copy, SendFailed
from sasaeai.notices.enums import Failure
from tests.notices.line_server import LineServer, line_server, set_up, signed, text_event

pytestmark = pytest.mark.one_database


@pytest.fixture
def server(settings: Any) -> Iterator[LineServer]:
    with line_server() as kept:
        set_up(settings, kept)
        yield kept


def copy(text: str = "会議のご案内です。", **fields: Any) -> Copy:
    values = {
        "delivery_id": uuid.uuid4(),
        "key": uuid.uuid4(),
        "address": "U8189cf6745fc0d808977bdb0b9f22995",
        "subject": "ご案内",
        "text": text,
    } | fields
    return Copy(**values)


def refusal(server: LineServer, status: int, said: dict[str, Any]) -> SendFailed:
    server.refusals.append((status, said))
    with pytest.raises(SendFailed) as caught:
        line.open_channel().send(copy())
    return caught.value


def test_a_copy_is_pushed_to_its_reader_with_its_key(server: LineServer) -> None:
    one = copy("ご案内\n12月22日(火)", reply_url="https://city.example/r/K7M4QX9PA/")
    assert line.open_channel().send(one).message_id == "message-1"
    pushed = server.pushed[0]
    assert pushed.headers["x-line-retry-key"] == str(one.key)
    assert pushed.headers["authorization"] == "Bearer a-token-of-tests"
    assert pushed.body["to"] == one.address
    assert [message["text"] for message in pushed.body["messages"]] == [
        "ご案内\n12月22日(火)\n\nhttps://city.example/r/K7M4QX9PA/"
    ]


def test_the_same_copy_again_is_sent_although_line_took_it_before(server: LineServer) -> None:
    one = copy()
    first = line.open_channel().send(one)
    again = line.open_channel().send(one)
    assert first.message_id == again.message_id
    assert server.used == 1


def test_a_word_apart_from_any_notice_reaches_its_reader_or_is_lost(server: LineServer) -> None:
    assert line.tell("U1", "届け先が変わりました")
    assert (server.pushed[0].body["to"], server.used) == ("U1", 1)
    server.refusals.append((500, {"message": "Internal server error"}))
    assert not line.tell("U1", "届け先が変わりました")


def test_the_link_is_kept_when_a_text_is_too_long(server: LineServer) -> None:
    link = "https://city.example/r/K7M4QX9PA/"
    line.open_channel().send(copy("𠮷野" * 3000, reply_url=link))
    text = server.pushed[0].body["messages"][0]["text"]
    assert len(text.encode("utf-16-le")) // 2 <= 5000
    assert text.endswith(f"…\n\n{link}")
    assert "𠮷野𠮷…" in text or "𠮷野…" in text


def test_the_run_ends_where_the_months_quota_ends(server: LineServer) -> None:
    server.limit, server.used = 200, 198
    channel = line.open_channel()
    channel.send(copy())
    channel.send(copy())
    with pytest.raises(SendFailed) as caught:
        channel.send(copy())
    assert (caught.value.failure, caught.value.stops_run) == (Failure.OURS, True)
    assert "使い切りました" in caught.value.sentence
    assert len(server.pushed) == 2
    assert sum(asked.path.endswith("/quota") for asked in server.asked) == 1


def test_without_a_limit_as_many_leave_as_are_there(server: LineServer) -> None:
    assert line.messages_left() is None
    server.limit = 200
    server.used = 230
    assert line.messages_left() == 0


@pytest.mark.parametrize(
    ("status", "said", "failure", "stops"),
    [
        (400, {"message": "The property, 'to', in the request body is invalid"}, "address", False),
        (404, {"message": "Not found"}, "address", False),
        (
            400,
            {
                "message": "The request body has 1 error(s)",
                "details": [{"message": "May not be empty", "property": "messages[0].text"}],
            },
            "ours",
            True,
        ),
        (401, {"message": "Authentication failed."}, "ours", True),
        (403, {"message": "Not authorized"}, "ours", True),
        (429, {"message": "You have reached your monthly limit."}, "ours", True),
        (429, {"message": "The API rate limit has been exceeded."}, "retry", True),
        (500, {"message": "Internal server error"}, "retry", True),
        (200, {"sentMessages": "a page of a proxy"}, "retry", True),
    ],
)
def test_each_refusal_says_what_would_help(
    server: LineServer, status: int, said: dict[str, Any], failure: str, stops: bool
) -> None:
    failed = refusal(server, status, said)
    assert (failed.failure, failed.stops_run) == (Failure(failure), stops)
    assert failed.sentence.endswith("。")


def test_a_dead_line_is_tried_again_later(settings: Any) -> None:
    set_up(settings)
    with pytest.raises(SendFailed) as caught:
        line.open_channel().send(copy())
    assert (caught.value.failure, caught.value.stops_run) == (Failure.RETRY, True)


def test_nothing_is_set_up_without_both_keys(settings: Any) -> None:
    set_up(settings)
    assert line.is_set_up()
    settings.LINE_SECRET = ""
    assert not line.is_set_up()


def body(*events: dict[str, Any]) -> bytes:
    return json.dumps({"destination": "U0", "events": list(events)}, ensure_ascii=False).encode()


def test_what_line_signed_is_read(settings: Any) -> None:
    set_up(settings)
    raw = body(text_event("出席", user="U7", event_id="01A"))
    (event,) = line.read_events(raw, signed(raw))
    assert (event.kind, event.user_id, event.text) == (LineEventKind.TEXT, "U7", "出席")
    assert event.event_id == "01A"
    assert event.reply_token
    assert event.late_since is None


def test_an_event_delivered_again_says_when_it_happened(settings: Any) -> None:
    set_up(settings)
    again = {"deliveryContext": {"isRedelivery": True}, "timestamp": 1795000000000}
    raw = body(text_event("出席", **again))
    (event,) = line.read_events(raw, signed(raw))
    assert event.late_since == datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize("signature", ["", "AAAA", "署名", signed(b"something else")])
def test_what_line_did_not_sign_is_refused(settings: Any, signature: str) -> None:
    set_up(settings)
    with pytest.raises(line.NotFromLine):
        line.read_events(body(text_event("出席")), signature)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"events": 3}', b"\xff\xfe", b'{"event": []}'])
def test_a_signed_body_that_is_none_of_lines_is_refused(settings: Any, raw: bytes) -> None:
    set_up(settings)
    with pytest.raises(line.NotFromLine):
        line.read_events(raw, signed(raw))


@pytest.mark.parametrize(
    "event",
    [
        7,
        {"type": "a kind of next year", "timestamp": 1, "source": {"type": "user", "userId": "U1"}},
        text_event("出席", source={"type": "group", "groupId": "C1", "userId": "U1"}),
        text_event("出席", message={"id": "1", "type": "sticker", "packageId": "1", "stickerId": "1",
                                   "stickerResourceType": "STATIC"}),
    ],
)  # fmt: skip
def test_kinds_unknown_and_talks_of_groups_say_nothing(settings: Any, event: Any) -> None:
    set_up(settings)
    raw = body(event)
    (heard,) = line.read_events(raw, signed(raw))
    assert (heard.kind, heard.text) == (LineEventKind.OTHER, "")
