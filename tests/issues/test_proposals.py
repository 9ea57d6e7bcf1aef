"""What comes onto the next agenda by itself: news, open issues, promises that are due."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import IssueStatus, PassedOnState
from sasaeai.issues.models import Consideration, PassedOn
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings import actions as meetings
from sasaeai.meetings import queries as meeting_queries
from sasaeai.meetings.enums import ItemOrigin, Outcome
from tests.world import TODAY


@pytest.fixture
def arai(world):
    return world.viewer("arai")


@pytest.fixture
def network_item(world):
    """An item of 新城's network meeting, which counts for the support meeting (みなし)."""
    return world.add_item(world.add_meeting("network", on=TODAY), "センターの活動を知らせる")


@pytest.fixture
def following(world):
    return world.add_meeting("shinjo", on=date(2026, 12, 20))


def proposed(meeting, viewer):
    return queries.agenda_proposals(meeting, viewer=viewer)


def take(meeting, viewer):
    return actions.take_proposals(
        meeting=meeting, proposals=proposed(meeting, viewer), actor=viewer
    )


def test_news_goes_to_bodies_tied_by_recognition_or_preparation_only(world, network_item, arai):
    sisters = queries.sister_bodies(world.bodies["network"], on=TODAY)
    assert sisters == [world.bodies["shinjo"]]
    assert queries.sister_bodies(world.bodies["ono"], on=TODAY) == [world.bodies["steering"]]
    with pytest.raises(InvalidInput):
        actions.pass_on(item=network_item, to_body=world.bodies["ono"], actor=arai)


def test_no_news_flows_once_the_recognition_has_ended(world):
    recognition = world.bodies["network"].recognized_as.get()
    recognition.until = date(2026, 3, 31)
    recognition.save()
    assert queries.sister_bodies(world.bodies["network"], on=TODAY) == []


def test_no_news_flows_by_a_recognition_that_was_written_down_by_mistake(world, arai):
    mistake = world.bodies["network"].recognized_as.get()
    meetings.remove_recognition(recognition=mistake, actor=arai)
    assert queries.sister_bodies(world.bodies["network"], on=TODAY) == []


def test_news_is_proposed_with_its_reason_and_becomes_an_item_once(
    world, network_item, following, arai
):
    actions.pass_on(
        item=network_item, to_body=world.bodies["shinjo"], note="回覧で知らせたい", actor=arai
    )
    (proposal,) = proposed(following, arai)
    assert proposal.reason == "11月23日(月)の新城地区地域支援ネットワーク会議からの申し送りです。"
    (item,) = take(following, arai)
    assert (item.origin, item.came_from) == (ItemOrigin.PASSED_ON, network_item)
    assert item.summary == "回覧で知らせたい"
    assert PassedOn.objects.get().state == PassedOnState.TAKEN
    assert take(following, arai) == []


def test_news_does_not_settle_the_matter_in_its_own_body(world, network_item, following, arai):
    network_item.outcome = Outcome.CARRIED_OVER
    network_item.save()
    actions.pass_on(item=network_item, to_body=world.bodies["shinjo"], actor=arai)
    meetings.close_meeting(meeting=network_item.meeting, actor=arai)
    take(following, arai)
    own = world.add_meeting("network", on=date(2027, 1, 20))
    carried = meeting_queries.agenda_proposals(own, viewer=arai)
    assert [one.source_id for one in carried] == [network_item.id]


def test_news_is_proposed_again_when_its_item_was_taken_off(world, network_item, following, arai):
    actions.pass_on(item=network_item, to_body=world.bodies["shinjo"], actor=arai)
    (item,) = take(following, arai)
    meetings.remove_item(item=item, actor=arai)
    assert [one.title for one in proposed(following, arai)] == [network_item.title]


def test_news_is_withdrawn_only_while_no_agenda_has_it(world, network_item, following, arai):
    news = actions.pass_on(item=network_item, to_body=world.bodies["shinjo"], actor=arai)
    actions.withdraw_passed_on(passed_on=news, actor=arai)
    assert proposed(following, arai) == []
    again = actions.pass_on(item=network_item, to_body=world.bodies["shinjo"], actor=arai)
    take(following, arai)
    with pytest.raises(NotNow):
        actions.withdraw_passed_on(passed_on=again, actor=arai)


