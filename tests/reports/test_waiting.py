"""What waits between the steps stands on きょう, each line with the place where it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sasaeai.directory import actions as directory
from sasaeai.directory.queries import operators, services_asked
from sasaeai.issues import actions as issues
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import DatePoll, Meeting
from sasaeai.minutes import actions as minutes
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import PublicVersion
from sasaeai.notices import actions as notices
from sasaeai.notices.enums import DeliveryStatus, NoticeKind, ScanSource
from sasaeai.notices.models import Delivery, Notice, SlipScan
from sasaeai.reports.queries.lines import WaitingAt
from sasaeai.reports.queries.today import today_lines
from tests.conftest import DeskClients
from tests.minutes.conftest import approve, hold
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Announced to two people; replies by the 25th of November."""
    arai = world.viewer("arai")
    meeting = world.add_meeting(reply_due_on=date(2026, 11, 25))
    for key in ("chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    notice = notices.draft_notice(meeting=meeting, actor=arai)
    notices.approve_notice(notice=notice, actor=arai)
    notices.mark_printed(notice=notice, actor=arai)
    notices.mark_sent(notice=notice, actor=arai)
    return meeting


def found(world: World, place: WaitingAt, name: str = "arai") -> list[str]:
    lines = today_lines(world.viewer(name))
    return [f"{line.what} {line.why}" for line in lines if line.waiting_at == place]


def test_nothing_waits_when_all_is_well(world: World, meeting: Meeting) -> None:
    for expected in meeting.expected.all():
        notices.record_reply(expected=expected, answer="attend", actor=world.viewer("arai"))
    for place in WaitingAt:
        assert found(world, place) == []


def test_a_letter_that_came_back_is_named_with_its_notice(world: World, meeting: Meeting) -> None:
    Delivery.objects.filter(expected__number=1).update(status=DeliveryStatus.RETURNED)
    assert "「案内」のうち1通が届いていません" in found(world, WaitingAt.COPIES)[0]


def test_a_letter_that_came_back_waits_until_its_reader_was_told_another_way(
    world: World, meeting: Meeting
) -> None:
    arai = world.viewer("arai")
    copy = Delivery.objects.get(expected__number=1)
    one = {"notice": copy.notice, "expected_ids": [copy.expected_id], "actor": arai}
    notices.mark_returned(**one, note="宛先不明")
    notices.choose_channel(**one, channel="phone")
    assert "まだ1人に知らせていません" in found(world, WaitingAt.COPIES)[0]
    notices.mark_sent(**one)
    assert found(world, WaitingAt.COPIES) == []


def test_who_is_called_after_the_letters_went_out_is_not_forgotten(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    late = world.add_expected(meeting, world.posts["ohashi"])
    assert "「案内」を、まだ1人に知らせていません" in found(world, WaitingAt.COPIES)[0]
    assert found(world, WaitingAt.COPIES, "shiraishi") == []
    page = desk.arai.get(reverse("desk:today"))
    (card,) = [c for c in page.context["due"] if c.line.waiting_at == WaitingAt.COPIES]
    assert "案内" in desk.arai.get(card.url, follow=True).content.decode()
    notice = Notice.objects.get(kind=NoticeKind.INVITATION)
    one = {"notice": notice, "expected_ids": [late.id], "actor": world.viewer("arai")}
    notices.choose_channel(**one, channel="phone")
    assert "まだ1人に" in found(world, WaitingAt.COPIES)[0]
    notices.mark_sent(**one)
    assert found(world, WaitingAt.COPIES) == []


def test_news_of_a_change_that_was_not_told_waits(world: World, meeting: Meeting) -> None:
    copy = Delivery.objects.filter(expected__number=1).get()
    invitation = copy.notice
    change = Notice.objects.get(pk=invitation.pk)
    change.pk, change.kind = None, NoticeKind.CHANGE
    change.save(force_insert=True)
    Delivery.objects.filter(pk=copy.pk).update(notice=change, status=DeliveryStatus.DRAFTED)
    assert "まだ1人に知らせていません" in found(world, WaitingAt.COPIES)[0]


def test_the_silent_without_a_reminder_are_called_when_the_day_is_near(
    world: World, meeting: Meeting
) -> None:
    assert "返信がまだの方が2人" in found(world, WaitingAt.CALLS)[0]
    first = meeting.expected.get(number=1)
    notices.record_reply(expected=first, answer="absent", actor=world.viewer("arai"))
    assert "返信がまだの方が1人" in found(world, WaitingAt.CALLS)[0]
    Meeting.objects.filter(pk=meeting.pk).update(reply_due_on=TODAY + timedelta(days=4))
    assert found(world, WaitingAt.CALLS) == []


def test_the_calls_begin_with_the_day_that_the_reminder_was_set_to(
    world: World, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(reply_due_on=TODAY + timedelta(days=6))
    assert found(world, WaitingAt.CALLS) == []
    words = {"subject": "お願い", "purpose": "お待ちしています。"}
    for days, lines in ((6, 1), (5, 0), (0, 0)):
        version = Notice.objects.get(kind=NoticeKind.DUE_REMINDER).version
        notices.edit_reminder(
            meeting=meeting, kind="due_reminder", days_before=days, base_version=version,
            actor=world.viewer("arai"), **words,
        )  # fmt: skip
        assert len(found(world, WaitingAt.CALLS)) == lines


def test_an_answer_to_an_earlier_day_is_asked_again(world: World, meeting: Meeting) -> None:
    for expected in meeting.expected.all():
        notices.record_reply(expected=expected, answer="attend", actor=world.viewer("arai"))
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + timedelta(days=7), ends_at=meeting.ends_at + timedelta(days=7)
    )
    assert "返信がまだの方が2人" in found(world, WaitingAt.CALLS)[0]


def test_scanned_slips_polls_and_troubles_wait(world: World, meeting: Meeting) -> None:
    SlipScan.objects.create(
        municipality=world.city,
        meeting=meeting,
        source=ScanSource.UPLOAD,
        file_name="fax.pdf",
        digest="0" * 64,
        picture=b"",
    )
    DatePoll.objects.create(
        municipality=world.city, body=world.bodies["ono"], closes_on=TODAY + timedelta(days=1)
    )
    for text in ("雪捨て場が遠い", "バス停が暗い"):
        issues.raise_trouble(
            district=world.ono,
            text=text,
            raised_by="白旗野町会",
            via="phone",
            raised_on=TODAY,
            actor=world.viewer("arai"),
        )
    assert "1枚、確かめ待ち" in found(world, WaitingAt.SCANS)[0]
    assert "日にちの返事" in found(world, WaitingAt.POLL)[0]
    assert "新しい困りごとが2件" in found(world, WaitingAt.TROUBLES)[0]
    for place in (WaitingAt.SCANS, WaitingAt.POLL, WaitingAt.TROUBLES):
        assert found(world, place, "shiraishi") == []


def test_a_slip_of_which_nobody_knows_whose_it_is_is_named_to_whoever_prepares_a_meeting(
    world: World, meeting: Meeting
) -> None:
    SlipScan.objects.create(
        municipality=world.city,
        source=ScanSource.MAIL,
        file_name="fax.pdf",
        digest="0" * 64,
        picture=b"",
    )
    assert "どの会議のものか分からない返信票が1枚" in found(world, WaitingAt.SCANS)[0]
    Meeting.objects.update(state=MeetingState.CANCELLED)
    assert found(world, WaitingAt.SCANS) == []


def test_a_public_version_waits_for_the_second_person_alone(world: World) -> None:
    arai = world.viewer("arai")
    made = approve(world, minutes.compose_minutes(meeting=hold(world), actor=arai))
    public = minutes.draft_public_version(minutes=made, actor=arai)
    PublicVersion.objects.filter(pk=public.pk).update(state=PublicState.SUBMITTED)
    assert found(world, WaitingAt.PUBLIC) == []
    assert "公開版が承認を待っています" in found(world, WaitingAt.PUBLIC, "ohashi")[0]


def test_each_line_leads_to_a_page_that_opens(
    world: World, desk: DeskClients, meeting: Meeting, django_assert_max_num_queries
) -> None:
    test_scanned_slips_polls_and_troubles_wait(world, meeting)
    Delivery.objects.filter(expected__number=1).update(
        status=DeliveryStatus.FAILED, failure="address", status_at=clock.now()
    )
    desk.arai.get(reverse("desk:today"))
    with django_assert_max_num_queries(19):  # a day on which everything waits at once
        page = desk.arai.get(reverse("desk:today"))
    cards = [*page.context["overdue"], *page.context["due"]]
    waiting = [card for card in cards if card.line.waiting_at]
    of_calling = {"copies", "calls", "scans", "poll", "troubles"}
    assert {str(card.line.waiting_at) for card in waiting} == of_calling
    for card in waiting:
        assert desk.arai.get(card.url, follow=True).status_code == 200


def test_what_waits_in_the_directory_is_one_line_each_with_its_page(
    world: World, desk: DeskClients
) -> None:
    keeper = world.viewer("arai")
    for name in ("見守り隊", "茶話会"):
        directory.add_service(
            details=directory.ServiceDetails(kind="watching", name=name, operator_name="見本の会"),
            districts=[world.ono],
            actor=keeper,
        )
    assert found(world, WaitingAt.CHECKS)[0].startswith("確かめる時期の相談先が2件")
    assert found(world, WaitingAt.CHECKS, "shiraishi") == []
    assert reverse("desk:service_checks") in desk.arai.get("/").content.decode()
    (check,) = directory.ask_operators(operators=operators(keeper), answer_by=None, actor=keeper)
    assert found(world, WaitingAt.CHECKS) == []
    service = services_asked(check)[0]
    directory.answer_check(
        check=check,
        answers=[directory.ServiceAnswer(service, "ended")],
        answered_by="見本の会 会長",
        contact="",
        actor=Viewer(municipality_id=world.city.id, name="", on=TODAY),
    )
    assert f"「{service.name}」など" in found(world, WaitingAt.CORRECTIONS)[0]
    assert found(world, WaitingAt.CORRECTIONS, "shiraishi") == []
    page = desk.arai.get("/").content.decode()
    assert reverse("desk:corrections") in page
    assert "相談先の訂正の申し出が1件" in page
