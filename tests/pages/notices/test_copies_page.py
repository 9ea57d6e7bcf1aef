"""The board of copies as the coordinator, the officer, the city and a stranger meet it."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from pypdf import PdfReader

from sasaeai.jobs.enums import JobState
from sasaeai.jobs.models import Job
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.people.models import Person
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    world.add_item(meeting)
    wishes = {"ohashi": "post", "chokai": "fax", "minji": "phone", "hokatsu": "email"}
    for key, channel in wishes.items():
        call = world.add_expected(meeting, world.posts[key])
        Person.objects.filter(pk=call.person_id).update(channel=channel)
    Person.objects.filter(name="包括 見本").update(email="houkatsu@example.jp")
    return meeting


@pytest.fixture
def notice(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    return actions.approve_notice(notice=notice, actor=arai)


def page(notice: Notice) -> str:
    return f"/meetings/{notice.meeting_id}/notice/"


def copies(notice: Notice) -> str:
    return f"/meetings/{notice.meeting_id}/notices/{notice.id}/copies/"


def press(client: Any, notice: Notice, step: str, *calls: Expected, **values: str) -> Any:
    """Press a button of the board for some calls and read the page that follows."""
    return client.post(
        f"{copies(notice)}mark/",
        {"step": step, "to": [str(c.id) for c in calls], "once": str(uuid.uuid4()), **values},
        follow=True,
        headers={"referer": f"http://testserver{page(notice)}"},
    )


def call_of(world: World, notice: Notice, key: str) -> Expected:
    return Expected.objects.get(meeting=notice.meeting, post=world.posts[key])


def test_the_draft_says_what_goes_where_and_why_before_anything_leaves(desk, meeting):
    html = desk.ohashi.get(f"/meetings/{meeting.id}/notice/").content.decode()
    assert "だれに、何で送るか" in html
    for reason in ("この方の連絡方法が郵送のため", "この方の連絡方法がメールのため"):
        assert reason in html
    assert 'name="step"' not in html
    assert not Delivery.objects.exists()


def test_the_city_sees_no_address_of_anybody(desk, notice):
    html = desk.ichikawa.get(page(notice)).content.decode()
    assert "houkatsu@example.jp" not in html
    assert desk.ichikawa.get(f"{copies(notice)}{uuid.uuid4()}/").status_code == 403


def test_a_stranger_finds_no_copy(world, desk, notice):
    call = call_of(world, notice, "ohashi")
    for path in (copies(notice), f"{copies(notice)}{call.id}/", f"{copies(notice)}progress/"):
        assert desk.shiraishi.get(path).status_code == 404
    for name in ("mark", "undo", "unprint", "unqueue"):
        assert desk.shiraishi.post(f"{copies(notice)}{name}/").status_code == 404


def test_a_notice_is_found_below_its_own_meeting_only(world, desk, notice):
    other = world.add_meeting("shinjo")
    assert desk.arai.get(f"/meetings/{other.id}/notices/{notice.id}/copies/").status_code == 404


def test_groups_by_channel_each_with_its_one_button(desk, notice):
    html = desk.arai.get(page(notice)).content.decode()
    assert re.findall(r"(郵送|FAX|電話|メール) <strong>(\d)", html) == [
        ("郵送", "1"),
        ("FAX", "1"),
        ("電話", "1"),
        ("メール", "1"),
    ]
    assert html.count("案内状を印刷する</button>") == 2
    assert "電話で伝えました</button>" in html
    assert "メールの設定がまだのため" in html


def test_three_of_one_office_are_announced_as_one_envelope(world, desk, notice):
    Person.objects.filter(name="髙﨑 見本").update(channel="post")
    chokai = world.organizations["白旗野町会"]
    for title in ("会計", "防災部長"):
        world.add_expected(notice.meeting, world.add_post(chokai, title, f"見本 {title}"))
    html = desk.arai.get(page(notice)).content.decode()
    assert "1通にまとめます（3名分）" in html
    assert "封筒は2通です。" in html


def test_told_by_telephone_and_taken_back(world, desk, notice):
    html = press(desk.ohashi, notice, "sent", call_of(world, notice, "minji")).content.decode()
    assert "1通を届けたと記録しました" in html
    assert "元に戻す" in html
    copy = Delivery.objects.get(notice=notice, channel="phone")
    assert copy.status == "delivered"
    desk.ohashi.post(f"{copies(notice)}undo/", {"at": copy.status_at.isoformat()})
    copy.refresh_from_db()
    assert copy.status == "drafted"


def test_a_double_click_records_once(world, desk, notice):
    values = {
        "step": "sent",
        "to": [str(call_of(world, notice, "minji").id)],
        "once": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert desk.arai.post(f"{copies(notice)}mark/", values).status_code == 302
    assert Delivery.objects.filter(notice=notice, status="delivered").count() == 1


def test_some_are_posted_and_the_page_says_that_others_are_left(world, desk, notice):
    second = world.add_expected(notice.meeting, world.posts["arai"])
    ohashi = call_of(world, notice, "ohashi")
    press(desk.arai, notice, "print", ohashi)
    html = press(desk.arai, notice, "sent", ohashi, second).content.decode()
    assert "1通を届けたと記録しました。残りの1人は" in html


def test_a_sheet_that_jammed_is_printed_again_before_it_leaves(world, desk, notice):
    chokai = call_of(world, notice, "chokai")
    press(desk.arai, notice, "print", chokai)
    html = desk.arai.get(page(notice)).content.decode()
    assert "選んだ分を印刷し直す</button>" in html
    assert html.index("FAXしました</button>") < html.index("選んだ分を印刷し直す</button>")
    press(desk.arai, notice, "print", chokai)
    assert Delivery.objects.get(notice=notice, expected=chokai).status == DeliveryStatus.PRINTED


def test_a_fax_is_printed_with_its_cover_and_number(world, desk, notice):
    answer = press(desk.arai, notice, "print", call_of(world, notice, "chokai"))
    pdf = PdfReader(io.BytesIO(answer.content))
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert len(pdf.pages) == 2
    assert "017-000-0001" in text


def test_the_sheet_of_whom_a_fax_reaches_names_no_closed_item(world, desk, notice):
    """Also among the letters of everybody, and in Word: a sheet is put into the machine as it is."""
    world.add_item(notice.meeting, "関係者だけの相談", is_public=False)
    arai = world.viewer("arai")
    actions.approve_notice(notice=notice, actor=arai)
    pdf = desk.arai.get(f"/meetings/{notice.meeting_id}/papers/notice.pdf").content
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]
    named = {("白旗野町会" in text, "関係者だけの相談" in text) for text in sheets}
    assert named == {(True, False), (False, True)}


def test_what_came_back_stands_first_with_the_next_way_as_one_button(world, desk, notice):
    ohashi = call_of(world, notice, "ohashi")
    press(desk.arai, notice, "print", ohashi)
    press(desk.arai, notice, "sent", ohashi)
    html = press(desk.arai, notice, "returned", ohashi, note="転居先不明").content.decode()
    assert "届いていない方が1人います" in html
    assert "転居先不明" in html
    assert "FAXに変える</button>" in html
    html = press(desk.arai, notice, "choose", ohashi, channel="fax").content.decode()
    assert "届いていない方が" not in html
    assert "このお知らせだけ、FAXに変えたため" in html


def test_the_page_of_one_reader_keeps_every_way_that_was_tried(world, desk, notice):
    chokai = call_of(world, notice, "chokai")
    press(desk.arai, notice, "print", chokai)
    press(desk.arai, notice, "failed", chokai, failure="retry", note="話し中")
    press(desk.arai, notice, "choose", chokai, channel="post")
    html = desk.ohashi.get(f"{copies(notice)}{chokai.id}/").content.decode()
    assert "これまでの記録" in html
    assert "話し中" in html
    assert "017-000-0001" in html
    assert "この方の分を印刷する</button>" in html
    assert re.search(r'value="line"[^>]* disabled', html)


@pytest.mark.parametrize(
    ("step", "values", "sentence"),
    [
        ("", {}, "もう一度押してください"),
        ("choose", {}, "送り方を選んでください"),
        ("failed", {"failure": "x"}, "わけを選んでください"),
        ("send", {}, "メールの設定がまだ|送るものはありません"),
        ("confirm", {}, "届いたかどうか分からないものではありません"),
    ],
)
def test_a_press_that_means_nothing_says_so(world, desk, notice, step, values, sentence):
    html = press(desk.arai, notice, step, call_of(world, notice, "hokatsu"), **values)
    assert re.search(sentence, html.content.decode())
    assert set(Delivery.objects.filter(notice=notice).values_list("status", flat=True)) == {
        "drafted"
    }


def test_an_id_that_is_none_finds_nothing(desk, notice):
    answer = desk.arai.post(f"{copies(notice)}mark/", {"step": "sent", "to": ["1' or 1=1"]})
    assert answer.status_code == 404
    wrong = desk.arai.post(f"{copies(notice)}undo/", {"at": "きのう"}, follow=True)
    assert "開き直してください" in wrong.content.decode()


def test_a_copy_that_had_arrived_is_confirmed_and_the_press_taken_back(world, desk, notice):
    call = call_of(world, notice, "hokatsu")
    copy = Delivery.objects.filter(notice=notice, expected=call)
    copy.update(status="failed", failure="unsure", status_note="送っている途中で止まりました。")
    said = press(desk.arai, notice, "confirm", call)
    html = said.content.decode()
    assert "届いていたと記録しました" in html
    assert "途中で止まりました" not in html
    assert copy.get().status == "sent"
    at = copy.get().status_at.isoformat()
    assert f'value="{at}"' in html
    taken = desk.ohashi.post(f"{copies(notice)}undo/", {"at": at}, follow=True)
    assert "1通の記録を取り消しました" in taken.content.decode()
    assert (copy.get().status, copy.get().failure) == ("failed", "unsure")
    assert desk.shiraishi.post(f"{copies(notice)}undo/", {"at": at}).status_code == 404


# ── Sending goes on while the page is left ───────────────────────────────────────────────────────


@pytest.fixture
def job(world: World, notice: Notice) -> Job:
    Delivery.objects.filter(notice=notice, channel="email").update(
        status="queued", message_id=str(uuid.uuid4())
    )
    return Job.objects.create(
        municipality_id=world.city.id,
        topic=actions.sending_topic(notice),
        label="案内の送信",
        state=JobState.RUNNING,
        done=12,
        total=30,
        started_by_name="新井",
    )


def test_the_page_shows_how_far_the_sending_is_and_asks_again(desk, notice, job):
    html = desk.arai.get(page(notice)).content.decode()
    assert '<progress max="30" value="12"' in html
    assert 'hx-trigger="every 2s"' in html
    assert "30通のうち12通を送りました" in html
    piece = desk.ohashi.get(f"{copies(notice)}progress/", headers={"hx-request": "true"})
    assert "12" in piece.content.decode()
    assert "HX-Refresh" not in piece
    assert desk.ohashi.get(f"{copies(notice)}progress/").status_code == 302


def test_once_it_is_over_the_page_is_read_anew_and_says_what_came_of_it(desk, notice, job):
    Job.objects.update(state=JobState.DONE, message="30通を送りました。")
    piece = desk.arai.get(f"{copies(notice)}progress/", headers={"hx-request": "true"})
    assert piece["HX-Refresh"] == "true"
    html = desk.arai.get(page(notice)).content.decode()
    assert "送信が終わりました" in html
    assert "hx-trigger" not in html


def test_forty_readers_cost_as_many_questions_as_four_while_copies_wait(
    world, desk, notice, job, django_assert_max_num_queries
):
    for number in range(36):
        person = Person.objects.create(
            municipality=world.city,
            name=f"見本 {number}",
            channel=("post", "fax", "phone")[number % 3],
            tel="017-000-0002",
        )
        world.add_expected(notice.meeting, person=person, person_name=person.name)
    desk.arai.get(page(notice))
    with django_assert_max_num_queries(15):
        html = desk.arai.get(page(notice)).content.decode()
    assert html.count('name="to"') == 40
    assert "30通のうち12通" in html
