"""Revisions are append-only: two editors lose nothing, and nothing is ever overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings.models import AgendaItem
from sasaeai.minutes import actions
from sasaeai.minutes.models import Minutes, Revision
from sasaeai.minutes.queries import history, records
from tests.minutes.conftest import approve
from tests.world import World


def save(world: World, minutes: Minutes, base: int, who: str = "arai", **texts: Any) -> Revision:
    values = {"opening": "はじめ", "sections": {}, "closing": "おわり"} | texts
    return actions.save_revision(
        minutes=minutes, base_revision=base, actor=world.viewer(who), **values
    )


def test_each_save_is_a_new_revision_and_the_old_one_stays(world: World, minutes: Minutes) -> None:
    first = records.newest_revision(minutes)
    second = save(world, minutes, 1, who="ohashi", note="出席を直した")
    assert (second.number, second.based_on_id) == (2, first.id)
    assert second.written_by_name.startswith("大橋 試一")
    before = (first.opening, first.sections, first.closing)
    first.refresh_from_db()
    assert (first.opening, first.sections, first.closing) == before


def test_saving_the_same_text_makes_no_revision(world: World, minutes: Minutes) -> None:
    save(world, minutes, 1)
    again = save(world, minutes, 2)
    assert again.number == 2
    assert Revision.objects.filter(minutes=minutes).count() == 2


def test_the_second_of_two_editors_sees_both_texts_and_loses_none(
    world: World, minutes: Minutes
) -> None:
    item = str(AgendaItem.objects.filter(meeting=minutes.meeting).first().id)  # type: ignore[union-attr]
    save(world, minutes, 1, who="ohashi", sections={item: "大橋の文"})
    with pytest.raises(StaleEdit) as caught:
        save(world, minutes, 1, sections={item: "新井の文"})
    field = records.section_field(item)
    assert caught.value.theirs == {field: "大橋の文"}
    assert caught.value.yours == {field: "新井の文"}
    assert caught.value.version == 2
    saved = save(world, minutes, 2, sections={item: "新井の文"})
    assert saved.number == 3


def test_two_editors_with_the_same_words_are_no_conflict(world: World, minutes: Minutes) -> None:
    save(world, minutes, 1, who="ohashi")
    assert save(world, minutes, 1).number == 2


def test_revisions_refuse_to_be_changed_or_removed(minutes: Minutes) -> None:
    rows = Revision.objects.filter(minutes=minutes)
    with pytest.raises(TypeError):
        rows.update(opening="書きかえ")
    with pytest.raises(TypeError):
        rows.delete()


def test_the_database_refuses_a_number_twice(minutes: Minutes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            municipality_id=minutes.municipality_id,
            minutes=minutes,
            number=1,
            written_by_name="だれか",
        )


def test_ten_thousand_characters_are_kept_and_one_more_is_refused_with_the_number(
    world: World, minutes: Minutes
) -> None:
    item = str(AgendaItem.objects.filter(meeting=minutes.meeting).first().id)  # type: ignore[union-attr]
    full = "雪" * 10_000
    saved = save(world, minutes, 1, opening=full, sections={item: full})
    assert saved.opening == full
    with pytest.raises(InvalidInput) as caught:
        save(world, minutes, 2, opening=full + "か", sections={item: full + "か"})
    assert set(caught.value.fields) == {"opening", records.section_field(item)}
    assert "1文字減らして" in caught.value.fields["opening"]


def test_a_section_that_the_day_made_longer_can_still_be_saved_around(
    world: World, minutes: Minutes
) -> None:
    item = AgendaItem.objects.filter(meeting=minutes.meeting).first()
    assert item is not None
    for remark in item.remarks.all():
        remark.text = "雪" * 9_000
        remark.save(update_fields=["text"])
    taken = actions.take_up_day(
        minutes=minutes, base_revision=1, take=[str(item.id)], actor=world.viewer("arai")
    )
    assert len(taken.sections[0]["text"]) > 10_000
    assert save(world, minutes, 2, opening="ほかを直す").number == 3


def test_hostile_text_is_kept_as_text(world: World, minutes: Minutes) -> None:
    item = str(AgendaItem.objects.filter(meeting=minutes.meeting).first().id)  # type: ignore[union-attr]
    hostile = '<script>alert("x")</script>\n=1+1\n{{ settings }}'
    saved = save(world, minutes, 1, sections={item: hostile})
    assert saved.sections[0]["text"] == hostile


def test_an_item_of_another_meeting_is_refused(world: World, minutes: Minutes) -> None:
    other = world.add_item(world.add_meeting(), "ほかの会議の議題")
    with pytest.raises(InvalidInput):
        save(world, minutes, 1, sections={str(other.id): "まぎれこみ"})


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_do_not_write(world: World, minutes: Minutes, who: str) -> None:
    with pytest.raises(NotAllowed):
        save(world, minutes, 1, who=who)


def test_going_back_is_a_new_revision_and_can_itself_be_undone(
    world: World, minutes: Minutes
) -> None:
    first = records.newest_revision(minutes)
    save(world, minutes, 1)
    back = actions.restore_revision(
        minutes=minutes, number=1, base_revision=2, actor=world.viewer("ohashi")
    )
    assert (back.number, back.opening, back.note) == (3, first.opening, "第1版にもどした")
    forth = actions.restore_revision(
        minutes=minutes, number=2, base_revision=3, actor=world.viewer("ohashi")
    )
    assert (forth.number, forth.opening) == (4, "はじめ")


def test_history_shows_line_by_line_what_changed(world: World, minutes: Minutes) -> None:
    save(world, minutes, 1, opening="出席：2人\n・新しい行", closing="令和9年2月ごろ")
    (change,) = history.changes_of(history.get_revision(minutes, 2))
    assert change.title == "出席した人・欠席した人"
    assert (history.LineKind.SAME, "出席：2人") in [(line.kind, line.text) for line in change.lines]
    assert change.lines[-1].kind == history.LineKind.ADDED
    assert change.lines[-1].text == "・新しい行"
    assert any(line.kind == history.LineKind.REMOVED for line in change.lines)


def test_history_of_thirty_revisions_is_one_query(
    world: World, minutes: Minutes, django_assert_num_queries: Any
) -> None:
    for n in range(1, 30):
        save(world, minutes, n, opening=f"{n}回目")
    with django_assert_num_queries(1):
        rows = history.revisions_of(minutes)
        assert (rows[0].number, len(rows)) == (30, 30)


def test_a_revision_that_is_not_there_is_not_found(minutes: Minutes) -> None:
    with pytest.raises(NotFound):
        history.get_revision(minutes, 99)


# ── Approval ─────────────────────────────────────────────────────────────────────────────────────


def test_approved_minutes_say_who_confirmed_them_when_and_how(approved: Minutes) -> None:
    approved.refresh_from_db()
    assert approved.is_approved
    assert approved.confirmed_by == "大野地区社会福祉協議会 会長"
    assert approved.confirmed_on == date(2026, 11, 20)
    assert approved.get_confirmed_how_display() == "電話で読み合わせた"


def test_approved_minutes_are_corrected_only_after_taking_the_approval_back(
    world: World, approved: Minutes
) -> None:
    with pytest.raises(NotNow, match="確定を取り消す"):
        save(world, approved, 1)
    actions.unapprove_minutes(minutes=approved, actor=world.viewer("ohashi"))
    assert save(world, approved, 1).number == 2


def test_what_was_not_read_is_not_approved(world: World, minutes: Minutes) -> None:
    save(world, minutes, 1)
    with pytest.raises(NotNow, match="第2版"):
        actions.approve_minutes(
            minutes=minutes,
            base_revision=1,
            confirmed_by="会長",
            confirmed_on=date(2026, 11, 20),
            confirmed_how="paper",
            actor=world.viewer("arai"),
        )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("confirmed_by", "", "確認した人"),
        ("confirmed_on", date(2026, 11, 9), "会議の日より前"),
        ("confirmed_on", date(2026, 11, 24), "これからの日"),
        ("confirmed_how", "telepathy", "確認の方法"),
    ],
)
def test_an_approval_names_a_person_a_past_day_and_a_way(
    world: World, minutes: Minutes, field: str, value: object, sentence: str
) -> None:
    values: dict[str, Any] = {
        "confirmed_by": "会長",
        "confirmed_on": date(2026, 11, 20),
        "confirmed_how": "paper",
    } | {field: value}
    with pytest.raises(InvalidInput) as caught:
        actions.approve_minutes(
            minutes=minutes, base_revision=1, actor=world.viewer("arai"), **values
        )
    assert sentence in caught.value.fields[field]


def test_the_database_refuses_an_approval_by_nobody(minutes: Minutes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(state="approved")


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_do_not_approve_minutes(
    world: World, minutes: Minutes, who: str
) -> None:
    with pytest.raises(NotAllowed):
        approve(world, minutes, by=who)
