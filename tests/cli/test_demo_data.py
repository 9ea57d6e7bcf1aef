"""What the demo holds: the source's facts as they stand there, everything else marked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection, transaction
from django.db.models import Count

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.audit.models import Entry
from sasaeai.cli.demo.history import SOURCE
from sasaeai.cli.demo.load import has_demo, is_empty, load_demo
from sasaeai.issues.models import Trouble
from sasaeai.issues.queries import list_owed, owed_rows, to_ask
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.models import (
    Body,
    DatePoll,
    DateVoter,
    Meeting,
    Recognition,
    Remark,
    Topic,
    TopicCall,
)
from sasaeai.notices.enums import DeliveryStatus, ScanState
from sasaeai.notices.models import Delivery, Reply, SlipScan
from sasaeai.notices.queries import notice_board
from sasaeai.people.enums import Channel
from sasaeai.people.models import Municipality, Organization, Person, Post, Tenure
from sasaeai.reports.queries.progress import StepKey
from sasaeai.reports.queries.today import LineKind, today_lines
from sasaeai.reports.queries.years import city_year
from tests.world import TODAY

# What the source names; every other organisation of the demo must say （見本）.
NAMED_BY_THE_SOURCE = {
    "大野地区社会福祉協議会",
    "新城地区社会福祉協議会",
    "青森市社会福祉協議会",
    "青森市",
    "大野地区民児協",
    "新城地区民児協",
    "白旗野町会",
}


pytestmark = pytest.mark.django_db


def morning_of(day: datetime.date) -> datetime.datetime:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    return datetime.datetime.combine(day, datetime.time(10), tzinfo=zone)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """One loaded demo for the module, taken back at its end."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(morning_of(TODAY), tick=True),
        transaction.atomic(),
    ):
        load_demo()
        yield
        transaction.set_rollback(True)


def sign_in(login_id: str):
    return viewer_for(Account.objects.get(login_id=login_id), on=TODAY)


def real_meetings():
    return Meeting.objects.filter(is_sample=False).order_by("starts_at")


# ── The source ───────────────────────────────────────────────────────────────────────────────────


def test_the_three_meetings_stand_as_the_source_has_them() -> None:
    found = [
        (
            f"{meeting.held_on:%Y-%m-%d}",
            f"{meeting.start:%H:%M}–{meeting.end:%H:%M}",
            meeting.venue.name,
            meeting.reported_count,
        )
        for meeting in real_meetings().select_related("venue")
    ]
    assert found == [
        ("2018-10-26", "13:30–14:30", "西部市民センター", 23),
        ("2018-11-07", "15:00–16:05", "大野市民センター", 27),
        ("2018-11-22", "18:00–19:00", "西部市民センター", 20),
    ]


def test_only_what_the_source_says_stands_without_the_sample_mark() -> None:
    for meeting in real_meetings():
        assert meeting.source_note.startswith(SOURCE)
        assert meeting.fiscal_year == 2018
    assert all(m.fiscal_year >= 2025 for m in Meeting.objects.filter(is_sample=True))
    unmarked = Organization.objects.exclude(name__contains="（見本）")
    assert set(unmarked.values_list("name", flat=True)) == NAMED_BY_THE_SOURCE


def test_who_was_called_is_named_as_kinds_and_nobody_by_name() -> None:
    called = [
        [expected.organization_name for expected in meeting.expected.order_by("number")]
        for meeting in real_meetings()
    ]
    common = ["町会", "{}地区民児協", "地域包括支援センター", "市社協"]
    assert called[0] == ["新城地区社協", *(w.format("新城") for w in common), "青森市"]
    assert called[1] == ["大野地区社協", *(w.format("大野") for w in common), "青森市"]
    assert called[2] == [
        "新城地区社協",
        *(w.format("新城") for w in common),
        "金融機関",
        "郵便局",
        "交番",
    ]
    assert not any(e.person_name for m in real_meetings() for e in m.expected.all())


