"""The synthetic city: the same rows from the same seed, plainly made up, and in itself consistent."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import global_settings
from django.contrib.auth.hashers import check_password
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F, Max, Q

from sasaeai.accounts.models import Account
from sasaeai.accounts.queries import viewer_for
from sasaeai.cli.demo.city.build import build_city, cities_found, login_names
from sasaeai.cli.demo.city.places import center_of, commission_of, district_of, last_renewal
from sasaeai.cli.demo.city.register import CITY, COORDINATOR, COUNCIL, OFFICER
from sasaeai.cli.demo.city.scale import Scale
from sasaeai.cli.demo.people import PASSWORD, PERSONS
from sasaeai.issues.enums import AnswerState, IssueStatus
from sasaeai.issues.models import Issue, Trouble
from sasaeai.kernel.reply_code import parse_reply_code
from sasaeai.meetings.enums import COUNTED, BodyKind, MeetingState, PresenceStatus
from sasaeai.meetings.models import Expected, Meeting, Presence
from sasaeai.minutes.models import PublicVersion
from sasaeai.notices.models import Delivery
from sasaeai.people.models import District, Organization, Person, Tenure, Venue
from sasaeai.rollout.models import Lesson
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries import search
from tests.world import TODAY

pytestmark = pytest.mark.django_db

SMALL = Scale(districts=3, years=1)
WINTER = {12, 1, 2, 3}


def at_ten(day: datetime.date) -> datetime.datetime:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    return datetime.datetime.combine(day, datetime.time(10), tzinfo=zone)


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table, in an order of its own."""
    for model in apps.get_models():
        if model._meta.app_label in {"contenttypes", "auth", "sessions"}:
            continue
        for row in model._base_manager.order_by("pk").values():
            yield model._meta.label, row


def digest() -> str:
    found = hashlib.sha256()
    for label, row in rows():
        found.update(label.encode())
        found.update(json.dumps(row, cls=DjangoJSONEncoder, default=str, sort_keys=True).encode())
    return found.hexdigest()


def digest_of(**wishes: Any) -> str:
    """The digest of a city made for this and taken back at once."""
    with transaction.atomic():
        build_city(scale=Scale(districts=1, years=1), day=TODAY, **wishes)
        found = digest()
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module", autouse=True)
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One small city for the module, taken back at its end."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(at_ten(TODAY), tick=True),
        transaction.atomic(),
    ):
        build_city(scale=SMALL, day=TODAY)
        yield
        transaction.set_rollback(True)


# ── The same again ───────────────────────────────────────────────────────────────────────────────


def test_the_same_seed_makes_the_same_rows_and_another_seed_others() -> None:
    with transaction.atomic():
        # A second city beside the first one: nothing of the first may reach into it.
        first = digest_of(city=2, seed=7)
        assert digest_of(city=2, seed=7) == first
        assert digest_of(city=2, seed=8) != first


def test_two_cities_stand_beside_each_other_with_their_own_logins() -> None:
    with transaction.atomic():
        build_city(scale=Scale(districts=1, years=1), day=TODAY, city=2)
        assert cities_found() is not None
        assert cities_found().count == 2
        names = set(Account.objects.values_list("login_id", flat=True))
        assert names == {*login_names(1), *login_names(2)}
        transaction.set_rollback(True)


