"""取組事例 as its own district, another one, and the city meet it on the desk."""

from __future__ import annotations

import io
import re
import uuid
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.issues import actions as issues
from sasaeai.issues.models import Action, Issue
from sasaeai.people.models import District
from sasaeai.reports.queries.today import today_lines
from sasaeai.rollout.actions import lesson_uses as taking_up
from sasaeai.rollout.actions.patterns import ensure_patterns
from sasaeai.rollout.models import Lesson, LessonUse, Pattern
from tests.conftest import DeskClients
from tests.rollout.know_how import WORDS, draft, issue_in_ono, out
from tests.world import TODAY, World


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *args: object, **typed: object) -> str:
    return client.post(reverse(f"desk:{name}", args=args), typed, follow=True).content.decode()


@pytest.fixture
def issue(world: World) -> Issue:
    return issue_in_ono(world)


def words_of_pdf(answer: Any) -> list[str]:
    assert answer["Content-Type"] == "application/pdf"
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages]


def test_a_lesson_goes_from_its_first_word_to_the_other_district(
    desk: DeskClients, world: World
) -> None:
    text = send(desk.shiraishi, "lesson_new", **WORDS)
    assert "取組事例を下書きしました。" in text
    lesson = Lesson.objects.get()
    assert desk.ohashi.get(reverse("desk:lesson", args=[lesson.id])).status_code == 404
    assert lesson.title not in page(desk.ohashi, "lessons")
    send(desk.shiraishi, "lesson_offer", lesson.id, base_version=1)
    text = page(desk.shiraishi, "lesson", lesson.id)
    assert "あなたは文を書いたので、承認はほかの人がします。" in text
    assert "この事例を公開する" not in text
    assert "読んで承認する" in page(desk.arai, "today")
    assert "この事例を公開する" in page(desk.ichikawa, "lesson", lesson.id)
    send(desk.ichikawa, "lesson_approve", lesson.id, base_version=2)
    assert lesson.title in page(desk.ohashi, "lessons")
    text = page(desk.ohashi, "lesson", lesson.id)
    assert WORDS["tried"] in text
    assert "取組事例" in page(desk.ohashi, "search", q="雪かき")


def test_other_districts_read_the_text_and_nothing_of_where_it_came_from(
    desk: DeskClients, world: World
) -> None:
    arai = world.viewer("arai")
    origin = issues.open_issue(district=world.shinjo, title="もとの課題の名", actor=arai)
    lesson = out(world)
    Lesson.objects.update(issue=origin, returned_note="前に差し戻したことば")
    text = page(desk.ohashi, "lesson", lesson.id)
    for hidden in ("もとの課題の名", "市川", "白石 試二", "前に差し戻した", "取り下げる"):
        assert hidden not in text
    assert "もとの課題の名" in page(desk.shiraishi, "lesson", lesson.id)
    answer = desk.ohashi.get(reverse("desk:lesson_sheet", args=[lesson.id]))
    assert "もとの課題の名" not in "".join(words_of_pdf(answer))


@pytest.mark.parametrize(
    "name", ["lesson_edit", "lesson_offer", "lesson_remove", "lesson_told", "lesson_withdraw"]
)
def test_another_district_changes_nothing_of_what_it_may_read(
    desk: DeskClients, world: World, name: str
) -> None:
    lesson = out(world)
    typed = {**WORDS, "base_version": "3", "reason": "x", "title": "変えた"}
    answer = desk.ohashi.post(reverse(f"desk:{name}", args=[lesson.id]), typed)
    assert answer.status_code == 403
    row = Lesson.objects.get()
    assert (row.title, row.state, row.removed_at) == (WORDS["title"], "approved", None)


def test_words_that_point_to_a_person_are_asked_about_and_never_refused(
    desk: DeskClients, world: World
) -> None:
    typed = {**WORDS, "tried": "工藤さんの家の前を当番で雪かきした。"}
    text = send(desk.shiraishi, "lesson_new", **typed)
    assert "「工藤さん」は個人のお名前のようです。" in text
    assert not Lesson.objects.exists()
    send(desk.shiraishi, "lesson_new", **typed, keep_anyway="on")
    lesson = Lesson.objects.get()
    send(desk.shiraishi, "lesson_offer", lesson.id, base_version=1)
    text = send(desk.arai, "lesson_approve", lesson.id, base_version=2)
    assert "個人が分かるかもしれない言葉が残っています。" in text
    assert Lesson.objects.get().state == "offered"
    send(desk.arai, "lesson_approve", lesson.id, base_version=2, read_again="on")
    assert Lesson.objects.get().state == "approved"


