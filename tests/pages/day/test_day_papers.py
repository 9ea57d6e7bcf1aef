"""次第 and 出席者名簿, from the rows of a meeting to the file."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from sasaeai.audit.models import Entry
from sasaeai.issues.actions import add_action, finish_action
from sasaeai.meetings.actions import close_meeting
from sasaeai.meetings.enums import ItemKind, Outcome
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Reply
from sasaeai.reports.exports.day import carried_over
from tests.world import TODAY


@pytest.fixture
def meeting(world):
    meeting = world.add_meeting(on=date(2026, 12, 22), next_note="2月ごろ")
    world.add_item(meeting, "雪かきの助け合い", minutes=20, presenter="白旗野町会")
    world.add_item(meeting, "近況", kind=ItemKind.EXCHANGE, minutes=10)
    expected = world.add_expected(meeting, world.posts["chokai"], person_kana="たかさき みほん")
    Reply.objects.create(
        municipality=world.city,
        expected=expected,
        answer=Answer.SUBSTITUTE,
        substitute_name="架空 次郎",
        substitute_title="副会長",
        received_on=TODAY,
        keyed_by_name="新井 試子",
    )
    return meeting


@pytest.fixture
def earlier(world):
    meeting = world.add_meeting(on=date(2026, 9, 1))
    item = world.add_item(
        meeting, "ごみ出し", outcome=Outcome.CARRIED_OVER, outcome_text="続けて話し合う"
    )
    snow = world.add_item(meeting, "雪捨て場", outcome=Outcome.DECIDED)
    action = add_action(
        item=snow,
        what="空き地を借りる",
        who="白旗野町会 会長",
        due_on=date(2026, 11, 1),
        actor=world.viewer("arai"),
    )
    close_meeting(meeting=meeting, actor=world.viewer("arai"))
    return item, action


def paper(client, name, meeting, ext):
    return client.get(reverse(f"desk:{name}", args=[meeting.id, ext]))


def docx_text(answer) -> str:
    return "\n".join(line.text for line in Document(io.BytesIO(answer.content)).paragraphs)


def test_what_the_last_meeting_left_open_stands_on_the_next_sheet(world, earlier, meeting):
    _item, action = earlier
    lines = {line.title: line for line in carried_over(meeting)}
    assert lines["ごみ出し"].since == "第1回"
    assert lines["ごみ出し"].answer == "続けて話し合う"
    assert lines["空き地を借りる"].state == "取組中"
    finish_action(
        action=action,
        done_on=date(2026, 10, 20),
        result="借りられた",
        base_version=action.version,
        actor=world.viewer("arai"),
    )
    done = {line.title: line for line in carried_over(meeting)}["空き地を借りる"]
    assert (done.state, done.answer) == ("済み", "借りられた")


def test_the_sheet_says_items_minutes_and_what_was_carried_over(desk, earlier, meeting):
    text = docx_text(paper(desk.ohashi, "agenda_sheet", meeting, "docx"))
    for words in (
        "令和8年度 第2回",
        "雪かきの助け合い",
        "20分",
        "ごみ出し",
        "情報交換（10分）",
        "2月ごろ",
        "大野地区社会福祉協議会 会長",
    ):
        assert words in text


def test_the_list_to_sign_shows_replies_and_no_address(desk, meeting):
    answer = paper(desk.ohashi, "attendance_list", meeting, "xlsx")
    cells = [
        str(cell)
        for row in load_workbook(io.BytesIO(answer.content)).active.values
        for cell in row
        if cell is not None
    ]
    for words in ("白旗野町会", "髙﨑 見本", "たかさき みほん", "代", "副会長 架空 次郎"):
        assert words in cells
    assert not any("青森市（見本）" in cell for cell in cells)


def test_the_list_leaves_a_trace_of_who_took_it_and_what_for(desk, meeting):
    taken = paper(desk.ichikawa, "attendance_list", meeting, "xlsx")
    trace = Entry.objects.get(verb="export")
    assert (trace.object_id, trace.actor_name[:5]) == (meeting.id, "市川 試三")
    assert trace.after["purpose"] == "attendance list"
    assert trace.after["paper"].endswith(".xlsx")
    assert "no-store" in taken["Cache-Control"]


@pytest.mark.parametrize("name", ["agenda_sheet", "attendance_list"])
def test_papers_are_pdf_for_readers_of_the_district_and_nobody_else(desk, meeting, name):
    answer = paper(desk.ichikawa, name, meeting, "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert paper(desk.shiraishi, name, meeting, "pdf").status_code == 404
    assert paper(desk.ohashi, name, meeting, "exe").status_code == 404


def test_a_meeting_without_items_or_people_has_papers_too(desk, world):
    empty = world.add_meeting(on=date(2026, 12, 1))
    assert "情報交換" in docx_text(paper(desk.ohashi, "agenda_sheet", empty, "docx"))
    assert paper(desk.ohashi, "attendance_list", empty, "pdf").status_code == 200
