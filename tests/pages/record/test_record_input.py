"""Bad input on 記録と共有: a clear sentence, nothing lost, nothing doubled."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.models import Minutes, Revision
from tests.conftest import DeskClients
from tests.pages.record.steps import APPROVAL, edit_values, once, post, url, words


def test_the_same_submission_twice_makes_one_revision(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    values = {"once": once()} | edit_values(held)
    first = desk.arai.post(url("minutes_edit", held), values)
    again = desk.arai.post(url("minutes_edit", held), values)
    assert first["Location"] == again["Location"]
    assert Revision.objects.count() == 2


def test_two_editors_see_both_texts_and_the_second_can_save_again(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    name = f"section_{item.id}"
    post(desk.ohashi, "minutes_edit", held, **edit_values(held, **{name: "会長が直した文"}))
    page = post(desk.arai, "minutes_edit", held, **edit_values(held, **{name: "推進員が直した文"}))
    assert page.status_code == 200
    assert "会長が直した文" in words(page)
    assert "推進員が直した文" in words(page)
    assert Revision.objects.count() == 2
    html = page.content.decode()
    base = re.search(r'name="base_version" value="(\d+)"', html)
    assert base is not None
    saved = post(
        desk.arai, "minutes_edit", held, **edit_values(held, int(base[1]), **{name: "両方の文"})
    )
    assert saved.status_code == 302
    assert Revision.objects.get(number=3).sections[0]["text"] == "両方の文"


def test_a_text_too_long_by_one_stays_in_the_form_with_the_number(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    long = "雪" * 10_001
    page = post(
        desk.arai, "minutes_edit", held, **edit_values(held, **{f"section_{item.id}": long})
    )
    assert page.status_code == 200
    assert "1文字減らして" in words(page)
    assert long in page.content.decode()
    assert Revision.objects.count() == 1
    fits = edit_values(held, **{f"section_{item.id}": long[1:]})
    assert post(desk.arai, "minutes_edit", held, **fits).status_code == 302


def test_hostile_text_is_shown_as_text_everywhere(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    hostile = '<script>alert("x")</script> =1+1 {{ x }}'
    values = edit_values(held, opening=hostile, note=hostile, **{f"section_{item.id}": hostile})
    assert post(desk.arai, "minutes_edit", held, **values).status_code == 302
    for name in ("meeting_record", "minutes_edit", "minutes_history", "minutes_approve"):
        html = desk.arai.get(url(name, held)).content.decode()
        assert "<script>alert" not in html
    paper = desk.arai.get(url("minutes_paper", held, "pdf")).content
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "<script>" in printed.replace("\u200b", "")  # the paper lets long words break


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"confirmed_on": "2026-02-30"}, "2月"),
        ({"confirmed_on": "2026-11-09"}, "会議の日より前"),
        ({"confirmed_by": ""}, "確認した人"),
        ({"confirmed_how": "x"}, "確認の方法"),
        ({"base_version": "x"}, "もう一度ページを開いて"),
    ],
)
def test_an_approval_with_a_mistake_says_what_to_do(
    desk: DeskClients, held: Meeting, changes: dict[str, Any], sentence: str
) -> None:
    post(desk.arai, "minutes_compose", held)
    page = post(desk.arai, "minutes_approve", held, **(APPROVAL | changes))
    assert page.status_code == 200
    assert sentence in words(page)
    assert Minutes.objects.get(meeting=held).is_approved is False


def test_approval_and_its_taking_back_undo_each_other(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    back = post(desk.arai, "minutes_unapprove", held)
    html = desk.arai.get(back["Location"]).content.decode()
    assert "確定を取り消しました" in html
    undo = dict(re.findall(r'name="(base_version|confirmed_\w+)" value="([^"]*)"', html))
    assert undo["confirmed_on"] == "2026-11-20"
    assert post(desk.arai, "minutes_approve", held, **undo).status_code == 302
    assert Minutes.objects.get(meeting=held).is_approved


def test_saving_can_be_taken_back_with_one_button(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    first = Revision.objects.get()
    saved = post(desk.arai, "minutes_edit", held, **edit_values(held))
    assert url("minutes_restore", held) in desk.arai.get(saved["Location"]).content.decode()
    post(desk.arai, "minutes_restore", held, number=1, base_version=2)
    assert Revision.objects.get(number=3).opening == first.opening


def test_a_missing_revision_number_is_a_sentence_and_a_missing_page_404(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    for number in ("", "x", "９９", "999999999999"):
        response = post(desk.arai, "minutes_restore", held, number=number, base_version=1)
        assert response.status_code in {302, 404}
    assert Revision.objects.count() == 1
    assert desk.arai.get(url("minutes_history", held) + "?revision=99").status_code == 404
    assert desk.arai.get(url("minutes_history", held) + "?revision=x").status_code == 200