def test_what_the_issue_said_is_filled_in_and_read_for_traces_of_persons(
    desk: DeskClients, world: World, issue: Issue
) -> None:
    action = issues.add_action(
        issue=issue, what="工藤さんの家の雪かき", who="白旗野町会 会長", due_on=TODAY,
        actor=world.viewer("arai"),
    )  # fmt: skip
    url = f"{reverse('desk:lesson_new')}?issue={issue.id}"
    text = desk.ohashi.get(url).content.decode()
    assert "・工藤さんの家の雪かき（白旗野町会 会長）" in text
    filled = dict(WORDS) | {"tried": f"・{action.what}（{action.who}）"}
    assert "個人のお名前のようです" in desk.ohashi.post(url, filled).content.decode()
    desk.ohashi.post(url, filled | {"tried": "・雪かき（白旗野町会 会長）"})
    assert Lesson.objects.get().issue == issue
    assert desk.shiraishi.get(url).status_code == 404
    assert desk.ichikawa.get(url).status_code == 403


def test_a_lesson_is_begun_from_a_meeting_and_from_a_pattern(
    desk: DeskClients, world: World
) -> None:
    meeting = world.add_meeting("ono", on=TODAY)
    world.add_item(meeting, "雪捨て場", outcome="decided", outcome_text="空き地を借りる")
    text = page(desk.ohashi, "lesson_new", meeting=meeting.id)
    assert "空き地を借りる" in text
    known = {"code": "steering", "name": "幹事会型", "summary": "骨格から", "state": "approved"}
    pattern = Pattern.objects.create(municipality=world.city, **known)
    typed = reverse("desk:lesson_new") + f"?pattern={pattern.id}&district={world.ono.id}"
    assert "幹事会型で会議を立ち上げた" in desk.ohashi.get(typed).content.decode()
    desk.ohashi.post(typed, WORDS)
    assert Lesson.objects.get().pattern == pattern
    for nonsense in ("?issue=x", "?pattern=1", "?district=--"):
        assert desk.ohashi.get(reverse("desk:lesson_new") + nonsense).status_code == 200


def test_two_writers_see_both_texts(desk: DeskClients, world: World) -> None:
    lesson = draft(world)
    first = {**WORDS, "became": "先の文", "base_version": "1"}
    second = {**WORDS, "became": "後の文", "base_version": "1"}
    send(desk.arai, "lesson_edit", lesson.id, **first)
    text = send(desk.shiraishi, "lesson_edit", lesson.id, **second)
    assert "先の文" in text
    assert "後の文" in text


def test_a_lesson_sent_back_stands_on_today_with_the_word(desk: DeskClients, world: World) -> None:
    lesson = draft(world)
    send(desk.shiraishi, "lesson_offer", lesson.id, base_version=1)
    assert "直してほしいところを書いてください。" in send(desk.ichikawa, "lesson_return", lesson.id)
    send(desk.ichikawa, "lesson_return", lesson.id, note="費用も書いてください")
    assert "費用も書いてください" in page(desk.shiraishi, "today")
    assert "費用も書いてください" in page(desk.shiraishi, "lesson", lesson.id)


def test_one_click_takes_a_lesson_up_from_an_issue_and_the_origin_hears_of_it(
    desk: DeskClients, world: World, issue: Issue
) -> None:
    lesson = out(world)
    assert reverse("desk:issue_lessons", args=[issue.id]) in page(desk.ohashi, "issue", issue.id)
    for piece in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = desk.ohashi.get(reverse("desk:issue_lessons", args=[issue.id]), **piece)
        text = answer.content.decode()
        assert "季節（冬）が同じです。" in text
        assert "この事例を取り入れる" in text
        assert ("<h1" in text) == (not piece)
    assert "この事例を取り入れる" not in page(desk.ichikawa, "issue_lessons", issue.id)
    once = str(uuid.uuid4())
    typed = {"issue": issue.id, "district": world.ono.id, "once": once}
    for _again in range(2):
        text = send(desk.ohashi, "lesson_adopt", lesson.id, **typed)
    assert "どうなったかを書く" in text
    use = LessonUse.objects.get()
    assert (use.issue, use.action) == (issue, None)
    line = next(one for one in today_lines(world.viewer("shiraishi")) if one.target == lesson.id)
    assert "取り入れられました" in line.what
    assert "大野地区から知らせがあります。" in line.why
    text = page(desk.shiraishi, "lesson", lesson.id)
    assert "1地区が取り入れています。" in text
    assert issue.title not in text
    send(desk.shiraishi, "lesson_told", lesson.id)
    assert not any(one.target == lesson.id for one in today_lines(world.viewer("shiraishi")))


