"""Reminders: at their moment, once, to those they are for; they move with the meeting."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions
from sasaeai.notices.actions import send_due_reminders
from sasaeai.notices.enums import ChangeWay, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import changes, told
from sasaeai.notices.queries.changes import NewPlace, Wish
from sasaeai.notices.queries.reminders import ReminderState, reminders_of
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.world import World

DUE, EVE = NoticeKind.DUE_REMINDER, NoticeKind.EVE_REMINDER
AT_NINE = time(9, 0)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings) -> None:
    settings.MAIL_HOST, settings.MAIL_FROM = "mail.example.jp", "tsudoi@example.jp"


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Held 22 December, replies by the 8th. 大橋 and 髙﨑 read mail, 見本 has a letter box."""
    meeting = world.add_meeting(reply_due_on=date(2026, 12, 8))
    world.add_item(meeting)
    for number, key in enumerate(("ohashi", "chokai", "minji")):
        call = world.add_expected(meeting, world.posts[key])
        if number < 2:
            Person.objects.filter(pk=call.person_id).update(
                channel=Channel.EMAIL, email=f"{key}@example.jp"
            )
    return meeting


@pytest.fixture
def announced(world: World, meeting: Meeting) -> Meeting:
    """Looked at and out, with the reminders beside it."""
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    actions.approve_notice(notice=notice, actor=arai)
    out = {"status": DeliveryStatus.SENT, "sent_at": clock.now()}
    Delivery.objects.filter(notice=notice).update(**out)
    return meeting


def at(day: date, moment: time = AT_NINE) -> datetime:
    return clock.at(day, moment)


def queued(kind: NoticeKind) -> list[int]:
    """Reply numbers for which a reminder is under way or out."""
    copies = Delivery.objects.filter(notice__kind=kind).exclude(status=DeliveryStatus.DRAFTED)
    return sorted(copies.values_list("expected__number", flat=True))


def reply(world: World, meeting: Meeting, number: int, answer: str = "attend") -> None:
    called = Expected.objects.get(meeting=meeting, number=number)
    actions.record_reply(expected=called, answer=answer, actor=world.viewer("arai"))


def move(world: World, meeting: Meeting, on: date) -> None:
    """As the page does it; whoever is told hears of it at once."""
    arai = world.viewer("arai")
    fresh = get_visible_meeting(meeting.pk, viewer=arai)
    place = NewPlace(on=on, start=time(13, 30), end=time(14, 30), venue=world.venue)
    wish = Wish(way=ChangeWay.MOVE, place=place)
    draft = changes.change_draft(fresh, wish, viewer=arai)
    done = actions.carry_out_change(
        meeting=fresh, wish=wish, texts=draft.texts, base_version=fresh.version, actor=arai
    )
    Delivery.objects.filter(notice=done.notice).exclude(status=DeliveryStatus.CANCELLED).update(
        status=DeliveryStatus.SENT, sent_at=clock.now()
    )


def arrive() -> None:
    """What the worker does with what is queued: it leaves, saying what holds then."""
    for copy in Delivery.objects.filter(status=DeliveryStatus.QUEUED):
        place = Meeting.objects.select_related("venue").get(notices=copy.notice_id)
        copy.printed_facts = {"when": told.when_text(place), "venue": place.venue.name}
        copy.status, copy.sent_at = DeliveryStatus.SENT, clock.now()
        copy.save()


# ── When and to whom ─────────────────────────────────────────────────────────────────────────────


def test_the_look_at_the_invitation_covers_the_reminders(world: World, announced: Meeting) -> None:
    found = reminders_of(announced, now=clock.now())
    assert [one.state for one in found] == [ReminderState.WAITING, ReminderState.WAITING]
    assert [one.moment for one in found] == [at(date(2026, 12, 5)), at(date(2026, 12, 21))]
    assert "12月" not in "".join(one.words + one.subject for one in found)


def test_before_the_look_nothing_goes_out(world: World, meeting: Meeting) -> None:
    actions.draft_notice(meeting=meeting, actor=world.viewer("arai"))
    assert send_due_reminders(now=at(date(2026, 12, 6))) == 0
    assert {one.state for one in reminders_of(meeting, now=clock.now())} == {ReminderState.PROPOSED}


def test_the_silent_are_reminded_three_days_before_by_wire(
    world: World, announced: Meeting
) -> None:
    reply(world, announced, 1)
    assert send_due_reminders(now=at(date(2026, 12, 5)) - timedelta(minutes=1)) == 0
    assert send_due_reminders(now=at(date(2026, 12, 5))) == 1
    assert send_due_reminders(now=at(date(2026, 12, 5), time(9, 1))) == 0
    assert queued(DUE) == [2]  # 1 has answered, 3 has no mail and is called by telephone


