"""What devices bring back stands in the record once, and nobody's words vanish."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Carry, Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import Outcome, PresenceStatus, Regime
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark
from tests.hall.device import Device, carry_for, entry, remark
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return meetings.add_item(meeting=meeting, title="雪かきについて", actor=world.viewer("arai"))


@pytest.fixture
def tablet(world: World, meeting: Meeting, item: AgendaItem) -> Device:
    device = carry_for(world, "arai", meeting)
    device.begin()
    return device


def item_card(item: AgendaItem) -> uuid.UUID:
    return card_of(item.id, "item")


def texts(item: AgendaItem) -> list[str]:
    rows = Remark.objects.current().filter(item=item).order_by("position")
    return list(rows.values_list("text", flat=True))


def test_what_was_said_in_the_hall_stands_in_the_record(tablet: Device, item: AgendaItem) -> None:
    tablet.write("remark", uuid.uuid4(), remark(item_card(item), "屋根の雪を下ろせない家がある。"))
    words = tablet.send()
    assert texts(item) == ["屋根の雪を下ろせない家がある。"]
    assert words["cards"] == []


def test_a_repeated_sending_doubles_nothing(tablet: Device, item: AgendaItem) -> None:
    said = tablet.write("remark", uuid.uuid4(), remark(item_card(item), "一度だけ"))
    tablet.send(answer_lost=True)
    tablet.send()
    tablet.send(said["id"])
    assert texts(item) == ["一度だけ"]
    assert Entry.objects.filter(id=said["id"]).count() == 1


def test_a_later_version_may_arrive_first(tablet: Device, item: AgendaItem) -> None:
    card = uuid.uuid4()
    first = tablet.write("remark", card, remark(item_card(item), "はじめ"))
    second = tablet.write("remark", card, remark(item_card(item), "あと"))
    tablet.send(second["id"])
    tablet.send(first["id"])
    assert texts(item) == ["あと"]
    assert Card.objects.get(pk=card).state == CardState.APPLIED


def test_two_devices_that_differ_keep_both_texts(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    other = carry_for(world, "ohashi", meeting, "社協のタブレット")
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "もとの文"))
    tablet.send()
    other.begin()
    tablet.write("remark", card, remark(item_card(item), "新井の文"))
    other.write("remark", card, remark(item_card(item), "大橋の文"))
    tablet.send()
    other.send()
    tablet.send()
    assert texts(item) == ["新井の文"]  # what stood stays
    assert {one["body"]["text"] for one in tablet.heads(card)} == {"新井の文", "大橋の文"}
    assert tablet.heads(card) == other.heads(card)
    shown = queries.open_cards(meeting)[0]
    assert [one.lines[0] for one in shown.texts] == ["○ 新井の文", "○ 大橋の文"]
    assert shown.about == "雪かきについて"


@pytest.mark.parametrize(
    ("keep", "stands"),
    [
        ("this", "新井の文"),
        ("that", "大橋の文"),
        ("both", "新井の文\n大橋の文"),
    ],
)
def test_a_choice_follows_both_and_reaches_the_devices(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting, keep: str, stands: str
) -> None:
    other = carry_for(world, "ohashi", meeting)
    other.begin()
    card = uuid.uuid4()
    for device, name in ((tablet, "新井"), (other, "大橋")):
        device.write("remark", card, remark(item_card(item), f"{name}の文"))
        device.send()
    shown = queries.open_cards(meeting)[0]
    chosen = {"this": shown.texts[0].entry.id, "that": shown.texts[1].entry.id, "both": "both"}
    actions.resolve(
        card=shown.card,
        keep=chosen[keep],
        seen=[uuid.UUID(each) for each in shown.seen.split(",")],
        actor=world.viewer("ohashi"),
    )
    assert texts(item) == [stands]
    tablet.send()
    assert [one["body"]["text"] for one in tablet.heads(card)] == [stands]
    assert not queries.open_counts(meeting).any


def test_a_choice_between_texts_that_are_not_all_there_is_not_made(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    other = carry_for(world, "ohashi", meeting)
    other.begin()
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "新井の文"))
    other.write("remark", card, remark(item_card(item), "大橋の文"))
    tablet.send()
    other.send()
    shown = queries.open_cards(meeting)[0]
    other.write("remark", card, remark(item_card(item), "大橋の新しい文"))
    other.send()
    with pytest.raises(NotNow, match="新しい文"):
        actions.resolve(
            card=shown.card,
            keep=shown.texts[0].entry.id,
            seen=[uuid.UUID(each) for each in shown.seen.split(",")],
            actor=world.viewer("arai"),
        )


def test_the_same_words_on_two_devices_are_joined(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    other = carry_for(world, "ohashi", meeting)
    other.begin()
    card = card_of(item_card(item), "outcome")
    body = {"item": str(item_card(item)), "outcome": "decided", "text": "当番を決める。"}
    tablet.write("outcome", card, body)
    other.write("outcome", card, body)
    tablet.send()
    other.send()
    tablet.send()
    assert len(tablet.heads(card)) == 1
    assert tablet.heads(card) == other.heads(card)
    assert AgendaItem.objects.get(pk=item.pk).outcome == Outcome.DECIDED


def test_the_desk_and_a_device_are_like_two_devices(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "会場の文"))
    tablet.send()
    row = Remark.objects.get(item=item)
    meetings.edit_remark(
        remark=row,
        kind="opinion",
        group="町会",
        text="机の文",
        base_version=row.version,
        actor=world.viewer("ohashi"),
    )
    tablet.write("remark", card, remark(item_card(item), "会場で直した文"))
    tablet.send()
    assert texts(item) == ["机の文"]
    shown = queries.open_cards(meeting)[0]
    assert [one.lines[0] for one in shown.texts] == ["○ 机の文", "○ 会場で直した文"]
    assert "大橋" in shown.texts[0].entry.author_name


def test_what_the_desk_did_not_change_makes_no_entry(
    tablet: Device, item: AgendaItem, meeting: Meeting, world: World
) -> None:
    tablet.write("remark", uuid.uuid4(), remark(item_card(item), "文"))
    tablet.write(
        "clock",
        card_of(item_card(item), "clock"),
        {"item": str(item_card(item)), "seconds": 300},
    )
    tablet.send()
    before = Entry.objects.filter(meeting=meeting).count()
    for _again in range(2):
        actions.take_up_desk(meeting=meeting, actor=world.viewer("arai"))
    assert Entry.objects.filter(meeting=meeting).count() == before


def test_an_item_taken_away_at_the_desk_is_offered_back(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "会場で出た意見"))
    meetings.remove_item(item=item, actor=world.viewer("ohashi"))
    words = tablet.send()
    assert [(one["card"], one["state"]) for one in words["cards"]] == [(str(card), "waiting")]
    assert "雪かきについて" in words["cards"][0]["reason"]
    actions.offer_back(card=Card.objects.get(pk=card), actor=world.viewer("arai"))
    assert texts(item) == ["会場で出た意見"]
    assert not queries.open_counts(meeting).any


def test_removed_at_the_desk_and_edited_in_the_hall_is_a_choice(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "会場の文"))
    tablet.send()
    meetings.remove_remark(remark=Remark.objects.get(item=item), actor=world.viewer("ohashi"))
    tablet.write("remark", card, remark(item_card(item), "会場で直した文"))
    tablet.send()
    shown = queries.open_cards(meeting)[0]
    assert shown.is_conflict
    assert not shown.has_both
    actions.resolve(
        card=shown.card,
        keep=shown.texts[1].entry.id,
        seen=[uuid.UUID(each) for each in shown.seen.split(",")],
        actor=world.viewer("arai"),
    )
    assert texts(item) == ["会場で直した文"]


def test_a_closed_record_lets_cards_wait_until_it_is_reopened(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    actor = world.viewer("arai")
    meetings.set_outcome(item=item, outcome="shared", text="", base_version=1, actor=actor)
    meetings.close_meeting(meeting=meeting, actor=actor)
    tablet.write("remark", uuid.uuid4(), remark(item_card(item), "あとから届いた文"))
    words = tablet.send()
    assert words["state"] == "held"
    assert "締め" in words["cards"][0]["reason"]
    assert texts(item) == []
    meetings.reopen_meeting(meeting=meeting, actor=actor)
    actions.try_again(meeting=meeting, actor=actor)
    assert texts(item) == ["あとから届いた文"]


def test_an_item_made_in_the_hall_may_be_written_about_at_once(
    tablet: Device, meeting: Meeting
) -> None:
    card = uuid.uuid4()
    body = {"title": "会場で出た議題", "kind": "discuss", "minutes": None, "position": 99}
    said = tablet.write("remark", uuid.uuid4(), remark(card, "その意見"))
    made = tablet.write("item", card, body)
    tablet.send(said["id"])
    assert tablet.cards[0]["state"] == "waiting"
    tablet.send(made["id"])
    assert tablet.cards == []
    assert texts(AgendaItem.objects.get(title="会場で出た議題")) == ["その意見"]


def test_everything_the_hall_writes_reaches_its_place(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    about = str(item_card(item))
    guest = uuid.uuid4()
    tablet.write(
        "presence",
        guest,
        {"expected": None, "status": "late", "person_name": "架空 花", "companions": 2},
    )
    tablet.write(
        "promise", uuid.uuid4(), {"item": about, "who": "町会", "what": "見回る", "due_on": None}
    )
    tablet.write("trouble", uuid.uuid4(), {"text": "買い物に行けない。", "raised_by": "町会"})
    tablet.write("note", card_of(meeting.id, "note"), {"text": "次回は三月"})
    tablet.write("clock", card_of(about, "clock"), {"item": about, "seconds": 754})
    words = tablet.send()
    assert (words["cards"], tablet.refused) == ([], {})
    assert Presence.objects.get(meeting=meeting).status == PresenceStatus.LATE
    assert item.actions.get().what == "見回る"
    assert meeting.troubles.get().via == "meeting"
    assert Meeting.objects.get(pk=meeting.pk).next_note == "次回は三月"
    assert AgendaItem.objects.get(pk=item.pk).took_seconds == 754


def test_a_tap_on_somebody_called_marks_and_unmarks(
    world: World, tablet: Device, meeting: Meeting
) -> None:
    expected = meetings.call_guest(
        meeting=meeting,
        actor=world.viewer("arai"),
        organization_name="町会",
        person_name="架空 太郎",
    )
    expected = expected[0] if isinstance(expected, list) else expected
    card = card_of(expected.id, "presence")
    body = {"expected": str(expected.id), "status": "present"}
    tablet.write("presence", card, body)
    tablet.send()
    assert Presence.objects.current().get(meeting=meeting).status == "present"
    tablet.write("presence", card, {**body, "removed": True})
    tablet.send()
    assert not Presence.objects.current().filter(meeting=meeting).exists()
    tablet.write("presence", card, {**body, "status": "absent"})
    words = tablet.send()
    assert Presence.objects.current().get(meeting=meeting).status == "absent"
    assert words["cards"] == []


def test_the_writer_stays_the_author_and_who_hands_in_is_noted(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    said = tablet.write("remark", uuid.uuid4(), remark(item_card(item), "封の中の文"))
    carry = Carry.objects.get(pk=tablet.carry.pk)
    content = actions.seal(carry, [said], b"0123456789ab")
    handed = actions.take_in_sealed_file(
        meeting=meeting, content=content, actor=world.viewer("ohashi")
    )
    assert handed.taken.fresh == 1
    assert "新井" in Entry.objects.get(pk=said["id"]).author_name
    assert texts(item) == ["封の中の文"]
    again = actions.take_in_sealed_file(
        meeting=meeting, content=content, actor=world.viewer("ohashi")
    )
    assert again.is_known
    assert texts(item) == ["封の中の文"]


def test_a_wrong_file_says_what_is_wrong_with_it(
    world: World, tablet: Device, meeting: Meeting
) -> None:
    carry = Carry.objects.get(pk=tablet.carry.pk)
    good = actions.seal(carry, [], b"0123456789ab")
    unknown = good[:8] + uuid.uuid4().bytes + good[24:]
    cases = {
        b"%PDF-1.7": "封をしたファイル",
        good[:30]: "壊れて",
        good[:-1] + bytes([good[-1] ^ 1]): "壊れて",
        unknown: "記録がありません",
    }
    for content, sentence in cases.items():
        with pytest.raises(InvalidInput, match=sentence):
            actions.take_in_sealed_file(
                meeting=meeting, content=content, actor=world.viewer("arai")
            )
    elsewhere = world.add_meeting(on=TODAY.replace(day=22))
    with pytest.raises(InvalidInput, match="その会議のページ"):
        actions.take_in_sealed_file(meeting=elsewhere, content=good, actor=world.viewer("arai"))
    with pytest.raises(NotAllowed):
        actions.take_in_sealed_file(meeting=meeting, content=good, actor=world.viewer("shiraishi"))


def test_only_who_carried_it_out_may_talk_for_a_device(world: World, tablet: Device) -> None:
    with pytest.raises(NotAllowed, match="封をしたファイル"):
        actions.take_in(carry=tablet.carry, entries=[], actor=world.viewer("ohashi"))


@pytest.mark.parametrize("regime", [one for one in Regime if not one.goes_onto_devices])
def test_a_closed_meeting_is_never_carried(world: World, meeting: Meeting, regime: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(regime=regime)
    meeting.refresh_from_db()
    with pytest.raises((NotNow, NotAllowed)):
        carry_for(world, "arai", meeting)


def test_forged_entries_are_refused_and_lose_nothing_else(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    about = item_card(item)
    good = entry("remark", uuid.uuid4(), remark(about, "よい文\x00です\ud800"))
    foreign = world.add_meeting(on=TODAY.replace(day=20))
    there = carry_for(world, "arai", foreign)
    taken_there = there.write("note", card_of(foreign.id, "note"), {"text": "ほかの会議"})
    there.send()
    bad: list[Any] = [
        {**good, "id": str(uuid.uuid4()), "card": taken_there["card"]},
        {**taken_there, "card": str(uuid.uuid4())},
        {**good, "body": {**good["body"], "text": "同じ番号の別の文"}},
        entry("remark", uuid.uuid4(), {**remark(about, "x"), "secret": 1}),
        entry("remark", uuid.uuid4(), remark(about, "長" * 10_001)),
        entry("clock", uuid.uuid4(), {"item": str(about), "seconds": 5}),
        entry("nothing", uuid.uuid4(), {}),
        "not an entry",
        {"id": ["nested"]},
        None,
    ]
    done = actions.take_in(carry=tablet.carry, entries=[good, *bad], actor=tablet.viewer)
    assert [str(each) for each in done.taken] == [good["id"]]
    assert len(done.refused) == len(bad)
    assert all(each.reason for each in done.refused)
    assert texts(item) == ["よい文です"]


def test_one_refusal_never_stops_another(tablet: Device, item: AgendaItem) -> None:
    about = item_card(item)
    tablet.write("promise", uuid.uuid4(), {"item": str(about), "who": "", "what": "だれかがする"})
    tablet.write("remark", uuid.uuid4(), remark(about, "残る文"))
    tablet.write("promise", uuid.uuid4(), {"item": str(about), "who": "町会", "what": "長" * 400})
    words = tablet.send()
    assert texts(item) == ["残る文"]
    assert [one["state"] for one in words["cards"]] == ["waiting", "waiting"]
    assert all(one["reason"] for one in words["cards"])
