"""The page of the phrases, and where they are offered."""

from __future__ import annotations

from django.urls import reverse

from sasaeai.meetings.models import Phrase, Remark
from sasaeai.meetings.queries.phrases import phrases_of
from tests.pages.day.test_day_page import day, write
from tests.world import TODAY, World

PAGE = "/register/phrases/"


def test_the_list_is_kept_by_who_runs_meetings_and_read_by_the_city(desk, world: World):
    page = desk.arai.get(PAGE).content.decode()
    assert "町会の回覧で住民に知らせる。" in page
    assert "並べかえたり外したりする" in page
    page = desk.ichikawa.get(PAGE).content.decode()
    assert "町会の回覧で住民に知らせる。" in page
    assert "定型文を加える" not in page
    refused = desk.ichikawa.post(PAGE, {"kind": "remark", "text": "雪が多い。"})
    assert refused.status_code == 403


def test_added_moved_removed_and_put_back(desk, world: World):
    page = desk.ohashi.post(PAGE, {"kind": "remark", "text": "雪が多い。"}, follow=True)
    assert "元に戻す" in page.content.decode()
    phrase = Phrase.objects.get(text="雪が多い。")
    desk.ohashi.post(reverse("desk:phrase_move", args=[phrase.id]), {"direction": "up"})
    assert phrases_of(world.city)["remark"][-2] == "雪が多い。"
    desk.ohashi.post(reverse("desk:phrase_remove", args=[phrase.id]))
    assert "雪が多い。" not in phrases_of(world.city)["remark"]
    page = desk.ohashi.get(PAGE).content.decode()
    assert "外した定型文" in page
    desk.ohashi.post(reverse("desk:phrase_restore", args=[phrase.id]))
    assert "雪が多い。" in phrases_of(world.city)["remark"]


def test_a_resident_in_a_phrase_is_asked_about(desk):
    page = desk.arai.post(PAGE, {"kind": "remark", "text": "山田さんに声をかける"}).content.decode()
    assert "「山田さん」は個人のお名前のようです" in page
    assert not Phrase.objects.exists()


def test_a_chosen_phrase_stands_in_the_record_without_script(desk, world: World):
    item = world.add_item(world.add_meeting(on=TODAY))
    page = desk.arai.get(day(item.meeting)).content.decode()
    assert "定型文を足す" in page
    write(desk.arai, item, remark__text="雪は、", remark__phrase="町会だけでは手が回らない。")
    assert Remark.objects.get().text == "雪は、町会だけでは手が回らない。"
    write(
        desk.arai,
        item,
        outcome__outcome="circulate",
        outcome__phrase="町会の回覧で住民に知らせる。",
    )
    item.refresh_from_db()
    assert item.outcome_text == "町会の回覧で住民に知らせる。"
