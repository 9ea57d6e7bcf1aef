"""The webhook of LINE: opened by LINE's signature over the very bytes, and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sasaeai.audit.models import Entry
from sasaeai.meetings.models import Expected
from sasaeai.notices.channels.line import LineEvent
from sasaeai.notices.handlers.line import hear
from sasaeai.notices.models import LineFriend, Reply
from sasaeai.portal.line import views
from tests.notices.line_server import LineServer, line_server, set_up, signed, text_event
from tests.notices.line_world import announced_call
from tests.world import World

ADDRESS = "/line/webhook/"


@pytest.fixture
def server(settings: Any) -> Iterator[LineServer]:
    with line_server() as kept:
        set_up(settings, kept)
        yield kept


@pytest.fixture
def chokai(world: World) -> Expected:
    return announced_call(world)


def body(*events: Any) -> bytes:
    return json.dumps({"destination": "U0", "events": list(events)}, ensure_ascii=False).encode()


def called(raw: bytes, signature: str | None = None) -> HttpResponse:
    client = Client(enforce_csrf_checks=True)
    return client.post(
        ADDRESS,
        raw,
        content_type="application/json",
        headers={"X-Line-Signature": signed(raw) if signature is None else signature},
    )


def test_a_code_links_and_a_word_answers(server: LineServer, chokai: Expected) -> None:
    raw = body(text_event(chokai.reply_code, event_id="1"), text_event("出席", event_id="2"))
    assert called(raw).status_code == 200
    assert LineFriend.objects.get().person == chokai.person
    assert Reply.objects.current().get().answer == "attend"
    assert "登録しました" in server.answers[0]
    assert "「出席」と受け取りました" in server.answers[1]
    replies = [asked for asked in server.asked if asked.path.endswith("/reply")]
    assert replies[0].body["replyToken"] == "0f3779fba3b349968c5d07db31eab56f"
    assert not any(asked.path.endswith("/push") for asked in server.asked)  # costs no quota


@pytest.mark.parametrize("signature", ["", "AAAA", signed(b"other"), signed(b"x", "other secret")])
def test_a_call_that_line_did_not_sign_changes_nothing(server, chokai, signature: str) -> None:
    written = Entry.objects.count()
    answer = called(body(text_event(chokai.reply_code)), signature)
    assert (answer.status_code, answer.content) == (400, b"")
    assert not LineFriend.objects.exists()
    assert Entry.objects.count() == written
    assert server.asked == []


def test_one_changed_byte_is_seen(server: LineServer, chokai: Expected) -> None:
    raw = body(text_event(chokai.reply_code))
    assert called(raw + b" ", signed(raw)).status_code == 400
    assert not LineFriend.objects.exists()


def test_a_call_delivered_again_does_nothing_more(server: LineServer, chokai: Expected) -> None:
    called(body(text_event(chokai.reply_code, event_id="1")))
    first = body(text_event("出席", event_id="2"))
    called(first)
    called(body(text_event("欠席", event_id="3")))
    written, answered = Entry.objects.count(), len(server.answers)
    assert called(first).status_code == 200
    assert Reply.objects.current().get().answer == "absent"
    assert (Entry.objects.count(), len(server.answers)) == (written, answered)


def test_unknown_events_are_passed_over(server: LineServer, chokai: Expected) -> None:
    strange = {"type": "of next year", "source": None}
    assert called(body()).status_code == 200  # LINE's own check of the address
    assert called(body(strange, 7, text_event(chokai.reply_code))).status_code == 200
    assert LineFriend.objects.count() == 1


def test_a_lost_answer_loses_nothing_heard(server: LineServer, chokai: Expected) -> None:
    server.refusals.append((500, {"message": "Internal server error"}))
    assert called(body(text_event(chokai.reply_code))).status_code == 200
    assert LineFriend.objects.count() == 1


def test_one_event_that_fails_keeps_no_other_from_being_heard(
    server: LineServer, chokai: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(event: LineEvent) -> str:
        if event.text == "これは":
            raise RuntimeError("a fault of ours")
        return hear(event)

    monkeypatch.setattr(views, "hear", stumbling)
    raw = body(text_event("これは", event_id="1"), text_event(chokai.reply_code, event_id="2"))
    assert called(raw).status_code == 500  # LINE delivers it again
    assert LineFriend.objects.get().person == chokai.person
    monkeypatch.setattr(views, "hear", hear)
    assert called(raw).status_code == 200
    assert LineFriend.objects.count() == 1


def test_a_call_too_big_is_not_read(server: LineServer, chokai: Expected) -> None:
    raw = body(text_event("出" * 300_000))
    assert called(raw).status_code == 400


def test_only_a_form_sent_by_line_is_taken(server: LineServer, db: None, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405


def test_a_site_without_line_has_no_such_address(settings: Any, db: None) -> None:
    settings.LINE_TOKEN = ""
    assert called(body()).status_code == 404
