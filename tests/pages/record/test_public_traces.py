"""Traces of persons beside the form of the public version: marked in words, one button each."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sasaeai.meetings.models import Meeting
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import PublicVersion
from tests.conftest import DeskClients
from tests.pages.record.steps import APPROVAL, post, public_values, url, words


def public_of(meeting: Meeting) -> PublicVersion:
    return PublicVersion.objects.get(minutes__meeting=meeting)


def button(page: Any, name: str, *, label: str = "") -> str:
    """The value of a button of the page, by its name and words."""
    found = re.findall(
        rf'<button[^>]*name="{name}" value="([^"]+)"[^>]*>([^<]*)', page.content.decode()
    )
    return next(value for value, text in found if label in text)


@pytest.fixture
def drafted(desk: DeskClients, held: Meeting) -> dict[str, Any]:
    """Values of a form whose first item names somebody, saved."""
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    item = public_of(held).sections.get(position=1).item_id
    words_of_item = {
        f"disclosure_{item}": "summary",
        f"text_{item}": "山田さんが、大野市民センターで話しました。",
    }
    post(desk.arai, "public_version", held, **public_values(held, **words_of_item))
    return public_values(held)


def test_a_trace_is_marked_in_words_and_names_of_halls_are_not(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    page = desk.arai.get(url("public_version", held))
    marks = re.findall(r"<mark[^>]*>(.*?)</mark>", page.content.decode())
    assert len(marks) == 1
    assert marks[0].startswith("山田さん<span")
    assert "お名前？" in marks[0]
    assert "まだ決めていません" in words(page)


def test_one_button_puts_the_coarser_words_into_the_text_with_what_was_typed_beside(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    key = button(desk.arai.get(url("public_version", held)), "coarser")
    values = drafted | {"lead": "いま打った文です。", "coarser": key}
    done = post(desk.arai, "public_version", held, **values)
    item = public_of(held).sections.get(position=1)
    assert done["Location"].endswith(f"#part-{item.item_id}")
    assert item.text == "ある方が、大野市民センターで話しました。"
    assert public_of(held).lead == "いま打った文です。"
    page = words(desk.arai.get(url("public_version", held)))
    assert "「山田さん」を「ある方」にかえて、保存しました。" in page
    assert "まだ決めていません" not in page


def test_asking_for_approval_is_refused_with_the_list_and_nothing_typed_is_lost(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    page = post(desk.arai, "public_version", held, submit="1", **drafted | {"lead": "打った文。"})
    assert page.status_code == 200
    assert "「山田さん」は個人のお名前のようです" in words(page)
    assert "打った文。" in page.content.decode()
    assert public_of(held).state == PublicState.DRAFT


def test_leaving_a_word_is_told_to_the_second_person_and_can_be_taken_back(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    page = desk.arai.get(url("public_version", held))
    post(desk.arai, "public_version", held, let_stand=button(page, "let_stand"), **drafted)
    again = desk.arai.get(url("public_version", held))
    assert "見て残した" in words(again)
    values = public_values(held)
    post(desk.arai, "public_version", held, look_again=button(again, "look_again"), **values)
    assert "まだ決めていません" in words(desk.arai.get(url("public_version", held)))
    page = desk.arai.get(url("public_version", held))
    values = public_values(held, let_stand=button(page, "let_stand"))
    post(desk.arai, "public_version", held, **values)
    asked = post(desk.arai, "public_version", held, submit="1", **public_values(held))
    assert asked.status_code == 302
    for reader in (desk.ohashi, desk.ichikawa):
        read = words(reader.get(url("public_version", held)))
        assert "書いた人が見て、残した言葉" in read
        assert "山田さん ［見て残した］" in read


def test_an_old_button_says_that_the_words_are_gone(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    key = button(desk.arai.get(url("public_version", held)), "coarser")
    changed = {name: "雪のこと" if name.startswith("text_") else v for name, v in drafted.items()}
    page = post(desk.arai, "public_version", held, **changed | {"coarser": key})
    assert page.status_code == 200
    assert "もうこの文にありません" in words(page)


@pytest.mark.parametrize("name", ["coarser", "let_stand", "look_again"])
def test_a_button_made_up_by_hand_changes_nothing(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any], name: str
) -> None:
    before = public_of(held)
    answer = post(desk.arai, "public_version", held, **drafted, **{name: "nonsense@//evil\"'"})
    assert answer.status_code == 200
    after = public_of(held)
    assert (after.version, after.let_stand) == (before.version, before.let_stand)


def test_readers_and_strangers_press_none_of_the_buttons(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    key = button(desk.arai.get(url("public_version", held)), "let_stand")
    for client, status in ((desk.ichikawa, 403), (desk.shiraishi, 404)):
        answer = post(client, "public_version", held, **drafted, let_stand=key)
        assert answer.status_code == status
    assert public_of(held).let_stand == []


def test_hints_towards_plain_words_stand_beside_the_text(
    desk: DeskClients, held: Meeting, drafted: dict[str, Any]
) -> None:
    item = public_of(held).sections.get(position=1).item_id
    values = drafted | {f"text_{item}": "参集範囲を周知する。"}
    post(desk.arai, "public_version", held, **values)
    page = desk.arai.get(url("public_version", held))
    assert "やさしい日本語にするヒント（2件）" in words(page)
    assert "集まる人" in words(page)
    assert "参集範囲を周知する。" in page.content.decode()
