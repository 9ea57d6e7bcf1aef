"""推進員 月報: what was done anyway is in it by itself, and the totals are those of its lines."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.audit.models import Entry
from sasaeai.directory import actions as directory
from sasaeai.issues import actions as issues
from sasaeai.kernel import clock
from sasaeai.people.enums import Channel
from sasaeai.planning.actions.activities import ActivityDetails, write_activity
from sasaeai.planning.enums import ActivityKind
from sasaeai.reports.queries.monthly import MonthReport, Spent, month_report
from tests.reports.annual_world import come, hold
from tests.world import TODAY, World

NOVEMBER = date(2026, 11, 1)


def month(world: World, first: date = NOVEMBER) -> MonthReport:
    return month_report(world.posts["arai"], first, viewer=world.viewer("arai"))


@pytest.fixture
def busy(world: World) -> World:
    """Two meetings in the room, one without; two troubles by telephone, one told; a visit; a check."""
    arai = world.viewer("arai")
    for body, day in (("ono", 5), ("network", 12)):
        come(world, hold(world, body, date(2026, 11, day)), world.posts["arai"])
    hold(world, "shinjo", date(2026, 11, 19))
    come(world, hold(world, "ono", date(2026, 10, 30)), world.posts["arai"])
    troubles = [
        issues.raise_trouble(
            district=world.ono, text="遠い", raised_by="町会", via="phone", raised_on=TODAY,
            actor=arai,
        )
        for _again in range(3)
    ]  # fmt: skip
    issues.withdraw_trouble(trouble=troubles.pop(), actor=arai)
    issues.settle_trouble(trouble=troubles[0], reason="窓口につないだ", actor=arai)
    answer = issues.draft_answer(
        trouble=troubles[0], text="つなぎました", channel=Channel.HAND, actor=arai
    )
    issues.tell_answer(answer=answer, told_on=TODAY, note="", actor=arai)
    directory.add_service(
        details=directory.ServiceDetails(kind="snow", name="雪かき隊", operator_name="見本の会"),
        districts=[world.ono],
        actor=arai,
    )
    write_activity(
        post=world.posts["arai"],
        details=ActivityDetails(
            on=TODAY, kind="training", summary="研修を受けた", minutes=90,
            districts=(world.ono, world.shinjo),
        ),
        actor=arai,
    )  # fmt: skip
    return world


def test_what_was_done_anyway_is_there_without_writing_it_again(busy: World) -> None:
    lines = {(line.kind, line.words, line.place, line.minutes) for line in month(busy).lines}
    assert lines >= {
        (ActivityKind.MEETING, "大野地区地域支え合い会議　第1回", "大野地区", 60),
        (ActivityKind.MEETING, "新城地区地域支援ネットワーク会議　第1回", "新城地区", 60),
        (ActivityKind.CALL, "困りごとを聞いた（2件）", "大野地区", None),
        (ActivityKind.VISIT, "困りごとの返答を伝えた", "大野地区", None),
        (ActivityKind.SURVEY, "相談先を一覧に加えた", "", None),
        (ActivityKind.TRAINING, "研修を受けた", "大野地区・新城地区", 90),
    }


def test_a_meeting_without_a_mark_is_asked_about_and_not_counted(busy: World) -> None:
    report = month(busy)
    assert [meeting.body.name for meeting in report.away] == ["新城地区地域支え合い会議"]
    meetings = next(row for row in report.rows if row.kind == ActivityKind.MEETING)
    assert meetings.total == Spent(2, 120)


def test_the_totals_are_those_of_the_lines(busy: World) -> None:
    report = month(busy)
    times, minutes = Counter(), Counter()
    for line in report.lines:
        for place in [*(one.name for one in line.districts), "合計"]:
            times[line.kind, place] += line.times
            minutes[line.kind, place] += line.minutes or 0
        if not line.districts:
            times[line.kind, "地区なし"] += line.times
    for row in report.rows[:-1]:
        for district, cell in zip(report.columns, row.cells, strict=True):
            assert cell.times == times[row.kind, district.name]
            assert cell.minutes == minutes[row.kind, district.name]
        assert row.total == Spent(times[row.kind, "合計"], minutes[row.kind, "合計"])
        assert row.nowhere.times == times[row.kind, "地区なし"]
    training = next(row for row in report.rows if row.kind == ActivityKind.TRAINING)
    assert [cell.times for cell in training.cells] == [1, 1], "for two districts"
    assert training.total.times == 1, "and yet one training"
    assert report.total.times == sum(row.total.times for row in report.rows[:-1])
    assert report.total.duration == "3時間30分"


def test_another_month_and_another_person_are_not_in_it(busy: World) -> None:
    issues.raise_trouble(
        district=busy.ono, text="遠い", raised_by="町会", via="phone", raised_on=TODAY,
        actor=busy.viewer("ohashi"),
    )  # fmt: skip
    calls = [line for line in month(busy).lines if line.kind == ActivityKind.CALL]
    assert sum(line.times for line in calls) == 2
    october = month(busy, date(2026, 10, 1))
    assert [line.on for line in october.lines] == [date(2026, 10, 30)]
    empty = month(busy, date(2020, 1, 1))
    assert (empty.lines, empty.names, empty.total) == ((), "", Spent())


def test_the_day_of_a_write_is_the_day_in_japan(busy: World) -> None:
    """Half past eight in the evening of 31 October in UTC is already November in Japan."""
    late = clock.at(date(2026, 11, 1), clock.to_tokyo(clock.now()).time().replace(hour=5))
    trouble = issues.raise_trouble(
        district=busy.ono, text="夜", raised_by="町会", via="visit", raised_on=TODAY,
        actor=busy.viewer("arai"),
    )  # fmt: skip
    rows = Entry.objects.filter(object_id=trouble.pk)
    assert rows.count() == 1
    # Nobody changes the trail but time itself.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_entry SET at = %s WHERE object_id = %s",
            [late, trouble.pk.hex if connection.vendor == "sqlite" else str(trouble.pk)],
        )
    visits = [line for line in month(busy).lines if line.what == "困りごとを聞いた"]
    assert date(2026, 11, 1) in {line.on for line in visits if line.kind == ActivityKind.VISIT}


def test_a_full_month_asks_no_more_than_a_quiet_one(busy: World) -> None:
    def asked() -> int:
        viewer = busy.viewer("arai")
        with CaptureQueriesContext(connection) as queries:
            month_report(busy.posts["arai"], NOVEMBER, viewer=viewer)
        return len(queries)

    few = asked()
    for number in range(40):
        write_activity(
            post=busy.posts["arai"],
            details=ActivityDetails(
                on=TODAY - timedelta(days=number % 20), kind="visit", summary="訪ねた",
                districts=(busy.ono,), organizations=(busy.organizations["白旗野町会"],),
            ),
            actor=busy.viewer("arai"),
        )  # fmt: skip
    assert asked() <= few + 1 <= 14
