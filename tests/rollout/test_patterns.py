"""The patterns of the source, laid over a district: proposed, written once, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings.actions import (
    add_item,
    add_member,
    call_posts,
    edit_plan,
    plan_of,
    remove_item,
)
from sasaeai.meetings.enums import BodyKind, PartKind
from sasaeai.meetings.models import AgendaItem, Body, BodyMember, Expected, Meeting, Recognition
from sasaeai.meetings.queries.rhythm import closed_reason
from sasaeai.notices.models import Notice
from sasaeai.people.models import District
from sasaeai.rollout.actions.forming import form_district
from sasaeai.rollout.actions.patterns import ensure_patterns
from sasaeai.rollout.models import (
    AgreedKind,
    Agreement,
    Pattern,
    PatternUse,
    PatternUseBody,
    PlannedStep,
)
from sasaeai.rollout.queries.formation_choice import as_proposed
from sasaeai.rollout.queries.formation_days import days_of_year, months_in
from sasaeai.rollout.queries.pattern_shape import shape_of
from tests.rollout.pattern_world import add_district, choose, form, proposal
from tests.world import World


@pytest.fixture
def new_district(world: World) -> District:
    """油川地区: its roster is in, it has no body yet; 新井 looks after it."""
    return add_district(world, "油川地区")


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


def test_the_existing_meeting_that_is_not_in_the_register_yet_is_entered_by_it(
    world: World, new_district: District
) -> None:
    """No 地域支援ネットワーク会議 is known there: the 包括's is entered, and counts at once."""
    Body.objects.filter(pk=world.bodies["network"].pk).update(ended_on=date(2026, 3, 31))
    use = form(world, new_district, "deemed")
    network = Body.objects.get(district=new_district, kind=BodyKind.NETWORK)
    assert [host.organization.kind.code for host in network.hosts.all()] == ["hokatsu"]
    assert network.usual_start == time(18, 0)
    assert Recognition.objects.filter(body=network, removed_at__isnull=True).exists()
    assert not Meeting.objects.filter(body=network).exists()
    assert PatternUseBody.objects.get(use=use, key="network").made


def test_a_body_that_stands_is_used_and_not_made_again(world: World) -> None:
    ono, steering = world.bodies["ono"], world.bodies["steering"]
    form(world, world.ono, "steering")
    assert Body.objects.filter(district=world.ono).count() == 2
    posts = set(BodyMember.objects.filter(body=ono).values_list("post_id", flat=True))
    assert {world.posts["ohashi"].id, world.posts["chokai"].id} <= posts
    assert Meeting.objects.filter(body__in=[ono, steering]).count() == 2
    ono.refresh_from_db()
    assert ono.yearly_target == 4


def test_pressed_again_as_it_stands_nothing_changes(world: World, new_district: District) -> None:
    form(world, new_district, "steering")
    versions = list(Body.objects.order_by("pk").values_list("pk", "version"))
    plans = list(Meeting.objects.order_by("pk").values_list("pk", "version", "starts_at"))
    members, calls = BodyMember.objects.count(), Expected.objects.current().count()
    items, letters = AgendaItem.objects.current().count(), Notice.objects.count()
    steps = list(PlannedStep.objects.order_by("pk").values_list("pk", "due_on", "version"))
    form(world, new_district, "steering")
    assert list(Body.objects.order_by("pk").values_list("pk", "version")) == versions
    assert list(Meeting.objects.order_by("pk").values_list("pk", "version", "starts_at")) == plans
    assert (BodyMember.objects.count(), Expected.objects.current().count()) == (members, calls)
    assert (AgendaItem.objects.current().count(), Notice.objects.count()) == (items, letters)
    assert list(PlannedStep.objects.order_by("pk").values_list("pk", "due_on", "version")) == steps
    assert PatternUse.objects.count() == 1


