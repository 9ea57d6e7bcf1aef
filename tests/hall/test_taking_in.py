"""What devices bring back stands in the record once, and nobody's words vanish."""

from __future__ import annotations

import uuid

import pytest

from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Entry
from sasaeai.kernel.errors import NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import Outcome, PresenceStatus
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark
from tests.hall.device import Device, carry_for, item_card, remark, texts
from tests.world import World

pytestmark = pytest.mark.django_db


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


def test_in_a_meeting_about_persons_words_of_devices_wait_for_a_reader(
    world: World, tablet: Device, item: AgendaItem, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(regime="care_meeting")
    card = uuid.uuid4()
    tablet.write("remark", card, remark(item_card(item), "会場の文"))
    tablet.write("trouble", uuid.uuid4(), {"text": "困りごと", "raised_by": ""})
    tablet.send()
    assert texts(item) == []
    waiting = list(Card.objects.filter(meeting=meeting, state=CardState.WAITING))
    assert len(waiting) == 2
    assert all("端末から届いた文" in one.reason for one in waiting)
    (entry,) = Entry.objects.filter(card=card)
    actions.resolve(
        card=Card.objects.select_related("meeting__body__district").get(pk=card),
        keep=entry.id,
        seen=[entry.id],
        actor=world.viewer("arai"),
    )
    assert texts(item) == ["会場の文"]


def test_another_name_and_another_group_of_somebody_called_are_written(
    world: World, tablet: Device, meeting: Meeting
) -> None:
    (expected,) = meetings.call_posts(
        meeting=meeting, posts=[world.posts["chokai"]], actor=world.viewer("arai")
    )
    card = card_of(expected.id, "presence")
    body = {"expected": str(expected.id), "status": "present"}
    own = {"person_name": expected.person_name, "group": expected.group}
    tablet.write("presence", card, {**body, **own})
    tablet.send()
    assert Presence.objects.get(expected=expected).status == PresenceStatus.PRESENT
    tablet.write("presence", card, {**body, "person_name": "代理 試子", "group": "B班"})
    tablet.send()
    mark = Presence.objects.get(expected=expected)
    told = (mark.status, mark.person_name, mark.group)
    assert told == (PresenceStatus.SUBSTITUTE, "代理 試子", "B班")
    tablet.send()
    assert [one["body"]["status"] for one in tablet.heads(card)] == ["substitute"]
