"""Whom a change reaches: the silent too, and nobody twice by a way that came back."""

from __future__ import annotations

import re

from django.urls import reverse

from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice, Reply
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from sasaeai.reports.queries.lines import WaitingAt
from tests.conftest import DeskClients
from tests.pages.notices.test_change_page import change, press
from tests.pages.notices.test_change_page import meeting as meeting
from tests.world import World


def come_back(client, meeting: Meeting, number: int) -> None:
    """「戻ってきた」 is pressed for one invitation (宛先不明)."""
    notice = Notice.objects.get(kind=NoticeKind.INVITATION)
    called = meeting.expected.get(number=number)
    mark = reverse("desk:copies_mark", args=[meeting.id, notice.id])
    client.post(mark, {"step": "returned", "to": str(called.id), "note": "宛先不明"})
    assert Delivery.objects.get(notice=notice, expected=called).status == DeliveryStatus.RETURNED


def today_lines_of(client) -> list[str]:
    page = client.get(reverse("desk:today"))
    cards = [*page.context["overdue"], *page.context["due"]]
    return [card.line.why for card in cards if card.line.waiting_at == WaitingAt.COPIES]


def test_the_silent_hear_of_the_new_day_and_the_unreached_are_named_apart(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    """Nobody replied; one letter came back: two hear of the move, the third needs another way."""
    come_back(desk.arai, meeting, 3)
    look = desk.arai.get(change(meeting, "?way=snow"))
    draft = look.context["draft"]
    assert [h.recipient.expected.number for h in draft.hearings] == [1, 2]
    assert [r.expected.number for r in draft.unreached] == [3]
    assert draft.not_told == 0
    html = look.content.decode()
    assert "案内が届かなかった1人には、このお知らせは出しません。" in html
    assert reverse("desk:meeting_notice", args=[meeting.id]) in html
    press(desk.arai, meeting, "?way=snow")
    lines = " ".join(today_lines_of(desk.arai))
    assert "「日時・会場の変更のお知らせ」を、まだ2人に知らせていません。" in lines
    assert "「案内」のうち1通が届いていません" in lines


def test_who_answered_although_the_letter_came_back_hears_another_way(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    come_back(desk.arai, meeting, 2)
    called = meeting.expected.get(number=2)
    actions.record_reply(expected=called, answer="attend", via="phone", actor=world.viewer("arai"))
    draft = desk.arai.get(change(meeting, "?way=snow")).context["draft"]
    ways = {h.recipient.expected.number: h.channel for h in draft.hearings}
    assert (ways[1], ways[3]) == (Channel.POST, Channel.POST)
    assert ways[2] != Channel.POST
    other = next(h for h in draft.hearings if h.recipient.expected.number == 2)
    assert "前のお知らせが郵送では届かなかったため" in other.reason
    press(desk.arai, meeting, "?way=snow")
    assert len(today_lines_of(desk.arai)) == 1  # the earlier letter is no longer to be done


def test_a_corrected_address_may_be_written_to_again(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    called = meeting.expected.get(number=2)
    come_back(desk.arai, meeting, 2)
    actions.record_reply(expected=called, answer="attend", actor=world.viewer("arai"))
    Person.objects.filter(pk=called.person_id).update(address="青森市大字大野字見本 9-9")
    draft = desk.arai.get(change(meeting, "?way=snow")).context["draft"]
    assert {h.channel for h in draft.hearings} == {Channel.POST}


def test_a_cancelled_meeting_asks_for_no_invitation_any_more(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    world.add_expected(meeting, world.posts["arai"])
    html = desk.arai.get(change(meeting, "?way=cancel&reason=大雪のため")).content.decode()
    assert "案内がまだの1人には、このお知らせは出しません。" in html
    assert "新しい日程の案内を出してください" not in html


def test_taking_the_same_answer_back_overwrites_no_newer_one(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    called = meeting.expected.get(number=1)
    actions.record_reply(expected=called, answer="attend", actor=world.viewer("arai"))
    press(desk.arai, meeting, "?way=snow")
    confirm = reverse("desk:reply_confirm", args=[meeting.id, called.id])
    html = desk.arai.post(confirm, follow=True).content.decode()
    undo = {name: found(html, name) for name in ("reply", "stands")}
    actions.record_reply(expected=called, answer="absent", actor=world.viewer("ohashi"))
    restore = reverse("desk:reply_restore", args=[meeting.id, called.id])
    html = desk.arai.post(
        restore, undo, HTTP_REFERER=f"http://testserver{change(meeting)}", follow=True
    ).content.decode()
    assert "そのあとで変わっています" in html
    assert Reply.objects.current().get().answer == "absent"


def found(html: str, name: str) -> str:
    """The value of a hidden field beside 「元に戻す」."""
    (value,) = re.findall(rf'name="{name}" value="([0-9a-f-]+)"', html)
    return value


def test_the_same_answer_for_many_is_taken_back_with_one_key(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    for called in meeting.expected.all():
        actions.record_reply(expected=called, answer="attend", actor=world.viewer("arai"))
    press(desk.arai, meeting, "?way=snow")
    news = Notice.objects.get(kind=NoticeKind.CHANGE)
    told = reverse("desk:change_told", args=[meeting.id, news.id])
    for called in meeting.expected.all():
        desk.arai.post(told, {"to": str(called.id)})
    page = desk.arai.post(reverse("desk:replies_confirm", args=[meeting.id]), follow=True)
    assert "電話で伝えた3人の返信を" in page.content.decode()
    confirmed = list(Reply.objects.current())
    first = meeting.expected.get(number=1)
    actions.record_reply(expected=first, answer="absent", actor=world.viewer("arai"))
    ids = {"replies": ",".join(str(reply.id) for reply in confirmed)}
    undo = reverse("desk:replies_unconfirm", args=[meeting.id])
    assert all(part in page.content.decode() for part in (undo, ids["replies"][:36]))
    assert desk.ichikawa.post(undo, ids).status_code == 403
    assert desk.shiraishi.post(undo, ids).status_code == 404
    html = desk.arai.post(undo, ids, follow=True).content.decode()
    assert "2人の返信を、前の日程への返信に戻しました。" in html
    meeting.refresh_from_db()
    counts = queries.reply_board(meeting).counts
    assert (counts.earlier, counts.absent, counts.attend) == (2, 1, 0)
    came_from = {"HTTP_REFERER": f"http://testserver{change(meeting)}", "follow": True}
    again = desk.arai.post(undo, ids, **came_from).content.decode()
    assert "もう取り消してあるか" in again
    strange = desk.arai.post(undo, {"replies": "x"}, **came_from).content.decode()
    assert "だれのことかが分かりません" in strange


def test_forty_readers_cost_as_many_questions_as_four(
    world: World, desk: DeskClients, meeting: Meeting, django_assert_max_num_queries
) -> None:
    """The look at a change, what is next after it, the invitation and the list of its copies."""
    press(desk.arai, meeting, "?way=snow")
    news = Notice.objects.get(kind=NoticeKind.CHANGE)
    calls = [world.add_expected(meeting, organization_name=f"見本の会{n}") for n in range(37)]
    Delivery.objects.bulk_create(
        Delivery(municipality=world.city, notice=news, expected=call, channel=Channel.PHONE)
        for call in calls
    )
    pages = {
        change(meeting, "?way=move"): 12,
        change(meeting, "?way=cancel&reason=大雪のため"): 18,
        reverse("desk:change_next", args=[meeting.id, news.id]): 16,
        reverse("desk:meeting_notice", args=[meeting.id]): 15,
        reverse("desk:notice_copies", args=[meeting.id, news.id]): 15,
        reverse("desk:today"): 15,
    }
    for page, most in pages.items():
        desk.arai.get(page)
        with django_assert_max_num_queries(most):
            assert desk.arai.get(page).status_code == 200, page
