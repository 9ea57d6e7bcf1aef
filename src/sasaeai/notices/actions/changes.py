"""Postponing, changing and calling off, with everybody told: one step, and its way back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import DomainError, InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import queries
from sasaeai.notices.actions.sending import queue_sending
from sasaeai.notices.actions.steps import unqueue
from sasaeai.notices.enums import OUT, ChangeWay, DeliveryStatus, NoticeKind
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries import NoticeTexts
from sasaeai.notices.queries import changes as drafts
from sasaeai.notices.queries.changes import ChangeDraft, Hearing, Wish
from sasaeai.notices.queries.facts import CHANGED

_LEFT = OUT | {DeliveryStatus.SENDING}


@dataclass(frozen=True, slots=True)
class Announced:
    """A change that was carried out. told: how many people are to hear of it; may be none.

    job: what sends e-mail, LINE and FAX; refusal: why they could not be queued, in a sentence.
    """

    meeting: Meeting
    notice: Notice
    told: int
    job: Job | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A change that was taken back.

    left: copies that have left and cannot be called back. printed: sheets stopped after they were
    printed, which may be in the letter box although nobody said so.
    """

    meeting: Meeting
    stopped: int
    left: int
    printed: int


def carry_out_change(
    *, meeting: Meeting, wish: Wish, texts: NoticeTexts, base_version: int, actor: Viewer
) -> Announced:
    """Change the plan and tell everybody who knows it otherwise, each by their channel.

    The look at text and recipients was the page that sent this; `base_version` is the meeting's on
    that page (NotNow when the plan changed since). Copies of earlier notices that wait to be sent
    are stopped: they would say what no longer holds.
    """
    check_can_run(actor, meeting)
    _check_texts(wish, texts)
    with transaction.atomic():
        row = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if row.version != base_version:
            raise NotNow(
                _(
                    "この会議の計画が、そのあとで変わっています。いまの計画を見て、もう一度選んでください。"
                )
            )
        # First of all: a copy that a run takes up after this would say the earlier day.
        _stop_waiting(meeting)
        draft = drafts.change_draft(meeting, wish, viewer=actor)
        plan_before = _plan_of(meeting)
        _change_plan(meeting, draft, texts, actor)
        changed = get_visible_meeting(meeting.pk, viewer=actor)
        _follow_with_invitation(changed, draft, texts)
        notice = _write_notice(changed, draft, texts, plan_before, actor)
        job, refusal = _send(notice, draft.hearings, actor)
    return Announced(changed, notice, len(draft.hearings), job, refusal)


def take_back_change(*, notice: Notice, actor: Viewer) -> TakenBack:
    """Put the plan back as it was before the newest change, and stop the copies that wait.

    What has left stays as it is; who got it is told anew (`ChangeWay.TELL`). Refuses (NotNow) when
    something was changed after it.
    """
    meeting = notice.meeting
    check_can_run(actor, meeting)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        newest = next(iter(drafts.changes_of(meeting)), None)
        facts = notice.approved_facts
        if newest is None or newest.pk != notice.pk or not _is_as_told(meeting, facts):
            raise NotNow(
                _(
                    "そのあとで計画が変わっているので、元に戻せません。"
                    "「延期・変更・中止」で、あらためて変えてください。"
                )
            )
        _put_plan_back(meeting, facts, actor)
        back = get_visible_meeting(meeting.pk, viewer=actor)
        copies = Delivery.objects.filter(municipality_id=notice.municipality_id, notice=notice)
        left = copies.filter(status__in=_LEFT).count()
        printed = copies.filter(status=DeliveryStatus.PRINTED).count()
        stopped = copies.exclude(status__in=_LEFT).update(
            status=DeliveryStatus.CANCELLED, status_at=clock.now()
        )
        Notice.objects.filter(pk=notice.pk).update(approved_at=None)
        _see_invitation_with(back, facts["before"])
        audit.record(
            actor=actor, verb="take back", obj=notice, after={"stopped": stopped, "left": left}
        )
    return TakenBack(back, stopped, left, printed)


