"""The pages of the districts: for the city alone; split and merged step by step, and taken back."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from sasaeai.meetings.models import Body
from sasaeai.people.models import District, Venue
from tests.conftest import DeskClients
from tests.world import World

NAMES = {"name_1": "大野北地区", "name_2": "大野南地区", "on": "令和9年4月1日"}


@pytest.fixture
def split_page(world: World) -> str:
    return reverse("desk:districts_split", args=[world.ono.id])


def test_a_district_is_split_in_two_steps_and_put_back(
    world: World, desk: DeskClients, split_page: str
) -> None:
    first = desk.ichikawa.get(split_page).content.decode()
    assert "つぎへ進む" in first
    second = desk.ichikawa.get(split_page, NAMES)
    text = second.content.decode()
    assert "令和9年4月1日(木)から、大野地区は大野北地区、大野南地区になります。" in text
    assert "白旗野町会" in text
    assert District.objects.count() == 2  # nothing has changed yet
    council = world.organizations["大野地区社会福祉協議会"]
    sent = {
        f"org_{council.id}": ["0", "1"],
        f"hall_{world.venue.id}": "1",
        f"body_{world.bodies['ono'].id}": ["0"],
    }
    done = desk.ichikawa.post(f"{split_page}?{urlencode(NAMES)}", sent, follow=True)
    assert "大野地区は、大野北地区、大野南地区になります。" in done.content.decode()
    assert Body.objects.get(name="大野北地区地域支え合い会議").district.name == "大野北地区"
    assert Venue.objects.get(pk=world.venue.pk).district.name == "大野南地区"
    assert not Body.objects.filter(name__startswith="大野南地区").exists()
    assert "大野北地区" in desk.ohashi.get(reverse("desk:meetings")).content.decode()

    undo = reverse("desk:districts_undo", args=[world.ono.id])
    back = desk.ichikawa.post(undo, follow=True).content.decode()
    assert "大野地区を元に戻しました" in back
    assert District.objects.count() == 2


def test_districts_are_merged(world: World, desk: DeskClients) -> None:
    page = reverse("desk:districts_merge")
    one = {"olds": [world.ono.id], "name": "西部地区", "on": "令和9年4月1日"}
    assert "二つ以上" in desk.ichikawa.get(page, one).content.decode()
    both = one | {"olds": [world.ono.id, world.shinjo.id]}
    assert "この内容で地区を合わせる" in desk.ichikawa.get(page, both).content.decode()
    desk.ichikawa.post(f"{page}?{urlencode(both, doseq=True)}", {})
    west = District.objects.get(name="西部地区")
    assert {change.old for change in west.came_from.all()} == {world.ono, world.shinjo}


def test_meetings_in_the_way_are_shown_and_nothing_is_done(
    world: World, desk: DeskClients, split_page: str
) -> None:
    world.add_meeting(on=District.objects.first().created_at.date().replace(year=2027, month=5))
    shown = desk.ichikawa.get(split_page, NAMES).content.decode()
    assert "この日からあとに、もとの地区の会議があります" in shown
    assert "この内容で地区を分ける" not in shown
    refused = desk.ichikawa.post(f"{split_page}?{urlencode(NAMES)}", {})
    assert "先に、会議の計画のページで" in refused.content.decode()
    assert District.objects.count() == 2


def test_a_name_that_stands_is_refused_with_a_sentence(desk: DeskClients, split_page: str) -> None:
    words = NAMES | {"name_2": "新城地区"}
    refused = desk.ichikawa.post(f"{split_page}?{urlencode(words)}", {}).content.decode()
    assert "「新城地区」という地区は、もうあります" in refused


def test_a_district_is_entered_and_renamed(world: World, desk: DeskClients) -> None:
    desk.ichikawa.post(reverse("desk:districts_new"), {"name": "見本地区", "kana": "みほんちく"})
    made = District.objects.get(name="見本地区")
    page = reverse("desk:districts_rename", args=[made.id])
    assert "見本地区" in desk.ichikawa.get(page).content.decode()
    desk.ichikawa.post(page, {"name": "見本中央地区", "base_name": "見本地区"})
    made.refresh_from_db()
    assert made.name == "見本中央地区"
    assert "見本中央地区" in desk.ichikawa.get(reverse("desk:districts_list")).content.decode()


def test_who_does_not_keep_the_city_s_districts_is_told_who_does(
    desk: DeskClients, split_page: str
) -> None:
    for address in (reverse("desk:districts_list"), split_page, reverse("desk:districts_new")):
        for who in (desk.ohashi, desk.arai, desk.shiraishi):
            assert who.get(address).status_code == 403


def test_the_list_is_flat_in_the_number_of_districts(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    District.objects.bulk_create(
        District(municipality=world.city, name=f"見本第{n}地区") for n in range(40)
    )
    client = desk.ichikawa  # signing in asks much by itself
    with django_assert_max_num_queries(15):
        assert client.get(reverse("desk:districts_list")).status_code == 200


def test_a_district_goes_into_another(world: World, desk: DeskClients) -> None:
    page = reverse("desk:districts_merge")
    asked = {"olds": [world.shinjo.id], "join": world.ono.id, "on": "令和9年4月1日"}
    named = desk.ichikawa.get(page, asked | {"name": "西部地区"}).content.decode()
    assert "編入するときは、新しい名前は入れないでください" in named
    same = desk.ichikawa.get(page, asked | {"olds": [world.ono.id]}).content.decode()
    assert "編入先には、合わせる地区とは別の地区" in same
    shown = desk.ichikawa.get(page, asked).content.decode()
    assert "新城地区は大野地区に入ります（編入）" in shown
    done = desk.ichikawa.post(f"{page}?{urlencode(asked, doseq=True)}", {}, follow=True)
    assert "新城地区は、大野地区に入ります。" in done.content.decode()
    assert District.objects.count() == 2
    undo = reverse("desk:districts_undo", args=[world.shinjo.id])
    assert "新城地区を元に戻しました。" in desk.ichikawa.post(undo, follow=True).content.decode()
