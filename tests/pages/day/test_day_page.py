"""The page of the day as the coordinator, an officer, the stranger and the city meet it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from sasaeai.issues.models import Action, Consideration, Issue, PassedOn
from sasaeai.meetings.enums import Outcome, PresenceStatus
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Reply
from sasaeai.people.actions.pledges import record_pledge
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(on=TODAY)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return world.add_item(meeting)


def day(meeting) -> str:
    return reverse("desk:meeting_day", args=[meeting.id])


def form_of(item, **typed) -> dict[str, str]:
    """What the item's form sends: untouched outcome, and what was typed by field."""
    prefix = f"i{item.id.hex[:8]}"
    shown = {
        f"{prefix}-outcome-base_version": str(item.version),
        f"initial-{prefix}-outcome-outcome": item.outcome,
        f"initial-{prefix}-outcome-outcome_text": item.outcome_text,
        f"{prefix}-outcome-outcome": item.outcome,
        f"{prefix}-outcome-outcome_text": item.outcome_text,
        f"{prefix}-remark-kind": "opinion",
        f"{prefix}-issue-issue": "new",
    }
    return shown | {f"{prefix}-{name.replace('__', '-')}": text for name, text in typed.items()}


def write(client, item, *, follow=True, **typed):
    url = reverse("desk:day_write", args=[item.id])
    extra = {"raise_issue": "1"} if typed.pop("raised", False) else {}
    return client.post(url, form_of(item, **typed) | extra, follow=follow)


def add_reply(world, expected, answer, **values):
    return Reply.objects.create(
        municipality=world.city,
        expected=expected,
        answer=answer,
        received_on=TODAY,
        keyed_by_name="新井 試子",
        **values,
    )


def test_who_runs_the_district_writes_and_the_city_only_reads(desk, meeting, item):
    for name in ("arai", "ohashi"):
        page = getattr(desk, name).get(day(meeting)).content.decode()
        assert "この議題の記録を保存する" in page
        assert "残りを返信のとおりに付ける" in page
    page = desk.ichikawa.get(day(meeting)).content.decode()
    assert "髙﨑 見本" in page
    assert "この議題の記録を保存する" not in page


def test_a_stranger_finds_nothing_and_the_city_is_told_who_could(desk, meeting, item):
    expected = meeting.expected.first()
    for url in (
        reverse("desk:day_mark", args=[expected.id]),
        reverse("desk:day_write", args=[item.id]),
        reverse("desk:day_close", args=[meeting.id]),
        reverse("desk:day_walk_in", args=[meeting.id]),
    ):
        assert desk.shiraishi.post(url, {"status": "present"}).status_code == 404
        answer = desk.ichikawa.post(url, {"status": "present"})
        assert answer.status_code == 403
        assert "地区社協の役員" in answer.content.decode()
    assert desk.shiraishi.get(day(meeting)).status_code == 404
    assert not Presence.objects.exists()


def test_one_tap_marks_a_person_and_leads_back_to_the_row(desk, meeting):
    expected = meeting.expected.get(number=2)
    url = reverse("desk:day_mark", args=[expected.id])
    answer = desk.ohashi.post(url, {"status": "late"})
    assert answer["Location"] == f"{day(meeting)}#person-2"
    page = desk.ohashi.get(day(meeting)).content.decode()
    assert re.search(r'value="late" id="mark-2-late" aria-pressed="true"', page)
    assert "参加者はいま<strong>1</strong>人です" in page


def test_a_tap_that_says_nothing_is_refused(desk, meeting):
    url = reverse("desk:day_mark", args=[meeting.expected.get(number=2).id])
    page = desk.ohashi.post(url, {"status": "substitute"}, HTTP_REFERER=day(meeting), follow=True)
    assert not Presence.objects.exists()
    assert "などのボタンを押してください。" in page.content.decode()


