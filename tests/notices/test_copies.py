"""What became of each copy: every step by its channel, and every step taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.models import Delivery, Notice
from sasaeai.people.models import Person
from tests.world import World

WISHES = {"ohashi": "post", "chokai": "fax", "minji": "phone", "hokatsu": "hand"}


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Four people, each reached by another way."""
    meeting = world.add_meeting(on=date(2026, 12, 22))
    world.add_item(meeting)
    for key, channel in WISHES.items():
        call = world.add_expected(meeting, world.posts[key])
        Person.objects.filter(pk=call.person_id).update(channel=channel)
    return meeting


@pytest.fixture
def notice(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )


def call_of(world: World, meeting: Meeting, key: str) -> Expected:
    return Expected.objects.get(meeting=meeting, post=world.posts[key])


def stands(world: World, meeting: Meeting) -> dict[str, tuple[str, str]]:
    """By person of the cast: the channel and the status of the copy that counts."""
    fresh = Meeting.objects.select_related("body", "venue").get(pk=meeting.pk)
    board = queries.notice_board(fresh, viewer=world.viewer("arai"))
    names = {post.id: key for key, post in world.posts.items()}
    return {names[r.expected.post_id]: (r.channel, r.status) for r in board.recipients}


def rows() -> list[dict[str, Any]]:
    """Everything the copies hold, to see that taking back leaves no trace on them."""
    return list(Delivery.objects.order_by("id").values())


def test_only_paper_is_printed_and_a_call_needs_no_sheet(world, meeting, notice):
    run = actions.mark_printed(notice=notice, actor=world.viewer("arai"))
    assert run.count == 3
    assert stands(world, meeting)["minji"] == ("phone", "drafted")
    minji = call_of(world, meeting, "minji")
    with pytest.raises(NotNow, match="先に送り方を変えて"):
        actions.mark_printed(notice=notice, expected_ids=[minji.id], actor=world.viewer("arai"))


def test_each_copy_is_out_in_the_way_of_its_channel(world, meeting, notice):
    arai = world.viewer("arai")
    actions.mark_printed(notice=notice, actor=arai)
    everybody = [call.id for call in meeting.expected.all()]
    assert actions.mark_sent(notice=notice, expected_ids=everybody, actor=arai).count == 4
    assert stands(world, meeting) == {
        "ohashi": ("post", "posted"),
        "chokai": ("fax", "sent"),
        "minji": ("phone", "delivered"),
        "hokatsu": ("hand", "handed"),
    }


def test_what_was_not_printed_was_not_posted(world, meeting, notice):
    ohashi = call_of(world, meeting, "ohashi")
    with pytest.raises(NotNow, match="まだ印刷していません"):
        actions.mark_sent(notice=notice, expected_ids=[ohashi.id], actor=world.viewer("arai"))


def test_nothing_is_told_before_somebody_looked(world, meeting):
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    minji = call_of(world, meeting, "minji")
    for step in (actions.mark_printed, actions.mark_sent):
        with pytest.raises(NotNow, match=r"内容を確かめました|先に送り方"):
            step(notice=notice, expected_ids=[minji.id], actor=arai)
    with pytest.raises(NotNow, match="内容を確かめました"):
        actions.mark_printed(notice=notice, actor=arai)


def test_two_people_who_press_at_once_record_it_once(world, meeting, notice):
    arai, ohashi = world.viewer("arai"), world.viewer("ohashi")
    actions.mark_printed(notice=notice, actor=arai)
    everybody = [call.id for call in meeting.expected.all()]
    first = actions.mark_sent(notice=notice, expected_ids=everybody, actor=arai)
    with pytest.raises(NotNow, match="もう記録されています"):
        actions.mark_sent(notice=notice, expected_ids=everybody, actor=ohashi)
    assert set(Delivery.objects.values_list("status_at", flat=True)) == {first.printed_at}
    assert Entry.objects.filter(verb="send").count() == 1


def test_steps_are_taken_back_one_after_the_other_and_leave_no_trace(world, meeting, notice):
    arai = world.viewer("arai")
    ohashi = [call_of(world, meeting, "ohashi").id]
    drafted = rows()
    printed = actions.mark_printed(notice=notice, expected_ids=ohashi, actor=arai)
    sheet = rows()
    posted = actions.mark_sent(notice=notice, expected_ids=ohashi, actor=arai)
    gone = rows()
    back = actions.mark_returned(notice=notice, expected_ids=ohashi, note="転居", actor=arai)
    other = actions.choose_channel(notice=notice, expected_ids=ohashi, channel="fax", actor=arai)
    assert stands(world, meeting)["ohashi"] == ("fax", "drafted")
    assert Delivery.objects.get(expected_id=ohashi[0], channel="post").status == "returned"

    actions.take_back_step(notice=notice, status_at=other.printed_at, actor=arai)
    assert stands(world, meeting)["ohashi"] == ("post", "returned")
    actions.take_back_step(notice=notice, status_at=back.printed_at, actor=arai)
    assert rows() == gone
    actions.take_back_step(notice=notice, status_at=posted.printed_at, actor=arai)
    assert rows() == sheet
    actions.take_back_print(notice=notice, printed_at=printed.printed_at, actor=arai)
    assert rows() == drafted


