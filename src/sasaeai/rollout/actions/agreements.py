"""Writing down how a district agreed to hold its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, StaleEdit
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Organization, OrganizationKind, Venue
from sasaeai.rollout.access import check_can_write_stages
from sasaeai.rollout.models import AgreedKind, Agreement

MOST_A_YEAR = 60
_LIMITS = {"range_note": 300, "months": 120, "runs_note": 300, "way": 120, "agreed_at": 120}


@dataclass(frozen=True, slots=True)
class AgreementValues:
    """What a district agreed. months: in words (「6月・9月・2月」); yearly_target: 1 to 60."""

    range_note: str = ""
    yearly_target: int = 3
    months: str = ""
    usual_start: time | None = None
    venue: Venue | None = None
    runs: Organization | None = None
    runs_note: str = ""
    way: str = ""
    agreed_at: str = ""
    agreed_on: date | None = None


_FIELDS = tuple(field.name for field in fields(AgreementValues))
_COLUMNS = tuple({"venue": "venue_id", "runs": "runs_id"}.get(name, name) for name in _FIELDS)


def write_agreement(
    *,
    district: District,
    values: AgreementValues,
    kinds: Sequence[OrganizationKind],
    base_version: int,
    actor: Viewer,
) -> Agreement:
    """Write what a district agreed, or means to. base_version: 0 for the first time (StaleEdit).

    kinds: of organisations that are called (参集範囲).
    """
    check_can_write_stages(actor, district)
    _check(district, values, kinds, on=actor.on)
    yours = {name: getattr(values, name) for name in _FIELDS}
    with transaction.atomic():
        # The district is the lock: two first agreements meet here.
        District.objects.select_for_update().get(pk=district.pk)
        row = Agreement.objects.filter(
            municipality_id=district.municipality_id, district=district
        ).first()
        if row is None:
            row = Agreement(municipality_id=district.municipality_id, district=district, version=0)
        try:
            check_version(row, base_version, yours=yours)
        except StaleEdit as newer:
            _show_kinds(newer, row, kinds)
            raise
        before = _words(row) if row.version else {}
        for name, value in yours.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        _set_kinds(row, kinds)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=_words(row))
    return row


def _set_kinds(row: Agreement, kinds: Sequence[OrganizationKind]) -> None:
    wanted = {kind.pk for kind in kinds}
    there = AgreedKind.objects.filter(municipality_id=row.municipality_id, agreement=row)
    there.exclude(kind_id__in=wanted).delete()
    have = set(there.values_list("kind_id", flat=True))
    AgreedKind.objects.bulk_create(
        AgreedKind(municipality_id=row.municipality_id, agreement=row, kind_id=pk)
        for pk in sorted(wanted - have)
    )


def _show_kinds(newer: StaleEdit, row: Agreement, kinds: Sequence[OrganizationKind]) -> None:
    """Add both lists of kinds to a newer text, where they differ."""
    theirs = AgreedKind.objects.filter(municipality_id=row.municipality_id, agreement=row)
    names = theirs.order_by("kind__position").values_list("kind__name", flat=True)
    shown = "、".join(names), "、".join(kind.name for kind in kinds)
    if shown[0] != shown[1]:
        newer.theirs["kinds"], newer.yours["kinds"] = shown


def _words(row: Agreement) -> dict[str, Any]:
    """The columns and the kinds, for the audit row."""
    kinds = AgreedKind.objects.filter(municipality_id=row.municipality_id, agreement=row)
    codes = kinds.order_by("kind__position").values_list("kind__code", flat=True)
    return {name: getattr(row, name) for name in _COLUMNS} | {"kinds": "、".join(codes)}


def _check(
    district: District,
    values: AgreementValues,
    kinds: Sequence[OrganizationKind],
    *,
    on: date,
) -> None:
    wrong = {
        name: _("%(limit)s文字までです。短くしてください。") % {"limit": limit}
        for name, limit in _LIMITS.items()
        if len(getattr(values, name)) > limit
    }
    if not 1 <= values.yearly_target <= MOST_A_YEAR:
        wrong["yearly_target"] = _("年に1回から%(n)d回の間で入力してください。") % {
            "n": MOST_A_YEAR
        }
    if values.agreed_on is not None and values.agreed_on > on:
        wrong["agreed_on"] = _("これからの日です。決まってから入力してください。")
    if values.agreed_on is not None and not values.agreed_at.strip():
        wrong["agreed_at"] = _("どこで決めたかも入力してください。例：地区社協の役員会")
    others = (*kinds, *(one for one in (values.venue, values.runs) if one is not None))
    if any(one.municipality_id != district.municipality_id for one in others):
        raise InvalidInput(_("ほかの市町村のものは選べません。"))
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)
