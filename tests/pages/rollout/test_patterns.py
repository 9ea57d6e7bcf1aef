"""Patterns on the page: chosen, looked at, written, printed; steps; a district's own."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Expected, Meeting
from sasaeai.people.models import District, OrganizationDistrict
from sasaeai.rollout.actions.patterns import ensure_patterns
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Pattern, PatternUse, PlannedStep
from tests.conftest import DeskClients
from tests.world import World


@pytest.fixture
def new_district(world: World) -> District:
    """油川地区: its roster is in, nothing else; 新井 looks after it, 市川 reads it."""
    district = District.objects.create(municipality=world.city, name="油川地区", kana="あぶらかわ")
    council = world.add_organization("chiku_shakyo", "油川地区社会福祉協議会（見本）", district)
    world.add_post(council, "会長", "油川 試四")
    for number in range(40):
        chokai = world.add_organization("chokai", f"油川第{number + 1}町会（見本）", district)
        world.add_post(chokai, "会長", f"町会 見本{number}")
    world.add_organization("iryo", "油川見本医院", district)  # no post yet
    OrganizationDistrict.objects.create(
        municipality=world.city,
        organization=world.organizations["社会福祉法人青森市社会福祉協議会"],
        district=district,
    )
    DistrictAssignment.objects.create(
        municipality=world.city,
        tenure=world.posts["arai"].tenures.get(),
        district=district,
        since=date(2025, 4, 1),
    )
    world.venue.closed_days = "毎週月曜日"
    world.venue.save()
    ensure_patterns(actor=world.system)
    return district


def code(name: str) -> Pattern:
    return Pattern.objects.get(code=name)


def typed(html: str, action: str = "") -> dict[str, Any]:
    """What a browser would send of the page's main form, untouched."""
    page = BeautifulSoup(html, "html.parser")
    forms = [form for form in page.select("main form") if form.get("action", action) == action]
    data: dict[str, Any] = {}
    for field in forms[0].select("input, select, textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if not name or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen.get("value", "") if chosen else ""
        else:
            empty = "on" if kind in {"checkbox", "radio"} else ""
            value = field.get("value", empty) if field.name == "input" else field.text.lstrip("\n")
        data.setdefault(name, []).append(value)
    return data


def choose(client: Client, district: District, pattern: str, world: World) -> dict[str, Any]:
    """The filled form of a pattern, with the hall that nobody can propose for a new district."""
    url = reverse("desk:pattern_use", args=[district.id, code(pattern).id])
    data = typed(client.get(url).content.decode())
    for name in list(data):
        if name.endswith("usual_venue"):
            data[name] = [str(world.venue.id)]
    return data


def form(
    desk: DeskClients, district: District, world: World, pattern: str = "steering", **more: Any
) -> Any:
    url = reverse("desk:pattern_use", args=[district.id, code(pattern).id])
    return desk.arai.post(url, choose(desk.arai, district, pattern, world) | more)


def test_from_the_pattern_to_the_printed_letter_in_two_posts(
    world: World, desk: DeskClients, new_district: District
) -> None:
    """Ten minutes for a district whose roster is in: what is pressed is counted here."""
    posts = 0
    answer = form(desk, new_district, world)
    posts += 1
    assert answer.status_code == 302
    formed = desk.arai.get(answer["Location"]).content.decode()
    first = Meeting.objects.order_by("starts_at").first()
    assert first is not None
    notice = reverse("desk:meeting_notice", args=[first.id])
    assert notice in formed
    shown = desk.arai.get(notice).content.decode()
    assert desk.arai.post(notice, typed(shown, notice)).status_code == 302
    posts += 1
    pdf = desk.arai.get(reverse("desk:notice_paper", args=[first.id, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    assert posts == 2
    called = Expected.objects.filter(meeting=first).count()
    assert called >= 41


def test_what_the_register_lacks_is_said_with_the_way_to_add_it(
    world: World, desk: DeskClients, new_district: District
) -> None:
    url = reverse("desk:pattern_use", args=[new_district.id, code("steering").id])
    html = desk.arai.get(url).content.decode()
    assert "PTAが、この地区の名簿にありません" in html
    assert f"{reverse('desk:organization_new')}?district={new_district.id}" in html
    assert "油川見本医院の役職が、まだ名簿にありません" in html
    council = world.organizations["油川見本医院"]
    assert reverse("desk:post_new", args=[council.id]) in html


def test_a_hall_is_asked_for_and_nothing_typed_is_lost(
    world: World, desk: DeskClients, new_district: District
) -> None:
    url = reverse("desk:pattern_use", args=[new_district.id, code("single").id])
    data = typed(desk.arai.get(url).content.decode()) | {"support-name": "油川ささえあいの会"}
    html = desk.arai.post(url, data).content.decode()
    assert "会場を選んでください" in html
    assert "油川ささえあいの会" in html
    assert not Body.objects.filter(district=new_district).exists()


def test_leaving_the_pattern_wants_a_reason_and_both_are_shown(
    world: World, desk: DeskClients, new_district: District
) -> None:
    changed = {"support-yearly_target": ["4"]}
    refused = form(desk, new_district, world, "single", **changed).content.decode()
    assert "年3回から年4回にしました" in refused
    assert "理由をひとこと" in refused
    again = form(desk, new_district, world, "single", reason=["3か月ごとに開きたい"], **changed)
    shown = desk.arai.get(again["Location"]).content.decode()
    assert "年3回から年4回にしました" in shown
    assert "3か月ごとに開きたい" in shown


def test_pressed_twice_it_changes_what_differs_and_doubles_nothing(
    world: World, desk: DeskClients, new_district: District
) -> None:
    form(desk, new_district, world)
    counts = (Body.objects.count(), Meeting.objects.count(), PlannedStep.objects.count())
    plenary = Body.objects.get(district=new_district, kind="support")
    html = desk.arai.get(
        reverse("desk:pattern_use", args=[new_district.id, code("steering").id])
    ).content.decode()
    assert "いまのすがたです" in html
    answer = form(desk, new_district, world, **{"support-usual_minutes": ["90"]})
    assert answer.status_code == 302
    after = (Body.objects.count(), Meeting.objects.count(), PlannedStep.objects.count())
    assert after == counts
    plenary.refresh_from_db()
    assert plenary.usual_minutes == 90


def test_days_nobody_touched_follow_the_first_meeting(
    world: World, desk: DeskClients, new_district: District
) -> None:
    moved = {
        "support-on_era": ["R"],
        "support-on_year": ["9"],
        "support-on_month": ["3"],
        "support-on_day": ["18"],
    }
    form(desk, new_district, world, **moved)
    use = PatternUse.objects.get(district=new_district)
    assert use.first_on == date(2027, 3, 18)
    core = Meeting.objects.get(body__kind="steering", body__district=new_district)
    assert core.held_on == date(2027, 2, 18)
    letter = PlannedStep.objects.get(use=use, what="案内を出す")
    assert letter.due_on == date(2027, 2, 22)


def test_a_use_is_taken_back_and_put_back(
    world: World, desk: DeskClients, new_district: District
) -> None:
    form(desk, new_district, world, "single")
    use = PatternUse.objects.get(district=new_district)
    page = reverse("desk:district_pattern", args=[new_district.id])
    assert "型の利用を取り消す" in desk.arai.get(page).content.decode()
    desk.arai.post(reverse("desk:pattern_take_back", args=[use.id]))
    meeting = Meeting.objects.get(body__district=new_district)
    assert meeting.state == MeetingState.CANCELLED
    html = desk.arai.get(page).content.decode()
    assert "取り消した準備を元に戻す" in html
    desk.arai.post(reverse("desk:pattern_use_restore", args=[use.id]))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_steps_due_are_named_today_and_ticked_off(
    world: World, desk: DeskClients, new_district: District
) -> None:
    form(desk, new_district, world, "single")
    step = PlannedStep.objects.order_by("due_on")[0]
    today = desk.arai.get(reverse("desk:today")).content.decode()
    assert f"立ち上げの段取り：{step.what}" in today
    desk.arai.post(reverse("desk:pattern_step_done", args=[step.id]))
    step.refresh_from_db()
    assert step.done_on == date(2026, 11, 23)
    today = desk.arai.get(reverse("desk:today")).content.decode()
    assert f"立ち上げの段取り：{step.what}" not in today
    desk.arai.post(reverse("desk:pattern_step_open", args=[step.id]))
    step.refresh_from_db()
    assert step.done_on is None


def test_a_closed_day_of_the_hall_is_said(
    world: World, desk: DeskClients, new_district: District
) -> None:
    monday = {
        "support-on_era": ["R"],
        "support-on_year": ["9"],
        "support-on_month": ["3"],
        "support-on_day": ["15"],
    }
    form(desk, new_district, world, "single", **monday)
    url = reverse("desk:pattern_use", args=[new_district.id, code("single").id])
    html = desk.arai.get(url).content.decode()
    assert "3月15日(月)は、会場の休館日（毎週月曜日）にあたるかもしれません" in html


def test_patterns_stand_beside_each_other(world: World, desk: DeskClients) -> None:
    empty = desk.ohashi.get(reverse("desk:patterns")).content.decode()
    assert "三つの型を用意する" in empty
    desk.ohashi.post(reverse("desk:patterns_begin"))
    listed = desk.ohashi.get(reverse("desk:patterns")).content.decode()
    compared = desk.ohashi.get(reverse("desk:patterns_compare")).content.decode()
    for name in ("みなし型", "幹事会型", "単独型"):
        assert name in listed
        assert name in compared
    one = desk.ohashi.get(reverse("desk:pattern", args=[code("deemed").id])).content.decode()
    assert "資料①（平成31年） 新城地区" in one
    assert "第1回の30日前" in one
    assert "第1回の14日後" in one


def test_the_city_changes_the_patterns_and_a_district_does_not(
    world: World, desk: DeskClients, new_district: District
) -> None:
    url = reverse("desk:pattern_edit", args=[code("single").id])
    assert desk.arai.get(url).status_code == 403
    data = typed(desk.ichikawa.get(url).content.decode())
    bad = desk.ichikawa.post(url, data | {"steps": ["いつか"]}).content.decode()
    assert "1行目を" in bad
    answer = desk.ichikawa.post(url, data | {"steps": ["35｜案内を出す｜市社協"]})
    assert answer.status_code == 302
    shown = desk.ichikawa.get(answer["Location"]).content.decode()
    assert re.search("第1回の35日前", shown)
    assert code("single").state == SharedState.APPROVED


def test_a_districts_own_way_goes_out_by_a_second_person_and_comes_back(
    world: World, desk: DeskClients
) -> None:
    ensure_patterns(actor=world.system)
    save = reverse("desk:pattern_save_as", args=[world.ono.id])
    desk.ohashi.post(save, {"name": "大野のやり方", "summary": "幹事会で先に話す。"})
    own = Pattern.objects.get(home=world.ono)
    page = reverse("desk:pattern", args=[own.id])
    assert desk.shiraishi.get(page).status_code == 404
    desk.ohashi.post(reverse("desk:pattern_offer", args=[own.id]), {"base_version": own.version})
    assert desk.shiraishi.get(page).status_code == 404
    own.refresh_from_db()
    approve = reverse("desk:pattern_approve", args=[own.id])
    assert desk.ohashi.post(approve, {"base_version": own.version}).status_code == 403
    assert "型「大野のやり方」の承認" in desk.arai.get(reverse("desk:today")).content.decode()
    desk.arai.post(approve, {"base_version": own.version})
    shown = desk.shiraishi.get(page).content.decode()
    assert "幹事会で先に話す。" in shown
    assert "大橋" not in shown
    withdraw = reverse("desk:pattern_withdraw", args=[own.id])
    assert "取り下げる理由" in desk.arai.post(withdraw, {"reason": ""}).content.decode()
    desk.arai.post(withdraw, {"reason": "作り直すため"})
    assert desk.shiraishi.get(page).status_code == 404
    assert "作り直すため" in desk.ohashi.get(page).content.decode()


def test_readers_look_and_strangers_find_nothing(
    world: World, desk: DeskClients, new_district: District
) -> None:
    page = reverse("desk:district_pattern", args=[new_district.id])
    assert desk.ohashi.get(page).status_code == 404
    assert "で準備する" not in desk.ichikawa.get(page).content.decode()
    preview = reverse("desk:pattern_use", args=[new_district.id, code("single").id])
    assert desk.ichikawa.get(preview).status_code == 403
    assert desk.ohashi.get(preview).status_code == 404


def test_pages_ask_the_database_few_questions(
    world: World, desk: DeskClients, new_district: District, django_assert_max_num_queries: Any
) -> None:
    form(desk, new_district, world)
    for number in range(40):
        Pattern.objects.create(
            municipality=world.city,
            code=f"p{number}",
            name=f"型{number}",
            summary="見本",
            state=SharedState.APPROVED,
            position=10 + number,
        )
    for name, args in (
        ("patterns", []),
        ("patterns_compare", []),
        ("pattern", [code("deemed").id]),
        ("district_pattern", [new_district.id]),
    ):
        with django_assert_max_num_queries(15):
            assert desk.arai.get(reverse(f"desk:{name}", args=args)).status_code == 200
    with django_assert_max_num_queries(28):
        preview = reverse("desk:pattern_use", args=[new_district.id, code("steering").id])
        assert desk.arai.get(preview).status_code == 200


def test_the_preview_asks_little_however_long_the_register_is(
    world: World, desk: DeskClients, new_district: District
) -> None:
    """41 町会 and the council; what the pattern says was read at the first look."""
    url = reverse("desk:pattern_use", args=[new_district.id, code("steering").id])
    desk.arai.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.arai.get(url)
    assert len(few) <= 15
    form(desk, new_district, world)
    with CaptureQueriesContext(connection) as standing:
        desk.arai.get(url)
    assert len(standing) <= 20
