"""会場の端末 at the desk: texts side by side, buttons that settle them, devices that are asked to forget."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.models import Carry
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting, Remark
from tests.hall.device import Device, carry_for, remark
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return meetings.add_item(meeting=meeting, title="雪かき", actor=world.viewer("arai"))


@pytest.fixture
def devices(world: World, meeting: Meeting, item: AgendaItem) -> tuple[Device, Device]:
    made = carry_for(world, "arai", meeting), carry_for(world, "ohashi", meeting, "社協の板")
    for device in made:
        device.begin()
    return made


def differ(devices: tuple[Device, Device], item: AgendaItem) -> uuid.UUID:
    card = uuid.uuid4()
    for device, text in zip(devices, ("新井の文", "大橋の文"), strict=True):
        device.write("remark", card, remark(card_of(item.id, "item"), text))
        device.send()
    return card


def page_of(client: Any, meeting: Meeting) -> str:
    return client.get(reverse("desk:meeting_hall", args=[meeting.id])).content.decode()


def test_both_texts_stand_side_by_side_with_who_wrote_them(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    differ(devices, item)
    page = page_of(desk.arai, meeting)
    for words in (
        "新井の文",
        "大橋の文",
        "社協の板",
        "こちらを残す",
        "この文にする",
        "両方残す",
        "雪かき",
    ):
        assert words in page
    day = desk.arai.get(reverse("desk:meeting_day", args=[meeting.id])).content.decode()
    assert "見くらべて決める" in day
    assert "どちらを残すか決めていないものが1件" in day
    record = desk.arai.get(reverse("desk:meeting_record", args=[meeting.id])).content.decode()
    assert "見くらべて決める" in record


def test_a_choice_that_waits_is_taken_back_too(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    card = differ(devices, item)
    Meeting.objects.filter(pk=meeting.pk).update(regime="care_meeting")
    standing = queries.get_visible_card(card, viewer=devices[0].viewer).applied_id
    meetings.remove_item(item=item, actor=devices[0].viewer)
    (one,) = queries.open_cards(meeting)
    url = reverse("desk:hall_choose", args=[card])
    chosen = {"keep": str(one.texts[1].entry.id), "seen": one.seen}
    page = desk.ohashi.post(url, chosen, follow=True).content.decode()
    (waiting,) = queries.open_cards(meeting)
    assert waiting.card.applied_id == standing
    assert page.count(f'name="seen" value="{waiting.seen}"') == 2  # to choose again, and to undo
    answer = desk.ohashi.post(url, {"keep": str(standing), "seen": waiting.seen}, follow=True)
    assert "選んだ文を残しました" in answer.content.decode()


@pytest.mark.parametrize("what", ["item", "call"])
def test_what_is_put_back_takes_its_words_along(
    desk: Any, world: World, meeting: Meeting, item: AgendaItem, what: str
) -> None:
    actor = world.viewer("arai")
    (call,) = meetings.call_posts(meeting=meeting, posts=[world.posts["chokai"]], actor=actor)
    device = carry_for(world, "arai", meeting)
    device.begin()
    if what == "item":
        meetings.remove_item(item=item, actor=actor)
        device.write("remark", uuid.uuid4(), remark(card_of(item.id, "item"), "雪の話"))
        url = reverse("desk:agenda_item_restore", args=[item.id])
    else:
        meetings.withdraw_call(expected=call, actor=actor)
        body = {"expected": str(call.id), "status": "present", "organization_name": "",
                "post_title": "", "person_name": "", "group": "", "companions": 0,
                "removed": False}  # fmt: skip
        device.write("presence", card_of(call.id, "presence"), body)
        url = reverse("desk:call_restore", args=[call.id])
    device.send()
    assert queries.open_counts(meeting).waiting == 1
    desk.arai.post(url)
    assert queries.open_counts(meeting).waiting == 0


def test_a_choice_is_made_and_taken_back(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    card = differ(devices, item)
    (one,) = queries.open_cards(meeting)
    other = one.texts[1].entry.id
    url = reverse("desk:hall_choose", args=[card])
    answer = desk.ohashi.post(url, {"keep": str(other), "seen": one.seen}, follow=True)
    assert "選んだ文を残しました" in answer.content.decode()
    assert Remark.objects.get(item=item).text == "大橋の文"
    one = queries.look_at(meeting, [queries.get_visible_card(card, viewer=devices[0].viewer)])[0]
    desk.ohashi.post(url, {"keep": str(queries.all_texts(one.card)[-1].entry.id), "seen": one.seen})
    assert Remark.objects.get(item=item).text == "新井の文"
    history = desk.ohashi.get(reverse("desk:hall_card", args=[card])).content.decode()
    assert "大橋の文" in history


def test_what_was_taken_away_is_put_back_by_one_button(
    desk: Any, world: World, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    card = uuid.uuid4()
    devices[0].write("remark", card, remark(card_of(item.id, "item"), "会場の意見"))
    meetings.remove_item(item=item, actor=world.viewer("ohashi"))
    devices[0].send()
    assert "元に戻して記録に入れる" in page_of(desk.arai, meeting)
    desk.arai.post(reverse("desk:hall_back", args=[card]))
    assert Remark.objects.get(item=item).text == "会場の意見"


def test_reopening_the_record_lets_in_what_waits(
    desk: Any, world: World, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    actor = world.viewer("arai")
    meetings.set_outcome(item=item, outcome="shared", text="", base_version=1, actor=actor)
    meetings.close_meeting(meeting=meeting, actor=actor)
    devices[0].write("remark", uuid.uuid4(), remark(card_of(item.id, "item"), "おそい文"))
    devices[0].send()
    assert "締めたのを取り消して記録に入れる" in page_of(desk.arai, meeting)
    desk.arai.post(reverse("desk:hall_again", args=[meeting.id]))
    assert not Remark.objects.filter(item=item).exists()
    desk.arai.post(reverse("desk:day_reopen", args=[meeting.id]))
    assert Remark.objects.get(item=item).text == "おそい文"


def test_what_waits_is_set_aside_and_comes_back(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    card = uuid.uuid4()
    body = {"item": str(card_of(item.id, "item")), "who": "", "what": "だれかが見回る"}
    said = devices[0].write("promise", card, body)
    devices[0].send()
    assert "この文は使わない" in page_of(desk.arai, meeting)
    url = reverse("desk:hall_choose", args=[card])
    aside = {"keep": "aside", "aside": said["id"], "seen": said["id"]}
    answer = desk.arai.post(url, aside, follow=True).content.decode()
    assert "元に戻す" in answer
    assert not queries.open_counts(meeting).any
    (now,) = queries.look_at(meeting, [queries.get_visible_card(card, viewer=devices[0].viewer)])
    desk.arai.post(url, {"keep": said["id"], "seen": now.seen})
    assert queries.open_counts(meeting).waiting == 1


def test_a_device_is_asked_to_forget_until_it_did(
    desk: Any, meeting: Meeting, devices: tuple[Device, Device]
) -> None:
    carry = devices[1].carry
    desk.arai.post(reverse("desk:hall_wipe", args=[carry.id]))
    assert "消すように頼みました" in page_of(desk.arai, meeting)
    desk.arai.post(reverse("desk:hall_keep", args=[carry.id]))
    assert Carry.objects.get(pk=carry.pk).wipe_asked_at is None
    desk.arai.post(reverse("desk:hall_wipe", args=[carry.id]))
    actions.note_wiped(carry=carry, actor=devices[1].viewer)
    answer = desk.arai.post(reverse("desk:hall_keep", args=[carry.id]), follow=True)
    assert "もうこの会議のデータは残っていません" in answer.content.decode()


def test_a_sealed_file_is_handed_in_by_somebody_else(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    said = devices[0].write("remark", uuid.uuid4(), remark(card_of(item.id, "item"), "封の中"))
    content = actions.seal(Carry.objects.get(pk=devices[0].carry.pk), [said], b"0123456789ab")
    url = reverse("desk:hall_file", args=[meeting.id])

    def hand_in(content: bytes) -> str:
        file = SimpleUploadedFile("kaigi.sasaeai", content)
        return str(desk.ohashi.post(url, {"file": file}, follow=True).content.decode())

    assert "1件を受け取りました" in hand_in(content)
    assert "すべて前に届いています" in hand_in(content)
    assert "壊れて" in hand_in(content[:-3])
    assert "ではありません" in hand_in(b"%PDF-1.7 not a sealed file at all, but a paper")
    assert Remark.objects.get(item=item).text == "封の中"


def test_a_reader_sees_and_may_not_choose(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    card = differ(devices, item)
    page = page_of(desk.ichikawa, meeting)
    assert "大橋の文" in page
    assert "こちらを残す" not in page
    (one,) = queries.open_cards(meeting)
    answer = desk.ichikawa.post(
        reverse("desk:hall_choose", args=[card]), {"keep": "both", "seen": one.seen}
    )
    assert answer.status_code == 403


def test_many_cards_cost_no_more_queries(
    desk: Any,
    world: World,
    meeting: Meeting,
    item: AgendaItem,
    devices: tuple[Device, Device],
    django_assert_max_num_queries: Any,
) -> None:
    for _each in range(40):
        differ(devices, item)
    page_of(desk.arai, meeting)  # signs in
    with django_assert_max_num_queries(15):
        page = page_of(desk.arai, meeting)
    assert page.count("こちらを残す") == 30


def test_today_names_the_meeting_whose_texts_wait(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    differ(devices, item)
    today = desk.arai.get(reverse("desk:today")).content.decode()
    assert "会場から届いた記録" in today
    assert reverse("desk:meeting_hall", args=[meeting.id]) in today


def test_words_of_a_device_that_tell_who_somebody_is_are_pointed_out(
    desk: Any, meeting: Meeting, item: AgendaItem, devices: tuple[Device, Device]
) -> None:
    def day() -> str:
        return desk.arai.get(reverse("desk:meeting_day", args=[meeting.id])).content.decode()

    about = card_of(item.id, "item")
    devices[0].write("remark", uuid.uuid4(), remark(about, "連絡は090-1234-5678まで。"))
    devices[0].send()
    assert "「090-1234-5678」。記録を開いて" in day()
    Meeting.objects.filter(pk=meeting.pk).update(regime="care_meeting")
    assert "記録を開いて、言いかえるか" not in day()
