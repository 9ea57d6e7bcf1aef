"""What has to be looked after from time to time, apart from work that somebody began."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sasaeai.jobs import actions as jobs
from sasaeai.notices.actions import transmitting
from sasaeai.notices.actions.answers import take_up_waiting_texts
from sasaeai.notices.actions.guesses import forget_wrong_codes
from sasaeai.notices.actions.promises import send_due_promise_reminders
from sasaeai.notices.actions.reminders import send_due_reminders
from sasaeai.notices.actions.scan_keeping import erase_old_pictures
from sasaeai.notices.tasks import bounces, intake

logger = logging.getLogger(__name__)

MINUTE, FIVE_MINUTES, HOUR = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to look after, and how often."""

    name: str
    every: timedelta
    see_to: Callable[[datetime], object]


DUTIES = (
    # Between two pieces of work nothing runs, so what is found running has lost its worker.
    Duty("work that broke off", MINUTE, lambda _now: jobs.take_up_abandoned()),
    Duty("sending that waits", MINUTE, lambda now: transmitting.take_up_waiting(now=now)),
    Duty("answers that wait", MINUTE, lambda now: take_up_waiting_texts(now=now)),
    Duty("reminders", MINUTE, lambda now: send_due_reminders(now=now)),
    Duty("reminders of promises", MINUTE, lambda now: send_due_promise_reminders(now=now)),
    Duty("scanned slips", MINUTE, lambda _now: intake.take_in_all()),
    Duty("mails that came back", FIVE_MINUTES, lambda _now: bounces.read_back()),
    Duty("wrong reply codes", HOUR, lambda now: forget_wrong_codes(now=now)),
    Duty("pictures of old slips", HOUR, lambda now: erase_old_pictures(now=now)),
    Duty("old work", HOUR, lambda now: jobs.clear_away(now=now)),
)


class Ticker:
    """Sees to each duty in its turn. One that fails is written to the log and tried next time."""

    def __init__(self, duties: tuple[Duty, ...] = DUTIES) -> None:
        self._duties = duties
        self._done: dict[str, datetime] = {}

    def tick(self, now: datetime) -> tuple[str, ...]:
        """See to what is due; returns the names of what failed."""
        failed = []
        for duty in self._duties:
            last = self._done.get(duty.name)
            # A clock that was put back must not make a duty wait until it is as late again.
            if last is not None and timedelta(0) <= now - last < duty.every:
                continue
            self._done[duty.name] = now
            try:
                duty.see_to(now)
            except Exception:
                logger.exception("%s could not be seen to", duty.name)
                failed.append(duty.name)
        return tuple(failed)
