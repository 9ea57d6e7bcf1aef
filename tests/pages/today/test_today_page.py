"""きょう as each of the cast meets it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sasaeai.issues.actions import escalate_issue, open_issue
from sasaeai.issues.models import Action, Issue
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.models import OrganizationDistrict
from tests.conftest import DeskClients
from tests.world import TODAY, World

URL = "/"


def page(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def calm(world: World) -> World:
    Body.objects.update(yearly_target=0)
    return world


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    response = Client().get(URL)
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_day_is_said_in_words_with_its_holiday(desk: DeskClients) -> None:
    html = page(desk.arai)
    assert "令和8年11月23日(月)・勤労感謝の日" in html
    assert html.count("<h1>") == 1


def test_the_button_leads_to_the_step_that_is_due(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting(on=TODAY + timedelta(days=30))
    html = page(desk.ohashi)
    assert reverse("desk:meeting_agenda", args=[meeting.id]) in html
    assert "議題を決める" in html
    assert "期限を過ぎていること（1件）" in html


def test_one_button_is_the_first_to_press(world: World, desk: DeskClients) -> None:
    for days in (20, 25, 30):
        world.add_meeting(on=TODAY + timedelta(days=days))
    main = page(desk.arai).split("<main")[1].split("</main>")[0]
    assert main.count("button-primary") == 1


def test_a_body_that_waits_leads_to_preparing_its_next_meeting(
    world: World, desk: DeskClients
) -> None:
    html = page(desk.ohashi)
    assert reverse("desk:meeting_prepare", args=[world.bodies["ono"].id]) in html
    assert "次の会議を準備する" in html


def test_an_action_leads_to_its_own_page(calm: World, desk: DeskClients) -> None:
    issue = Issue.objects.create(
        municipality=calm.city, district=calm.ono, title="雪", opened_on=TODAY
    )
    action = Action.objects.create(
        municipality=calm.city,
        district=calm.ono,
        issue=issue,
        what="地図を作る",
        who="白旗野町会",
        due_on=TODAY - timedelta(days=4),
    )
    html = page(desk.ohashi)
    assert reverse("desk:action", args=[action.id]) in html
    assert "4日過ぎました" in html


def test_nothing_due_is_good_news(calm: World, desk: DeskClients) -> None:
    calm.add_meeting(on=TODAY + timedelta(days=90))
    html = page(desk.arai)
    assert "いま期限の近いことはありません" in html
    assert "これからの会議" in html


def test_the_first_visit_is_led_by_the_hand(calm: World, desk: DeskClients) -> None:
    html = page(desk.ohashi)
    assert "はじめての会議まで" in html
    assert reverse("desk:register") in html
    assert reverse("desk:body_new", args=[calm.ono.id]) in html


def test_an_officer_reads_nothing_of_the_other_district(world: World, desk: DeskClients) -> None:
    world.add_meeting("ono", TODAY + timedelta(days=20))
    Action.objects.create(
        municipality=world.city,
        district=world.ono,
        what="大野だけの取組",
        who="町会",
        due_on=TODAY,
    )
    html = page(desk.shiraishi)
    assert "大野だけの取組" not in html
    assert "大野地区地域支え合い会議" not in html


def test_the_city_sees_counts_by_district_and_no_buttons_to_run_meetings(
    world: World, desk: DeskClients
) -> None:
    world.add_meeting("ono", TODAY + timedelta(days=20))
    html = page(desk.ichikawa)
    assert "地区のようす" in html
    assert reverse("desk:district", args=[world.ono.id]) in html
    assert "遅れあり" in html
    assert "議題を決める" not in html


def test_what_districts_ask_the_city_stands_on_the_citys_first_page(
    calm: World, desk: DeskClients
) -> None:
    arai = calm.viewer("arai")
    issue = open_issue(district=calm.ono, title="街灯が切れている", actor=arai)
    row = escalate_issue(
        issue=issue, asked="道路維持課", question="取り替えられますか。", actor=arai
    )
    link = reverse("desk:escalation", args=[row.id])
    assert link in page(desk.ichikawa)
    assert link not in page(desk.shiraishi)
    desk.ichikawa.post(
        link,
        {
            "answer": "取り替えます。",
            "answered_by": "道路維持課",
            "answered_on": "2026-11-23",
            "base_version": str(row.version),
        },
    )
    assert link not in page(desk.ichikawa)


def test_the_sample_mark_is_shown(world: World, desk: DeskClients) -> None:
    world.add_meeting(on=TODAY + timedelta(days=20), is_sample=True)
    assert "見本のデータ" in page(desk.arai)


def test_text_that_looks_like_markup_stays_text(calm: World, desk: DeskClients) -> None:
    Action.objects.create(
        municipality=calm.city,
        district=calm.ono,
        what="<script>alert(1)</script>=1+1",
        who="町会",
        due_on=TODAY,
    )
    html = page(desk.arai)
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_access_ends_with_the_term(world: World, desk: DeskClients) -> None:
    tenure = world.posts["ohashi"].tenures.get()
    tenure.until = TODAY - timedelta(days=1)
    tenure.save()
    response = desk.ohashi.get(URL)
    assert response.status_code == 403
    assert "任期" in response.content.decode()


def test_an_everyday_visit_costs_at_most_fifteen_queries(
    world: World, desk: DeskClients, django_assert_max_num_queries
) -> None:
    for days in range(20, 50):
        world.add_meeting(on=TODAY + timedelta(days=days))
    hold(world, TODAY - timedelta(days=3))
    desk.arai.get(URL)
    desk.ichikawa.get(URL)
    with django_assert_max_num_queries(15):
        desk.arai.get(URL)
    with django_assert_max_num_queries(15):
        desk.ichikawa.get(URL)


def hold(world: World, on: date) -> Meeting:
    return world.add_meeting(
        on=on, state=MeetingState.HELD, held_at=clock.now(), number=1, reported_count=20
    )


def test_a_post_is_refused(desk: DeskClients) -> None:
    assert desk.arai.post(URL).status_code == 405


def test_a_council_without_a_district_is_told_what_to_do(world: World, desk: DeskClients) -> None:
    OrganizationDistrict.objects.filter(
        organization=world.organizations["大野地区社会福祉協議会"]
    ).delete()
    html = page(desk.ohashi)
    assert "担当の地区" in html