def test_another_pattern_later_keeps_the_body_and_adds_what_it_needs(
    world: World, new_district: District
) -> None:
    first = form(world, new_district, "single")
    plenary = Body.objects.get(district=new_district)
    formation = proposal(world, new_district, "steering")
    use = form_district(
        district=new_district,
        pattern=formation.pattern,
        choice=choose(world, formation),
        base_version=first.version,
        actor=world.viewer("arai"),
    )
    assert (use.pk, use.pattern.code) == (first.pk, "steering")
    core = Body.objects.get(district=new_district, kind=BodyKind.STEERING)
    assert core.prepares == plenary
    assert Body.objects.filter(district=new_district).count() == 2


def test_who_came_second_is_told_that_somebody_was_first(
    world: World, new_district: District
) -> None:
    formation = proposal(world, new_district, "single")
    form(world, new_district, "single")
    with pytest.raises(NotNow, match="ほかの人"):
        form_district(
            district=new_district,
            pattern=formation.pattern,
            choice=choose(world, formation),
            base_version=0,
            actor=world.viewer("arai"),
        )
    assert Body.objects.filter(district=new_district).count() == 1


def test_who_does_not_run_the_district_forms_nothing(world: World, new_district: District) -> None:
    formation = proposal(world, new_district, "single")
    for name in ("ohashi", "ichikawa"):
        with pytest.raises(NotAllowed):
            form_district(
                district=new_district,
                pattern=formation.pattern,
                choice=choose(world, formation),
                base_version=0,
                actor=world.viewer(name),
            )


def test_a_day_that_has_gone_and_a_hall_that_is_missing_are_refused_whole(
    world: World, new_district: District
) -> None:
    formation = proposal(world, new_district, "single")
    proposed = as_proposed(formation)
    for changed, field in (
        ({"on": date(2026, 11, 23), "usual_venue": world.venue}, "support-on"),
        ({"usual_venue": None}, "support-usual_venue"),
        ({"usual_venue": world.venue, "name": " "}, "support-name"),
        ({"usual_venue": world.venue, "hosts": ()}, "support-hosts"),
    ):
        bodies = tuple(replace(body, **changed) for body in proposed.bodies)
        with pytest.raises(InvalidInput) as refusal:
            form_district(
                district=new_district,
                pattern=formation.pattern,
                choice=replace(proposed, bodies=bodies, reason="主催を変えた"),
                base_version=0,
                actor=world.viewer("arai"),
            )
        assert field in refusal.value.fields
    assert not Body.objects.filter(district=new_district).exists()
    assert not PatternUse.objects.exists()


def test_what_leaves_the_pattern_is_written_down_with_its_reason(
    world: World, new_district: District
) -> None:
    formation = proposal(world, new_district, "steering")
    choice = choose(world, formation, reason="")
    left_out = tuple(
        replace(body, wanted=False) if body.key == "steering" else body for body in choice.bodies
    )
    with pytest.raises(InvalidInput) as refusal:
        form(world, new_district, "steering", bodies=left_out, reason="")
    assert "幹事会" in refusal.value.fields["reason"]
    use = form(world, new_district, "steering", bodies=left_out, reason="役員が少ないため")
    assert "「油川地区地域支え合い会議 幹事会」は使いません" in use.changed
    assert use.reason == "役員が少ないため"
    assert not Body.objects.filter(district=new_district, kind=BodyKind.STEERING).exists()


# ── What was agreed comes first ──────────────────────────────────────────────────────────────────


def test_the_agreement_of_the_district_is_proposed(world: World, new_district: District) -> None:
    council = world.organizations["油川地区社会福祉協議会（見本）"]
    agreement = Agreement.objects.create(
        municipality=world.city,
        district=new_district,
        yearly_target=4,
        months="2月・５月・8月・11月",
        usual_start=time(10, 0),
        venue=world.venue,
        runs=council,
        agreed_at="役員会",
        agreed_on=date(2026, 11, 1),
        version=1,
    )
    for kind in ("chiku_shakyo", "chokai"):
        AgreedKind.objects.create(
            municipality=world.city, agreement=agreement, kind=world.kinds[kind]
        )
    main = proposal(world, new_district, "single").main
    assert (main.yearly_target, main.usual_start, main.usual_venue) == (4, time(10, 0), world.venue)
    assert main.hosts == (council,)
    assert main.on is not None
    assert main.on.month == 2
    assert {day.month for day in main.year} == {2, 5, 8, 11}
    wanted = {kind.kind.code for kind in main.kinds if any(post.wanted for post in kind.posts)}
    assert wanted == {"chiku_shakyo", "chokai"}


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────


