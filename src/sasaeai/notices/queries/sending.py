"""What waits to be sent by wire, and what a broken-off run left behind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from sasaeai.jobs.enums import OPEN
from sasaeai.jobs.models import Job
from sasaeai.notices.enums import DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.people.enums import Channel
from sasaeai.people.models import Municipality

WAITS = (timedelta(0), *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)))
"""How long a copy rests after so many tries."""
MOST_TRIES = len(WAITS)
"""Tries that a copy gets by itself; then a person decides."""


def next_try(copy: Delivery) -> datetime:
    """When a waiting copy may be tried again."""
    since = copy.status_at or copy.created_at
    return since + WAITS[min(copy.attempts, MOST_TRIES - 1)]


def due_copies(notice: Notice, *, now: datetime) -> list[Delivery]:
    """Waiting copies of a notice that may be tried now, in the order of the list of people."""
    return [copy for copy in waiting_copies(notice) if next_try(copy) <= now]


def waiting_copies(notice: Notice) -> list[Delivery]:
    """Copies of a notice that wait to be sent, those too that rest after a try."""
    rows = Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id, status=DeliveryStatus.QUEUED
    ).select_related("expected")
    return sorted(rows, key=lambda copy: (copy.channel, copy.expected.number))


def interrupted_copies(notice: Notice) -> list[Delivery]:
    """Copies that a run was sending when it broke off. Only while no run of the notice goes on."""
    return list(
        Delivery.objects.filter(
            municipality_id=notice.municipality_id,
            notice_id=notice.id,
            status=DeliveryStatus.SENDING,
        )
    )


def copies_by_key(keys: Collection[UUID]) -> list[Delivery]:
    """Mails of any municipality by the key that stands in their Message-ID."""
    return list(
        Delivery.objects.filter(
            municipality_id__in=Municipality.objects.values("id"),
            message_id__in=[str(key) for key in keys],
            channel__in=(Channel.EMAIL, Channel.FAX),
        )
    )


def notices_to_take_up(*, now: datetime) -> list[Notice]:
    """Notices of every municipality with copies to try now (or broken off) and no open job."""
    copies = Delivery.objects.filter(
        Q(status=DeliveryStatus.SENDING) | Q(status=DeliveryStatus.QUEUED),
        municipality_id__in=Municipality.objects.values("id"),
    )
    due: dict[UUID, Delivery] = {}
    for copy in copies.select_related("notice__meeting__body__district", "notice__meeting__venue"):
        if copy.status == DeliveryStatus.SENDING or next_try(copy) <= now:
            due.setdefault(copy.notice_id, copy)
    topics = {f"notice:{notice_id}": notice_id for notice_id in due}
    busy = set(
        Job.objects.filter(
            municipality_id__in={copy.municipality_id for copy in due.values()},
            topic__in=topics,
            state__in=OPEN,
        ).values_list("topic", flat=True)
    )
    return [due[notice_id].notice for topic, notice_id in topics.items() if topic not in busy]
