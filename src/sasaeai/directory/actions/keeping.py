"""Keeping the entries of the directory: added, put right, checked, ended, taken out and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import (
    check_can_keep_service,
    check_can_serve,
)
from sasaeai.directory.actions.search_entry import index_service
from sasaeai.directory.enums import Season, ServiceKind
from sasaeai.directory.models import Service, ServiceCoverage
from sasaeai.directory.queries.listing import covered_districts
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetails:
    """What stands in the directory about a service; texts as people say them."""

    kind: str
    name: str
    kana: str = ""
    organization: Organization | None = None
    operator_name: str = ""
    for_whom: str = ""
    description: str = ""
    how_to_apply: str = ""
    fee: str = ""
    hours: str = ""
    place: str = ""
    tel: str = ""
    fax: str = ""
    email: str = ""
    url: str = ""
    area: str = ""
    season: str = Season.ALL_YEAR
    capacity: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    is_public: bool = True
    verified_on: date | None = None
    verified_by_name: str = ""
    verify_by: date | None = None


COLUMNS = tuple(ServiceDetails.__slots__)
CHECKED = ("verified_on", "verified_by_name", "verify_by")
TEXTS = (
    "name", "operator_name", "for_whom", "description", "how_to_apply", "fee", "hours", "place",
    "tel", "fax", "email", "url", "area", "capacity",
)  # fmt: skip
"""Columns of plain text that outsiders may propose and files may bring."""


def next_check(checked_on: date) -> date:
    """A year after a day; of the 29th of February the 1st of March."""
    try:
        return checked_on.replace(year=checked_on.year + 1)
    except ValueError:
        return date(checked_on.year + 1, 3, 1)


def add_service(
    *, details: ServiceDetails, districts: Collection[District], actor: Viewer
) -> Service:
    """Enter a service for districts, or with none for the whole city. InvalidInput names fields."""
    check_can_serve(actor, districts)
    values = _values(details)
    check_texts(values)
    _check_days(values, actor)
    with transaction.atomic():
        service = Service.objects.create(municipality_id=actor.municipality_id, **values)
        _set_coverage(service, districts)
        audit.record(
            actor=actor,
            verb="create",
            obj=service,
            after=audit.snapshot(service, COLUMNS) | _told(districts),
        )
    return service


def edit_service(
    *,
    service: Service,
    details: ServiceDetails,
    districts: Collection[District],
    base_version: int,
    actor: Viewer,
) -> Service:
    """Put an entry right. Districts that the actor does not run stay as they are.

    Who checked it on another day and leaves the next day as it stood has it a year from that day.
    Refuses a newer text by somebody else (StaleEdit).
    """
    check_can_keep_service(actor, service)
    check_can_serve(actor, districts)
    values = _values(details)
    check_texts(values)
    with transaction.atomic():
        row = locked(service)
        check_version(row, base_version, yours=values)
        if details.verified_on not in (None, row.verified_on) and (
            details.verify_by == row.verify_by
        ):
            values["verify_by"] = next_check(details.verified_on)
        _check_days(values, actor)
        write(row, values, verb="edit", actor=actor, more=_told(districts))
        others = [one for one in covered_districts(row) if not actor.may_run(one.id)]
        _set_coverage(row, [*districts, *others])
    return row


def verify_service(*, service: Service, actor: Viewer) -> Service:
    """Say that everything in an entry is right today; it is to be checked again in a year."""
    check_can_keep_service(actor, service)
    with transaction.atomic():
        row = locked(service)
        _check_offered(row)
        return write(row, checked(actor.on, actor.name), verb="verify", actor=actor)


def unverify_service(
    *,
    service: Service,
    verified_on: date | None,
    verified_by_name: str,
    verify_by: date | None,
    actor: Viewer,
) -> Service:
    """Take `verify_service` back: what stood there before stands there again."""
    check_can_keep_service(actor, service)
    values = {
        "verified_on": verified_on,
        "verified_by_name": verified_by_name[:200],
        "verify_by": verify_by,
    }
    with transaction.atomic():
        return write(locked(service), values, verb="unverify", actor=actor)


def end_service(*, service: Service, actor: Viewer, ended_on: date | None = None) -> Service:
    """Say that a service is no longer offered (やめた); what was introduced stays readable."""
    check_can_keep_service(actor, service)
    with transaction.atomic():
        row = locked(service)
        if row.ended_on is not None:
            return row
        return write(row, {"ended_on": ended_on or actor.on}, verb="end", actor=actor)


def resume_service(*, service: Service, actor: Viewer) -> Service:
    """Take `end_service` back."""
    check_can_keep_service(actor, service)
    with transaction.atomic():
        return write(locked(service), {"ended_on": None}, verb="resume", actor=actor)


def remove_service(*, service: Service, actor: Viewer) -> Service:
    """Take an entry out that was written by mistake; `restore_service` puts it back."""
    check_can_keep_service(actor, service)
    with transaction.atomic():
        row = locked(service)
        if row.removed_at is not None:
            return row
        return write(row, {"removed_at": clock.now()}, verb="remove", actor=actor)


def restore_service(*, service: Service, actor: Viewer) -> Service:
    """Put an entry back. Refused when the same entry of the same file is there again."""
    check_can_keep_service(actor, service)
    with transaction.atomic():
        row = locked(service)
        twins = Service.objects.current().filter(
            municipality_id=row.municipality_id, source=row.source, source_key=row.source_key
        )
        if row.source_key and twins.exclude(pk=row.pk).exists():
            raise NotNow(_("同じ番号の相談先が、もう入っています。そちらを使ってください。"))
        return write(row, {"removed_at": None}, verb="restore", actor=actor)


# ── What the other actions of this room write with ───────────────────────────────────────────────


def locked(service: Service) -> Service:
    """The row as it stands, held until the transaction ends."""
    return Service.objects.select_for_update(of=("self",)).get(pk=service.pk)


def write(
    row: Service,
    values: Mapping[str, Any],
    *,
    verb: str,
    actor: Viewer,
    more: Mapping[str, Any] | None = None,
) -> Service:
    """Write what differs into a locked row, count the version, leave an audit row."""
    before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    index_service(row)
    names = tuple(before)
    audit.record(
        actor=actor,
        verb=verb,
        obj=row,
        before={name: _plain(value) for name, value in before.items()},
        after=audit.snapshot(row, names) | dict(more or {}),
    )
    return row


def checked(on: date, by: str) -> dict[str, Any]:
    """What is written when somebody says that an entry is right."""
    return {"verified_on": on, "verified_by_name": by[:200], "verify_by": next_check(on)}


def check_texts(values: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless there is a name, a known kind, and every text fits its column."""
    faults: dict[str, str] = {}
    if not values.get("name", "-").strip():
        faults["name"] = _("相談先の名称を入力してください。")
    if "kind" in values and values["kind"] not in ServiceKind.values:
        faults["kind"] = _("相談先の種類を選んでください。")
    for name in TEXTS:
        limit = Service._meta.get_field(name).max_length or 0
        if len(values.get(name) or "") > limit:
            faults[name] = _("%(limit)s文字までです。短くしてください。") % {"limit": limit}
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        faults["latitude"] = _("緯度と経度は、両方とも入れるか、両方とも空けてください。")
    if faults:
        raise InvalidInput(next(iter(faults.values())), faults)


