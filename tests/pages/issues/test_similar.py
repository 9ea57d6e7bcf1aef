"""What is proposed while somebody writes: alike, with the reason, and nothing of closed doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sasaeai.issues import actions
from sasaeai.issues.models import Issue, Trouble


@pytest.fixture
def issues(world) -> dict[str, Issue]:
    arai = world.viewer("arai")
    here = actions.open_issue(district=world.ono, title="一人暮らしの家の雪かき", actor=arai)
    there = actions.open_issue(
        district=world.shinjo, title="高齢者の家の雪かきの担い手", actor=arai
    )
    actions.close_issue(issue=there, reason="中学生の当番ができた", actor=arai)
    return {"here": here, "there": there}


def ask(client, world, text: str) -> str:
    typed = {"text": text, "district": str(world.ono.id)}
    return client.post(reverse("desk:similar"), typed).content.decode()


def test_the_same_district_comes_first_then_what_worked_elsewhere(desk, world, issues):
    text = ask(desk.arai, world, "独居の方の除雪が大変だ")
    assert text.index("一人暮らしの家の雪かき") < text.index("高齢者の家の雪かきの担い手")
    assert "中学生の当番ができた" in text
    assert "が同じです。" in text


def test_an_officer_sees_nothing_of_other_districts(desk, world, issues):
    text = ask(desk.ohashi, world, "独居の方の除雪が大変だ")
    assert "一人暮らしの家の雪かき" in text
    assert "当番" not in text


def test_what_is_about_nothing_known_finds_nothing(desk, world, issues):
    assert "見つかりませんでした" in ask(desk.ohashi, world, "ピアノ")
    assert "見つかりませんでした" in ask(desk.ohashi, world, "")


def test_without_a_script_a_button_finds_them_and_nothing_typed_is_lost(desk, world, issues):
    typed = {
        "similar": "1",
        "district": str(world.ono.id),
        "text": "雪かきができない",
        "raised_by": "白旗野町会 会長",
    }
    text = desk.ohashi.post(reverse("desk:trouble_new"), typed).content.decode()
    assert "一人暮らしの家の雪かき" in text
    assert "雪かきができない" in text
    assert not Trouble.objects.exists()


def test_who_may_not_write_gets_no_proposals(desk, world, issues):
    address = reverse("desk:similar")
    assert desk.ichikawa.post(address, {"text": "雪かき"}).status_code == 403
    assert "一人暮らし" not in ask(desk.shiraishi, world, "除雪のこと")
