"""Issues and promises as the coordinator, an officer, the stranger and the city meet them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sasaeai.issues import actions
from sasaeai.issues.models import Action, Issue, PassedOn
from tests.world import TODAY


@pytest.fixture
def issue(world) -> Issue:
    item = world.add_item(world.add_meeting(on=TODAY), "雪捨て場が足りない")
    return actions.raise_issue(item=item, actor=world.viewer("arai"))


def page(client, name, *args, **query) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_readers_see_the_path_and_only_who_runs_the_district_gets_forms(desk, issue):
    for name in ("arai", "ohashi", "ichikawa"):
        client = getattr(desk, name)
        assert issue.title in page(client, "issues")
        text = page(client, "issue", issue.id)
        assert "大野地区地域支え合い会議" in text
        assert ("理由を付けて終結にする" in text) == (name != "ichikawa")
    assert issue.title not in page(desk.shiraishi, "issues")
    assert desk.shiraishi.get(reverse("desk:issue", args=[issue.id])).status_code == 404


@pytest.mark.parametrize(
    "name", ["issue_move", "issue_close", "issue_withdraw", "issue_action_add", "issue_edit"]
)
def test_strangers_meet_404_and_the_city_a_reason(desk, issue, name):
    url = reverse(f"desk:{name}", args=[issue.id])
    assert desk.shiraishi.post(url, {"text": "x", "close-reason": "x"}).status_code == 404
    answer = desk.ichikawa.post(url, {"text": "x", "close-reason": "x"})
    assert answer.status_code == 403
    assert "地域支え合い推進員" in answer.content.decode()


def test_an_issue_is_closed_with_a_reason_and_taken_up_again(desk, issue):
    close = reverse("desk:issue_close", args=[issue.id])
    refused = desk.ohashi.post(close, {"close-reason": ""}).content.decode()
    assert "「終結の理由」を入力してください。" in refused
    desk.ohashi.post(close, {"close-reason": "空き地を借りられた"})
    text = page(desk.ohashi, "issue", issue.id)
    assert "空き地を借りられた" in text
    assert "経過を書く" not in text
    desk.ohashi.post(
        reverse("desk:issue_reopen", args=[issue.id]), {"reopen-reason": "また困っている"}
    )
    assert "また困っている" in page(desk.ohashi, "issue", issue.id)
    assert Issue.objects.get().status == "open"


def test_a_step_is_written_and_a_mistake_keeps_the_text(desk, issue):
    url = reverse("desk:issue_move", args=[issue.id])
    long = "雪" * 501
    refused = desk.ohashi.post(url, {"status": "waiting", "text": long}).content.decode()
    assert long in refused
    assert "1文字減らしてください" in refused
    desk.ohashi.post(url, {"status": "waiting", "text": "市に尋ねた"})
    assert "市に尋ねた" in page(desk.ohashi, "issue", issue.id)
    assert desk.ohashi.post(url, {"status": "nonsense", "text": "x"}).status_code == 200
    assert Issue.objects.get().status == "waiting"


def test_an_issue_outside_a_meeting_is_taken_up_and_withdrawn(desk, world):
    url = reverse("desk:issue_new")
    typed = {"district": str(world.ono.id), "title": "<b>停電</b>のとき", "text": "町会の役員会で"}
    answer = desk.ohashi.post(url, typed, follow=True)
    text = answer.content.decode()
    assert "&lt;b&gt;停電&lt;/b&gt;のとき" in text
    assert "町会の役員会で" in text
    issue = Issue.objects.get()
    desk.ohashi.post(reverse("desk:issue_withdraw", args=[issue.id]))
    assert "終結していない課題はありません" in page(desk.ohashi, "issues")
    desk.ohashi.post(reverse("desk:issue_restore", args=[issue.id]))
    assert "停電" in page(desk.ohashi, "issues")


def test_an_officer_cannot_take_up_an_issue_elsewhere(desk, world):
    typed = {"district": str(world.shinjo.id), "title": "よその地区"}
    assert desk.ohashi.post(reverse("desk:issue_new"), typed).status_code == 200
    assert not Issue.objects.exists()


def test_two_editors_of_an_issue_see_both_texts(desk, issue):
    url = reverse("desk:issue_edit", args=[issue.id])
    desk.arai.post(url, {"title": "先の題", "base_version": "1"})
    text = desk.ohashi.post(url, {"title": "後の題", "base_version": "1"}).content.decode()
    assert "先の題" in text
    assert "後の題" in text
    newer = re.search(r'name="base_version" value="(\d+)"', text)[1]
    desk.ohashi.post(url, {"title": "後の題", "base_version": newer})
    assert Issue.objects.get().title == "後の題"


def test_the_list_is_narrowed_and_nonsense_narrows_nothing(desk, world, issue):
    assert issue.title in page(desk.arai, "issues", district=str(world.ono.id))
    assert "この条件の課題はありません" in page(desk.arai, "issues", district=str(world.shinjo.id))
    assert "この条件の課題はありません" in page(desk.arai, "issues", status="closed")
    assert issue.title in page(desk.arai, "issues", district="x", topic="'--", page="9")


def test_a_promise_goes_from_the_issue_to_its_result(desk, issue):
    typed = {"action-what": "空き地を探す", "action-who": "白旗野町会 会長"}
    refused = desk.ohashi.post(
        reverse("desk:issue_action_add", args=[issue.id]), {"action-what": "空き地を探す"}
    ).content.decode()
    assert "だれがするかを入力するか" in refused
    assert 'value="空き地を探す"' in refused
    desk.ohashi.post(reverse("desk:issue_action_add", args=[issue.id]), typed)
    action = Action.objects.get()
    assert "空き地を探す" in page(desk.ohashi, "actions")
    url = reverse("desk:action_finish", args=[action.id])
    wrong = {"finish-done_on": "令和8年2月30日", "finish-result": "見つかった"}
    assert "見つかった" in desk.ohashi.post(url, wrong).content.decode()
    opened = page(desk.ohashi, "action", action.id)
    assert f'name="finish-base_version" value="{action.version}"' in opened
    typed = {"finish-done_on": "令和8年11月20日", "finish-result": "見つかった"}
    typed |= {"finish-base_version": action.version}
    desk.ohashi.post(url, typed)
    other = desk.arai.post(url, typed | {"finish-result": "見つからない"}).content.decode()
    assert "ほかの人が先に保存しました" in other
    assert "見つからない" in other
    assert "見つかった" in page(desk.ohashi, "issue", issue.id)
    assert "空き地を探す" not in page(desk.ohashi, "actions")
    desk.ohashi.post(reverse("desk:action_resume", args=[action.id]))
    desk.ohashi.post(reverse("desk:action_remove", args=[action.id]))
    assert "済んでいない取組はありません" in page(desk.ohashi, "actions")
    desk.ohashi.post(reverse("desk:action_restore", args=[action.id]))
    assert "空き地を探す" in page(desk.ohashi, "actions")


def test_a_promise_is_read_by_the_city_and_hidden_from_strangers(desk, world, issue):
    action = actions.add_action(
        issue=issue, what="空き地を探す", who="町会", due_on=TODAY, actor=world.viewer("arai")
    )
    url = reverse("desk:action", args=[action.id])
    assert "取組を取り消す" not in desk.ichikawa.get(url).content.decode()
    typed = {"what": "変えた", "who": "市", "base_version": "1"}
    assert desk.shiraishi.get(url).status_code == 404
    edit = reverse("desk:action_edit", args=[action.id])
    assert desk.ichikawa.post(edit, typed).status_code == 403
    assert desk.shiraishi.post(edit, typed).status_code == 404
    desk.ohashi.post(edit, typed)
    assert "変えた" in page(desk.ohashi, "action", action.id)


def test_news_that_arrived_is_listed_and_declined(desk, world):
    item = world.add_item(world.add_meeting("network", on=TODAY), "センターの活動")
    news = actions.pass_on(item=item, to_body=world.bodies["shinjo"], actor=world.viewer("arai"))
    assert "センターの活動" in page(desk.shiraishi, "issues")
    assert "センターの活動" not in page(desk.ohashi, "issues")
    url = reverse("desk:news_decline", args=[news.id])
    assert desk.ohashi.post(url).status_code == 404
    desk.shiraishi.post(url)
    assert PassedOn.objects.get().state == "declined"
    desk.shiraishi.post(reverse("desk:news_propose", args=[news.id]))
    assert PassedOn.objects.get().state == "proposed"


def test_the_tie_to_an_item_is_cut_and_mended(desk, issue):
    tie = issue.considerations.get()
    role = tie.role
    desk.ohashi.post(reverse("desk:issue_disconnect", args=[tie.id]))
    assert "まだ会議で話し合っていません" in page(desk.ohashi, "issue", issue.id)
    desk.ohashi.post(reverse("desk:issue_connect", args=[tie.id]))
    assert "話し合った議題（1件）" in page(desk.ohashi, "issue", issue.id)
    assert issue.considerations.get(removed_at=None).role == role == "first_hearing"


def test_lists_take_the_same_queries_for_three_and_thirty(
    desk, world, issue, django_assert_max_num_queries
):
    arai = world.viewer("arai")

    def add(count):
        for number in range(count):
            row = actions.open_issue(district=world.ono, title=f"課題{number}", actor=arai)
            actions.add_action(
                issue=row, what=f"取組{number}", who="町会", due_on=TODAY, actor=arai
            )

    add(2)
    for name in ("issues", "actions"):
        page(desk.arai, name)
        with django_assert_max_num_queries(15) as few:
            page(desk.arai, name)
        count = len(few)
        add(25)
        with django_assert_max_num_queries(count):
            page(desk.arai, name)
