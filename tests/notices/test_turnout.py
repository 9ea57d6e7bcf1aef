"""Who comes, at a glance: every figure that somebody sets chairs or calls people by."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from sasaeai.meetings.models import Expected, ExpectedItem, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.exports.replies_sheet import replies_sheet_paper
from sasaeai.notices.models import Reply
from sasaeai.notices.queries.turnout import Turnout, turnout
from tests.notices.scanned import meeting_of_three
from tests.world import TODAY, World, with_time


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


def reply(world: World, meeting: Meeting, number: int, answer: str, **details: object) -> Reply:
    return actions.record_reply(
        expected=Expected.objects.get(meeting=meeting, number=number),
        answer=answer,
        details=ReplyDetails(received_on=TODAY, **details),
        actor=world.viewer("arai"),
    )


def seen(meeting: Meeting) -> Turnout:
    meeting = Meeting.objects.select_related("body__district", "venue").get(pk=meeting.pk)
    return turnout(meeting, queries.reply_board(meeting))


def test_groups_are_counted_by_what_they_answered(world, meeting):
    reply(world, meeting, 1, "attend")
    reply(world, meeting, 2, "absent")
    found = {line.group: (line.coming, line.absent, line.silent) for line in seen(meeting).groups}
    assert found == {"地区社協": (1, 0, 0), "町会": (0, 1, 0), "民児協": (0, 0, 1)}


def test_an_item_tells_who_comes_for_it_and_which_kind_is_missing(world, meeting):
    snow = world.add_item(meeting, "雪かき", topic=world.topics["snow"])
    other = world.add_item(meeting, "見守り")
    minji = Expected.objects.get(meeting=meeting, number=3)
    ExpectedItem.objects.create(municipality=world.city, expected=minji, item=other)
    reply(world, meeting, 1, "attend")
    reply(world, meeting, 3, "substitute")
    lines = {line.item: line for line in seen(meeting).items}
    assert (lines[snow].groups, lines[snow].missing) == ((("地区社協", 1),), ("町会",))
    assert lines[other].groups == (("地区社協", 1), ("民児協", 1))
    assert lines[other].missing == ()
    reply(world, meeting, 2, "attend")
    assert {line.item: line for line in seen(meeting).items}[snow].missing == ()


def test_needs_are_counted_for_those_who_come_from_reply_and_register(world, meeting):
    world.posts["ohashi"].tenures.get().person.__class__.objects.filter(name="大橋 試一").update(
        needs="車いす"
    )
    reply(world, meeting, 1, "attend")
    reply(world, meeting, 2, "attend", needs="車いす、筆談をお願いします")
    reply(world, meeting, 3, "absent", needs="送迎")
    found = {need.need: [row.number for row in need.rows] for need in seen(meeting).needs}
    assert found == {"車いす": [1, 2], "筆談": [2]}
    reply(world, meeting, 3, "attend", needs="補聴器の方の近くの席")
    assert "補聴器の方の近くの席" in {need.need for need in seen(meeting).needs}


def test_heads_are_held_against_the_hall(world, meeting):
    reply(world, meeting, 1, "attend", companions=20)
    assert seen(meeting).seats_short == 0
    world.venue.__class__.objects.update(capacity=10)
    assert seen(meeting).seats_short == 11
    world.venue.__class__.objects.update(capacity=None)
    assert (seen(meeting).seats, seen(meeting).seats_short) == (None, 0)


def test_answers_to_an_earlier_day_come_for_nothing(world, meeting):
    given = reply(world, meeting, 2, "attend", needs="車いす", companions=2)
    Reply.objects.filter(pk=given.pk).update(for_starts_at=with_time(date(2026, 12, 1), 13, 30))
    found = seen(meeting)
    assert not found.has_replies
    assert found.needs == ()
    assert found.with_companions == ()


def test_what_a_slip_says_of_troubles_is_listed_with_the_raised_one(world, meeting):
    reply(world, meeting, 2, "attend", trouble="ごみ集積所が雪で埋まる")
    assert [trouble.text for trouble in seen(meeting).troubles] == ["ごみ集積所が雪で埋まる"]


def test_the_figures_cost_as_many_queries_for_forty_as_for_three(
    world, meeting, django_assert_max_num_queries
):
    for number in range(40):
        world.add_expected(meeting, organization_name=f"見本の会{number}")
    world.add_item(meeting, "雪かき", topic=world.topics["snow"])
    meeting = Meeting.objects.select_related("body__district", "venue").get(pk=meeting.pk)
    board = queries.reply_board(meeting)
    with django_assert_max_num_queries(5):
        turnout(meeting, board)


LONG = "社会福祉法人青森市社会福祉協議会地域福祉推進部門連絡調整会議"


def full(world: World, meeting: Meeting) -> Meeting:
    """Forty people called, with long names, needs, substitutes and a few who are silent."""
    for number in range(37):
        world.add_expected(
            meeting,
            organization_name=f"{LONG}{number}",
            person_name="髙﨑 見本",
            group=f"区分{number % 9}",
        )
    world.add_item(meeting, "雪かきの助け合い", topic=world.topics["snow"])
    for number in range(1, 31):
        answer = ("attend", "substitute", "absent")[number % 3]
        needs = "車いす" if number % 5 == 0 else ""
        reply(world, meeting, number, answer, needs=needs, substitute_name="代理 見本子")
    return Meeting.objects.select_related("body__district", "venue").get(pk=meeting.pk)


def test_the_sheet_names_what_to_prepare_and_whom_to_call(world, meeting):
    meeting = full(world, meeting)
    paper = replies_sheet_paper(meeting, seen(meeting), ext="pdf", on=TODAY)
    pages = PdfReader(io.BytesIO(paper.content)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    wanted = "来る人20 定員60人 車いす4 髙﨑見本 返信がまだの方（10名） 取扱注意 町会0名"
    assert [words for words in wanted.split() if words not in text] == []
    assert len(pages) <= 2


def test_a_short_meeting_fits_on_one_sheet(world, meeting):
    reply(world, meeting, 1, "attend", needs="車いす")
    paper = replies_sheet_paper(meeting, seen(meeting), ext="pdf", on=TODAY)
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 1
    assert paper.name == "出欠のまとめ_大野地区地域支え合い会議_20261222.pdf"


def test_the_list_for_excel_holds_every_row_and_no_formula(world, meeting):
    reply(world, meeting, 2, "substitute", substitute_name="=1+1", companions=1, trouble="雪捨て場")
    paper = replies_sheet_paper(meeting, seen(meeting), ext="xlsx", on=TODAY)
    rows = list(openpyxl.load_workbook(io.BytesIO(paper.content)).active.values)
    assert [row[0] for row in rows[-3:]] == [1, 2, 3]
    assert rows[-2][4:9] == ("代理", "=1+1", 1, None, "雪捨て場")
