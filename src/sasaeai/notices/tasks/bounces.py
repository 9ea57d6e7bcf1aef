"""Mails that came back: each is written down on the copy it speaks of."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from sasaeai.issues.actions.leaving import note_bounced
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.actions.transmitting import note_returned
from sasaeai.notices.channels.mailbox import is_set_up, open_mailbox
from sasaeai.notices.channels.reports import Report, read_report
from sasaeai.notices.models import Delivery
from sasaeai.notices.queries.sending import copies_by_key
from sasaeai.notices.queries.texts import Text, texts_by_key


def read_back() -> int:
    """Read the mailbox of the return address; returns how many copies came back.

    A mail that speaks of none of our copies is left alone, unread. Raises MailboxClosed.
    """
    if not is_set_up(settings.MAILBOX):
        return 0
    returned = 0
    with open_mailbox(settings.MAILBOX, settings.MAILBOX_PASSWORD) as box:
        for mail in box.unread():
            report = mail.read(read_report)
            if report is None:
                continue
            copies = copies_by_key(report.keys)
            texts = texts_by_key(report.keys)
            if copies or texts:
                returned += sum(_came_back(copy, report) for copy in copies)
                returned += sum(_text_came_back(text, report) for text in texts)
                box.done(mail)
    return returned


def _came_back(copy: Delivery, report: Report) -> bool:
    return note_returned(copy=copy, note=_note(report), actor=_actor(copy))


def _text_came_back(text: Text, report: Report) -> bool:
    return note_bounced(row=text, sentence=_note(report), actor=_actor(text))


def _note(report: Report) -> str:
    return _("メールが戻ってきました：%(why)s") % {
        "why": report.note or _("わけは書かれていません")
    }


def _actor(row: Delivery | Text) -> Viewer:
    return Viewer.system(
        municipality_id=row.municipality_id, on=clock.today(), name=_("メールの返送")
    )