def test_both_coordinators_at_the_network_meeting_are_noted() -> None:
    assert "推進員2名" in real_meetings().get(body__name__contains="ネットワーク").source_note


def test_the_recognition_of_shinjo_has_its_reason_and_the_coordinators_as_link() -> None:
    recognition = Recognition.objects.get()
    assert recognition.since == datetime.date(2018, 10, 26)
    assert recognition.decided_at == "新城地区での説明会"
    assert recognition.body.name == "新城地区地域支援ネットワーク会議"
    assert recognition.counts_for.name == "新城地区地域支え合い会議"
    titles = [link.post.title for link in recognition.links.select_related("post")]
    assert len(titles) == 2
    assert all(title.startswith("地域支え合い推進員") for title in titles)


def test_heisei_30_shows_three_gatherings_and_seventy_people() -> None:
    totals = city_year(FiscalYear(2018), viewer=sign_in("shi")).year.totals
    assert (totals.held, totals.attendance) == (3, 70)


def test_the_opinions_that_shaped_both_districts_are_there_in_gist() -> None:
    texts = Remark.objects.filter(item__meeting__is_sample=False).values_list("text", flat=True)
    for word in ("負担を軽く", "幹事会", "回覧板", "福祉安心電話", "みまもりサービス", "自主防災"):
        assert any(word in text for text in texts), word


def test_the_steering_body_of_ono_has_the_member_groups_of_the_source() -> None:
    body = Body.objects.get(name__endswith="幹事会")
    kinds = {member.post.organization.kind.code for member in body.members.all()}
    assert kinds == {
        "chiku_shakyo", "chokai", "minjikyo", "hokatsu", "shogai", "bohan", "pta", "iryo",
    }  # fmt: skip
    assert body.prepares is not None
    assert body.prepares.name == "大野地区地域支え合い会議"


def test_the_five_topics_propose_whom_to_call_and_say_why() -> None:
    assert Topic.objects.count() == 5
    assert not TopicCall.objects.filter(reason="").exists()
    calling = TopicCall.objects.values("topic").annotate(n=Count("id"))
    assert {row["n"] for row in calling} >= {2}
    assert len(calling) == 5


# ── The fictional year ───────────────────────────────────────────────────────────────────────────


def test_today_has_something_of_each_kind_to_do() -> None:
    lines = today_lines(sign_in("suishin"))
    assert {line.kind for line in lines} >= set(LineKind) - {LineKind.WAITING}
    notice = next(line for line in lines if line.step_key == StepKey.NOTICE)
    assert notice.meeting.body.name == "大野地区地域支え合い会議"
    assert abs((notice.due_on - TODAY).days) <= 5
    record = next(line for line in lines if line.step_key == StepKey.RECORD)
    assert record.meeting.body.name == "新城地区地域支え合い会議"
    assert any(line.kind == LineKind.CONVENE and line.is_overdue for line in lines)
    assert any(line.kind == LineKind.ACTION and line.is_overdue for line in lines)


def test_thirty_people_are_called_to_ono_and_half_of_the_network_replied() -> None:
    coming = Meeting.objects.filter(state="planned", is_sample=True, is_public_event=False)
    network, ono = coming.exclude(regime="support_council").order_by("starts_at")
    assert ono.expected.count() == 30
    assert network.expected.count() == 12
    assert Reply.objects.filter(expected__meeting=network).count() == 6


def test_what_came_back_shows_a_returned_letter_a_slip_in_doubt_and_a_trouble() -> None:
    network = Meeting.objects.filter(state="planned", is_sample=True).earliest("starts_at")
    returned = Delivery.objects.get(status=DeliveryStatus.RETURNED)
    assert returned.expected.meeting == network
    slip = SlipScan.objects.get()
    assert slip.state == ScanState.WAITING
    assert slip.expected is not None
    assert slip.expected.meeting == network
    assert "出席・代理出席" in slip.reason
    assert not Reply.objects.filter(expected__in=[slip.expected, returned.expected]).exists()
    assert Trouble.objects.get(via="slip").organization.name == "白旗野町会"


