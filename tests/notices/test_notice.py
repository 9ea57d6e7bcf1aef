"""The letter that calls people together: it arrives filled, somebody looks, then it is printed."""

from __future__ import annotations

import dataclasses
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, ExpectedItem, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import wording
from sasaeai.people.models import Person
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(
        on=date(2026, 12, 22), snow_starts_at=clock.at(date(2026, 12, 25), time(13, 30))
    )
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def notice(world: World, meeting: Meeting) -> Notice:
    notice = actions.draft_notice(meeting=meeting, actor=world.viewer("arai"))
    return actions.approve_notice(notice=notice, actor=world.viewer("arai"))


def board(world: World, meeting: Meeting) -> queries.NoticeBoard:
    return queries.notice_board(
        Meeting.objects.select_related("body", "venue").get(pk=meeting.pk),
        viewer=world.viewer("arai"),
    )


def test_a_draft_arrives_filled_from_the_plan_and_the_register(world, meeting):
    texts = queries.notice_draft(meeting, viewer=world.viewer("ohashi")).texts
    assert texts.subject == "令和8年度 第1回 大野地区地域支え合い会議の開催について（ご案内）"
    assert texts.issued_on == TODAY
    assert texts.greeting.startswith("向寒の候、")
    assert "大野地区地域支え合い会議" in texts.purpose
    assert (texts.sender_organization, texts.sender_title, texts.sender_name) == (
        "大野地区社会福祉協議会",
        "会長",
        "大橋 試一",
    )
    assert "新井 試子" in texts.contact_name
    assert texts.contact_tel == "017-000-0000"
    assert texts.reply_due_on == date(2026, 12, 11)  # ten days before is a Saturday


def test_the_number_counts_held_and_earlier_planned_meetings_of_the_year_only(world):
    def held(on: date, number: int, **fields) -> None:
        world.add_meeting(
            on=on, state=MeetingState.HELD, held_at=clock.now(), number=number, **fields
        )

    held(date(2026, 3, 10), 4)
    held(date(2026, 6, 10), 1)
    world.add_meeting(on=date(2026, 9, 10), state=MeetingState.CANCELLED)
    world.add_meeting(on=date(2026, 12, 1))
    later = world.add_meeting(on=date(2026, 12, 22))
    assert queries.expected_number(later) == 3


def test_the_sender_is_whoever_holds_the_post_on_that_day(world, meeting):
    tenure = world.posts["ohashi"].tenures.get()
    tenure.until = date(2026, 11, 1)
    tenure.save()
    draft = queries.notice_draft(meeting, viewer=world.viewer("arai"))
    assert draft.texts.sender_organization == "大野地区社会福祉協議会"
    assert draft.texts.sender_name == ""
    assert any("空席" in reason for reason in draft.reasons)


def test_without_a_coordinator_the_host_is_the_contact(world, meeting):
    tenure = world.posts["arai"].tenures.get()
    tenure.until = date(2026, 11, 1)
    tenure.save()
    texts = queries.notice_draft(meeting, viewer=world.viewer("ohashi")).texts
    assert texts.contact_name == "大野地区社会福祉協議会"


def test_edits_of_the_last_notice_are_used_again_with_the_new_theme(world):
    arai = world.viewer("arai")
    earlier = world.add_meeting(on=date(2026, 11, 30), theme="除雪")
    world.add_expected(earlier, world.posts["chokai"])
    draft = queries.notice_draft(earlier, viewer=arai).texts
    edited = dataclasses.replace(
        draft, purpose=draft.purpose + "上履きをお持ちください。", note="駐車場があります。"
    )
    notice = actions.draft_notice(meeting=earlier, texts=edited, actor=arai)
    actions.approve_notice(notice=notice, actor=arai)
    following = world.add_meeting(on=date(2027, 2, 24), theme="見守り")
    again = queries.notice_draft(following, viewer=arai)
    assert again.texts.note == "駐車場があります。"
    assert again.texts.purpose.endswith("上履きをお持ちください。")
    assert "「見守り」" in again.texts.purpose
    assert "除雪" not in again.texts.purpose
    assert any("前回" in reason for reason in again.reasons)