def test_the_rest_is_marked_with_one_button_and_undone_with_one(desk, world, meeting):
    attends, substitutes, _silent = meeting.expected.all()
    add_reply(world, attends, Answer.ATTEND)
    add_reply(world, substitutes, Answer.SUBSTITUTE, substitute_name="架空 次郎", companions=1)
    page = desk.ohashi.post(reverse("desk:day_rest", args=[meeting.id]), follow=True)
    assert "残りの3人の出欠を、返信のとおりに付けました。" in page.content.decode()
    assert dict(Presence.objects.values_list("expected__number", "status")) == {
        1: PresenceStatus.PRESENT,
        2: PresenceStatus.SUBSTITUTE,
        3: PresenceStatus.ABSENT,
    }
    assert Presence.objects.get(expected=substitutes).person_name == "架空 次郎"
    ids = re.search(r'name="presences" value="([^"]+)"', page.content.decode())[1]
    desk.ohashi.post(reverse("desk:day_unmark", args=[meeting.id]), {"presences": ids})
    assert not Presence.objects.current().exists()


def test_the_substitute_page_arrives_filled_from_the_reply(desk, world, meeting):
    expected = meeting.expected.get(number=2)
    add_reply(world, expected, Answer.SUBSTITUTE, substitute_name="架空 次郎")
    url = reverse("desk:day_substitute", args=[expected.id])
    assert 'value="架空 次郎"' in desk.ohashi.get(url).content.decode()
    refused = desk.ohashi.post(url, {"person_name": "", "post_title": "", "companions": "2"})
    assert "代理で来た方の氏名か役職を入力してください。" in refused.content.decode()
    assert 'value="2"' in refused.content.decode()
    desk.ohashi.post(url, {"person_name": "架空 次郎"})
    assert Presence.objects.get().status == PresenceStatus.SUBSTITUTE


def test_a_walk_in_with_mistakes_keeps_what_was_typed(desk, meeting):
    url = reverse("desk:day_walk_in", args=[meeting.id])
    typed = {
        "walk-in-organization_name": "<script>見本会</script>",
        "walk-in-companions": "たくさん",
    }
    page = desk.ohashi.post(url, typed).content.decode()
    assert "人数は数字で入力してください。" in page
    assert "&lt;script&gt;見本会" in page
    assert "<script>見本会" not in page
    typed["walk-in-companions"] = "2"
    assert "当日参加の" in desk.ohashi.post(url, typed, follow=True).content.decode()
    assert Presence.objects.get().organization_name == "<script>見本会</script>"


def test_the_same_form_sent_twice_adds_one_walk_in(desk, meeting):
    url = reverse("desk:day_walk_in", args=[meeting.id])
    typed = {"walk-in-person_name": "=1+1", "once": str(uuid.uuid4())}
    for _time in range(2):
        assert desk.ohashi.post(url, typed).status_code == 302
    assert Presence.objects.count() == 1


def test_everything_typed_about_an_item_is_saved_together(desk, world, meeting, item):
    page = write(
        desk.ohashi,
        item,
        remark__group="町会",
        remark__text="屋根の雪が道へ落ちる",
        outcome__outcome=Outcome.DECIDED,
        outcome__outcome_text="当番を決める",
        action__who="白旗野町会 会長",
        action__what="当番表を作る",
        action__due_on_era="R",
        action__due_on_year="8",
        action__due_on_month="12",
        action__due_on_day="10",
    )
    field = f"id_i{item.id.hex[:8]}-remark-text"
    assert page.redirect_chain[-1][0] == f"{day(meeting)}?item={item.id}#{field}"
    assert f'id="{field}"' in page.content.decode()
    assert Remark.objects.get().group == "町会"
    item.refresh_from_db()
    assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, "当番を決める")
    action = Action.objects.get()
    assert (action.what, action.due_on.isoformat()) == ("当番表を作る", "2026-12-10")
    assert action.organization == world.organizations["白旗野町会"]
    assert "屋根の雪が道へ落ちる" in page.content.decode()


def test_a_resident_named_in_a_promise_is_pointed_out_once(desk, item):
    promise = {"action__who": "白旗野町会 会長", "action__what": "試山さんの家の雪かき"}
    html = write(desk.ohashi, item, remark__text="聞いた", **promise).content.decode()
    assert "ある方の家の雪かき" in html
    assert "聞いた" in html
    assert not Action.objects.exists()
    assert not Remark.objects.exists()
    write(desk.ohashi, item, **promise, action__say_coarser="on")
    assert Action.objects.get().what == "ある方の家の雪かき"


