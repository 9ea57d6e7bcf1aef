"""みなし goes on with the bodies; a district goes into one that is there (編入); edits stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sasaeai.accounts.actions import assign_district
from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings.actions.district_changes import (
    DistrictChoices,
    change_districts,
    undo_district_change,
)
from sasaeai.meetings.actions.recognition import end_recognition
from sasaeai.meetings.models import Body, Recognition, RecognitionLink
from sasaeai.meetings.queries.district_changes import propose_change
from sasaeai.people.actions import GoesOn
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, DistrictChange, OrganizationDistrict
from sasaeai.people.queries.districts import change_group
from tests.people.test_districts import ON, everything, merge, split
from tests.world import TODAY, World

LAST = ON - timedelta(days=1)


def join(world: World, on: date = ON, who: str = "ichikawa") -> District:
    """新城 goes into 大野."""
    proposal = propose_change([world.shinjo], ["大野地区"], on, join=world.ono)
    return change_districts(
        olds=[world.shinjo],
        into=[],
        join=world.ono,
        on=on,
        choices=DistrictChoices(
            goes_on=GoesOn(
                organizations={row.organization.id: row.places for row in proposal.organizations},
                halls={row.hall.id: row.place for row in proposal.halls if row.place is not None},
            ),
            bodies={row.body.id: row.places for row in proposal.bodies},
        ),
        actor=world.viewer(who),
    )[0]


def recognitions() -> list[str]:
    rows = Recognition.objects.order_by("pk").values_list(
        "body", "counts_for", "since", "until", "removed_at", "condition"
    )
    return [str(row) for row in rows] + sorted(
        map(str, RecognitionLink.objects.values_list("recognition", "post", "removed_at"))
    )


# ── みなし ───────────────────────────────────────────────────────────────────────────────────────


def test_what_counted_goes_on_in_the_new_district(world: World) -> None:
    old = Recognition.objects.get()
    west = merge(world)
    network = Body.objects.get(district=west, kind="network")
    support = Body.objects.get(district=west, kind="support")
    new = Recognition.objects.get(body=network)
    assert new.counts_for == support
    assert (new.since, new.until) == (ON, None)
    assert (new.decided_at, new.condition) == (old.decided_at, old.condition)
    posts = old.links.filter(removed_at=None).values_list("post", flat=True)
    assert set(new.links.values_list("post", flat=True)) == set(posts)
    old.refresh_from_db()
    assert old.until == LAST, "no day counts twice"


def test_another_district_s_body_goes_on_counting_where_its_host_serves(world: World) -> None:
    """The network meeting of 新城 counted for 大野 too; 大野 is split, 新城 is not."""
    office = world.bodies["network"].hosts.get().organization
    OrganizationDistrict.objects.get_or_create(
        municipality=world.city, organization=office, district=world.ono
    )
    Recognition.objects.create(
        municipality=world.city,
        body=world.bodies["network"],
        counts_for=world.bodies["ono"],
        since=date(2026, 4, 1),
        decided_at="役員会",
    )
    news = split(world)
    served = set(
        OrganizationDistrict.objects.filter(organization=office, district__in=news).values_list(
            "district__name", flat=True
        )
    )
    counting = Recognition.objects.filter(body=world.bodies["network"], since=ON)
    assert set(counting.values_list("counts_for__district__name", flat=True)) == served != set()


@pytest.mark.parametrize("way", [split, merge, join])
def test_the_recognitions_are_taken_back_with_the_change(world: World, way) -> None:
    before, counted = everything(), recognitions()
    way(world)
    undo_district_change(district=world.shinjo if way is join else world.ono,
                         actor=world.viewer("ichikawa"))  # fmt: skip
    assert (everything(), recognitions()) == (before, counted)


def test_a_recognition_changed_since_stops_the_undo(world: World) -> None:
    west = merge(world)
    row = Recognition.objects.get(counts_for__district=west)
    end_recognition(recognition=row, until=date(2028, 3, 31), actor=world.viewer("arai", ON))
    with pytest.raises(NotNow, match="みなしがもう直されている"):
        undo_district_change(district=west, actor=world.viewer("ichikawa"))
    assert Recognition.objects.get(pk=row.pk).until == date(2028, 3, 31)


# ── What somebody edited since ───────────────────────────────────────────────────────────────────


def test_a_line_edited_since_is_not_thrown_away(world: World) -> None:
    north, _south = split(world)
    line = OrganizationDistrict.objects.get(
        district=north, organization=world.organizations["白旗野町会"]
    )
    OrganizationDistrict.objects.filter(pk=line.pk).update(until=date(2028, 3, 31))
    with pytest.raises(NotNow, match="白旗野町会"):
        undo_district_change(district=world.ono, actor=world.viewer("ichikawa"))
    assert District.objects.filter(pk=north.pk).exists()
    OrganizationDistrict.objects.filter(pk=line.pk).update(until=None)
    row = DistrictAssignment.objects.get(district=north)
    DistrictAssignment.objects.filter(pk=row.pk).update(until=date(2027, 9, 30))
    with pytest.raises(NotNow, match="推進員"):
        undo_district_change(district=world.ono, actor=world.viewer("ichikawa"))
    assert DistrictAssignment.objects.filter(pk=row.pk).exists()


def test_in_a_district_that_was_there_edits_stay_and_are_named(world: World) -> None:
    office = world.bodies["network"].hosts.get().organization
    OrganizationDistrict.objects.filter(organization=office, district=world.ono).delete()
    join(world)
    carried = OrganizationDistrict.objects.filter(organization=office, district=world.ono)
    carried.update(until=date(2028, 3, 31))
    group = undo_district_change(district=world.shinjo, actor=world.viewer("ichikawa"))
    assert group.kept == (office.name,)
    assert carried.get().until == date(2028, 3, 31)
    world.shinjo.refresh_from_db()
    assert world.shinjo.until is None


# ── 編入 ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_district_goes_into_one_that_goes_on_as_it_is(world: World) -> None:
    before = set(Body.objects.filter(district=world.ono).values_list("pk", "ended_on", "version"))
    assert join(world) == world.ono
    for each in (world.ono, world.shinjo):
        each.refresh_from_db()
    assert (world.ono.until, world.shinjo.until) == (None, LAST)
    now = set(Body.objects.filter(district=world.ono).values_list("pk", "ended_on", "version"))
    assert before <= now
    assert Body.objects.filter(district=world.ono, kind="support").count() == 1
    assert Body.objects.filter(district=world.ono, kind="network").exists()  # it had none
    assert world.ono.id in world.viewer("shiraishi", ON).runs
    assert DistrictAssignment.objects.filter(district=world.ono).count() == 1, "covered already"
    group = change_group(world.shinjo)
    assert group is not None
    assert (group.is_joined, group.news) == (True, (world.ono,))


def test_meetings_of_the_district_that_goes_on_do_not_stop_the_undo(world: World) -> None:
    world.add_meeting("ono", on=date(2027, 4, 20))
    join(world)
    undo_district_change(district=world.shinjo, actor=world.viewer("ichikawa"))
    assert not DistrictChange.objects.exists()
    assert world.bodies["ono"].meetings.count() == 1


def test_two_that_went_in_one_after_the_other_are_two_changes(world: World) -> None:
    third = District.objects.create(municipality=world.city, name="油川地区")
    join(world)
    change_districts(
        olds=[third],
        into=[],
        join=world.ono,
        on=date(2027, 10, 1),
        choices=DistrictChoices(goes_on=GoesOn()),
        actor=world.viewer("ichikawa"),
    )
    group = undo_district_change(district=third, actor=world.viewer("ichikawa"))
    assert group.olds == (third,)
    world.shinjo.refresh_from_db()
    assert world.shinjo.until == LAST


def test_who_may_not_and_what_cannot_be(world: World) -> None:
    with pytest.raises(NotAllowed):
        join(world, who="arai")
    words = {"into": [], "choices": DistrictChoices(goes_on=GoesOn()), "on": ON}
    city = world.viewer("ichikawa")
    with pytest.raises(InvalidInput, match="編入先"):
        change_districts(olds=[world.ono], join=world.ono, actor=city, **words)
    District.objects.filter(pk=world.ono.pk).update(until=TODAY)
    world.ono.refresh_from_db()
    with pytest.raises(InvalidInput, match="終わりの決まっていない"):
        change_districts(olds=[world.shinjo], join=world.ono, actor=city, **words)


def test_a_coordinator_who_came_by_hand_is_not_taken_away(world: World) -> None:
    north, _south = split(world)
    council = world.posts["arai"].organization
    second = world.add_post(council, "地域支え合い推進員", "後任 試五", role=StaffRole.COORDINATOR)
    by_hand = assign_district(
        tenure=second.tenures.get(), district=north, since=date(2028, 4, 1), actor=world.system
    )
    with pytest.raises(NotNow):
        undo_district_change(district=world.ono, actor=world.viewer("ichikawa"))
    assert DistrictAssignment.objects.filter(pk=by_hand.pk).exists()
