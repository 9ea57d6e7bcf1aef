"""Writing down what a 町会 does against disasters."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.enums import EffortLevel
from sasaeai.issues.models import DisasterEffort
from sasaeai.issues.queries.efforts import QUESTIONS, serves
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District, Organization

NOTE_LIMIT = 300
_FIELDS = ("points", "note")


def write_effort(
    *,
    district: District,
    organization: Organization,
    fiscal_year: FiscalYear,
    points: Mapping[str, str],
    actor: Viewer,
    note: str = "",
    base_version: int = 0,
) -> DisasterEffort:
    """Write the answers of one 町会 for a 年度; an answer left out is not answered.

    base_version: the version the form began from, 0 for the first time (StaleEdit otherwise).
    """
    check_can_run_district(actor, district)
    _check(district, organization, points, note)
    values = {"points": {code: level for code, level in points.items() if level}, "note": note}
    with transaction.atomic():
        # The district is the lock: two first answers of one 町会 meet here.
        District.objects.select_for_update().get(pk=district.pk)
        row = DisasterEffort.objects.filter(
            municipality_id=district.municipality_id,
            organization=organization,
            fiscal_year=fiscal_year.year,
        ).first()
        if row is None:
            row = DisasterEffort(
                municipality_id=district.municipality_id,
                district=district,
                organization=organization,
                fiscal_year=fiscal_year.year,
                version=0,
            )
        check_version(row, base_version, yours=values)
        before = audit.snapshot(row, _FIELDS) if row.version else {}
        row.points, row.note, row.by_name = values["points"], note, actor.name
        row.version += 1
        row.save()
        audit.record(
            actor=actor, verb="edit", obj=row, before=before, after=audit.snapshot(row, _FIELDS)
        )
    return row


def _check(
    district: District, organization: Organization, points: Mapping[str, str], note: str
) -> None:
    if not serves(organization, district):
        raise InvalidInput(_("この団体は、この地区の町会・自主防災組織ではありません。"))
    known = {question.code for question in QUESTIONS}
    if not known.issuperset(points) or not {*EffortLevel.values, ""}.issuperset(points.values()):
        raise InvalidInput(
            _("答えは「している」「一部している」「していない」から選んでください。")
        )
    if len(note) > NOTE_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {"note": sentence})
