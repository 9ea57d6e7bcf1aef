"""What every run of sending has in common: ways opened once, one text at a time, no text twice."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from sasaeai.issues.models import ActionReminder, Answer
from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.channels import ways
from sasaeai.notices.channels.outgoing import Channel, Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure
from sasaeai.notices.models import Delivery
from sasaeai.paper.errors import PaperError

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Delivery | Answer | ActionReminder)


class SendingRun(ABC, Generic[Row]):
    """What one run knows. closed: by channel, why nothing more goes out by it in this run.

    stopped: somebody has to look before the rest can go. A subclass says what waits, when a row
    may leave, and what is written down of it.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.actor = Viewer.system(
            municipality_id=job.municipality_id, on=clock.today(), name=job.started_by_name
        )
        self.open_ways: dict[str, Channel] = {}
        self.closed: dict[str, str] = {}
        self.sent = 0
        self.failed = 0
        self.stopped = False

    @abstractmethod
    def begin(self) -> int:
        """Make ready; settle what an earlier run left half done. Returns how many that were."""

    @abstractmethod
    def waiting(self) -> Iterable[Row]:
        """What is due now, whatever its channel."""

    @abstractmethod
    def one(self, row: Row) -> None:
        """Claim a row and send it, or leave it with a reason."""

    @abstractmethod
    def note_sent(self, row: Row, sent: Sent) -> None:
        """Write down that it left."""

    @abstractmethod
    def note_not_sent(self, row: Row, failed: SendFailed) -> None:
        """Write down that it did not, and what that means for the rest."""

    def go(self) -> None:
        """Until nothing is due: what is queued while it runs goes too."""
        self.failed += self.begin()
        tried = 0
        try:
            while due := [row for row in self.waiting() if row.channel not in self.closed]:
                jobs.advance(self.job, done=tried, total=tried + len(due))
                for row in due:
                    if row.channel not in self.closed:
                        self.one(row)
                    tried += 1
                    jobs.advance(self.job, done=tried)
        finally:
            for way in self.open_ways.values():
                way.close()
        self._report()

    def prepared(self, row: Row, make: Callable[[], Copy]) -> Copy | None:
        """What leaves, by a way that is open; None when it cannot, which is then written down."""
        try:
            if row.channel not in self.open_ways:
                if closed := ways.not_set_up(row.channel):
                    raise SendFailed(Failure.OURS, closed)
                self.open_ways[row.channel] = ways.open_channel(row.channel)
            return make()
        except SendFailed as failed:
            self._not_sent(row, failed)
        except PaperError as error:
            self._not_sent(row, SendFailed(Failure.OURS, str(error), stops_run=False))
        except Exception:
            # A fault of ours in one text, before it left: the others still go.
            logger.exception("%s could not be made ready", row.pk)
            sentence = _(
                "この方の分を作れませんでした。ほかの送り方を選ぶか、管理の担当の方に"
                "記録（ログ）を見てもらってください。"
            )
            self._not_sent(row, SendFailed(Failure.OURS, sentence, stops_run=False))
        return None

    def send(self, row: Row, ready: Copy) -> None:
        """Hand a claimed row to its way."""
        try:
            sent = self.open_ways[row.channel].send(ready)
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
            self.note_sent(row, sent)
            self.sent += 1

    def _not_sent(self, row: Row, failed: SendFailed) -> None:
        self.failed += 1
        if failed.stops_run:
            self.closed[row.channel] = failed.sentence
        self.note_not_sent(row, failed)

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
