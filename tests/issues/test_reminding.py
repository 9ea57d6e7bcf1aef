"""Promises: who made them by the register, who left, when they are called to mind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sasaeai.issues import actions
from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Action, ActionReminder, Issue, IssueEntry
from sasaeai.issues.queries import promises
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.people.models import Organization, Post
from tests.world import TODAY, World


@pytest.fixture
def issue(world: World) -> Issue:
    return actions.open_issue(district=world.ono, title="雪捨て場", actor=world.viewer("arai"))


def promised(
    world: World,
    issue: Issue,
    due_on: date | None = TODAY,
    who: str = "白旗野町会 会長",
    **more: Any,
) -> Action:
    return actions.add_action(
        issue=issue, what="寄せ場の地図", who=who, due_on=due_on, actor=world.viewer("arai"), **more
    )


@pytest.mark.parametrize("who", ["白旗野町会 会長", "白旗野町会　会長", "白旗野町会会長"])
def test_a_name_on_paper_is_the_organisation_and_post_of_the_register(world, issue, who):
    action = promised(world, issue, who=who)
    assert (action.organization, action.post) == (
        world.organizations["白旗野町会"],
        world.posts["chokai"],
    )
    assert action.who == who  # as it was written


def test_a_name_that_the_register_does_not_know_stays_a_name(world, issue):
    for who in ("雪かき隊", "白旗野町会 総務"):
        action = promised(world, issue, who=who)
        assert (action.organization, action.post) == (None, None)


@pytest.mark.parametrize("left", [Organization, Post])
def test_who_left_takes_on_nothing_and_what_they_took_on_is_flagged(world, issue, left):
    before = promised(world, issue)
    rows = {Organization: world.organizations["白旗野町会"], Post: world.posts["chokai"]}
    left.objects.filter(pk=rows[left].pk).update(ended_on=TODAY)
    with pytest.raises(InvalidInput) as refusal:
        promised(world, issue)
    assert "活動を終えています" in refusal.value.fields["who"]
    assert Action.objects.count() == 1
    values = {"what": "地図", "due_on": TODAY, "actor": world.viewer("arai")}
    edited = actions.edit_action(
        action=before, who=before.who, base_version=before.version, **values
    )
    assert edited.what == "地図"  # the rest of it can still be put right
    taken_over = actions.edit_action(
        action=edited,
        who="大野地区民生委員児童委員協議会 会長",
        base_version=edited.version,
        **values,
    )
    assert taken_over.organization == world.organizations["大野地区民生委員児童委員協議会"]


def test_what_came_of_it_stands_on_the_path_of_the_issue(world, issue):
    action = promised(world, issue)
    values = {
        "action": action,
        "done_on": TODAY,
        "base_version": action.version,
        "actor": world.viewer("arai"),
    }
    for _ in range(2):  # pressed twice, written once
        actions.finish_action(**values, result="地図ができた")
    texts = list(IssueEntry.objects.order_by("created_at").values_list("text", flat=True))
    assert sum("地図ができた" in text for text in texts) == 1
    actions.resume_action(action=action, actor=world.viewer("arai"))
    assert "続けることにしました" in IssueEntry.objects.order_by("created_at").last().text


def test_it_is_called_to_mind_a_week_before_and_once_more_when_overdue(world, issue):
    week, eight = TODAY + timedelta(days=7), TODAY + timedelta(days=8)
    soon, later = promised(world, issue, week), promised(world, issue, eight)
    promised(world, issue, None)
    viewer = world.viewer("arai")
    assert list(promises.to_remind(viewer)) == [soon]
    reminder = actions.write_reminder(action=soon, text="もうすぐ", channel="phone", actor=viewer)
    assert list(promises.to_remind(viewer)) == [soon]  # written is not told
    actions.tell_reminder(reminder=reminder, told_on=TODAY, actor=viewer)
    assert not promises.to_remind(viewer)
    overdue = world.viewer("arai", on=eight)
    assert list(promises.to_remind(overdue)) == [soon, later]
    assert "過ぎました" in promises.reminder_words(soon, on=eight)
    actions.finish_action(
        action=soon, base_version=soon.version, done_on=TODAY, result="", actor=viewer
    )
    assert list(promises.to_remind(overdue)) == [later]
    actions.switch_reminding(action=later, reminding="off", actor=viewer)
    assert not promises.to_remind(overdue)


def test_another_day_is_called_to_mind_anew_and_a_mistake_is_taken_back(world, issue):
    viewer = world.viewer("arai")
    action = promised(world, issue)
    values = {"action": action, "text": "もうすぐ", "channel": "phone", "actor": viewer}
    reminder = actions.write_reminder(**values)
    actions.tell_reminder(reminder=reminder, told_on=TODAY, actor=viewer)
    with pytest.raises(NotNow):
        actions.write_reminder(**values)
    actions.take_back_reminder(reminder=reminder, actor=viewer)
    assert list(promises.to_remind(viewer)) == [action]
    again = actions.write_reminder(**values)
    actions.tell_reminder(reminder=again, told_on=TODAY, actor=viewer)
    actions.edit_action(
        action=action,
        what=action.what,
        who=action.who,
        due_on=TODAY + timedelta(days=3),
        base_version=action.version,
        actor=viewer,
    )
    assert list(promises.to_remind(viewer)) == [action]


def test_what_is_done_or_has_no_day_is_not_called_to_mind(world, issue):
    viewer = world.viewer("arai")
    for due in (TODAY, None):
        action = promised(world, issue, due)
        if due:
            actions.finish_action(
                action=action, base_version=action.version, done_on=TODAY, result="", actor=viewer
            )
        with pytest.raises(NotNow):
            actions.write_reminder(action=action, text="x", channel="phone", actor=viewer)
    action = promised(world, issue)
    for bad in ({"text": " "}, {"channel": "smoke"}):
        with pytest.raises(InvalidInput):
            actions.write_reminder(
                **({"action": action, "text": "x", "channel": "phone", "actor": viewer} | bad)
            )


def test_strangers_see_and_change_nothing(world, issue):
    action = promised(world, issue)
    reminder = actions.write_reminder(
        action=action, text="もうすぐ", channel="phone", actor=world.viewer("arai")
    )
    assert not promises.to_remind(world.viewer("shiraishi"))
    with pytest.raises(NotFound):
        promises.get_visible_reminder(reminder.id, viewer=world.viewer("shiraishi"))
    for name in ("shiraishi", "ichikawa"):
        for refused in (
            lambda actor: actions.tell_reminder(reminder=reminder, told_on=TODAY, actor=actor),
            lambda actor: actions.take_back_reminder(reminder=reminder, actor=actor),
            lambda actor: actions.switch_reminding(action=action, reminding="off", actor=actor),
        ):
            with pytest.raises(NotAllowed):
                refused(world.viewer(name))
    assert ActionReminder.objects.get().state == AnswerState.DRAFTED
