"""取組のお知らせ and 取組カード, as the coordinator, the officer, the city and a stranger meet them."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from sasaeai.audit.models import Entry
from sasaeai.issues import actions
from sasaeai.issues.models import Action, ActionReminder
from sasaeai.people.models import Organization
from tests.conftest import DeskClients
from tests.world import TODAY, World


@pytest.fixture
def action(world: World) -> Action:
    return promised(world)


def promised(world: World, number: int = 1) -> Action:
    actor = world.viewer("arai")
    issue = actions.open_issue(district=world.ono, title=f"雪捨て場{number}", actor=actor)
    return actions.add_action(
        issue=issue,
        what=f"寄せ場の<b>地図</b>{number}",
        who="白旗野町会 会長",
        due_on=TODAY + timedelta(days=3),
        actor=actor,
    )


def text_of(response: Any) -> str:
    return response.content.decode()


def url(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def words(response: Any) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_list_leads_from_today_to_the_call_and_back(
    world: World, desk: DeskClients, action: Action
) -> None:
    today = text_of(desk.ohashi.get(url("today")))
    assert "取組のお知らせが1件" in today
    page = text_of(desk.ohashi.get(url("action_reminders")))
    assert "期限（令和8年11月26日(木)）が近づきました" in page
    assert "髙﨑 見本" in page
    assert "017-000-0000" in page
    sent = {"text": "お電話で", "channel": "phone", "do": "told", "once": str(uuid.uuid4())}
    for _ in range(2):
        desk.ohashi.post(url("action_remind", action.id), sent)
    reminder = ActionReminder.objects.get()
    assert (reminder.state, reminder.text) == ("told", "お電話で")
    assert "取組のお知らせが" not in text_of(desk.ohashi.get(url("today")))
    assert "伝えた" in text_of(desk.ohashi.get(url("action", action.id)))
    desk.ohashi.post(url("reminder_take_back", reminder.id))
    assert "寄せ場の" in text_of(desk.ohashi.get(url("action_reminders")))


def test_what_cannot_be_sent_says_why_and_keeps_nothing_half_done(
    desk: DeskClients, action: Action
) -> None:
    for values, sentence in (
        ({"text": "きょうの文", "channel": "email", "do": "send"}, "設定がまだ"),
        ({"text": "きょうの文", "channel": "phone", "do": "send"}, "ここからは送れません"),
        ({"text": "", "channel": "phone", "do": "told"}, "入力してください"),
        ({"text": "x", "channel": "smoke", "do": "told"}, ""),
    ):
        back = desk.arai.post(url("action_remind", action.id), values, follow=True)
        assert sentence in text_of(back)
        assert values["text"] in text_of(back)  # nothing typed is lost
    assert not ActionReminder.objects.exists()


def test_the_way_of_reminding_is_switched_and_taken_back(desk: DeskClients, action: Action) -> None:
    for value in ("auto", "off", "ask"):
        desk.arai.post(url("action_reminding", action.id), {"reminding": value})
        action.refresh_from_db()
        assert action.reminding == value
    desk.arai.post(url("action_reminding", action.id), {"reminding": "always"})
    action.refresh_from_db()
    assert action.reminding == "ask"


def test_papers_are_printed_and_leave_a_trace(desk: DeskClients, action: Action) -> None:
    assert "電話で伝える方" in words(desk.ohashi.get(url("reminder_calls")))
    assert "どうなったかをお知らせください" in words(desk.ohashi.get(url("reminder_sheets")))
    card = words(desk.ohashi.get(url("action_cards"), {"action": str(action.id)}))
    assert "取組カード" in card
    assert "寄せ場の<b>地図</b>1" in card
    assert Entry.objects.filter(verb="export").count() == 3
    for name, query in (("action", str(uuid.uuid4())), ("issue", "x")):
        assert desk.ohashi.get(url("action_cards"), {name: query}).status_code == 404


def test_a_stranger_gets_no_list_no_paper_and_changes_nothing(
    desk: DeskClients, action: Action
) -> None:
    assert "寄せ場" not in text_of(desk.shiraishi.get(url("action_reminders")))
    assert desk.shiraishi.get(url("reminder_calls")).status_code == 404
    query = {"action": str(action.id)}
    assert desk.shiraishi.get(url("action_cards"), query).status_code == 404
    values = {"text": "x", "channel": "phone", "do": "told"}
    assert desk.shiraishi.post(url("action_remind", action.id), values).status_code == 404
    assert desk.ichikawa.post(url("action_remind", action.id), values).status_code == 403
    assert "この文で送る" not in text_of(desk.ichikawa.get(url("action_reminders")))


def test_an_organisation_that_left_is_flagged_and_refused(
    desk: DeskClients, action: Action
) -> None:
    Organization.objects.filter(name="白旗野町会").update(ended_on=TODAY)
    assert "活動を終えた団体" in text_of(desk.arai.get(url("actions")))
    assert "活動を終えています" in text_of(desk.arai.get(url("action", action.id)))
    form = {"action-who": "白旗野町会 会長", "action-what": "旗を立てる"}
    page = desk.arai.post(url("issue_action_add", action.issue_id), form)
    assert "活動を終えています" in text_of(page)
    assert 'value="旗を立てる"' in text_of(page)
    assert Action.objects.count() == 1


def test_forty_promises_take_no_more_queries_than_three(
    world: World, desk: DeskClients, django_assert_max_num_queries: Any
) -> None:
    assert "いま知らせる取組はありません" in text_of(desk.arai.get(url("action_reminders")))
    for number in range(40):
        promised(world, number)
    with django_assert_max_num_queries(15):
        page = desk.arai.get(url("action_reminders"))
    assert "40" in text_of(page)
