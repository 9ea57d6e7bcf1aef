"""延期・変更・中止 and the reminders, as the coordinator, the officer, the city, a stranger meet them."""

from __future__ import annotations

import uuid
from datetime import date, time

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from tests.conftest import DeskClients
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Announced to three people by post; 22 December, reserve day 12 January."""
    arai = world.viewer("arai")
    meeting = world.add_meeting(
        snow_starts_at=clock.at(date(2027, 1, 12), time(13, 30)), reply_due_on=date(2026, 12, 8)
    )
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    notice = actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
    actions.mark_printed(notice=notice, actor=arai)
    actions.mark_sent(notice=notice, actor=arai)
    return meeting


def change(meeting: Meeting, query: str = "") -> str:
    return reverse("desk:meeting_change", args=[meeting.id]) + query


def press(client, meeting: Meeting, query: str, **typed: str):
    """The form exactly as the look at `query` offers it, then changed."""
    page = client.get(change(meeting, query))
    form = page.context["text_form"]
    sent = {"once": str(uuid.uuid4())} | dict(page.context["hidden"])
    for field in form:
        value = field.value()
        sent[field.html_name] = value.isoformat() if isinstance(value, date) else str(value)
    return client.post(change(meeting), sent | typed)


def test_the_plan_leads_to_one_page_for_all_of_it(desk: DeskClients, meeting: Meeting) -> None:
    html = desk.ohashi.get(reverse("desk:meeting_plan", args=[meeting.id])).content.decode()
    for way in ("snow", "move", "cancel"):
        assert change(meeting, f"?way={way}") in html


def test_the_look_shows_the_words_and_who_hears_how(desk: DeskClients, meeting: Meeting) -> None:
    assert (
        "見て確かめるまでは、何も変わりません" in desk.ohashi.get(change(meeting)).content.decode()
    )
    html = desk.ohashi.get(change(meeting, "?way=snow")).content.decode()
    assert "大雪が見こまれるため、下記のとおり予備日に延期いたします" in html
    assert "白旗野町会 会長 髙﨑 見本" in html
    assert "決めて、3人に知らせる" in html
    meeting.refresh_from_db()
    assert meeting.held_on == date(2026, 12, 22)
    assert not Notice.objects.filter(kind=NoticeKind.CHANGE).exists()


def test_one_button_moves_and_leads_to_what_is_next(desk: DeskClients, meeting: Meeting) -> None:
    answer = press(desk.ohashi, meeting, "?way=snow", purpose="わたしの文です。")
    notice = Notice.objects.get(kind=NoticeKind.CHANGE)
    assert answer["Location"] == reverse("desk:change_next", args=[meeting.id, notice.id])
    html = desk.ohashi.get(answer["Location"]).content.decode()
    assert notice.purpose == "わたしの文です。"
    assert "3人のうち0人に知らせました" in html
    assert "印刷して届けるお知らせ（3通）" in html
    assert reverse("desk:change_undo", args=[meeting.id, notice.id]) in html
    meeting.refresh_from_db()
    assert meeting.held_on == date(2027, 1, 12)


def test_a_double_click_moves_once(desk: DeskClients, meeting: Meeting) -> None:
    page = desk.arai.get(change(meeting, "?way=cancel&reason=大雪のため"))
    sent = {"once": str(uuid.uuid4()), "subject": "中止", "purpose": "中止します。"}
    sent |= dict(page.context["hidden"]) | {"base_version": page.context["meeting"].version}
    first = desk.arai.post(change(meeting), sent)
    assert desk.arai.post(change(meeting), sent)["Location"] == first["Location"]
    assert Notice.objects.filter(kind=NoticeKind.CANCELLATION).count() == 1


def test_another_day_and_hall_are_typed_first(desk: DeskClients, meeting: Meeting) -> None:
    empty = desk.arai.get(change(meeting, "?way=move"))
    assert empty.context["draft"] is None
    typed = (
        f"?way=move&reason=会場の都合&on=2027-01-19&start=10:00&end=11:00&venue={meeting.venue_id}"
    )
    assert "令和9年1月19日(火)" in desk.arai.get(change(meeting, typed)).content.decode()
    press(desk.arai, meeting, typed)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.start) == (date(2027, 1, 19), time(10, 0))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?way=cancel&reason=", "「わけ」を入力してください"),
        ("?way=move&reason=x&on=2026-02-30&start=10:00&end=11:00&venue=", "2月"),
        ("?way=move&reason=x&on=2026-12-24&start=25:00&end=11:00&venue=", "時"),
        ("?way=restore", "この会議は中止になっていません"),
        ("?way=melt", "見て確かめるまでは"),
    ],
)
def test_a_mistake_is_named_and_nothing_changes(
    desk: DeskClients, meeting: Meeting, query: str, sentence: str
) -> None:
    answer = desk.arai.get(change(meeting, query), follow=True)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    version = meeting.version
    meeting.refresh_from_db()
    assert meeting.version == version


def test_an_end_before_the_start_is_refused_with_what_was_typed(
    desk: DeskClients, meeting: Meeting
) -> None:
    typed = f"?way=move&on=2027-01-19&start=10:00&end=09:00&venue={meeting.venue_id}&reason=都合"
    answer = press(desk.arai, meeting, typed, purpose="わたしの文です。")
    assert "終了は、開始" in answer.content.decode()
    assert "わたしの文です。" in answer.content.decode()


def test_told_by_telephone_with_the_same_answer_is_one_key(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    called = meeting.expected.get(number=2)
    actions.record_reply(expected=called, answer="attend", actor=world.viewer("arai"))
    press(desk.arai, meeting, "?way=snow")
    notice = Notice.objects.get(kind=NoticeKind.CHANGE)
    told = reverse("desk:change_told", args=[meeting.id, notice.id])
    html = desk.arai.post(told, {"to": str(called.id), "same": "1"}, follow=True).content.decode()
    assert "電話で伝えたと記録しました" in html
    assert "3人のうち1人に知らせました" in html
    meeting.refresh_from_db()
    assert queries.reply_board(meeting).counts.attend == 1


def test_taking_back_says_whom_to_tell(desk: DeskClients, meeting: Meeting) -> None:
    press(desk.arai, meeting, "?way=snow")
    notice = Notice.objects.get(kind=NoticeKind.CHANGE)
    Delivery.objects.filter(notice=notice, expected__number=1).update(status=DeliveryStatus.SENT)
    undo = reverse("desk:change_undo", args=[meeting.id, notice.id])
    html = desk.arai.post(undo, follow=True).content.decode()
    assert "1人には、お知らせがもう届いています" in html
    assert "決めて、1人に知らせる" in html
    assert (
        desk.arai.get(reverse("desk:change_next", args=[meeting.id, notice.id])).status_code == 404
    )


def test_taking_back_reminds_of_printed_sheets(desk: DeskClients, meeting: Meeting) -> None:
    press(desk.arai, meeting, "?way=snow")
    notice = Notice.objects.get(kind=NoticeKind.CHANGE)
    Delivery.objects.filter(notice=notice, expected__number=1).update(status=DeliveryStatus.PRINTED)
    undo = reverse("desk:change_undo", args=[meeting.id, notice.id])
    html = desk.arai.post(undo, follow=True).content.decode()
    assert "印刷したお知らせが1通あります" in html
    assert "まだだれにも届いていません" not in html


def test_a_cancelled_meeting_offers_the_way_back(desk: DeskClients, meeting: Meeting) -> None:
    press(desk.arai, meeting, "?way=cancel&reason=大雪のため")
    html = desk.arai.get(reverse("desk:meeting_plan", args=[meeting.id])).content.decode()
    assert change(meeting, "?way=restore") in html
    press(desk.arai, meeting, "?way=restore")
    meeting.refresh_from_db()
    assert meeting.is_planned


def test_readers_and_strangers_change_nothing(desk: DeskClients, meeting: Meeting) -> None:
    for client, code in ((desk.ichikawa, 403), (desk.shiraishi, 404)):
        for answer in (
            client.get(change(meeting)),
            client.post(change(meeting), {"way": "snow", "reason": "x", "subject": "x"}),
            client.post(reverse("desk:replies_confirm", args=[meeting.id])),
            client.get(reverse("desk:reminder", args=[meeting.id, "due_reminder"])),
            client.post(reverse("desk:reminder_switch", args=[meeting.id, "due_reminder"])),
        ):
            assert answer.status_code == code
    meeting.refresh_from_db()
    assert meeting.held_on == date(2026, 12, 22)


def test_reminders_are_shown_switched_and_written_over(desk: DeskClients, meeting: Meeting) -> None:
    page = reverse("desk:meeting_notice", args=[meeting.id])
    html = desk.ohashi.get(page).content.decode()
    assert "12月5日(土) 9時に送ります" in html
    switch = reverse("desk:reminder_switch", args=[meeting.id, "due_reminder"])
    html = desk.ohashi.post(switch, {"on": ""}, follow=True).content.decode()
    assert "送りません。" in html
    words = {"subject": "お願い", "purpose": "お待ちしています。", "days_before": "5"}
    edit = reverse("desk:reminder", args=[meeting.id, "due_reminder"])
    version = Notice.objects.get(kind=NoticeKind.DUE_REMINDER).version
    wrong = desk.ohashi.post(edit, words | {"days_before": "99", "base_version": version})
    assert "14日前まで" in wrong.content.decode()
    desk.ohashi.post(edit, words | {"base_version": version})
    assert "12月3日(木) 9時に送ります" in desk.ohashi.get(page).content.decode()
    assert desk.ohashi.get(reverse("desk:reminder", args=[meeting.id, "other"])).status_code == 404


def test_forty_readers_cost_as_many_questions_as_three(
    world: World, desk: DeskClients, meeting: Meeting, django_assert_max_num_queries
) -> None:
    for number in range(37):
        world.add_expected(meeting, organization_name=f"見本の会{number}")
    desk.arai.get(change(meeting))
    with django_assert_max_num_queries(15):
        assert desk.arai.get(change(meeting)).status_code == 200
    with django_assert_max_num_queries(17):  # the look lays out the words and every reader's way
        look = desk.arai.get(change(meeting, "?way=snow")).content.decode()
    assert "お知らせ" in look
