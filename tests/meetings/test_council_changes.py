"""Whether a meeting may become a support council, or stop being one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from sasaeai.kernel.errors import InvalidInput
from sasaeai.meetings import actions
from sasaeai.meetings.actions.regimes import acknowledge_secrecy, check_regime_change
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Acknowledgement, Handout, Meeting
from sasaeai.minutes.models import Minutes
from sasaeai.notices.models import Notice
from tests.meetings.council import found_council
from tests.world import TODAY, World


@pytest.fixture
def council(world: World) -> Meeting:
    """A support council that 新井 prepares; nobody else is called yet."""
    found_council(world)
    plan = actions.Plan(
        on=date(2027, 1, 13),
        start=time(13, 30),
        end=time(14, 30),
        venue=world.venue,
        regime=Regime.SUPPORT_COUNCIL,
    )
    return actions.prepare_meeting(body=world.bodies["ono"], plan=plan, actor=world.viewer("arai"))


def change(world: World, meeting: Meeting, regime: str) -> None:
    actions.edit_plan(
        meeting=meeting,
        plan=replace(actions.plan_of(meeting), regime=regime),
        base_version=meeting.version,
        regime_meant=True,
        actor=world.viewer("arai"),
    )


def hang_handout(world: World, meeting: Meeting) -> None:
    Handout.objects.create(municipality=world.city, meeting=meeting, number=1, title="見本")


def hang_call(world: World, meeting: Meeting) -> None:
    world.add_expected(meeting, world.posts["chokai"])


def hang_minutes(world: World, meeting: Meeting) -> None:
    Minutes.objects.create(municipality=world.city, meeting=meeting)


def hang_notice(world: World, meeting: Meeting) -> None:
    Notice.objects.create(
        municipality=world.city, meeting=meeting, issued_on=TODAY, reply_due_on=TODAY
    )


HANGS = [hang_handout, hang_call, hang_minutes, hang_notice]


@pytest.mark.parametrize("hang", HANGS)
def test_nothing_that_hangs_on_a_council_is_opened(
    world: World, council: Meeting, hang: Callable[[World, Meeting], None]
) -> None:
    assert not Acknowledgement.objects.exists()  # it alone would refuse
    hang(world, council)
    with pytest.raises(InvalidInput) as refused:
        check_regime_change(council, Regime.OPEN, is_meant=True, actor=world.viewer("arai"))
    assert "regime" in refused.value.fields


def test_who_acknowledged_a_council_keeps_it_one(world: World, council: Meeting) -> None:
    acknowledge_secrecy(meeting=council, actor=world.viewer("arai"))
    with pytest.raises(InvalidInput, match="守秘の確認"):
        change(world, council, Regime.OPEN)


@pytest.mark.parametrize("hang", HANGS)
def test_what_others_have_read_is_put_behind_no_door(
    world: World, hang: Callable[[World, Meeting], None]
) -> None:
    found_council(world)
    meeting = world.add_meeting()
    hang(world, meeting)
    with pytest.raises(InvalidInput):
        change(world, meeting, Regime.SUPPORT_COUNCIL)


def test_an_empty_plan_becomes_a_council(world: World) -> None:
    found_council(world)
    meeting = world.add_meeting()
    change(world, meeting, Regime.SUPPORT_COUNCIL)
    meeting.refresh_from_db()
    assert meeting.regime == Regime.SUPPORT_COUNCIL
