"""What a device talks to: every answer is JSON, every refusal says what to do, nothing is lost."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.accounts.models import Account
from sasaeai.field.sentences import sentences
from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.models import Carry, Entry
from sasaeai.kernel import clock
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting, Remark
from sasaeai.people.models import Tenure
from tests.hall.device import entry, remark
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return meetings.add_item(meeting=meeting, title="雪かき", actor=world.viewer("arai"))


def post(client: Client, name: str, *args: Any, **words: Any) -> Any:
    address = reverse(f"field:{name}", args=args)
    return client.post(address, json.dumps(words), content_type="application/json")


@pytest.fixture
def carry(desk: Any, meeting: Meeting, item: AgendaItem) -> str:
    answer = post(desk.arai, "carry", meeting=str(meeting.id), device="タブレット")
    assert answer.status_code == 200
    return str(answer.json()["carry"])


def said(item: AgendaItem, text: str) -> dict[str, Any]:
    return entry("remark", uuid.uuid4(), remark(card_of(item.id, "item"), text))


def test_a_device_carries_the_meeting_and_its_key(desk: Any, carry: str, meeting: Meeting) -> None:
    answer = desk.arai.get(reverse("field:key", args=[carry])).json()
    assert base64.b64decode(answer["key"]) == bytes(Carry.objects.get(pk=carry).key)
    assert len(base64.b64decode(answer["key"])) == 32
    assert answer["until"].startswith("2026-11-30")


def test_the_package_holds_the_meeting_and_no_more(
    desk: Any, world: World, carry: str, meeting: Meeting, item: AgendaItem
) -> None:
    meetings.call_posts(meeting=meeting, posts=[world.posts["chokai"]], actor=world.viewer("arai"))
    words = desk.arai.get(reverse("field:package", args=[carry])).json()
    assert set(words) == {
        "meeting", "number", "groups", "phrases", "outcomes", "statuses", "people", "left_open",
        "entries",
    }  # fmt: skip
    assert [one["body"]["title"] for one in words["entries"]] == ["雪かき"]
    (person,) = words["people"]
    assert set(person) == {
        "expected", "number", "organization", "post", "name", "kana", "group", "answer"
    }  # fmt: skip
    assert "017-000" not in json.dumps(words, ensure_ascii=False)  # no telephone, no address


def test_entries_are_taken_and_answered(
    desk: Any, carry: str, meeting: Meeting, item: AgendaItem
) -> None:
    one = said(item, "会場の文")
    answer = post(desk.arai, "sync", carry, entries=[one], have=0).json()
    assert answer["taken"] == [one["id"]]
    assert answer["refused"] == answer["cards"] == []
    assert one["id"] in {each["id"] for each in answer["entries"]}
    assert (answer["state"], answer["wipe"]) == ("planned", False)
    again = post(desk.arai, "sync", carry, entries=[one], have=answer["number"]).json()
    assert again["taken"] == [one["id"]]
    assert again["entries"] == []
    assert Remark.objects.filter(item=item).count() == 1


@pytest.mark.parametrize("name", ["key", "package", "sync", "returned"])
def test_who_is_signed_out_is_told_so_and_not_led_away(
    client: Client, carry: str, name: str
) -> None:
    address = reverse(f"field:{name}", args=[carry])
    answer = client.get(address) if name in {"key", "package"} else client.post(address)
    assert answer.status_code == 401
    assert "サインイン" in answer.json()["reason"]


def test_a_post_without_the_token_is_refused(world: World, carry: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        world.accounts["arai"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert post(strict, "sync", carry, entries=[], have=0).status_code == 403


def test_a_colleague_and_a_stranger_may_not_talk_for_it(desk: Any, carry: str) -> None:
    for client in (desk.ohashi, desk.shiraishi):
        answer = post(client, "sync", carry, entries=[], have=0)
        assert answer.status_code == 403
        assert "封をしたファイル" in answer.json()["reason"]


def test_the_key_dies_with_the_term(desk: Any, world: World, carry: str) -> None:
    person = world.accounts["arai"].person
    Tenure.objects.filter(person=person).update(until=TODAY - timedelta(days=1))
    answer = desk.arai.get(reverse("field:key", args=[carry]))
    assert (answer.status_code, answer.json()["wipe"]) == (410, True)
    assert "任期" in answer.json()["reason"]
    told = post(desk.arai, "sync", carry, entries=[], have=0)
    assert (told.status_code, told.json()["wipe"]) == (410, True)
    assert "封をしたファイル" in told.json()["reason"]


def test_out_of_term_a_device_may_say_that_it_forgot(desk: Any, world: World, carry: str) -> None:
    person = world.accounts["arai"].person
    Tenure.objects.filter(person=person).update(until=TODAY - timedelta(days=1))
    assert post(desk.arai, "returned", carry, wiped=False).status_code == 410
    assert post(desk.ohashi, "returned", carry, wiped=True).status_code == 403
    assert Carry.objects.get(pk=carry).wiped_at is None
    assert post(desk.arai, "returned", carry, wiped=True).status_code == 200
    assert Carry.objects.get(pk=carry).wiped_at is not None


def test_who_runs_the_district_no_more_is_told_to_forget(
    desk: Any, world: World, carry: str, meeting: Meeting, item: AgendaItem
) -> None:
    Carry.objects.filter(pk=carry).update(account_id=world.accounts["shiraishi"].pk)
    for name in ("key", "package"):
        answer = desk.shiraishi.get(reverse(f"field:{name}", args=[carry]))
        assert (answer.status_code, answer.json()["wipe"]) == (410, True)
    answer = post(desk.shiraishi, "sync", carry, entries=[said(item, "任期のあと")], have=0)
    assert (answer.status_code, answer.json()["wipe"]) == (410, True)
    assert not Entry.objects.filter(carry=carry).exists()


def test_a_carry_never_lasts_longer_than_the_term(
    desk: Any, world: World, meeting: Meeting
) -> None:
    person = world.accounts["arai"].person
    Tenure.objects.filter(person=person).update(until=TODAY + timedelta(days=2))
    answer = post(desk.arai, "carry", meeting=str(meeting.id), device="x").json()
    assert answer["until"].startswith("2026-11-25T15:00")  # the midnight that ends the 25th


def move(meeting: Meeting, *, days: int) -> None:
    """Hold a meeting on another day than when it was carried out."""
    apart = timedelta(days=days)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + apart, ends_at=meeting.ends_at + apart
    )


def test_a_postponed_meeting_stays_open_on_the_device(
    desk: Any, carry: str, meeting: Meeting
) -> None:
    move(meeting, days=20)
    Carry.objects.filter(pk=carry).update(expires_at=clock.now() - timedelta(hours=1))
    answer = desk.arai.get(reverse("field:key", args=[carry]))
    assert answer.status_code == 200
    assert answer.json()["until"].startswith("2026-12-20")
    move(meeting, days=30)
    answer = post(desk.arai, "sync", carry, entries=[], have=0)
    assert answer.json()["until"].startswith("2026-12-30")


def test_the_key_is_not_given_after_its_days_but_words_are_taken(
    desk: Any, carry: str, meeting: Meeting, item: AgendaItem
) -> None:
    move(meeting, days=-20)
    assert desk.arai.get(reverse("field:key", args=[carry])).status_code == 403
    one = said(item, "一週間あとの文")
    assert post(desk.arai, "sync", carry, entries=[one], have=0).json()["taken"] == [one["id"]]


def test_a_wipe_is_told_after_the_words_were_taken(
    desk: Any, world: World, carry: str, item: AgendaItem
) -> None:
    row = Carry.objects.select_related("meeting__body__district").get(pk=carry)
    actions.ask_wipe(carry=row, actor=world.viewer("ohashi"))
    answer = post(desk.arai, "sync", carry, entries=[said(item, "最後の文")], have=0).json()
    assert answer["wipe"]
    assert Remark.objects.get(item=item).text == "最後の文"
    gone = desk.arai.get(reverse("field:package", args=[carry]))
    assert (gone.status_code, gone.json()["wipe"]) == (410, True)
    assert post(desk.arai, "returned", carry, wiped=True).status_code == 200
    assert Carry.objects.get(pk=carry).wiped_at is not None


@pytest.mark.parametrize("by", ["desk", "device", "regime"])
def test_a_device_reads_whose_wish_it_is_that_it_drops_the_meeting(
    desk: Any, world: World, carry: str, meeting: Meeting, by: str
) -> None:
    if by == "desk":
        row = Carry.objects.select_related("meeting__body__district").get(pk=carry)
        actions.ask_wipe(carry=row, actor=world.viewer("ohashi"))
    elif by == "device":
        assert post(desk.arai, "returned", carry, wiped=False).status_code == 200
    else:
        Meeting.objects.filter(pk=meeting.pk).update(regime="care_meeting")
    said = "".join(sentences()[name] for name in ("standing_to-drop", "drop_hint", "dropped"))
    for answer in (
        post(desk.arai, "sync", carry, entries=[], have=0),
        desk.arai.get(reverse("field:key", args=[carry])),
    ):
        assert answer.json()["wipe"]
        assert ("事務局が" in answer.json()["reason"] + said) == (by == "desk")
        assert ("もう消した" in answer.json()["reason"]) == (by == "device")


@pytest.mark.parametrize("why", ["regime", "wipe", "expired"])
def test_a_device_that_is_to_forget_learns_no_new_words(
    desk: Any, world: World, carry: str, meeting: Meeting, item: AgendaItem, why: str
) -> None:
    meetings.set_outcome(
        item=item,
        outcome="decided",
        text="あとから机で書いた文",
        base_version=item.version,
        actor=world.viewer("arai"),
    )
    if why == "regime":
        Meeting.objects.filter(pk=meeting.pk).update(regime="care_meeting")
    elif why == "wipe":
        row = Carry.objects.select_related("meeting__body__district").get(pk=carry)
        actions.ask_wipe(carry=row, actor=world.viewer("ohashi"))
    else:
        move(meeting, days=-20)
    answer = post(desk.arai, "sync", carry, entries=[], have=0)
    assert (answer.status_code, answer.json()["wipe"]) == (200, why != "expired")
    assert answer.json()["entries"] == answer.json()["cards"] == []
    assert answer.json()["number"] == 0


def test_an_entry_that_comes_while_answering_is_told_next_time(
    carry: str, meeting: Meeting, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.take_up_desk(meeting=meeting, actor=world.viewer("arai"))
    row = Carry.objects.select_related("meeting").get(pk=carry)

    module = import_module("sasaeai.hall.queries.package")
    words = module.entry_words

    def meanwhile(one: Entry) -> dict[str, Any]:
        meetings.add_item(meeting=meeting, title="その間の議題", actor=world.viewer("ohashi"))
        actions.take_up_desk(meeting=meeting, actor=world.viewer("ohashi"))
        return words(one)

    monkeypatch.setattr(module, "entry_words", meanwhile)
    told = queries.sync_words(row, have=0)
    monkeypatch.undo()
    after = queries.sync_words(row, have=told["number"])
    assert [one["body"]["title"] for one in (*told["entries"], *after["entries"])] == [
        "雪かき",
        "その間の議題",
    ]


def test_a_meeting_called_off_keeps_the_words_waiting(
    desk: Any, world: World, carry: str, meeting: Meeting, item: AgendaItem
) -> None:
    meetings.cancel_meeting(meeting=meeting, reason="吹雪", actor=world.viewer("ohashi"))
    one = said(item, "中止の前に書いた文")
    answer = post(desk.arai, "sync", carry, entries=[one], have=0).json()
    assert answer["taken"] == [one["id"]]
    assert "中止" in answer["cards"][0]["reason"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 422),
        (b"[]", 422),
        (b'{"entries": {}}', 422),
        (b'{"entries": [], "have": -1}', 422),
        (b'{"entries": [], "have": "x"}', 422),
        (b"[" * 100_000, 422),
        (b'{"entries": [' + b"1," * 200 + b"1]}", 422),
        (b'{"x": "' + b"a" * 2_600_000 + b'"}', 413),
    ],
)
def test_a_forged_batch_has_a_clear_outcome(
    desk: Any, carry: str, body: bytes, status: int
) -> None:
    answer = desk.arai.post(
        reverse("field:sync", args=[carry]), body, content_type="application/json"
    )
    assert (answer.status_code, bool(answer.json()["reason"])) == (status, True)
    assert not Entry.objects.filter(carry=carry).exists()


def test_an_unknown_carry_is_not_found(desk: Any) -> None:
    assert desk.arai.get(reverse("field:key", args=[uuid.uuid4()])).status_code == 404


def test_asking_again_after_a_lost_answer_gives_the_same_carry(desk: Any, meeting: Meeting) -> None:
    minted = str(uuid.uuid4())
    answers = [
        post(desk.arai, "carry", meeting=str(meeting.id), device="x", carry=minted).json()
        for _again in range(2)
    ]
    assert answers[0] == answers[1]
    assert Carry.objects.count() == 1
    other = post(desk.ohashi, "carry", meeting=str(meeting.id), device="x", carry=minted)
    assert other.status_code == 422


def test_an_account_without_a_person_is_refused(carry: str, world: World) -> None:
    account: Account = world.accounts["arai"]
    account.is_active = False
    account.save(update_fields=["is_active"])
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("field:key", args=[carry])).status_code in {401, 403}


def test_a_batch_costs_as_many_queries_for_each_entry(
    desk: Any, carry: str, item: AgendaItem
) -> None:
    def cost(count: int) -> int:
        batch = [said(item, f"文{uuid.uuid4()}") for _each in range(count)]
        with CaptureQueriesContext(connection) as statements:
            assert (
                len(post(desk.arai, "sync", carry, entries=batch, have=0).json()["taken"]) == count
            )
        return len(statements)

    cost(1)
    few, many = cost(10), cost(40)
    assert cost(10) <= few
    assert many - few <= 30 * 12
