"""Keeping bodies: their rhythm, hosts and usual members, and what counts for them (みなし)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.regimes import regime_refusal
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.meetings.models import Body, BodyHost, BodyMember
from sasaeai.people.access import check_can_run_district, check_goes_on
from sasaeai.people.models import District, Organization, Post, Venue

MAX_MINUTES = 600
MAX_YEARLY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDetails:
    """What is known of a body. usual_minutes: length in minutes; yearly_target: meetings a 年度."""

    name: str
    kind: str
    purpose: str = ""
    yearly_target: int = 0
    usual_start: time | None = None
    usual_minutes: int = 60
    usual_venue: Venue | None = None
    usual_regime: str = Regime.OPEN
    prepares: Body | None = None
    ended_on: date | None = None


_COLUMNS = list(BodyDetails.__slots__)


def create_body(
    *, district: District, details: BodyDetails, hosts: Sequence[Organization], actor: Viewer
) -> Body:
    """Begin a body in a district, hosted by organisations in this order; the first one leads."""
    check_can_run_district(actor, district)
    check_goes_on(district, actor.on)
    _check_details(district, details, None)
    _check_hosts(district, hosts)
    with transaction.atomic():
        places = Body.objects.filter(municipality_id=district.municipality_id, district=district)
        body = Body.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            position=(places.aggregate(last=Max("position"))["last"] or 0) + 1,
            **{name: getattr(details, name) for name in _COLUMNS},
        )
        _write_hosts(body, hosts)
        audit.record(actor=actor, verb="create", obj=body, after=audit.snapshot(body, _COLUMNS))
    return body


def edit_body(
    *,
    body: Body,
    details: BodyDetails,
    hosts: Sequence[Organization],
    base_version: int,
    actor: Viewer,
) -> Body:
    """Change a body and its hosts. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_run_district(actor, body.district)
    _check_details(body.district, details, body)
    _check_hosts(body.district, hosts)
    with transaction.atomic():
        row = Body.objects.select_for_update().get(pk=body.pk)
        values = {name: getattr(details, name) for name in _COLUMNS}
        check_version(row, base_version, yours=values)
        if details.ended_on != row.ended_on:  # it does not outlive a district split or merged
            check_goes_on(body.district, details.ended_on or date.max)
        before = audit.snapshot(row, _COLUMNS)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        earlier = BodyHost.objects.filter(municipality_id=row.municipality_id, body=row)
        before |= {"hosts": [host.organization.name for host in earlier]}
        earlier.delete()
        _write_hosts(row, hosts)
        after = audit.snapshot(row, _COLUMNS) | {"hosts": [host.name for host in hosts]}
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def add_member(*, body: Body, post: Post, actor: Viewer) -> BodyMember:
    """Make a post a usual member; one that was taken off comes back at its place."""
    check_can_run_district(actor, body.district)
    if post.municipality_id != body.municipality_id:
        raise InvalidInput(
            _("役職を名簿から選んでください。"), {"post": _("名簿から選んでください。")}
        )
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        places = BodyMember.objects.filter(municipality_id=body.municipality_id, body=body)
        member, created = BodyMember.objects.get_or_create(
            municipality_id=body.municipality_id,
            body=body,
            post=post,
            defaults={"position": (places.aggregate(last=Max("position"))["last"] or 0) + 1},
        )
        if not created and member.removed_at is None:
            return member
        member.removed_at = None
        member.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="create" if created else "restore", obj=member)
    return member


def remove_member(*, member: BodyMember, actor: Viewer) -> BodyMember:
    """Take a post off the usual members; meetings it was called to keep their calls."""
    return _set_removed(member, removed=True, actor=actor)


def restore_member(*, member: BodyMember, actor: Viewer) -> BodyMember:
    """Put a post back among the usual members."""
    return _set_removed(member, removed=False, actor=actor)


def _set_removed(member: BodyMember, *, removed: bool, actor: Viewer) -> BodyMember:
    check_can_run_district(actor, member.body.district)
    with transaction.atomic():
        row = BodyMember.objects.select_for_update().get(pk=member.pk)
        if (row.removed_at is not None) == removed:
            return row
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _write_hosts(body: Body, hosts: Sequence[Organization]) -> None:
    BodyHost.objects.bulk_create(
        BodyHost(
            municipality_id=body.municipality_id,
            body=body,
            organization=organization,
            position=place,
        )
        for place, organization in enumerate(dict.fromkeys(hosts))
    )


def _check_hosts(district: District, hosts: Sequence[Organization]) -> None:
    strange = any(host.municipality_id != district.municipality_id for host in hosts)
    if strange or not hosts:
        sentence = _("主催する団体を一つ以上選んでください。")
        raise InvalidInput(sentence, {"hosts": sentence})


def _check_details(district: District, details: BodyDetails, body: Body | None) -> None:
    fields = {}
    if not details.name.strip():
        fields["name"] = _("会議体の名称を入力してください。")
    if details.kind not in BodyKind.values:
        fields["kind"] = _("会議体の種類を選んでください。")
    standing = body.usual_regime if body else ""
    if refusal := regime_refusal(details.usual_regime, district.municipality, standing=standing):
        fields["usual_regime"] = refusal
    if not 0 < details.usual_minutes <= MAX_MINUTES:
        fields["usual_minutes"] = _("長さは1分から%(most)d分までで入力してください。") % {
            "most": MAX_MINUTES
        }
    if not 0 <= details.yearly_target <= MAX_YEARLY:
        fields["yearly_target"] = _("年間の回数は0回から%(most)d回までで入力してください。") % {
            "most": MAX_YEARLY
        }
    if details.prepares is not None and not _may_prepare(details.prepares, district, body):
        fields["prepares"] = _("同じ地区の、ほかの会議体を選んでください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _may_prepare(plenary: Body, district: District, body: Body | None) -> bool:
    """A 幹事会 prepares a body of its own district that does not itself prepare another."""
    return plenary.district_id == district.id and plenary != body and plenary.prepares_id is None
