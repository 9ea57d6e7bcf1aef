"""What was said and what became of it: gist by group, in order, with nothing lost."""

from __future__ import annotations

import pytest

from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.actions.remarks import (
    add_remark,
    edit_remark,
    move_remark,
    remove_remark,
    restore_remark,
    set_outcome,
)
from sasaeai.meetings.enums import Outcome, RemarkKind
from sasaeai.meetings.models import AgendaItem, Remark
from sasaeai.meetings.queries.day import remarks_of_day
from tests.world import TODAY, World


@pytest.fixture
def item(world: World) -> AgendaItem:
    return world.add_item(world.add_meeting(on=TODAY))


def say(world, item, text, kind=RemarkKind.OPINION, group="町会"):
    return add_remark(item=item, kind=kind, group=group, text=text, actor=world.viewer("ohashi"))


def lines(item):
    return [
        (r.kind.mark if hasattr(r.kind, "mark") else RemarkKind(r.kind).mark, r.text)
        for r in remarks_of_day(item.meeting)[item.id]
    ]


def test_remarks_keep_the_order_in_which_they_were_written(world, item):
    say(world, item, "屋根の雪が隣へ落ちる")
    say(world, item, "業者を紹介する", RemarkKind.RESPONSE, "市社協")
    assert lines(item) == [("○", "屋根の雪が隣へ落ちる"), ("⇒", "業者を紹介する")]


def test_a_remark_moves_and_stops_at_the_ends(world, item):
    first, second = say(world, item, "一"), say(world, item, "二")
    actor = world.viewer("ohashi")
    move_remark(remark=second, up=True, actor=actor)
    assert [text for _mark, text in lines(item)] == ["二", "一"]
    move_remark(remark=second, up=True, actor=actor)
    move_remark(remark=first, up=False, actor=actor)
    assert [text for _mark, text in lines(item)] == ["二", "一"]


def test_a_removed_remark_comes_back_where_it_stood(world, item):
    first = say(world, item, "一")
    say(world, item, "二")
    remove_remark(remark=first, actor=world.viewer("ohashi"))
    assert [text for _mark, text in lines(item)] == ["二"]
    restore_remark(remark=first, actor=world.viewer("ohashi"))
    assert [text for _mark, text in lines(item)] == ["一", "二"]


def test_two_people_correcting_one_gist_are_told(world, item):
    remark = say(world, item, "もとの文")
    edit_remark(
        remark=remark,
        kind=RemarkKind.OPINION,
        group="町会",
        text="先に直した文",
        base_version=1,
        actor=world.viewer("ohashi"),
    )
    with pytest.raises(StaleEdit) as conflict:
        edit_remark(
            remark=remark,
            kind=RemarkKind.OPINION,
            group="町会",
            text="あとの文",
            base_version=1,
            actor=world.viewer("arai"),
        )
    assert conflict.value.theirs == {"text": "先に直した文"}
    assert conflict.value.yours == {"text": "あとの文"}


def test_ten_thousand_characters_are_kept_and_one_more_is_refused(world, item):
    assert len(say(world, item, "雪" * 10_000).text) == 10_000
    with pytest.raises(InvalidInput) as refusal:
        say(world, item, "雪" * 10_001)
    assert "1文字減らす" in refusal.value.fields["text"]
    assert Remark.objects.count() == 1


def test_an_empty_remark_is_refused(world, item):
    with pytest.raises(InvalidInput):
        say(world, item, " \n ")


def test_an_outcome_is_written_and_can_be_taken_back(world, item):
    actor = world.viewer("ohashi")
    done = set_outcome(
        item=item,
        outcome=Outcome.DECIDED,
        text="除雪の当番を決めた",
        base_version=1,
        actor=actor,
    )
    assert (done.outcome, done.outcome_text) == (Outcome.DECIDED, "除雪の当番を決めた")
    with pytest.raises(StaleEdit):
        set_outcome(item=item, outcome=Outcome.CLOSED, text="", base_version=1, actor=actor)
    again = set_outcome(item=item, outcome="", text="", base_version=2, actor=actor)
    assert again.outcome == ""


def test_strangers_and_the_city_write_nothing(world, item):
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            add_remark(
                item=item, kind=RemarkKind.OPINION, text="よそから", actor=world.viewer(name)
            )
    assert not Remark.objects.exists()


def test_a_removed_item_takes_no_record(world, item):
    item.removed_at = item.created_at
    item.save()
    with pytest.raises(NotNow):
        say(world, item, "もう外した議題")
