"""What became of the troubles of a 年度: each counted once, where it was raised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.issues.models import Action, Answer, Escalation, Issue, Trouble
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.reports.queries.outcome_parts import NO_TOPIC, IssuePart, Part
from sasaeai.reports.queries.outcomes import (
    issue_list,
    outcome_list,
    outcomes_of,
    waited_for,
    years_of_troubles,
)
from tests.world import TODAY, World

YEAR = FiscalYear(2026)
JUNE = date(2026, 6, 1)


def issue(world: World, **fields) -> Issue:
    values = {"district": world.ono, "title": "雪の寄せ場", "opened_on": JUNE} | fields
    if values.get("status") == "closed":
        values = {"closed_on": TODAY, "closed_reason": "寄せ場ができた"} | values
    return Issue.objects.create(municipality=world.city, **values)


def trouble(world: World, became: Issue | None = None, **fields) -> Trouble:
    values = {
        "district": world.ono,
        "raised_by": "白旗野町会",
        "raised_on": JUNE,
        "via": "phone",
        "text": "雪捨て場が遠い",
        "issue": became,
        "state": "taken" if became else "new",
    } | fields
    return Trouble.objects.create(municipality=world.city, **values)


def told(world: World, row: Trouble, days: int, state: str = "told") -> Answer:
    return Answer.objects.create(
        municipality=world.city,
        trouble=row,
        text="寄せ場ができました",
        channel="phone",
        state=state,
        told_on=row.raised_on + timedelta(days=days),
    )


def promise(world: World, of: Issue, **fields) -> Action:
    values = {"what": "地図を作る", "who": "白旗野町会 会長", "district": of.district, "issue": of}
    return Action.objects.create(municipality=world.city, **(values | fields))


def ask_city(world: World, of: Issue, **fields) -> Escalation:
    values = {"asked": "道路維持課", "question": "除雪の順は", "asked_on": TODAY, "by_name": "新井"}
    return Escalation.objects.create(municipality=world.city, issue=of, **(values | fields))


def counts(world: World, name: str = "arai", year: FiscalYear = YEAR) -> dict[str, int]:
    return {str(k): n for k, n in outcomes_of(world.viewer(name), year).total.counts.items() if n}


def test_an_untold_raiser_waits_for_somebody_named(world: World) -> None:
    trouble(world)
    trouble(world, state="answered")
    trouble(world, issue(world))
    promised, asked, ended = issue(world), issue(world), issue(world, status="closed")
    promise(world, promised)
    promise(world, asked)
    ask_city(world, asked)
    for one in (promised, asked, ended):
        trouble(world, one)
    assert counts(world) == {
        "raised": 6,
        "new": 1,
        "at_once": 1,
        "taken": 4,
        "acted": 2,
        "untold": 6,
        "wait_decision": 1,
        "wait_answer": 2,
        "wait_meeting": 1,
        "wait_action": 1,
        "wait_city": 1,
    }
    rows = list(outcome_list(world.viewer("arai"), YEAR, Part.UNTOLD))
    names = waited_for(rows)
    said = {row.waiting: names[row.id] for row in rows}
    assert said["wait_action"] == "白旗野町会 会長"
    assert said["wait_city"] == "道路維持課"
    assert said["wait_meeting"] == ""


def test_what_was_done_or_answered_is_waited_for_no_more(world: World) -> None:
    one = issue(world)
    trouble(world, one)
    promise(world, one, done_on=TODAY)
    ask_city(world, one, answer="はい", answered_on=TODAY)
    found = counts(world)
    assert (found["acted"], found["wait_meeting"]) == (1, 1)


def test_the_first_answer_counts_and_its_days(world: World) -> None:
    for days in (3, 10, 40):
        row = trouble(world)
        told(world, row, days)
        told(world, row, days + 100)
    taken_out = told(world, trouble(world), 1)
    Answer.objects.filter(pk=taken_out.pk).update(removed_at=taken_out.created_at)
    total = outcomes_of(world.viewer("arai"), YEAR).total
    assert (total.median_days, total.longest_days, total["told"]) == (10, 40, 3)
    assert total["untold"] == 1
    nobody = outcomes_of(world.viewer("arai"), YEAR.previous).total
    assert (nobody.median_days, nobody.longest_days) == (None, None)


def test_answered_a_year_later_it_stays_with_the_year_in_which_it_was_raised(world: World) -> None:
    row = trouble(world, raised_on=date(2026, 3, 20))
    told(world, row, 30)
    told(world, trouble(world, raised_on=date(2026, 3, 31)), 0)
    assert counts(world, year=YEAR) == {}
    before = counts(world, year=YEAR.previous)
    assert (before["raised"], before["told"], before["later"]) == (2, 2, 1)


def test_the_excused_stand_apart_until_somebody_tells_them(world: World) -> None:
    row = trouble(world)
    told(world, row, 5, state="excused")
    total = outcomes_of(world.viewer("arai"), YEAR).total
    assert (total["excused"], total["told"], total["untold"], total.days) == (1, 0, 0, ())
    told(world, row, 9)
    total = outcomes_of(world.viewer("arai"), YEAR).total
    assert (total["excused"], total["told"], total.days) == (0, 1, (9,))


def test_duplicates_are_one_issue_and_their_troubles_go_on_with_it(world: World) -> None:
    last = issue(world, topic=world.topics["snow"])
    middle = issue(world, status="closed", duplicate_of=last)
    first = issue(world, status="closed", duplicate_of=middle)
    for one in (first, middle, last):
        trouble(world, one)
    promise(world, last)
    found = outcomes_of(world.viewer("arai"), YEAR)
    assert found.issues == {
        IssuePart.OPENED: 1,
        IssuePart.CLOSED: 0,
        IssuePart.GOING_ON: 1,
    }
    assert (found.total["acted"], found.total["wait_action"]) == (3, 3)
    assert [(row.topic, row.figures["raised"]) for row in found.topics] == [
        (world.topics["snow"], 3)
    ]


def test_an_issue_taken_up_again_goes_on_and_its_raiser_stays_told(world: World) -> None:
    one = issue(world, status="closed")
    told(world, trouble(world, one), 4)
    assert outcomes_of(world.viewer("arai"), YEAR).issues[IssuePart.CLOSED] == 1
    Issue.objects.update(status="open", closed_on=None, closed_reason="")
    found = outcomes_of(world.viewer("arai"), YEAR)
    assert (found.issues[IssuePart.OPENED], found.issues[IssuePart.GOING_ON]) == (1, 1)
    assert (found.total["told"], found.total["untold"]) == (1, 0)


def test_every_number_is_the_length_of_its_list(world: World) -> None:
    snow = issue(world, topic=world.topics["snow"])
    promise(world, snow)
    for state in ("new", "settled", "answered", "referred"):
        trouble(world, state=state, referred_to="包括")
    told(world, trouble(world, snow), 3)
    told(world, trouble(world, snow, raised_on=date(2027, 3, 30)), 5)
    told(world, trouble(world, raised_on=JUNE), 3, state="excused")
    trouble(world, snow, district=world.shinjo)
    ask_city(world, snow)
    Trouble.objects.filter(state="settled").update(removed_at="2026-06-02T00:00Z")
    arai = world.viewer("arai")
    found = outcomes_of(arai, YEAR)
    assert sum(row.figures["raised"] for row in found.districts) == found.total["raised"] == 7
    for district in found.districts:
        for part in Part:
            listed = outcome_list(arai, YEAR, part, district=district.district)
            assert listed.count() == district.figures[part], part
        for topic in district.topics:
            listed = outcome_list(
                arai, YEAR, Part.RAISED, district=district.district, topic=topic.key
            )
            assert listed.count() == topic.figures[Part.RAISED]
    assert {row.key for row in found.topics} == {NO_TOPIC, str(world.topics["snow"].id)}
    for part in IssuePart:
        assert issue_list(arai, YEAR, part).count() == found.issues[part]


@pytest.mark.parametrize(("name", "raised"), [("ohashi", 1), ("shiraishi", 1), ("ichikawa", 2)])
def test_everybody_counts_what_they_may_read(world: World, name: str, raised: int) -> None:
    trouble(world)
    trouble(world, district=world.shinjo)
    assert counts(world, name)["raised"] == raised


def test_years_reach_back_to_the_first_trouble(world: World) -> None:
    assert years_of_troubles(world.viewer("arai")) == (YEAR,)
    trouble(world, raised_on=date(2024, 3, 31))
    assert [year.year for year in years_of_troubles(world.viewer("arai"))] == [
        2026,
        2025,
        2024,
        2023,
    ]


def test_more_troubles_ask_no_more_of_the_database(world: World) -> None:
    viewer = world.viewer("ichikawa")
    for number in range(20):
        one = issue(world, topic=world.topics["snow"])
        told(world, trouble(world, one), number)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        outcomes_of(viewer, YEAR)
    assert len(asked) == 5
