"""Mails that came back are found in the mailbox; everything else in it stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from sasaeai.notices.channels import mailbox
from sasaeai.notices.channels.mailbox import MailboxClosed
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.tasks.bounces import read_back
from sasaeai.people.enums import Channel
from tests.notices.imap_server import Box, imap_server
from tests.world import World


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    box = Box(validity=uuid4().int % 10**9)
    with imap_server(box) as address:
        settings.MAILBOX, settings.MAILBOX_PASSWORD, settings.MAIL_TIMEOUT = address, "himitsu", 5
        yield box


@pytest.fixture
def copy(world: World) -> Delivery:
    meeting = world.add_meeting()
    notice = Notice.objects.create(
        municipality=world.city,
        meeting=meeting,
        issued_on=meeting.held_on,
        reply_due_on=meeting.held_on,
        subject="ご案内",
    )
    return Delivery.objects.create(
        municipality=world.city,
        notice=notice,
        expected=world.add_expected(meeting, world.posts["chokai"]),
        channel=Channel.EMAIL,
        status=DeliveryStatus.SENT,
        message_id=str(uuid4()),
    )


def report(key: str, *, action: str = "failed", subject: str = "Undelivered Mail") -> bytes:
    return f"""\
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
To: tsudoi@example.jp
Subject: {subject}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; reader@example.jp
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <reader@example.jp>: User unknown

--B
Content-Type: message/rfc822

Message-ID: <{key}@example.jp>
Subject: =?utf-8?b?44GU5qGI5YaF?=

text
--B--
""".encode()


def plain(key: str, *, text: str = "Remote host said: 550 5.1.1 unknown user") -> bytes:
    return f"""\
From: MAILER-DAEMON@old.example.jp
To: tsudoi@example.jp
Subject: failure notice

Hi. This is the qmail-send program.
{text}

--- Below this line is a copy of the message.
Message-ID: <{key}@example.jp>
""".encode()


def absent(key: str) -> bytes:
    return f"""\
From: reader@example.jp
To: tsudoi@example.jp
Subject: Re: ご案内
Auto-Submitted: auto-replied
In-Reply-To: <{key}@example.jp>

I am away until Monday.
""".encode()


def test_a_report_by_the_rule_is_written_on_its_copy(box, copy):
    uid = box.put(report(copy.message_id))
    assert read_back() == 1
    copy.refresh_from_db()
    assert (copy.status, copy.failure) == (DeliveryStatus.RETURNED, Failure.ADDRESS)
    assert "User unknown" in copy.status_note
    assert box.seen == {uid}
    assert read_back() == 0


def test_a_report_in_plain_words_is_understood(box, copy):
    box.put(plain(copy.message_id))
    assert read_back() == 1
    copy.refresh_from_db()
    assert "550 5.1.1 unknown user" in copy.status_note


def test_the_return_address_names_the_copy_when_the_report_quotes_nothing(box, copy):
    key = copy.message_id.replace("-", "")
    words = plain("nothing").replace(b"To: tsudoi@", f"To: modori+{key}@".encode())
    box.put(words)
    assert read_back() == 1


@pytest.mark.parametrize(
    "mail",
    [
        lambda key: report(key, action="delayed"),
        lambda key: plain(key, text="Your message was delayed and will be retried."),
        absent,
        lambda key: plain(str(uuid4())),
        lambda _key: b"From: someone@example.jp\nSubject: hello\n\nhow are you",
        lambda _key: b"\xff\xfe not a mail at all",
    ],
    ids=["delayed", "still trying", "absent", "somebody else's", "ordinary", "rubbish"],
)
def test_other_mails_are_left_alone(box, copy, mail):
    box.put(mail(copy.message_id))
    assert read_back() == 0
    copy.refresh_from_db()
    assert copy.status == DeliveryStatus.SENT
    assert box.seen == set()


def test_a_copy_that_came_back_stays_so_when_the_report_comes_twice(box, copy):
    box.put(report(copy.message_id))
    box.put(plain(copy.message_id))
    assert read_back() == 1


NESTED = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000))


@pytest.mark.parametrize(
    "odd",
    [
        b"From: mailer-daemon@x.example\nSubject: undelivered\nMessage-ID: <\n\n550 5.1.1 x",
        b"From: MAILER-DAEMON@[\nSubject: Undelivered\n\nx",
        NESTED.encode(),
    ],
    ids=["id", "sender", "nested"],
)
def test_an_odd_mail_keeps_no_other_from_being_read(box, copy, odd):
    strange = box.put(odd)
    box.put(report(copy.message_id))
    assert read_back() == 1
    assert strange not in box.seen


def test_a_mail_that_is_too_large_is_left_to_people(box, copy, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_BYTES", 100)
    box.put(report(copy.message_id))
    assert read_back() == 0
    assert box.seen == set()


def test_a_wrong_password_and_a_wrong_setting_are_sentences(box, copy, settings):
    settings.MAILBOX_PASSWORD = "chigau"
    with pytest.raises(MailboxClosed, match="メールボックスを読めません"):
        read_back()
    settings.MAILBOX = "pop.example.jp"
    with pytest.raises(MailboxClosed, match="設定の形"):
        read_back()


def test_without_a_mailbox_nothing_is_read(db, settings):
    settings.MAILBOX = ""
    assert read_back() == 0
