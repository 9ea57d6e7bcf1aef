"""Papers of a meeting: numbers, who has which copy, what is not back."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.actions import handouts as actions
from sasaeai.meetings.enums import ItemKind, PresenceStatus, Regime
from sasaeai.meetings.exports.agenda_sheet import agenda_sheet_pdf
from sasaeai.meetings.exports.handout_check import handout_check_paper
from sasaeai.meetings.models import Handout, HandoutCopy, Meeting, Presence
from sasaeai.meetings.queries.handouts import copies_out_of, handout_lines, handouts_of
from sasaeai.reports.exports.day import agenda_sheet_paper
from sasaeai.reports.queries.today import today_lines
from tests.paper.reading import page_texts
from tests.world import TODAY, World


@pytest.fixture
def care(world: World) -> Meeting:
    """A meeting about persons, yesterday, with two people called, one of them there."""
    meeting = world.add_meeting(on=date(2026, 11, 22), regime=Regime.CARE_MEETING)
    world.add_item(meeting, "Aさんの支援")
    world.add_item(meeting, "情報交換", kind=ItemKind.EXCHANGE)
    there = world.add_expected(meeting, world.posts["chokai"])
    world.add_expected(meeting, world.posts["minji"])
    Presence.objects.create(
        municipality=world.city,
        meeting=meeting,
        expected=there,
        status=PresenceStatus.PRESENT,
        organization_name=there.organization_name,
        person_name=there.person_name,
    )
    return meeting


def collected(world: World, care: Meeting) -> Handout:
    return actions.add_handout(meeting=care, title="支援の経過", actor=world.viewer("arai"))


def test_papers_of_a_closed_meeting_come_back_unless_told(world: World, care: Meeting) -> None:
    handout = collected(world, care)
    assert (handout.number, handout.is_collected, handout.copies) == (1, True, 2)
    assert [copy.number for copy in handout.numbered.order_by("number")] == [1, 2]
    plain = actions.add_handout(
        meeting=world.add_meeting(), title="チラシ", actor=world.viewer("arai")
    )
    assert (plain.is_collected, plain.numbered.count()) == (False, 0)


def test_each_item_of_the_agenda_gets_a_paper_once(world: World, care: Meeting) -> None:
    arai = world.viewer("arai")
    assert [h.title for h in actions.take_from_agenda(meeting=care, actor=arai)] == ["Aさんの支援"]
    assert actions.take_from_agenda(meeting=care, actor=arai) == []
    assert [(h.number, h.item.title) for h in handouts_of(care)] == [(1, "Aさんの支援")]


def test_a_paper_that_comes_back_needs_a_number_of_copies(world: World, care: Meeting) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.add_handout(
            meeting=care, title="x", copies=None, is_collected=True, actor=world.viewer("arai")
        )
    assert "copies" in refused.value.fields


def test_all_who_are_there_get_a_copy_in_order_and_nobody_twice(
    world: World, care: Meeting
) -> None:
    arai, handout = world.viewer("arai"), collected(world, care)
    [given] = actions.give_to_present(handout=handout, actor=arai)
    assert (given.number, "見本" in given.holder) == (1, True)
    assert actions.give_to_present(handout=handout, actor=arai) == []


def test_too_few_copies_are_said_and_none_is_given(world: World) -> None:
    meeting = world.add_meeting(regime=Regime.CONSENT)
    for key in ("chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    arai = world.viewer("arai")
    handout = actions.add_handout(
        meeting=meeting, title="x", copies=1, is_collected=True, actor=arai
    )
    with pytest.raises(NotNow, match="1部足りません"):
        actions.give_to_present(handout=handout, actor=arai)
    assert not handout.numbered.exclude(holder="").exists()


def test_what_is_out_is_named_until_it_is_back_or_settled(world: World, care: Meeting) -> None:
    arai, handout = world.viewer("arai"), collected(world, care)
    [copy] = actions.give_to_present(handout=handout, actor=arai)
    assert copies_out_of(care) == [copy]
    assert any("回収していない資料" in line.what for line in today_lines(arai))
    actions.return_copy(copy=copy, actor=arai)
    assert copies_out_of(care) == []
    assert not any("回収していない資料" in line.what for line in today_lines(arai))
    actions.reopen_copy(copy=copy, actor=arai)
    assert copies_out_of(care) == [copy]
    actions.settle_copy(copy=copy, reason="その場で裁断した", actor=arai)
    assert copies_out_of(care) == []
    with pytest.raises(InvalidInput):
        actions.settle_copy(copy=copy, reason=" ", actor=arai)


def test_no_reason_and_no_return_is_lost_by_a_page_that_was_open(
    world: World, care: Meeting
) -> None:
    arai, handout = world.viewer("arai"), collected(world, care)
    [copy] = actions.give_to_present(handout=handout, actor=arai)  # as an open page knows it
    settled = actions.settle_copy(copy=copy, reason="その場で裁断した", actor=arai)
    for step in (actions.return_copy, partial(actions.give_copy, holder="別の人")):
        with pytest.raises(NotNow, match="先に元に戻して"):
            step(copy=copy, actor=arai)
    settled.refresh_from_db()
    assert settled.reason == "その場で裁断した"
    actions.reopen_copy(copy=copy, actor=arai)
    actions.return_copy(copy=copy, actor=arai)
    with pytest.raises(NotNow, match="先に元に戻して"):
        actions.settle_copy(copy=copy, reason="x", actor=arai)
    settled.refresh_from_db()
    assert settled.returned_at is not None


def test_only_a_copy_that_somebody_has_comes_back(world: World, care: Meeting) -> None:
    arai, handout = world.viewer("arai"), collected(world, care)
    with pytest.raises(NotNow, match="まだだれにも渡していません"):
        actions.return_copy(copy=handout.numbered.get(number=1), actor=arai)
    handout.numbered.filter(number=1).update(returned_at=clock.now())
    [given] = actions.give_to_present(handout=handout, actor=arai)
    assert given.number == 2


def test_two_who_write_down_a_holder_are_told(world: World, care: Meeting) -> None:
    arai, copy = world.viewer("arai"), collected(world, care).numbered.get(number=1)
    actions.give_copy(copy=copy, holder="副会長", base_version=1, actor=arai)
    with pytest.raises(StaleEdit) as stale:
        actions.give_copy(copy=copy, holder="会長", base_version=1, actor=arai)
    assert stale.value.theirs == {"holder": "副会長"}


def test_given_copies_are_neither_cut_off_nor_removed(world: World, care: Meeting) -> None:
    arai, handout = world.viewer("arai"), collected(world, care)
    copy = handout.numbered.get(number=2)
    actions.give_copy(copy=copy, holder="白旗野町会 会長", actor=arai)
    values = {"title": "x", "item": None, "is_collected": True, "base_version": 1, "actor": arai}
    with pytest.raises(InvalidInput):
        actions.edit_handout(handout=handout, copies=1, **values)
    with pytest.raises(NotNow, match="回収していない"):
        actions.remove_handout(handout=handout, actor=arai)
    actions.edit_handout(handout=handout, copies=3, **values)
    assert HandoutCopy.objects.filter(handout=handout).count() == 3
    with pytest.raises(StaleEdit):
        actions.edit_handout(handout=handout, copies=4, **values)


def test_a_removed_paper_comes_back_behind_what_took_its_number(
    world: World, care: Meeting
) -> None:
    arai, first = world.viewer("arai"), collected(world, care)
    actions.remove_handout(handout=first, actor=arai)
    assert handouts_of(care) == []
    assert actions.add_handout(meeting=care, title="y", actor=arai).number == 1
    assert actions.restore_handout(handout=first, actor=arai).number == 2


def test_only_who_runs_the_meeting_lists_papers(world: World, care: Meeting) -> None:
    for who in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.add_handout(meeting=care, title="x", actor=world.viewer(who))


def test_papers_show_numbers_names_and_boxes(world: World, care: Meeting) -> None:
    arai = world.viewer("arai")
    [handout] = actions.take_from_agenda(meeting=care, actor=arai)
    [copy] = actions.give_to_present(handout=handout, actor=arai)
    check = "".join(page_texts(handout_check_paper(care, printed_on=TODAY).content))
    assert "資料1Aさんの支援" in check
    assert "No.1" in check
    assert copy.holder.replace(" ", "") in check
    agenda = "".join(page_texts(agenda_sheet_pdf(agenda_sheet_paper(care, printed_on=TODAY))))
    assert "資料1Aさんの支援（会議後回収）" in agenda


def test_a_list_with_forty_copies_takes_two_queries(
    world: World, care: Meeting, django_assert_num_queries: object
) -> None:
    arai = world.viewer("arai")
    for number in range(3):
        actions.add_handout(
            meeting=care, title=f"資料{number}", copies=40, is_collected=True, actor=arai
        )
    with django_assert_num_queries(2):  # type: ignore[operator]
        lines = handout_lines(care)
    assert [len(line.copies) for line in lines] == [40, 40, 40]
