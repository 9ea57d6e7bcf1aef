"""The pages of 計画 · 議題 · 声かけ and of bodies, asked by everybody of the cast."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.issues.models import Issue
from sasaeai.meetings.enums import MeetingState, Outcome
from sasaeai.meetings.models import AgendaItem, BodyMember, Expected, Meeting
from tests.conftest import DeskClients
from tests.world import TODAY, World

PLAN = {
    "on_era": "R",
    "on_year": "9",
    "on_month": "1",
    "on_day": "13",
    "start": "13:30",
    "end": "14:30",
    "theme": "雪の季節に向けて",
    "regime": "open",
}


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting()


def plan_data(world: World, **changes: str) -> dict[str, str]:
    return PLAN | {"venue": str(world.venue.id), "once": str(uuid.uuid4())} | changes


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


# ── Who may open and change what ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["meeting_plan", "meeting_agenda", "meeting_call"])
def test_each_step_opens_for_its_people_and_not_for_a_stranger(
    desk: DeskClients, meeting: Meeting, name: str
) -> None:
    for client in (desk.arai, desk.ohashi, desk.ichikawa):
        assert "大野地区地域支え合い会議" in page(client, name, meeting.id)
    assert desk.shiraishi.get(reverse(f"desk:{name}", args=[meeting.id])).status_code == 404


@pytest.mark.parametrize("name", ["meeting_plan", "meeting_agenda", "meeting_call"])
def test_the_city_reads_and_is_told_who_may_write(
    world: World, desk: DeskClients, meeting: Meeting, name: str
) -> None:
    answer = desk.ichikawa.post(reverse(f"desk:{name}", args=[meeting.id]), plan_data(world))
    assert answer.status_code == 403
    assert "地区社協の役員" in answer.content.decode()
    assert desk.shiraishi.post(reverse(f"desk:{name}", args=[meeting.id])).status_code == 404
    meeting.refresh_from_db()
    assert (meeting.version, meeting.agenda_settled_at) == (1, None)


@pytest.mark.parametrize(
    "name",
    [
        "meeting_change",
        "agenda_add",
        "agenda_unsettle",
        "call_add",
        "call_guest",
        "calls_withdraw",
    ],
)
def test_no_form_of_a_meeting_takes_anything_from_strangers(
    desk: DeskClients, meeting: Meeting, name: str
) -> None:
    url = reverse(f"desk:{name}", args=[meeting.id])
    assert desk.shiraishi.post(url, {"reason": "x", "title": "x"}).status_code == 404
    assert desk.ichikawa.post(url, {"reason": "x", "title": "x"}).status_code == 403
    assert not Entry.objects.exists()


def test_lists_show_only_what_the_viewer_sees(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    assert "大野市民センター" in page(desk.ohashi, "meetings")
    assert "大野地区" not in page(desk.shiraishi, "meetings")
    assert "大野地区" not in page(desk.shiraishi, "meetings", district=str(world.ono.id))
    past = page(desk.ohashi, "meetings", tab="past")
    assert "これまでの会議は、まだありません" in past


# ── 計画 ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_form_of_the_next_meeting_arrives_filled(world: World, desk: DeskClients) -> None:
    world.add_meeting(on=date(2026, 10, 14))
    text = page(desk.arai, "meeting_prepare", world.bodies["ono"].id)
    assert "第2水曜日" in text
    assert 'value="13:30"' in text
    assert f'<option value="{world.venue.id}" selected>' in text


def test_preparing_leads_to_the_agenda_and_a_double_click_makes_one_meeting(
    world: World, desk: DeskClients
) -> None:
    url = reverse("desk:meeting_prepare", args=[world.bodies["ono"].id])
    data = plan_data(world)
    first, second = desk.arai.post(url, data), desk.arai.post(url, data)
    made = Meeting.objects.get()
    agenda = reverse("desk:meeting_agenda", args=[made.id])
    assert (first.status_code, first["Location"]) == (302, agenda)
    assert (second.status_code, second["Location"]) == (302, agenda)
    assert "予備日を決めておくと" in desk.arai.get(agenda).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on_month": "2", "on_day": "30"}, "2月は28日まで"),
        ({"end": "13:00"}, "開始（13時30分）よりあとの時刻"),
        ({"end": "25:00"}, "時は0から23まで"),
        ({"venue": ""}, "「会場」を選んでください"),
        ({"regime": ""}, "「個人情報の取扱い」を選んでください"),
        ({"theme": "雪" * 121}, "1文字減らしてください"),
    ],
)
def test_a_wrong_plan_says_what_to_do_and_keeps_what_was_typed(
    world: World, desk: DeskClients, changes: dict, sentence: str
) -> None:
    url = reverse("desk:meeting_prepare", args=[world.bodies["ono"].id])
    answer = desk.arai.post(url, plan_data(world, **changes))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    assert changes.get("theme", "雪の季節に向けて") in text
    assert not Meeting.objects.exists()


def test_two_editors_of_one_plan_see_both_texts(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    url = reverse("desk:meeting_plan", args=[meeting.id])
    desk.arai.post(url, plan_data(world, base_version="1", theme="わたしのテーマ"))
    answer = desk.ohashi.post(url, plan_data(world, base_version="1", theme="あなたのテーマ"))
    text = answer.content.decode()
    assert "わたしのテーマ" in text
    assert "あなたのテーマ" in text
    assert "ほかの人が先に保存しました" in text
    meeting.refresh_from_db()
    assert meeting.theme == "わたしのテーマ"


def test_the_meeting_leads_to_the_step_that_is_due(desk: DeskClients, meeting: Meeting) -> None:
    answer = desk.arai.get(reverse("desk:meeting", args=[meeting.id]))
    assert answer["Location"] == reverse("desk:meeting_agenda", args=[meeting.id])


# ── 議題 ─────────────────────────────────────────────────────────────────────────────────────────


def test_open_matters_are_ticked_and_one_button_leads_to_the_call(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    last = world.add_meeting(
        on=date(2026, 9, 9), state=MeetingState.HELD, number=1, held_at=meeting.created_at
    )
    open_item = world.add_item(last, "雪の寄せ場", outcome=Outcome.CARRIED_OVER)
    issue = Issue.objects.create(
        municipality=world.city, district=world.ono, title="ごみ集積所の掃除", opened_on=TODAY
    )
    text = page(desk.arai, "meeting_agenda", meeting.id)
    assert "9月9日(水)の会議で継続になりました" in text
    assert "選んだ議題を入れる" in text
    keys = [f"item:{open_item.id}", f"issue:{issue.id}"]
    for key in keys:
        assert f'value="{key}"' in text
    url = reverse("desk:meeting_agenda", args=[meeting.id])
    answer = desk.arai.post(url, {"pick": [*keys, "item:nonsense"]})
    assert answer["Location"] == reverse("desk:meeting_call", args=[meeting.id])
    titles = AgendaItem.objects.filter(meeting=meeting).values_list("title", flat=True)
    assert sorted(titles) == sorted(["雪の寄せ場", "ごみ集積所の掃除"])
    desk.arai.post(url, {"pick": keys})
    assert AgendaItem.objects.filter(meeting=meeting).count() == 2


def test_an_empty_agenda_is_legal(desk: DeskClients, meeting: Meeting) -> None:
    assert "情報交換だけの会議として進む" in page(desk.arai, "meeting_agenda", meeting.id)
    desk.arai.post(reverse("desk:meeting_agenda", args=[meeting.id]))
    meeting.refresh_from_db()
    assert meeting.agenda_settled_at is not None
    assert "情報交換だけの会議です" in page(desk.arai, "meeting_agenda", meeting.id)


def test_items_are_added_edited_moved_and_taken_out_with_a_way_back(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    add = reverse("desk:agenda_add", args=[meeting.id])
    for title in ("<script>alert(1)</script>", "=1+1 髙﨑"):
        desk.arai.post(add, {"title": title, "kind": "discuss", "is_public": "on"})
    first, second = AgendaItem.objects.order_by("position")
    text = page(desk.arai, "meeting_agenda", meeting.id)
    assert "&lt;script&gt;alert(1)" in text
    assert "=1+1 髙﨑" in text
    desk.arai.post(reverse("desk:agenda_item_move", args=[second.id]), {"to": "up"})
    assert list(AgendaItem.objects.order_by("position")) == [second, first]
    answer = desk.arai.post(reverse("desk:agenda_item_remove", args=[first.id]), follow=True)
    restore = reverse("desk:agenda_item_restore", args=[first.id])
    assert restore in answer.content.decode()
    desk.arai.post(restore)
    first.refresh_from_db()
    assert first.removed_at is None
    for url in (reverse("desk:agenda_item", args=[first.id]), restore):
        assert desk.shiraishi.post(url, {"title": "x"}).status_code == 404


def test_a_wrong_item_keeps_what_was_typed(desk: DeskClients, meeting: Meeting) -> None:
    url = reverse("desk:agenda_add", args=[meeting.id])
    answer = desk.arai.post(url, {"title": "雪", "kind": "discuss", "minutes": "-5"})
    text = answer.content.decode()
    assert "1分から600分まで" in text
    assert 'value="雪"' in text
    assert not AgendaItem.objects.exists()


def test_a_long_text_fits_up_to_its_limit_and_is_kept_when_it_does_not(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    item = world.add_item(meeting)
    url = reverse("desk:agenda_item", args=[item.id])
    data = {"title": "雪", "kind": "discuss", "base_version": "1"}
    answer = desk.arai.post(url, data | {"summary": "雪" * 10_001})
    assert "1文字減らしてください" in answer.content.decode()
    assert "雪" * 10_001 in answer.content.decode()
    assert desk.arai.post(url, data | {"summary": "雪" * 10_000}).status_code == 302
    item.refresh_from_db()
    assert len(item.summary) == 10_000


# ── 声かけ ───────────────────────────────────────────────────────────────────────────────────────


def test_the_usual_and_the_topics_people_are_ticked_with_reasons(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    world.add_item(meeting, "雪かきの助け合い", topic=world.topics["snow"])
    text = page(desk.arai, "meeting_call", meeting.id)
    assert "3人に声をかける" in text
    assert "議題「雪かきの助け合い」：ごみ集積所と雪の寄せ場は町会が世話をしているため" in text
    keys = [f"post:{world.posts[key].id}" for key in ("ohashi", "chokai", "minji")]
    url = reverse("desk:meeting_call", args=[meeting.id])
    answer = desk.arai.post(url, {"pick": keys})
    assert answer["Location"] == f"/meetings/{meeting.id}/notice/"
    called = Expected.objects.filter(meeting=meeting).order_by("number")
    assert [each.person_name for each in called] == ["大橋 試一", "髙﨑 見本", "見本 民子"]
    assert [each.number for each in called] == [1, 2, 3]
    text = page(desk.arai, "meeting_call", meeting.id)
    undo = reverse("desk:calls_withdraw", args=[meeting.id])
    assert undo in text
    desk.arai.post(undo, {"calls": ",".join(str(each.id) for each in called)})
    assert not Expected.objects.current().exists()


def test_nobody_ticked_says_so(desk: DeskClients, meeting: Meeting) -> None:
    answer = desk.arai.post(reverse("desk:meeting_call", args=[meeting.id]), follow=True)
    assert "一人以上選んでください" in answer.content.decode()


@pytest.mark.parametrize("query", ["たかさき", "高崎", "ｼﾗﾊﾀ", "白旗野　会長", "タカサキ みほん"])
def test_anybody_of_the_register_is_found_and_called(
    world: World, desk: DeskClients, meeting: Meeting, query: str
) -> None:
    for row in world.organizations.values():
        row.kana = "しらはたのちょうかい" if row.name == "白旗野町会" else ""
        row.search_key = row.make_search_key()
        row.save()
    holder = world.posts["chokai"].tenures.get().person
    holder.search_key = holder.make_search_key()
    holder.save()
    text = page(desk.arai, "meeting_call", meeting.id, q=query)
    assert f'name="post" value="{world.posts["chokai"].id}"' in text
    desk.arai.post(reverse("desk:call_add", args=[meeting.id]), {"post": world.posts["chokai"].id})
    assert Expected.objects.get().person_name == "髙﨑 見本"
    assert "すでに声をかけています" in page(desk.arai, "meeting_call", meeting.id, q=query)


def test_a_post_of_another_district_cannot_be_called(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    url = reverse("desk:call_add", args=[meeting.id])
    desk.ohashi.post(url, {"post": world.posts["hokatsu"].id})
    desk.ohashi.post(url, {"post": "nonsense"})
    assert not Expected.objects.exists()


def test_a_guest_is_called_limited_to_items_withdrawn_and_restored(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    item = world.add_item(meeting)
    guest = reverse("desk:call_guest", args=[meeting.id])
    assert "団体名か氏名のどちらか" in desk.arai.post(guest, {"part": "member"}).content.decode()
    desk.arai.post(guest, {"organization_name": "=1+1<br>銀行", "part": "observer"})
    expected = Expected.objects.get()
    text = page(desk.arai, "meeting_call", meeting.id)
    assert "=1+1&lt;br&gt;銀行" in text
    assert "オブザーバー" in text
    only = reverse("desk:call_items", args=[expected.id])
    desk.arai.post(only, {"items": [str(item.id)]})
    assert "この議題のとき：雪かきの助け合い" in page(desk.arai, "meeting_call", meeting.id)
    desk.arai.post(only, {})
    assert not expected.for_items.exists()
    answer = desk.arai.post(reverse("desk:call_withdraw", args=[expected.id]), follow=True)
    restore = reverse("desk:call_restore", args=[expected.id])
    assert restore in answer.content.decode()
    desk.arai.post(restore)
    expected.refresh_from_db()
    assert expected.removed_at is None
    assert desk.shiraishi.post(restore).status_code == 404


# ── Size ─────────────────────────────────────────────────────────────────────────────────────────


EVERYDAY = 15
"""Queries that an everyday page may ask, signing in and frame included."""


def queries_of(client: Client, url: str, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(40) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["meetings", "district", "body", "meeting_agenda", "meeting_call"])
def test_pages_ask_no_more_of_the_database_when_they_grow(
    world: World, desk: DeskClients, meeting: Meeting, name: str, django_assert_max_num_queries
) -> None:
    args = {
        "district": [world.ono.id],
        "body": [world.bodies["ono"].id],
        "meeting_agenda": [meeting.id],
        "meeting_call": [meeting.id],
    }.get(name, [])
    url = reverse(f"desk:{name}", args=args)
    grow(world, meeting, 3)
    few = queries_of(desk.arai, url, django_assert_max_num_queries)
    grow(world, meeting, 20)
    assert queries_of(desk.arai, url, django_assert_max_num_queries) == few
    assert few <= EVERYDAY


def grow(world: World, meeting: Meeting, count: int) -> None:
    for number in range(count):
        when = date(2026, 4 + number % 6, 1 + number)
        held = world.add_meeting(
            on=when,
            state=MeetingState.HELD,
            held_at=meeting.created_at,
            number=Meeting.objects.count() + 1,
            starts_at=meeting.created_at.replace(month=when.month, day=when.day, microsecond=count),
            ends_at=meeting.starts_at,
        )
        world.add_item(held, f"続き{count}-{number}", outcome=Outcome.CARRIED_OVER)
        world.add_item(meeting, f"雪{count}-{number}", topic=world.topics["snow"])
        town = world.add_organization("chokai", f"第{count}-{number}町会", world.ono)
        post = world.add_post(town, "会長", f"町会 {count}-{number}")
        BodyMember.objects.create(municipality=world.city, body=world.bodies["ono"], post=post)
        called = world.add_post(town, "副会長", f"副 {count}-{number}")
        world.add_expected(meeting, called)
        world.add_meeting(
            on=date(2027, 4, 1 + number),
            starts_at=held.starts_at.replace(year=2027),
            ends_at=held.ends_at.replace(year=2028),
        )
