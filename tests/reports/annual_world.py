"""Years of meetings for the tests of the yearly report, and a count of their raw rows in plain Python."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, time, timedelta
from typing import Any

from sasaeai.issues.models import Issue
from sasaeai.kernel import clock
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.enums import MeetingState, PresenceStatus
from sasaeai.meetings.models import AgendaItem, Body, Meeting, Presence, Recognition, Topic
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Person, Post, Tenure
from sasaeai.reports.queries.annual_parts import AnnualReport
from tests.world import World

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
