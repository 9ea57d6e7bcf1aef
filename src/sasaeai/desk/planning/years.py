"""The 年度 a page of figures is asked for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sasaeai.desk.gate import DeskRequest
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.wareki import DateTextError


def asked_year(request: DeskRequest) -> tuple[FiscalYear, str]:
    """The 年度 asked for (2018, 平成30年度), and what to type when it cannot be read."""
    present, typed = FiscalYear.of(request.viewer.on), request.GET.get("year", "")
    if not typed.strip():
        return present, ""
    try:
        return FiscalYear.from_label(typed), ""
    except DateTextError as error:
        words = {"mistake": error, "year": present.label}
        return present, _("%(mistake)s%(year)sを表示しています。") % words
