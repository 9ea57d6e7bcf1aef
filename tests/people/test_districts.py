"""Districts are split and merged: history stays, nobody is locked out, it can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import models

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions.district_changes import (
    DistrictChoices,
    change_districts,
    undo_district_change,
)
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body
from sasaeai.meetings.queries.district_changes import propose_change
from sasaeai.people import actions, queries
from sasaeai.people.access import current_districts, visible_districts
from sasaeai.people.actions import GoesOn, NewDistrict, OrganizationDetails
from sasaeai.people.models import District, DistrictChange, OrganizationDistrict
from sasaeai.people.queries.districts import change_group, district_lines
from sasaeai.rollout.actions.opinions import add_opinion
from sasaeai.rollout.actions.stages import ensure_stages
from sasaeai.rollout.models import StageOpinion
from tests.world import TODAY, World

ON = date(2027, 4, 1)
NAMES = ("大野北地区", "大野南地区")


def split(world: World, on: date = ON, who: str = "ichikawa", names=NAMES) -> list[District]:
    proposal = propose_change([world.ono], names, on)
    return change_districts(
        olds=[world.ono],
        into=[NewDistrict(name=name) for name in names],
        on=on,
        decided_at="市の会議",
        choices=DistrictChoices(
            goes_on=GoesOn(
                organizations={row.organization.id: row.places for row in proposal.organizations},
                halls={world.venue.id: 1},
            ),
            bodies={row.body.id: row.places for row in proposal.bodies},
        ),
        actor=world.viewer(who),
    )


def merge(world: World, on: date = ON) -> District:
    olds = [world.ono, world.shinjo]
    proposal = propose_change(olds, ["西部地区"], on)
    return change_districts(
        olds=olds,
        into=[NewDistrict(name="西部地区")],
        on=on,
        choices=DistrictChoices(
            goes_on=GoesOn(
                organizations={row.organization.id: row.places for row in proposal.organizations},
                halls={row.hall.id: row.place for row in proposal.halls},
            ),
            bodies={row.body.id: row.places for row in proposal.bodies},
        ),
        actor=world.viewer("ichikawa"),
    )[0]


def everything() -> dict[str, list[tuple]]:
    rows: dict[str, list[tuple]] = {}
    tables: list[type[models.Model]] = [
        District, DistrictChange, OrganizationDistrict, DistrictAssignment,
    ]  # fmt: skip
    for table in tables:
        rows[table.__name__] = sorted(map(str, table.objects.values_list()))
    rows["bodies"] = sorted(map(str, Body.objects.values_list("id", "ended_on", "district_id")))
    return rows


def test_a_split_ends_one_district_and_begins_two(world: World) -> None:
    held = world.add_meeting(on=date(2027, 3, 31))
    north, south = split(world)
    world.ono.refresh_from_db()
    assert world.ono.until == date(2027, 3, 31)
    assert {north.since, south.since} == {ON}
    assert {row.decided_at for row in DistrictChange.objects.all()} == {"市の会議"}
    held.refresh_from_db()
    assert held.body.district == world.ono  # history stays with the old one
    assert held.body.ended_on == date(2027, 3, 31)
    world.venue.refresh_from_db()
    assert world.venue.district == south


def test_nobody_is_locked_out_that_morning(world: World) -> None:
    north, south = split(world)
    for on in (TODAY, ON - timedelta(days=1), ON):
        for who in ("arai", "ohashi"):
            assert {north.id, south.id, world.ono.id} <= world.viewer(who, on).runs
    assert not {north.id, south.id} & world.viewer("shiraishi", ON).sees


def test_an_ended_district_is_offered_no_longer_and_still_read(world: World) -> None:
    north, south = split(world)
    before, after = world.viewer("arai", ON - timedelta(days=1)), world.viewer("arai", ON)
    assert set(current_districts(before, before.on)) == {world.ono, world.shinjo}
    assert set(current_districts(after, after.on)) == {north, south, world.shinjo}
    assert world.ono in visible_districts(after)
    assert world.ono not in queries.districts_run_by(after)
    details = meetings.BodyDetails(name="見本の会", kind="other")
    world.ono.refresh_from_db()
    with pytest.raises(NotNow, match="新しい地区で始めてください"):
        meetings.create_body(
            district=world.ono,
            details=details,
            hosts=[world.organizations["白旗野町会"]],
            actor=after,
        )


def test_keeping_an_organisation_does_not_take_the_old_records_from_it(world: World) -> None:
    north, south = split(world)
    council = world.organizations["大野地区社会福祉協議会"]
    arai = world.viewer("arai", ON)
    assert set(queries.served_districts(council, on=ON)) == {north, south}
    actions.edit_organization(
        organization=council,
        details=OrganizationDetails(kind=council.kind, name=council.name),
        districts=[north],
        base_version=council.version,
        actor=arai,
    )
    later = world.viewer("ohashi", ON + timedelta(days=1))
    assert later.runs == {north.id, world.ono.id}


def test_bodies_begin_anew_with_hosts_and_members(world: World) -> None:
    split(world)
    copy = Body.objects.get(name="大野北地区地域支え合い会議")
    old = world.bodies["ono"]
    assert copy.ended_on is None
    assert copy.yearly_target == 4
    assert [m.post_id for m in copy.members.all()] == [m.post_id for m in old.members.all()]
    assert copy.hosts.get().organization == old.hosts.get().organization
    steering = Body.objects.get(name="大野北地区地域支え合い会議 幹事会")
    assert steering.prepares == copy


def test_a_merger_keeps_one_body_of_a_kind(world: World) -> None:
    west = merge(world)
    assert Body.objects.filter(district=west, kind="support").count() == 1
    assert {line.district: line.came_from for line in district_lines(world.viewer("ichikawa"))}[
        west
    ] in {(world.ono, world.shinjo), (world.shinjo, world.ono)}
    assert west.id in world.viewer("shiraishi", ON).runs
    assert west.id in world.viewer("ohashi", ON).runs
    group = change_group(west)
    assert group is not None
    assert set(group.olds) == {world.ono, world.shinjo}


@pytest.mark.parametrize("way", [split, merge])
def test_a_change_is_taken_back_whole(world: World, way) -> None:
    OrganizationDistrict.objects.filter(organization=world.organizations["白旗野町会"]).update(
        until=date(2028, 3, 31)
    )
    Body.objects.filter(pk=world.bodies["steering"].pk).update(ended_on=date(2027, 9, 30))
    before, hall = everything(), world.venue.district_id
    way(world)
    assert everything() != before
    undo_district_change(district=world.ono, actor=world.viewer("ichikawa"))
    assert everything() == before
    world.venue.refresh_from_db()
    assert world.venue.district_id == hall


def test_what_happened_in_the_new_district_stops_the_undo(world: World) -> None:
    north, _south = split(world)
    body = Body.objects.get(name="大野北地区地域支え合い会議")
    world.bodies["north"] = body
    meeting = world.add_meeting("north", on=date(2027, 4, 20))
    with pytest.raises(NotNow, match="準備が始まっている"):
        undo_district_change(district=north, actor=world.viewer("ichikawa"))
    meeting.delete()
    Body.objects.filter(pk=body.pk).update(version=2)
    with pytest.raises(NotNow, match="もう直されている"):
        undo_district_change(district=north, actor=world.viewer("ichikawa"))


def test_a_record_of_another_room_stops_the_undo_too(world: World) -> None:
    _north, south = split(world)
    arai = world.viewer("arai", ON)
    stage = ensure_stages(actor=arai)[0]
    add_opinion(district=south, stage=stage, text="会議が多い", actor=arai)
    before = everything()
    with pytest.raises(NotNow, match="もう記録がある"):
        undo_district_change(district=world.ono, actor=world.viewer("ichikawa"))
    assert everything() == before
    assert StageOpinion.objects.count() == 1


def test_a_planned_meeting_after_the_day_is_moved_by_hand_first(world: World) -> None:
    meeting = world.add_meeting(on=date(2027, 4, 10))
    with pytest.raises(NotNow, match=r"4月10日.*大野地区地域支え合い会議.*中止"):
        split(world)
    assert District.objects.count() == 2
    meetings.cancel_meeting(meeting=meeting, reason="分割のため", actor=world.viewer("arai"))
    assert len(split(world)) == 2


def test_a_day_in_the_past_is_refused_while_a_meeting_was_held_after_it(world: World) -> None:
    world.add_meeting(
        on=date(2026, 11, 10), state=MeetingState.HELD, number=1, held_at=world.city.created_at
    )
    with pytest.raises(InvalidInput, match=r"11月10日.*よりあとの日") as refused:
        split(world, on=date(2026, 11, 1))
    assert set(refused.value.fields) == {"on"}
    assert len(split(world, on=date(2026, 11, 11))) == 2
    assert len(world.viewer("arai").runs) == 4


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("大野地区", "大野南地区"), "自分自身"),
        (("大野南地区", "大野南地区"), "それぞれ別の名前"),
        (("新城地区", "大野南地区"), "もうあります"),
        (("", "大野南地区"), "60文字まで"),
    ],
)
def test_names_that_cannot_be_are_refused(world: World, names, sentence) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        split(world, names=names)
    assert District.objects.count() == 2


def test_one_district_is_neither_split_nor_merged_into_one(world: World) -> None:
    ichikawa = world.viewer("ichikawa")
    with pytest.raises(InvalidInput, match="二つ以上"):
        actions.split_district(
            old=world.ono, into=[NewDistrict(name="大野新地区")], on=ON, actor=ichikawa
        )
    with pytest.raises(InvalidInput, match="二つ以上"):
        actions.merge_districts(
            olds=[world.ono, world.ono], into=NewDistrict(name="西地区"), on=ON, actor=ichikawa
        )


def test_an_ended_district_is_not_split_again(world: World) -> None:
    split(world)
    with pytest.raises(NotNow, match="もう分けたり"):
        split(world, names=("一地区", "二地区"))


def test_districts_are_the_city_s(world: World) -> None:
    for who in ("arai", "ohashi"):
        with pytest.raises(NotAllowed):
            split(world, who=who)
        with pytest.raises(NotAllowed):
            actions.create_district(name="見本地区", actor=world.viewer(who))
    made = actions.create_district(name=" 見本地区 ", actor=world.viewer("ichikawa"))
    assert (made.name, made.since) == ("見本地区", None)


def test_a_renamed_district_is_not_renamed_twice(world: World) -> None:
    ichikawa = world.viewer("ichikawa")
    words = {"district": world.ono, "kana": "", "base_name": "大野地区", "actor": ichikawa}
    assert actions.rename_district(name="大野第一地区", **words).name == "大野第一地区"
    with pytest.raises(NotNow, match="大野第一地区"):
        actions.rename_district(name="大野中央地区", **words)
