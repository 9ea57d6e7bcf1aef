"""Background work: begun once, together with its reason, and never waited for in vain."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sasaeai.jobs import actions as jobs
from sasaeai.jobs.actions.abandoned import KEPT_FOR, MOST_STARTS
from sasaeai.jobs.enums import JobState
from sasaeai.jobs.models import Job
from sasaeai.jobs.queries import latest_job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.tasks.sending import send_notice
from tests.world import TODAY, World


def start(world: World, topic: str = "notice:1") -> Job:
    return jobs.start_job(
        send_notice, topic=topic, label="送信", actor=world.viewer("arai"), total=3
    )


def row_of(job: Job) -> DBTaskResult:
    return DBTaskResult.objects.get(pk=job.queued_as)


def test_a_second_press_joins_the_work_that_is_open(world):
    first = start(world)
    assert start(world).id == first.id
    assert DBTaskResult.objects.count() == 1
    jobs.finish(first)
    assert start(world).id != first.id


def test_work_that_ends_in_the_moment_of_joining_is_begun_anew(world, monkeypatch):
    first = start(world)
    save = Job.save

    def met_and_ended(job: Job, *args: object, **kwargs: object) -> None:
        if Job.objects.filter(pk=first.pk, state=JobState.WAITING).exists():
            Job.objects.filter(pk=first.pk).update(state=JobState.DONE)
            raise IntegrityError("jobs_one_open_a_topic")
        save(job, *args, **kwargs)

    monkeypatch.setattr(Job, "save", met_and_ended)
    monkeypatch.setattr("sasaeai.jobs.actions.progress.transaction.atomic", nullcontext)
    again = start(world)
    assert again.id != first.id
    assert row_of(again).status == TaskResultStatus.READY


def test_work_and_its_reason_stand_or_fall_together(world):
    def begin_and_fail() -> None:
        with transaction.atomic():
            start(world)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        begin_and_fail()
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_task_may_be_named_by_its_path(world):
    job = jobs.start_job(
        "sasaeai.notices.tasks.sending.send_notice",
        topic="notice:2",
        label="送信",
        actor=world.viewer("arai"),
    )
    assert row_of(job).task_path == "sasaeai.notices.tasks.sending.send_notice"


def test_a_stranger_sees_no_job_of_another_town(world):
    start(world)
    stranger = Viewer.system(municipality_id=uuid4(), on=TODAY)
    assert latest_job("notice:1", viewer=world.viewer("arai")) is not None
    assert latest_job("notice:1", viewer=stranger) is None


def test_work_that_goes_wrong_ends_with_a_sentence(world, caplog):
    job = start(world)
    with pytest.raises(KeyError), jobs.carrying_out(job.id):
        raise KeyError("boom")
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "もう一度試して" in job.message
    assert "boom" not in job.message
    assert "broke off" in caplog.text


def test_work_that_says_nothing_at_the_end_is_done(world):
    job = start(world)
    with jobs.carrying_out(job.id) as running:
        jobs.advance(running, done=5, total=4)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == (JobState.DONE, 4, 4, 100)


def test_work_of_a_dead_worker_is_begun_again(world):
    job = start(world)
    row_of(job).claim("dead")
    assert jobs.take_up_abandoned() == 1
    assert row_of(job).status == TaskResultStatus.READY
    job.refresh_from_db()
    assert job.is_open


def test_work_that_kills_every_worker_ends_with_a_sentence(world):
    job = start(world)
    for number in range(MOST_STARTS):
        row_of(job).claim(f"dead {number}")
    assert jobs.take_up_abandoned() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "もう一度" in job.message


def test_a_job_that_no_row_carries_is_not_open_forever(world):
    job = start(world)
    row_of(job).delete()
    jobs.take_up_abandoned()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_old_work_is_forgotten_and_open_work_is_not(world):
    old, young = start(world, "notice:old"), start(world, "notice:open")
    jobs.finish(old)
    row = row_of(old)
    row.claim("worker")
    row.set_successful(None)
    assert jobs.clear_away(now=clock.now() + KEPT_FOR - timedelta(hours=1)) == 0
    assert jobs.clear_away(now=clock.now() + KEPT_FOR + timedelta(hours=1)) == 1
    assert list(Job.objects.all()) == [young]
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [young.queued_as]
