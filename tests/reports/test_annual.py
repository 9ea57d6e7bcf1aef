"""実績報告 against a count of its own, from the raw rows in plain Python."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
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
from sasaeai.meetings.models import AgendaItem, Body, Meeting, Presence, Recognition, Topic
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, DistrictChange, Person, Post, Tenure
from sasaeai.planning.models import YearNote
from sasaeai.reports.queries.annual import annual_report
from sasaeai.reports.queries.annual_parts import AnnualReport, year_name
from tests.world import TODAY, World

YEAR = FiscalYear(2026)
THERE = (PresenceStatus.PRESENT, PresenceStatus.LATE, PresenceStatus.SUBSTITUTE)


def hold(world: World, body: str, on: date, **fields: Any) -> Meeting:
    numbers = Meeting.objects.filter(body=world.bodies[body]).count()
    return world.add_meeting(
        body, on, state=MeetingState.HELD, held_at=clock.now(), number=numbers + 1, **fields
    )


def come(world: World, meeting: Meeting, post: Post | None = None, **fields: Any) -> Presence:
    values: dict[str, Any] = {"status": PresenceStatus.PRESENT}
    if post is not None:
        expected = world.add_expected(meeting, post)
        values |= {
            "expected": expected,
            "organization_name": expected.organization_name,
            "person_name": expected.person_name,
        }
    return Presence.objects.create(municipality=world.city, meeting=meeting, **(values | fields))


# ── An independent count ─────────────────────────────────────────────────────────────────────────


def counts_for(meeting: Meeting) -> list[Body]:
    """Every body that a gathering counts for, its own first."""
    day = meeting.starts_at.astimezone(clock.TOKYO).date()
    recognized = [
        row.counts_for
        for row in Recognition.objects.all()
        if row.body_id == meeting.body_id
        and row.removed_at is None
        and row.since <= day
        and (row.until is None or day <= row.until)
    ]
    return [meeting.body, *recognized]


def head_count(meeting: Meeting) -> int:
    rows = [
        row
        for row in Presence.objects.all()
        if row.meeting_id == meeting.id and row.removed_at is None and row.status in THERE
    ]
    return sum(1 + row.companions for row in rows) if rows else meeting.reported_count or 0


def names_of(meetings: list[Meeting]) -> set[Any]:
    """Different persons by the register or by name, as a person with a pencil would count."""
    by_words: dict[tuple[str, str], Any] = {}
    seen = []
    for row in Presence.objects.all():
        if row.removed_at or row.status not in THERE or row.meeting not in meetings:
            continue
        words = (row.organization_name, row.person_name)
        person = row.expected.person_id if row.expected else None
        if person and row.status != PresenceStatus.SUBSTITUTE:
            by_words[words] = person
            seen.append((person, words))
        elif row.person_name:
            seen.append((None, words))
    return {person or by_words.get(words, words) for person, words in seen}


def check_against_raw_rows(report: AnnualReport) -> None:
    held = [
        meeting
        for meeting in Meeting.objects.all()
        if meeting.state == MeetingState.HELD
        and report.fiscal_year.start
        <= meeting.starts_at.astimezone(clock.TOKYO).date()
        <= report.fiscal_year.end
    ]
    assert report.total.people.gatherings == len(held)
    assert report.total.people.attendance == sum(map(head_count, held))
    assert report.total.people.persons == len(names_of(held))
    assert report.items == AgendaItem.objects.filter(meeting__in=held, removed_at=None).count()
    for programme in report.programmes:
        kind = programme.kind
        mine = [m for m in held if any(body.kind == kind for body in counts_for(m))]
        assert programme.people.gatherings == len(mine), kind
        assert programme.people.recognized == sum(m.body.kind != kind for m in mine), kind
        assert programme.people.attendance == sum(map(head_count, mine)), kind
        assert programme.people.persons == len(names_of(mine)), kind
        by_month = Counter(m.starts_at.astimezone(clock.TOKYO).month for m in mine)
        months = [month.month for month in report.fiscal_year]
        assert [month.gatherings for month in programme.months] == [by_month[m] for m in months]
    for row in report.districts:
        here = [
            m for m in held if any(body.district_id == row.district.id for body in counts_for(m))
        ]
        assert row.people.gatherings == len(here), row.district
        assert row.people.attendance == sum(map(head_count, here)), row.district
        assert row.people.persons == len(names_of(here)), row.district
        own = [m for m in here if m.body.district_id == row.district.id]
        assert row.home_attendance == sum(map(head_count, own)), row.district
    check_issues(report)


def check_issues(report: AnnualReport) -> None:
    start, end = report.fiscal_year.start, report.fiscal_year.end
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    for issue in Issue.objects.filter(removed_at=None, duplicate_of=None):
        if issue.opened_on > end:
            continue
        if issue.closed_on and issue.closed_on < start and issue.opened_on < start:
            continue
        for key in (issue.district_id, ("topic", issue.topic_id)):
            counts[key]["new" if issue.opened_on >= start else "before"] += 1
            is_closed = issue.closed_on is not None and issue.closed_on <= end
            counts[key]["resolved" if is_closed else "left"] += 1
    lines = [(row.district.id, row.issues) for row in report.districts]
    lines += [(("topic", row.topic_id), row.issues) for row in report.topics]
    for key, found in lines:
        told = {name: getattr(found, name) for name in ("before", "new", "resolved", "left")}
        assert told == {name: counts[key][name] for name in told}, key
    assert report.issues.all == report.issues.resolved + report.issues.left


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


def a_random_year(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    network = world.bodies["network"]
    Recognition.objects.create(
        municipality=world.city,
        body=network,
        counts_for=world.bodies["ono"],
        since=date(2026, 4, 1) + timedelta(days=chance.randrange(300)),
        until=date(2027, 3, 31) if chance.random() < 0.5 else None,
        decided_at="役員会",
    )
    persons = [
        world.add_post(organization, "役員", f"{name} 試太", role=StaffRole.NONE)
        for organization in list(world.organizations.values())[:5]
        for name in ("赤", "青")
    ]
    for post in persons[::3]:  # one person in two posts
        Tenure.objects.create(
            municipality=world.city,
            person=Person.objects.get(tenures__post=post),
            post=Post.objects.create(
                municipality=world.city, organization=post.organization, title="顧問"
            ),
            since=date(2025, 4, 1),
        )
    topics = [None, world.topics["snow"], Topic.objects.create(
        municipality=world.city, code="x", name="見守り", position=0
    )]  # fmt: skip
    days = chance.sample(range(-30, 400), 18)
    for number, day in enumerate(days):
        body = chance.choice(list(world.bodies))
        on = date(2026, 4, 1) + timedelta(days=day)
        state = chance.choice([MeetingState.HELD] * 3 + [MeetingState.CANCELLED])
        # At midnight in Japan it is still the day before in UTC.
        starts_at = clock.at(on, time(chance.choice([0, 13, 23])))
        meeting = world.add_meeting(
            body,
            on,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=50),
            state=state,
            number=number + 1 if state == MeetingState.HELD else None,
            held_at=clock.now() if state == MeetingState.HELD else None,
            reported_count=chance.choice([None, 0, 3, 40]),
        )
        for post in chance.sample(persons, chance.randrange(6)):
            come(
                world, meeting, post, status=chance.choice(PresenceStatus.values),
                companions=chance.randrange(3),
                removed_at=clock.now() if chance.random() < 0.1 else None,
            )  # fmt: skip
        if chance.random() < 0.5:
            come(world, meeting, organization_name="通りすがり", person_name=chance.choice("甲乙"))
        for _item in range(chance.randrange(4)):
            world.add_item(meeting, topic=chance.choice(topics))
    for _issue in range(25):
        opened = date(2025, 1, 1) + timedelta(days=chance.randrange(900))
        closed = opened + timedelta(days=chance.randrange(500)) if chance.random() < 0.5 else None
        Issue.objects.create(
            municipality=world.city,
            district=chance.choice([world.ono, world.shinjo]),
            title="見本の課題",
            topic=chance.choice(topics),
            opened_on=opened,
            closed_on=closed,
            status="closed" if closed else "open",
            closed_reason="済んだ" if closed else "",
        )


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
