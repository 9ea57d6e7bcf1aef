"""Two issues that are one: whatever hangs on the one that ends is followed to the one that goes on."""

# ruff: noqa: F811 - fixtures of the neighbouring file

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.models import Consideration, Issue
from sasaeai.kernel.errors import InvalidInput, NotNow
from tests.issues.test_handed_on import (  # noqa: F401
    answer,
    arai,
    ask,
    issue,
    merge,
    ohashi,
    other,
    put,
    take,
)
from tests.world import TODAY


def test_the_citys_answer_about_a_duplicate_reaches_the_one_that_goes_on(issue, other, ohashi):
    asked = ask(issue, ohashi)
    merge(issue, other, ohashi)
    answer(asked, ohashi)
    assert (
        other.entries.order_by("created_at").last().text.startswith("都市整備部 道路維持課から返答")
    )
    news = queries.escalations_for_today(ohashi, [other.district_id])
    assert list(news) == [asked]
    actions.close_issue(issue=other, reason="済んだ", actor=ohashi)
    assert not queries.escalations_for_today(ohashi, [other.district_id]).exists()


def test_what_goes_on_elsewhere_is_followed_to_its_end(world, issue, other, ohashi):
    trouble = actions.raise_trouble(
        district=world.ono,
        text="雪を捨てる所がない",
        raised_by="白旗野町会 会長",
        via="phone",
        raised_on=TODAY,
        actor=ohashi,
    )
    actions.take_trouble(trouble=trouble, issue=issue, actor=ohashi)
    merge(issue, other, ohashi)
    third, fourth = (
        actions.open_issue(district=world.ono, title=title, actor=ohashi)
        for title in ("雪捨て場", "冬の道")
    )
    merge(other, third, ohashi)
    # Still talked about: nothing is due yet, and the raiser hears of the issue that goes on.
    assert not queries.list_owed(ohashi).exists()
    words = queries.proposed_words(queries.raiser_of(trouble, viewer=ohashi).trouble)
    assert "「雪捨て場」として取り上げ" in words
    assert "空き地" not in words
    with pytest.raises(InvalidInput, match="のほうを、この課題にまとめて"):
        merge(third, fourth, ohashi)
    with pytest.raises(NotNow, match="白旗野町会 会長"):
        actions.close_issue(issue=third, reason="済んだ", actor=ohashi)


def test_a_trouble_joins_only_what_goes_on(world, issue, other, ohashi):
    trouble = actions.raise_trouble(
        district=world.ono,
        text="雪を捨てる所がない",
        raised_by="白旗野町会 会長",
        via="phone",
        raised_on=TODAY,
        actor=ohashi,
    )
    merge(issue, other, ohashi)
    with pytest.raises(NotNow, match="その続きの課題"):
        actions.take_trouble(trouble=trouble, issue=issue, actor=ohashi)
    opened_before = Issue.objects.get(pk=other.pk)
    actions.close_issue(issue=other, reason="済んだ", actor=ohashi)
    with pytest.raises(NotNow, match="もう一度取り上げる"):  # it ended while the page stood open
        actions.take_trouble(trouble=trouble, issue=opened_before, actor=ohashi)


def test_what_follows_an_item_of_a_duplicate_is_the_issue_that_goes_on(world, issue, other, ohashi):
    earlier = world.add_meeting("ono")
    item = world.add_item(earlier, "雪捨て場が遠い")
    actions.connect_issue(issue=issue, item=item, actor=ohashi)
    merge(issue, other, ohashi)
    following = world.add_meeting("ono", on=date(2027, 1, 20))
    goes_on = world.add_item(following, "雪捨て場が遠い", came_from=item)
    (tie,) = actions.follow_items(meeting=following, actor=ohashi)
    assert (tie.issue, tie.item) == (other, goes_on)
    assert actions.follow_items(meeting=following, actor=ohashi) == []
    promised = actions.add_action(
        item=item, what="場所を探す", who="町会", due_on=None, actor=ohashi
    )
    assert promised.issue == other


def test_what_waited_before_a_body_waits_as_the_issue_that_goes_on(world, issue, other, ohashi):
    put(issue, world.bodies["ono"], ohashi)
    actions.move_issue(issue=other, status=IssueStatus.ACTING, text="始めた", actor=ohashi)
    merge(issue, other, ohashi)
    meeting = world.add_meeting("ono")
    (proposal,) = queries.agenda_proposals(meeting, viewer=ohashi)
    assert (proposal.kind, proposal.title) == ("put_forward", other.title)
    take(meeting, ohashi)
    assert Consideration.objects.get().issue == other
