"""Taking the use of a pattern back, while nothing was sent or held, and bringing it back again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.hall.actions import try_again
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, BodyMember
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District, Organization, Venue
from sasaeai.rollout.models import PatternUse, PatternUseBody
from sasaeai.rollout.queries.pattern_uses import current_use, use_bodies, why_not_taken_back

_BESIDE = frozenset({"then", "meeting_made", "taken_off", "ended"})
"""What is kept beside the words of a body as it was."""
_PLAIN = ("name", "purpose", "yearly_target", "usual_minutes", "usual_regime")


def take_back_pattern(*, use: PatternUse, actor: Viewer) -> PatternUse:
    """Undo the use of a pattern: what it made ends, what it changed is as it was before.

    Refused (NotNow) once a letter left, a meeting was held, or another meeting is prepared. Nothing
    is thrown away: `restore_pattern_use` brings all of it back.
    """
    check_can_run_district(actor, use.district)
    with transaction.atomic():
        District.objects.select_for_update().get(pk=use.district_id)
        row = PatternUse.objects.select_related("district", "pattern").get(pk=use.pk)
        if row.removed_at is not None:
            return row
        if refusal := why_not_taken_back(row):
            raise NotNow(refusal)
        for each in use_bodies(row):
            _undo(each, actor)
        row.removed_at = clock.now()
        row.version += 1
        row.save(update_fields=["removed_at", "version"])
        audit.record(actor=actor, verb="take back", obj=row, before={"pattern": str(row.pattern)})
    return row


def restore_pattern_use(*, use: PatternUse, actor: Viewer) -> PatternUse:
    """Bring back a use that was taken back. Refused while the district uses another pattern."""
    check_can_run_district(actor, use.district)
    with transaction.atomic():
        District.objects.select_for_update().get(pk=use.district_id)
        other = current_use(use.district)
        if other is not None and other.pk != use.pk:
            raise NotNow(
                _("この地区は、そのあと「%(pattern)s」を使っています。")
                % {"pattern": other.pattern}
            )
        return bring_back(use, actor=actor)


def bring_back(use: PatternUse, *, actor: Viewer) -> PatternUse:
    """The work of `restore_pattern_use`, under the lock of the district."""
    row = PatternUse.objects.select_related("district", "pattern").get(pk=use.pk)
    if row.removed_at is None:
        return row
    for each in use_bodies(row):
        _redo(each, actor)
    row.removed_at = None
    row.version += 1
    row.save(update_fields=["removed_at", "version"])
    audit.record(actor=actor, verb="restore", obj=row, after={"pattern": str(row.pattern)})
    return row


# ── One body ─────────────────────────────────────────────────────────────────────────────────────


def _undo(row: PatternUseBody, actor: Viewer) -> None:
    if row.recognition is not None:
        meetings.remove_recognition(recognition=row.recognition, actor=actor)
    planned = row.meeting is not None and row.meeting.state == MeetingState.PLANNED
    if planned and row.before.get("meeting_made"):
        reason = _("立ち上げの型を取り消したため")
        meetings.cancel_meeting(meeting=row.meeting, reason=reason, actor=actor)
    if row.made:
        _end(row, actor)
    elif "then" in row.before and actor.may_run(row.body.district_id):
        # What somebody changed since then is theirs, and stays.
        if kept_of(row.body) == row.before["then"]:
            _put(row.body, row.before, actor)
        for member in _members(row, row.added, removed=False):
            meetings.remove_member(member=member, actor=actor)
        for member in _members(row, _taken_off(row), removed=True):
            meetings.restore_member(member=member, actor=actor)


def _redo(row: PatternUseBody, actor: Viewer) -> None:
    if row.made:
        _take_up(row, actor)
    elif "then" in row.before and actor.may_run(row.body.district_id):
        if kept_of(row.body) == _texts(row.before):
            _put(row.body, row.before["then"], actor)
        for member in _members(row, row.added, removed=True):
            meetings.restore_member(member=member, actor=actor)
        for member in _members(row, _taken_off(row), removed=False):
            meetings.remove_member(member=member, actor=actor)
    if row.meeting is not None and row.meeting.state == MeetingState.CANCELLED:
        restored = meetings.restore_meeting(meeting=row.meeting, actor=actor)
        # What a device brought while it was cancelled has a place again.
        try_again(meeting=restored, actor=actor)
    if row.recognition is not None:
        meetings.restore_recognition(recognition=row.recognition, actor=actor)


def _end(row: PatternUseBody, actor: Viewer) -> None:
    """End a body that the use made. An end that somebody gave it since then is theirs, and stays."""
    mine = row.body.ended_on is None
    row.before = {**row.before, "ended": actor.on.isoformat() if mine else ""}
    row.save(update_fields=["before"])
    if mine:
        _edit(row.body, actor, ended_on=actor.on)


def _take_up(row: PatternUseBody, actor: Viewer) -> None:
    """Let a body go on that `_end` had ended; one that ends by somebody else's word does not."""
    ended = row.body.ended_on
    if ended is not None and row.before.get("ended", ended.isoformat()) == ended.isoformat():
        _edit(row.body, actor, ended_on=None)


def _taken_off(row: PatternUseBody) -> list[str]:
    """The posts that were members before and that the use took off."""
    return list(row.before.get("taken_off", ()))


def _members(row: PatternUseBody, posts: Iterable[str], *, removed: bool) -> list[BodyMember]:
    members = BodyMember.objects.filter(
        municipality_id=row.municipality_id,
        body=row.body,
        post_id__in=[UUID(post) for post in posts],
        removed_at__isnull=not removed,
    )
    return list(members.select_related("body__district"))


def _edit(body: Body, actor: Viewer, **values: Any) -> None:
    details = meetings.BodyDetails(
        **{name: getattr(body, name) for name in meetings.BodyDetails.__slots__}
    )
    hosts = [host.organization for host in body.hosts.select_related("organization")]
    meetings.edit_body(
        body=body,
        details=replace(details, **values),
        hosts=hosts,
        base_version=body.version,
        actor=actor,
    )
    body.refresh_from_db()


def _put(body: Body, kept: dict[str, Any], actor: Viewer) -> None:
    """Let a found body be again what `kept` says it was."""
    tenant = {"municipality_id": body.municipality_id}
    start, venue, prepares = kept["usual_start"], kept["usual_venue"], kept["prepares"]
    found = {
        str(each.pk): each for each in Organization.objects.filter(**tenant, pk__in=kept["hosts"])
    }
    details = meetings.BodyDetails(
        kind=body.kind,
        usual_start=time.fromisoformat(start) if start else None,
        usual_venue=Venue.objects.filter(**tenant, pk=venue).first() if venue else None,
        prepares=Body.objects.filter(**tenant, pk=prepares).first() if prepares else None,
        **{name: kept[name] for name in _PLAIN},
    )
    hosts = [found[host] for host in kept["hosts"] if host in found]
    meetings.edit_body(
        body=body, details=details, hosts=hosts, base_version=body.version, actor=actor
    )


def kept_of(body: Body) -> dict[str, Any]:
    """What a body is, as it is kept for taking a change back."""
    return {
        **{name: getattr(body, name) for name in _PLAIN},
        "usual_start": body.usual_start.isoformat() if body.usual_start else None,
        "usual_venue": str(body.usual_venue_id) if body.usual_venue_id else None,
        "prepares": str(body.prepares_id) if body.prepares_id else None,
        "hosts": [str(host.organization_id) for host in body.hosts.order_by("position")],
    }


def _texts(before: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in before.items() if name not in _BESIDE}
