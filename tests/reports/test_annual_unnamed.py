"""Nobody finds out from a public report how few came without a written name."""

from __future__ import annotations

from datetime import date

from sasaeai.kernel import clock
from sasaeai.meetings.models import Meeting, Recognition
from sasaeai.reports.queries.annual import annual_report
from sasaeai.reports.queries.annual_sheet import AnnualSheet, annual_sheet
from tests.reports.annual_world import YEAR, come, hold
from tests.world import World


def come_named(world: World, meeting: Meeting, people: int, companions: int = 0) -> None:
    for number in range(people):
        come(
            world,
            meeting,
            organization_name="大野町会",
            person_name=f"見本 {meeting.body.name}{meeting.held_on}{number}",
            companions=companions if number == 0 else 0,
        )


def public(world: World) -> AnnualSheet:
    return annual_sheet(annual_report(world.viewer("ichikawa"), YEAR), is_public=True)


def column(sheet: AnnualSheet, code: str, head: str) -> dict[str, int | None]:
    table = next(table for table in sheet.tables if table.code == code)
    place = [str(each) for each in table.heads].index(head)
    return {str(line.name): line.figures[place].n for line in table.lines}


def test_the_column_of_unnamed_people_does_not_tell_its_small_number(world: World) -> None:
    Recognition.objects.update(removed_at=clock.now())  # nothing stands in two lines
    for month in (5, 6):
        hold(world, "ono", date(2026, month, 9), reported_count=20)
        come_named(world, hold(world, "network", date(2026, month, 19)), 12, month == 5 and 3)
    found = column(public(world), "programmes", "氏名の記録がない人")
    hidden = [name for name, n in found.items() if n is None]
    assert len(hidden) > 1, "40 + － = 43 tells it"


def test_one_gathering_does_not_tell_its_unnamed_people(world: World) -> None:
    """Of one gathering everybody with a name is counted once: 12 people, 9 persons, so 3 without."""
    come_named(world, hold(world, "network", date(2026, 5, 19)), 9, 3)
    hold(world, "ono", date(2026, 6, 9), reported_count=30)
    hold(world, "ono", date(2026, 7, 9), reported_count=30)
    sheet = public(world)
    people = column(sheet, "programmes", "延べ参加者")
    persons = column(sheet, "programmes", "実人数")
    assert all(None in (people[name], persons[name]) for name in people if people[name] == 12)
    by_people = column(sheet, "districts", "延べ参加者")
    by_persons = column(sheet, "districts", "実人数")
    assert (12, 9) not in {(by_people[name], by_persons[name]) for name in by_people}


def test_a_programme_that_is_all_of_the_year_tells_nothing_by_the_total_below(
    world: World,
) -> None:
    """The same people twice: what is unsaid in the one line is unsaid in the other."""
    come_named(world, hold(world, "ono", date(2026, 5, 9)), 9, 3)
    sheet = public(world)
    for head in ("延べ参加者", "実人数", "氏名の記録がない人"):
        lines = column(sheet, "programmes", head)
        assert lines["地域支え合い会議"] == lines["合計"], head
