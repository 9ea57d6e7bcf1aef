"""Reminders of promises that go by themselves, and the papers that are handed over."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from sasaeai.issues import actions as issues
from sasaeai.issues.models import Action, ActionReminder
from sasaeai.jobs.enums import OPEN
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.meetings.enums import Regime
from sasaeai.notices.actions.promises import send_due_promise_reminders
from sasaeai.notices.channels.outgoing import SendFailed
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.action_card import (
    action_cards_pdf,
    promise_card,
    reminder_sheet_pdf,
)
from sasaeai.notices.queries.texts import Window, window_of
from sasaeai.people.enums import Channel
from tests.notices.test_answers import carry_out, out  # noqa: F401 - the fixture
from tests.world import TODAY, World

MORNING = clock.at(TODAY, time(10, 0))


@pytest.fixture
def action(world: World) -> Action:
    post = world.posts["chokai"]
    post.channel = Channel.EMAIL
    post.save()
    world.organizations["白旗野町会"].__class__.objects.filter(name="白旗野町会").update(
        email="chokai@example.jp"
    )
    issue = issues.open_issue(district=world.ono, title="雪捨て場", actor=world.viewer("arai"))
    made = issues.add_action(
        issue=issue,
        what="寄せ場の地図を配る",
        who="白旗野町会 会長",
        due_on=TODAY + timedelta(days=7),
        actor=world.viewer("arai"),
    )
    return issues.switch_reminding(action=made, reminding="auto", actor=world.viewer("arai"))


def run(now: datetime = MORNING) -> int:
    queued = send_due_promise_reminders(now=now)
    for job in Job.objects.filter(state__in=OPEN):
        carry_out(job)
    return queued


def test_it_goes_by_itself_once_in_the_morning_where_somebody_chose_so(world, out, action):  # noqa: F811
    assert run(clock.at(TODAY, time(6, 0))) == 0  # nobody is woken
    assert run() == 1
    assert run() == 0
    (copy,) = out.copies
    assert copy.address == "chokai@example.jp"
    assert "寄せ場の地図を配る" in copy.text
    assert "11月30日" in copy.text
    reminder = ActionReminder.objects.get()
    assert (reminder.state, reminder.told_on) == ("told", TODAY)


def test_what_is_done_before_its_reminder_left_is_not_reminded_of(world, out, action):  # noqa: F811
    send_due_promise_reminders(now=MORNING)
    issues.finish_action(
        action=action,
        done_on=TODAY,
        result="配った",
        base_version=action.version,
        actor=world.viewer("arai"),
    )
    for job in Job.objects.filter(state__in=OPEN):
        carry_out(job)
    assert not out.copies


@pytest.mark.parametrize("reminding", ["ask", "off"])
def test_nothing_goes_unseen_unless_somebody_chose_so(world, out, action, reminding):  # noqa: F811
    issues.switch_reminding(action=action, reminding=reminding, actor=world.viewer("arai"))
    assert run() == 0
    assert not out.copies


def test_what_failed_is_not_sent_again_by_itself_every_minute(world, out, action):  # noqa: F811
    out.fails = {1: SendFailed(Failure.ADDRESS, "届きません。")}
    assert run() == 1
    assert [run(), run()] == [0, 0]
    assert out.tried == 1
    assert ActionReminder.objects.get().status_note == "届きません。"


def test_what_was_promised_behind_closed_doors_does_not_leave_by_mail(world, out, action):  # noqa: F811
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    Action.objects.filter(pk=action.pk).update(item=world.add_item(meeting))
    assert run() == 0
    assert not ActionReminder.objects.exists()


def test_an_organisation_that_left_or_has_no_address_waits_for_a_person(world, out, action):  # noqa: F811
    offices = world.organizations["白旗野町会"].__class__.objects.filter(name="白旗野町会")
    offices.update(email="")
    assert run() == 0
    offices.update(email="chokai@example.jp", ended_on=TODAY)
    assert run() == 0


def read(pdf: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_card_says_who_what_by_when_what_for_and_whom_to_call(world, action):
    action = Action.objects.select_related("district", "issue", "item").get()
    card = promise_card(action, window_of(world.ono, on=TODAY))
    count, text = read(action_cards_pdf([card] * 5, on=TODAY))
    assert count == 2  # four a sheet
    for words in (
        "白旗野町会 会長",
        "寄せ場の地図を配る",
        "令和8年11月30日",
        "雪捨て場",
        "新井 試子",
    ):
        assert words in text, words
    count, text = read(reminder_sheet_pdf([(card, "期限が近づきました。")], on=TODAY))
    assert count == 1
    assert "どうなったかをお知らせください" in text
    assert "白旗野町会 会長　様" in text


def test_an_organisation_as_such_is_addressed_as_one(world, action):
    Action.objects.update(who="白旗野町会")
    found = Action.objects.select_related("district", "issue", "item", "organization").get()
    assert found.organization is not None
    card = promise_card(found, window_of(world.ono, on=TODAY))
    assert "白旗野町会　御中" in read(action_cards_pdf([card], on=TODAY))[1]


def test_a_card_of_the_longest_words_stays_within_its_quarter(world, action):
    long: dict[str, Any] = {
        "who": "社会福祉法人青森市社会福祉協議会大野地区地域支え合い推進員連絡会 会長代理兼事務局長"
        * 2,
        "what": "雪の寄せ場の地図を作って全戸に配る。" * 16,
        "issue": "冬のあいだ、ごみ集積所まで歩けない" * 7,
    }
    Action.objects.update(who=long["who"][:160], what=long["what"][:300])
    action = Action.objects.select_related("district", "issue", "item").get()
    action.issue.title = long["issue"][:120]
    card = promise_card(action, Window(contact=long["who"][:80], tel="017-000-0000"))
    pages = PdfReader(io.BytesIO(action_cards_pdf([card] * 4, on=date(2026, 11, 23)))).pages
    assert len(pages) == 1
    assert pages[0].extract_text().count("017-000-0000") == 4