def test_somebody_is_owed_an_answer_and_somebody_is_asked_whether_it_helped() -> None:
    viewer = sign_in("suishin")
    owed = owed_rows(list_owed(viewer), viewer=viewer)
    assert {one.draft is not None for one in owed} == {True, False}
    assert to_ask(viewer).get().trouble.state == "answered"
    states = set(Trouble.objects.filter(district__name="大野地区").values_list("state", flat=True))
    assert {"answered", "referred"} <= states


def test_the_letters_to_ono_go_by_every_way_that_needs_no_setting() -> None:
    prepared = Meeting.objects.filter(state="planned", is_sample=True, is_public_event=False)
    ono = prepared.get(body__district__name__startswith="大野", body__kind="support")
    ways = {one.channel for one in notice_board(ono, viewer=sign_in("suishin")).recipients}
    assert ways == set(Channel) - {Channel.LINE}


def test_one_of_three_people_has_not_said_yet_which_day_suits() -> None:
    poll = DatePoll.objects.get()
    assert poll.body.name == "新城地区地域支え合い会議"
    answered = DateVoter.objects.filter(poll=poll, marks__isnull=False).distinct()
    assert (poll.slots.count(), poll.voters.count(), answered.count()) == (4, 3, 2)


def test_the_roster_has_forty_people_rare_letters_vacancies_and_a_person_of_three_posts() -> None:
    assert Person.objects.count() >= 40
    names = "".join(Person.objects.values_list("name", flat=True))
    assert "髙" in names
    assert "﨑" in names
    held = Tenure.objects.values("person").annotate(n=Count("id"))
    assert max(row["n"] for row in held) == 3
    assert Post.objects.filter(tenures__isnull=True).exists()


def test_nobody_can_be_reached_by_what_the_demo_says() -> None:
    for person in Person.objects.all():
        assert person.tel.startswith("017-000-")
        assert person.email == "" or person.email.endswith("@example.jp")
        assert person.address.endswith("（見本）")


def test_every_login_opens_the_districts_it_should() -> None:
    districts = {login: len(sign_in(login).runs) for login in ("suishin", "ono", "shinjo")}
    assert districts == {"suishin": 3, "ono": 1, "shinjo": 1}
    for login in ("shi", "shakyo"):
        viewer = sign_in(login)
        assert viewer.sees_city
        assert not viewer.runs


def test_every_write_left_a_trace() -> None:
    traced = set(Entry.objects.values_list("object_id", flat=True))
    assert set(Meeting.objects.values_list("id", flat=True)) <= traced
    assert set(Person.objects.values_list("id", flat=True)) <= traced
    assert Entry.objects.exclude(municipality_id=Municipality.objects.get().id).count() == 0


def test_the_demo_knows_itself() -> None:
    assert has_demo()
    assert not is_empty()


# ── Any day ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
@pytest.mark.parametrize(
    "day",
    [datetime.date(2027, 4, 1), datetime.date(2028, 2, 29), datetime.date(2026, 12, 30)],
    ids=str,
)
def test_the_demo_loads_on_any_day_and_has_something_due(day: datetime.date) -> None:
    with transaction.atomic(), time_machine.travel(morning_of(day), tick=True):
        _empty()
        load_demo()
        viewer = viewer_for(Account.objects.get(login_id="suishin"), on=day)
        kinds = {line.kind for line in today_lines(viewer)}
        transaction.set_rollback(True)
    assert {LineKind.STEP, LineKind.CONVENE, LineKind.ACTION} <= kinds


def _empty() -> None:
    """Make room for another demo inside this transaction: only names that must be unique."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_municipality SET lg_code = '000000'")
        cursor.execute("UPDATE accounts_account SET login_id = 'old-' || login_id")