def _check_texts(wish: Wish, texts: NoticeTexts) -> None:
    wrong: dict[str, str] = {}
    if not wish.reason.strip() and wish.way in {ChangeWay.SNOW, ChangeWay.CANCEL}:
        wrong["reason"] = _("わけを入力してください。案内した方に伝える言葉になります。")
    if not texts.subject.strip():
        wrong["subject"] = _("件名を入力してください。")
    if not texts.purpose.strip():
        wrong["purpose"] = _("お知らせの文を入力してください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _plan_of(meeting: Meeting) -> dict[str, Any]:
    """The plan as JSON, for the way back."""
    snow, due = meeting.snow_starts_at, meeting.reply_due_on
    return {
        "starts_on": meeting.held_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "venue": str(meeting.venue_id),
        "snow_starts_at": snow.isoformat() if snow else None,
        "reply_due_on": due.isoformat() if due else None,
        "cancelled_reason": meeting.cancelled_reason,
    }


def _change_plan(meeting: Meeting, draft: ChangeDraft, texts: NoticeTexts, actor: Viewer) -> None:
    """Carry the wish out through the actions of the plan, which know what may be."""
    way, place = draft.wish.way, draft.wish.place
    if way == ChangeWay.CANCEL:
        meetings.cancel_meeting(meeting=meeting, reason=draft.wish.reason, actor=actor)
        return
    if way == ChangeWay.RESTORE:
        meetings.restore_meeting(meeting=meeting, actor=actor)
    elif way == ChangeWay.SNOW:
        meetings.move_to_snow_date(meeting=meeting, actor=actor)
    elif way == ChangeWay.MOVE and place is not None:
        after = draft.after_meeting
        plan = dataclasses.replace(
            meetings.plan_of(meeting),
            on=place.on,
            start=place.start,
            end=place.end,
            venue=place.venue,
            snow_on=after.snow_on,
            reply_due_on=_due_before(meeting, after),
        )
        meetings.edit_plan(meeting=meeting, plan=plan, base_version=meeting.version, actor=actor)
    if draft.asks_reply:
        fresh = get_visible_meeting(meeting.pk, viewer=actor)
        if texts.reply_due_on >= fresh.held_on:
            sentence = _("返信期限は、会議の日より前の日にしてください。")
            raise InvalidInput(sentence, {"reply_due_on": sentence})
        meetings.set_reply_due(meeting=fresh, due=texts.reply_due_on, actor=actor)


def _due_before(meeting: Meeting, after: Meeting) -> date | None:
    """The reply day while it is before the new day; the action after this sets the new one."""
    due = meeting.reply_due_on
    return due if due is not None and due < after.held_on else None


def _stop_waiting(meeting: Meeting) -> None:
    """Nothing leaves any more that says the earlier day.

    A waiting copy stands as before it was queued, so that who holds an earlier one still does: an
    invitation is looked at again, a reminder waits for its new moment. What is left of a notice of
    an earlier change is overtaken by the one that follows.
    """
    copies = Delivery.objects.filter(
        municipality_id=meeting.municipality_id, notice__meeting_id=meeting.id
    )
    unqueue(copies.filter(status=DeliveryStatus.QUEUED))
    copies.filter(
        status=DeliveryStatus.DRAFTED,
        notice__kind__in=(NoticeKind.CHANGE, NoticeKind.CANCELLATION),
    ).update(status=DeliveryStatus.CANCELLED, status_at=clock.now())


def _follow_with_invitation(meeting: Meeting, draft: ChangeDraft, texts: NoticeTexts) -> None:
    """The invitation says the new day to whoever is still to be invited: this look covers it."""
    _see_invitation_with(meeting, {name: draft.after[name] for name in CHANGED})
    if draft.asks_reply:
        Notice.objects.filter(
            municipality_id=meeting.municipality_id,
            meeting_id=meeting.id,
            kind=NoticeKind.INVITATION,
        ).update(reply_due_on=texts.reply_due_on)


def _see_invitation_with(meeting: Meeting, facts: dict[str, Any]) -> None:
    invitation = queries.notice_of(meeting)
    if invitation is None or invitation.approved_at is None:
        return
    seen = {name: facts[name] for name in CHANGED if name in facts}
    invitation.approved_facts = {**invitation.approved_facts, **seen}
    invitation.save(update_fields=["approved_facts"])


def _write_notice(
    meeting: Meeting,
    draft: ChangeDraft,
    texts: NoticeTexts,
    plan_before: dict[str, Any],
    actor: Viewer,
) -> Notice:
    notice = Notice.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        kind=NoticeKind.CANCELLATION if draft.is_cancelled else NoticeKind.CHANGE,
        approved_at=clock.now(),
        approved_facts={
            "way": draft.wish.way.value,
            "reason": draft.wish.reason,
            "asks_reply": draft.asks_reply,
            "before": dict(draft.before),
            "after": dict(draft.after),
            "plan_before": plan_before,
        },
        **dataclasses.asdict(texts),
    )
    _draft_copies(notice, draft.hearings)
    audit.record(
        actor=actor,
        verb="announce",
        obj=notice,
        before={name: draft.before[name] for name in CHANGED},
        after={
            **{name: draft.after[name] for name in CHANGED},
            "way": draft.wish.way.value,
            "reason": draft.wish.reason,
            "numbers": [h.recipient.expected.number for h in draft.hearings],
        },
    )
    return notice