def test_the_day_before_those_who_come_are_reminded(world: World, announced: Meeting) -> None:
    reply(world, announced, 1)
    reply(world, announced, 2, "absent")
    assert send_due_reminders(now=at(date(2026, 12, 21))) == 1
    assert queued(EVE) == [1]


def test_after_a_night_without_power_it_still_goes_and_not_once_the_day_is_over(
    world: World, announced: Meeting
) -> None:
    assert send_due_reminders(now=at(date(2026, 12, 8), time(23, 0))) == 2
    Delivery.objects.filter(notice__kind=DUE).delete()
    late = at(date(2026, 12, 9), time(0, 1))
    assert send_due_reminders(now=late) == 0
    missed = reminders_of(announced, now=late)[0]
    assert missed.state == ReminderState.MISSED
    assert "過ぎたため送りませんでした" in missed.sentence


def test_nothing_goes_out_of_a_cancelled_meeting_or_to_a_withdrawn_call(
    world: World, announced: Meeting
) -> None:
    arai = world.viewer("arai")
    meetings.withdraw_call(expected=Expected.objects.get(meeting=announced, number=1), actor=arai)
    assert send_due_reminders(now=at(date(2026, 12, 5))) == 1
    Delivery.objects.filter(notice__kind=DUE).delete()
    meetings.cancel_meeting(meeting=announced, reason="大雪", actor=arai)
    assert send_due_reminders(now=at(date(2026, 12, 5))) == 0


def test_whoever_does_not_know_the_new_day_is_not_reminded_of_it(
    world: World, announced: Meeting
) -> None:
    """The plan was moved, and nobody was told: a reminder is no way to hear of it."""
    Meeting.objects.filter(pk=announced.pk).update(
        starts_at=at(date(2026, 12, 24), time(13, 30)), ends_at=at(date(2026, 12, 24), time(14, 30))
    )
    reply(world, announced, 1)
    assert send_due_reminders(now=at(date(2026, 12, 23))) == 0


def test_a_way_chosen_for_this_meeting_is_that_of_its_reminders_too(
    world: World, announced: Meeting
) -> None:
    """見本 has a letter box in the register, but wanted this invitation by mail."""
    third = announced.expected.get(number=3)
    Person.objects.filter(pk=third.person_id).update(email="minji@example.jp")
    Delivery.objects.filter(expected=third).update(
        channel=Channel.EMAIL, chosen_at=clock.now(), status=DeliveryStatus.SENT
    )
    send_due_reminders(now=at(date(2026, 12, 5)))
    assert queued(DUE) == [1, 2, 3]


def test_without_a_mail_server_the_reminder_waits(
    world: World, announced: Meeting, settings
) -> None:
    settings.MAIL_HOST = ""
    assert send_due_reminders(now=at(date(2026, 12, 5))) == 0
    assert not Delivery.objects.filter(notice__kind=DUE).exists()


# ── Moving ───────────────────────────────────────────────────────────────────────────────────────


def test_a_reminder_that_waits_is_stopped_by_a_move_and_goes_at_its_new_moment(
    world: World, announced: Meeting
) -> None:
    reply(world, announced, 1)
    assert send_due_reminders(now=at(date(2026, 12, 21))) == 1
    move(world, announced, date(2027, 1, 12))
    assert Delivery.objects.get(notice__kind=EVE).status == DeliveryStatus.DRAFTED
    reply(world, announced, 1)
    assert send_due_reminders(now=at(date(2026, 12, 22))) == 0
    assert send_due_reminders(now=at(date(2027, 1, 11))) == 1


def test_a_snowed_out_day_that_was_reminded_of_has_a_reminder_for_the_new_day(
    world: World, announced: Meeting
) -> None:
    reply(world, announced, 1)
    send_due_reminders(now=at(date(2026, 12, 21)))
    arrive()
    move(world, announced, date(2027, 1, 12))
    reply(world, announced, 1)
    assert send_due_reminders(now=at(date(2027, 1, 11))) == 1
    arrive()
    assert send_due_reminders(now=at(date(2027, 1, 11), time(9, 1))) == 0


def test_whoever_was_told_a_minute_ago_is_not_reminded_of_it(
    world: World, announced: Meeting
) -> None:
    with time_machine.travel(at(date(2026, 12, 10), time(12, 0)), tick=False):
        move(world, announced, date(2026, 12, 11))
        reply(world, announced, 1)
        assert send_due_reminders(now=clock.now()) == 0


STEPS = st.lists(
    st.tuples(
        st.integers(1, 7),
        st.sampled_from(
            ["reply", "reply", "arrive", "arrive", "move", "move", "nothing", "cancel"]
        ),
        st.integers(1, 40),
    ),
    min_size=3,
    max_size=6,
)
"""Days that pass, then something happens: who replies, or how many days ahead it moves."""


