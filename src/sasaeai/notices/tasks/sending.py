"""One run of sending: every waiting copy of a notice, each claimed, sent and written down."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from sasaeai.jobs import actions as jobs
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.models import Meeting
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_send_notice
from sasaeai.notices.actions import transmitting
from sasaeai.notices.channels.outgoing import SendFailed, Sent
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.copies import copy_of
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import NoticeBoard, Recipient, reminders, sending
from sasaeai.notices.tasks.run import SendingRun


@task()
def send_notice(job_id: str) -> None:
    """Send what waits of the notice that the job's topic names. Safe to begin again after a break."""
    with jobs.carrying_out(job_id) as job:
        _Run(job).go()


class _Run(SendingRun[Delivery]):
    """The waiting copies of one notice."""

    def begin(self) -> int:
        self._look()
        return transmitting.settle_interrupted(notice=self.notice, actor=self.actor)

    def _look(self) -> None:
        """The notice and its readers as they are now."""
        notice_id = self.job.topic.rpartition(":")[2]
        self.notice = Notice.objects.get(
            municipality_id=self.job.municipality_id, pk=UUID(notice_id)
        )
        self.notice.meeting = Meeting.objects.select_related("body__district", "venue").get(
            municipality_id=self.job.municipality_id, pk=self.notice.meeting_id
        )
        self.board: NoticeBoard = queries.notice_board(
            self.notice.meeting, viewer=self.actor, notice=self.notice
        )
        self.readers = {copy.id: r for r in self.board.recipients for copy in r.copies}

    def waiting(self) -> list[Delivery]:
        return list(sending.due_copies(self.notice, now=clock.now()))

    def one(self, row: Delivery) -> None:
        reader = self._reader_of(row)
        if reader is None:
            return
        ready = self.prepared(row, lambda: copy_of(row, reader, self.board))
        if ready is None:
            return
        if not transmitting.claim_copy(copy=row, facts=reader.facts, base=self.notice):
            self._look()  # taken back, or the notice changed: the next round sees what is due
            return
        self.send(row, ready)

    def _reader_of(self, copy: Delivery) -> Recipient | None:
        """Who gets this copy; None when it must not leave (any more)."""
        if reason := self._why_not():
            transmitting.put_back(notice=self.notice, actor=self.actor)
            self.stopped = True
            self.closed[copy.channel] = reason
            return None
        reader = self.readers.get(copy.id)
        if reader is None:
            transmitting.cancel_copy(copy=copy, actor=self.actor)
        return reader

    def _why_not(self) -> str:
        """Why nothing of this notice may leave any more, in a sentence; empty when it may."""
        try:
            check_can_send_notice(self.actor, self.notice)
        except NotNow as refusal:
            return refusal.message
        late = self.notice.kind in reminders.KINDS and not reminders.is_due(
            self.notice, self.notice.meeting, now=clock.now()
        )
        if late:
            return _("会議の予定が変わったため、残りは送っていません。新しい日に合わせて送ります。")
        if not self.board.is_approved:
            return _(
                "内容が変わったため、残りは送っていません。もう一度内容を確かめてから送ってください。"
            )
        return ""

    def note_sent(self, row: Delivery, sent: Sent) -> None:
        transmitting.note_sent(copy=row, message_id=sent.message_id, actor=self.actor)

    def note_not_sent(self, row: Delivery, failed: SendFailed) -> None:
        told = {"copy": row, "sentence": failed.sentence, "actor": self.actor}
        if not failed.stops_run:
            transmitting.note_failed(failure=failed.failure, **told)
        elif failed.failure == Failure.RETRY:
            self.stopped = not transmitting.wait_for_the_way(**told) or self.stopped
        else:
            self.stopped = True
            transmitting.note_failed(failure=failed.failure, **told)
            transmitting.put_back(notice=self.notice, actor=self.actor, channel=row.channel)
