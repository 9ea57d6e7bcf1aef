"""The gate at the end of an issue: nobody who raised it is left without an answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.issues.models import Issue
from sasaeai.issues.queries.answers import untold_raisers
from sasaeai.kernel.errors import NotNow

NAMED = 3
"""So many raisers are named; the page lists them all."""


def check_raisers_told(issue: Issue) -> None:
    """Raise NotNow while somebody who raised an issue was neither told nor excused."""
    untold = untold_raisers(issue)
    if not untold:
        return
    names = list(dict.fromkeys(trouble.raised_by for trouble in untold))
    who = _("、").join(names[:NAMED])
    if len(names) > NAMED:
        who = _("%(who)sほか") % {"who": who}
    raise NotNow(
        ngettext(
            "困りごとを寄せた方（%(who)s）に、まだ返答していません。"
            "この課題のページの「寄せた方への返答」で、伝えたことを記録してください。"
            "伝えようがないときは、わけを書くと終結にできます。",
            "困りごとを寄せた方（%(who)s、%(n)d件）に、まだ返答していません。"
            "この課題のページの「寄せた方への返答」で、伝えたことを記録してください。"
            "伝えようがないときは、わけを書くと終結にできます。",
            len(untold),
        )
        % {"who": who, "n": len(untold)}
    )
