"""Minutes that are confirmed at the beginning of the next meeting, and the closing that does it.

Rooms below know nothing of minutes: whoever closes or reopens a day's record does it through
`close_record` and `reopen_record`, in which the minutes put before that meeting take part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import DomainError, InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions import (
    add_item,
    close_meeting,
    move_item,
    remove_item,
    reopen_meeting,
)
from sasaeai.meetings.enums import ItemKind, ItemOrigin, Outcome
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.meetings.queries.agenda import Proposal
from sasaeai.minutes.access import check_can_write, check_is_draft, visible_minutes
from sasaeai.minutes.actions.approval import approve_minutes, unapprove_minutes
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.models import Minutes
from sasaeai.minutes.queries.corrections import waiting_corrections
from sasaeai.minutes.queries.next_meeting import (
    MINUTES,
    confirmation_title,
    next_planned,
    put_before_of,
)
from sasaeai.minutes.queries.records import confirmation_proposal, newest_revision

_PUT = ["put_before", "put_revision"]
_MINUTES_OF_ITEM = 5
"""Minutes of the clock that reading through usually takes."""


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """A record that was closed or reopened, and what became of the minutes put before it.

    settled: minutes that changed state by it. told: sentences about those that did not.
    """

    meeting: Meeting
    settled: tuple[Minutes, ...] = ()
    told: tuple[str, ...] = ()


def put_before_next(*, minutes: Minutes, actor: Viewer) -> AgendaItem | None:
    """Put the confirmation first on the agenda of the body's next planned meeting.

    None when no meeting is planned yet: `confirmation_proposals` offers it when one is.
    Minutes that stand on an agenda already stay there.
    """
    check_can_write(actor, minutes.meeting)
    meeting = next_planned(minutes.meeting, viewer=actor)
    if meeting is None:
        check_is_draft(minutes)
        return None
    return _put(minutes, meeting, actor)


def take_confirmations(
    *, meeting: Meeting, proposals: Sequence[Proposal], actor: Viewer
) -> list[AgendaItem]:
    """Put ticked proposals of `confirmation_proposals` onto the agenda, the oldest first."""
    wanted = [proposal.source_id for proposal in proposals if proposal.kind == MINUTES]
    rows = (
        visible_minutes(actor)
        .filter(pk__in=wanted, meeting__body_id=meeting.body_id)
        .select_related("meeting__body__district")
        .order_by("-meeting__starts_at")
    )
    with transaction.atomic():
        return [_put(row, meeting, actor) for row in rows]


def take_back_put_before(*, minutes: Minutes, actor: Viewer) -> Minutes:
    """Take the confirmation off the agenda again; the minutes stay a draft."""
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        row = _locked(minutes)
        check_is_draft(row)
        item = put_before_of(row)
        if item is not None:
            remove_item(item=item, actor=actor)
        _link(row, None, actor)
    return row


def close_record(*, meeting: Meeting, actor: Viewer) -> ClosedRecord:
    """Close the day's record; minutes that the meeting agreed to (決まった) are settled by it.

    Raises what `close_meeting` raises. Minutes that cannot be settled are told about, never lost:
    the meeting is closed all the same.
    """
    with transaction.atomic():
        held = close_meeting(meeting=meeting, actor=actor)
        settled, told = [], []
        for minutes in _put_before(held):
            reason = _not_settled(minutes)
            if reason:
                told.append(reason)
            elif not minutes.is_approved:
                try:
                    # A savepoint for each: one that cannot be settled stops no closing.
                    with transaction.atomic():
                        settled.append(_settle(minutes, held, actor))
                except DomainError as error:
                    words = {"n": minutes.meeting.number, "why": _reason_of(error)}
                    told.append(_("第%(n)s回の会議録は、案のままです。%(why)s") % words)
    return ClosedRecord(held, tuple(settled), tuple(told))


def reopen_record(*, meeting: Meeting, actor: Viewer) -> ClosedRecord:
    """Take the closing back, and with it the confirmations that it made."""
    with transaction.atomic():
        opened = reopen_meeting(meeting=meeting, actor=actor)
        changed, told = [], []
        for minutes in _put_before(opened):
            if not _was_settled_by(minutes, opened):
                continue
            try:
                with transaction.atomic():
                    changed.append(unapprove_minutes(minutes=minutes, actor=actor))
            except NotNow:
                told.append(
                    _("第%(n)s回の会議録は、公開版が承認されているので確定のままです。")
                    % {"n": minutes.meeting.number}
                )
            except DomainError as error:
                words = {"n": minutes.meeting.number, "why": _reason_of(error)}
                told.append(_("第%(n)s回の会議録は、確定のままです。%(why)s") % words)
    return ClosedRecord(opened, tuple(changed), tuple(told))


def _put(minutes: Minutes, meeting: Meeting, actor: Viewer) -> AgendaItem:
    with transaction.atomic():
        row = _locked(minutes)
        check_can_write(actor, row.meeting)
        check_is_draft(row)
        there = put_before_of(row)
        if there is not None:
            return there
        item = add_item(
            meeting=meeting,
            title=confirmation_title(row.meeting),
            kind=ItemKind.REPORT,
            minutes=_MINUTES_OF_ITEM,
            origin=ItemOrigin.CARRIED_OVER,
            actor=actor,
        )
        item = move_item(item=item, to=1, actor=actor)
        _link(row, item, actor)
    return item


def _link(row: Minutes, item: AgendaItem | None, actor: Viewer) -> None:
    before = audit.snapshot(row, _PUT)
    row.put_before = item
    row.put_revision = newest_revision(row) if item else None
    row.version += 1
    row.save(update_fields=[*_PUT, "version"])
    audit.record(
        actor=actor,
        verb="put before" if item else "take back",
        obj=row,
        before=before,
        after=audit.snapshot(row, _PUT),
    )


def _put_before(meeting: Meeting) -> list[Minutes]:
    """Minutes whose confirmation is an item of this meeting, with that item."""
    return list(
        Minutes.objects.filter(
            municipality_id=meeting.municipality_id,
            put_before__meeting=meeting,
            put_before__removed_at__isnull=True,
        )
        .select_related("put_before", "settled_at", "meeting__body__district")
        .order_by("meeting__starts_at")
    )


def _not_settled(minutes: Minutes) -> str:
    """Why minutes are not settled although they stood on the agenda; empty when nothing stops it."""
    if minutes.is_approved or minutes.put_before is None:
        return ""
    number = {"n": minutes.meeting.number}
    if minutes.put_before.outcome != Outcome.DECIDED:
        return (
            _("第%(n)s回の会議録は、確認の議題が「決まった」になっていないので、案のままです。")
            % number
        )
    if not minutes.meeting.is_held:
        return (
            _(
                "第%(n)s回の当日の記録が開き直されているので、会議録は案のままです。締めてから確定してください。"
            )
            % number
        )
    if waiting_corrections(minutes):
        return (
            _(
                "第%(n)s回の会議録は、訂正の申し出が返事を待っているので、案のままです。"
                "申し出を見てから確定してください。"
            )
            % number
        )
    return _changed_since_put(minutes)


def _changed_since_put(minutes: Minutes) -> str:
    """That the text is no longer the one that was put before the meeting; empty when it is."""
    if minutes.put_revision_id in {None, newest_revision(minutes).id}:
        return ""
    return _(
        "第%(n)s回の会議録は、議題に載せたあとで直されているので、案のままです。"
        "会議で確かめた文であれば、会議録のページで確定してください。"
    ) % {"n": minutes.meeting.number}


def _reason_of(error: DomainError) -> str:
    """The sentence that tells most: of a form that is not there, its first field's."""
    fields = error.fields if isinstance(error, InvalidInput) else {}
    return next(iter(fields.values()), error.message)


def _settle(minutes: Minutes, held: Meeting, actor: Viewer) -> Minutes:
    return approve_minutes(
        minutes=minutes,
        base_revision=newest_revision(minutes).number,
        confirmed_by=held.chair or confirmation_proposal(held) or held.body.name,
        confirmed_on=held.held_on,
        confirmed_how=ConfirmationMethod.NEXT_MEETING,
        settled_at=minutes.put_before,
        actor=actor,
    )


def _was_settled_by(minutes: Minutes, meeting: Meeting) -> bool:
    """Whether the closing of this meeting settled them: what a hand settled stays."""
    item = minutes.settled_at
    return minutes.is_approved and item is not None and item.meeting_id == meeting.pk


def _locked(minutes: Minutes) -> Minutes:
    row = Minutes.objects.select_for_update().get(pk=minutes.pk)
    row.meeting = Meeting.objects.select_related("body__district").get(pk=minutes.meeting_id)
    return row