def test_a_step_that_something_followed_is_not_taken_back_under_it(world, meeting, notice):
    arai = world.viewer("arai")
    ohashi = [call_of(world, meeting, "ohashi").id]
    actions.mark_printed(notice=notice, actor=arai)
    posted = actions.mark_sent(notice=notice, actor=arai)
    actions.mark_returned(notice=notice, expected_ids=ohashi, actor=arai)
    assert actions.take_back_step(notice=notice, status_at=posted.printed_at, actor=arai) == 2
    assert stands(world, meeting)["ohashi"] == ("post", "returned")
    with pytest.raises(NotNow, match="取り消せません"):
        actions.take_back_step(notice=notice, status_at=posted.printed_at, actor=arai)


def test_the_address_stays_as_it_was_when_the_letter_left(world, meeting, notice):
    arai = world.viewer("arai")
    call = call_of(world, meeting, "ohashi")
    actions.mark_printed(notice=notice, actor=arai)
    actions.mark_sent(notice=notice, actor=arai)
    Person.objects.filter(pk=call.person_id).update(address="青森市（見本）引っ越し先 1")
    copy = Delivery.objects.get(expected=call)
    assert copy.address_used["address"] == "青森市（見本）1-2-3"
    assert copy.status == "posted"


# ── A way chosen for one notice ──────────────────────────────────────────────────────────────────


def test_a_way_chosen_for_several_holds_for_this_notice_alone(world, meeting, notice):
    arai = world.viewer("arai")
    before = rows()
    chosen = [call_of(world, meeting, key).id for key in ("ohashi", "minji")]
    run = actions.choose_channel(notice=notice, expected_ids=chosen, channel="hand", actor=arai)
    now = stands(world, meeting)
    assert (now["ohashi"], now["minji"]) == (("hand", "drafted"), ("hand", "drafted"))
    assert Person.objects.get(pk=call_of(world, meeting, "minji").person_id).channel == "phone"
    assert Delivery.objects.count() == 4
    actions.take_back_step(notice=notice, status_at=run.printed_at, actor=arai)
    assert rows() == before


def test_a_printed_letter_gives_way_to_the_other_channel_and_comes_back(world, meeting, notice):
    arai = world.viewer("arai")
    actions.mark_printed(notice=notice, actor=arai)
    ohashi = [call_of(world, meeting, "ohashi").id]
    run = actions.choose_channel(notice=notice, expected_ids=ohashi, channel="phone", actor=arai)
    assert stands(world, meeting)["ohashi"] == ("phone", "drafted")
    statuses = Delivery.objects.filter(expected_id=ohashi[0]).values_list("channel", "status")
    assert set(statuses) == {("post", "cancelled"), ("phone", "drafted")}
    actions.take_back_step(notice=notice, status_at=run.printed_at, actor=arai)
    assert stands(world, meeting)["ohashi"] == ("post", "printed")
    assert Delivery.objects.filter(expected_id=ohashi[0]).count() == 1


@pytest.mark.parametrize("channel", ["email", "line"])
def test_a_way_that_the_register_does_not_know_is_refused_with_what_would_help(
    world, meeting, notice, channel
):
    with pytest.raises(NotNow, match="名簿に入れると選べます"):
        actions.choose_channel(
            notice=notice,
            expected_ids=[call_of(world, meeting, "ohashi").id],
            channel=channel,
            actor=world.viewer("arai"),
        )


def test_what_is_out_or_under_way_keeps_its_channel(world, meeting, notice):
    arai = world.viewer("arai")
    ohashi = call_of(world, meeting, "ohashi")
    actions.mark_printed(notice=notice, actor=arai)
    actions.mark_sent(notice=notice, actor=arai)
    for status, sentence in (("posted", "もう届けてあります"), ("queued", "いま送っている")):
        Delivery.objects.filter(expected=ohashi).update(status=status)
        with pytest.raises(NotNow, match=sentence):
            actions.choose_channel(
                notice=notice, expected_ids=[ohashi.id], channel="hand", actor=arai
            )
    with pytest.raises(InvalidInput, match="送り方を選んで"):
        actions.choose_channel(
            notice=notice, expected_ids=[ohashi.id], channel="のろし", actor=arai
        )