def test_one_mistake_saves_nothing_and_loses_nothing(desk, item):
    page = write(
        desk.ohashi,
        item,
        remark__text="とても大事な発言",
        action__what="当番表を作る",
        action__due_on_era="R",
        action__due_on_year="8",
        action__due_on_month="2",
        action__due_on_day="30",
    ).content.decode()
    assert "とても大事な発言" in page
    assert "当番表を作る" in page
    assert "だれがするかを入力" in page or "ありません" in page
    assert not Remark.objects.exists()
    assert not Action.objects.exists()


def test_ten_thousand_and_one_characters_come_back_whole(desk, item):
    page = write(desk.ohashi, item, remark__text="雪" * 10_001).content.decode()
    assert "1文字減らしてください" in page
    assert "雪" * 10_001 in page
    write(desk.ohashi, item, remark__text="雪" * 10_000)
    assert len(Remark.objects.get().text) == 10_000


def test_two_recorders_on_one_item_see_both_texts_and_lose_none(desk, item):
    write(desk.arai, item, outcome__outcome=Outcome.CLOSED, outcome__outcome_text="先の文")
    page = write(
        desk.ohashi, item, outcome__outcome=Outcome.DECIDED, outcome__outcome_text="あとの文"
    ).content.decode()
    assert "先の文" in page
    assert "あとの文" in page
    item.refresh_from_db()
    assert item.outcome_text == "先の文"
    newer = re.search(r'outcome-base_version" value="(\d+)"', page)[1]
    item.version = int(newer)
    item.outcome = item.outcome_text = ""
    write(desk.ohashi, item, outcome__outcome=Outcome.DECIDED, outcome__outcome_text="あとの文")
    item.refresh_from_db()
    assert item.outcome_text == "あとの文"


def test_adding_a_remark_does_not_touch_an_outcome_that_somebody_wrote_meanwhile(desk, item):
    write(desk.arai, item, outcome__outcome=Outcome.CLOSED, outcome__outcome_text="先の文")
    item.outcome = item.outcome_text = ""
    write(desk.ohashi, item, remark__text="もう一つの発言")
    item.refresh_from_db()
    assert item.outcome_text == "先の文"
    assert Remark.objects.get().text == "もう一つの発言"


def test_an_item_becomes_an_issue_with_one_click(desk, world, item):
    write(desk.ohashi, item, raised=True)
    issue = Issue.objects.get()
    assert (issue.title, issue.district) == (item.title, world.ono)
    assert Consideration.objects.get().item == item
    page = desk.ohashi.get(day(item.meeting) + f"?item={item.id}").content.decode()
    assert reverse("desk:issue", args=[issue.id]) in page


def test_news_is_passed_on_and_taken_back_by_the_tick(desk, world, item):
    steering = str(world.bodies["steering"].id)
    write(desk.ohashi, item, news__to_bodies=steering, news__note="幹事会でも話してほしい")
    assert PassedOn.objects.get().to_body == world.bodies["steering"]
    write(desk.ohashi, item, news__note="幹事会でも話してほしい")
    assert not PassedOn.objects.current().exists()


def test_a_remark_is_corrected_moved_removed_and_put_back(desk, item):
    write(desk.ohashi, item, remark__text="一")
    write(desk.ohashi, item, remark__text="二")
    first = Remark.objects.get(text="一")
    desk.ohashi.post(reverse("desk:day_remark_move", args=[first.id]), {"direction": "down"})
    assert list(Remark.objects.values_list("text", flat=True)) == ["二", "一"]
    url = reverse("desk:day_remark", args=[first.id])
    desk.ohashi.post(
        url, {"text": "一（直した）", "kind": "response", "group": "", "base_version": "1"}
    )
    page = desk.ohashi.post(url, {"text": "遅い", "kind": "opinion", "base_version": "1"})
    assert "ほかの人が先に保存しました" in page.content.decode()
    desk.ohashi.post(reverse("desk:day_remark_remove", args=[first.id]))
    assert Remark.objects.current().count() == 1
    desk.ohashi.post(reverse("desk:day_remark_restore", args=[first.id]))
    assert Remark.objects.current().get(pk=first.pk).text == "一（直した）"


