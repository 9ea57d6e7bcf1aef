"""One run of sending answers and reminders of a district, each claimed, sent and written down."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from sasaeai.issues.actions.leaving import claim_text, note_kept_back, note_left
from sasaeai.jobs import actions as jobs
from sasaeai.kernel import clock
from sasaeai.notices.actions import answers
from sasaeai.notices.channels.outgoing import Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.answer_copies import copy_of_text
from sasaeai.notices.queries import texts
from sasaeai.notices.queries.sending import MOST_TRIES
from sasaeai.notices.queries.texts import Text
from sasaeai.notices.tasks.run import SendingRun


@task()
def send_texts(job_id: str) -> None:
    """Send what waits in the district that the job's topic names. Safe to begin again."""
    with jobs.carrying_out(job_id) as job:
        _Run(job).go()


class _Run(SendingRun[Text]):
    """The answers and reminders of one district."""

    def begin(self) -> int:
        self.district_id = UUID(self.job.topic.rpartition(":")[2])
        return answers.settle_interrupted(district_id=self.district_id, actor=self.actor)

    def waiting(self) -> list[Text]:
        return texts.due_texts(self.district_id, self.actor.municipality_id, now=clock.now())

    def one(self, row: Text) -> None:
        ready = self.prepared(row, lambda: self._copy(row))
        if ready is not None and claim_text(row=row):
            row.attempts += 1
            self.send(row, ready)

    def _copy(self, row: Text) -> Copy:
        if forbidden := texts.must_not_say(row, row.channel):
            raise SendFailed(Failure.OURS, forbidden, stops_run=False)
        return copy_of_text(row, on=self.actor.on)

    def note_sent(self, row: Text, sent: Sent) -> None:
        note_left(row=row, actor=self.actor)

    def note_not_sent(self, row: Text, failed: SendFailed) -> None:
        again = failed.failure == Failure.RETRY and row.attempts < MOST_TRIES
        note_kept_back(row=row, sentence=failed.sentence, again=again, actor=self.actor)
        if not failed.stops_run:
            return
        self.stopped = True
        if failed.failure != Failure.RETRY:  # somebody has to do something before the rest can go
            for other in self.waiting():
                if other.channel == row.channel:
                    note_kept_back(row=other, sentence=failed.sentence, actor=self.actor)
