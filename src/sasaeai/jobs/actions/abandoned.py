"""Work whose worker died: taken up again, or ended with a sentence so that nobody waits forever.

Only for whoever knows that no other worker runs (jobs.actions.alone).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sasaeai.jobs.actions.progress import fail
from sasaeai.jobs.enums import OPEN
from sasaeai.jobs.models import Job

MOST_STARTS = 5
"""Work that took its worker down so often is not begun again."""
KEPT_FOR = timedelta(days=90)


def take_up_abandoned() -> int:
    """Put broken-off work back into the queue; returns how much. Nothing may be running now."""
    again = 0
    for row in DBTaskResult.objects.running():
        with transaction.atomic():
            if len(row.worker_ids) < MOST_STARTS:
                again += _again(row.id)
            else:
                row.status = TaskResultStatus.FAILED
                row.save(update_fields=["status"])
    _end_lost_jobs()
    return again


def clear_away(*, now: datetime) -> int:
    """Forget work that ended long ago; returns how many jobs. What came of it stands elsewhere."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
    jobs = Job.objects.exclude(state__in=OPEN).filter(finished_at__lt=now - KEPT_FOR)
    return jobs.delete()[0]


def _again(row_id: object) -> int:
    return DBTaskResult.objects.filter(pk=row_id, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def _end_lost_jobs() -> None:
    """Open jobs that no row of the queue carries any more."""
    waiting = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    for job in Job.objects.filter(state__in=OPEN).exclude(queued_as__in=waiting.values("id")):
        fail(job, message=_("途中で止まりました。もう一度始めてください。"))
