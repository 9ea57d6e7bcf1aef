"""きょう names a district that is stuck, to its coordinator and, in one line, to the city."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.people.models import District
from sasaeai.reports.queries.stage_lines import stage_lines, stuck_city_line
from sasaeai.rollout.actions.stage_records import StageRecord, write_stage_record
from sasaeai.rollout.actions.stages import ensure_stages
from sasaeai.rollout.models import Stage
from tests.conftest import DeskClients
from tests.world import TODAY, World

TODAY_PAGE = "/"


@pytest.fixture
def five(world: World) -> dict[str, Stage]:
    return {stage.code: stage for stage in ensure_stages(actor=world.viewer("ichikawa"))}


def stop(world: World, stage: Stage, district: District, days: int) -> None:
    """Somebody wrote a stage down that many days ago, and nothing since."""
    write_stage_record(
        district=district,
        stage=stage,
        record=StageRecord(done_on=TODAY - timedelta(days=days)),
        base_version=0,
        actor=world.viewer("ichikawa"),
    )


def test_a_stuck_district_is_named_where_it_is_looked_after(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    stop(world, five["officers"], world.ono, 120)
    for client in (desk.arai, desk.ohashi, desk.ichikawa):
        html = client.get(TODAY_PAGE).content.decode()
        assert "展開：大野地区は「市・市社協による説明会」で止まっています" in html
        assert "120日、動きがありません" in html
        assert reverse("desk:rollout_district", args=[world.ono.id]) in html
    assert "止まっています" not in desk.shiraishi.get(TODAY_PAGE).content.decode()


def test_the_city_hears_of_many_in_one_line(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    stop(world, five["officers"], world.ono, 120)
    stop(world, five["officers"], world.shinjo, 150)
    line = stuck_city_line(world.viewer("ichikawa"), [world.ono, world.shinjo])
    assert line is not None
    assert line.what == "展開：2地区が止まっています"
    assert line.why == "新城地区、大野地区です。"
    assert "/rollout/?stuck=1" in desk.ichikawa.get(TODAY_PAGE).content.decode()


def test_a_district_that_stopped_meeting_has_its_line_elsewhere(
    world: World, five: dict[str, Stage]
) -> None:
    world.add_meeting("ono", date(2026, 4, 10), state="held", held_at=clock.now(), number=1)
    arai = world.viewer("arai")
    assert list(stage_lines(arai, arai.runs)) == []
    line = stuck_city_line(world.viewer("ichikawa"), [world.ono])
    assert line is not None
    assert "定例化" in line.what


def test_a_city_that_keeps_no_stages_pays_one_query(
    world: World, django_assert_num_queries
) -> None:
    arai = world.viewer("arai")
    with django_assert_num_queries(1):
        assert list(stage_lines(arai, arai.runs)) == []


def test_the_first_page_keeps_its_fifteen_queries(
    world: World, desk: DeskClients, five: dict[str, Stage], django_assert_max_num_queries
) -> None:
    for number in range(30):
        district = District.objects.create(municipality=world.city, name=f"第{number}地区")
        stop(world, five["officers"], district, 100 + number)
    desk.ichikawa.get(TODAY_PAGE)
    with django_assert_max_num_queries(15):
        html = desk.ichikawa.get(TODAY_PAGE).content.decode()
    assert "展開：30地区が止まっています" in html
