"""What goes wrong while sending says what would help, and nobody gets a copy twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from sasaeai.audit.models import Entry
from sasaeai.jobs.enums import JobState
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.notices.actions import transmitting
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery
from sasaeai.notices.tasks import sending
from sasaeai.paper.errors import PaperError
from sasaeai.people.enums import Channel
from tests.notices.mail_world import READERS, broken_off, carry_out, copies, send, statuses, take_up

# ── What goes wrong ──────────────────────────────────────────────────────────────────────────────


def refusing(command: str, answer: str, *addresses: str) -> Any:
    return lambda said, address: (
        answer if said == command and (not addresses or address in addresses) else None
    )


def test_an_unknown_address_fails_alone(world, notice, mail):
    mail.on_step = refusing("RCPT", "550 5.1.1 no such user", "reader2@example.jp")
    send(world, notice)
    failed = copies(notice)[1]
    assert statuses(notice).count(DeliveryStatus.SENT) == READERS - 1
    assert (failed.status, failed.failure) == (DeliveryStatus.FAILED, Failure.ADDRESS)
    assert "アドレスを確かめて" in failed.status_note


def test_a_server_that_is_busy_for_one_reader_is_asked_again_later(world, notice, mail):
    mail.on_step = refusing("RCPT", "450 4.2.1 greylisted", "reader2@example.jp")
    send(world, notice)
    assert statuses(notice)[1] == DeliveryStatus.QUEUED
    assert take_up() == []  # not at once
    mail.on_step = lambda _command, _address: None
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        take_up()
    assert statuses(notice) == [DeliveryStatus.SENT] * READERS
    assert set(mail.counts.values()) == {1}


def test_a_text_refused_for_now_keeps_no_other_reader_waiting(world, notice, mail):
    mail.on_step = refusing("DATA", "451 4.3.0 try again later", "reader2@example.jp")
    send(world, notice)
    sent, waits = DeliveryStatus.SENT, DeliveryStatus.QUEUED
    assert statuses(notice) == [sent, waits, sent, sent]


@pytest.mark.parametrize("address", ["reader@", "reader..two@example.jp", "reader@["])
def test_an_address_that_is_none_fails_alone(world, notice, mail, address):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    copy = copies(notice)[1]
    copy.address_used["email"] = address
    copy.save(update_fields=["address_used"])
    carry_out(job)
    assert statuses(notice).count(DeliveryStatus.SENT) == READERS - 1
    copy.refresh_from_db()
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.ADDRESS)


def test_a_copy_that_cannot_be_made_fails_alone(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    broken = copies(notice)[1]
    Delivery.objects.filter(pk=broken.pk).update(message_id="no key")
    carry_out(job)
    assert statuses(notice).count(DeliveryStatus.SENT) == READERS - 1
    broken.refresh_from_db()
    assert (broken.status, broken.failure) == (DeliveryStatus.FAILED, Failure.OURS)


def test_a_copy_taken_back_while_it_is_made_ready_stays_taken_back(
    world, notice, mail, monkeypatch
):
    def taken_back_meanwhile(*_of):
        actions.take_back_queued(notice=notice, actor=world.viewer("arai"))
        raise PaperError("no such letter")

    monkeypatch.setattr(sending, "copy_of", taken_back_meanwhile)
    send(world, notice)
    assert set(statuses(notice)) == {DeliveryStatus.DRAFTED}
    assert mail.mails == []


def test_after_five_tries_a_person_decides(world, notice, mail):
    mail.on_step = refusing("RCPT", "450 4.2.1 try later", "reader2@example.jp")
    send(world, notice)
    for minutes in (2, 10, 40, 120, 400):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            take_up()
    copy = copies(notice)[1]
    assert (copy.status, copy.failure, copy.attempts) == (
        DeliveryStatus.FAILED,
        Failure.RETRY,
        5,
    )


def test_a_wrong_password_is_one_sentence_and_not_thirty_failures(world, notice, mail, settings):
    settings.MAIL_USER, settings.MAIL_PASSWORD = "tsudoi", "wrong"
    job = send(world, notice)
    assert job.state == JobState.FAILED
    assert "設定を確かめて" in job.message
    assert statuses(notice) == [DeliveryStatus.FAILED] + [DeliveryStatus.DRAFTED] * (READERS - 1)
    assert copies(notice)[0].failure == Failure.OURS
    settings.MAIL_USER = ""
    send(world, notice)  # "send" once more takes them all
    assert statuses(notice) == [DeliveryStatus.SENT] * READERS


def test_a_server_that_is_away_makes_all_wait_together(world, notice, mail, settings):
    port, settings.MAIL_PORT = settings.MAIL_PORT, 9
    job = send(world, notice)
    assert "つながりません" in job.message
    assert statuses(notice) == [DeliveryStatus.QUEUED] * READERS
    assert {copy.attempts for copy in copies(notice)} == {1}
    settings.MAIL_PORT = port
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        take_up()
    assert statuses(notice) == [DeliveryStatus.SENT] * READERS


def test_a_line_that_breaks_after_the_text_leaves_the_question_to_a_person(world, notice, mail):
    mail.hangs_up_on = "reader2@example.jp"
    send(world, notice)
    copy = copies(notice)[1]
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.UNSURE)
    assert "相手の方に確かめて" in copy.status_note
    assert statuses(notice).count(DeliveryStatus.SENT) == READERS - 1
    assert set(mail.counts.values()) == {1}


def test_a_text_that_changes_while_it_waits_is_not_sent(world, meeting, notice, mail):
    arai = world.viewer("arai")
    job = actions.queue_sending(notice=notice, actor=arai)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + timedelta(days=1), ends_at=meeting.ends_at + timedelta(days=1)
    )
    job = carry_out(job)
    assert not mail.mails
    assert statuses(notice) == [DeliveryStatus.DRAFTED] * READERS
    assert "もう一度内容を確かめて" in job.message


def test_nobody_is_called_to_a_meeting_that_is_off_meanwhile(world, meeting, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    job = carry_out(job)
    assert not mail.mails
    assert "中止" in job.message
    assert statuses(notice) == [DeliveryStatus.DRAFTED] * READERS


def test_a_move_in_the_middle_of_a_run_stops_the_rest(world, meeting, notice, mail):
    sent = transmitting.note_sent

    def sent_then_moved(**told: Any) -> None:
        sent(**told)
        if len(mail.mails) == 2:
            Meeting.objects.filter(pk=meeting.pk).update(
                starts_at=meeting.starts_at + timedelta(days=1),
                ends_at=meeting.ends_at + timedelta(days=1),
                version=meeting.version + 1,
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transmitting, "note_sent", sent_then_moved)
        job = send(world, notice)
    assert len(mail.mails) == 2
    assert statuses(notice) == [DeliveryStatus.SENT] * 2 + [DeliveryStatus.DRAFTED] * 2
    assert job.state == JobState.FAILED


def test_a_withdrawn_call_gets_no_mail(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    call = copies(notice)[0].expected
    call.removed_at = clock.now()
    call.save(update_fields=["removed_at"])
    carry_out(job)
    assert mail.counts["reader1@example.jp"] == 0
    assert statuses(notice)[0] == DeliveryStatus.CANCELLED


def test_a_call_withdrawn_in_the_middle_of_a_run_gets_no_mail(world, notice, mail):
    sent = transmitting.note_sent

    def sent_then_withdrawn(**told: Any) -> None:
        sent(**told)
        Expected.objects.filter(pk=copies(notice)[2].expected_id).update(removed_at=clock.now())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transmitting, "note_sent", sent_then_withdrawn)
        send(world, notice)
    assert mail.counts["reader3@example.jp"] == 0
    assert statuses(notice)[2] == DeliveryStatus.CANCELLED
    assert statuses(notice).count(DeliveryStatus.SENT) == READERS - 1


# ── After a break ────────────────────────────────────────────────────────────────────────────────


def test_a_mail_found_half_sent_is_not_sent_again_by_itself(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    broken_off(notice)
    carry_out(job)
    copy = copies(notice)[0]
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.UNSURE)
    assert mail.counts["reader1@example.jp"] == 0
    with pytest.raises(NotNow, match="もう送ってあります"):
        actions.queue_sending(notice=notice, actor=world.viewer("arai"))


def test_who_is_unsure_confirms_or_sends_again(world, notice, mail):
    arai = world.viewer("arai")
    job = actions.queue_sending(notice=notice, actor=arai)
    key = broken_off(notice).message_id
    carry_out(job)
    confirmed = actions.confirm_sent(delivery=copies(notice)[0], actor=arai)
    assert (confirmed.status, confirmed.status_note) == (DeliveryStatus.SENT, "")
    actions.take_back_step(notice=notice, status_at=confirmed.status_at, actor=arai)
    doubted = copies(notice)[0]
    assert (doubted.status, doubted.failure) == (DeliveryStatus.FAILED, Failure.UNSURE)
    assert "相手の方に確かめて" in doubted.status_note
    carry_out(actions.send_again(delivery=doubted, actor=arai))
    assert mail.counts["reader1@example.jp"] == 1
    assert mail.mails[-1]["Message-ID"] == f"<{key}@example.jp>"
    with pytest.raises(NotNow):
        actions.send_again(delivery=copies(notice)[0], actor=arai)


def test_copies_that_wait_without_a_job_are_taken_up(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    assert transmitting.take_up_waiting(now=clock.now()) == []  # a job is on its way
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    take_up()
    assert statuses(notice) == [DeliveryStatus.SENT] * READERS


def test_each_outcome_is_in_the_audit(world, notice, mail):
    send(world, notice)
    rows = Entry.objects.filter(object_type="notices.delivery", verb="sent")
    assert rows.count() == READERS
    assert {row.actor_name for row in rows} == {world.viewer("arai").name}


# ── LINE ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_by_line_found_half_sent_goes_again_with_the_same_key(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    copy = broken_off(notice)
    Delivery.objects.filter(pk=copy.pk).update(channel=Channel.LINE)
    assert transmitting.settle_interrupted(notice=notice, actor=world.viewer("arai")) == 0
    again = copies(notice)[0]
    assert (again.status, again.message_id) == (DeliveryStatus.QUEUED, copy.message_id)
    assert job.is_open


def test_what_was_half_sent_by_line_days_ago_is_left_to_a_person(world, notice, mail):
    actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    copy = broken_off(notice)
    long_ago = clock.now() - timedelta(days=2)  # LINE no longer knows the key
    Delivery.objects.filter(pk=copy.pk).update(channel=Channel.LINE, status_at=long_ago)
    assert transmitting.settle_interrupted(notice=notice, actor=world.viewer("arai")) == 1
    again = copies(notice)[0]
    assert (again.status, again.failure) == (DeliveryStatus.FAILED, Failure.UNSURE)