def test_a_city_that_lacks_its_last_row_counts_as_unfinished() -> None:
    found = cities_found()
    assert found is not None
    assert (found.count, found.all_whole) == (1, True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")
        assert cities_found().all_whole is False
        transaction.set_rollback(True)


# ── Plainly made up ──────────────────────────────────────────────────────────────────────────────


def test_everything_bears_a_name_that_nobody_takes_for_real() -> None:
    for model in (District, Organization, Venue):
        names = model.objects.values_list("name", flat=True)
        assert names
        assert all("見本" in name for name in names)
    families = {row[0].split()[0] for row in PERSONS.values()}
    assert {name.split()[0] for name in Person.objects.values_list("name", flat=True)} <= families
    assert not Meeting.objects.filter(is_sample=False).exists()
    assert not Lesson.objects.filter(is_sample=False).exists()


def test_the_four_logins_open_what_their_posts_may_see(settings: Any) -> None:
    viewers = {
        name: viewer_for(Account.objects.get(login_id=name), on=TODAY)
        for name in (CITY, COUNCIL, COORDINATOR, OFFICER)
    }
    assert viewers[CITY].sees_city
    assert viewers[COUNCIL].sees_city
    assert len(viewers[COORDINATOR].runs) == SMALL.districts
    assert len(viewers[OFFICER].runs) == 1
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # those of a real site
    assert check_password(PASSWORD, Account.objects.get(login_id=CITY).password)


# ── Areas of a city of 38 districts ──────────────────────────────────────────────────────────────


def test_a_whole_city_has_the_counts_of_a_middle_sized_one() -> None:
    scale = Scale()
    assert (scale.districts, scale.areas, scale.chokai) == (38, 42, 368)
    assert (scale.centers, scale.coordinators, scale.commissioners) == (11, 12, 658)
    sizes = Counter(district_of(chokai, scale) for chokai in range(scale.chokai))
    assert len(sizes) == 38
    assert set(sizes.values()) == {9, 10}


@pytest.mark.parametrize("area_of", [center_of, commission_of])
def test_areas_of_services_overlap_districts_and_never_nest(area_of: Any) -> None:
    scale = Scale()
    touched: dict[int, set[int]] = {}
    for chokai in range(scale.chokai):
        touched.setdefault(district_of(chokai, scale), set()).add(area_of(chokai, scale))
    assert any(len(areas) > 1 for areas in touched.values())
    shared = Counter(area for areas in touched.values() for area in areas)
    assert any(count > 1 for count in shared.values())


def test_districts_begin_one_after_the_other_and_the_last_are_still_on_their_way() -> None:
    scale = Scale()
    begun = [scale.first_on(number, TODAY) for number in range(scale.districts)]
    days = [day for day in begun if day is not None]
    assert days == sorted(days)
    assert begun[len(days) :] == [None] * 5
    assert days[-1] < TODAY


def test_commissioners_all_began_a_term_on_the_last_renewal() -> None:
    assert last_renewal(TODAY) == datetime.date(2025, 12, 1)
    assert last_renewal(datetime.date(2025, 11, 30)) == datetime.date(2022, 12, 1)
    began = datetime.date(2025, 12, 1)
    before = Tenure.objects.filter(
        post__organization__kind__code="minjikyo", until=began - datetime.timedelta(days=1)
    )
    assert before.exists()
    for tenure in before:
        assert Tenure.objects.filter(post=tenure.post, since=began).count() == 1


# ── Meetings ─────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_taken_in_the_order_of_days_in_each_body_and_year() -> None:
    held: dict[tuple[Any, int], list[int]] = {}
    for meeting in Meeting.objects.filter(state=MeetingState.HELD).order_by("starts_at"):
        held.setdefault((meeting.body_id, meeting.fiscal_year), []).append(meeting.number)
    assert held
    for numbers in held.values():
        assert numbers == list(range(1, len(numbers) + 1))
    assert not Meeting.objects.exclude(state=MeetingState.HELD).filter(number__gt=0).exists()


def test_the_history_ends_today_and_most_districts_prepare_the_next_meeting() -> None:
    held = Meeting.objects.filter(state=MeetingState.HELD)
    assert held.aggregate(last=Max("starts_at"))["last"] <= at_ten(TODAY)
    planned = Meeting.objects.filter(state=MeetingState.PLANNED)
    assert planned.exists()
    assert all(meeting.held_on >= TODAY for meeting in planned)


def test_rooms_are_as_full_as_the_source_tells_and_substitutes_come() -> None:
    support = Meeting.objects.filter(state=MeetingState.HELD, body__kind=BodyKind.SUPPORT)
    for meeting in support:
        called = Expected.objects.filter(meeting=meeting).count()
        came = Presence.objects.filter(meeting=meeting, status__in=COUNTED).count()
        assert 20 <= called <= 30
        assert 10 <= came <= called
    assert Presence.objects.filter(status=PresenceStatus.SUBSTITUTE).exists()


def test_snow_calls_meetings_off_in_winter_only_and_they_are_held_a_week_later() -> None:
    with transaction.atomic():
        build_city(scale=Scale(districts=2, years=4), day=TODAY, city=2)
        off = Meeting.objects.filter(state=MeetingState.CANCELLED)
        assert off.exists()
        for meeting in off:
            assert meeting.held_on.month in WINTER
            assert meeting.cancelled_reason == "大雪のため"
            later = Meeting.objects.filter(body=meeting.body, starts_at__gt=meeting.starts_at)
            assert 7 <= (later.first().held_on - meeting.held_on).days <= 14
        transaction.set_rollback(True)


def test_talk_of_snow_belongs_to_the_cold_half_of_the_year() -> None:
    raised = Issue.objects.filter(season="winter").values_list("opened_on", flat=True)
    assert all(day.month in {10, 11, 12, 1, 2, 3} for day in raised)


def test_letters_went_out_and_what_left_the_room_was_approved_by_another() -> None:
    assert Delivery.objects.exists()
    assert PublicVersion.objects.exists()
    assert not PublicVersion.objects.filter(approved_by_id=F("written_by_id")).exists()


def test_every_reply_code_can_be_read_back() -> None:
    codes = list(Expected.objects.values_list("reply_code", flat=True))
    assert len(set(codes)) == len(codes)
    assert all(parse_reply_code(code) == code for code in codes[:200])


# ── Issues ───────────────────────────────────────────────────────────────────────────────────────


def test_an_issue_is_closed_only_when_everybody_who_raised_it_was_told() -> None:
    closed = Issue.objects.filter(status=IssueStatus.CLOSED)
    raised = Trouble.objects.filter(issue__in=closed)
    assert raised.exists()
    told = Q(answers__state=AnswerState.TOLD, answers__told_on__lte=F("issue__closed_on"))
    assert raised.filter(told).distinct().count() == raised.count()


def test_an_issue_stands_as_its_last_entry_says() -> None:
    for issue in Issue.objects.prefetch_related("entries"):
        assert [*issue.entries.all()][-1].status == issue.status


def test_everything_can_be_found_by_its_words() -> None:
    viewer = viewer_for(Account.objects.get(login_id=CITY), on=TODAY)
    assert {"item", "remark", "issue", "trouble", "action"} <= set(
        SearchEntry.objects.values_list("kind", flat=True)
    )
    assert Issue.objects.filter(title__contains="相談先").exists()
    assert search("相談先", viewer=viewer).hits


# ── What the database holds to ───────────────────────────────────────────────────────────────────


def test_no_row_points_to_something_that_is_not_there() -> None:
    connection.check_constraints()
