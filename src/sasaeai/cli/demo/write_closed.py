"""Meetings behind closed doors in the demo: a paper that is still out, pledges, a support council."""

from __future__ import annotations

from datetime import date, time, timedelta

from sasaeai.cli.demo.places import ONO
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.write_history import set_origin
from sasaeai.cli.demo.write_year import COORDINATOR
from sasaeai.cli.demo.year import working_day
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions import handouts
from sasaeai.meetings.actions.regimes import acknowledge_secrecy
from sasaeai.meetings.enums import BodyKind, Outcome, PresenceStatus, Regime
from sasaeai.meetings.models import Body, Meeting
from sasaeai.minutes import actions as minutes
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.queries.records import newest_revision
from sasaeai.people.actions.pledges import record_pledge
from sasaeai.people.actions.settings import record_support_council

RULE = "支援会議設置要綱（見本）"
CALLED = ("minji_chair", "hokatsu_nurse", "keyaki", "ono_volunteer")
PLEDGED = ("keyaki", "sakura", "hibari", "ono_bosai")
DAYS_SINCE, DAYS_AHEAD = 10, 60


def write_closed(register: Register) -> None:
    """A care meeting with one copy still out, a support council ahead, some pledges."""
    actor = register.system(register.today)
    record_support_council(rule=RULE, since=register.terms_since, actor=actor)
    register.city.refresh_from_db()
    for key in PLEDGED:
        tenure = register.posts[key].tenures.select_related("post__organization").get()
        record_pledge(tenure=tenure, signed_on=register.terms_since, actor=actor)
    body = meetings.create_body(
        district=register.districts[ONO],
        details=meetings.BodyDetails(
            name="大野地区 個別の支援を話す会議（見本）",
            kind=BodyKind.OTHER,
            usual_minutes=60,
            usual_regime=Regime.CARE_MEETING,
        ),
        hosts=[register.organizations["ono_hokatsu"]],
        actor=actor,
    )
    body.refresh_from_db()
    _write_care_meeting(register, body)
    _write_council(register, body)


def _write_care_meeting(register: Register, body: Body) -> None:
    """Held; of the numbered papers one did not come back."""
    on = working_day(register.today - timedelta(days=DAYS_SINCE))
    actor = register.viewer(COORDINATOR, on)
    meeting = _prepare(register, body, on, Regime.CARE_MEETING)
    meetings.call_posts(meeting=meeting, posts=[register.posts[key] for key in CALLED], actor=actor)
    item = meetings.add_item(
        meeting=meeting, title="（見本）ひとり暮らしの方の支援", is_public=False, actor=actor
    )
    handout = handouts.add_handout(
        meeting=meeting, title="（見本）支援の経過", item=item, actor=actor
    )
    for expected in meeting.expected.order_by("number"):
        meetings.mark_presence(expected=expected, status=PresenceStatus.PRESENT, actor=actor)
    given = handouts.give_to_present(handout=handout, actor=actor)
    for copy in given[:-1]:
        handouts.return_copy(copy=copy, actor=actor)
    item.refresh_from_db()
    meetings.set_outcome(
        item=item,
        outcome=Outcome.SHARED,
        text="（見本）役割を分けて見守る。",
        base_version=item.version,
        actor=actor,
    )
    meeting.refresh_from_db()
    meetings.close_meeting(meeting=meeting, actor=actor)
    meeting.refresh_from_db()
    record = minutes.compose_minutes(meeting=meeting, actor=actor)
    minutes.approve_minutes(
        minutes=record,
        base_revision=newest_revision(record).number,
        confirmed_by="センター長（見本）",
        confirmed_on=on,
        confirmed_how=ConfirmationMethod.values[0],
        actor=actor,
    )


def _write_council(register: Register, body: Body) -> None:
    """Ahead: the officer who is called has not read the notice yet."""
    on = working_day(register.today + timedelta(days=DAYS_AHEAD))
    meeting = _prepare(register, body, on, Regime.SUPPORT_COUNCIL)
    actor = register.viewer(COORDINATOR, register.today)
    acknowledge_secrecy(meeting=meeting, actor=actor)
    meetings.call_posts(meeting=meeting, posts=[register.posts["ono_chair"]], actor=actor)
    meetings.add_item(
        meeting=meeting, title="（見本）心配な世帯への関わり方", is_public=False, actor=actor
    )


def _prepare(register: Register, body: Body, on: date, regime: Regime) -> Meeting:
    day = min(on, register.today)
    meeting = meetings.prepare_meeting(
        body=body,
        plan=meetings.Plan(
            on=on,
            start=time(10, 0),
            end=time(11, 0),
            venue=register.venues["ono_hall"],
            regime=regime,
        ),
        actor=register.viewer(COORDINATOR, day),
    )
    set_origin(meeting, register.system(day), is_sample=True)
    return meeting
