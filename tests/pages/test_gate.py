"""The door of the desk: refusals and repeats lead to a page that can be opened."""

from __future__ import annotations

import uuid

from django.urls import reverse

from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, Meeting
from tests.conftest import DeskClients
from tests.world import World


def test_a_refusal_without_a_way_back_is_read_on_the_page_above(
    world: World, desk: DeskClients
) -> None:
    meeting = world.add_meeting()
    address = reverse("desk:agenda_item_move", args=[world.add_item(meeting).id])
    page = desk.arai.post(address, {"to": "nowhere"}, follow=True)
    assert page.status_code == 200
    assert "何番目にするかを数字で入力してください。" in page.content.decode()


def test_a_refusal_on_a_form_that_came_back_is_read_too(world: World, desk: DeskClients) -> None:
    """The page with a mistake has the address of the form, which only takes forms."""
    meeting = world.add_meeting()
    add = reverse("desk:agenda_add", args=[meeting.id])
    assert desk.arai.post(add, {"title": ""}).status_code == 200
    Meeting.objects.update(state=MeetingState.CANCELLED)
    page = desk.arai.post(
        reverse("desk:replies_confirm", args=[meeting.id]),
        HTTP_REFERER=f"http://testserver{add}",
        follow=True,
    )
    assert page.status_code == 200
    assert "先に中止を取り消してください。" in page.content.decode()


def test_an_address_for_forms_leads_whoever_opens_it_to_a_page(
    world: World, desk: DeskClients
) -> None:
    meeting = world.add_meeting()
    expected = world.add_expected(meeting, world.posts["chokai"])
    leads = {
        reverse("desk:call_add", args=[meeting.id]): f"/meetings/{meeting.id}/call/",
        reverse("desk:day_mark", args=[expected.id]): "/meetings/",
        reverse("desk:call_withdraw", args=[expected.id]): "/",
    }
    for address, page in leads.items():
        assert desk.arai.get(address)["Location"] == page


def test_a_page_of_another_site_is_not_gone_back_to(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting(state=MeetingState.CANCELLED)
    address = reverse("desk:replies_confirm", args=[meeting.id])
    answer = desk.arai.post(address, HTTP_REFERER="https://example.org/meetings/")
    assert answer["Location"] == address


def test_the_same_words_are_a_repeat_and_other_words_are_not(
    world: World, desk: DeskClients
) -> None:
    """After the browser's way back a form has its old key, and somebody may type something new."""
    meeting = world.add_meeting()
    address = reverse("desk:agenda_add", args=[meeting.id])
    typed = {"title": "雪の寄せ場", "kind": "discuss", "once": str(uuid.uuid4())}
    desk.arai.post(address, typed)
    desk.arai.post(address, typed)
    desk.arai.post(address, typed | {"title": "ごみの日"})
    titles = AgendaItem.objects.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["雪の寄せ場", "ごみの日"]