def test_no_day_of_a_year_is_a_holiday(world: World) -> None:
    """2027-05-05 is こどもの日, 2027-02-11 建国記念の日: both would be counted by the rhythm."""
    days = days_of_year(date(2027, 1, 6), times=4)
    assert len(days) == 4
    assert all(closed_reason(day) is None for day in days)
    months = days_of_year(date(2027, 1, 14), times=3, months=(2, 5))
    assert [day.month for day in months] == [1, 2, 5]
    assert date(2027, 2, 11) not in months


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("6月・９月・2月", (6, 9, 2)),
        ("年3回、10月と12月ごろ", (10, 12)),
        ("13月、0月", ()),
        ("", ()),
    ],
)
def test_months_are_read_from_the_words_of_an_agreement(
    words: str, months: tuple[int, ...]
) -> None:
    assert months_in(words) == months


# ── A page that was opened earlier ───────────────────────────────────────────────────────────────


def test_what_others_did_since_the_page_was_opened_stays(
    world: World, new_district: District
) -> None:
    """An item added, one taken off, a member and a call added: the older page undoes none."""
    arai = world.viewer("arai")
    first = form(world, new_district, "single")
    opened = proposal(world, new_district, "single")
    choice = choose(world, opened)
    meeting = Meeting.objects.get(body__district=new_district)
    add_item(meeting=meeting, title="除雪の当番について", summary="三町会から", actor=arai)
    gone = AgendaItem.objects.current().get(meeting=meeting, title__startswith="地域で気になって")
    remove_item(item=gone, actor=arai)
    clinic = world.add_organization("iryo", "油川見本医院", new_district)
    doctor = world.add_post(clinic, "院長", "医院 見本")
    add_member(body=meeting.body, post=doctor, actor=arai)
    call_posts(meeting=meeting, posts=[doctor], actor=arai)
    form_district(
        district=new_district,
        pattern=opened.pattern,
        choice=choice,
        base_version=first.version,
        actor=arai,
    )
    titles = set(AgendaItem.objects.current().values_list("title", flat=True))
    assert "除雪の当番について" in titles
    assert gone.title not in titles
    assert BodyMember.objects.current().filter(post=doctor).exists()
    assert Expected.objects.current().filter(meeting=meeting, post=doctor).exists()


def test_what_is_deleted_on_the_page_leaves_the_agenda(
    world: World, new_district: District
) -> None:
    form(world, new_district, "single")
    opened = choose(world, proposal(world, new_district, "single"))
    bodies = tuple(replace(body, items=body.items[:-1]) for body in opened.bodies)
    form(world, new_district, "single", bodies=bodies)
    assert AgendaItem.objects.current().count() == 3


def test_an_older_page_does_not_overwrite_a_body_or_a_day_that_was_changed_since(
    world: World, new_district: District
) -> None:
    arai = world.viewer("arai")
    first = form(world, new_district, "single")
    opened = proposal(world, new_district, "single")
    choice = choose(world, opened)
    meeting = Meeting.objects.get(body__district=new_district)
    plan = plan_of(meeting)
    moved = replace(plan, on=date(2027, 2, 17), snow_on=None, reply_due_on=None)
    edit_plan(meeting=meeting, plan=moved, base_version=meeting.version, actor=arai)
    again = {"district": new_district, "pattern": opened.pattern, "actor": arai}
    with pytest.raises(NotNow, match="開いたあとに直されています"):
        form_district(**again, choice=choice, base_version=first.version)
    meeting.refresh_from_db()
    assert meeting.held_on == date(2027, 2, 17)
    renamed = choose(world, proposal(world, new_district, "single"))
    Body.objects.filter(pk=meeting.body_id).update(name="油川の会", version=5)
    with pytest.raises(NotNow, match="開いたあとに直されています"):
        form_district(**again, choice=renamed, base_version=first.version)
    assert Body.objects.get(pk=meeting.body_id).name == "油川の会"
