"""Files, strangers and forgers: a clear outcome for each, and nothing else is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from sasaeai.hall import actions
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.models import Carry, Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import AgendaItem, Meeting
from tests.hall.device import Device, carry_for, entry, item_card, remark, texts
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


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


def test_nobody_takes_the_card_of_another_meeting_before_it_has_one(
    world: World, tablet: Device, item: AgendaItem
) -> None:
    elsewhere = world.add_meeting(on=TODAY.replace(day=20))
    arai = world.viewer("arai")
    there = meetings.add_item(meeting=elsewhere, title="ほかの議題", actor=arai)
    (call,) = meetings.call_posts(meeting=elsewhere, posts=[world.posts["chokai"]], actor=arai)
    card = item_card(there)
    outcome = {"item": str(card), "outcome": "decided", "text": "横取り"}
    mark = {"expected": str(call.id), "status": "present"}
    forged = [
        entry("item", card, {"title": "横取り"}),
        entry("remark", card, remark(item_card(item), "横取り")),
        entry("outcome", card_of(card, "outcome"), outcome),
        entry("clock", card_of(card, "clock"), {"item": str(card), "seconds": 5}),
        entry("presence", card_of(call.id, "presence"), mark),
    ]
    done = actions.take_in(carry=tablet.carry, entries=forged, actor=tablet.viewer)
    assert len(done.refused) == len(forged)
    words = carry_for(world, "arai", elsewhere).begin()
    assert [one["body"]["title"] for one in words["entries"]] == ["ほかの議題"]


def test_a_file_with_more_than_anybody_writes_is_refused(
    world: World, tablet: Device, meeting: Meeting
) -> None:
    content = actions.seal(Carry.objects.get(pk=tablet.carry.pk), [None] * 5_001, b"0123456789ab")
    with pytest.raises(InvalidInput, match="5,000件まで"):
        actions.take_in_sealed_file(meeting=meeting, content=content, actor=world.viewer("arai"))
