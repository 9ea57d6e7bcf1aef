"""L-02 on the pages of the day and of the agenda: who may be recognised is asked about at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.meetings.enums import Outcome, Regime
from sasaeai.meetings.models import AgendaItem, Meeting, Remark
from sasaeai.people.queries.names import MOST_NAMES
from tests.pages.day.test_day_page import day, write
from tests.world import TODAY, World

NAMED = "桜川3丁目の山田さん(82)は認知症で困っている"


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


@pytest.fixture
def item(world: World, meeting: Meeting) -> AgendaItem:
    return world.add_item(meeting)


def test_a_remark_about_a_resident_is_asked_about_and_nothing_typed_is_lost(desk, item):
    page = write(desk.arai, item, remark__text=NAMED).content.decode()
    assert "個人が分かるかもしれない言葉があります" in page
    assert "「山田さん」は個人のお名前のようです" in page
    assert f">{NAMED}</textarea>" in page.replace("\r\n", "").replace("\n", "")
    assert not Remark.objects.exists()


def test_one_button_keeps_remark_and_outcome_together(desk, item):
    typed = {
        "remark__text": NAMED,
        "outcome__outcome": Outcome.DECIDED,
        "outcome__outcome_text": "山田さんに声をかける",
    }
    page = write(desk.arai, item, **typed).content.decode()
    assert page.count("このまま保存する") == 1
    write(desk.arai, item, **typed, remark__keep_anyway="on")
    item.refresh_from_db()
    assert item.outcome_text == "山田さんに声をかける"
    assert Remark.objects.get().text == NAMED


def test_the_coarser_words_are_taken_on_request(desk, item):
    write(desk.arai, item, remark__text="山田さんが困っている", remark__say_coarser="on")
    assert Remark.objects.get().text == "ある方が困っている"


def test_a_correction_asks_only_about_what_it_adds(desk, item):
    write(desk.arai, item, remark__text=NAMED, remark__keep_anyway="on")
    remark = Remark.objects.get()
    url = reverse("desk:day_remark", args=[remark.id])
    values = {"group": "", "kind": "opinion", "base_version": remark.version}
    desk.arai.post(url, values | {"text": NAMED + "。"})
    remark.refresh_from_db()
    assert remark.text == NAMED + "。"
    values["base_version"] = remark.version
    page = desk.arai.post(url, values | {"text": NAMED + "。佐藤さんも"}).content.decode()
    assert "「佐藤さん」" in page
    assert "「山田さん」は" not in page


def test_somebody_of_the_register_is_known_by_name_alone(desk, world, item):
    page = write(desk.arai, item, remark__text="髙﨑見本が困っている").content.decode()
    assert "「髙﨑見本」は個人のお名前のようです" in page


def test_a_closed_meeting_talks_about_persons_and_is_not_asked(desk, world, item):
    Meeting.objects.update(regime=Regime.CARE_MEETING)
    write(desk.arai, item, remark__text=NAMED)
    assert Remark.objects.get().text == NAMED


def test_agenda_and_next_note_are_asked_about_too(desk, meeting, item):
    new = {"title": "山田さんの見守り", "kind": "discuss", "is_public": "on"}
    page = desk.arai.post(reverse("desk:agenda_add", args=[meeting.id]), new).content.decode()
    assert "「山田さん」は個人のお名前のようです" in page
    assert "このまま保存する" in page
    ad_hoc = {"ad-hoc-title": "山田さんの見守り", "ad-hoc-kind": "discuss"}
    page = desk.arai.post(reverse("desk:day_add_item", args=[meeting.id]), ad_hoc).content.decode()
    assert "「山田さん」は個人のお名前のようです" in page
    note = {"note-next_note": "山田さん宅で", "note-base_version": meeting.version}
    page = desk.arai.post(reverse("desk:day_note", args=[meeting.id]), note).content.decode()
    assert "個人が分かるかもしれない" in page
    meeting.refresh_from_db()
    assert meeting.next_note == ""
    assert meeting.items.count() == 1


def test_showing_the_page_asks_for_no_names(desk, meeting, item):
    with CaptureQueriesContext(connection) as shown:
        desk.arai.get(day(meeting))
    with CaptureQueriesContext(connection) as saved:
        write(desk.arai, item, remark__text="雪が多い", follow=False)
    names = f"LIMIT {MOST_NAMES}"
    assert not any(names in query["sql"] for query in shown.captured_queries)
    assert sum(names in query["sql"] for query in saved.captured_queries) == 1
