"""The path of an issue: raised, worked on, closed with a reason, taken up again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Action, Consideration, Issue, IssueEntry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from tests.world import TODAY


@pytest.fixture
def issue(world) -> Issue:
    return actions.open_issue(
        district=world.ono, title="雪捨て場が足りない", actor=world.viewer("ohashi")
    )


def move(world, issue, status, text="話し合った"):
    return actions.move_issue(issue=issue, status=status, text=text, actor=world.viewer("ohashi"))


def test_every_status_comes_with_an_entry_that_says_who_and_why(world, issue):
    move(world, issue, IssueStatus.WAITING, "市の返答を待つ")
    entries = list(IssueEntry.objects.filter(issue=issue))
    assert [entry.status for entry in entries] == [IssueStatus.OPEN, IssueStatus.WAITING]
    assert entries[1].text == "市の返答を待つ"
    assert entries[1].by_name.startswith("大橋 試一")


def test_nothing_moves_without_a_word(world, issue):
    with pytest.raises(InvalidInput):
        move(world, issue, IssueStatus.ACTING, "")
    with pytest.raises(InvalidInput) as refusal:
        actions.close_issue(issue=issue, reason="", actor=world.viewer("ohashi"))
    assert "終結の理由" in refusal.value.fields["text"]
    assert Issue.objects.get().status == IssueStatus.OPEN


def test_a_closed_issue_keeps_its_reason_until_it_is_taken_up_again(world, issue):
    closed = actions.close_issue(
        issue=issue, reason="空き地を借りられた", actor=world.viewer("ohashi")
    )
    assert (closed.closed_on, closed.closed_reason) == (TODAY, "空き地を借りられた")
    for status in (IssueStatus.ACTING, IssueStatus.CLOSED):
        with pytest.raises(NotNow) as refusal:
            move(world, issue, status)
        assert "もう一度取り上げる" in refusal.value.message
    opened = actions.reopen_issue(
        issue=closed, reason="空き地が使えなくなった", actor=world.viewer("ohashi")
    )
    assert (opened.status, opened.closed_on, opened.closed_reason) == (IssueStatus.OPEN, None, "")
    assert IssueEntry.objects.count() == 3


def test_the_database_refuses_a_close_without_reason(world, issue):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(status=IssueStatus.CLOSED, closed_on=TODAY)


def test_an_item_is_raised_once(world):
    item = world.add_item(world.add_meeting(on=TODAY), topic=world.topics["snow"])
    issue = actions.raise_issue(item=item, actor=world.viewer("ohashi"))
    assert (issue.title, issue.topic, issue.opened_on) == (
        item.title,
        world.topics["snow"],
        TODAY,
    )
    with pytest.raises(NotNow):
        actions.raise_issue(item=item, actor=world.viewer("arai"))
    assert Consideration.objects.count() == 1


def test_an_issue_of_another_district_is_not_tied_to_an_item(world, issue):
    item = world.add_item(world.add_meeting("shinjo", on=TODAY))
    with pytest.raises(InvalidInput):
        actions.connect_issue(issue=issue, item=item, actor=world.viewer("arai"))


def test_a_mistake_is_withdrawn_with_its_tie_and_comes_back_with_it(world):
    item = world.add_item(world.add_meeting(on=TODAY))
    actor = world.viewer("ohashi")
    issue = actions.raise_issue(item=item, actor=actor)
    actions.withdraw_issue(issue=issue, actor=actor)
    assert not queries.issues_of_meeting(item.meeting)
    with pytest.raises(NotFound):
        queries.get_visible_issue(issue.id, viewer=actor)
    actions.restore_issue(issue=issue, actor=actor)
    assert queries.issues_of_meeting(item.meeting)[item.id][0].issue == issue


def test_an_issue_that_was_worked_on_is_closed_and_not_withdrawn(world, issue):
    move(world, issue, IssueStatus.ACTING)
    with pytest.raises(NotNow) as refusal:
        actions.withdraw_issue(issue=issue, actor=world.viewer("ohashi"))
    assert "終結" in refusal.value.message


def test_two_editors_are_told(world, issue):
    values = {"topic": None, "area": "", "troubled": "", "owner": None, "base_version": 1}
    actions.edit_issue(issue=issue, title="先", actor=world.viewer("arai"), **values)
    with pytest.raises(StaleEdit) as conflict:
        actions.edit_issue(issue=issue, title="後", actor=world.viewer("ohashi"), **values)
    assert conflict.value.theirs == {"title": "先"}


def test_strangers_see_nothing_and_the_city_changes_nothing(world, issue):
    with pytest.raises(NotFound):
        queries.get_visible_issue(issue.id, viewer=world.viewer("shiraishi"))
    assert queries.get_visible_issue(issue.id, viewer=world.viewer("ichikawa")) == issue
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.close_issue(issue=issue, reason="よそから", actor=world.viewer(name))


def test_the_list_filters_and_takes_the_same_queries_for_three_and_thirty(
    world, issue, django_assert_num_queries
):
    actor = world.viewer("ohashi")
    closed = actions.open_issue(district=world.ono, title="済んだこと", actor=actor)
    actions.close_issue(issue=closed, reason="済んだ", actor=actor)
    assert list(queries.list_issues(actor)) == [issue]
    assert list(queries.list_issues(actor, status="closed")) == [closed]
    assert queries.list_issues(actor, status="all").count() == 2
    assert not queries.list_issues(world.viewer("shiraishi"), status="all").exists()
    for number in range(28):
        actions.open_issue(district=world.ono, title=f"課題{number}", actor=actor)
    with django_assert_num_queries(1):
        rows = list(queries.list_issues(actor, status="all"))
        assert all(row.meetings_count == row.open_actions_count == 0 for row in rows)


def test_a_promise_needs_what_and_who(world, issue):
    with pytest.raises(InvalidInput) as refusal:
        actions.add_action(issue=issue, what="", who="", due_on=None, actor=world.viewer("ohashi"))
    assert set(refusal.value.fields) == {"what", "who"}


def test_a_promise_at_a_meeting_sets_its_issue_going(world):
    item = world.add_item(world.add_meeting(on=TODAY))
    actor = world.viewer("ohashi")
    issue = actions.raise_issue(item=item, actor=actor)
    action = actions.add_action(
        item=item, what="当番表を作る", who="", due_on=None, actor=actor,
        organization=world.organizations["白旗野町会"],
    )  # fmt: skip
    issue.refresh_from_db()
    assert (action.issue, action.who) == (issue, "白旗野町会")
    assert issue.status == IssueStatus.ACTING
    assert "当番表を作る（白旗野町会）" in IssueEntry.objects.latest("created_at").text


def test_a_promise_is_finished_resumed_removed_and_restored(world, issue):
    actor = world.viewer("ohashi")
    action = actions.add_action(issue=issue, what="聞く", who="町会", due_on=TODAY, actor=actor)
    assert list(queries.actions_due(actor, until=TODAY)) == [action]
    done = actions.finish_action(
        action=action, base_version=action.version, done_on=TODAY, result="聞いた", actor=actor
    )
    assert (done.done_on, done.result) == (TODAY, "聞いた")
    assert not queries.open_actions(actor).exists()
    assert actions.resume_action(action=action, actor=actor).result == "聞いた"
    actions.remove_action(action=action, actor=actor)
    assert not queries.open_actions(actor).exists()
    with pytest.raises(NotNow):
        actions.finish_action(
            action=action, base_version=action.version, done_on=TODAY, result="", actor=actor
        )
    actions.restore_action(action=action, actor=actor)
    assert Action.objects.current().get() == action


def test_nothing_is_finished_in_the_future(world, issue):
    actor = world.viewer("ohashi")
    action = actions.add_action(issue=issue, what="聞く", who="町会", due_on=None, actor=actor)
    with pytest.raises(InvalidInput):
        actions.finish_action(
            action=action,
            base_version=action.version,
            done_on=TODAY.replace(day=24),
            result="",
            actor=actor,
        )


def test_a_closed_issue_takes_no_promise(world, issue):
    actor = world.viewer("ohashi")
    closed = actions.close_issue(issue=issue, reason="済んだ", actor=actor)
    with pytest.raises(NotNow):
        actions.add_action(issue=closed, what="聞く", who="町会", due_on=None, actor=actor)


def test_what_an_approved_public_version_says_stays_only_the_day_moves(world, issue):
    actor = world.viewer("ohashi")
    meeting = world.add_meeting("ono", on=TODAY)
    item = world.add_item(meeting)
    action = actions.add_action(item=item, what="聞く", who="町会", due_on=TODAY, actor=actor)
    meeting.sealed_at = clock.now()
    meeting.save()
    item.refresh_from_db()
    later = TODAY.replace(month=12)
    values = {"who": "町会", "due_on": later, "actor": actor, "base_version": action.version}
    with pytest.raises(NotNow, match="公開版"):
        actions.edit_action(action=action, what="聞かない", **values)
    assert actions.edit_action(action=action, what="聞く", **values).due_on == later
    with pytest.raises(NotNow, match="公開版"):
        actions.connect_issue(issue=issue, item=item, actor=actor)
    with pytest.raises(NotNow, match="公開版"):
        actions.raise_issue(item=item, actor=actor)


def test_two_results_of_one_promise_are_both_seen(world, issue):
    actor = world.viewer("ohashi")
    action = actions.add_action(issue=issue, what="聞く", who="町会", due_on=TODAY, actor=actor)
    values = {"action": action, "done_on": TODAY, "base_version": action.version}
    actions.finish_action(**values, result="聞いた", actor=actor)
    with pytest.raises(StaleEdit) as refusal:
        actions.finish_action(**values, result="留守だった", actor=world.viewer("arai"))
    assert refusal.value.theirs["result"] == "聞いた"


def test_a_promise_at_an_item_is_not_added_to_an_issue_elsewhere_or_ended_meanwhile(world, issue):
    actor = world.viewer("arai")
    item = world.add_item(world.add_meeting("ono"))
    elsewhere = actions.open_issue(district=world.shinjo, title="よそ", actor=actor)
    promise = {"what": "聞く", "who": "町会", "due_on": None, "actor": actor}
    with pytest.raises(InvalidInput, match="ほかの地区"):
        actions.add_action(item=item, issue=elsewhere, **promise)
    as_it_was = Issue.objects.get(pk=issue.pk)
    actions.close_issue(issue=issue, reason="済んだ", actor=actor)
    with pytest.raises(NotNow, match="終結"):
        actions.add_action(issue=as_it_was, **promise)
