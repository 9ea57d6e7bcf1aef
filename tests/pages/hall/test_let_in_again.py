"""What a device brought while it could not be written enters the record once that is undone."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from sasaeai.hall.models import Card
from sasaeai.issues.models import Action
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.rollout.actions.taking_back import take_back_pattern
from tests.conftest import DeskClients
from tests.hall.device import Device, carry_for, item_card, remark, texts
from tests.minutes.conftest import hold
from tests.pages.notices.test_change_page import press
from tests.pages.record.steps import post, publish
from tests.rollout.pattern_world import add_district, form
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


def bring(world: World, meeting: Meeting, item: AgendaItem) -> Device:
    device = carry_for(world, "arai", meeting)
    device.begin()
    device.write("remark", uuid.uuid4(), remark(item_card(item), "会場の文"))
    return device


@pytest.mark.parametrize("by_undo", [False, True])
def test_the_way_back_from_a_cancellation_lets_words_in(
    world: World, desk: DeskClients, by_undo: bool
) -> None:
    meeting = world.add_meeting(on=TODAY)
    item = meetings.add_item(meeting=meeting, title="雪かき", actor=world.viewer("arai"))
    tablet = bring(world, meeting, item)
    page = press(desk.arai, meeting, "?way=cancel&reason=大雪のため")
    tablet.send()
    assert texts(item) == []
    if by_undo:
        notice = meeting.notices.get(kind="cancellation")
        desk.arai.post(reverse("desk:change_undo", args=[meeting.id, notice.id]))
    else:
        press(desk.arai, meeting, "?way=restore")
    assert page.status_code == 302
    assert texts(item) == ["会場の文"]


def test_a_pattern_brought_back_lets_words_in(world: World, desk: DeskClients) -> None:
    use = form(world, add_district(world, "油川地区"), "deemed")
    meeting = Meeting.objects.get(body__district=use.district)
    item = meetings.add_item(meeting=meeting, title="雪かき", actor=world.viewer("arai"))
    tablet = bring(world, meeting, item)
    take_back_pattern(use=use, actor=world.viewer("arai"))
    tablet.send()
    assert texts(item) == []
    desk.arai.post(reverse("desk:pattern_use_restore", args=[use.id]))
    assert texts(item) == ["会場の文"]


def test_an_unsealed_record_lets_in_what_was_promised(world: World, desk: DeskClients) -> None:
    meeting = hold(world)
    item = AgendaItem.objects.get(meeting=meeting, title="雪かきの助け合い")
    lately = timedelta(days=10)  # a device takes a meeting for some days after it only
    Meeting.objects.update(starts_at=F("starts_at") + lately, ends_at=F("ends_at") + lately)
    meetings.reopen_meeting(meeting=meeting, actor=world.viewer("arai"))
    meeting.refresh_from_db()
    tablet = carry_for(world, "arai", meeting)
    tablet.begin()
    meetings.close_meeting(meeting=meeting, actor=world.viewer("arai"))
    publish(desk, meeting)
    body = {"item": str(item_card(item)), "who": "町会", "what": "見回る", "due_on": None}
    tablet.write("promise", uuid.uuid4(), body)
    tablet.send()
    assert Card.objects.filter(meeting=meeting, state="waiting").exists()
    post(desk.arai, "public_withdraw", meeting, reason="名前が残っていたため")
    assert Action.objects.filter(item=item, what="見回る").exists()
