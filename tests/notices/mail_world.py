"""Sending as the tests do it: queue, carry out, look where each copy stands."""

from __future__ import annotations

from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.notices import actions
from sasaeai.notices.actions import transmitting
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.tasks.sending import send_notice
from tests.world import World

READERS = 4


def copies(notice: Notice) -> list[Delivery]:
    return list(Delivery.objects.filter(notice=notice).order_by("expected__number"))


def statuses(notice: Notice) -> list[str]:
    return [copy.status for copy in copies(notice)]


def send(world: World, notice: Notice) -> Job:
    job = actions.queue_sending(notice=notice, actor=world.viewer("arai"))
    return carry_out(job)


def carry_out(job: Job) -> Job:
    send_notice.func(str(job.id))
    job.refresh_from_db()
    return job


def take_up() -> list[Job]:
    return [carry_out(job) for job in transmitting.take_up_waiting(now=clock.now())]


def broken_off(notice: Notice) -> Delivery:
    copy = copies(notice)[0]
    Delivery.objects.filter(pk=copy.pk).update(status=DeliveryStatus.SENDING)
    copy.refresh_from_db()
    return copy
