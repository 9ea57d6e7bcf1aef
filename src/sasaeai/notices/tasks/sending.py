"""One run of sending: every waiting copy of a notice, each claimed, sent and written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_send_notice
from sasaeai.notices.actions import transmitting
from sasaeai.notices.channels import ways
from sasaeai.notices.channels.outgoing import Channel, Copy, SendFailed
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.copies import copy_of
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import NoticeBoard, Recipient, reminders, sending
from sasaeai.paper.errors import PaperError

logger = logging.getLogger(__name__)


@task()
def send_notice(job_id: str) -> None:
    """Send what waits of the notice that the job's topic names. Safe to begin again after a break."""
    with jobs.carrying_out(job_id) as job:
        _Run(job).go()


@dataclass
class _Run:
    """What one run knows. closed: by channel, why nothing more goes out by it in this run.

    stopped: somebody has to do something before the rest can go.
    """

    job: Job
    open_ways: dict[str, Channel] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    failed: int = 0
    tried: int = 0
    stopped: bool = False

    def go(self) -> None:
        """Until nothing is due: copies that are queued while it runs go too."""
        self.actor = Viewer.system(
            municipality_id=self.job.municipality_id,
            on=clock.today(),
            name=self.job.started_by_name,
        )
        self._look()
        self.failed += transmitting.settle_interrupted(notice=self.notice, actor=self.actor)
        try:
            while due := self._due():
                jobs.advance(self.job, done=self.tried, total=self.tried + len(due))
                for copy in due:
                    self._one(copy)
                    self.tried += 1
                    jobs.advance(self.job, done=self.tried)
        finally:
            for way in self.open_ways.values():
                way.close()
        self._report()

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

    def _due(self) -> list[Delivery]:
        copies = sending.due_copies(self.notice, now=clock.now())
        return [copy for copy in copies if copy.channel not in self.closed]

    def _one(self, copy: Delivery) -> None:
        if copy.channel in self.closed:
            return
        reader = self._reader_of(copy)
        if reader is None:
            return
        ready = self._prepared(copy, reader)
        if ready is None:
            return
        if not transmitting.claim_copy(copy=copy, facts=reader.facts, base=self.notice):
            self._look()  # taken back, or the notice changed: the next round sees what is due
            return
        self._send(copy, ready)

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

    def _prepared(self, copy: Delivery, reader: Recipient) -> Copy | None:
        try:
            if copy.channel not in self.open_ways:
                if closed := ways.not_set_up(copy.channel):
                    raise SendFailed(Failure.OURS, closed)
                self.open_ways[copy.channel] = ways.open_channel(copy.channel)
            return copy_of(copy, reader, self.board)
        except SendFailed as failed:
            self._not_sent(copy, failed)
        except PaperError as error:
            self._not_sent(copy, SendFailed(Failure.OURS, str(error), stops_run=False))
        except Exception:
            # A fault of ours in one copy, before it left: the others still go.
            logger.exception("%s could not be made ready", copy.id)
            sentence = _(
                "この方の分を作れませんでした。ほかの送り方を選ぶか、管理の担当の方に"
                "記録（ログ）を見てもらってください。"
            )
            self._not_sent(copy, SendFailed(Failure.OURS, sentence, stops_run=False))
        return None

    def _send(self, copy: Delivery, ready: Copy) -> None:
        try:
            sent = self.open_ways[copy.channel].send(ready)
        except SendFailed as failed:
            self._not_sent(copy, failed)
        except Exception:
            # Whatever it was, the copy may have left: a person looks, and nothing more goes out.
            logger.exception("sending %s broke off", copy.id)
            sentence = _(
                "送っている途中で止まりました。届いたかどうか、相手の方に確かめてください。"
            )
            self._not_sent(copy, SendFailed(Failure.UNSURE, sentence, stops_run=True))
        else:
            transmitting.note_sent(copy=copy, message_id=sent.message_id, actor=self.actor)
            self.sent += 1

    def _not_sent(self, copy: Delivery, failed: SendFailed) -> None:
        self.failed += 1
        told = {"copy": copy, "sentence": failed.sentence, "actor": self.actor}
        if not failed.stops_run:
            transmitting.note_failed(failure=failed.failure, **told)
            return
        self.closed[copy.channel] = failed.sentence
        if failed.failure == Failure.RETRY:
            self.stopped = not transmitting.wait_for_the_way(**told) or self.stopped
            return
        self.stopped = True
        transmitting.note_failed(failure=failed.failure, **told)
        transmitting.put_back(notice=self.notice, actor=self.actor, channel=copy.channel)

    def _report(self) -> None:
        """Tell in one sentence or two what came of it."""
        words = [_("%(count)d通を送りました。") % {"count": self.sent}] if self.sent else []
        words += dict.fromkeys(self.closed.values())
        if self.failed and not self.closed:
            words.append(_("送れなかったものが%(count)d通あります。") % {"count": self.failed})
        message = "".join(words) or _("送るものはありませんでした。")
        if self.stopped:
            jobs.fail(self.job, message=message)
        else:
            jobs.finish(self.job, message=message)
