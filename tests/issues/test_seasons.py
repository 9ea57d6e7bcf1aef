"""Issues of a season ask each year, once, whether they trouble people again."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from sasaeai.issues import actions
from sasaeai.issues.models import Issue
from sasaeai.issues.queries.seasons import get_season_answer, season_questions
from sasaeai.kernel.errors import NotAllowed, NotNow
from tests.world import TODAY, World


def winter(world: World, **fields) -> Issue:
    values = {
        "district": world.ono,
        "title": "寄せ場が遠い",
        "season": "winter",
        "status": "closed",
        "opened_on": date(2025, 12, 1),
        "closed_on": date(2026, 3, 20),
        "closed_reason": "春になった",
    } | fields
    return Issue.objects.create(municipality=world.city, **values)


def asked(world: World, on: date = TODAY) -> list[Issue]:
    return list(season_questions(world.viewer("arai", on=on)))


@pytest.mark.parametrize(
    ("on", "is_asked"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
        (date(2027, 7, 1), False),
    ],
)
def test_winter_is_asked_from_the_first_of_november_to_the_end_of_the_year(
    world: World, on: date, is_asked: bool
) -> None:
    issue = winter(world)
    assert (asked(world, on) == [issue]) is is_asked


def test_summer_is_asked_from_the_first_of_june(world: World) -> None:
    issue = winter(world, season="summer", closed_on=date(2025, 9, 1))
    assert asked(world, date(2026, 5, 31)) == []
    assert asked(world, date(2026, 6, 1)) == [issue]
    assert asked(world) == []


def test_only_what_ended_before_or_lies_still_is_asked(world: World) -> None:
    winter(world, closed_on=date(2026, 11, 10), title="この冬に終わった")
    winter(world, season="all_year", title="通年")
    first = winter(world, title="続き先", closed_on=date(2026, 3, 1))
    winter(world, duplicate_of=first, title="まとめられた")
    quiet = winter(world, status="open", closed_on=None, closed_reason="", title="止まっている")
    busy = winter(world, status="open", closed_on=None, closed_reason="", title="動いている")
    actions.move_issue(
        issue=busy, status="acting", text="寄せ場を探した", actor=world.viewer("arai")
    )
    assert {issue.title for issue in asked(world)} == {first.title, quiet.title}


def test_yes_takes_it_up_again_and_is_asked_once_a_year(world: World) -> None:
    issue, arai = winter(world), world.viewer("arai")
    answer = actions.answer_season(issue=issue, still=True, note="町会から電話", actor=arai)
    issue.refresh_from_db()
    assert (issue.status, answer.fiscal_year) == ("open", 2026)
    assert "今年の冬も困っています。町会から電話" in issue.entries.get().text
    assert asked(world) == []
    with pytest.raises(NotNow, match="もう答えてあります"):
        actions.answer_season(issue=issue, still=False, actor=arai)


def test_closed_again_in_the_same_winter_it_waits_for_the_next(world: World) -> None:
    issue, arai = winter(world), world.viewer("arai")
    actions.answer_season(issue=issue, still=False, actor=arai)
    issue.refresh_from_db()
    assert issue.status == "closed"
    assert asked(world, date(2027, 2, 1)) == []
    assert asked(world, date(2027, 11, 1)) == [issue]


def test_taken_back_it_ends_as_before_and_is_asked_again(world: World) -> None:
    issue, arai = winter(world), world.viewer("arai")
    answer = actions.answer_season(issue=issue, still=True, actor=arai)
    actions.take_back_season_answer(answer=answer, actor=arai)
    issue.refresh_from_db()
    assert (issue.status, issue.closed_on, issue.closed_reason) == (
        "closed",
        date(2026, 3, 20),
        "春になった",
    )
    assert issue.entries.count() == 2
    assert asked(world) == [issue]


def test_work_done_since_is_not_taken_back_with_the_answer(world: World) -> None:
    issue, arai = winter(world), world.viewer("arai")
    answer = actions.answer_season(issue=issue, still=True, actor=arai)
    issue.refresh_from_db()
    actions.move_issue(issue=issue, status="acting", text="寄せ場を探した", actor=arai)
    with pytest.raises(NotNow, match="経過が書かれた"):
        actions.take_back_season_answer(answer=answer, actor=arai)
    assert get_season_answer(issue, viewer=arai) == answer


def test_an_untold_raiser_keeps_it_open(world: World) -> None:
    issue, arai = winter(world), world.viewer("arai")
    answer = actions.answer_season(issue=issue, still=True, actor=arai)
    trouble = actions.raise_trouble(
        district=world.ono,
        text="雪捨て場が遠い",
        raised_by="白旗野町会",
        via="phone",
        raised_on=TODAY,
        actor=arai,
    )
    actions.take_trouble(trouble=trouble, issue=issue, actor=arai)
    with pytest.raises(NotNow, match="白旗野町会"):
        actions.take_back_season_answer(answer=answer, actor=arai)
    issue.refresh_from_db()
    assert issue.status == "open"


def test_who_does_not_run_the_district_does_not_answer(world: World) -> None:
    issue = winter(world)
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.answer_season(issue=issue, still=False, actor=world.viewer(name))
    with time_machine.travel(date(2026, 8, 1)), pytest.raises(NotNow, match="11月から"):
        actions.answer_season(
            issue=issue, still=True, actor=world.viewer("arai", on=date(2026, 8, 1))
        )