def _draft_copies(notice: Notice, hearings: Iterable[Hearing]) -> None:
    now = clock.now()
    Delivery.objects.bulk_create(
        Delivery(
            municipality_id=notice.municipality_id,
            notice=notice,
            expected=hearing.recipient.expected,
            channel=hearing.channel,
            chosen_at=now if hearing.is_chosen else None,
            address_used=hearing.recipient.address.as_json(),
        )
        for hearing in hearings
    )


def _send(notice: Notice, hearings: Iterable[Hearing], actor: Viewer) -> tuple[Job | None, str]:
    """Queue what goes by wire. A refusal (no mail server yet …) does not undo the change."""
    by_wire = [h.recipient.id for h in hearings if h.by_wire]
    if not by_wire:
        return None, ""
    try:
        with transaction.atomic():
            return queue_sending(notice=notice, expected_ids=by_wire, actor=actor), ""
    except DomainError as refusal:
        return None, refusal.message


def _is_as_told(meeting: Meeting, facts: dict[str, Any]) -> bool:
    """Whether the plan is still what the notice says."""
    cancelled = facts["way"] == ChangeWay.CANCEL.value
    now = drafts.told.says_now(meeting)
    after = facts["after"]
    return (now.when, now.venue, now.is_cancelled) == (after["when"], after["venue"], cancelled)


def _put_plan_back(meeting: Meeting, facts: dict[str, Any], actor: Viewer) -> None:
    way, old = ChangeWay(facts["way"]), facts["plan_before"]
    if way == ChangeWay.CANCEL:
        meetings.restore_meeting(meeting=meeting, actor=actor)
        return
    if way == ChangeWay.RESTORE:
        reason = old["cancelled_reason"] or facts["reason"]
        meetings.cancel_meeting(meeting=meeting, reason=reason, actor=actor)
        return
    if way == ChangeWay.TELL:
        return
    meetings.put_back_plan(
        meeting=meeting,
        starts_at=_moment(old["starts_at"]),
        ends_at=_moment(old["ends_at"]),
        venue_id=UUID(old["venue"]),
        snow_starts_at=_moment(old["snow_starts_at"]) if old["snow_starts_at"] else None,
        reply_due_on=date.fromisoformat(old["reply_due_on"]) if old["reply_due_on"] else None,
        actor=actor,
    )


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return moment
