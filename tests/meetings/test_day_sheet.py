"""当日の記録用紙: the record by hand, with the numbers of the page it is keyed in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.desk.day.sheet import day_sheet_of
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.exports.day_sheet import day_sheet_pdf
from sasaeai.meetings.models import Meeting
from tests.paper.reading import check_page_boxes, page_texts
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(on=TODAY)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


def text_of(meeting: Meeting) -> str:
    pdf = day_sheet_pdf(day_sheet_of(meeting, printed_on=TODAY))
    check_page_boxes(pdf)
    return "".join(page_texts(pdf))


def test_people_items_and_boxes_stand_in_the_order_of_the_page(world: World, meeting: Meeting):
    world.add_item(meeting, "雪かきの助け合い", minutes=15)
    world.add_item(meeting, "情報交換", kind="exchange")
    text = text_of(meeting)
    order = [
        "事務局", "出欠", "大橋試一", "白旗野町会", "1雪かきの助け合い", "予定15分", "○意見",
        "⇒応答", "民児協", "決まった", "だれが", "いつまでに", "その場で出た議題", "困りごと",
        "次回のこと",
    ]  # fmt: skip
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_any_number_of_people_and_items_and_long_names_fit(world: World, meeting: Meeting):
    for number in range(40):
        world.add_expected(
            meeting,
            organization_name="社会福祉法人青森市社会福祉協議会大野地区分室",
            post_title="地域福祉活動推進担当",
            person_name=f"髙﨑 見本{number}",
        )
    for number in range(12):
        world.add_item(meeting, f"議題その{number}" + "長" * 100)
    text = text_of(meeting)
    assert "見本39" in text
    assert "議題その11" in text


def test_nobody_and_nothing_still_is_a_form(world: World):
    empty = world.add_meeting(on=TODAY)
    assert "その場で出た議題" in text_of(empty)
    Meeting.objects.filter(pk=empty.pk).update(regime=Regime.MEMBERS_ONLY)
    empty.refresh_from_db()
    assert "取扱注意" in text_of(empty)


def test_the_page_prints_it_and_it_leaves_a_trace(desk, meeting: Meeting):
    url = reverse("desk:day_sheet", args=[meeting.id])
    assert "記録用紙を印刷する" in desk.arai.get(f"/meetings/{meeting.id}/day/").content.decode()
    assert desk.arai.get(url).content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="export", object_id=meeting.id).count() == 1
    assert desk.shiraishi.get(url).status_code == 404