def test_news_that_was_declined_can_be_proposed_again(world, network_item, following, arai):
    news = actions.pass_on(item=network_item, to_body=world.bodies["shinjo"], actor=arai)
    with pytest.raises(NotAllowed):
        actions.decline_passed_on(passed_on=news, actor=world.viewer("ohashi"))
    actions.decline_passed_on(passed_on=news, actor=world.viewer("shiraishi"))
    assert proposed(following, arai) == []
    actions.propose_again(passed_on=news, actor=arai)
    assert len(proposed(following, arai)) == 1


def test_an_issue_still_being_talked_about_is_proposed_until_it_is_on_the_agenda(world, arai):
    issue = actions.open_issue(
        district=world.ono, title="雪捨て場が足りない", topic=world.topics["snow"], actor=arai
    )
    meeting = world.add_meeting(on=date(2026, 12, 22))
    (proposal,) = proposed(meeting, arai)
    assert (proposal.title, proposal.topic_id) == (issue.title, world.topics["snow"].id)
    (item,) = take(meeting, arai)
    assert item.origin == ItemOrigin.ISSUE
    assert Consideration.objects.get().item == item
    assert proposed(meeting, arai) == []


def test_an_issue_that_is_acted_on_or_closed_is_left_in_peace(world, arai):
    issue = actions.open_issue(district=world.ono, title="雪捨て場が足りない", actor=arai)
    meeting = world.add_meeting(on=date(2026, 12, 22))
    actions.move_issue(issue=issue, status=IssueStatus.ACTING, text="始めた", actor=arai)
    assert proposed(meeting, arai) == []


def test_a_promise_due_by_the_day_is_proposed_as_a_report_once(world, arai):
    earlier = world.add_item(world.add_meeting(on=TODAY), outcome=Outcome.DECIDED)
    action = actions.add_action(
        item=earlier, what="当番表を作る", who="白旗野町会", due_on=date(2026, 12, 10), actor=arai
    )
    meeting = world.add_meeting(on=date(2026, 12, 22))
    (proposal,) = proposed(meeting, arai)
    assert proposal.title == "取組の報告：当番表を作る"
    assert "12月10日(木)" in proposal.reason
    take(meeting, arai)
    assert proposed(meeting, arai) == []
    actions.finish_action(
        action=action, base_version=action.version, done_on=TODAY, result="", actor=arai
    )
    assert proposed(world.add_meeting(on=date(2027, 1, 22)), arai) == []


def test_a_long_promise_makes_a_title_that_fits(world, arai):
    earlier = world.add_item(world.add_meeting(on=TODAY))
    actions.add_action(item=earlier, what="雪" * 300, who="町会", due_on=TODAY, actor=arai)
    (item,) = take(world.add_meeting(on=date(2026, 12, 22)), arai)
    assert len(item.title) == 120


def test_an_issue_follows_its_item_to_the_next_meeting_and_is_proposed_once(world, arai):
    first = world.add_item(world.add_meeting(on=TODAY), outcome=Outcome.CARRIED_OVER)
    issue = actions.raise_issue(item=first, actor=arai)
    meetings.close_meeting(meeting=first.meeting, actor=arai)
    following = world.add_meeting(on=date(2026, 12, 22))
    carried = meeting_queries.agenda_proposals(following, viewer=arai)
    assert [one.source_id for one in carried] == [first.id]
    assert proposed(following, arai) == []
    (item,) = meetings.take_proposals(meeting=following, proposals=carried, actor=arai)
    for _time in range(2):
        actions.follow_items(meeting=following, actor=arai)
    assert {tie.item for tie in Consideration.objects.filter(issue=issue)} == {first, item}
    assert proposed(following, arai) == []


def test_another_district_proposes_nothing_to_a_stranger(world, arai):
    actions.open_issue(district=world.ono, title="雪捨て場が足りない", actor=arai)
    assert proposed(world.add_meeting("shinjo", on=date(2026, 12, 20)), arai) == []