# ── What did not arrive ──────────────────────────────────────────────────────────────────────────


def test_a_busy_fax_is_put_in_again_without_a_new_sheet_and_a_wrong_number_is_not(
    world, meeting, notice
):
    arai, chokai = world.viewer("arai"), [call_of(world, meeting, "chokai").id]
    actions.mark_printed(notice=notice, actor=arai)
    for failure, status in (("retry", "printed"), ("address", "drafted")):
        run = actions.mark_failed(
            notice=notice, expected_ids=chokai, failure=failure, note="話し中", actor=arai
        )
        assert stands(world, meeting)["chokai"] == ("fax", "failed")
        again = actions.choose_channel(
            notice=notice, expected_ids=chokai, channel="fax", actor=arai
        )
        assert stands(world, meeting)["chokai"] == ("fax", status)
        for step in (again, run):
            actions.take_back_step(notice=notice, status_at=step.printed_at, actor=arai)


def test_somebody_who_could_not_be_called_is_called_again(world, meeting, notice):
    arai, minji = world.viewer("arai"), [call_of(world, meeting, "minji").id]
    actions.mark_failed(notice=notice, expected_ids=minji, failure="retry", note="留守", actor=arai)
    copy = Delivery.objects.get(expected_id=minji[0])
    assert (copy.status, copy.failure, copy.status_note) == ("failed", "retry", "留守")
    with pytest.raises(NotNow, match="送り方を決めて"):
        actions.mark_sent(notice=notice, expected_ids=minji, actor=arai)
    actions.choose_channel(notice=notice, expected_ids=minji, channel="phone", actor=arai)
    actions.mark_sent(notice=notice, expected_ids=minji, actor=arai)
    assert stands(world, meeting)["minji"] == ("phone", "delivered")


def test_only_what_left_comes_back(world, meeting, notice):
    ohashi = [call_of(world, meeting, "ohashi").id]
    with pytest.raises(NotNow, match="まだ送っていません"):
        actions.mark_returned(notice=notice, expected_ids=ohashi, actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="まだ送っていません"):
        actions.mark_failed(
            notice=notice, expected_ids=ohashi, failure="retry", actor=world.viewer("arai")
        )


def test_who_knows_already_gets_no_copy_and_may_get_one_again(world, meeting, notice):
    arai, ohashi = world.viewer("arai"), [call_of(world, meeting, "ohashi").id]
    run = actions.call_off_copies(notice=notice, expected_ids=ohashi, note="口頭で", actor=arai)
    assert stands(world, meeting)["ohashi"] == ("post", "cancelled")
    assert actions.mark_printed(notice=notice, actor=arai).count == 2
    actions.take_back_step(notice=notice, status_at=run.printed_at, actor=arai)
    assert stands(world, meeting)["ohashi"] == ("post", "drafted")
    actions.mark_printed(notice=notice, expected_ids=ohashi, actor=arai)
    actions.mark_sent(notice=notice, expected_ids=ohashi, actor=arai)
    with pytest.raises(NotNow, match="もう届けてあります"):
        actions.call_off_copies(notice=notice, expected_ids=ohashi, actor=arai)


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_others_mark_no_copy_of_this_district(world, meeting, notice, name):
    viewer, ids = world.viewer(name), [meeting.expected.all()[0].id]
    for call in (
        lambda: actions.choose_channel(
            notice=notice, expected_ids=ids, channel="hand", actor=viewer
        ),
        lambda: actions.mark_sent(notice=notice, expected_ids=ids, actor=viewer),
        lambda: actions.mark_returned(notice=notice, expected_ids=ids, actor=viewer),
        lambda: actions.mark_failed(notice=notice, expected_ids=ids, failure="retry", actor=viewer),
        lambda: actions.call_off_copies(notice=notice, expected_ids=ids, actor=viewer),
        lambda: actions.take_back_step(notice=notice, status_at=clock.now(), actor=viewer),
    ):
        with pytest.raises(NotAllowed, match="大野地区"):
            call()


def test_calls_of_another_meeting_are_nobody(world, notice):
    other = world.add_expected(world.add_meeting("shinjo"), world.posts["hokatsu"])
    with pytest.raises(NotFound):
        actions.choose_channel(
            notice=notice, expected_ids=[other.id], channel="hand", actor=world.viewer("arai")
        )
