"""The public report says no small number of people or issues, and tells none by its sums."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues.models import Issue
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.annual import annual_report
from sasaeai.reports.queries.annual_hidden import hidden_in
from sasaeai.reports.queries.annual_sheet import AnnualSheet, annual_sheet
from sasaeai.reports.queries.suppression import HIDDEN, SMALL
from tests.reports.test_annual import YEAR, a_random_year, hold
from tests.world import TODAY, World

GUARDED = {
    "programmes": ("延べ参加者", "実人数", "氏名の記録がない人"),
    "months_people": None,
    "topics": ("前年度から", "新しく", "終わった", "次年度へ"),
    "districts": ("延べ参加者", "実人数"),
    "district_issues": ("前年度から", "新しく", "終わった", "次年度へ", "困りごと", "うち返答", "紹介"),
}  # fmt: skip


def guarded_cells(sheet: AnnualSheet) -> dict[tuple[str, str, str, int], int | None]:
    found = {}
    for table in sheet.tables:
        wanted = GUARDED.get(table.code, ())
        for number, line in enumerate(table.lines):
            for head, figure in zip(table.heads, line.figures, strict=True):
                if wanted is None or str(head) in wanted:
                    found[table.code, str(line.name), str(head), number] = figure.n
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_small_number_is_printed_and_zeros_are(world: World, seed: int) -> None:
    a_random_year(world, seed)
    report = annual_report(world.viewer("ichikawa"), YEAR)
    whole = guarded_cells(annual_sheet(report))
    public = guarded_cells(annual_sheet(report, is_public=True))
    assert whole.keys() == public.keys()
    assert any(n in SMALL for n in whole.values()), "the test would see nothing"
    for cell, n in whole.items():
        if n in SMALL:
            assert public[cell] is None, cell
        if n == 0:
            assert public[cell] == 0, cell
        assert public[cell] in (n, None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_row_and_no_column_of_a_public_table_has_one_number_missing(
    world: World, seed: int
) -> None:
    """The first thing that a reader with a pencil tries."""
    a_random_year(world, seed)
    sheet = annual_sheet(annual_report(world.viewer("ichikawa"), YEAR), is_public=True)
    tables = {table.code: table for table in sheet.tables}
    for line in tables["months_people"].lines:
        assert [figure.n for figure in line.figures].count(None) != 1
    for code in ("topics", "district_issues"):
        table = tables[code]
        for column, head in enumerate(table.heads):
            if str(head) in GUARDED[code]:
                missing = [line.figures[column].n for line in table.lines].count(None)
                assert missing != 1, (code, str(head))
        for line in table.lines:
            came_and_went = line.figures[1:5] if code == "topics" else line.figures[:4]
            assert [figure.n for figure in came_and_went].count(None) != 1


def test_a_small_meeting_hides_with_another_month_and_the_total_stays(world: World) -> None:
    for month, people in ((5, 3), (6, 20), (7, 30)):
        hold(world, "ono", date(2026, month, 9), reported_count=people)
    sheet = annual_sheet(annual_report(world.viewer("ichikawa"), YEAR), is_public=True)
    table = next(table for table in sheet.tables if table.code == "months_people")
    support, total = table.lines[0], table.lines[-1]
    assert [figure.words for figure in support.figures[:5]] == ["0", HIDDEN, HIDDEN, "30", "0"]
    assert support.figures[-1].n == total.figures[-1].n == 53
    assert sheet.people.n == 53


def test_a_districts_own_paper_does_not_say_what_the_citys_leaves_unsaid(world: World) -> None:
    """新城 has 3 issues: in the city's table 大野's 9 must go too, and so on 大野's own paper."""
    for district, n in ((world.ono, 9), (world.shinjo, 3)):
        for _issue in range(n):
            Issue.objects.create(
                municipality=world.city, district=district, title="雪", opened_on=TODAY
            )
    system = Viewer.system(municipality_id=world.city.id, on=TODAY)
    city = annual_report(system, YEAR)
    assert ("issue", ("line", world.ono.id), "new") in hidden_in(city, None)
    ono = annual_report(world.viewer("ohashi"), YEAR, district=world.ono)
    assert annual_sheet(ono, is_public=True).issue("new").n == 9
    assert annual_sheet(ono, is_public=True, city=city).issue("new").n is None
