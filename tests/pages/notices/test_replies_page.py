"""The page of step 出欠: by script, without script, and what is refused."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.issues.models import Trouble
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.actions.own_reply import reply_by_code
from sasaeai.notices.models import Reply
from tests.world import TODAY, World

JSON = {"accept": "application/json"}


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/replies/"


def keyed(**values: str) -> dict[str, str]:
    return {"once": str(uuid.uuid4()), "via": "fax", **values}


def test_everybody_called_is_listed_and_the_next_silent_number_stands_ready(desk, meeting):
    html = desk.arai.get(page(meeting)).content.decode()
    assert html.count("data-row=") == 3
    assert "髙﨑 見本" in html
    assert 'name="who"' in html
    assert 'value="1"' in html


def test_a_number_and_one_button_are_enough_without_script(desk, meeting):
    answer = desk.arai.post(page(meeting), keyed(who="２", answer="attend"), follow=True)
    html = answer.content.decode()
    assert "2番 白旗野町会 髙﨑 見本様：出席にしました。" in html
    assert "元に戻す" in html
    reply = Reply.objects.get()
    assert (reply.answer, reply.via) == ("attend", "fax")
    assert 'value="3"' in html


def test_each_row_has_its_own_buttons_and_the_way_it_came_is_kept(desk, meeting):
    chokai = Expected.objects.get(number=2)
    desk.arai.post(page(meeting), keyed(row=f"{chokai.id}:absent"))
    assert Reply.objects.get().answer == "absent"
    html = desk.arai.get(page(meeting)).content.decode()
    assert 'value="fax" checked' in html


def test_the_script_is_told_how_the_row_stands_now(desk, meeting):
    chokai = Expected.objects.get(number=2)
    values = keyed(row=f"{chokai.id}:substitute")
    first = desk.arai.post(page(meeting), values, headers=JSON, follow=True).json()
    again = desk.arai.post(page(meeting), values, headers=JSON, follow=True).json()
    assert first == again
    assert first["sentence"] == "2番 白旗野町会 髙﨑 見本様：代理出席にしました。"
    assert first["counts"] == {
        "attend": 0,
        "substitute": 1,
        "absent": 0,
        "silent": 2,
        "coming": 1,
    }
    assert Reply.objects.count() == 1


def test_undo_does_not_write_over_what_the_person_said_since(desk, meeting):
    chokai = Expected.objects.get(number=2)

    def key(answer: str) -> dict:
        values = keyed(row=f"{chokai.id}:{answer}")
        return desk.arai.post(page(meeting), values, headers=JSON, follow=True).json()

    def by_oneself(answer: str) -> None:
        version = Reply.objects.current().get(expected=chokai).version
        details = ReplyDetails(received_on=TODAY)
        reply_by_code(code=chokai.reply_code, answer=answer, details=details, base_version=version)

    chokai.reply_code = "E6H-W34-Q5R"
    chokai.save()
    undo = key("attend")["undo"]
    by_oneself("absent")
    refused = desk.arai.post(undo.pop("url"), keyed(**undo), headers=JSON)
    assert refused.status_code == 409
    assert "変わっています" in refused.json()["sentence"]
    keyed_again = key("attend")
    assert "前の返信は欠席（返信ページ）でした" in keyed_again["sentence"]
    undo = keyed_again["undo"]
    by_oneself("substitute")
    assert desk.arai.post(undo.pop("url"), keyed(**undo), headers=JSON).status_code == 409
    assert Reply.objects.current().get(expected=chokai).answer == "substitute"


def test_undo_goes_back_to_what_stood_before(desk, meeting):
    chokai = Expected.objects.get(number=2)

    def key(answer: str) -> dict:
        values = keyed(row=f"{chokai.id}:{answer}")
        return desk.arai.post(page(meeting), values, headers=JSON, follow=True).json()

    key("attend")
    undo = key("absent")["undo"]
    back = desk.arai.post(undo.pop("url"), keyed(**undo), headers=JSON, follow=True).json()
    assert back["answer"] == "attend"
    gone = desk.arai.post(back["undo"]["url"], keyed(), headers=JSON, follow=True).json()
    assert gone["answer"] == ""
    undo = gone["undo"]
    again = desk.arai.post(undo.pop("url"), keyed(**undo), headers=JSON, follow=True).json()
    assert again["answer"] == "attend"
    assert Reply.objects.filter(removed_at=None).count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"who": "99", "answer": "attend"}, "99番の方は"),
        ({"who": "", "answer": "attend"}, "返信番号か返信コードを"),
        ({"who": "2", "answer": "たぶん"}, "どれかを選んで"),
        ({"who": "2", "answer": "attend", "via": "鳩"}, "届き方"),
    ],
)
def test_a_slip_of_the_finger_is_named_and_changes_nothing(desk, meeting, values, sentence):
    assert sentence in desk.arai.post(page(meeting), keyed(**values)).content.decode()
    answer = desk.arai.post(page(meeting), keyed(**values), headers=JSON)
    assert answer.status_code == 409
    assert sentence in answer.json()["sentence"]
    assert not Reply.objects.exists()


def test_rows_of_another_meeting_are_not_found(world, desk, meeting):
    other = world.add_expected(world.add_meeting("shinjo"), world.posts["hokatsu"])
    assert desk.arai.post(page(meeting), keyed(row=f"{other.id}:attend")).status_code == 404
    assert desk.arai.post(page(meeting), keyed(row="x:attend")).status_code == 404
    assert desk.arai.get(f"{page(meeting)}{other.id}/").status_code == 404


def test_the_city_reads_names_and_keys_nothing(desk, meeting):
    assert desk.ichikawa.get(page(meeting)).status_code == 200
    answer = desk.ichikawa.post(page(meeting), keyed(who="2", answer="attend"))
    assert answer.status_code == 403


def test_a_stranger_finds_nothing(desk, meeting):
    row = Expected.objects.get(number=2).id
    for path in ("", f"{row}/", f"{row}/state/"):
        assert desk.shiraishi.get(page(meeting) + path).status_code == 404
    for path in ("", f"{row}/", f"{row}/clear/", f"{row}/restore/"):
        assert desk.shiraishi.post(page(meeting) + path, keyed()).status_code == 404


def slip(meeting: Meeting, **values: str) -> dict[str, str]:
    return {
        "once": str(uuid.uuid4()),
        "base_version": "0",
        "answer": "attend",
        "via": "paper",
        "received_on": "2026-11-23",
        **values,
    }


def test_a_whole_slip_is_kept_word_for_word(desk, meeting):
    row = f"{page(meeting)}{Expected.objects.get(number=2).id}/"
    assert desk.ohashi.get(row).status_code == 200
    trouble = "あ" * 10_000
    values = slip(meeting, companions="2", needs="車いす", trouble=trouble, answer="substitute",
                  substitute_name="<b>代</b> =1+1")  # fmt: skip
    html = desk.ohashi.post(row, values, follow=True).content.decode()
    reply = Reply.objects.get()
    assert (reply.companions, reply.needs, reply.trouble) == (2, "車いす", trouble)
    assert "&lt;b&gt;代&lt;/b&gt; =1+1" in html
    assert "困りごとあり" in html


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"trouble": "あ" * 10_001}, "1文字減らして"),
        ({"companions": "百"}, "人数を数字で"),
        ({"companions": "-1"}, "0人から"),
        ({"received_on": "令和8年13月1日"}, "届いた日"),
        ({"answer": ""}, "「返信」を選んで"),
    ],
)
def test_a_slip_with_a_mistake_comes_back_with_everything_typed(desk, meeting, values, sentence):
    row = f"{page(meeting)}{Expected.objects.get(number=2).id}/"
    html = desk.arai.post(row, slip(meeting, needs="筆談の用意") | values).content.decode()
    assert sentence in html
    assert "筆談の用意" in html
    assert not Reply.objects.exists()


def test_two_who_key_one_slip_see_both(desk, meeting):
    row = f"{page(meeting)}{Expected.objects.get(number=2).id}/"
    desk.arai.post(row, slip(meeting, needs="筆談"))
    html = desk.ohashi.post(row, slip(meeting, answer="absent", needs="車いす")).content.decode()
    assert "ほかの人" in html
    assert "筆談" in html
    assert Reply.objects.get(removed_at=None).answer == "attend"


def test_after_the_meeting_the_page_says_why_nothing_can_be_keyed(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.HELD, held_at=clock.now(), number=1
    )
    html = desk.arai.get(page(meeting)).content.decode()
    assert 'name="who"' not in html
    answer = desk.arai.post(page(meeting), keyed(who="2", answer="attend"), headers=JSON)
    assert "締めて" in answer.json()["sentence"]
    assert not Reply.objects.exists()


def test_a_list_to_call_the_silent_by_is_offered_until_all_replied(desk, meeting):
    desk.arai.post(page(meeting), keyed(who="2", answer="attend"), follow=True)
    offered = reverse("desk:phone_list", args=[meeting.id, "pdf"])
    html = desk.arai.get(page(meeting)).content.decode()
    assert "返信のない方2人の電話連絡表を印刷する" in html
    assert offered in html
    assert offered not in desk.ichikawa.get(page(meeting)).content.decode()
    for number in ("1", "3"):
        desk.arai.post(page(meeting), keyed(who=number, answer="absent"))
    html = desk.arai.get(page(meeting)).content.decode()
    assert "全員の返信が入りました。</p>" in html
    assert offered not in html


def test_who_comes_is_told_at_a_glance(world, desk, meeting):
    world.add_item(meeting, "雪かきの助け合い", topic=world.topics["snow"])
    minji = Expected.objects.get(number=3)
    values = slip(meeting, answer="substitute", companions="1", needs="車いす")
    desk.arai.post(f"{page(meeting)}{minji.id}/", values)
    desk.arai.post(page(meeting), keyed(who="1", answer="attend"))
    html = desk.arai.get(page(meeting)).content.decode()
    assert "定員60人）に、いま3人" in html
    assert "車いす 1" in html
    assert "町会 0名" in html
    assert "お名前がまだ分かりません" in html


def test_troubles_on_slips_lead_to_the_raised_ones(desk, meeting):
    chokai = Expected.objects.get(number=2)
    desk.arai.post(f"{page(meeting)}{chokai.id}/", slip(meeting, trouble="ごみ集積所が雪で埋まる"))
    html = desk.arai.get(page(meeting)).content.decode()
    assert "返信票に書かれた困りごと 1件" in html
    trouble = Trouble.objects.get()
    assert f"/troubles/{trouble.id}/" in html
    assert "ごみ集積所" not in desk.ichikawa.get(page(meeting)).content.decode()


def test_an_answer_to_an_earlier_day_is_told_apart_and_confirmed_with_one_button(desk, meeting):
    desk.arai.post(page(meeting), keyed(who="2", answer="attend"))
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + timedelta(days=7), ends_at=meeting.ends_at + timedelta(days=7)
    )
    html = desk.arai.get(page(meeting)).content.decode()
    assert "前の日程への返信が1件あります" in html
    assert "前の日程への返信：出席" in html
    assert "新しい日程でも同じ" in html
    chokai = Expected.objects.get(number=2)
    desk.arai.post(f"{page(meeting)}{chokai.id}/confirm/", keyed())
    assert "前の日程への返信" not in desk.arai.get(page(meeting)).content.decode()


def test_the_papers_of_replies_name_people_and_leave_a_trace(desk, meeting):
    desk.arai.post(page(meeting), keyed(who="2", answer="attend"))
    paper = f"/meetings/{meeting.id}/papers/replies"
    assert desk.arai.get(f"{paper}.pdf").content.startswith(b"%PDF")
    assert desk.ohashi.get(f"{paper}.xlsx").content.startswith(b"PK")
    assert desk.arai.get(f"{paper}.docx").status_code == 404
    traces = Entry.objects.filter(verb="export", after__purpose="reply_list")
    assert {entry.actor_name[:2] for entry in traces} == {"新井", "大橋"}
    assert desk.ichikawa.get(f"{paper}.xlsx").status_code == 403
    assert desk.shiraishi.get(f"{paper}.xlsx").status_code == 404
    assert traces.count() == 2


def test_nobody_called_says_what_to_do(world, desk):
    meeting = world.add_meeting()
    html = desk.arai.get(page(meeting)).content.decode()
    assert "声をかける方を選ぶ" in html
    assert "声をかける方を選ぶ" not in desk.ichikawa.get(page(meeting)).content.decode()


def test_the_page_asks_the_database_as_often_for_thirty_as_for_three(
    world, desk, meeting, django_assert_max_num_queries
):
    for _ in range(30):
        world.add_expected(meeting, organization_name="見本の会")
    desk.arai.get(page(meeting))
    with django_assert_max_num_queries(15):
        assert desk.arai.get(page(meeting)).status_code == 200
