"""The use of a pattern is taken back, while nothing was sent or held, and brought back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings.actions import BodyDetails, edit_body
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, BodyMember, Meeting, Recognition
from sasaeai.notices.actions import approve_notice, mark_printed
from sasaeai.notices.models import Notice
from sasaeai.people.models import District
from sasaeai.rollout.actions.pattern_steps import finish_step, reopen_step
from sasaeai.rollout.actions.taking_back import restore_pattern_use, take_back_pattern
from sasaeai.rollout.models import (
    PatternUse,
    PlannedStep,
)
from sasaeai.rollout.queries.pattern_uses import current_use
from tests.rollout.pattern_world import add_district, choose, form, proposal
from tests.world import World


@pytest.fixture
def new_district(world: World) -> District:
    """油川地区: its roster is in, it has no body yet; 新井 looks after it."""
    return add_district(world, "油川地区")


# ── Taken back ───────────────────────────────────────────────────────────────────────────────────


def test_taken_back_everything_made_ends_and_comes_back_whole(
    world: World, new_district: District
) -> None:
    Body.objects.filter(pk=world.bodies["network"].pk).update(ended_on=date(2026, 3, 31))
    use = form(world, new_district, "deemed")
    arai = world.viewer("arai")
    take_back_pattern(use=use, actor=arai)
    assert current_use(new_district) is None
    assert not Body.objects.filter(district=new_district, ended_on__isnull=True).exists()
    assert not Recognition.objects.current().filter(counts_for__district=new_district).exists()
    meeting = Meeting.objects.get(body__district=new_district)
    assert meeting.state == MeetingState.CANCELLED
    assert Body.objects.filter(district=new_district).count() == 2
    restore_pattern_use(use=use, actor=arai)
    assert Body.objects.filter(district=new_district, ended_on__isnull=True).count() == 2
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    assert Recognition.objects.current().filter(counts_for__district=new_district).exists()


def test_used_again_after_it_was_taken_back_nothing_is_made_twice(
    world: World, new_district: District
) -> None:
    take_back_pattern(use=form(world, new_district, "steering"), actor=world.viewer("arai"))
    again = form(world, new_district, "steering")
    assert again.removed_at is None
    assert PatternUse.objects.filter(district=new_district).count() == 1
    assert Body.objects.filter(district=new_district, ended_on__isnull=True).count() == 2
    assert Meeting.objects.filter(state=MeetingState.PLANNED).count() == 2
    assert Meeting.objects.count() == 2


def test_an_end_that_somebody_gave_a_body_stays(world: World, new_district: District) -> None:
    use = form(world, new_district, "single")
    arai = world.viewer("arai")
    body = Body.objects.get(district=new_district)
    details = BodyDetails(**{name: getattr(body, name) for name in BodyDetails.__slots__})
    edit_body(
        body=body,
        details=replace(details, ended_on=date(2026, 10, 31)),
        hosts=[host.organization for host in body.hosts.all()],
        base_version=body.version,
        actor=arai,
    )
    take_back_pattern(use=use, actor=arai)
    body.refresh_from_db()
    assert body.ended_on == date(2026, 10, 31)
    restore_pattern_use(use=use, actor=arai)
    body.refresh_from_db()
    assert body.ended_on == date(2026, 10, 31)


def test_what_stood_before_is_as_it_was_before(world: World) -> None:
    ono = world.bodies["ono"]
    members = set(BodyMember.objects.filter(body=ono).values_list("post_id", flat=True))
    formation = proposal(world, world.ono, "single")
    choice = choose(world, formation)
    bodies = tuple(replace(body, name="大野ささえあい会議") for body in choice.bodies)
    use = form(world, world.ono, "single", bodies=bodies)
    ono.refresh_from_db()
    assert ono.name == "大野ささえあい会議"
    take_back_pattern(use=use, actor=world.viewer("arai"))
    ono.refresh_from_db()
    assert (ono.name, ono.ended_on) == ("大野地区地域支え合い会議", None)
    now = BodyMember.objects.current().filter(body=ono).values_list("post_id", flat=True)
    assert set(now) == members
    restore_pattern_use(use=use, actor=world.viewer("arai"))
    ono.refresh_from_db()
    assert ono.name == "大野ささえあい会議"


def test_a_member_that_the_pattern_took_off_is_there_again(world: World) -> None:
    ono = world.bodies["ono"]
    BodyMember.objects.get_or_create(
        municipality=world.city, body=ono, post=world.posts["chokai"], defaults={"position": 9}
    )
    members = set(BodyMember.objects.current().filter(body=ono).values_list("post_id", flat=True))
    formation = proposal(world, world.ono, "single")
    bodies = tuple(
        replace(body, posts=tuple(post for post in body.posts if post != world.posts["chokai"]))
        for body in choose(world, formation).bodies
    )
    use = form(world, world.ono, "single", bodies=bodies)

    def called() -> set[object]:
        rows = BodyMember.objects.current().filter(body=ono)
        return set(rows.values_list("post_id", flat=True))

    assert world.posts["chokai"].id not in called()
    take_back_pattern(use=use, actor=world.viewer("arai"))
    assert called() == members
    restore_pattern_use(use=use, actor=world.viewer("arai"))
    assert world.posts["chokai"].id not in called()


def test_once_a_letter_was_printed_it_is_not_taken_back(
    world: World, new_district: District
) -> None:
    use = form(world, new_district, "single")
    notice = Notice.objects.get(meeting__body__district=new_district)
    arai = world.viewer("arai")
    approve_notice(notice=notice, actor=arai)
    mark_printed(notice=notice, actor=arai)
    with pytest.raises(NotNow, match="印刷または発送"):
        take_back_pattern(use=use, actor=arai)
    assert Meeting.objects.get(body__district=new_district).state == MeetingState.PLANNED


def test_once_another_meeting_is_prepared_it_is_not_taken_back(
    world: World, new_district: District
) -> None:
    use = form(world, new_district, "single")
    world.bodies["new"] = Body.objects.get(district=new_district)
    world.add_meeting("new", date(2027, 5, 12))
    with pytest.raises(NotNow, match="ほかの会議"):
        take_back_pattern(use=use, actor=world.viewer("arai"))


def test_steps_are_ticked_off_by_who_runs_the_district(
    world: World, new_district: District
) -> None:
    use = form(world, new_district, "single")
    step = PlannedStep.objects.filter(use=use).order_by("due_on")[0]
    with pytest.raises(NotAllowed):
        finish_step(step=step, on=date(2026, 11, 23), actor=world.viewer("ohashi"))
    arai = world.viewer("arai")
    with pytest.raises(InvalidInput):
        finish_step(step=step, on=date(2026, 11, 24), actor=arai)
    assert finish_step(step=step, on=date(2026, 11, 20), actor=arai).done_on == date(2026, 11, 20)
    assert reopen_step(step=step, actor=arai).done_on is None
