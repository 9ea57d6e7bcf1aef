"""The public report says no small number of people or issues, and tells none by its sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Consideration, Issue
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.annual import annual_report, public_sheet, whole_sheet
from sasaeai.reports.queries.annual_hidden import hidden_in
from sasaeai.reports.queries.annual_sheet import AnnualSheet, annual_sheet
from sasaeai.reports.queries.annual_summary import district_summary
from sasaeai.reports.queries.suppression import HIDDEN, SMALL
from tests.reports.annual_reader import Cell, determined, told_by
from tests.reports.annual_world import YEAR, a_random_year, hold
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


# ── What a reader can work out from all tables of a report together ──────────────────────────────


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_all_tables_together_do_not_tell_a_hidden_number(world: World, seed: int) -> None:
    a_random_year(world, seed)
    report = annual_report(world.viewer("ichikawa"), YEAR)
    equations, hidden = told_by(annual_sheet(report, is_public=True))
    assert hidden, "the test would see nothing"
    assert determined(equations, hidden) == set()
    # The same reader finds out at once when only the small numbers are covered.
    whole = annual_sheet(report)
    small = {cell for cell in hidden if number_at(whole, cell) in SMALL}
    uncovered = [
        ({cell: n for cell, n in unknown.items() if cell in small}, 0)
        for unknown, _right in equations
    ]
    assert determined(uncovered, small)


def number_at(sheet: AnnualSheet, cell: Cell) -> int | None:
    code, row, head = cell
    table = next(table for table in sheet.tables if table.code == code)
    return table.lines[row].figures[[str(one) for one in table.heads].index(head)].n


def test_a_small_meeting_is_not_told_by_the_sheet_for_the_general_meeting(world: World) -> None:
    for month, people in ((5, 3), (6, 20), (7, 30)):
        hold(world, "ono", date(2026, month, 9), reported_count=people)
    viewer = world.viewer("ohashi")
    sheet = public_sheet(viewer, YEAR, district=world.ono)
    lines = district_summary(world.ono, sheet, viewer=viewer).gatherings
    assert [line.people.words if line.people else "" for line in lines] == [HIDDEN, HIDDEN, "30"]


def test_for_everybody_only_issues_of_an_approved_public_version_are_named(world: World) -> None:
    viewer = world.viewer("ohashi")
    meeting = hold(world, "ono", date(2026, 5, 9), reported_count=20)
    for title, is_public in (("雪の寄せ場", True), ("内輪の話", False)):
        issue = Issue.objects.create(
            municipality=world.city, district=world.ono, title=title, opened_on=TODAY
        )
        Consideration.objects.create(
            municipality=world.city,
            issue=issue,
            item=world.add_item(meeting, title=title, is_public=is_public),
        )

    def named(make: Callable[..., AnnualSheet]) -> list[str]:
        found = district_summary(world.ono, make(viewer, YEAR, district=world.ono), viewer=viewer)
        return sorted(line.title for line in found.issues)

    assert named(whole_sheet) == ["内輪の話", "雪の寄せ場"]
    assert named(public_sheet) == []
    meeting.sealed_at = clock.now()
    meeting.save()
    assert named(public_sheet) == ["雪の寄せ場"]


def test_for_everybody_no_agenda_and_no_end_is_told_that_nobody_approved(world: World) -> None:
    viewer = world.viewer("ohashi")
    meeting = hold(world, "ono", date(2026, 5, 9), reported_count=20)
    issue = Issue.objects.create(
        municipality=world.city,
        district=world.ono,
        title="雪の寄せ場",
        opened_on=date(2026, 5, 9),
        status=IssueStatus.CLOSED,
        closed_on=date(2026, 6, 9),
        closed_reason="角の家の方が引き受けた",
    )
    item = world.add_item(meeting, title="角の家のこと")
    Consideration.objects.create(municipality=world.city, issue=issue, item=item)

    def told(make: Callable[..., AnnualSheet]) -> tuple[tuple[str, ...], list[str]]:
        found = district_summary(world.ono, make(viewer, YEAR, district=world.ono), viewer=viewer)
        return found.gatherings[0].items, [line.became for line in found.issues]

    assert told(whole_sheet) == (("角の家のこと",), ["角の家の方が引き受けた"])
    assert told(public_sheet) == ((), [])
    meeting.sealed_at = clock.now()
    meeting.save()
    assert told(public_sheet) == (("角の家のこと",), [""])
