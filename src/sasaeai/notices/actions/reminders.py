"""Reminders: looked at together with the invitation, sent by themselves at their moment."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError, InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.notices import queries
from sasaeai.notices.access import check_can_write_notice
from sasaeai.notices.actions.sending import queue_sending
from sasaeai.notices.channels.ways import not_set_up
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import reminders, wording

logger = logging.getLogger(__name__)

_OWN = ("subject", "purpose", "days_before")


def look_over_reminders(*, meeting: Meeting, actor: Viewer) -> None:
    """Part of the look at the invitation: the reminders shown beside it go out at their moment.

    One that somebody switched off stays off.
    """
    if queries.notice_of(meeting) is None:
        return
    there = set(_rows(meeting).values_list("kind", flat=True))
    for kind in reminders.KINDS:
        if kind.value not in there:
            _begin(meeting, kind, is_on=True, actor=actor)


def switch_reminder(*, meeting: Meeting, kind: str, is_on: bool, actor: Viewer) -> Notice:
    """Let a reminder go out, or not. Refuses (NotNow) before the invitation was begun."""
    check_can_write_notice(actor, meeting)
    with transaction.atomic():
        notice = _found(meeting, kind)
        if notice is None:
            return _begin(meeting, NoticeKind(kind), is_on=is_on, actor=actor)
        if (notice.approved_at is not None) == is_on:
            return notice
        before = audit.snapshot(notice, ["approved_at"])
        notice.approved_at = clock.now() if is_on else None
        notice.save(update_fields=["approved_at"])
        audit.record(
            actor=actor,
            verb="switch on" if is_on else "switch off",
            obj=notice,
            before=before,
            after=audit.snapshot(notice, ["approved_at"]),
        )
    return notice


def edit_reminder(
    *,
    meeting: Meeting,
    kind: str,
    subject: str,
    purpose: str,
    days_before: int,
    base_version: int,
    actor: Viewer,
) -> Notice:
    """Write a reminder over and let it go out: who saves it has just read it.

    base_version: 0 while it was only proposed. Refuses a newer text by somebody else (StaleEdit),
    and one that was sent (NotNow).
    """
    check_can_write_notice(actor, meeting)
    values = {"subject": subject, "purpose": purpose, "days_before": days_before}
    _check(values)
    with transaction.atomic():
        there = _found(meeting, kind)
        if there is not None:
            check_version(there, base_version, yours=values)
        notice = there or _begin(meeting, NoticeKind(kind), is_on=False, actor=actor)
        if Delivery.objects.filter(
            municipality_id=notice.municipality_id, notice=notice, sent_at__isnull=False
        ).exists():
            raise NotNow(_("このお知らせは、もう送ってあるので、文を変えられません。"))
        before = audit.snapshot(notice, _OWN)
        for name, value in values.items():
            setattr(notice, name, value)
        notice.approved_at = clock.now()
        notice.version += 1
        notice.save(update_fields=[*values, "approved_at", "version"])
        audit.record(
            actor=actor,
            verb="edit",
            obj=notice,
            before=before,
            after=audit.snapshot(notice, _OWN),
        )
    return notice


def send_due_reminders(*, now: datetime) -> int:
    """Queue every reminder whose moment has come, once a person and day. Returns how many copies.

    Called each minute. The moment is counted anew from the plan of now, so a reminder moves with
    its meeting; one whose moment passed while nothing ran still goes out while it makes sense.
    """
    queued = 0
    for notice in reminders.due_reminders(now=now):
        actor = Viewer.system(municipality_id=notice.municipality_id, on=clock.to_tokyo(now).date())
        try:
            queued += _send(notice, now=now, actor=actor)
        except DomainError as refusal:  # the others still go
            logger.info("reminder %s stays: %s", notice.pk, refusal)
        except Exception:
            logger.exception("reminder %s stays", notice.pk)
    return queued


def _send(notice: Notice, *, now: datetime, actor: Viewer) -> int:
    with transaction.atomic():
        # Meeting first: a move that is under way is waited for, and then counted.
        Meeting.objects.select_for_update().get(pk=notice.meeting_id)
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        locked.meeting = Meeting.objects.select_related(
            "body__district", "municipality", "venue"
        ).get(pk=notice.meeting_id)
        if not reminders.is_due(locked, locked.meeting, now=now):
            return 0
        wanted = reminders.to_remind(locked, viewer=actor)
        chosen = [r for r in wanted if not not_set_up(r.channel)]
        if not chosen:
            return 0
        _follow_due_day(locked)
        known = Delivery.objects.filter(
            municipality_id=locked.municipality_id, notice=locked
        ).values_list("expected_id", flat=True)
        there = set(known)
        Delivery.objects.bulk_create(
            Delivery(
                municipality_id=locked.municipality_id,
                notice=locked,
                expected=recipient.expected,
                channel=recipient.channel,
                chosen_at=recipient.delivery.chosen_at if recipient.delivery else None,
                address_used=recipient.address.as_json(),
            )
            for recipient in chosen
            if recipient.id not in there
        )
        queue_sending(notice=locked, expected_ids=[r.id for r in chosen], actor=actor)
    return len(chosen)


def _follow_due_day(notice: Notice) -> None:
    """The reply day that the reminder names is that of the plan."""
    due = notice.meeting.reply_due_on
    if due is not None and due != notice.reply_due_on:
        notice.reply_due_on = due
        notice.save(update_fields=["reply_due_on"])


def _begin(meeting: Meeting, kind: NoticeKind, *, is_on: bool, actor: Viewer) -> Notice:
    """The row of a reminder; sender and contact are those of the invitation."""
    invitation = queries.notice_of(meeting)
    if invitation is None:
        raise NotNow(
            _("先に案内を作ってください。お知らせの差出人と連絡先は、案内と同じになります。")
        )
    texts = queries.texts_of(invitation)
    own = {
        "subject": wording.reminder_subject(kind, meeting.body)[:120],
        "greeting": "",
        "purpose": wording.reminder_words(kind, meeting.body),
        "note": "",
        "doc_no": "",
    }
    shared = {name: getattr(texts, name) for name in queries.TEXT_FIELDS if name not in own}
    notice = Notice.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        kind=kind,
        days_before=reminders.DAYS_BEFORE[kind],
        approved_at=clock.now() if is_on else None,
        **shared,
        **own,
    )
    audit.record(actor=actor, verb="create", obj=notice, after=audit.snapshot(notice, _OWN))
    return notice


def _rows(meeting: Meeting) -> QuerySet[Notice]:
    return Notice.objects.filter(
        municipality_id=meeting.municipality_id,
        meeting_id=meeting.id,
        kind__in=reminders.KINDS,
    )


def _found(meeting: Meeting, kind: str) -> Notice | None:
    """The row of a reminder under a lock. Raises InvalidInput for a kind that is none."""
    if kind not in {known.value for known in reminders.KINDS}:
        raise InvalidInput(_("どのお知らせのことか分かりません。ページを開き直してください。"))
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return _rows(meeting).select_for_update().filter(kind=kind).first()


def _check(values: dict[str, object]) -> None:
    wrong: dict[str, str] = {}
    if not str(values["subject"]).strip():
        wrong["subject"] = _("件名を入力してください。")
    if not str(values["purpose"]).strip():
        wrong["purpose"] = _("お知らせの文を入力してください。")
    if values["days_before"] not in range(reminders.MOST_DAYS_BEFORE + 1):
        wrong["days_before"] = _("0日前から%(most)d日前までの数字で入力してください。") % {
            "most": reminders.MOST_DAYS_BEFORE
        }
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
