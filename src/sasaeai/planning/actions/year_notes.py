"""Words of a 年度 (成果・課題・次年度の方針), one text a district and one of the whole city."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fields import too_long
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District, Municipality
from sasaeai.planning.access import check_can_write_words
from sasaeai.planning.models import YearNote

FIELDS = ("achieved", "remaining", "next_plan")
WORDS_LIMIT = 3_000
"""Characters of each of the three."""


def write_year_note(
    *,
    district: District | None,
    fiscal_year: FiscalYear,
    achieved: str,
    remaining: str,
    next_plan: str,
    base_version: int,
    actor: Viewer,
) -> YearNote:
    """Keep what a report says of a 年度; district None: of the whole city.

    base_version 0: nothing was written yet. Refuses a newer text by somebody else (StaleEdit); two
    first texts meet there too.
    """
    check_can_write_words(actor, district)
    yours = {"achieved": achieved, "remaining": remaining, "next_plan": next_plan}
    wrong = {
        name: too_long(len(words), WORDS_LIMIT)
        for name, words in yours.items()
        if len(words) > WORDS_LIMIT
    }
    if wrong:
        raise InvalidInput(_("文が長すぎます。"), wrong)
    with transaction.atomic():
        # The municipality is the lock: two first texts of one year meet here.
        Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        scope = {
            "municipality_id": actor.municipality_id,
            "district": district,
            "fiscal_year": fiscal_year.year,
        }
        row = YearNote.objects.filter(**scope).first() or YearNote(**scope, version=0)
        check_version(row, base_version, yours=yours)
        before = audit.snapshot(row, FIELDS) if row.version else {}
        for name, words in yours.items():
            setattr(row, name, words)
        row.written_by_name = actor.name
        row.version += 1
        row.save()
        audit.record(
            actor=actor, verb="write", obj=row, before=before, after=audit.snapshot(row, FIELDS)
        )
    return row