def test_every_ten_days_of_the_year_has_its_own_greeting():
    for month in range(1, 13):
        words = {wording.season_greeting(date(2026, month, day)) for day in (1, 11, 21)}
        assert len(words) == 3
        assert all(word.endswith("の候") for word in words)


def test_a_second_beginning_makes_no_second_notice(world, meeting):
    arai = world.viewer("arai")
    first = actions.draft_notice(meeting=meeting, actor=arai)
    assert actions.draft_notice(meeting=meeting, actor=arai) == first
    assert Notice.objects.count() == 1


def test_two_who_begin_with_different_words_are_both_heard(world, meeting):
    arai = world.viewer("arai")
    texts = queries.notice_draft(meeting, viewer=arai).texts
    actions.draft_notice(meeting=meeting, texts=texts, actor=arai)
    with pytest.raises(StaleEdit) as refused:
        actions.draft_notice(
            meeting=meeting, texts=dataclasses.replace(texts, note="別の文"), actor=arai
        )
    assert refused.value.yours == {"note": "別の文"}
    assert refused.value.theirs == {"note": texts.note}


def test_a_newer_text_by_somebody_else_is_not_written_over(world, meeting):
    arai, ohashi = world.viewer("arai"), world.viewer("ohashi")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    texts = queries.texts_of(notice)
    actions.edit_notice(
        notice=notice, texts=dataclasses.replace(texts, note="甲"), base_version=1, actor=arai
    )
    with pytest.raises(StaleEdit):
        actions.edit_notice(
            notice=notice, texts=dataclasses.replace(texts, note="乙"), base_version=1, actor=ohashi
        )
    notice.refresh_from_db()
    assert notice.note == "甲"


def test_the_letters_reply_day_is_the_plans(world, meeting, notice):
    """One reply day: what the letter asks for is what the plan and きょう go by."""
    meeting.refresh_from_db()
    assert meeting.reply_due_on == notice.reply_due_on
    later = dataclasses.replace(queries.texts_of(notice), reply_due_on=date(2026, 12, 14))
    actions.edit_notice(
        notice=notice, texts=later, base_version=notice.version, actor=world.viewer("arai")
    )
    meeting.refresh_from_db()
    assert meeting.reply_due_on == date(2026, 12, 14)


def test_editing_asks_for_a_new_look(world, notice):
    texts = dataclasses.replace(queries.texts_of(notice), note="時間を変えました。")
    notice = actions.edit_notice(
        notice=notice, texts=texts, base_version=notice.version, actor=world.viewer("arai")
    )
    assert notice.approved_at is None
    with pytest.raises(NotNow, match="内容を確かめました"):
        actions.mark_printed(notice=notice, actor=world.viewer("arai"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reply_due_on": date(2026, 12, 23)}, "reply_due_on"),
        ({"reply_due_on": date(2026, 11, 1)}, "reply_due_on"),
        ({"issued_on": date(2026, 12, 23)}, "issued_on"),
        ({"subject": " "}, "subject"),
        ({"contact_tel": "", "contact_fax": ""}, "contact_tel"),
    ],
)
def test_a_letter_that_nobody_could_answer_is_refused_at_its_field(world, meeting, change, field):
    arai = world.viewer("arai")
    texts = dataclasses.replace(queries.notice_draft(meeting, viewer=arai).texts, **change)
    with pytest.raises(InvalidInput) as refused:
        actions.draft_notice(meeting=meeting, texts=texts, actor=arai)
    assert field in refused.value.fields
    assert not Notice.objects.exists()


def test_words_that_somebody_wrote_meanwhile_are_not_looked_at(world, notice):
    arai, ohashi = world.viewer("arai"), world.viewer("ohashi")
    draft = actions.withdraw_approval(notice=notice, actor=arai)
    texts = dataclasses.replace(queries.texts_of(draft), note="上履きをお持ちください。")
    actions.edit_notice(notice=draft, texts=texts, base_version=draft.version, actor=ohashi)
    with pytest.raises(NotNow, match="もう一度読んで"):
        actions.approve_notice(notice=draft, base_version=draft.version, actor=arai)
    assert Notice.objects.get(pk=notice.pk).approved_at is None


