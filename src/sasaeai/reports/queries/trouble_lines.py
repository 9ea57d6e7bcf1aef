"""きょう: troubles that wait to be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.issues.enums import TroubleState
from sasaeai.issues.models import Trouble
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.lines import TodayLine, WaitingAt, waiting_line


def new_troubles(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Trouble]:
    """Troubles of the districts that nobody has decided yet, oldest first."""
    return (
        Trouble.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            district_id__in=district_ids,
            state=TroubleState.NEW,
        )
        .select_related("district")
        .order_by("raised_on")
    )


def trouble_lines(new: QuerySet[Trouble]) -> Iterable[TodayLine]:
    """One line a district for all of its new troubles."""
    for first, n in first_of_each(new, by="district_id"):
        yield waiting_line(
            WaitingAt.TROUBLES,
            ngettext("新しい困りごとが%(n)d件", "新しい困りごとが%(n)d件", n) % {"n": n},
            _("「%(text)s」など。課題にするかどうかを決めてください。")
            % {"text": first.text.strip().splitlines()[0][:40]},
            _("困りごとを見る"),
            district=first.district,
            target=first.district_id,
        )
