"""What stands in the trouble field of a reply slip becomes a raised trouble, and stays in step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions.path import ENTRY_LIMIT
from sasaeai.issues.actions.search_entry import index_trouble
from sasaeai.issues.actions.troubles import FIELDS, write_trouble
from sasaeai.issues.enums import TroubleState
from sasaeai.issues.models import IssueEntry, Trouble
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Expected


def follow_slip(
    *, calls: Sequence[Expected], text: str, via: str, raised_on: date, actor: Viewer
) -> Trouble | None:
    """Part of the write of a reply: its trouble is new, changed or gone. Access was checked there.

    calls: every call of the person who replied, of one meeting; their slips are one. Call this only
    when the words on the slip changed: a trouble that somebody took back stays out otherwise.
    A decision about other words no longer counts, except that an issue is never taken back by a
    slip: once a trouble is part of one, the change is noted on the issue. What is on a slip of a
    support council stays on the slip (L-03).
    """
    row = _trouble_of(calls)
    if row is None:
        stays = Regime(calls[0].meeting.regime).is_for_called_only
        return _raise(calls, text, via, raised_on, actor) if text and not stays else None
    if row.text == text:
        return row
    if row.state == TroubleState.TAKEN:
        _note(row, text, actor)
        return row
    if not text:
        return write_trouble(row, {"removed_at": clock.now()}, verb="remove", actor=actor)
    values = {
        "text": text,
        "state": TroubleState.NEW,
        "settled_reason": "",
        "referred_to": "",
    }
    return write_trouble(row, values, verb="edit", actor=actor)


def _trouble_of(calls: Sequence[Expected]) -> Trouble | None:
    rows = Trouble.objects.current().select_for_update()
    return rows.filter(municipality_id=calls[0].municipality_id, expected__in=calls).first()


def _raise(
    calls: Sequence[Expected], text: str, via: str, raised_on: date, actor: Viewer
) -> Trouble:
    call = min(calls, key=lambda call: call.number)
    earlier = Trouble.objects.filter(
        Q(state=TroubleState.NEW) | Q(state=TroubleState.SETTLED),
        municipality_id=call.municipality_id,
        expected__in=calls,
        text=text,
    )
    row = earlier.order_by("-removed_at").first()
    if row is not None:  # the reply was taken out and put back
        return write_trouble(row, {"removed_at": None}, verb="restore", actor=actor)
    trouble = Trouble.objects.create(
        municipality_id=call.municipality_id,
        district_id=call.meeting.body.district_id,
        meeting_id=call.meeting_id,
        expected=call,
        organization_id=call.organization_id,
        raised_by=raiser_of_call(call),
        raised_on=raised_on,
        via=via,
        text=text,
        written_by_name=actor.name[:200],
    )
    index_trouble(trouble)
    audit.record(actor=actor, verb="raise", obj=trouble, after=audit.snapshot(trouble, FIELDS))
    return trouble


def raiser_of_call(call: Expected) -> str:
    """Organisation and post: a guest without either may be a resident, who stays unnamed (L-02)."""
    return f"{call.organization_name} {call.post_title}".strip() or _("団体に属さない方")


def _note(row: Trouble, text: str, actor: Viewer) -> None:
    """Say on the issue what the slip says now; of a repeated note the last one stands alone."""
    words = (
        f"返信票の困りごとが書き直されました（{row.raised_by}）：{text}"
        if text
        else f"返信票から困りごとの文が消されました（{row.raised_by}）。"
    )[:ENTRY_LIMIT]
    entries = IssueEntry.objects.filter(municipality_id=row.municipality_id, issue_id=row.issue_id)
    last = entries.order_by("-created_at").first()
    if last is not None and last.text == words:
        return
    entry = IssueEntry.objects.create(
        municipality_id=row.municipality_id,
        issue=row.issue,
        status=row.issue.status,
        text=words,
        by_name=actor.name,
        meeting_id=row.meeting_id,
    )
    audit.record(actor=actor, verb="note", obj=entry, after={"text": words})
