"""きょう: what is due, worst first, for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.issues.models import Action, Issue, PassedOn
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState, Outcome
from sasaeai.meetings.models import Body, Meeting, Recognition
from sasaeai.reports.queries.lines import WaitingAt
from sasaeai.reports.queries.progress import StepKey
from sasaeai.reports.queries.today import (
    LineKind,
    due_sentence,
    today_by_district,
    today_lines,
    today_of,
)
from tests.world import TODAY, World


@pytest.fixture
def calm(world: World) -> World:
    """A world in which no body is waiting for its next meeting."""
    Body.objects.update(yearly_target=0)
    return world


def held(world: World, body: str, on: date, number: int = 1, **fields) -> Meeting:
    return world.add_meeting(
        body, on, state=MeetingState.HELD, held_at=clock.now(), number=number, **fields
    )


def add_action(world: World, due_on: date | None, **fields) -> Action:
    values = {"what": "地図を作る", "who": "白旗野町会", "district": world.ono}
    return Action.objects.create(municipality=world.city, due_on=due_on, **(values | fields))


def whats(world: World, who: str = "arai") -> list[str]:
    return [line.what for line in today_lines(world.viewer(who))]


def test_nothing_due_is_an_empty_list(calm: World) -> None:
    assert today_lines(calm.viewer("arai")) == []


def test_a_step_shows_when_it_is_due_soon_and_not_before(calm: World) -> None:
    near = calm.add_meeting(on=TODAY + timedelta(days=30))
    calm.add_meeting(on=TODAY + timedelta(days=60))
    (line,) = today_lines(calm.viewer("ohashi"))
    assert (line.kind, line.meeting, line.step_key) == (LineKind.STEP, near, StepKey.AGENDA)
    assert line.is_overdue
    assert line.button == "議題を決める"
    assert "5日過ぎました" in line.why


def test_worst_comes_first_and_what_has_no_day_comes_last(calm: World) -> None:
    add_action(calm, TODAY + timedelta(days=3), what="三日後")
    add_action(calm, TODAY - timedelta(days=1), what="きのうまで")
    add_action(calm, TODAY - timedelta(days=30), what="ひと月前まで")
    add_action(calm, TODAY + timedelta(days=30), what="まだ先")
    add_action(calm, None, what="いつでも")
    source = held(calm, "steering", TODAY - timedelta(days=3), source_note="出典")
    item = calm.add_item(source, "雪の寄せ場", outcome=Outcome.REFERRED)
    PassedOn.objects.create(municipality=calm.city, item=item, to_body=calm.bodies["ono"])
    assert whats(calm) == [
        "取組「ひと月前まで」",
        "取組「きのうまで」",
        "取組「三日後」",
        "取組のお知らせが3件",
        "申し送り「雪の寄せ場」",
    ]


def test_a_meeting_held_without_a_record_is_named_from_the_first_day(calm: World) -> None:
    held(calm, "ono", TODAY - timedelta(days=1))
    (line,) = today_lines(calm.viewer("arai"))
    assert line.step_key == StepKey.RECORD
    assert not line.is_overdue
    assert "会議録はまだ" in line.why


def test_a_meeting_that_is_over_but_not_closed_asks_for_that_alone(calm: World) -> None:
    meeting = calm.add_meeting(on=TODAY - timedelta(days=2))
    (line,) = today_lines(calm.viewer("arai"))
    assert (line.meeting, line.step_key, line.is_overdue) == (meeting, StepKey.DAY, True)
    assert "記録をまだ締めていません" in line.why


def test_meetings_of_an_old_report_and_cancelled_ones_ask_for_nothing(calm: World) -> None:
    held(calm, "ono", date(2018, 11, 7), source_note="出典：資料①", reported_count=27)
    calm.add_meeting(state=MeetingState.CANCELLED, cancelled_reason="大雪")
    assert today_lines(calm.viewer("arai")) == []


def test_a_body_that_has_not_met_for_too_long_is_named(world: World) -> None:
    held(world, "ono", TODAY - timedelta(days=136), source_note="出典")
    (line,) = today_lines(world.viewer("ohashi"))
    assert (line.kind, line.body, line.is_overdue) == (LineKind.CONVENE, world.bodies["ono"], True)
    assert line.due_on == TODAY - timedelta(days=1)
    assert "136日" in line.why


def test_a_planned_meeting_is_enough_for_a_body(world: World) -> None:
    held(world, "ono", TODAY - timedelta(days=300), source_note="出典")
    world.add_meeting("ono", TODAY + timedelta(days=90))
    assert today_lines(world.viewer("ohashi")) == []


def test_a_body_that_ends_later_is_still_to_meet_until_then(world: World) -> None:
    ono = world.bodies["ono"]

    def is_asked() -> bool:
        return any(line.body == ono for line in today_lines(world.viewer("arai")))

    for ended_on, expected in ((TODAY + timedelta(days=90), True), (TODAY, False)):
        Body.objects.filter(pk=ono.pk).update(ended_on=ended_on)
        assert is_asked() == expected


def test_behind_the_yearly_target_is_said_without_alarm(world: World) -> None:
    held(world, "ono", TODAY - timedelta(days=100), source_note="出典")
    (line,) = today_lines(world.viewer("ohashi"))
    assert line.kind == LineKind.CONVENE
    assert not line.is_overdue
    assert "目標は4回" in line.why


def test_a_recognised_meeting_counts_for_the_body_that_recognises_it(world: World) -> None:
    held(world, "network", TODAY - timedelta(days=140), source_note="出典")
    world.add_meeting("network", TODAY + timedelta(days=80))
    assert today_lines(world.viewer("shiraishi")) == []
    Recognition.objects.update(until=TODAY - timedelta(days=200))
    (line,) = today_lines(world.viewer("shiraishi"))
    assert line.body == world.bodies["shinjo"]


def test_a_body_without_a_target_meets_when_it_likes(calm: World) -> None:
    held(calm, "steering", TODAY - timedelta(days=500), source_note="出典")
    assert today_lines(calm.viewer("ohashi")) == []


def test_an_officer_sees_nothing_of_another_district(world: World) -> None:
    world.add_meeting("ono", TODAY + timedelta(days=20))
    add_action(world, TODAY - timedelta(days=5))
    lines = today_lines(world.viewer("shiraishi"))
    assert {line.district for line in lines} <= {world.shinjo}
    assert {line.district for line in today_lines(world.viewer("arai"))} >= {world.ono}


def test_done_and_removed_actions_are_gone(calm: World) -> None:
    add_action(calm, TODAY - timedelta(days=5), done_on=TODAY)
    add_action(calm, TODAY - timedelta(days=5), removed_at=clock.now())
    assert today_lines(calm.viewer("arai")) == []


def test_an_action_knows_its_issue(calm: World) -> None:
    issue = Issue.objects.create(
        municipality=calm.city, district=calm.ono, title="雪", opened_on=TODAY
    )
    add_action(calm, TODAY, issue=issue)
    line, reminding = today_lines(calm.viewer("arai"))
    assert reminding.waiting_at == WaitingAt.REMINDERS
    assert line.action is not None
    assert line.action.issue == issue
    assert line.why == "白旗野町会：期限はきょうです。"


def test_the_next_meetings_are_shown_in_order(calm: World) -> None:
    later = calm.add_meeting("ono", TODAY + timedelta(days=80))
    first = calm.add_meeting("shinjo", TODAY + timedelta(days=70))
    calm.add_meeting("network", TODAY - timedelta(days=2))
    assert [p.meeting for p in today_of(calm.viewer("arai")).coming] == [first, later]


def test_the_city_sees_counts_with_the_district_in_need_first(calm: World) -> None:
    add_action(calm, TODAY - timedelta(days=5))
    meeting = calm.add_meeting("shinjo", TODAY + timedelta(days=80))
    rows = today_by_district(calm.viewer("ichikawa"))
    assert [(row.district, row.overdue, row.due) for row in rows] == [
        (calm.ono, 1, 0),
        (calm.shinjo, 0, 0),
    ]
    assert rows[1].next_meeting == meeting


def test_the_city_office_itself_has_no_lines(world: World) -> None:
    world.add_meeting("ono", TODAY + timedelta(days=20))
    assert today_lines(world.viewer("ichikawa")) == []


def test_queries_do_not_grow_with_meetings(world: World) -> None:
    viewer = world.viewer("arai")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            today_of(viewer)
        return len(queries)

    world.add_meeting("ono", TODAY + timedelta(days=20))
    add_action(world, TODAY)
    few = cost()
    for day in range(21, 41):
        world.add_item(world.add_meeting("ono", TODAY + timedelta(days=day)))
        add_action(world, TODAY)
    assert cost() == few <= 10


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-3, "案内を出す期限（11月20日(金)）を3日過ぎました。"),
        (0, "案内を出す期限はきょうです。"),
        (3, "案内を出す期限は11月26日(木)です（あと3日）。"),
    ],
)
def test_a_due_day_is_said_in_words(days: int, sentence: str) -> None:
    assert due_sentence("案内を出す期限", TODAY + timedelta(days=days), on=TODAY) == sentence