def test_looking_at_it_makes_one_delivery_a_person_with_the_address_as_used(world, meeting):
    Person.objects.filter(name="髙﨑 見本").update(
        channel="fax", address="青森市（見本）9-9", postal_code="030-0000"
    )
    notice = actions.draft_notice(meeting=meeting, actor=world.viewer("arai"))
    assert not Delivery.objects.exists()
    actions.approve_notice(notice=notice, actor=world.viewer("arai"))
    assert Delivery.objects.count() == 3
    row = Delivery.objects.get(expected__post=world.posts["chokai"])
    assert row.channel == "fax"
    assert row.address_used["address"] == "青森市（見本）9-9"
    assert row.address_used["name"] == "髙﨑 見本"
    minji = Delivery.objects.get(expected__post=world.posts["minji"])
    assert minji.address_used["address"] == "青森市（見本）1-2-3"
    assert minji.address_used["source"] == "organization"


def test_nobody_called_means_nothing_to_look_at(world):
    meeting = world.add_meeting()
    notice = actions.draft_notice(meeting=meeting, actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="声かけ"):
        actions.approve_notice(notice=notice, actor=world.viewer("arai"))


def test_one_person_called_for_two_posts_gets_one_letter_for_all_their_items(world, meeting):
    chokai = Expected.objects.get(meeting=meeting, post=world.posts["chokai"])
    second = world.add_post(world.organizations["白旗野町会"], "防災部長", None)
    call = world.add_expected(
        meeting,
        second,
        person=chokai.person,
        person_name=chokai.person_name,
    )
    snow, bus = meeting.items.get(), world.add_item(meeting, "バスの相談")
    for expected, item in ((chokai, snow), (call, bus)):
        ExpectedItem.objects.create(municipality=world.city, expected=expected, item=item)
    recipients = board(world, meeting).recipients
    assert [r.expected.number for r in recipients] == [1, 2, 3]
    assert [c.number for c in recipients[1].also] == [4]
    assert recipients[1].agenda == ("雪かきの助け合い", "バスの相談")


def test_who_lacks_an_address_is_known_before_printing(world, meeting):
    world.add_expected(meeting, organization_name="寺町喫茶", person_name="茶 見本")
    missing = board(world, meeting).missing
    assert [(r.expected.organization_name, r.missing) for r in missing] == [
        ("寺町喫茶", "住所がありません")
    ]


def test_printing_is_written_down_and_can_be_taken_back(world, notice):
    arai = world.viewer("arai")
    run = actions.mark_printed(notice=notice, actor=arai)
    notice.refresh_from_db()
    assert run.count == 3
    assert notice.printed_at == run.printed_at
    assert {d.status for d in Delivery.objects.all()} == {DeliveryStatus.PRINTED}
    assert actions.take_back_print(notice=notice, printed_at=run.printed_at, actor=arai) == 3
    notice.refresh_from_db()
    assert notice.printed_at is None
    assert {d.status for d in Delivery.objects.all()} == {DeliveryStatus.DRAFTED}
    assert Entry.objects.filter(verb__in=["print", "unprint"]).count() == 2


def test_sending_follows_printing_and_stands_in_the_way_of_taking_it_back(world, notice):
    arai = world.viewer("arai")
    with pytest.raises(NotNow, match="印刷"):
        actions.mark_sent(notice=notice, actor=arai)
    run = actions.mark_printed(notice=notice, actor=arai)
    sent = actions.mark_sent(notice=notice, actor=arai)
    with pytest.raises(NotNow, match="発送などを記録"):
        actions.take_back_print(notice=notice, printed_at=run.printed_at, actor=arai)
    assert actions.take_back_step(notice=notice, status_at=sent.printed_at, actor=arai) == 3
    assert actions.take_back_print(notice=notice, printed_at=run.printed_at, actor=arai) == 3


