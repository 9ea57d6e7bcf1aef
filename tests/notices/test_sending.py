"""Copies that go by wire: a person decides, each leaves once, and what went wrong says what helps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.jobs.enums import JobState
from sasaeai.jobs.models import Job
from sasaeai.kernel.errors import NotAllowed, NotFound, NotNow
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions import transmitting
from sasaeai.notices.enums import DeliveryStatus, Failure, NoticeKind
from sasaeai.notices.exports.fax_cover import letters_of_notice
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import NoticeBoard
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.notices.mail_world import READERS, carry_out, copies, send, statuses
from tests.world import World

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


# ── What each reader was told ────────────────────────────────────────────────────────────────────


def board(world: World, meeting: Meeting, notice: Notice) -> NoticeBoard:
    notice.refresh_from_db()
    return queries.notice_board(meeting, viewer=world.viewer("arai"), notice=notice)


def test_a_mail_that_left_no_longer_holds_once_the_agenda_is_another(world, meeting, notice, mail):
    arai = world.viewer("arai")
    send(world, notice)
    assert board(world, meeting, notice).changed == ()
    world.add_item(meeting, "通いの場")
    found = board(world, meeting, notice)
    assert [r.changes[0].before for r in found.changed] == ["雪かきの助け合い"] * READERS
    assert {r.changes[0].after for r in found.changed} == {"雪かきの助け合い、通いの場"}
    actions.approve_notice(notice=notice, actor=arai)
    assert len(board(world, meeting, notice).to_wire) == READERS
    job = actions.queue_sending(
        notice=notice, expected_ids=[found.changed[0].id], actor=world.viewer("arai")
    )
    carry_out(job)
    found = board(world, meeting, notice)
    assert len(found.changed) == READERS - 1
    assert mail.counts["reader1@example.jp"] == 2


def test_who_holds_a_mail_still_does_when_the_next_one_is_taken_back(world, meeting, notice, mail):
    arai = world.viewer("arai")
    send(world, notice)
    sent = copies(notice)[0]
    world.add_item(meeting, "通いの場")
    notice.refresh_from_db()
    actions.approve_notice(notice=notice, actor=arai)
    actions.queue_sending(notice=notice, expected_ids=[sent.expected_id], actor=arai)
    assert statuses(notice)[0] == DeliveryStatus.QUEUED
    actions.take_back_queued(notice=notice, actor=arai)
    again = copies(notice)[0]
    assert (again.status, again.sent_at) == (DeliveryStatus.SENT, sent.sent_at)
    assert (again.message_id, again.printed_facts) == (sent.message_id, sent.printed_facts)
    assert board(world, meeting, notice).changed


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


@pytest.mark.parametrize("asks", [True, False])
def test_a_fax_of_a_change_asks_for_a_reply_like_every_other_letter(
    world, meeting, fax_notice, asks
):
    before = {"when": "令和8年12月15日(火) 13時30分～14時30分", "venue": meeting.venue.name}
    fax_notice.kind = NoticeKind.CHANGE
    fax_notice.approved_facts = {"before": before, "after": before, "asks_reply": asks}
    found = queries.notice_board(meeting, viewer=world.viewer("arai"), notice=fax_notice)
    by_fax = [r for r in found.recipients if r.channel == Channel.FAX]
    (letter,) = letters_of_notice(found, queries.texts_of(fax_notice), by_fax, sample=False)
    assert (letter.reply is not None) == asks


def test_a_number_that_is_none_is_said_to_be_wrong(world, fax_notice, mail):
    Person.objects.filter(channel=Channel.FAX).update(fax="内線12")
    send(world, fax_notice)
    copy = copies(fax_notice)[0]
    assert (copy.status, copy.failure) == (DeliveryStatus.FAILED, Failure.ADDRESS)
