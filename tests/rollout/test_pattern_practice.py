"""A district's own practice as a pattern; a district that meets already says by which."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.rollout.access import visible_patterns
from sasaeai.rollout.actions import patterns as actions
from sasaeai.rollout.actions.earlier_use import note_pattern
from sasaeai.rollout.actions.taking_back import take_back_pattern
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Pattern
from sasaeai.rollout.queries.pattern_shape import shape_of
from sasaeai.rollout.queries.pattern_uses import current_use, meets_already, use_bodies
from tests.rollout.pattern_world import add_district, pattern, proposal
from tests.world import TODAY, World, with_time


def own(world: World, district: str = "shinjo", by: str = "shiraishi") -> Pattern:
    return actions.save_as_pattern(
        district=getattr(world, district),
        name="わたしたちのやり方",
        summary="いまの集まりを生かす。",
        actor=world.viewer(by),
    )


def test_the_practice_is_kept_as_kinds_and_posts_without_a_name_of_anybody(world: World) -> None:
    shape = shape_of(own(world, "ono", "ohashi"))
    bodies = {body.kind: body for body in shape.bodies}
    plenary = bodies["support"]
    assert plenary.name == "{district}地域支え合い会議"
    assert plenary.hosts == ("chiku_shakyo",)
    assert set(plenary.members) == {"chiku_shakyo", "chokai", "minjikyo"}
    assert plenary.yearly_target == 4
    assert bodies["steering"].prepares == plenary.key
    written = str(shape)
    for name in ("大橋", "髙﨑", "見本 民子", "白旗野町会", "大野地区"):
        assert name not in written


def test_what_counts_for_what_is_part_of_the_practice(world: World) -> None:
    shape = shape_of(own(world))
    network = next(body for body in shape.bodies if body.kind == "network")
    assert network.existing
    assert network.counts_for == shape.main.key
    assert network.links == ("shi_shakyo",)
    Recognition.objects.update(removed_at=with_time(world.viewer("arai").on, 9))
    again = shape_of(own(world))
    assert all(not body.counts_for for body in again.bodies)


def test_what_is_talked_about_again_and_again_is_proposed_and_nothing_private(
    world: World,
) -> None:
    for number, month in enumerate((5, 7, 9), start=1):
        on = world.viewer("arai").on.replace(month=month)
        meeting = world.add_meeting(
            "ono", on, state=MeetingState.HELD, held_at=with_time(on, 16), number=number
        )
        world.add_item(meeting, "各団体からのお知らせ")
        world.add_item(meeting, f"その月だけの話{number}")
        world.add_item(meeting, "ある世帯のこと", is_public=False)
    plenary = shape_of(own(world, "ono", "ohashi")).main
    assert [item.title for item in plenary.items] == ["各団体からのお知らせ"]


def test_it_can_be_used_in_another_district_once_it_is_out(world: World) -> None:
    mine = own(world, "ono", "ohashi")
    ichikawa = world.viewer("ichikawa")
    actions.offer_pattern(pattern=mine, base_version=mine.version, actor=world.viewer("ohashi"))
    mine.refresh_from_db()
    actions.approve_pattern(pattern=mine, base_version=mine.version, actor=ichikawa)
    district = add_district(world, "油川地区")
    formation = proposal(world, district, mine.code)
    assert formation.main.name == "油川地区地域支え合い会議"
    assert {body.shape.kind for body in formation.bodies} == {"support", "steering"}


def test_whoever_wrote_in_it_cannot_approve_and_other_districts_see_nothing_before(
    world: World,
) -> None:
    mine = own(world, "ono", "ohashi")
    shiraishi, arai, ohashi = (world.viewer(name) for name in ("shiraishi", "arai", "ohashi"))
    assert mine not in visible_patterns(shiraishi)
    actions.edit_pattern(pattern=mine, shape=shape_of(mine), base_version=1, actor=arai)
    mine.refresh_from_db()
    actions.offer_pattern(pattern=mine, base_version=mine.version, actor=ohashi)
    mine.refresh_from_db()
    for writer in (arai, ohashi):
        with pytest.raises(NotAllowed, match="別の人"):
            actions.approve_pattern(pattern=mine, base_version=mine.version, actor=writer)
    with pytest.raises(NotNow, match="もう一度読んで"):
        actions.approve_pattern(pattern=mine, base_version=1, actor=world.viewer("ichikawa"))
    approved = actions.approve_pattern(
        pattern=mine, base_version=mine.version, actor=world.viewer("ichikawa")
    )
    assert mine in visible_patterns(shiraishi)
    withdrawn = actions.withdraw_pattern(pattern=approved, reason="作り直す", actor=arai)
    assert (withdrawn.state, withdrawn.approved_by_name) == (
        SharedState.WITHDRAWN,
        approved.approved_by_name,
    )
    assert mine not in visible_patterns(shiraishi)
    assert Entry.objects.filter(object_id=mine.id, verb="withdraw").exists()


def test_what_was_approved_is_approved_anew_after_a_change(world: World) -> None:
    mine = own(world, "ono", "ohashi")
    actions.offer_pattern(pattern=mine, base_version=1, actor=world.viewer("ohashi"))
    mine.refresh_from_db()
    actions.approve_pattern(pattern=mine, base_version=mine.version, actor=world.viewer("ichikawa"))
    mine.refresh_from_db()
    changed = actions.edit_pattern(
        pattern=mine,
        shape=shape_of(mine),
        base_version=mine.version,
        actor=world.viewer("ohashi"),
    )
    assert changed.state == SharedState.DRAFT
    assert mine not in visible_patterns(world.viewer("shiraishi"))


def test_a_district_without_a_body_has_no_practice_yet(world: World) -> None:
    district = add_district(world, "油川地区")
    with pytest.raises(NotNow, match="会議体がありません"):
        actions.save_as_pattern(
            district=district, name="まだ", summary="ない", actor=world.viewer("arai")
        )


def test_a_district_that_meets_already_says_so_and_nothing_is_made(world: World) -> None:
    arai = world.viewer("arai")
    bodies, meetings = Body.objects.count(), Meeting.objects.count()
    deemed = pattern(world, "deemed")
    use = note_pattern(district=world.shinjo, pattern=deemed, actor=arai)
    assert {row.body for row in use_bodies(use)} == {
        world.bodies["shinjo"],
        world.bodies["network"],
    }
    assert (Body.objects.count(), Meeting.objects.count()) == (bodies, meetings)
    with pytest.raises(NotNow, match="もう「みなし型」"):
        note_pattern(district=world.shinjo, pattern=deemed, actor=arai)
    take_back_pattern(use=use, actor=arai)
    assert current_use(world.shinjo) is None
    world.bodies["shinjo"].refresh_from_db()
    assert world.bodies["shinjo"].ended_on is None
    assert Recognition.objects.current().filter(counts_for=world.bodies["shinjo"]).exists()


def test_a_pattern_that_is_not_out_is_not_noted_elsewhere(world: World) -> None:
    """A draft of another district stays with it, also for who may read both."""
    draft = own(world, "ono", "ohashi")
    with pytest.raises(NotNow, match="まだ公開されていません"):
        note_pattern(district=world.shinjo, pattern=draft, actor=world.viewer("arai"))
    assert current_use(world.shinjo) is None


def test_a_body_that_ends_later_is_part_of_the_practice_until_then(world: World) -> None:
    ono = world.bodies["ono"]
    Body.objects.filter(pk=ono.pk).update(ended_on=date(2027, 3, 31))
    assert "support" in {body.kind for body in shape_of(own(world, "ono", "ohashi")).bodies}
    assert meets_already(world.ono, on=TODAY)
    assert not meets_already(world.ono, on=date(2027, 4, 1))