def test_a_new_hall_asks_for_a_new_look_and_new_copies_for_everybody(world, meeting, notice):
    arai = world.viewer("arai")
    actions.mark_printed(notice=notice, actor=arai)
    meeting.starts_at = clock.at(date(2026, 12, 22), time(10, 0))
    meeting.save()
    now = board(world, meeting)
    assert [change.name for change in now.stale] == ["日時"]
    assert "10時" in now.stale[0].after
    assert not now.is_approved
    notice.meeting = now.meeting
    with pytest.raises(NotNow):
        actions.mark_printed(notice=notice, actor=arai)
    actions.approve_notice(notice=notice, actor=arai)
    assert len(board(world, meeting).changed) == 3


def test_a_later_call_needs_one_letter_and_the_others_none(world, meeting, notice):
    arai = world.viewer("arai")
    actions.mark_printed(notice=notice, actor=arai)
    late = world.add_expected(meeting, world.posts["vacant"])
    now = board(world, meeting)
    assert now.is_approved
    assert [r.id for r in now.to_print] == [late.id]
    run = actions.mark_printed(notice=notice, expected_ids=[late.id], actor=arai)
    assert run.count == 1
    assert not board(world, meeting).to_print


def test_a_moved_house_shows_on_that_letter_only(world, meeting, notice):
    actions.mark_printed(notice=notice, actor=world.viewer("arai"))
    Person.objects.filter(name="髙﨑 見本").update(address="青森市（見本）7-7")
    changed = board(world, meeting).changed
    assert [r.expected.person_name for r in changed] == ["髙﨑 見本"]
    assert [c.name for c in changed[0].changes] == ["あて先"]


def test_an_undone_reprint_leaves_the_copy_that_was_sent(world, meeting, notice):
    arai = world.viewer("arai")
    actions.mark_printed(notice=notice, actor=arai)
    actions.mark_sent(notice=notice, actor=arai)
    chokai = Expected.objects.get(meeting=meeting, post=world.posts["chokai"])
    run = actions.mark_printed(notice=notice, expected_ids=[chokai.id], actor=arai)
    actions.take_back_print(notice=notice, printed_at=run.printed_at, actor=arai)
    assert {d.status for d in Delivery.objects.all()} == {DeliveryStatus.POSTED}


def test_a_withdrawn_call_whose_letter_is_out_is_named(world, meeting, notice):
    actions.mark_printed(notice=notice, actor=world.viewer("arai"))
    Expected.objects.filter(post=world.posts["minji"]).update(removed_at=clock.now())
    assert [d.expected.person_name for d in board(world, meeting).called_off] == ["見本 民子"]


def test_ids_of_another_meeting_are_nobody(world, notice):
    other = world.add_expected(world.add_meeting("shinjo"), world.posts["hokatsu"])
    with pytest.raises(NotFound):
        actions.mark_printed(notice=notice, expected_ids=[other.id], actor=world.viewer("arai"))
    with pytest.raises(InvalidInput, match="選んでください"):
        actions.mark_printed(notice=notice, expected_ids=[], actor=world.viewer("arai"))


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_others_write_no_notice_of_this_district(world, meeting, notice, name):
    viewer = world.viewer(name)
    for call in (
        lambda: actions.draft_notice(meeting=meeting, actor=viewer),
        lambda: actions.approve_notice(notice=notice, actor=viewer),
        lambda: actions.withdraw_approval(notice=notice, actor=viewer),
        lambda: actions.mark_printed(notice=notice, actor=viewer),
        lambda: actions.mark_sent(notice=notice, actor=viewer),
    ):
        with pytest.raises(NotAllowed, match="大野地区"):
            call()


def test_nothing_is_printed_for_a_cancelled_meeting(world, meeting, notice):
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    notice.meeting = meeting
    with pytest.raises(NotNow, match="中止"):
        actions.mark_printed(notice=notice, actor=world.viewer("arai"))


def test_the_board_asks_the_database_as_often_for_thirty_as_for_three(
    world, meeting, notice, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        board(world, meeting)
    for _ in range(30):
        world.add_expected(meeting, organization_name="見本の会")
    with django_assert_num_queries(len(few)):
        assert len(board(world, meeting).recipients) == 33
