"""実績報告 against a count of its own, from the raw rows in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.directory.models import Service, ServiceCoverage
from sasaeai.issues.models import Answer, Introduction, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import BodyKind, MeetingState, PresenceStatus
from sasaeai.meetings.models import Body, Recognition
from sasaeai.people.models import District, DistrictChange
from sasaeai.planning.models import YearNote
from sasaeai.reports.queries.annual import annual_report
from sasaeai.reports.queries.annual_parts import year_name
from tests.reports.annual_world import (
    YEAR,
    a_random_year,
    check_against_raw_rows,
    check_issues,
    come,
    hold,
)
from tests.world import TODAY, World


@pytest.fixture
def year(world: World) -> World:
    """新城: a network meeting counted for the support meeting too; 大野: one, cancelled, bare."""
    network = hold(world, "network", date(2026, 6, 11))
    for key in ("shiraishi", "hokatsu", "arai"):
        come(world, network, world.posts[key])
    own = hold(world, "shinjo", date(2026, 9, 10))
    come(world, own, world.posts["shiraishi"])
    come(
        world, own, world.posts["hokatsu"], status=PresenceStatus.SUBSTITUTE, person_name="代理 元"
    )
    come(world, own, organization_name="飛び入り会", person_name="見本 飛", companions=2)
    come(world, own, world.posts["ichikawa"], status=PresenceStatus.ABSENT)
    ono = hold(world, "ono", date(2027, 3, 31), reported_count=27)
    world.add_item(ono, topic=world.topics["snow"])
    world.add_item(ono, removed_at=clock.now())
    world.add_item(network)
    world.add_meeting(
        "ono", date(2026, 7, 1), state=MeetingState.CANCELLED, cancelled_reason="雪のため"
    )
    world.add_meeting("ono", date(2026, 12, 22))
    hold(world, "ono", date(2027, 4, 1), reported_count=99)
    return world


def test_one_gathering_for_two_programmes_is_one(year: World) -> None:
    report = annual_report(year.viewer("ichikawa"), YEAR)
    check_against_raw_rows(report)
    support, network, steering = report.programmes
    assert (support.kind, network.kind) == (BodyKind.SUPPORT, BodyKind.NETWORK)
    assert (support.people.gatherings, support.people.recognized) == (3, 1)
    assert (network.people.gatherings, network.people.recognized) == (1, 0)
    assert report.total.people.gatherings == 3
    assert report.total.people.attendance == 3 + 5 + 27
    assert support.recognized_attendance == 3
    assert steering.people.gatherings == 0, "a programme that did not meet has its line"
    assert (report.cancelled, report.still_to_come) == (1, 1)


def test_a_person_is_counted_once_and_the_nameless_are_said(year: World) -> None:
    people = annual_report(year.viewer("ichikawa"), YEAR).total.people
    # 白石 came twice; 代理 and 飛び入り are by name; companions and the bare 27 have no name.
    assert people.persons == 5
    assert people.unnamed == 2 + 27
    assert people.organizations == 4  # 新城地区社協, 包括, 市社協, 飛び入り会


def test_a_walk_in_with_the_words_of_the_register_is_the_same_person(world: World) -> None:
    first, second = (hold(world, "ono", date(2026, month, 9)) for month in (5, 8))
    come(world, first, world.posts["chokai"])
    come(world, second, organization_name="白旗野町会", person_name="髙﨑 見本")
    assert annual_report(world.viewer("ichikawa"), YEAR).total.people.persons == 1


def test_recognition_that_begins_in_mid_year_counts_from_its_day(year: World) -> None:
    Recognition.objects.update(since=date(2026, 8, 1))
    late = hold(year, "network", date(2026, 10, 8))
    come(year, late, year.posts["hokatsu"])
    report = annual_report(year.viewer("ichikawa"), YEAR)
    check_against_raw_rows(report)
    assert report.programmes[0].people.recognized == 1


def test_a_district_reads_its_own_and_counts_what_is_recognised_from_elsewhere(
    year: World,
) -> None:
    Recognition.objects.create(
        municipality=year.city,
        body=year.bodies["network"],
        counts_for=year.bodies["ono"],
        since=date(2026, 4, 1),
        decided_at="役員会",
    )
    city = annual_report(year.viewer("ichikawa"), YEAR)
    check_against_raw_rows(city)
    ono = annual_report(year.viewer("ohashi"), YEAR, district=year.ono)
    line = next(row for row in city.districts if row.district == year.ono)
    assert ono.total.people == line.people == ono.districts[0].people
    assert (ono.total.people.gatherings, ono.total.people.recognized) == (2, 1)
    assert ono.total.people.attendance == 27 + 3
    assert line.home_attendance == 27
    assert sum(row.home_attendance for row in city.districts) == city.total.people.attendance


def test_issues_go_in_and_out_of_a_year(world: World) -> None:
    def issue(opened: date, closed: date | None = None, **fields: Any) -> Issue:
        ended = {"status": "closed", "closed_reason": "済んだ"} if closed else {}
        return Issue.objects.create(
            municipality=world.city,
            district=world.ono,
            title="雪捨て場が遠い",
            topic=world.topics["snow"],
            opened_on=opened,
            closed_on=closed,
            **(ended | fields),
        )

    issue(date(2025, 5, 1), date(2026, 3, 31))  # not of this year at all
    goes_on = issue(date(2025, 5, 1))
    issue(date(2025, 5, 1), date(2026, 4, 1))
    issue(date(2026, 4, 1), date(2027, 3, 31))
    issue(date(2027, 3, 31), date(2027, 4, 1))
    issue(date(2027, 4, 1))
    issue(date(2026, 5, 1), date(2026, 5, 2), duplicate_of=goes_on)
    issue(date(2026, 5, 1), removed_at=clock.now())
    report = annual_report(world.viewer("ichikawa"), YEAR)
    check_issues(report)
    counts = report.issues
    assert (counts.before, counts.new, counts.resolved, counts.left) == (2, 2, 2, 2)


def test_services_and_answers_of_the_year(world: World) -> None:
    def service(name: str, on: date, *districts: District, source: str = "") -> Service:
        row = Service.objects.create(municipality=world.city, kind="snow", name=name, source=source)
        Service.objects.filter(pk=row.pk).update(created_at=clock.at(on, time(0)))
        for district in districts:
            ServiceCoverage.objects.create(municipality=world.city, service=row, district=district)
        return row

    new = service("雪かき隊", date(2026, 4, 1), world.ono, world.shinjo)
    service("全市の窓口", date(2027, 3, 31), source="表")
    service("前からの会", date(2026, 3, 31), world.ono)
    issue = Issue.objects.create(
        municipality=world.city, district=world.ono, title="雪", opened_on=TODAY
    )
    for _again in range(2):
        Introduction.objects.create(
            municipality=world.city, service=new, issue=issue, introduced_on=TODAY, by_name="新井"
        )
    for state in ("told", "drafted", ""):
        trouble = Trouble.objects.create(
            municipality=world.city,
            district=world.ono,
            raised_by="白旗野町会",
            raised_on=TODAY,
            via="phone",
            text="遠い",
        )
        if state:
            Answer.objects.create(
                municipality=world.city,
                trouble=trouble,
                text="できました",
                channel="phone",
                state=state,
                told_on=TODAY if state == "told" else None,
            )
    report = annual_report(world.viewer("ichikawa"), YEAR)
    assert (report.services.registered, report.services.imported) == (2, 1)
    assert (report.services.introduced, report.services.different) == (2, 1)
    assert (report.troubles.raised, report.troubles.told) == (3, 1)
    ono = next(row for row in report.districts if row.district == world.ono)
    assert (ono.services.registered, ono.services.introduced) == (1, 2)
    alone = annual_report(world.viewer("shiraishi"), YEAR, district=world.shinjo)
    assert (alone.services.registered, alone.services.introduced) == (1, 0)
    assert alone.troubles.raised == 0


def test_a_district_that_was_split_shows_with_those_it_became(world: World) -> None:
    world.ono.until = date(2026, 9, 30)
    world.ono.save()
    east, west = (
        District.objects.create(municipality=world.city, name=name, since=date(2026, 10, 1))
        for name in ("大野東地区", "大野西地区")
    )
    for new in (east, west):
        DistrictChange.objects.create(
            municipality=world.city, old=world.ono, new=new, on=date(2026, 10, 1)
        )
    hold(world, "ono", date(2026, 5, 8), reported_count=27)
    report = annual_report(world.viewer("ichikawa"), YEAR)
    rows = {row.district.name: row for row in report.districts}
    assert set(rows) == {"大野地区", "新城地区", "大野東地区", "大野西地区"}
    assert set(rows["大野地区"].became) == {"大野東地区", "大野西地区"}
    assert rows["大野東地区"].came_from == ("大野地区",)
    assert rows["大野地区"].people.attendance == 27
    before = annual_report(world.viewer("ichikawa"), YEAR.previous)
    assert {row.district.name for row in before.districts} == {"大野地区", "新城地区"}
    after = annual_report(world.viewer("ichikawa"), YEAR.next)
    assert "大野地区" not in {row.district.name for row in after.districts}


def test_a_year_without_anything_is_all_zeros(world: World) -> None:
    report = annual_report(world.viewer("ichikawa"), FiscalYear(2019))
    assert report.total.people.gatherings == 0
    assert [len(programme.months) for programme in report.programmes] == [12, 12, 12]
    assert report.topics == ()
    assert report.words.is_empty
    assert report.year_name == "平成31年度・令和元年度" == year_name(FiscalYear(2019))


def test_the_words_of_a_district_are_read_where_the_district_is(world: World) -> None:
    for district, words in ((None, "市のことば"), (world.ono, "大野のことば")):
        YearNote.objects.create(
            municipality=world.city, district=district, fiscal_year=2026, achieved=words
        )
    assert annual_report(world.viewer("ichikawa"), YEAR).words.achieved == "市のことば"
    assert annual_report(world.viewer("arai"), YEAR).words.is_empty
    ono = annual_report(world.viewer("ohashi"), YEAR, district=world.ono)
    assert ono.words.achieved == "大野のことば"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_world_adds_up_to_what_its_rows_say(world: World, seed: int) -> None:
    a_random_year(world, seed)
    report = annual_report(world.viewer("ichikawa"), YEAR)
    check_against_raw_rows(report)
    treated = Counter()
    for row in report.topics:
        treated[row.topic_id] = row.items
    assert sum(treated.values()) == report.items
    for month, atoms in zip(report.total.months, report.atoms, strict=True):
        assert sum(atom.n for atom in atoms) == month.attendance
    for programme in report.programmes:
        for month, atoms in zip(programme.months, report.atoms, strict=True):
            mine = [a.n for a in atoms if any(kind == programme.kind for _how, kind in a.ties)]
            assert sum(mine) == month.attendance


def test_the_number_of_queries_does_not_grow_with_the_city(world: World) -> None:
    viewer = world.viewer("ichikawa")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            annual_report(viewer, YEAR)
        return len(queries)

    hold(world, "ono", date(2026, 5, 8), reported_count=27)
    few = asked()
    for number in range(12):
        district = District.objects.create(municipality=world.city, name=f"見本{number}地区")
        world.bodies[f"b{number}"] = Body.objects.create(
            municipality=world.city, district=district, kind=BodyKind.SUPPORT, name="会議"
        )
        meeting = hold(world, f"b{number}", date(2026, 6, 1))
        come(world, meeting, organization_name="町会", person_name="甲")
        world.add_item(meeting, topic=world.topics["snow"])
    assert asked() == few <= 11


def test_the_day_of_a_meeting_is_the_day_in_japan(world: World) -> None:
    """A meeting at one o'clock in the night of 1 April is of the new year."""
    on = date(2027, 4, 1)
    moment: datetime = clock.at(on, time(1))
    hold(world, "ono", on, starts_at=moment, ends_at=moment + timedelta(hours=1), reported_count=5)
    assert annual_report(world.viewer("ichikawa"), YEAR).total.people.gatherings == 0
    april = annual_report(world.viewer("ichikawa"), YEAR.next).total.months[0]
    assert (april.gatherings, april.attendance) == (1, 5)
