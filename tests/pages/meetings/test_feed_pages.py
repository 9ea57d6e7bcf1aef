"""The page of a calendar's address: for who runs it, for a reader, for a stranger."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sasaeai.meetings.actions import make_feed
from sasaeai.meetings.models import CalendarFeed
from tests.conftest import DeskClients
from tests.world import World


@pytest.fixture
def address(world: World) -> str:
    return reverse("desk:body_calendar", args=[world.bodies["ono"].id])


def once() -> dict[str, str]:
    return {"once": str(uuid.uuid4())}


def test_the_owner_makes_shows_renews_and_takes_back(desk, world, address) -> None:
    empty = desk.ohashi.get(address).content.decode()
    assert "カレンダーのアドレスは、まだありません。" in empty
    made = desk.ohashi.post(address, once(), follow=True).content.decode()
    feed = CalendarFeed.objects.get()
    assert f"/calendar/{feed.token}.ics" in made
    assert f"webcal://127.0.0.1:8000/calendar/{feed.token}.ics" in made
    assert "大橋 試一" in made
    assert "外からは見えません" in made
    renewed = desk.ohashi.post(
        reverse("desk:feed_renew", args=[feed.id]), once(), follow=True
    ).content.decode()
    assert feed.token not in renewed
    assert "元に戻す" in renewed
    restored = desk.ohashi.post(
        reverse("desk:feed_restore", args=[feed.id]), once(), follow=True
    ).content.decode()
    assert feed.token in restored
    gone = desk.ohashi.post(
        reverse("desk:feed_withdraw", args=[feed.id]), once(), follow=True
    ).content.decode()
    assert "カレンダーのアドレスは、まだありません。" in gone


def test_a_double_click_makes_one_address(desk: DeskClients, address: str) -> None:
    form = once()
    desk.ohashi.post(address, form)
    desk.ohashi.post(address, form)
    assert CalendarFeed.objects.count() == 1


def test_a_reader_is_told_who_gives_it_out_and_a_stranger_finds_nothing(
    desk: DeskClients, world: World, address: str
) -> None:
    feed = make_feed(of=world.bodies["ono"], actor=world.viewer("arai"))
    assert desk.ichikawa.get(address).status_code == 403
    assert feed.token not in desk.ichikawa.get(address).content.decode()
    assert desk.shiraishi.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    withdraw = reverse("desk:feed_withdraw", args=[feed.id])
    assert desk.ichikawa.post(withdraw, once()).status_code == 403
    assert desk.shiraishi.post(withdraw, once()).status_code == 404
    feed.refresh_from_db()
    assert feed.removed_at is None


def test_everybody_finds_their_own_calendar(desk: DeskClients, world: World) -> None:
    person = world.posts["ichikawa"].tenures.get().person
    page = desk.ichikawa.get(reverse("desk:person", args=[person.id])).content.decode()
    own = reverse("desk:person_calendar", args=[person.id])
    assert own in page
    assert desk.ichikawa.post(own, once(), follow=True).status_code == 200
    assert CalendarFeed.objects.get().person == person
    neighbour = world.posts["chokai"].tenures.get().person
    theirs = reverse("desk:person_calendar", args=[neighbour.id])
    assert desk.ichikawa.get(theirs).status_code == 403
    assert (
        theirs
        not in desk.ichikawa.get(reverse("desk:person", args=[neighbour.id])).content.decode()
    )


def test_a_district_has_a_calendar(desk: DeskClients, world: World) -> None:
    address = reverse("desk:district_calendar", args=[world.ono.id])
    assert address in desk.arai.get(reverse("desk:district", args=[world.ono.id])).content.decode()
    assert desk.arai.post(address, once(), follow=True).status_code == 200
    assert CalendarFeed.objects.get().district == world.ono