def test_a_matter_from_the_room_becomes_an_item_open_for_writing(desk, meeting):
    url = reverse("desk:day_add_item", args=[meeting.id])
    page = desk.ohashi.post(
        url, {"ad-hoc-title": "停電のときの声かけ", "ad-hoc-kind": "discuss"}, follow=True
    ).content.decode()
    item = AgendaItem.objects.get()
    assert f'action="{reverse("desk:day_write", args=[item.id])}"' in page


def test_closing_says_what_is_missing_and_then_leads_to_the_minutes(desk, meeting, item):
    page = desk.ohashi.get(day(meeting)).content.decode()
    assert "結果がまだ決まっていない議題が1件あります。" in page
    url = reverse("desk:day_close", args=[meeting.id])
    refused = desk.ohashi.post(url, HTTP_REFERER=f"http://testserver{day(meeting)}", follow=True)
    assert f"「{item.title}」" in refused.content.decode()
    write(desk.ohashi, item, outcome__outcome=Outcome.DECIDED)
    answer = desk.ohashi.post(url)
    assert answer["Location"] == reverse("desk:meeting_record", args=[meeting.id])
    meeting.refresh_from_db()
    assert (meeting.number, meeting.is_held) == (1, True)
    held = desk.ohashi.get(day(meeting)).content.decode()
    assert "この議題の記録を保存する" not in held
    desk.ohashi.post(reverse("desk:day_reopen", args=[meeting.id]))
    assert "この議題を書く" in desk.ohashi.get(day(meeting)).content.decode()


def test_a_head_count_without_names_is_enough(desk, meeting):
    desk.ohashi.post(
        reverse("desk:day_note", args=[meeting.id]),
        {"note-next_note": "2月ごろ", "note-reported_count": "27", "note-base_version": "1"},
    )
    meeting.refresh_from_db()
    assert (meeting.next_note, meeting.reported_count) == ("2月ごろ", 27)


def test_an_empty_meeting_says_what_to_do(desk, world):
    page = desk.ohashi.get(day(world.add_meeting(on=TODAY))).content.decode()
    assert "まだだれにも声をかけていません" in page
    assert "情報交換だけの会議として、このまま締められます" in page


def test_queries_do_not_grow_with_people_and_remarks(
    desk, world, meeting, item, django_assert_max_num_queries
):
    client = desk.ohashi
    client.get(day(meeting))
    with django_assert_max_num_queries(24) as few:
        client.get(day(meeting))
    count = len(few)
    for number in range(30):
        expected = world.add_expected(meeting, organization_name=f"見本団体{number}")
        Presence.objects.create(
            municipality=world.city,
            meeting=meeting,
            expected=expected,
            status="present",
            organization_name=expected.organization_name,
        )
        write(client, item, follow=False, remark__text=f"発言{number}")
    world.add_item(meeting, "もう一つの議題")
    with django_assert_max_num_queries(count):
        client.get(day(meeting))


def test_who_pledged_is_seen_where_the_regime_asks_for_it(desk, world, meeting) -> None:
    missing = "誓約 未"
    assert missing not in desk.ohashi.get(day(meeting)).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(regime="members_only")
    term = world.posts["chokai"].tenures.get()
    record_pledge(tenure=term, signed_on=TODAY, actor=world.viewer("arai"))
    answer = desk.ohashi.get(day(meeting))
    rows = answer.context["day"].people
    states = {row.line.expected.post_id: row.pledge for row in rows}
    assert states[term.post_id] == "given"
    assert states[world.posts["ohashi"].id] == "missing"
    page = answer.content.decode()
    assert page.count("誓約 済") == 1
    assert page.count(missing) == list(states.values()).count("missing")