def test_an_action_is_proposed_with_it_and_all_of_it_is_undone(
    desk: DeskClients, world: World, issue: Issue
) -> None:
    lesson = out(world)
    text = page(desk.ohashi, "lesson_adopt", lesson.id, issue=issue.id, action=1)
    assert f"「{lesson.title}」の取組をやってみる" in text
    assert 'value="大野地区社会福祉協議会 会長"' in text
    typed = {"issue": issue.id, "district": world.ono.id, "with_action": "on", "what": "当番を組む"}
    refused = send(desk.ohashi, "lesson_adopt", lesson.id, **typed)
    assert "だれがするかを入力するか" in refused
    assert not LessonUse.objects.exists()
    send(desk.ohashi, "lesson_adopt", lesson.id, **typed, who="白旗野町会 会長")
    use = LessonUse.objects.get()
    assert use.action == Action.objects.get()
    send(desk.ohashi, "lesson_use_undo", use.id)
    assert Action.objects.get().removed_at is not None
    send(desk.ohashi, "lesson_use_restore", use.id)
    assert LessonUse.objects.get().removed_at is None


def test_ones_own_lesson_and_another_districts_issue_are_refused_with_a_reason(
    desk: DeskClients, world: World, issue: Issue
) -> None:
    lesson = out(world)
    assert "自分の地区の事例です" in send(desk.shiraishi, "lesson_adopt", lesson.id)
    url = reverse("desk:lesson_adopt", args=[lesson.id])
    assert desk.shiraishi.post(url, {"issue": str(issue.id)}).status_code == 404
    assert desk.ichikawa.post(url, {"issue": str(issue.id)}).status_code == 403
    own = issues.open_issue(district=world.shinjo, title="雪", actor=world.viewer("arai"))
    typed = {"issue": str(own.id), "district": str(world.shinjo.id)}
    assert "自分の地区の事例です" in send(desk.arai, "lesson_adopt", lesson.id, **typed)
    assert not LessonUse.objects.exists()


def test_what_became_of_it_is_told_on_the_lesson(
    desk: DeskClients, world: World, issue: Issue
) -> None:
    lesson, ohashi = out(world), world.viewer("ohashi")
    use = taking_up.adopt_lesson(
        lesson=lesson, district=world.ono, issue=issue,
        proposal=taking_up.Proposal("当番", "白旗野町会 会長"), actor=ohashi,
    )  # fmt: skip
    assert not any(one.target == use.id for one in today_lines(ohashi))
    issues.finish_action(
        action=Action.objects.get(), done_on=TODAY, result="", base_version=1, actor=ohashi
    )
    assert "取組が済みました。" in next(
        one.why for one in today_lines(ohashi) if one.target == use.id
    )
    refused = send(desk.ohashi, "lesson_use_report", use.id, state="worked", base_version=2)
    assert "どうなったかを入力してください。" in refused
    send(
        desk.ohashi, "lesson_use_report", use.id,
        state="worked", became="大野でも続いている", base_version=2,
    )  # fmt: skip
    for client in (desk.shiraishi, desk.ichikawa, desk.ohashi):
        text = page(client, "lesson", lesson.id)
        assert "1地区が取り入れ、1地区でうまくいきました。" in text
        assert "大野でも続いている" in text
    report = reverse("desk:lesson_use_report", args=[use.id])
    assert desk.shiraishi.get(report).status_code == 404
    assert desk.ichikawa.get(report).status_code == 403


def test_the_list_is_narrowed_and_nonsense_narrows_nothing(desk: DeskClients, world: World) -> None:
    lesson = out(world, topic=world.topics["snow"])
    mine = draft(world, title="まだ下書き")
    topic = str(world.topics["snow"].id)
    for query in ({"topic": topic}, {"season": "winter"}, {"q": "当番"}, {"topic": "'--"}):
        assert lesson.title in page(desk.ohashi, "lessons", **query)
    for query in ({"season": "summer"}, {"q": "花火"}, {"state": "own"}):
        assert "この条件の事例はありません。" in page(desk.ohashi, "lessons", **query)
    own = page(desk.shiraishi, "lessons", state="own")
    assert mine.title in own
    assert lesson.title not in own


