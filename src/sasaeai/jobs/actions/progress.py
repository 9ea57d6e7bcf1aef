"""Starting background work and telling how far it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task

from sasaeai.jobs.enums import OPEN, JobState
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer

logger = logging.getLogger(__name__)


def start_job(
    task: Task[..., Any] | str,
    *,
    topic: str,
    label: str,
    actor: Viewer,
    total: int = 0,
    result_path: str = "",
) -> Job:
    """Have `task` called with the job's id (text) once the running transaction is committed.

    The row of the queue is written in the same transaction: work and reason stand or fall
    together. task: the task, or its dotted path, because actions may not import the tasks above
    them. While a job of the same topic is open, that one is returned and nothing starts.
    """
    called: Task[..., Any] = import_string(task) if isinstance(task, str) else task
    waiting = Job(
        municipality_id=actor.municipality_id,
        topic=topic,
        label=label[:200],
        total=total,
        result_path=result_path,
        started_by_name=actor.name[:200],
    )
    same = Job.objects.filter(municipality_id=actor.municipality_id, topic=topic, state__in=OPEN)
    for is_last in (False, True):
        try:
            with transaction.atomic():
                waiting.save(force_insert=True)
                waiting.queued_as = UUID(str(called.enqueue(str(waiting.id)).id))
                waiting.save(update_fields=["queued_as"])
        except IntegrityError:
            if (there := same.first()) is not None:
                return there
            if is_last:
                raise  # else it ended in this very moment
        else:
            break
    return waiting


@contextmanager
def carrying_out(job_id: UUID | str, *, total: int | None = None) -> Iterator[Job]:
    """The work between begin and end; whatever goes wrong ends the job with a sentence.

    The work says itself how it ended (finish, fail); silence is a finish without a message.
    """
    job = begin(job_id, total=total)
    try:
        yield job
    except Exception:
        logger.exception("job %s broke off", job.id)
        fail(
            job,
            message=_(
                "途中で止まりました。もう一度試してください。"
                "続くときは、管理の担当の方に記録（ログ）を見てもらってください。"
            ),
        )
        raise
    if job.is_open:
        finish(job)


def begin(job_id: UUID | str, *, total: int | None = None) -> Job:
    """The work begins, or begins again after a break. Raises Job.DoesNotExist."""
    now = clock.now()
    job = Job.objects.get(pk=job_id)
    job.state, job.beat_at, job.done = JobState.RUNNING, now, 0
    job.started_at = job.started_at or now
    job.total = job.total if total is None else total
    job.save(update_fields=["state", "beat_at", "done", "started_at", "total"])
    return job


def advance(job: Job, *, done: int, total: int | None = None) -> None:
    """Say how many pieces are finished, and how many there are when that has changed."""
    job.total = job.total if total is None else total
    job.done, job.beat_at = min(done, job.total) if job.total else done, clock.now()
    job.save(update_fields=["done", "total", "beat_at"])


def finish(job: Job, *, message: str = "") -> None:
    """The work is done; `message` says what came of it."""
    _end(job, JobState.DONE, message)


def fail(job: Job, *, message: str) -> None:
    """The work could not be done; `message` says why and what would help."""
    _end(job, JobState.FAILED, message)


def _end(job: Job, state: JobState, message: str) -> None:
    job.state, job.message = state, message[:500]
    job.beat_at = job.finished_at = clock.now()
    job.save(update_fields=["state", "message", "beat_at", "finished_at"])
