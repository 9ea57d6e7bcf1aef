"""付議, 照会 and 同じ課題 as the coordinator, an officer, the stranger and the city meet them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.issues import actions
from sasaeai.issues.models import Escalation, Issue, PutForward
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body
from tests.world import TODAY


@pytest.fixture
def issue(world) -> Issue:
    return actions.open_issue(
        district=world.ono,
        title="雪捨て場が足りない",
        actor=world.viewer("arai"),
        description="冬のあいだ、車道が狭くなる。",
        households=40,
        season="winter",
        residents_part="場所を探す",
        city_part="空き地を借りられるかを調べる",
    )


@pytest.fixture
def asked(world, issue) -> Escalation:
    return actions.escalate_issue(
        issue=issue,
        asked="都市整備部 道路維持課",
        question="空き地を借りられますか。",
        answer_by=date(2026, 12, 10),
        actor=world.viewer("ohashi"),
    )


def url(name, *args) -> str:
    return reverse(f"desk:{name}", args=args)


def page(client, name, *args, **query) -> str:
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(client, address, typed) -> str:
    return client.post(address, typed, follow=True).content.decode()


def test_the_page_of_an_issue_says_all_that_is_known(desk, issue):
    text = page(desk.ichikawa, "issue", issue.id)
    for words in ("およそ40世帯", "冬", "車道が狭くなる", "場所を探す", "空き地を借りられるか"):
        assert words in text
    assert "会議に付議する" not in text
    assert "会議に付議する" in page(desk.ohashi, "issue", issue.id)


def test_an_issue_is_put_before_a_body_and_taken_back(desk, world, issue):
    typed = {"to_body": str(world.bodies["ono"].id), "role": "decision", "note": "案を決めたい"}
    text = text_of(desk.ohashi, url("put_forward", issue.id), typed)
    assert "「大野地区地域支え合い会議」に付議しています" in text
    row = PutForward.objects.get()
    text = text_of(desk.ohashi, url("put_forward_withdraw", row.id), {})
    assert "に付議しています" not in text
    text = text_of(desk.ohashi, url("put_forward_restore", row.id), {})
    assert "に付議しています" in text


def test_the_city_is_asked_on_paper_and_its_answer_comes_back(desk, issue):
    typed = {"asked": "都市整備部 道路維持課", "question": "空き地を借りられますか。"}
    text = text_of(desk.ohashi, url("escalate", issue.id), typed)
    assert "照会書を印刷する" in text
    row = Escalation.objects.get()
    for ext, kind in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert desk.ichikawa.get(url("escalation_paper", row.id, ext)).content.startswith(kind)
    assert desk.ohashi.get(url("escalation_paper", row.id, "exe")).status_code == 404
    assert "雪捨て場が足りない" in page(desk.ichikawa, "escalations")
    answer = {
        "answer": "3月まで借りられます。",
        "answered_by": "道路維持課 主査",
        "answered_on_era": "R",
        "answered_on_year": "8",
        "answered_on_month": "11",
        "answered_on_day": "23",
        "base_version": "1",
    }
    text_of(desk.ichikawa, url("escalation", row.id), answer)
    text = page(desk.ohashi, "issue", issue.id)
    assert "3月まで借りられます。" in text
    assert "話し合い中" in text
    assert "雪捨て場が足りない" in page(desk.ohashi, "escalations", answered="1")


def test_the_forms_come_filled_in_with_what_is_likely(desk, world, issue):
    form = desk.ohashi.get(url("put_forward", issue.id)).context["form"]
    assert form["role"].value() == "first_hearing"
    form = desk.ohashi.get(url("escalate", issue.id)).context["form"]
    assert form["question"].value() == issue.city_part
    other = actions.open_issue(district=world.ono, title="街灯が暗い", actor=world.viewer("arai"))
    form = desk.ohashi.get(url("escalate", other.id)).context["form"]
    assert "「街灯が暗い」" in form["question"].value()
    assert form.initial["answer_by"] > world.viewer("ohashi").on
    html = desk.ohashi.post(url("escalate", issue.id), {"question": "何か"}).content.decode()
    assert "「たずねる先の部署」を入力してください。" in html


def test_the_citys_answer_is_in_the_words_for_who_raised_it(desk, world, issue, asked):
    arai = world.viewer("arai")
    trouble = actions.raise_trouble(
        district=world.ono,
        text="雪を捨てる所がない",
        raised_by="白旗野町会 会長",
        via="phone",
        raised_on=arai.on,
        actor=arai,
    )
    actions.take_trouble(trouble=trouble, issue=issue, actor=arai)
    assert "まだ返答していない方が1人います。" in page(desk.ohashi, "issue", issue.id)
    asked.refresh_from_db()
    actions.answer_escalation(
        escalation=asked,
        answer="3月まで借りられます。",
        answered_by="道路維持課",
        answered_on=arai.on,
        base_version=asked.version,
        actor=world.viewer("ichikawa"),
    )
    form = desk.ohashi.get(url("answer_new", trouble.id)).context["form"]
    assert "3月まで借りられます。" in form["text"].value()


def test_strangers_see_no_question_and_the_city_asks_none(desk, asked):
    assert desk.shiraishi.get(url("escalation", asked.id)).status_code == 404
    assert desk.shiraishi.get(url("escalation_paper", asked.id, "pdf")).status_code == 404
    assert "雪捨て場が足りない" not in page(desk.shiraishi, "escalations")
    assert desk.ichikawa.post(url("escalation_withdraw", asked.id)).status_code == 403


def test_a_question_is_taken_back_and_put_back(desk, asked):
    text = text_of(desk.ohashi, url("escalation_withdraw", asked.id), {})
    assert "照会を取り消しました。" in text
    text = text_of(desk.ohashi, url("escalation_restore", asked.id), {})
    assert "照会を元に戻しました。" in text


def test_who_runs_the_citys_body_answers_for_it(desk, world, issue):
    body = Body.objects.create(
        municipality=world.city, district=world.shinjo, kind=BodyKind.OTHER, name="全市協議会"
    )
    typed = {"to_body": str(body.id), "question": "ほかの地区ではどうしていますか。"}
    text_of(desk.ohashi, url("escalate", issue.id), typed)
    row = Escalation.objects.get()
    text = page(desk.shiraishi, "escalation", row.id)
    assert "この返答を書きこむ" in text
    assert url("issue", issue.id) not in text


def test_two_issues_become_one_and_two_again(desk, world, issue):
    other = actions.open_issue(
        district=world.ono, title="雪を捨てる所がない", actor=world.viewer("ohashi")
    )
    address = url("issue_merge", other.id)
    assert (
        "まとめる先になる課題がありません"
        in desk.ohashi.get(address, {"q": "ごみ"}).content.decode()
    )
    refused = text_of(desk.ohashi, address, {"into": str(other.id), "reason": "同じ"})
    assert "正しく選択" in refused or "選んで" in refused
    text = text_of(desk.ohashi, address, {"into": str(issue.id), "reason": "同じ空き地の話"})
    assert "まとめた課題（1件）" in text
    assert "続きはこちらです" in page(desk.ohashi, "issue", other.id)
    text = text_of(desk.ohashi, url("issue_unmerge", other.id), {})
    assert "別の課題として続けられます" in text


def test_a_name_in_open_words_is_asked_about_once_and_nothing_is_lost(desk, issue):
    address = url("issue_move", issue.id)
    typed = {"status": "open", "text": "見本町12-5の試山さん(82)が困っている"}
    text = text_of(desk.ohashi, address, typed)
    assert "見本町12-5の試山さん(82)が困っている" in text
    assert "見本町のある方（80代）が困っている" in text
    assert issue.entries.count() == 1
    text_of(desk.ohashi, address, typed | {"keep_anyway": "on"})
    assert issue.entries.last().text == typed["text"]


def test_a_person_of_the_register_is_known_by_name(desk, issue):
    typed = {"status": "open", "text": "きのう高崎見本が見に行った"}
    text = text_of(desk.ohashi, url("issue_move", issue.id), typed)
    assert "「高崎見本」は個人のお名前のようです" in text


def test_words_that_stood_there_are_not_asked_about_again(desk, issue):
    Issue.objects.filter(pk=issue.pk).update(description="試山さんの坂")
    typed = {"title": "雪捨て場", "description": "試山さんの坂", "base_version": "1"}
    text_of(desk.ohashi, url("issue_edit", issue.id), typed)
    assert Issue.objects.get().title == "雪捨て場"


def test_the_list_is_narrowed_by_season_year_and_words(desk, world, issue):
    assert issue.title in page(desk.ohashi, "issues", season="winter", year="2026", q="車道")
    for narrowed in ({"season": "summer"}, {"q": "ごみ"}, {"status": "closed"}):
        assert issue.title not in page(desk.ohashi, "issues", **narrowed)
    assert issue.title in page(desk.ohashi, "issues", year="nonsense", season="x")


def test_the_page_of_an_issue_asks_no_more_of_the_database_with_a_long_path(
    desk, world, issue, django_assert_max_num_queries
):
    ohashi = world.viewer("ohashi")
    for number in range(40):
        trouble = actions.raise_trouble(
            district=world.ono,
            text=f"雪の山{number}",
            raised_by="白旗野町会 会長",
            via="phone",
            raised_on=TODAY,
            actor=ohashi,
        )
        actions.take_trouble(trouble=trouble, issue=issue, actor=ohashi)
        actions.move_issue(issue=issue, status="open", text=f"見に行った{number}", actor=ohashi)
    page(desk.ohashi, "issue", issue.id)
    with django_assert_max_num_queries(15):
        page(desk.ohashi, "issue", issue.id)


def test_a_promise_about_a_person_is_asked_about_too(desk, issue):
    address = url("issue_action_add", issue.id)
    typed = {"action-what": "試山さんの家の雪かき", "action-who": "白旗野町会 会長"}
    assert "ある方の家の雪かき" in text_of(desk.ohashi, address, typed)
    assert not issue.actions.exists()
    text_of(desk.ohashi, address, typed | {"action-keep_anyway": "on"})
    action = issue.actions.get()
    done = {
        "finish-done_on": "2026-11-23",
        "finish-result": "試山さんが喜んだ",
        "finish-base_version": action.version,
    }
    assert "ある方が喜んだ" in text_of(desk.ohashi, url("action_finish", action.id), done)
