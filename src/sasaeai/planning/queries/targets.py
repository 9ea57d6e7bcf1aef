"""What a city aims at in a 年度, typed or taken for granted."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.planning.models import YearTarget

MEETINGS_EACH = 3
"""Meetings a district and 年度 without a target of its own: the source says 年3〜4回."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The aim of a 年度. is_typed: the city wrote it; version: 0 before it did."""

    districts: int
    meetings_each: int
    note: str
    is_typed: bool
    version: int


def aim_of(fiscal_year: FiscalYear, *, districts: int, viewer: Viewer) -> Aim:
    """The city's aim, or all `districts` three times each (順次全地区に, 年3〜4回). One query."""
    row = YearTarget.objects.filter(
        municipality_id=viewer.municipality_id, fiscal_year=fiscal_year.year
    ).first()
    if row is None:
        return Aim(districts, MEETINGS_EACH, "", is_typed=False, version=0)
    return Aim(row.districts, row.meetings_each, row.note, is_typed=True, version=row.version)
