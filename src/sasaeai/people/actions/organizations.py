"""Keeping organisations: what they are called, where they are, which districts they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import (
    check_can_add_organization,
    check_can_keep_organization,
    check_can_run_district,
)
from sasaeai.people.actions.columns import fill_columns
from sasaeai.people.models import District, Organization, OrganizationDistrict, OrganizationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetails:
    """What is known of an organisation; codes in any writing that kernel.codes reads."""

    kind: OrganizationKind
    name: str
    kana: str = ""
    postal_code: str = ""
    address: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    note: str = ""
    ended_on: date | None = None


_COLUMNS = list(OrganizationDetails.__slots__)


def add_organization(
    *, details: OrganizationDetails, districts: Sequence[District], actor: Viewer
) -> Organization:
    """Enter an organisation that serves some districts which the actor runs.

    The system may enter one that serves no district in particular (city-wide).
    """
    check_can_add_organization(actor)
    for district in districts:
        check_can_run_district(actor, district)
    if not districts and not actor.is_system:
        raise _no_district()
    with transaction.atomic():
        organization = Organization(municipality_id=actor.municipality_id)
        _fill(organization, details, districts)
        organization.save()
        for district in districts:
            OrganizationDistrict.objects.create(
                municipality_id=actor.municipality_id, organization=organization, district=district
            )
        after = audit.snapshot(organization, _COLUMNS)
        after |= {"districts": [district.name for district in districts]}
        audit.record(actor=actor, verb="create", obj=organization, after=after)
    return organization


def edit_organization(
    *,
    organization: Organization,
    details: OrganizationDetails,
    districts: Sequence[District],
    base_version: int,
    actor: Viewer,
) -> Organization:
    """Change an organisation and which of the actor's districts it serves.

    Districts that the actor does not run stay as they are. Refuses a newer text (StaleEdit).
    """
    check_can_keep_organization(actor, organization)
    for district in districts:
        check_can_run_district(actor, district)
    with transaction.atomic():
        row = Organization.objects.select_for_update().get(pk=organization.pk)
        values = {name: getattr(details, name) for name in _COLUMNS}
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _COLUMNS) | {"districts": _served_names(row, actor.on)}
        _fill(row, details, districts)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "search_key", "version"])
        _write_districts(row, districts, actor)
        after = audit.snapshot(row, _COLUMNS) | {"districts": _served_names(row, actor.on)}
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def _fill(row: Organization, details: OrganizationDetails, districts: Sequence[District]) -> None:
    if details.kind.municipality_id != row.municipality_id:
        sentence = _("団体の種類を一覧から選んでください。")
        raise InvalidInput(sentence, {"kind": sentence})
    fill_columns(row, {name: getattr(details, name) for name in _COLUMNS})
    row.search_key = row.make_search_key()
    twin = Organization.objects.filter(
        municipality_id=row.municipality_id,
        name=row.name,
        kind=row.kind,
        ended_on__isnull=True,
        served__district__in=list(districts),
    ).exclude(pk=row.pk)
    if row.ended_on is None and twin.exists():
        sentence = _(
            "同じ地区に「%(name)s」がすでにあります。名簿でさがして、そちらを直してください。"
        ) % {"name": row.name}
        raise InvalidInput(sentence, {"name": sentence})


def _write_districts(row: Organization, districts: Sequence[District], actor: Viewer) -> None:
    """Begin and end services as of today; what began today is simply taken back."""
    running = _served(row, actor.on)
    wanted = {district.id for district in districts}
    # Who served a district that was split or merged away goes on reading its records.
    kept = [
        line
        for line in running
        if not actor.may_run(line.district_id)
        or (line.district.until is not None and line.district.until < actor.on)
    ]
    if running and not (wanted or kept) and not actor.is_system:
        raise _no_district()
    for line in running:
        if line.district_id in wanted or line in kept:
            continue
        if line.since is not None and line.since >= actor.on:
            line.delete()
        else:
            line.until = actor.on - timedelta(days=1)
            line.save(update_fields=["until"])
    for district_id in wanted - {line.district_id for line in running}:
        OrganizationDistrict.objects.update_or_create(
            municipality_id=row.municipality_id,
            organization=row,
            district_id=district_id,
            until=actor.on - timedelta(days=1),
            defaults={"until": None},
            create_defaults={"since": actor.on, "until": None},
        )


def _served(row: Organization, on: date) -> list[OrganizationDistrict]:
    lines = OrganizationDistrict.objects.filter(
        municipality_id=row.municipality_id, organization=row
    ).select_related("district")
    return [
        line
        for line in lines
        if (line.since is None or line.since <= on) and (line.until is None or line.until >= on)
    ]


def _served_names(row: Organization, on: date) -> list[str]:
    return sorted(line.district.name for line in _served(row, on))


def _no_district() -> InvalidInput:
    sentence = _("この団体が担当する地区を一つ以上選んでください。")
    return InvalidInput(sentence, {"districts": sentence})
