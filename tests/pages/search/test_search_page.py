"""The search box: what it finds, in which writing, and for whom."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.issues import actions as issues
from sasaeai.issues.models import Issue
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.search.actions import add_group
from tests.rollout.know_how import out
from tests.world import World


def add_item(world: World, meeting: Meeting, title: str, **values) -> AgendaItem:
    return meetings.add_item(meeting=meeting, title=title, actor=world.viewer("arai"), **values)


@pytest.fixture
def told(world: World) -> World:
    """One meeting of 大野 with an item, a remark and an issue."""
    meeting = world.add_meeting(on=date(2026, 11, 7), theme="冬の備え")
    item = add_item(world, meeting, "１人暮らしの雪かき", summary="サロンで聞いた話")
    arai = world.viewer("arai")
    meetings.add_remark(
        item=item, kind="opinion", group="町会", text="髙齢の方は⻘森の雪が重い", actor=arai
    )
    issues.open_issue(
        district=world.ono,
        title="ごみステーションの除雪",
        opened_on=date(2026, 11, 7),
        actor=arai,
    )
    return world


def search(client, query: str) -> str:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    return answer.content.decode().replace("<mark>", "").replace("</mark>", "")


def total(html: str) -> int:
    found = re.search(r'count-line">全部で<strong>(\d+)</strong>', html)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("雪", "１人暮らしの雪かき"),
        ("1人暮らし", "１人暮らしの雪かき"),
        ("さろん", "１人暮らしの雪かき"),
        ("高齢", "髙齢の方は"),
        ("除雪", "ごみステーションの除雪"),
        ("ごみすてーしょん", "ごみステーションの除雪"),
        ("11月7日", "令和8年11月7日(土)"),
        ("１１月７日", "令和8年11月7日(土)"),
        ("令和8年11月7日", "令和8年11月7日(土)"),
        ("2026/11/7", "令和8年11月7日(土)"),
        ("令和8年度", "令和8年11月7日(土)"),
        ("大野 11月", "令和8年11月7日(土)"),
        ("冬の備え", "大野地区地域支え合い会議"),
        ("市民センター", "大野市民センター"),
        ("たかさき", "髙﨑 見本"),
        ("高崎", "白旗野町会 会長"),
        ("白旗野", "白旗野町会"),
    ],
)
def test_it_is_found_in_any_writing(told, desk, query, sentence):
    assert sentence in search(desk.ohashi, query)


def test_it_says_how_many_by_kind_and_marks_the_words(told, desk):
    html = search(desk.ohashi, "雪")
    assert total(html) == 3
    for kind in ("議題（1件）", "発言（1件）", "課題（1件）"):
        assert kind in html
    marked = desk.ohashi.get("/search/", {"q": "雪かき"}).content.decode()
    assert "<mark>雪かき</mark>" in marked
    assert "<mark>除雪</mark>" in marked


def test_the_city_and_the_coordinator_find_it_and_a_stranger_finds_nothing(told, desk):
    for name in ("arai", "ichikawa"):
        assert total(search(getattr(desk, name), "雪")) == 3
    stranger = search(desk.shiraishi, "雪")
    assert total(stranger) == 0
    assert "見つかりませんでした" in stranger
    for query in ("白旗野", "高崎", "11月7日", "冬の備え"):
        assert total(search(desk.shiraishi, query)) == 0
    # Halls are everybody's.
    assert total(search(desk.shiraishi, "大野市民センター")) == 1


def test_what_was_taken_out_is_not_found_and_comes_back(told, desk):
    arai = told.viewer("arai")
    issue = Issue.objects.get()
    item = AgendaItem.objects.get()
    issues.withdraw_issue(issue=issue, actor=arai)
    assert total(search(desk.ohashi, "雪")) == 2
    meetings.remove_item(item=item, actor=arai)
    assert total(search(desk.ohashi, "雪")) == 0
    meetings.restore_item(item=item, actor=arai)
    issues.restore_issue(issue=issue, actor=arai)
    assert total(search(desk.ohashi, "雪")) == 3


def test_what_members_said_among_themselves_is_found_by_who_runs_the_meetings(told, desk):
    meeting = Meeting.objects.get()
    plan = meetings.plan_of(meeting)
    closed = {name: getattr(plan, name) for name in plan.__slots__} | {"regime": "members_only"}
    meetings.edit_plan(
        meeting=meeting,
        plan=type(plan)(**closed),
        base_version=meeting.version,
        actor=told.viewer("arai"),
    )
    assert total(search(desk.arai, "雪")) == 3
    # The city reads the district's issue, not the room's words.
    assert total(search(desk.ichikawa, "雪")) == 1


def narrowed(client, **filters) -> str:
    return client.get("/search/", {"q": "雪", **filters}).content.decode()


def test_filters_narrow_what_was_written(told, desk):
    assert total(narrowed(desk.arai, kind="issue")) == 1
    assert total(narrowed(desk.arai, district=told.ono.id)) == 3
    assert total(narrowed(desk.arai, district=told.shinjo.id)) == 0
    assert "条件を外す" in narrowed(desk.arai, district=told.shinjo.id)
    assert total(narrowed(desk.arai, year=2026)) == 3
    for nonsense in ({"kind": "x"}, {"district": "x"}, {"year": "x"}, {"page": "x"}):
        assert total(narrowed(desk.arai, **nonsense)) == 3


def test_words_of_the_city_are_used_at_once(told, desk):
    assert total(search(desk.ohashi, "白いやつ")) == 0
    add_group(words="白いやつ\n雪かき", actor=told.viewer("ichikawa"))
    assert total(search(desk.ohashi, "白いやつ")) == 1


@pytest.mark.parametrize(
    "query", ["%", "_", "'; DROP TABLE", "\x00", "<script>", "第0回", "2月30日", "令和0年"]
)
def test_signs_are_letters_and_impossible_days_find_nothing(told, desk, query):
    html = search(desk.arai, query)
    assert total(html) == 0
    assert "<script>" not in html.replace("<script src", "")


@pytest.mark.parametrize("query", ["a", "A9", "ゆき yuki", "=9+9"])
def test_few_latin_letters_are_a_question_like_any_other(told, desk, query):
    assert total(search(desk.arai, query)) == 0


def test_nothing_asked_and_too_much_asked(told, desk):
    assert "1文字でもかまいません" in search(desk.arai, " 　")
    html = search(desk.arai, "雪 " * 200 + " ".join("あいうえおかき") + "長" * 3000)
    assert "ことばは5つまで" in html


def test_a_long_list_has_pages(told, desk):
    meeting = told.add_meeting(on=date(2026, 10, 7))
    for number in range(40):
        add_item(told, meeting, f"川の話{number}")
    first = search(desk.ohashi, "川の話")
    assert total(first) == 40
    assert "2ページ中 1ページ目" in first
    last = desk.ohashi.get("/search/", {"q": "川の話", "page": "99"}).content.decode()
    assert "2ページ中 2ページ目" in last


def test_a_search_asks_as_often_for_thirty_as_for_three(told, desk):
    told.add_post(told.organizations["白旗野町会"], "会計", "会田 始")
    meeting = told.add_meeting(on=date(2026, 10, 7))
    add_item(told, meeting, "会の話")
    search(desk.ohashi, "会")
    with CaptureQueriesContext(connection) as few:
        search(desk.ohashi, "会")
    for number in range(20):
        add_item(told, meeting, f"会の話{number}")
        organization = told.add_organization("chokai", f"第{number}町会", told.ono)
        told.add_post(organization, "会長", f"会田 {number}")
    with CaptureQueriesContext(connection) as many:
        html = search(desk.ohashi, "会")
    assert total(html) > 60
    assert len(many) == len(few)
    assert len(few) <= 15


def test_know_how_of_another_district_says_of_which(world: World, desk) -> None:
    """大橋 does not read 新城, but finds what it let out, and from where."""
    out(world)
    html = search(desk.ohashi, "雪かきの当番")
    assert "雪かきの当番を町会で回した" in html
    assert "新城地区" in html
