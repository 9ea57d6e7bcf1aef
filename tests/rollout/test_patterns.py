"""The patterns of the source, laid over a district: proposed, written once, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings.enums import BodyKind, MeetingState, PartKind
from sasaeai.meetings.models import AgendaItem, Body, BodyMember, Expected, Meeting, Recognition
from sasaeai.notices.models import Notice
from sasaeai.people.models import District, OrganizationDistrict
from sasaeai.rollout.actions.forming import form_district
from sasaeai.rollout.actions.pattern_steps import finish_step, reopen_step
from sasaeai.rollout.actions.patterns import ensure_patterns
from sasaeai.rollout.actions.taking_back import restore_pattern_use, take_back_pattern
from sasaeai.rollout.models import Pattern, PatternUse, PatternUseBody, PlannedStep
from sasaeai.rollout.queries.formation import Formation, formation_of
from sasaeai.rollout.queries.formation_choice import FormationChoice, as_proposed
from sasaeai.rollout.queries.pattern_shape import shape_of
from sasaeai.rollout.queries.pattern_uses import current_use
from tests.world import World


@pytest.fixture
def new_district(world: World) -> District:
    """油川地区: its roster is in, it has no body yet; 新井 looks after it."""
    return add_district(world, "油川地区")


def add_district(world: World, name: str) -> District:
    from sasaeai.accounts.models import DistrictAssignment

    district = District.objects.create(municipality=world.city, name=name, kana="あぶらかわちく")
    council = world.add_organization("chiku_shakyo", f"{name}社会福祉協議会（見本）", district)
    world.posts["officer"] = world.add_post(council, "会長", "油川 試四")
    for number in range(3):
        chokai = world.add_organization("chokai", f"{name}第{number + 1}町会（見本）", district)
        world.add_post(chokai, "会長", f"町会 見本{number}")
    minji = world.add_organization("minjikyo", f"{name}民児協（見本）", district)
    world.add_post(minji, "会長", "民児 見本")
    for name_of in ("社会福祉法人青森市社会福祉協議会", "新城地域包括支援センター（見本）"):
        OrganizationDistrict.objects.create(
            municipality=world.city, organization=world.organizations[name_of], district=district
        )
    DistrictAssignment.objects.create(
        municipality=world.city,
        tenure=world.posts["arai"].tenures.get(),
        district=district,
        since=date(2025, 4, 1),
    )
    return district


def pattern(world: World, code: str) -> Pattern:
    ensure_patterns(actor=world.system)
    return Pattern.objects.get(code=code)


def proposal(world: World, district: District, code: str) -> Formation:
    return formation_of(pattern(world, code), district, viewer=world.viewer("arai"))


def choose(world: World, formation: Formation, **values: object) -> FormationChoice:
    """Everything as proposed, in the hall there is, for reasons that are said."""
    choice = as_proposed(formation)
    bodies = tuple(replace(body, usual_venue=world.venue) for body in choice.bodies)
    given = {"bodies": bodies, "decided_at": "地区社協の役員会", "reason": "名簿に合わせた"}
    return replace(choice, **(given | values))


def form(world: World, district: District, code: str, **values: object) -> PatternUse:
    formation = proposal(world, district, code)
    return form_district(
        district=district,
        pattern=formation.pattern,
        choice=choose(world, formation, **values),
        base_version=formation.use.version if formation.is_applied and formation.use else 0,
        actor=world.viewer("arai"),
    )


def test_the_three_patterns_say_what_the_source_says(world: World) -> None:
    ensure_patterns(actor=world.system)
    assert ensure_patterns(actor=world.system) == []
    shapes = {each.code: shape_of(each) for each in Pattern.objects.all()}
    deemed = {body.key: body for body in shapes["deemed"].bodies}
    assert deemed["network"].existing
    assert (deemed["network"].counts_for, deemed["network"].hosts) == ("support", ("hokatsu",))
    core = {body.key: body for body in shapes["steering"].bodies}["steering"]
    assert core.prepares == "support"
    assert core.first_after_days < 0
    assert {"iryo", "pta"} <= set(core.members)
    assert len(shapes["single"].bodies) == 1
    for shape in shapes.values():
        assert 3 <= shape.yearly <= 4
    assert all("資料①" in each.source_note for each in Pattern.objects.all())


def test_everything_is_filled_in_from_the_register(world: World, new_district: District) -> None:
    formation = proposal(world, new_district, "steering")
    main = formation.main
    assert main.name == "油川地区地域支え合い会議"
    assert [host.name for host in main.hosts] == ["油川地区社会福祉協議会（見本）"]
    called = [choice.label for kind in main.kinds for choice in kind.posts if choice.wanted]
    assert len([label for label in called if "町会" in label]) >= 3
    assert any("民児 見本" in label for label in called)
    missing = {gap.sentence for gap in formation.gaps}
    assert any("PTA" in sentence for sentence in missing)
    assert world.posts["arai"].id in formation.linked


def test_days_leave_time_for_the_letter_and_avoid_holidays(
    world: World, new_district: District
) -> None:
    formation = proposal(world, new_district, "steering")
    core = next(body for body in formation.bodies if body.key == "steering")
    assert core.on is not None
    assert core.on < formation.first_on
    assert (core.on - date(2026, 11, 23)).days >= 28
    for step in formation.steps:
        assert step.due_on >= date(2026, 11, 23)
        assert step.due_on.weekday() < 5
    first_step = formation.steps[0]
    assert "もう過ぎている" in first_step.note


def test_one_press_writes_bodies_meeting_agenda_calls_letter_and_steps(
    world: World, new_district: District
) -> None:
    use = form(world, new_district, "steering")
    bodies = {body.kind: body for body in Body.objects.filter(district=new_district)}
    plenary, core = bodies[BodyKind.SUPPORT], bodies[BodyKind.STEERING]
    assert core.prepares == plenary
    meetings = {meeting.body_id: meeting for meeting in Meeting.objects.all()}
    assert meetings[plenary.id].held_on == use.first_on
    assert meetings[core.id].held_on < use.first_on
    for meeting in meetings.values():
        assert AgendaItem.objects.filter(meeting=meeting).count() >= 3
        assert Notice.objects.filter(meeting=meeting).exists()
        called = Expected.objects.filter(meeting=meeting, part=PartKind.MEMBER)
        assert called.count() >= 5
        helping = Expected.objects.get(meeting=meeting, part=PartKind.SECRETARIAT)
        assert helping.post == world.posts["arai"]
    letter = Notice.objects.get(meeting__body=plenary)
    assert "油川地区では" in letter.purpose
    assert "油川地区地域支え合い会議を始める" in letter.purpose
    assert PlannedStep.objects.filter(use=use).count() == len(shape_of(use.pattern).steps)
    [story] = Entry.objects.filter(verb="form")
    assert story.object_id == use.id
    assert len(story.after["bodies"]) == 2


def test_an_existing_network_meeting_is_found_recognised_and_left_as_it_is(
    world: World,
) -> None:
    network = world.bodies["network"]
    district = add_district(world, "西部地区")
    before = network.version
    use = form(world, district, "deemed")
    plenary = Body.objects.get(district=district)
    made = Recognition.objects.get(counts_for=plenary)
    assert made.body == network
    assert made.decided_at == "地区社協の役員会"
    assert [link.post for link in made.links.all()] == [world.posts["arai"]]
    network.refresh_from_db()
    assert network.version == before
    assert not Meeting.objects.filter(body=network).exists()
    row = PatternUseBody.objects.get(use=use, key="network")
    assert (row.made, row.recognition) == (False, made)
