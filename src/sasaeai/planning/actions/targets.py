"""Setting what a city aims at in a 年度."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.planning.access import check_can_set_target
from sasaeai.planning.models import YearTarget

MOST_DISTRICTS, MOST_MEETINGS = 1_000, 60
_COLUMNS = ["districts", "meetings_each", "note"]


def set_target(
    *,
    fiscal_year: FiscalYear,
    districts: int,
    meetings_each: int,
    note: str = "",
    base_version: int,
    actor: Viewer,
) -> YearTarget:
    """Write the aim of a 年度. base_version 0: there was none yet. Refuses a newer one (StaleEdit)."""
    check_can_set_target(actor)
    fields = {}
    if not 0 <= districts <= MOST_DISTRICTS:
        fields["districts"] = _("0から1000までの数を入力してください。")
    if not 1 <= meetings_each <= MOST_MEETINGS:
        fields["meetings_each"] = _("1から60までの数を入力してください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
    values = {"districts": districts, "meetings_each": meetings_each, "note": note}
    with transaction.atomic():
        row, created = YearTarget.objects.select_for_update().get_or_create(
            municipality_id=actor.municipality_id,
            fiscal_year=fiscal_year.year,
            defaults=values,
        )
        if created:
            audit.record(actor=actor, verb="create", obj=row, after=audit.snapshot(row, _COLUMNS))
            return row
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _COLUMNS)
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        audit.record(
            actor=actor, verb="edit", obj=row, before=before, after=audit.snapshot(row, _COLUMNS)
        )
    return row
