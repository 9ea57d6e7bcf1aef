"""Words of a 年度 that no count can say."""

from __future__ import annotations

from typing import NamedTuple

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District
from sasaeai.planning.models import YearNote


class YearWords(NamedTuple):
    """What is written of a 年度; version 0: nothing yet."""

    achieved: str = ""
    remaining: str = ""
    next_plan: str = ""
    written_by: str = ""
    version: int = 0


def words_of(viewer: Viewer, fiscal_year: FiscalYear, *, district: District | None) -> YearWords:
    """The words of a district the viewer reads, or of the whole city (None), as far as they may.

    What the city wrote of itself is the city's; somebody with a few districts has no such text.
    """
    if not (viewer.may_see(district.id) if district else viewer.sees_city):
        return YearWords()
    notes = YearNote.objects.filter(
        municipality_id=viewer.municipality_id,
        district=district,
        fiscal_year=fiscal_year.year,
    )
    row = notes.first()
    if row is None:
        return YearWords()
    return YearWords(row.achieved, row.remaining, row.next_plan, row.written_by_name, row.version)