def _check_days(values: Mapping[str, Any], actor: Viewer) -> None:
    """Raise InvalidInput for a check that is still to come, or that is due again before it was made."""
    on, again = values["verified_on"], values["verify_by"]
    faults: dict[str, str] = {}
    if on is not None and on > actor.on:
        faults["verified_on"] = _("確かめた日は、きょうかそれより前の日にしてください。")
    elif on is not None and again is not None and again <= on:
        faults["verify_by"] = _("次に確かめる日は、確かめた日より後の日にしてください。")
    if faults:
        raise InvalidInput(next(iter(faults.values())), faults)


def _values(details: ServiceDetails) -> dict[str, Any]:
    """As columns; who is of the register is named by it, and a checked entry has its next day."""
    values = {name: getattr(details, name) for name in COLUMNS}
    if details.organization is not None:
        values["operator_name"] = details.organization.name
    if details.verified_on is not None and details.verify_by is None:
        values["verify_by"] = next_check(details.verified_on)
    return values


def _set_coverage(service: Service, districts: Collection[District]) -> None:
    wanted = {district.id for district in districts}
    rows = ServiceCoverage.objects.filter(municipality_id=service.municipality_id, service=service)
    there: set[UUID] = set(rows.values_list("district_id", flat=True))
    rows.filter(district_id__in=there - wanted).delete()
    ServiceCoverage.objects.bulk_create(
        ServiceCoverage(
            municipality_id=service.municipality_id, service=service, district_id=district_id
        )
        for district_id in wanted - there
    )
    index_service(service)


def _told(districts: Collection[District]) -> dict[str, Any]:
    return {"districts": sorted(district.name for district in districts)}


def _check_offered(service: Service) -> None:
    if service.ended_on is not None:
        raise NotNow(_("この相談先はやめたことになっています。先に元に戻してください。"))


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Organization) else value
