"""Whom a change reaches: the silent too, and nobody twice by a way that came back."""

from __future__ import annotations

from django.urls import reverse

from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions
from sasaeai.notices.enums import DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
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
