"""What a regime allows, how it is chosen and changed, and who may know of a support council."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from sasaeai.audit.models import Entry
from sasaeai.issues import actions as issues
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.meetings import actions, queries
from sasaeai.meetings.access import AcknowledgeFirst, readable_meetings, visible_meetings
from sasaeai.meetings.actions import Plan
from sasaeai.meetings.actions.regimes import acknowledge_secrecy, record_acknowledgement
from sasaeai.meetings.enums import CLOSED_REGIMES, PartKind, Regime
from sasaeai.meetings.forms.plan import regime_choices
from sasaeai.meetings.models import Acknowledgement, Meeting
from sasaeai.meetings.queries.regimes import acknowledged_before, acknowledged_lines
from sasaeai.minutes.actions import compose_minutes, draft_public_version
from sasaeai.people.actions.settings import record_support_council
from sasaeai.people.models import Tenure
from tests.meetings.council import found_council
from tests.minutes.conftest import approve, hold
from tests.world import TODAY, World


def council_plan(world: World, **changes: object) -> Plan:
    values = {
        "on": date(2027, 1, 13),
        "start": time(13, 30),
        "end": time(14, 30),
        "venue": world.venue,
        "regime": Regime.SUPPORT_COUNCIL,
    }
    return Plan(**(values | changes))  # type: ignore[arg-type]


def prepare(world: World, by: str = "arai", **changes: object) -> Meeting:
    return actions.prepare_meeting(
        body=world.bodies["ono"], plan=council_plan(world, **changes), actor=world.viewer(by)
    )


@pytest.fixture
def council(world: World) -> Meeting:
    """A support council that 新井 prepares; nobody else is called yet."""
    found_council(world)
    return prepare(world)


# ── What it allows ───────────────────────────────────────────────────────────────────────────────


def test_closed_regimes_leave_nothing_out_of_the_room() -> None:
    for regime in CLOSED_REGIMES:
        assert not regime.goes_onto_devices
        assert not regime.may_leave_the_room
        assert regime.papers_come_back
    assert [regime for regime in Regime if regime.is_for_everybody] == [Regime.OPEN]
    assert all(str(regime.sentence) for regime in Regime)


def test_the_database_refuses_a_meeting_without_a_regime(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        world.add_meeting(regime="")


@pytest.mark.parametrize("regime", sorted(CLOSED_REGIMES))
def test_a_closed_meeting_gets_no_public_version(world: World, regime: str) -> None:
    made = compose_minutes(meeting=hold(world), actor=world.viewer("arai"))
    approved = approve(world, made)
    Meeting.objects.filter(pk=approved.meeting_id).update(regime=regime)
    approved.meeting.refresh_from_db()
    world.add_expected(approved.meeting, world.posts["arai"])
    Acknowledgement.objects.create(
        municipality=world.city,
        meeting=approved.meeting,
        tenure=world.posts["arai"].tenures.get(),
        words="x",
        recorded_by_name="x",
    )
    with pytest.raises(NotNow, match="会議の外に出せません"):
        draft_public_version(minutes=approved, actor=world.viewer("arai"))


# ── Choosing it ──────────────────────────────────────────────────────────────────────────────────


def test_the_support_council_is_no_choice_before_the_city_recorded_its_rule(world: World) -> None:
    assert "support_council" not in dict(regime_choices(world.city))
    with pytest.raises(InvalidInput) as refused:
        prepare(world)
    assert "要綱" in refused.value.fields["regime"]
    record_support_council(
        rule="支援会議設置要綱", since=date(2026, 4, 1), actor=world.viewer("ichikawa")
    )
    world.city.refresh_from_db()
    assert "support_council" in dict(regime_choices(world.city))


def test_rule_and_day_are_recorded_together_and_by_the_city(world: World) -> None:
    with pytest.raises(NotAllowed):
        record_support_council(rule="要綱", since=TODAY, actor=world.viewer("arai"))
    city = world.viewer("ichikawa")
    for rule, since, field in (("要綱", None, "since"), ("", TODAY, "rule")):
        with pytest.raises(InvalidInput) as refused:
            record_support_council(rule=rule, since=since, actor=city)
        assert field in refused.value.fields


def test_a_more_open_regime_needs_a_second_look_and_is_audited(world: World) -> None:
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    world.add_item(meeting)
    arai = world.viewer("arai")
    wanted = replace(actions.plan_of(meeting), regime=Regime.OPEN)
    with pytest.raises(InvalidInput) as refused:
        actions.edit_plan(meeting=meeting, plan=wanted, base_version=1, actor=arai)
    assert "公開ページ" in refused.value.fields["regime_meant"]
    actions.edit_plan(meeting=meeting, plan=wanted, base_version=1, regime_meant=True, actor=arai)
    entry = Entry.objects.get(object_id=meeting.id, verb="edit")
    assert (entry.before["regime"], entry.after["regime"]) == ("members_only", "open")


def test_towards_less_openness_no_second_look_is_asked_for(world: World) -> None:
    meeting = world.add_meeting()
    world.add_item(meeting)
    wanted = replace(actions.plan_of(meeting), regime=Regime.CARE_MEETING)
    actions.edit_plan(meeting=meeting, plan=wanted, base_version=1, actor=world.viewer("arai"))
    meeting.refresh_from_db()
    assert meeting.regime == Regime.CARE_MEETING


def test_what_stands_in_a_support_council_is_never_opened(world: World, council: Meeting) -> None:
    arai = world.viewer("arai")
    acknowledge_secrecy(meeting=council, actor=arai)
    world.add_item(council)
    wanted = replace(actions.plan_of(council), regime=Regime.OPEN)
    with pytest.raises(InvalidInput) as refused:
        actions.edit_plan(
            meeting=council, plan=wanted, base_version=1, regime_meant=True, actor=arai
        )
    assert "regime" in refused.value.fields


# ── Who knows of it ──────────────────────────────────────────────────────────────────────────────


def test_only_who_made_it_and_who_is_called_know_of_it(world: World, council: Meeting) -> None:
    made = council.expected.get()
    assert (made.post_id, made.part) == (world.posts["arai"].id, PartKind.SECRETARIAT)
    assert visible_meetings(world.viewer("arai")).filter(pk=council.pk).exists()
    for who in ("ohashi", "ichikawa", "shiraishi"):
        assert not visible_meetings(world.viewer(who)).filter(pk=council.pk).exists()
        with pytest.raises(NotFound):
            queries.get_visible_meeting(council.id, viewer=world.viewer(who))
    world.add_expected(council, world.posts["ichikawa"])
    assert visible_meetings(world.viewer("ichikawa")).filter(pk=council.pk).exists()


def test_a_withdrawn_call_closes_the_door_again(world: World, council: Meeting) -> None:
    arai = world.viewer("arai")
    acknowledge_secrecy(meeting=council, actor=arai)
    [called] = actions.call_posts(meeting=council, posts=[world.posts["ohashi"]], actor=arai)
    assert visible_meetings(world.viewer("ohashi")).filter(pk=council.pk).exists()
    actions.withdraw_call(expected=called, actor=arai)
    assert not visible_meetings(world.viewer("ohashi")).filter(pk=council.pk).exists()


def test_who_runs_the_district_but_is_not_called_changes_nothing(
    world: World, council: Meeting
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_item(meeting=council, title="x", actor=world.viewer("ohashi"))


def test_it_takes_nobodys_number_and_stands_in_nobodys_way(world: World, council: Meeting) -> None:
    twin = prepare(world, regime=Regime.OPEN)  # the same day and hour
    assert twin.held_on == council.held_on
    day = world.viewer("arai", on=twin.held_on)
    acknowledge_secrecy(meeting=council, actor=day)
    assert actions.close_meeting(meeting=twin, actor=day).number == 1
    assert actions.close_meeting(meeting=council, actor=day).number == 1


def test_what_is_said_there_is_handed_nowhere(world: World, council: Meeting) -> None:
    arai = world.viewer("arai")
    acknowledge_secrecy(meeting=council, actor=arai)
    item = actions.add_item(meeting=council, title="x", actor=arai)
    with pytest.raises(NotNow, match="支援会議で出たこと"):
        issues.raise_issue(item=item, actor=arai)
    with pytest.raises(NotNow, match="支援会議で出たこと"):
        issues.add_action(item=item, what="x", who="y", due_on=None, actor=arai)


# ── Acknowledging the secrecy ────────────────────────────────────────────────────────────────────


def test_nothing_is_read_before_the_secrecy_was_acknowledged(
    world: World, council: Meeting
) -> None:
    arai = world.viewer("arai")
    item = world.add_item(council)
    with pytest.raises(AcknowledgeFirst):
        queries.get_visible_meeting(council.id, viewer=arai)
    with pytest.raises(NotFound):
        queries.get_visible_item(item.id, viewer=arai)
    row = acknowledge_secrecy(meeting=council, actor=arai)
    assert "青森市支援会議設置要綱" in row.words
    assert "秘密を漏らしてはなりません" in row.words
    assert queries.get_visible_item(item.id, viewer=arai) == item
    assert acknowledge_secrecy(meeting=council, actor=arai) == row
    assert Entry.objects.filter(object_id=row.id, verb="acknowledge").count() == 1


def test_who_is_not_called_has_nothing_to_acknowledge(world: World, council: Meeting) -> None:
    with pytest.raises(NotAllowed):
        acknowledge_secrecy(meeting=council, actor=world.viewer("ohashi"))


def test_the_host_records_what_was_signed_on_paper(world: World, council: Meeting) -> None:
    arai = world.viewer("arai")
    called = world.add_expected(council, world.posts["chokai"])
    with pytest.raises(NotAllowed):
        record_acknowledgement(expected=called, actor=arai)
    acknowledge_secrecy(meeting=council, actor=arai)
    row = record_acknowledgement(expected=called, actor=arai)
    assert (row.on_paper, row.recorded_by_name) == (True, arai.name)
    lines = acknowledged_lines(council, viewer=arai)
    assert {line.expected.id: line.given for line in lines}[called.id] == row


def test_after_the_term_the_door_is_shut_and_the_acknowledgement_stays(
    world: World, council: Meeting
) -> None:
    arai = world.viewer("arai")
    acknowledge_secrecy(meeting=council, actor=arai)
    world.add_expected(council, world.posts["ohashi"])
    row = acknowledge_secrecy(meeting=council, actor=world.viewer("ohashi"))
    world.posts["ohashi"].tenures.update(until=date(2026, 11, 22))
    again = world.add_post(
        world.organizations["大野地区社会福祉協議会"], "顧問", None, role="officer"
    )
    Tenure.objects.create(
        municipality=world.city, person=row.tenure.person, post=again, since=TODAY
    )
    with pytest.raises(NotAllowed, match="任期が終わった"):
        queries.get_visible_meeting(council.id, viewer=world.viewer("ohashi"))
    assert not readable_meetings(world.viewer("ohashi")).filter(pk=council.pk).exists()
    lines = acknowledged_lines(council, viewer=arai)
    assert acknowledged_before(council, lines) == [row]
    assert Acknowledgement.objects.filter(meeting=council).count() == 2
