"""The page of step 案内 as the coordinator, the officer, the city and a stranger meet it."""

from __future__ import annotations

import io
import uuid
from datetime import date, time

import pytest
from pypdf import PdfReader

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.forms import NoticeForm
from sasaeai.notices.models import Delivery, Notice
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def approved(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/notice/"


def copies(notice: Notice) -> str:
    return f"/meetings/{notice.meeting_id}/notices/{notice.id}/copies/"


def mark(client, notice, step, calls, *, follow=False, **values):
    """Press one of the buttons for the calls, on the page of the notice."""
    return client.post(
        f"{copies(notice)}mark/",
        {"step": step, "to": [str(c.id) for c in calls], "once": str(uuid.uuid4())} | values,
        follow=follow,
        headers={"referer": f"http://testserver{page(notice.meeting)}"},
    )


def filled(world: World, meeting: Meeting, **changes: str) -> dict[str, str]:
    """The form exactly as the page offers it, then changed."""
    notice = queries.notice_of(meeting)
    texts = (
        queries.texts_of(notice)
        if notice
        else queries.notice_draft(meeting, viewer=world.viewer("arai")).texts
    )
    form = NoticeForm(texts=texts, version=notice.version if notice else 0)
    values = {"once": str(uuid.uuid4())}
    for field in form:
        value = field.value()
        values[field.html_name] = value.isoformat() if isinstance(value, date) else str(value)
    return values | changes


@pytest.mark.parametrize("name", ["arai", "ohashi"])
def test_the_draft_is_on_the_page_before_anything_was_typed(desk, meeting, name):
    html = getattr(desk, name).get(page(meeting)).content.decode()
    assert "令和8年度 第1回 大野地区地域支え合い会議の開催について" in html
    assert "内容を確かめました" in html
    assert "令和8年12月22日(火)" in html
    assert not Notice.objects.exists()


def test_the_city_reads_and_cannot_write(world, desk, meeting):
    read = desk.ichikawa.get(page(meeting))
    assert read.status_code == 200
    assert "内容を確かめました</button>" not in read.content.decode()
    refused = desk.ichikawa.post(page(meeting), filled(world, meeting))
    assert refused.status_code == 403
    assert "地区社協の役員か" in refused.content.decode()


def test_a_stranger_finds_nothing(world, desk, meeting, approved):
    for path in (page(meeting), f"/meetings/{meeting.id}/papers/notice.pdf"):
        assert desk.shiraishi.get(path).status_code == 404
    for name in ("approve", "withdraw"):
        assert desk.shiraishi.post(f"{page(meeting)}{name}/").status_code == 404
    assert desk.shiraishi.post(page(meeting), filled(world, meeting)).status_code == 404


def test_one_press_looks_it_over_and_offers_the_letters(world, desk, meeting):
    answer = desk.ohashi.post(page(meeting), filled(world, meeting), follow=True)
    html = answer.content.decode()
    assert "案内状を印刷する" in html
    assert "元に戻す" in html
    assert html.count('name="to"') == 3
    assert Notice.objects.get(kind="invitation").approved_at is not None


def test_a_double_click_makes_one_notice(world, desk, meeting):
    values = filled(world, meeting)
    assert desk.arai.post(page(meeting), values).status_code == 302
    assert desk.arai.post(page(meeting), values).status_code == 302
    assert Notice.objects.filter(kind="invitation").count() == 1
    assert (
        Entry.objects.filter(
            verb="approve", object_id=Notice.objects.get(kind="invitation").id
        ).count()
        == 1
    )


def test_a_draft_follows_a_reply_day_that_the_plan_moved(world, desk, meeting):
    desk.arai.post(page(meeting), filled(world, meeting, keep="1"))
    Meeting.objects.filter(pk=meeting.pk).update(reply_due_on=date(2026, 12, 8))
    form = desk.arai.get(page(meeting)).context["form"]
    assert form.initial["reply_due_on"] == date(2026, 12, 8)


def test_a_draft_can_be_kept_without_saying_that_it_is_right(world, desk, meeting):
    desk.arai.post(page(meeting), filled(world, meeting, keep="1", note="下書きの文"))
    notice = Notice.objects.get(kind="invitation")
    assert (notice.note, notice.approved_at) == ("下書きの文", None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reply_due_on": "令和8年2月30日"}, "2月"),
        ({"reply_due_on": "2026-12-24"}, "返信期限は、会議の日より前"),
        ({"subject": ""}, "「件名」を入力してください"),
        ({"note": "あ" * 1001}, "1,001文字"),
        ({"contact_tel": "", "contact_fax": ""}, "電話かFAXのどちらか"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(world, desk, meeting, changes, sentence):
    values = filled(world, meeting, purpose="わたしの書いた文", **changes)
    answer = desk.arai.post(page(meeting), values)
    html = answer.content.decode()
    assert sentence in html
    assert "わたしの書いた文" in html
    assert not Notice.objects.exists()


def test_two_editors_see_both_texts(world, desk, meeting, approved):
    mine = filled(world, meeting, note="私の文")
    desk.ohashi.post(page(meeting), filled(world, meeting, note="大橋の文"))
    html = desk.arai.post(page(meeting), mine).content.decode()
    assert "大橋の文" in html
    assert "私の文" in html
    assert Notice.objects.get(kind="invitation").note == "大橋の文"


def test_hostile_words_stay_words(world, desk, meeting):
    Expected.objects.filter(number=2).update(
        organization_name="<script>alert(1)</script>", person_name="=1+1"
    )
    html = desk.arai.post(page(meeting), filled(world, meeting), follow=True).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    pdf = desk.arai.get(f"/meetings/{meeting.id}/papers/notice.pdf").content
    assert "=1+1" in text_of(pdf)


def test_before_the_look_the_paper_is_a_sample_and_afterwards_it_is_not(world, desk, meeting):
    path = f"/meetings/{meeting.id}/papers/notice.pdf"
    before = desk.arai.get(path)
    assert before["Content-Type"] == "application/pdf"
    sample = text_of(before.content)
    desk.arai.post(page(meeting), filled(world, meeting))
    text = text_of(desk.arai.get(path).content)
    assert "白旗野町会" in text
    assert text.count("拝啓") == 3
    # Names and addresses of the cast say 見本 too; the mark stands twice on each of three letters.
    assert sample.count("見本") == text.count("見本") + 6
    assert Entry.objects.filter(verb="export").count() == 2


def test_printing_marks_the_chosen_letters_and_leads_to_exactly_these(
    world, desk, meeting, approved
):
    chosen = Expected.objects.get(number=2)
    answer = mark(desk.arai, approved, "print", [chosen], order="postal")
    assert answer.status_code == 302
    pdf = desk.arai.get(answer["Location"])
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    assert Delivery.objects.exclude(printed_at=None).count() == 1
    html = desk.arai.get(page(meeting)).content.decode()
    assert "1通を印刷済みにしました" in html
    run = Delivery.objects.get(expected=chosen).printed_at.isoformat()
    desk.arai.post(f"{copies(approved)}unprint/", {"at": run, "once": str(uuid.uuid4())})
    assert not Delivery.objects.exclude(printed_at=None).exists()


def test_a_name_that_no_font_has_is_not_called_printed(world, desk, meeting, approved):
    Expected.objects.filter(number=2).update(person_name="見本 \U00030000")
    answer = mark(desk.arai, approved, "print", Expected.objects.all(), follow=True)
    assert "印刷用の文字にありません" in answer.content.decode()
    assert not Delivery.objects.exclude(printed_at=None).exists()


def test_choosing_nobody_says_so(desk, meeting, approved):
    answer = mark(desk.arai, approved, "print", [], follow=True)
    assert "1件以上選んでください" in answer.content.decode()


def test_word_files_come_too_and_other_endings_do_not(desk, meeting, approved):
    answer = desk.arai.get(f"/meetings/{meeting.id}/papers/notice.docx")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    assert desk.arai.get(f"/meetings/{meeting.id}/papers/notice.exe").status_code == 404


def test_the_letters_with_their_addresses_are_not_for_the_city(desk, meeting, approved):
    answer = desk.ichikawa.get(f"/meetings/{meeting.id}/papers/notice.pdf")
    assert answer.status_code == 403


def test_what_changed_since_the_look_stands_on_the_page(desk, meeting, approved):
    later = clock.at(meeting.held_on, time(16, 30))
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=later)
    html = desk.arai.get(page(meeting)).content.decode()
    assert "変わったことがあります" in html
    assert "16時30分" in html
    assert "案内状を印刷する" not in html


def test_taking_the_look_back_is_undone_for_the_words_that_were_looked_at(desk, meeting, approved):
    html = desk.arai.post(f"{page(meeting)}withdraw/", follow=True).content.decode()
    assert "案内を下書きに戻しました" in html
    desk.arai.post(f"{page(meeting)}approve/", {"base_version": approved.version})
    assert Notice.objects.get(kind="invitation").approved_at is not None
    desk.arai.post(f"{page(meeting)}withdraw/")
    missing = desk.arai.post(f"{page(meeting)}approve/", follow=True)
    assert "もう一度ページを開いて" in missing.content.decode()
    assert Notice.objects.get(kind="invitation").approved_at is None


def test_two_reply_days_are_noticed_before_printing(desk, meeting, approved):
    Meeting.objects.filter(pk=meeting.pk).update(reply_due_on=date(2026, 12, 8))
    html = desk.arai.get(page(meeting)).content.decode()
    assert "計画では令和8年12月8日(火)、案内では令和8年12月11日(金)" in html


def test_the_page_asks_the_database_as_often_for_thirty_as_for_three(
    world, desk, meeting, approved, django_assert_max_num_queries
):
    for _ in range(30):
        world.add_expected(meeting, organization_name="見本の会")
    desk.arai.get(page(meeting))
    with django_assert_max_num_queries(15):
        assert desk.arai.get(page(meeting)).status_code == 200


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
