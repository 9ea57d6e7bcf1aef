"""What the address of a report asks for: a 年度 and a district."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.desk.gate import DeskRequest
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.wareki import DateTextError
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District


def year_of(request: DeskRequest) -> tuple[FiscalYear, str]:
    """The 年度 asked for (2018, 平成30年度), and what to type when it cannot be read."""
    present, typed = FiscalYear.of(request.viewer.on), request.GET.get("year", "")
    if not typed.strip():
        return present, ""
    try:
        return FiscalYear.from_label(typed), ""
    except DateTextError as error:
        words = {"mistake": error, "year": present.label}
        return present, _("%(mistake)s%(year)sを表示しています。") % words


def district_of(request: DeskRequest, district_id: str) -> District:
    """A district that the viewer reads. NotFound for strangers."""
    found = next(
        (one for one in visible_districts(request.viewer) if str(one.id) == district_id), None
    )
    if found is None:
        raise NotFound(_("この地区は見つかりません。"))
    return found
