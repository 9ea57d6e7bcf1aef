"""The steps of one run of sending. Each is a transaction of its own, so that a run may die anywhere.

QUEUED → SENDING is written down before a copy leaves, SENT after. Who is found SENDING later may
or may not have been reached: where the other side knows the key of the copy it is sent again,
else nobody but a person may do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.jobs import actions as jobs
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.notices.actions.sending import TASK, sending_topic
from sasaeai.notices.actions.steps import unqueue
from sasaeai.notices.channels import ways
from sasaeai.notices.enums import DeliveryStatus, Failure
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import sending

KEY_KNOWN = timedelta(hours=23)
"""LINE remembers a retry key for a day; after that the same copy would arrive twice."""
_UNDER_WAY = frozenset({DeliveryStatus.QUEUED, DeliveryStatus.SENDING})
STATE = ("status", "status_at", "status_note", "failure", "sent_at", "message_id")


def claim_copy(*, copy: Delivery, facts: Mapping[str, str], base: Notice) -> bool:
    """This run sends this copy now, saying `facts`. False when copy or call was taken back.

    base: notice and meeting as the run read them; once either is another, nothing leaves.
    """
    with transaction.atomic():
        # Meeting before notice, as everywhere: a change that is under way is waited for.
        meeting = Meeting.objects.select_for_update().get(pk=base.meeting_id)
        notice = Notice.objects.select_for_update().get(pk=base.pk)
        if (meeting.version, meeting.state) != (base.meeting.version, base.meeting.state):
            return False
        if (notice.version, notice.approved_at) != (base.version, base.approved_at):
            return False
        taken = Delivery.objects.filter(
            municipality_id=copy.municipality_id,
            pk=copy.pk,
            status=DeliveryStatus.QUEUED,
            expected__removed_at__isnull=True,
        ).update(
            status=DeliveryStatus.SENDING,
            status_at=clock.now(),
            printed_facts=dict(facts),
            attempts=F("attempts") + 1,
        )
    return bool(taken)


def note_sent(*, copy: Delivery, message_id: str, actor: Viewer) -> None:
    """The other side took the copy."""
    now = clock.now()
    _settle(
        copy,
        actor,
        {"status": DeliveryStatus.SENT, "sent_at": now, "message_id": message_id[:200]},
    )


def note_failed(*, copy: Delivery, failure: Failure, sentence: str, actor: Viewer) -> None:
    """The copy did not leave. What may go later by itself waits, up to MOST_TRIES tries."""
    again = failure == Failure.RETRY and copy.attempts + 1 < sending.MOST_TRIES
    state = DeliveryStatus.QUEUED if again else DeliveryStatus.FAILED
    _settle(
        copy,
        actor,
        {"status": state, "failure": "" if again else failure, "status_note": sentence[:300]},
    )


def wait_for_the_way(*, copy: Delivery, sentence: str, actor: Viewer) -> bool:
    """The way out is closed for now: all copies waiting for it rest together.

    False after MOST_TRIES: then this copy stands for all (RETRY), and the others no longer wait.
    """
    tries = copy.attempts + 1
    note_failed(copy=copy, failure=Failure.RETRY, sentence=sentence, actor=actor)
    if tries >= sending.MOST_TRIES:
        put_back(notice=copy.notice, actor=actor, channel=copy.channel)
        return False
    Delivery.objects.filter(
        municipality_id=copy.municipality_id,
        notice_id=copy.notice_id,
        channel=copy.channel,
        status=DeliveryStatus.QUEUED,
    ).update(attempts=tries, status_at=clock.now(), status_note=sentence[:300])
    return True


def put_back(*, notice: Notice, actor: Viewer, channel: str | None = None) -> int:
    """Waiting copies (of one channel) no longer wait: somebody has to do something first."""
    rows = Delivery.objects.filter(
        municipality_id=notice.municipality_id, notice_id=notice.id, status=DeliveryStatus.QUEUED
    )
    if channel is not None:
        rows = rows.filter(channel=channel)
    with transaction.atomic():
        numbers = unqueue(rows)
        if numbers:
            audit.record(actor=actor, verb="unqueue", obj=notice, before={"numbers": numbers})
    return len(numbers)


def cancel_copy(*, copy: Delivery, actor: Viewer) -> None:
    """The call was withdrawn before the copy left."""
    _settle(copy, actor, {"status": DeliveryStatus.CANCELLED})


def settle_interrupted(*, notice: Notice, actor: Viewer) -> int:
    """Look after copies that a run was sending when it died. Returns how many are UNSURE."""
    unsure = 0
    for copy in sending.interrupted_copies(notice):
        if ways.resends_safely(copy.channel) and _is_fresh(copy):
            _settle(copy, actor, {"status": DeliveryStatus.QUEUED})
            continue
        unsure += 1
        note_failed(
            copy=copy,
            failure=Failure.UNSURE,
            sentence=_(
                "送っている途中で止まりました。届いたかどうか、相手の方に確かめてください。"
            ),
            actor=actor,
        )
    return unsure


def _is_fresh(copy: Delivery) -> bool:
    """Whether the other side still knows the key of a copy that was being sent."""
    return copy.status_at is not None and clock.now() - copy.status_at < KEY_KNOWN


def note_returned(*, copy: Delivery, note: str, actor: Viewer) -> bool:
    """A report said that the copy could not be delivered (戻ってきた). False when known already."""
    with transaction.atomic():
        copy = Delivery.objects.select_for_update().get(pk=copy.pk)
        out = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
        unsure = copy.status == DeliveryStatus.FAILED and copy.failure == Failure.UNSURE
        if copy.status not in out and not unsure:
            return False
        _write(
            copy,
            actor,
            {
                "status": DeliveryStatus.RETURNED,
                "failure": Failure.ADDRESS,
                "status_note": note[:300],
            },
        )
    return True


def take_up_waiting(*, now: datetime) -> list[Job]:
    """A job for every notice whose copies wait without one: lost work, or a rest that is over."""
    jobs_begun = []
    for notice in sending.notices_to_take_up(now=now):
        actor = Viewer.system(municipality_id=notice.municipality_id, on=clock.today())
        jobs_begun.append(
            jobs.start_job(
                TASK,
                topic=sending_topic(notice),
                label=_("「%(subject)s」の送信") % {"subject": notice.subject},
                actor=actor,
            )
        )
    return jobs_begun


def _settle(copy: Delivery, actor: Viewer, state: Mapping[str, Any]) -> None:
    """Write where a copy of this run stands, unless somebody took it back meanwhile."""
    with transaction.atomic():
        fresh = Delivery.objects.select_for_update().get(pk=copy.pk)
        if fresh.status in _UNDER_WAY:
            _write(fresh, actor, state)


def _write(fresh: Delivery, actor: Viewer, state: Mapping[str, Any]) -> None:
    """Part of a write: the state of a locked copy, and the trace of it."""
    before = audit.snapshot(fresh, ["status", "failure"])
    fresh.status_at, fresh.status_note, fresh.failure = clock.now(), "", ""
    for name, value in state.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=STATE)
    audit.record(
        actor=actor,
        verb=str(fresh.status),
        obj=fresh,
        before=before,
        after=audit.snapshot(fresh, ["status", "failure", "status_note"]),
    )
