"""Starting background work and telling how far it is."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django_tasks import Task

from sasaeai.jobs.enums import OPEN, JobState
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer


def start_job(
    task: Task[..., Any],
    *,
    topic: str,
    label: str,
    actor: Viewer,
    total: int = 0,
    result_path: str = "",
) -> Job:
    """Have `task` called with the job's id (text) once the running transaction is committed.

    While a job of the same topic is open, that one is returned and nothing starts.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                municipality_id=actor.municipality_id,
                topic=topic,
                label=label[:200],
                total=total,
                result_path=result_path,
                started_by_name=actor.name[:200],
            )
    except IntegrityError:
        return Job.objects.get(municipality_id=actor.municipality_id, topic=topic, state__in=OPEN)
    transaction.on_commit(functools.partial(task.enqueue, str(job.id)))
    return job


def begin(job_id: UUID | str, *, total: int | None = None) -> Job:
    """The work begins, or begins again after a break. Raises Job.DoesNotExist."""
    now = clock.now()
    job = Job.objects.get(pk=job_id)
    job.state, job.beat_at, job.done = JobState.RUNNING, now, 0
    job.started_at = job.started_at or now
    job.total = job.total if total is None else total
    job.save(update_fields=["state", "beat_at", "done", "started_at", "total"])
    return job


def advance(job: Job, *, done: int) -> None:
    """Say how many pieces are finished."""
    job.done, job.beat_at = min(done, job.total) if job.total else done, clock.now()
    job.save(update_fields=["done", "beat_at"])


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
