"""Who is called first, what a FAX of a closed meeting says, where a return card goes back to."""

from __future__ import annotations

from typing import Any

import pytest

from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.exports.fax_cover import fax_letters
from sasaeai.notices.exports.labels import labels_of
from sasaeai.notices.exports.phone_list import phone_list
from sasaeai.notices.models import Notice
from sasaeai.notices.queries.calling import CallFor, Urgency, calling_order
from sasaeai.notices.queries.returns import return_address
from sasaeai.people.models import Organization
from tests.world import TODAY, World

KEYS = ("ohashi", "chokai", "minji")


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting()
    world.add_item(meeting)
    world.add_item(meeting, "見守りの分担（内々）", is_public=False)
    for key in KEYS:
        world.add_expected(meeting, world.posts[key])
    return meeting


def call(world: World, meeting: Meeting, key: str) -> Expected:
    return Expected.objects.get(meeting=meeting, post=world.posts[key])


def reply(world: World, meeting: Meeting, key: str, answer: str, **details: Any) -> None:
    actions.record_reply(
        expected=call(world, meeting, key),
        answer=answer,
        details=ReplyDetails(received_on=TODAY, **details),
        actor=world.viewer("arai"),
    )


def order(meeting: Meeting, purpose: CallFor) -> list[tuple[Urgency, list[int]]]:
    return [
        (group.urgency, [row.number for row in group.rows])
        for group in calling_order(meeting, purpose)
    ]


def test_on_a_snowed_out_day_who_needs_a_lift_is_called_first_and_who_is_absent_last(
    world: World, meeting: Meeting
) -> None:
    world.add_expected(meeting, organization_name="架空交番")
    reply(world, meeting, "ohashi", "absent")
    reply(world, meeting, "chokai", "attend")
    reply(world, meeting, "minji", "attend", needs="車いす")
    assert order(meeting, CallFor.NEWS) == [
        (Urgency.ARRANGED, [3]),
        (Urgency.COMING, [2]),
        (Urgency.UNKNOWN, [4]),
        (Urgency.ABSENT, [1]),
    ]


def test_who_comes_with_company_has_arrangements_too(world: World, meeting: Meeting) -> None:
    reply(world, meeting, "minji", "substitute", companions=1)
    assert order(meeting, CallFor.NEWS)[0] == (Urgency.ARRANGED, [3])


def test_an_absent_wheelchair_user_is_not_called_first(world: World, meeting: Meeting) -> None:
    reply(world, meeting, "minji", "absent", needs="車いす")
    assert order(meeting, CallFor.NEWS)[-1] == (Urgency.ABSENT, [3])


def test_the_silent_are_asked_in_the_order_of_their_numbers(world: World, meeting: Meeting) -> None:
    reply(world, meeting, "chokai", "attend")
    assert order(meeting, CallFor.SILENT) == [(Urgency.UNKNOWN, [1, 3])]
    reply(world, meeting, "ohashi", "absent")
    reply(world, meeting, "minji", "attend")
    assert order(meeting, CallFor.SILENT) == []


def test_the_order_of_calling_takes_the_same_queries_for_many(
    world: World, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        world.add_expected(meeting, organization_name=f"見本団体{number}")
    with django_assert_max_num_queries(4):
        calling_order(meeting, CallFor.NEWS)


def test_the_list_says_who_comes_instead(world: World, meeting: Meeting) -> None:
    reply(world, meeting, "chokai", "substitute", substitute_name="架空 四郎")
    groups = calling_order(meeting, CallFor.NEWS)
    sheet = phone_list(meeting, groups, purpose=CallFor.NEWS, on=TODAY)
    notes = {line.number: line.note for group in sheet.groups for line in group.lines}
    assert notes[2] == "代理 架空 四郎"
    assert sheet.count == len(KEYS)


def _fax(world: World, meeting: Meeting) -> Any:
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    Notice.objects.filter(pk=notice.pk).update(
        purpose="さて、詐欺の話をします。", note="内緒です。"
    )
    board = queries.notice_board(meeting, viewer=arai)
    assert board.notice is not None
    texts = queries.texts_of(board.notice)
    return fax_letters(board, texts, board.recipients, sample=False)[0]


def test_fax_of_an_open_meeting_leaves_out_what_is_not_public(
    world: World, meeting: Meeting
) -> None:
    letter = _fax(world, meeting)
    assert letter.agenda == ("雪かきの助け合い",)
    assert "詐欺の話" in letter.purpose


def test_fax_of_a_closed_meeting_says_day_and_place_only(world: World, meeting: Meeting) -> None:
    meeting.regime = Regime.MEMBERS_ONLY
    meeting.save(update_fields=["regime"])
    letter = _fax(world, meeting)
    said = str((letter.subject_line, letter.paragraphs, letter.particulars))
    assert "大野市民センター" in said
    assert "12月22日" in said
    for secret in ("雪かき", "見守り", "詐欺", "内緒", "議題"):
        assert secret not in said


def test_return_card_goes_back_to_the_office_of_the_contact(world: World, meeting: Meeting) -> None:
    arai = world.viewer("arai")
    texts = queries.texts_of(actions.draft_notice(meeting=meeting, actor=arai))
    Organization.objects.update(address="")
    with pytest.raises(NotNow, match="郵便番号と住所が名簿にない"):
        return_address(meeting, texts)
    office = texts.contact_name.split("　")[0]
    Organization.objects.filter(name=office).update(
        postal_code="030-0852", address="青森市見本77番地1"
    )
    found = return_address(meeting, texts)
    assert (found.organization, found.postal_code) == (office, "030-0852")


def test_labels_come_in_the_order_of_the_letters(world: World, meeting: Meeting) -> None:
    Organization.objects.filter(name=world.posts["ohashi"].organization.name).update(
        postal_code="038-0009", address="青森市見本9"
    )
    Organization.objects.filter(name=world.posts["chokai"].organization.name).update(
        postal_code="030-0001", address="青森市見本1"
    )
    recipients = queries.notice_board(meeting, viewer=world.viewer("arai")).recipients
    assert [label.numbers for label in labels_of(recipients, "number")] == [(1,), (2,), (3,)]
    assert next(iter(labels_of(recipients, "postal"))).numbers == (2,)
