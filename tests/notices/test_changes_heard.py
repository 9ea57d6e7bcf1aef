"""Who hears of a change although the copies alone would not say that they know of the meeting."""

from __future__ import annotations

import pytest

from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery
from sasaeai.notices.queries import changes
from sasaeai.notices.queries.changes import Wish
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.notices.test_changes import OFF, SNOW, carry_out, heard, tell_all_by_phone
from tests.notices.test_changes import announced as announced
from tests.notices.test_changes import meeting as meeting
from tests.world import World


def test_who_needed_no_letter_because_they_knew_hears_of_the_change(
    world: World, meeting: Meeting
) -> None:
    """The keeper of the hall got no invitation; on the day he would stand there alone."""
    arai = world.viewer("arai")
    notice = actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
    keeper = meeting.expected.get(number=2)
    actions.call_off_copies(notice=notice, expected_ids=[keeper.id], note="口頭", actor=arai)
    ids = [meeting.expected.get(number=1).id]
    actions.mark_printed(notice=notice, expected_ids=ids, actor=arai)
    actions.mark_sent(notice=notice, expected_ids=ids, actor=arai)
    assert queries.notice_board(meeting, viewer=arai).changed == ()
    done = carry_out(world, meeting, OFF)
    assert heard(done.notice) == {1, 2}
    tell_all_by_phone(world, done)
    assert not changes.must_hear(done.meeting)


@pytest.mark.parametrize("wish", [SNOW, OFF], ids=["moved", "called off"])
def test_who_holds_an_earlier_copy_hears_although_the_next_one_was_begun(
    world: World, announced: Meeting, settings, wish: Wish
) -> None:
    """The agenda changed: one mail waits to go anew, one letter is to be posted once more."""
    settings.MAIL_HOST, settings.MAIL_FROM = "mail.example.jp", "tsudoi@example.jp"
    arai = world.viewer("arai")
    by_mail, by_post, _third = announced.expected.order_by("number")
    Person.objects.filter(pk=by_mail.person_id).update(channel=Channel.EMAIL, email="o@example.jp")
    Delivery.objects.filter(expected=by_mail).update(
        channel=Channel.EMAIL, status=DeliveryStatus.SENT
    )
    world.add_item(announced, "あとから足した議題")
    notice = actions.approve_notice(notice=queries.notice_of(announced), actor=arai)
    actions.queue_sending(notice=notice, expected_ids=[by_mail.id], actor=arai)
    actions.choose_channel(notice=notice, expected_ids=[by_post.id], channel="post", actor=arai)
    assert {copy.status for copy in Delivery.objects.exclude(expected__number=3)} == {
        DeliveryStatus.QUEUED,
        DeliveryStatus.DRAFTED,
    }
    fresh = get_visible_meeting(announced.pk, viewer=arai)
    assert len(changes.change_draft(fresh, wish, viewer=arai).hearings) == 3
    assert heard(carry_out(world, announced, wish).notice) == {1, 2, 3}


def test_who_knows_already_is_not_waited_for(world: World, announced: Meeting) -> None:
    arai = world.viewer("arai")
    done = carry_out(world, announced, SNOW)
    notice = changes.get_change(done.meeting, done.notice.id)
    ids = [call.id for call in announced.expected.order_by("number")]
    actions.call_off_copies(notice=notice, expected_ids=ids[:1], actor=arai)
    actions.choose_channel(notice=notice, expected_ids=ids[1:], channel=Channel.PHONE, actor=arai)
    following = changes.following_of(notice, viewer=arai)
    assert (following.reached, following.total, following.is_done) == (0, 2, False)
    actions.mark_sent(notice=notice, expected_ids=ids[1:], actor=arai)
    assert changes.following_of(notice, viewer=arai).is_done
