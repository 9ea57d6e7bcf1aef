"""What everybody may read: lists by the standard's columns, copies that may be kept, no trace of
what is not public.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sasaeai.kernel.codes import validate_lg_code
from sasaeai.meetings.actions import cancel_meeting
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Body, Meeting
from sasaeai.minutes import actions as minutes_actions
from sasaeai.minutes.models import Minutes, PublicVersion
from sasaeai.people.models import District, Municipality, Venue
from tests.minutes.conftest import approve, hold, publish
from tests.portal.ics import only_event, read_ics
from tests.world import World

CITY = "/open/022012/"
DAY = date(2026, 12, 15)


@pytest.fixture
def event(world: World) -> Meeting:
    return world.add_meeting(on=DAY, is_public_event=True, public_note="どなたでもどうぞ。")


@pytest.fixture
def hall(world: World) -> Venue:
    hall = world.venue
    assert hall is not None
    hall.is_public, hall.kana, hall.address = True, "おおのしみんせんたー", "大野（見本）1-2"
    hall.latitude, hall.longitude = Decimal("40.811000"), Decimal("140.729000")
    hall.save()
    return hall


@pytest.fixture
def published(world: World) -> PublicVersion:
    made = approve(
        world, minutes_actions.compose_minutes(meeting=hold(world), actor=world.viewer("arai"))
    )
    drafted = minutes_actions.draft_public_version(minutes=made, actor=world.viewer("arai"))
    return publish(world, drafted)


def fetched(path: str, **headers: str) -> HttpResponse:
    return Client().get(f"{CITY}{path}", headers=headers)


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_only_municipality_is_where_the_short_address_leads(bearer, world, event) -> None:
    for path in ("", "events.csv", f"{world.ono.id}.ics", "events.csv?edition=2022"):
        assert bearer.get(f"/open/{path}")["Location"] == f"{CITY}{path}"
    assert bearer.get("/open/", follow=True).status_code == 200
    assert bearer.get(f"{CITY}nothing").status_code == 404


def test_events_have_the_columns_of_the_standard(world, event, hall) -> None:
    answer = fetched("events.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = rows_of(answer)
    assert validate_lg_code(row["全国地方公共団体コード"]) == "022012"
    assert row["ID"] == str(event.id)
    assert (row["開始日"], row["開始時間"], row["終了時間"]) == ("2026-12-15", "13:30", "14:30")
    assert row["所在地_連結表記"] == "青森県青森市大野（見本）1-2"
    assert (row["緯度"], row["経度"]) == ("40.811000", "140.729000")
    assert row["主催者"] == "大野地区社会福祉協議会"
    older = rows_of(fetched("events.csv?edition=2022"))[0]
    assert older["都道府県名"] == "青森県"
    assert older["住所"] == row["所在地_連結表記"]
    assert list(older)[:5] == [
        "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名",
    ]  # fmt: skip


def test_halls_have_the_columns_of_the_standard(world, hall) -> None:
    (row,) = rows_of(fetched("halls.csv"))
    assert row["名称_カナ"] == "オオノシミンセンター"
    assert row["説明"] == "定員60人"
    hall.removed_at = hall.created_at
    hall.save()
    assert rows_of(fetched("halls.csv")) == []


def test_a_formula_stays_a_text(world, event, hall) -> None:
    hall.access = "=cmd|' /C calc'!A0"
    hall.save()
    assert rows_of(fetched("events.csv"))[0]["アクセス方法"].startswith("'=")
    assert rows_of(fetched("halls.csv"))[0]["アクセス方法"].startswith("'=")


def test_a_past_event_is_listed_no_longer_and_stays_in_the_calendar(world) -> None:
    world.add_meeting(on=date(2026, 11, 22), is_public_event=True)
    assert fetched("events.json").json()["items"] == []
    assert only_event(fetched("events.ics").content)
    world.add_meeting(on=date(2026, 11, 23), is_public_event=True)
    assert len(fetched("events.json").json()["items"]) == 1


def test_a_cancelled_event_says_so_everywhere(world, event, bearer) -> None:
    cancel_meeting(meeting=event, reason="会長の入院のため", actor=world.viewer("arai"))
    assert rows_of(fetched("events.csv"))[0]["イベント名"].startswith("【中止】")
    assert fetched("events.json").json()["items"][0]["status"] == "cancelled"
    assert only_event(fetched(f"{world.ono.id}.ics").content).status.value == "CANCELLED"
    page = bearer.get(CITY).content.decode()
    assert "中止" in page
    assert "入院" not in page


def test_a_district_has_its_own_lists_and_calendar(world, event) -> None:
    calendar = read_ics(fetched(f"{world.ono.id}.ics").content)
    assert calendar.x_wr_calname.value.startswith("大野地区")
    assert not hasattr(read_ics(fetched(f"{world.shinjo.id}.ics").content), "vevent")
    assert fetched(f"{world.shinjo.id}/events.json").json()["items"] == []
    assert len(rows_of(fetched(f"{world.ono.id}/events.csv"))) == 1


def test_a_published_text_is_read_by_everybody_and_leaves_a_trace(world, published, bearer) -> None:
    address = f"{CITY}minutes/{published.id}/"
    page = bearer.get(address)
    assert "寄せ場の地図を作る" in page.content.decode()
    assert fetched("minutes.json").json()["items"][0]["url"].endswith(address)
    minutes_actions.withdraw_public_version(
        public=published, reason="番地が入っていた", actor=world.viewer("ohashi")
    )
    gone = bearer.get(address)
    assert gone.status_code == 410
    assert "取り下げられました" in gone.content.decode()
    assert "寄せ場" not in gone.content.decode()
    assert "番地" not in gone.content.decode()
    assert fetched(f"minutes/{published.id}.json").status_code == 410
    again = minutes_actions.draft_public_version(
        minutes=Minutes.objects.get(), actor=world.viewer("arai")
    )
    assert bearer.get(f"{CITY}minutes/{again.id}/").status_code == 404  # a draft is not there
    publish(world, again)
    assert f"{CITY}minutes/{again.id}/" in bearer.get(address).content.decode()


def test_copies_may_be_kept_and_programmes_may_ask(world, event, published) -> None:
    for path in ("events.csv", "events.json", "halls.csv", "minutes.json", "events.ics"):
        answer = fetched(path)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer.cookies == {}
        assert fetched(path, **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert "Last-Modified" in fetched("events.csv")
    page = fetched("")
    assert page.cookies == {}
    assert "Access-Control-Allow-Origin" not in page
    assert Client().post(f"{CITY}events.csv").status_code == 405


def test_a_reader_who_is_signed_in_sees_the_same_page(world, desk, event) -> None:
    assert desk.ohashi.get(CITY).content == Client().get(CITY).content


def test_a_hundred_rows_a_page(world, bearer) -> None:
    Venue.objects.bulk_create(
        Venue(municipality=world.city, name=f"会場{n:03}", is_public=True) for n in range(120)
    )
    first = fetched("halls.json").json()
    assert (len(first["items"]), first["total"]) == (100, 120)
    assert first["next"].endswith("/open/022012/halls.json?page=2")
    assert len(fetched("halls.json?page=2").json()["items"]) == 20
    assert len(rows_of(fetched("halls.csv"))) == 120
    assert "会場099" in bearer.get(f"{CITY}halls/").content.decode()
    assert "会場100" not in bearer.get(f"{CITY}halls/").content.decode()


def test_lists_do_not_ask_more_for_more_rows(
    world, event, hall, published, django_assert_max_num_queries
) -> None:
    for day in range(1, 28):
        world.add_meeting(on=date(2027, 1, day), is_public_event=True)
    for path in ("", "events.csv", "events.json", f"{world.ono.id}/"):
        with django_assert_max_num_queries(12):
            assert fetched(path).status_code == 200


# ── What must not be there ───────────────────────────────────────────────────────────────────────

MARK = "ひみつ"


@pytest.fixture
def secrets(world: World, event: Meeting, published: PublicVersion) -> World:
    """Every place where a word must not get out of, filled with one."""
    event.theme = f"{MARK}のテーマ"
    event.next_note = event.source_note = f"{MARK}の覚え"
    event.save()
    world.add_item(event, title=f"{MARK}の議題", is_public=True)
    world.add_expected(
        event, world.posts["chokai"], person_name=f"{MARK} 太郎", reply_code=f"{MARK}CODE"
    )
    members = world.add_meeting(
        "steering", on=DAY, regime=Regime.MEMBERS_ONLY, public_note=f"{MARK}の会議"
    )
    world.add_meeting(on=date(2026, 12, 20), public_note=f"{MARK}の予定")
    Venue.objects.create(municipality=world.city, name=f"{MARK}の会場", address=f"{MARK}町")
    Venue.objects.filter(pk=members.venue_id).update(is_public=True)
    Body.objects.filter(pk=members.body_id).update(name=f"{MARK}の幹事会")
    other = hold(world, "shinjo")
    draft = approve(
        world, minutes_actions.compose_minutes(meeting=other, actor=world.viewer("arai"))
    )
    public = minutes_actions.draft_public_version(minutes=draft, actor=world.viewer("arai"))
    public.lead = f"{MARK}の下書き"
    public.save()
    PublicVersion.objects.filter(pk=published.pk).update(
        written_by_name=f"{MARK}の書き手", approved_by_name=f"{MARK}の承認者"
    )
    _next_door()
    return world


def _next_door() -> None:
    town = Municipality.objects.create(lg_code="022021", name=f"{MARK}市")
    District.objects.create(municipality=town, name=f"{MARK}地区")
    Venue.objects.create(municipality=town, name=f"{MARK}会館", is_public=True)


def public_addresses(world: World) -> Iterator[str]:
    for table in ("events", "minutes", "halls"):
        for ending in ("/", ".csv", ".json"):
            yield f"{CITY}{table}{ending}"
            yield f"{CITY}{world.ono.id}/{table}{ending}"
            yield f"{CITY}{world.shinjo.id}/{table}{ending}"
    yield f"{CITY}events.csv?edition=2022"
    for path in ("", "events.ics", f"{world.ono.id}/", f"{world.ono.id}.ics"):
        yield f"{CITY}{path}"
    for public in PublicVersion.objects.all():
        yield f"{CITY}minutes/{public.id}/"
        yield f"{CITY}minutes/{public.id}.json"


def test_nothing_private_is_in_any_public_output(secrets: World, bearer) -> None:
    told, read = [], 0
    names = ("見本 民子", "髙﨑", "大橋", "新井", "内輪の話", "見守りの役割分担", MARK)
    for address in public_addresses(secrets):
        answer = bearer.get(address)
        words = answer.content.decode()
        if address.endswith(".ics"):
            words = words.replace("\r\n ", "")
        if "json" in answer["Content-Type"]:
            words = json.dumps(json.loads(words), ensure_ascii=False)
        told += [f"{name}: {address}" for name in names if name in words]
        read += answer.status_code == 200
    assert told == []
    assert read > 30


def test_a_text_of_a_meeting_among_its_members_stays_on_paper(world, published, bearer) -> None:
    Meeting.objects.filter(state=MeetingState.HELD).update(regime=Regime.MEMBERS_ONLY)
    assert fetched("minutes.json").json()["items"] == []
    assert bearer.get(f"{CITY}minutes/{published.id}/").status_code == 404


def test_another_municipality_has_its_own_address(secrets: World, bearer) -> None:
    front = bearer.get("/open/").content.decode()
    assert "/open/022012/" in front
    assert "/open/022021/" in front
    assert bearer.get("/open/events.csv").status_code == 404
    elsewhere = District.objects.get(municipality__lg_code="022021")
    for path in (f"{elsewhere.id}/", f"{elsewhere.id}.ics", f"{elsewhere.id}/events/"):
        assert bearer.get(f"{CITY}{path}").status_code == 404
    assert bearer.get("/open/999999/").status_code == 404


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────


def test_the_plan_opens_a_meeting_to_everybody(world, desk) -> None:
    meeting = world.add_meeting(on=DAY)
    page = reverse("desk:meeting_plan", args=[meeting.id])
    assert "議題・テーマと、声をかけた人の名前は載りません" in desk.arai.get(page).content.decode()
    sent = {
        "on_0": "reiwa", "on_1": "8", "on_2": "12", "on_3": "15",
        "base_version": meeting.version, "start": "13:30", "end": "14:30",
        "venue": str(meeting.venue_id), "is_public_event": "on", "public_note": "どうぞ。",
    }  # fmt: skip
    sent |= {"on": "令和8年12月15日"}
    refused = desk.arai.post(page, sent | {"regime": "members_only"})
    assert "だれでも参加できる会議にできません" in refused.content.decode()
    desk.arai.post(page, sent | {"regime": "open"})
    assert [row["name"] for row in fetched("events.json").json()["items"]] == [
        "大野地区地域支え合い会議"
    ]


def test_swapped_degrees_are_noticed_and_swapped_back(world, desk) -> None:
    hall = world.venue
    page = reverse("desk:venue_edit", args=[hall.id])
    sent = {
        "base_version": hall.version, "name": hall.name, "district": str(world.ono.id),
        "is_public": "on", "latitude": "１４０．７２９", "longitude": "40.811",
    }  # fmt: skip
    refused = desk.arai.post(page, sent).content.decode()
    assert "入れかわっている" in refused
    assert 'name="swap"' in refused
    desk.arai.post(page, sent | {"swap": "1"})
    hall.refresh_from_db()
    assert (hall.latitude, hall.longitude) == (Decimal("40.811"), Decimal("140.729"))
    assert rows_of(fetched("halls.csv"))[0]["緯度"] == "40.811000"