@given(steps=STEPS)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_nobody_is_reminded_twice_or_of_a_wrong_day(
    world: World, announced: Meeting, steps: list[tuple[int, str, int]]
) -> None:
    """Each day is ticked at nine and a minute later; mail may stay under way."""
    now, seen = clock.now(), Counter()
    with transaction.atomic(), time_machine.travel(now, tick=False) as travel:
        for days, step, number in steps:
            for _ in range(days):
                for moment in (time(9, 0), time(9, 1)):
                    travel.move_to(at(clock.to_tokyo(now).date(), moment))
                    seen.update(_tick(announced))
                now += timedelta(days=1)
            travel.move_to(now)
            _do(step, number, world, announced)
        transaction.set_rollback(True)
    event(f"{len(seen)} reminders")
    assert all(count == 1 for count in seen.values()), seen


def _do(step: str, number: int, world: World, meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            if step == "move":
                move(world, meeting, clock.today() + timedelta(days=number))
            elif step == "reply":
                reply(world, meeting, 1 + number % 2)
            elif step == "arrive":
                arrive()
            elif step == "cancel":
                fresh = get_visible_meeting(meeting.pk, viewer=world.viewer("arai"))
                meetings.cancel_meeting(meeting=fresh, reason="大雪", actor=world.viewer("arai"))
    except (NotNow, InvalidInput):
        pass  # the house refuses what cannot be; the day goes on


def _tick(meeting: Meeting) -> Counter[tuple[str, int, str]]:
    """By kind, person and day of the meeting, what this tick queued; each is right when it goes."""
    before = set(Delivery.objects.filter(status=DeliveryStatus.QUEUED).values_list("pk", flat=True))
    send_due_reminders(now=clock.now())
    row = Meeting.objects.get(pk=meeting.pk)
    new = Delivery.objects.filter(
        status=DeliveryStatus.QUEUED, notice__kind__in=(DUE, EVE)
    ).exclude(pk__in=before)
    found: Counter[tuple[str, int, str]] = Counter()
    for copy in new.select_related("notice", "expected"):
        assert row.state == MeetingState.PLANNED
        assert clock.now() < row.starts_at
        if copy.notice.kind == EVE:
            assert row.held_on - clock.today() <= timedelta(days=1)
        else:
            assert clock.today() <= row.reply_due_on
        found[copy.notice.kind, copy.expected.number, row.starts_at.isoformat()] += 1
    return found


# ── Switching and writing over ───────────────────────────────────────────────────────────────────


def test_one_that_is_switched_off_stays_off(world: World, meeting: Meeting) -> None:
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    actions.switch_reminder(meeting=meeting, kind=DUE, is_on=False, actor=arai)
    actions.approve_notice(notice=notice, actor=arai)
    assert [one.state for one in reminders_of(meeting, now=clock.now())] == [
        ReminderState.OFF,
        ReminderState.WAITING,
    ]
    actions.switch_reminder(meeting=meeting, kind=DUE, is_on=True, actor=arai)
    assert reminders_of(meeting, now=clock.now())[0].state == ReminderState.WAITING


def test_two_who_write_the_first_words_at_once_see_each_other(
    world: World, meeting: Meeting
) -> None:
    actions.draft_notice(meeting=meeting, actor=world.viewer("arai"))
    first = {"kind": EVE, "subject": "前日です", "days_before": 1, "base_version": 0}
    actions.edit_reminder(
        meeting=meeting, purpose="お待ちします。", actor=world.viewer("arai"), **first
    )
    with pytest.raises(StaleEdit):
        actions.edit_reminder(
            meeting=meeting, purpose="べつの文。", actor=world.viewer("ohashi"), **first
        )
    assert Notice.objects.get(kind=EVE).purpose == "お待ちします。"


def test_text_and_day_can_be_changed_and_two_editors_see_each_other(
    world: World, announced: Meeting
) -> None:
    notice = Notice.objects.get(kind=DUE)
    words = {"subject": "お返事のお願い", "purpose": "お待ちしています。", "days_before": 5}
    common = {"meeting": announced, "kind": DUE, "base_version": notice.version}
    actions.edit_reminder(**common, **words, actor=world.viewer("arai"))
    assert reminders_of(announced, now=clock.now())[0].moment == at(date(2026, 12, 3))
    with pytest.raises(StaleEdit):
        actions.edit_reminder(
            **common, **(words | {"subject": "別の件名"}), actor=world.viewer("ohashi")
        )
    with pytest.raises(InvalidInput):
        actions.edit_reminder(**common, **(words | {"days_before": 99}), actor=world.viewer("arai"))


def test_strangers_and_the_city_switch_nothing(world: World, announced: Meeting) -> None:
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.switch_reminder(
                meeting=announced, kind=DUE, is_on=False, actor=world.viewer(name)
            )
    assert Notice.objects.get(kind=DUE).approved_at is not None
