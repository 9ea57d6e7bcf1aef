"""自主防災の取組: keyed in from paper, side by side, printed."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from sasaeai.issues import actions
from sasaeai.issues.models import DisasterEffort
from sasaeai.issues.queries.efforts import effort_sheet
from sasaeai.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.people.models import Organization
from tests.conftest import DeskClients
from tests.world import TODAY, World

YEAR = FiscalYear(2026)


@pytest.fixture
def chokai(world: World) -> Organization:
    return world.organizations["白旗野町会"]


def page(world: World, name: str = "district_efforts", *more: object) -> str:
    return reverse(f"desk:{name}", args=[world.ono.id, *more])


def keyed(world: World, **values: object) -> dict[str, object]:
    return {"keys": "", "note": "", "base_version": "0"} | values


def test_one_line_of_keys_is_ten_answers_and_leads_to_the_next(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    other = world.add_organization("chokai", "けやき町会", world.ono)
    form = page(world, "effort", chokai.id)
    answer = desk.ohashi.post(form, keyed(world, keys="１１２３ 0○△×111"))
    assert answer.status_code == 200  # eleven signs
    assert "いま11個" in answer.content.decode()
    answer = desk.ohashi.post(form, keyed(world, keys="１１２３ 0○△×11", note="雪は当番で"))
    assert page(world, "effort", other.id) in answer["Location"]
    row = DisasterEffort.objects.get()
    levels = [cell.level for cell in sheet_row(world, chokai).cells]
    assert levels == ["yes", "yes", "partly", "no", "", "yes", "partly", "no", "yes", "yes"]
    assert (row.note, row.version, len(row.points)) == ("雪は当番で", 1, 9)


def sheet_row(world: World, organization: Organization):
    sheet = effort_sheet(world.ono, YEAR, viewer=world.viewer("arai"))
    return next(row for row in sheet.rows if row.organization == organization)


def test_the_choices_do_the_same_and_the_message_takes_it_back(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    form = page(world, "effort", chokai.id)
    html = desk.ohashi.post(form, keyed(world, drill="yes"), follow=True).content.decode()
    assert "元に戻す" in html
    assert sheet_row(world, chokai).keys == "————○—————"
    undo = keyed(world, keys="—" * 10, base_version="1")
    desk.ohashi.post(form, undo)
    assert DisasterEffort.objects.get().points == {}


def test_somebody_elses_newer_answers_are_not_overwritten(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    values = {
        "district": world.ono,
        "organization": chokai,
        "fiscal_year": YEAR,
        "actor": world.viewer("arai"),
    }
    actions.write_effort(points={"drill": "yes"}, **values)
    with pytest.raises(StaleEdit):
        actions.write_effort(points={"drill": "no"}, **values)
    html = desk.ohashi.post(page(world, "effort", chokai.id), keyed(world, drill="no"))
    assert html.status_code == 200
    assert DisasterEffort.objects.get().points == {"drill": "yes"}


def test_only_those_of_the_district_are_asked_and_only_its_people_write(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    values = {"fiscal_year": YEAR, "points": {}, "district": world.ono}
    council = world.organizations["大野地区社会福祉協議会"]
    with pytest.raises(InvalidInput, match="町会・自主防災組織ではありません"):
        actions.write_effort(organization=council, actor=world.viewer("arai"), **values)
    with pytest.raises(InvalidInput):
        actions.write_effort(
            organization=chokai, actor=world.viewer("arai"), **(values | {"points": {"x": "yes"}})
        )
    with pytest.raises(NotAllowed):
        actions.write_effort(organization=chokai, actor=world.viewer("ichikawa"), **values)
    assert desk.ichikawa.get(page(world)).status_code == 200
    assert desk.ichikawa.get(page(world, "effort", chokai.id)).status_code == 403
    assert desk.shiraishi.get(page(world)).status_code == 404


def test_last_years_answers_stand_beside(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    for year, level in ((YEAR.previous, "partly"), (YEAR, "yes")):
        actions.write_effort(
            district=world.ono,
            organization=chokai,
            fiscal_year=year,
            points={"drill": level},
            actor=world.viewer("arai"),
        )
    html = desk.ohashi.get(page(world)).content.decode()
    assert "している（昨年度：一部している）" in html
    xlsx = desk.ohashi.get(page(world, "efforts_sheet", "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["白旗野町会"][4] == "○"
    assert rows["白旗野町会"][10] == "————△—————"
    assert rows["「している」の数"][4] == 1


def test_one_that_ends_is_asked_to_its_last_day_and_its_answers_stay(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    actions.write_effort(
        district=world.ono,
        organization=chokai,
        fiscal_year=YEAR.previous,
        points={"drill": "yes"},
        actor=world.viewer("arai"),
    )
    Organization.objects.filter(pk=chokai.pk).update(ended_on=TODAY + timedelta(days=1))
    assert "白旗野町会" in desk.ohashi.get(page(world)).content.decode()
    Organization.objects.filter(pk=chokai.pk).update(ended_on=TODAY)
    assert "白旗野町会" not in desk.ohashi.get(page(world)).content.decode()
    last_year = desk.ohashi.get(page(world), {"year": YEAR.previous.year}).content.decode()
    assert "白旗野町会" in last_year


def test_the_table_and_the_sheets_to_hand_out_are_printed(
    world: World, desk: DeskClients, chokai: Organization
) -> None:
    world.add_organization("chokai", "髙﨑町会", world.ono)
    for size, width in (("", 842), ("?size=a3", 1191)):
        answer = desk.ohashi.get(page(world, "efforts_sheet", "pdf") + size)
        found = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0]
        assert round(found.mediabox.width) == width
        assert "髙﨑町会" in found.extract_text()
    blank = desk.ohashi.get(page(world, "efforts_blank"))
    pages = pypdf.PdfReader(io.BytesIO(blank.content)).pages
    assert len(pages) == 2
    assert "消火栓のまわり" in pages[0].extract_text().replace("\n", "")
    assert desk.ohashi.get(page(world, "efforts_sheet", "docx")).status_code == 404


def test_forty_of_them_cost_no_more_queries(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    for number in range(40):
        world.add_organization("chokai", f"第{number}町会", world.ono)
    desk.arai.get(page(world))
    with django_assert_max_num_queries(12):
        desk.arai.get(page(world))
