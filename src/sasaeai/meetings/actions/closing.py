"""Closing the record of a meeting and taking its number; taking the closing back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, check_not_sealed, of_same_sort
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, Body, Meeting
from sasaeai.meetings.queries.day import earlier_first, earlier_open_meeting, not_begun

MAX_REPORTED = 9_999

_STATE_FIELDS = ("state", "number", "held_at")


def close_meeting(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Close the record: the meeting was held, and takes its number within the 年度.

    Refused (NotNow) before its day, while an item has no outcome, and while an earlier meeting of
    the same body is open, because numbers follow the order of the days. The row of the body is the
    lock under which numbers are taken; the unique key has the last word.
    """
    check_can_run(actor, meeting)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=meeting.body_id)
        locked = locked_for_preparing(meeting, actor)
        _check_may_close(locked, actor)
        before = audit.snapshot(locked, _STATE_FIELDS)
        locked.number = locked.number or _next_number(locked, actor)
        locked.state = MeetingState.HELD
        locked.held_at = clock.now()
        locked.version += 1
        locked.save(update_fields=[*_STATE_FIELDS, "version"])
        audit.record(
            actor=actor,
            verb="close",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _STATE_FIELDS),
        )
    return locked


def reopen_meeting(*, meeting: Meeting, actor: Viewer) -> Meeting:
    """Take the closing back (締めたのを取り消す); the meeting keeps its number.

    Refused once the public version is approved: what went out must stay what it was.
    """
    check_can_run(actor, meeting)
    with transaction.atomic():
        locked = _locked(meeting)
        check_not_sealed(locked)
        if not locked.is_held:
            raise NotNow(_("この会議の記録はまだ締めていません。そのまま書き足せます。"))
        before = audit.snapshot(locked, _STATE_FIELDS)
        locked.state = MeetingState.PLANNED
        locked.held_at = None
        locked.version += 1
        locked.save(update_fields=["state", "held_at", "version"])
        audit.record(
            actor=actor,
            verb="reopen",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, _STATE_FIELDS),
        )
    return locked


def note_day(
    *,
    meeting: Meeting,
    next_note: str,
    reported_count: int | None,
    base_version: int,
    actor: Viewer,
) -> Meeting:
    """Write down what was said about the next meeting, and a head-count known only as a number."""
    if reported_count is not None and not 0 <= reported_count <= MAX_REPORTED:
        sentence = _("人数は0人から%(most)s人までで入力してください。") % {"most": MAX_REPORTED}
        raise InvalidInput(sentence, {"reported_count": sentence})
    values = {"next_note": next_note, "reported_count": reported_count}
    with transaction.atomic():
        locked = locked_for_preparing(meeting, actor)
        check_version(locked, base_version, yours=values)
        before = audit.snapshot(locked, list(values))
        locked.next_note = next_note
        locked.reported_count = reported_count
        locked.version += 1
        locked.save(update_fields=[*values, "version"])
        audit.record(
            actor=actor,
            verb="edit",
            obj=locked,
            before=before,
            after=audit.snapshot(locked, list(values)),
        )
    return locked


def _check_may_close(meeting: Meeting, actor: Viewer) -> None:
    if meeting.held_on > actor.on:
        raise NotNow(not_begun(meeting))
    earlier = earlier_open_meeting(meeting)
    if earlier is not None:
        raise NotNow(earlier_first(earlier))
    undecided = AgendaItem.objects.current().filter(
        municipality_id=meeting.municipality_id, meeting=meeting, outcome=""
    )
    titles = list(undecided.order_by("position").values_list("title", flat=True))
    if titles:
        raise NotNow(
            _(
                "結果がまだ決まっていない議題が%(n)s件あります：%(titles)s。"
                "それぞれの議題で「結果」を選び、「この議題の記録を保存する」を押すと、締められます。"
            )
            % {"n": len(titles), "titles": _quoted(titles)}
        )


def _quoted(titles: list[str]) -> str:
    shown = "".join(f"「{title}」" for title in titles[:5])
    return shown if len(titles) <= 5 else _("%(titles)sほか") % {"titles": shown}


def _next_number(meeting: Meeting, actor: Viewer) -> int:
    """One more than the last of the 年度; what was closed by mistake and called off gives its back."""
    year = Meeting.objects.filter(
        of_same_sort(meeting.regime),
        municipality_id=meeting.municipality_id,
        body_id=meeting.body_id,
        fiscal_year=meeting.fiscal_year,
        number__isnull=False,
    )
    for called_off in year.filter(state=MeetingState.CANCELLED):
        before = audit.snapshot(called_off, ["number"])
        called_off.number = None
        called_off.save(update_fields=["number"])
        audit.record(actor=actor, verb="free number", obj=called_off, before=before)
    return (year.aggregate(last=Max("number"))["last"] or 0) + 1


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body__district", "venue", "municipality")
        .get(pk=meeting.pk)
    )
