"""One run of sending answers and reminders of a district, each claimed, sent and written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from sasaeai.issues.actions.leaving import claim_text, note_kept_back, note_left
from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.actions import answers
from sasaeai.notices.channels import ways
from sasaeai.notices.channels.outgoing import Channel, Copy, SendFailed
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.answer_copies import copy_of_text
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.sending import MOST_TRIES
from sasaeai.notices.queries.texts import Text
from sasaeai.paper.errors import PaperError

logger = logging.getLogger(__name__)


@task()
def send_texts(job_id: str) -> None:
    """Send what waits in the district that the job's topic names. Safe to begin again."""
    with jobs.carrying_out(job_id) as job:
        _Run(job).go()


@dataclass
class _Run:
    """What one run knows. closed: by channel, why nothing more goes out by it in this run."""

    job: Job
    open_ways: dict[str, Channel] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    failed: int = 0

    def go(self) -> None:
        """Until nothing is due: texts that are queued while it runs go too."""
        town, self.district_id = self.job.municipality_id, UUID(self.job.topic.rpartition(":")[2])
        self.actor = Viewer.system(
            municipality_id=town, on=clock.today(), name=self.job.started_by_name
        )
        self.failed += answers.settle_interrupted(district_id=self.district_id, actor=self.actor)
        tried = 0
        try:
            while due := self._due():
                jobs.advance(self.job, done=tried, total=tried + len(due))
                for row in due:
                    self._one(row)
                    tried += 1
                    jobs.advance(self.job, done=tried)
        finally:
            for way in self.open_ways.values():
                way.close()
        self._report()

    def _due(self) -> list[Text]:
        rows = texts.due_texts(self.district_id, self.actor.municipality_id, now=clock.now())
        return [row for row in rows if row.channel not in self.closed]

    def _one(self, row: Text) -> None:
        if row.channel in self.closed:
            return
        ready = self._prepared(row)
        if ready is not None and claim_text(row=row):
            row.attempts += 1
            self._send(row, ready)

    def _prepared(self, row: Text) -> Copy | None:
        try:
            if forbidden := texts.must_not_say(row, row.channel):
                raise SendFailed(Failure.OURS, forbidden, stops_run=False)
            if row.channel not in self.open_ways:
                if closed := ways.not_set_up(row.channel):
                    raise SendFailed(Failure.OURS, closed)
                self.open_ways[row.channel] = ways.open_channel(row.channel)
            return copy_of_text(row, on=self.actor.on)
        except SendFailed as failed:
            self._not_sent(row, failed)
        except PaperError as error:
            self._not_sent(row, SendFailed(Failure.OURS, str(error), stops_run=False))
        except Exception:
            # A fault of ours in one text, before it left: the others still go.
            logger.exception("%s could not be made ready", row.pk)
            sentence = _(
                "この方の分を作れませんでした。ほかの届け方を選ぶか、管理の担当の方に"
                "記録（ログ）を見てもらってください。"
            )
            self._not_sent(row, SendFailed(Failure.OURS, sentence, stops_run=False))
        return None

    def _send(self, row: Text, ready: Copy) -> None:
        try:
            self.open_ways[row.channel].send(ready)
        except SendFailed as failed:
            self._not_sent(row, failed)
        except Exception:
            # Whatever it was, the text may have left: a person looks, and nothing more goes out.
            logger.exception("sending %s broke off", row.pk)
            sentence = _(
                "送っている途中で止まりました。届いたかどうか、相手の方に確かめてください。"
            )
            self._not_sent(row, SendFailed(Failure.UNSURE, sentence, stops_run=True))
        else:
            note_left(row=row, actor=self.actor)
            self.sent += 1

    def _not_sent(self, row: Text, failed: SendFailed) -> None:
        self.failed += 1
        again = failed.failure == Failure.RETRY and row.attempts < MOST_TRIES
        note_kept_back(row=row, sentence=failed.sentence, again=again, actor=self.actor)
        if not failed.stops_run:
            return
        self.closed[row.channel] = failed.sentence
        if failed.failure != Failure.RETRY:  # somebody has to do something before the rest can go
            for other in self._due_by(row.channel):
                note_kept_back(row=other, sentence=failed.sentence, actor=self.actor)

    def _due_by(self, channel: str) -> list[Text]:
        rows = texts.due_texts(self.district_id, self.actor.municipality_id, now=clock.now())
        return [row for row in rows if row.channel == channel]

    def _report(self) -> None:
        """Tell in one sentence or two what came of it."""
        words = [_("%(count)d通を送りました。") % {"count": self.sent}] if self.sent else []
        words += dict.fromkeys(self.closed.values())
        if self.failed and not self.closed:
            words.append(_("送れなかったものが%(count)d通あります。") % {"count": self.failed})
        message = "".join(words) or _("送るものはありませんでした。")
        if self.closed:
            jobs.fail(self.job, message=message)
        else:
            jobs.finish(self.job, message=message)