def test_the_sheet_is_one_page_and_the_booklet_lists_its_lessons(
    desk: DeskClients, world: World
) -> None:
    nothing = reverse("desk:lesson_book")
    assert desk.ohashi.get(nothing).status_code == 404
    lesson = out(world, topic=world.topics["snow"])
    out(world, title="見守りの電話", topic=None, season="all_year")
    draft(world, title="まだ下書き")
    sheet = words_of_pdf(desk.ohashi.get(reverse("desk:lesson_sheet", args=[lesson.id])))
    assert len(sheet) == 1
    assert WORDS["tried"] in re.sub(r"\s", "", sheet[0])
    book = words_of_pdf(desk.ohashi.get(nothing))
    assert len(book) == 3
    contents = re.sub(r"\s", "", book[0])
    assert "環境（ごみ出し・雪処理）" in contents
    assert "雪かきの当番を町会で回した（新城地区）" in contents
    assert "見守りの電話" in contents
    assert "まだ下書き" not in "".join(book)


def test_a_long_lesson_goes_on_to_a_second_page_and_loses_nothing(
    desk: DeskClients, world: World
) -> None:
    lesson = out(
        world, situation="雪" * 1_999 + "終", tried="当" * 1_999 + "了", became="続" * 1_999 + "完"
    )
    sheet = words_of_pdf(desk.ohashi.get(reverse("desk:lesson_sheet", args=[lesson.id])))
    assert len(sheet) > 1
    assert {"終", "了", "完"} <= set("".join(sheet))


def test_pages_take_the_same_queries_for_three_and_forty(
    desk: DeskClients, world: World, issue: Issue, django_assert_max_num_queries: Any
) -> None:
    lessons = [out(world, title=f"雪の事例{n}", topic=world.topics["snow"]) for n in range(3)]
    ohashi = world.viewer("ohashi")
    taking_up.adopt_lesson(lesson=lessons[0], district=world.ono, actor=ohashi)
    pages = [
        ("lessons", ()),
        ("lesson", (lessons[0].id,)),
        ("issue", (issue.id,)),
        ("issue_lessons", (issue.id,)),
        ("today", ()),
    ]
    few = {}
    for name, args in pages:
        page(desk.ohashi, name, *args)
        with django_assert_max_num_queries(15) as counted:
            page(desk.ohashi, name, *args)
        few[name] = len(counted)
    for number in range(37):
        out(world, title=f"雪の話{number}", topic=world.topics["snow"])
        row = issue_in_ono(world, title=f"雪{number}")
        taking_up.adopt_lesson(lesson=lessons[0], district=world.ono, issue=row, actor=ohashi)
    for name, args in pages:
        with django_assert_max_num_queries(few[name]):
            page(desk.ohashi, name, *args)


def test_what_others_do_not_see_is_worded_by_who_reads(desk: DeskClients, world: World) -> None:
    lesson = out(world)
    assert "自分の地区と市・市社協だけに見えること" in page(desk.shiraishi, "lesson", lesson.id)
    assert "だけに見えること" not in page(desk.ohashi, "lesson", lesson.id)
    city = page(desk.ichikawa, "lesson", lesson.id)
    assert "新城地区と市・市社協だけに見えること" in city
    assert "自分の地区と" not in city


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("arai", "lesson_new"),
        ("arai", "patterns"),
        ("ichikawa", "fewer"),
        ("arai", "burden"),
        ("ichikawa", "directory"),
        ("ichikawa", "directory_papers"),
        ("arai", "diary"),
    ],
)
def test_a_district_that_has_ended_is_not_offered(
    desk: DeskClients, world: World, who: str, name: str
) -> None:
    ensure_patterns(actor=world.system)
    for number in range(2):
        District.objects.create(municipality=world.city, name=f"見本{number}地区")
    for each in District.objects.filter(name__startswith="見本"):
        DistrictAssignment.objects.create(
            municipality=world.city,
            tenure=world.posts["arai"].tenures.get(),
            district=each,
            since=TODAY,
        )
    District.objects.filter(pk=world.ono.pk).update(until=date(2026, 3, 31))
    main = BeautifulSoup(page(getattr(desk, who), name), "html.parser").select_one("main")
    assert main is not None
    offered = {each.text.strip() for each in main.select("option, label, nav a, li a")}
    assert not any(label.startswith("大野地区") for label in offered)
    assert any("見本1地区" in label for label in offered)


@pytest.mark.parametrize("name", ["district_efforts", "district_map"])
def test_a_district_that_has_ended_is_still_read(
    desk: DeskClients, world: World, name: str
) -> None:
    ended = reverse(f"desk:{name}", args=[world.ono.id])
    living = reverse(f"desk:{name}", args=[world.shinjo.id])
    District.objects.filter(pk=world.ono.pk).update(until=date(2026, 3, 31))
    assert "大野地区" in desk.arai.get(ended).content.decode()
    html = desk.arai.get(living).content.decode()
    assert f'value="{world.ono.id}"' not in html
    first = desk.arai.get(reverse("desk:efforts" if "efforts" in name else "desk:district_maps"))
    assert first["Location"] == living
