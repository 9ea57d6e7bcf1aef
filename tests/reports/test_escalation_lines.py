"""きょう of the district that asked the city, and of whoever was asked."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues import actions
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body
from sasaeai.reports.queries.today import today_lines
from tests.world import TODAY


@pytest.fixture
def asked(world):
    body = Body.objects.create(
        municipality=world.city, district=world.shinjo, kind=BodyKind.OTHER, name="全市協議会"
    )
    ohashi = world.viewer("ohashi")
    issue = actions.open_issue(district=world.ono, title="雪捨て場が遠い", actor=ohashi)
    return actions.escalate_issue(
        issue=issue,
        to_body=body,
        question="空き地を借りられますか。",
        answer_by=date(2026, 12, 10),
        actor=ohashi,
    )


def lines(world, name: str, on: date) -> list[tuple[str, str, bool]]:
    found = today_lines(world.viewer(name, on=on))
    return [(one.what, one.why, one.is_overdue) for one in found if "雪捨て場" in one.what]


def test_a_question_is_named_a_week_before_and_once_it_is_late(world, asked):
    assert lines(world, "ohashi", date(2026, 12, 2)) == []
    ((what, why, late),) = lines(world, "ohashi", date(2026, 12, 3))
    assert (what, late) == ("市への照会「雪捨て場が遠い」", False)
    assert why == "全市協議会の返答の期限は12月10日(木)です。"
    ((_what, why, late),) = lines(world, "ohashi", date(2026, 12, 11))
    assert late
    assert "期限（12月10日(木)）を過ぎました" in why


def test_who_is_asked_sees_from_where(world, asked):
    ((what, _why, _late),) = lines(world, "shiraishi", date(2026, 12, 9))
    assert what == "大野地区からの照会「雪捨て場が遠い」"


def test_the_district_hears_that_the_city_answered(world, asked):
    actions.answer_escalation(
        escalation=asked,
        answer="3月まで借りられます。",
        answered_on=TODAY,
        answered_by="道路維持課",
        base_version=1,
        actor=world.viewer("ichikawa"),
    )
    ((what, _why, late),) = lines(world, "ohashi", TODAY)
    assert (what, late) == ("市から返答がありました：「雪捨て場が遠い」", False)
    assert lines(world, "shiraishi", TODAY) == []
    assert lines(world, "ohashi", date(2026, 12, 7)) == []
