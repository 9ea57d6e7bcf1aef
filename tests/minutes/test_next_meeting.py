"""Minutes that the next meeting confirms at its beginning, and what stands in the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.meetings.actions import reopen_meeting
from sasaeai.meetings.enums import Outcome, Regime
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.actions import approve_minutes, draft_public_version, save_revision
from sasaeai.minutes.actions import next_meeting as actions
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.models import Minutes
from sasaeai.minutes.queries.next_meeting import confirmation_proposals, put_before_of
from tests.minutes.conftest import approve, publish
from tests.minutes.test_corrections import record
from tests.world import TODAY, World


@pytest.fixture
def coming(world: World) -> Meeting:
    """Held today, so that it can be closed today."""
    meeting = world.add_meeting(on=TODAY, chair="大野地区社協 会長")
    world.add_item(meeting, "除雪の割り当て", outcome=Outcome.DECIDED)
    return meeting


def put(world: World, minutes: Minutes) -> AgendaItem:
    item = actions.put_before_next(minutes=minutes, actor=world.viewer("arai"))
    assert item is not None
    return item


def close(world: World, meeting: Meeting) -> actions.ClosedRecord:
    return actions.close_record(meeting=meeting, actor=world.viewer("arai"))


def decide(item: AgendaItem, outcome: str = Outcome.DECIDED) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(outcome=outcome)


def test_it_stands_first_on_the_next_agenda_once(world: World, minutes: Minutes, coming: Meeting):
    item = put(world, minutes)
    assert item.meeting_id == coming.id
    titles = list(coming.items.order_by("position").values_list("title", flat=True))
    assert titles == ["前回（第2回）会議録の確認", "除雪の割り当て"]
    minutes.refresh_from_db()
    assert put(world, minutes) == item
    assert coming.items.count() == 2


def test_decided_and_closed_the_minutes_stand_with_who_chaired(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    closed = close(world, coming)
    assert [row.pk for row in closed.settled] == [minutes.pk]
    assert closed.told == ()
    minutes.refresh_from_db()
    assert minutes.is_approved
    assert minutes.confirmed_by == "大野地区社協 会長"
    assert minutes.confirmed_on == TODAY
    assert minutes.confirmed_how == "next_meeting"
    assert Entry.objects.filter(verb="approve", object_id=minutes.id).count() == 1


def test_without_a_chair_the_first_post_of_the_host_stands(
    world: World, minutes: Minutes, coming: Meeting
):
    Meeting.objects.filter(pk=coming.pk).update(chair="")
    decide(put(world, minutes))
    close(world, coming)
    minutes.refresh_from_db()
    assert minutes.confirmed_by == "大野地区社会福祉協議会 会長"


def test_reopening_the_meeting_makes_a_draft_of_them_again(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    close(world, coming)
    opened = actions.reopen_record(meeting=coming, actor=world.viewer("arai"))
    assert [row.pk for row in opened.settled] == [minutes.pk]
    minutes.refresh_from_db()
    assert not minutes.is_approved
    assert put_before_of(minutes) is not None
    close(world, coming)
    minutes.refresh_from_db()
    assert minutes.is_approved


def test_what_went_out_meanwhile_stays_and_it_is_told(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    close(world, coming)
    minutes.refresh_from_db()
    publish(world, draft_public_version(minutes=minutes, actor=world.viewer("arai")))
    opened = actions.reopen_record(meeting=coming, actor=world.viewer("arai"))
    assert opened.settled == ()
    assert "公開版が承認されているので確定のまま" in opened.told[0]
    minutes.refresh_from_db()
    assert minutes.is_approved


def test_not_decided_a_wish_that_waits_or_an_open_day_leave_a_draft_and_are_told(
    world: World, minutes: Minutes, coming: Meeting
):
    arai = world.viewer("arai")
    item = put(world, minutes)
    decide(item, Outcome.CARRIED_OVER)
    assert "「決まった」になっていない" in close(world, coming).told[0]
    actions.reopen_record(meeting=coming, actor=arai)
    decide(item)
    wish = record(world, minutes)
    assert "訂正の申し出が返事を待っている" in close(world, coming).told[0]
    actions.reopen_record(meeting=coming, actor=arai)
    wish.delete()
    assert minutes.meeting.number == 2
    minutes.refresh_from_db()
    assert not minutes.is_approved


def test_confirmed_otherwise_meanwhile_nothing_is_changed(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    approve(world, minutes)
    closed = close(world, coming)
    assert closed.settled == ()
    assert closed.told == ()
    actions.reopen_record(meeting=coming, actor=world.viewer("arai"))
    minutes.refresh_from_db()
    assert minutes.confirmed_how == "phone"


def test_without_a_next_meeting_it_is_proposed_when_one_is_planned(world: World, minutes: Minutes):
    arai = world.viewer("arai")
    assert actions.put_before_next(minutes=minutes, actor=arai) is None
    coming = world.add_meeting(on=date(2026, 12, 22))
    world.add_item(coming, "除雪の割り当て")
    (proposal,) = confirmation_proposals(coming, viewer=arai)
    assert proposal.title == "前回（第2回）会議録の確認"
    (item,) = actions.take_confirmations(meeting=coming, proposals=[proposal], actor=arai)
    assert item.position == 1
    assert confirmation_proposals(coming, viewer=arai) == []
    minutes.refresh_from_db()
    assert minutes.put_before == item


def test_taken_back_it_is_off_the_agenda_and_proposed_again(
    world: World, minutes: Minutes, coming: Meeting
):
    arai = world.viewer("arai")
    put(world, minutes)
    minutes.refresh_from_db()
    actions.take_back_put_before(minutes=minutes, actor=arai)
    assert [item.title for item in coming.items.current()] == ["除雪の割り当て"]
    assert len(confirmation_proposals(coming, viewer=arai)) == 1


def test_a_support_council_and_its_body_do_not_confirm_each_other(
    world: World, minutes: Minutes, coming: Meeting
):
    Meeting.objects.filter(pk=coming.pk).update(regime=Regime.SUPPORT_COUNCIL)
    assert actions.put_before_next(minutes=minutes, actor=world.viewer("arai")) is None
    Meeting.objects.filter(pk=minutes.meeting_id).update(regime=Regime.SUPPORT_COUNCIL)
    of_council = Minutes.objects.get(pk=minutes.pk)
    item = actions.put_before_next(minutes=of_council, actor=world.system)
    assert item is not None
    assert item.meeting_id == coming.id
    Meeting.objects.filter(pk=coming.pk).update(regime=Regime.OPEN)
    actions.take_back_put_before(minutes=of_council, actor=world.system)
    assert actions.put_before_next(minutes=of_council, actor=world.system) is None


def test_settled_minutes_and_strangers_are_refused(world: World, minutes: Minutes, coming: Meeting):
    with pytest.raises(NotAllowed):
        actions.put_before_next(minutes=minutes, actor=world.viewer("shiraishi"))
    approve(world, minutes)
    with pytest.raises(NotNow, match="確定を取り消す"):
        actions.put_before_next(minutes=minutes, actor=world.viewer("arai"))


def test_reopened_day_of_the_minutes_is_told_at_the_closing(
    world: World, minutes: Minutes, coming: Meeting
):
    # Within a 年度 the earlier one must be closed first; across it nothing asks for that.
    Meeting.objects.filter(pk=minutes.meeting_id).update(fiscal_year=2025)
    decide(put(world, minutes))
    reopen_meeting(meeting=minutes.meeting, actor=world.viewer("arai"))
    closed = close(world, coming)
    assert closed.settled == ()
    assert "当日の記録が開き直されている" in closed.told[0]
    minutes.refresh_from_db()
    assert not minutes.is_approved


def test_a_text_that_was_changed_after_it_was_put_there_is_not_settled(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    save_revision(
        minutes=minutes, base_revision=1, opening="あとで直した。", sections={}, closing="",
        actor=world.viewer("arai"),
    )  # fmt: skip
    closed = close(world, coming)
    assert closed.settled == ()
    assert "議題に載せたあとで直されている" in closed.told[0]
    minutes.refresh_from_db()
    assert not minutes.is_approved


def test_what_a_hand_settled_stays_when_the_meeting_is_reopened(
    world: World, minutes: Minutes, coming: Meeting
):
    arai = world.viewer("arai")
    decide(put(world, minutes), Outcome.CARRIED_OVER)
    close(world, coming)
    approve_minutes(
        minutes=minutes,
        base_revision=1,
        confirmed_by="大野地区社協 会長",
        confirmed_on=TODAY,
        confirmed_how=ConfirmationMethod.NEXT_MEETING,
        actor=arai,
    )
    assert actions.reopen_record(meeting=coming, actor=arai).settled == ()
    minutes.refresh_from_db()
    assert minutes.is_approved


def test_minutes_moved_behind_the_meeting_do_not_stop_its_closing(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    moved = coming.starts_at + timedelta(days=3)
    Meeting.objects.filter(pk=minutes.meeting_id).update(
        starts_at=moved, ends_at=moved + timedelta(hours=1)
    )
    closed = close(world, coming)
    assert closed.meeting.is_held
    assert "会議の日より前の日です" in closed.told[0]
    minutes.refresh_from_db()
    assert not minutes.is_approved


def test_who_was_not_called_to_the_earlier_council_closes_the_later_one(
    world: World, minutes: Minutes, coming: Meeting
):
    decide(put(world, minutes))
    Meeting.objects.filter(pk=minutes.meeting_id).update(regime=Regime.SUPPORT_COUNCIL)
    closed = close(world, coming)
    assert closed.meeting.is_held
    assert closed.settled == ()
    assert "案のままです" in closed.told[0]


def test_the_pages_put_take_back_and_tell(desk, world: World, minutes: Minutes, coming: Meeting):
    record_url = reverse("desk:meeting_record", args=[minutes.meeting_id])
    assert "次回の会議のはじめに確認する" in desk.arai.get(record_url).content.decode()
    put_url = reverse("desk:minutes_put_before", args=[minutes.meeting_id])
    page = desk.arai.post(put_url, follow=True).content.decode()
    assert "会議の議題「前回（第2回）会議録の確認」で確認します" in page
    desk.arai.post(reverse("desk:minutes_put_back", args=[minutes.meeting_id]))
    agenda = reverse("desk:meeting_agenda", args=[coming.id])
    assert "前回（第2回）会議録の確認" in desk.arai.get(agenda).content.decode()
    desk.arai.post(agenda, {"pick": f"minutes:{minutes.id}"})
    decide(coming.items.current().get(position=1))
    closed = desk.arai.post(reverse("desk:day_close", args=[coming.id]), follow=True)
    assert "第2回の会議録を、この会議で確認したものとして確定しました" in closed.content.decode()
    opened = desk.arai.post(reverse("desk:day_reopen", args=[coming.id]), follow=True)
    assert "第2回の会議録は、案にもどりました" in opened.content.decode()
