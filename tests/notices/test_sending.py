"""Copies that go by wire: a person decides, each leaves once, and what went wrong says what helps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from sasaeai.audit.models import Entry
from sasaeai.jobs.enums import JobState
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotFound, NotNow
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions
from sasaeai.notices.actions import transmitting
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.tasks.sending import send_notice
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.notices.mail_server import Post, smtp_server
from tests.world import World

READERS = 4


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def mail(post: Post, settings: Any) -> Iterator[Post]:
    """The site is set up for e-mail, with a server that takes everything."""
    with smtp_server(post) as port:
        settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", port
        settings.MAIL_SECURITY, settings.MAIL_FROM = "none", "tsudoi@example.jp"
        settings.MAIL_TIMEOUT = 5
        yield post


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(on=date(2026, 12, 22), theme="除雪")
    world.add_item(meeting, "雪かきの助け合い")
    for number in range(1, READERS + 1):
        person = Person.objects.create(
            municipality=world.city,
            name=f"架空 {number}郎",
            channel=Channel.EMAIL,
            email=f"reader{number}@example.jp",
        )
        world.add_expected(
            meeting, person=person, person_name=person.name, organization_name=f"見本町会{number}"
        )
    return meeting


@pytest.fixture
def notice(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )


def copies(notice: Notice) -> list[Delivery]:
    return list(Delivery.objects.filter(notice=notice).order_by("expected__number"))


def statuses(notice: Notice) -> list[str]:
    return [copy.status for copy in copies(notice)]


def send(world: World, notice: Notice) -> Job:
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    return carry_out(job)


def carry_out(job: Job) -> Job:
    send_notice.func(str(job.id))
    job.refresh_from_db()
    return job


def take_up() -> list[Job]:
    return [carry_out(job) for job in transmitting.take_up_waiting(now=clock.now())]


# ── A person decides ─────────────────────────────────────────────────────────────────────────────


def test_nothing_is_queued_before_somebody_looked(world, meeting, mail):
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    with pytest.raises(NotNow, match="内容を確かめました"):
        actions.queue_sending(notice=notice, actor=arai)
    assert not Job.objects.exists()


def test_without_a_mail_server_the_refusal_says_who_can_help(world, notice):
    with pytest.raises(NotNow, match="メールの設定がまだ"):
        actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    assert statuses(notice) == [DeliveryStatus.DRAFTED] * READERS


def test_a_stranger_sends_nothing(world, notice, mail):
    with pytest.raises(NotAllowed):
        actions.queue_sending(notice=notice, actor=world.viewer("shiraishi"))
    with pytest.raises(NotAllowed):
        actions.take_back_queued(notice=notice, actor=world.viewer("shiraishi"))


def test_a_reader_of_another_meeting_cannot_be_named(world, notice, mail):
    other = world.add_expected(world.add_meeting(on=date(2027, 1, 20)), world.posts["chokai"])
    with pytest.raises(NotFound):
        actions.queue_sending(notice=notice, expected_ids=[other.id], actor=world.viewer("arai"))


def test_queued_copies_can_be_taken_back_until_they_leave(world, notice, mail):
    arai = world.viewer("arai")
    job = actions.queue_sending(notice=notice, actor=arai)
    assert statuses(notice) == [DeliveryStatus.QUEUED] * READERS
    first = copies(notice)[0]
    assert (
        actions.take_back_queued(notice=notice, expected_ids=[first.expected_id], actor=arai) == 1
    )
    carry_out(job)
    assert statuses(notice) == [DeliveryStatus.DRAFTED] + [DeliveryStatus.SENT] * (READERS - 1)
    assert mail.counts["reader1@example.jp"] == 0


def test_two_presses_are_one_job_and_one_mail_each(world, notice, mail):
    arai = world.viewer("arai")
    job = actions.queue_sending(notice=notice, actor=arai)
    with pytest.raises(NotNow, match="もう送ってあります"):
        actions.queue_sending(notice=notice, actor=arai)
    carry_out(job)
    carry_out(job)  # the queue may deliver a job twice
    assert mail.counts == {f"reader{n}@example.jp": 1 for n in range(1, READERS + 1)}


# ── What leaves ──────────────────────────────────────────────────────────────────────────────────


def test_a_mail_says_what_the_letter_says_and_carries_the_calendar(world, notice, mail, settings):
    settings.SERVED_OVER_HTTPS, settings.SITE_URL = True, "https://sasaeai.example.jp"
    job = send(world, notice)
    assert job.state == JobState.DONE
    assert "4通を送りました" in job.message
    letter = mail.mails[0]
    text = letter.get_body().get_content()
    call = copies(notice)[0].expected
    assert letter["To"] == "reader1@example.jp"
    assert letter["Subject"] == notice.subject
    assert "架空 1郎 様" in text
    assert "令和8年12月22日(火) 13時30分" in text
    assert "(1) 雪かきの助け合い" in text
    assert f"https://sasaeai.example.jp/r/{call.reply_code.replace('-', '')}/" in text
    assert f"返信コード：{call.reply_code}" in text
    assert "017-000-0000" in text
    (calendar,) = letter.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert "架空 2郎" not in letter.as_string()


def test_without_https_only_the_code_is_given(world, notice, mail):
    send(world, notice)
    text = mail.mails[0].get_body().get_content()
    assert "http" not in text
    assert "返信コード：" in text
    assert "このメールへの返信か、お電話で" in text


def test_a_mail_about_a_closed_meeting_says_day_and_place_only(world, meeting, notice, mail):
    Meeting.objects.filter(pk=meeting.pk).update(regime=Regime.MEMBERS_ONLY)
    send(world, notice)
    whole = mail.mails[0].get_body().get_content() + mail.mails[0]["Subject"]
    for attachment in mail.mails[0].iter_attachments():
        content = attachment.get_content()
        whole += content if isinstance(content, str) else content.decode()
    assert "雪かき" not in whole
    assert "除雪" not in whole
    assert "12月22日" in whole
    assert "返信コード：" in whole


def test_items_that_are_not_public_go_by_no_wire(world, meeting, mail):
    world.add_item(meeting, "ある方の見守り", is_public=False)
    arai = world.viewer("arai")
    notice = actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
    send(world, notice)
    assert all("見守り" not in letter.as_string() for letter in mail.mails)
    assert "見守り" not in mail.mails[0].get_body().get_content()
    assert "雪かき" in mail.mails[0].get_body().get_content()


def test_the_same_copy_keeps_its_message_id_and_a_new_one_gets_another(world, notice, mail):
    send(world, notice)
    first = mail.mails[0]["Message-ID"]
    copy = copies(notice)[0]
    assert first == f"<{copy.message_id}@example.jp>"
    transmitting.note_returned(copy=copy, note="戻った", actor=world.viewer("arai"))
    carry_out(actions.send_again(delivery=copies(notice)[0], actor=world.viewer("arai")))
    assert mail.mails[-1]["Message-ID"] != first


def test_the_return_address_names_the_copy(world, notice, mail, settings):
    settings.MAIL_RETURN = "modori+{key}@example.jp"
    send(world, notice)
    key = copies(notice)[0].message_id.replace("-", "")
    assert mail.senders[0] == f"modori+{key}@example.jp"


def test_the_copy_keeps_the_address_as_it_was_used(world, notice, mail):
    send(world, notice)
    Person.objects.filter(email="reader1@example.jp").update(email="new@example.jp")
    assert copies(notice)[0].address_used["email"] == "reader1@example.jp"


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


# ── After a break ────────────────────────────────────────────────────────────────────────────────


def broken_off(notice: Notice) -> Delivery:
    copy = copies(notice)[0]
    Delivery.objects.filter(pk=copy.pk).update(status=DeliveryStatus.SENDING)
    copy.refresh_from_db()
    return copy


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
    assert confirmed.status == DeliveryStatus.SENT
    doubted = actions.doubt_sent(delivery=confirmed, actor=arai)
    assert doubted.failure == Failure.UNSURE
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


# ── FAX through a mail-to-FAX service ────────────────────────────────────────────────────────────


@pytest.fixture
def fax_notice(world: World, meeting: Meeting, settings: Any) -> Notice:
    settings.FAX_GATEWAY = "{number}@fax.example.jp"
    Person.objects.filter(email="reader1@example.jp").update(
        channel=Channel.FAX, fax="０１７－０００－００１２", email=""
    )
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )


def test_a_fax_is_a_mail_with_the_sheet_and_no_words(world, fax_notice, mail):
    send(world, fax_notice)
    assert mail.counts["0170000012@fax.example.jp"] == 1
    letter = next(m for m in mail.mails if "fax" in m["To"])
    assert letter["Subject"] == "FAX"
    assert not letter.get_body().get_content().strip()
    (sheet,) = letter.iter_attachments()
    assert sheet.get_content()[:5] == b"%PDF-"


def test_a_number_that_is_none_is_said_to_be_wrong(world, fax_notice, mail):
    Person.objects.filter(channel=Channel.FAX).update(fax="内線12")
    send(world, fax_notice)
    copy = copies(fax_notice)[0]
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.ADDRESS)


# ── LINE ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_by_line_found_half_sent_goes_again_with_the_same_key(world, notice, mail):
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    copy = broken_off(notice)
    Delivery.objects.filter(pk=copy.pk).update(channel=Channel.LINE)
    assert transmitting.settle_interrupted(notice=notice, actor=world.viewer("arai")) == 0
    again = copies(notice)[0]
    assert (again.status, again.message_id) == (DeliveryStatus.QUEUED, copy.message_id)
    assert job.is_open
