"""きょう: questions to the city that are due, and answers that came back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.issues.models import Escalation
from sasaeai.kernel import display
from sasaeai.kernel.viewer import Viewer
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState


def escalation_lines(
    rows: Iterable[Escalation], viewer: Viewer, district_ids: Collection[UUID]
) -> Iterable[TodayLine]:
    """rows: with issue, its district, and the body that was asked."""
    for asked in rows:
        is_own = asked.issue.district_id in district_ids
        if asked.answered_on is not None:
            yield _answered(asked)
        else:
            yield _waiting(asked, viewer, is_own=is_own)


def _answered(asked: Escalation) -> TodayLine:
    return TodayLine(
        kind=LineKind.WAITING,
        district=asked.issue.district,
        what=_("市から返答がありました：「%(title)s」") % {"title": asked.issue.title},
        why=_("%(asked)sの返答が%(day)sに届きました。次の議題にも提案されます。")
        % {
            "asked": asked.asked,
            "day": display.short_date(asked.answered_on) if asked.answered_on else "",
        },
        state=StepState.NOW,
        due_on=None,
        button=_("返答を読む"),
        waiting_at=WaitingAt.ESCALATION,
        target=asked.id,
    )


def _waiting(asked: Escalation, viewer: Viewer, *, is_own: bool) -> TodayLine:
    due_on = asked.answer_by
    is_overdue = due_on is not None and due_on < viewer.on
    day = display.short_date(due_on) if due_on else ""
    if is_own:
        what = _("市への照会「%(title)s」") % {"title": asked.issue.title}
        why = (
            _("%(asked)sの返答の期限（%(day)s）を過ぎました。返答を確かめてください。")
            if is_overdue
            else _("%(asked)sの返答の期限は%(day)sです。")
        ) % {"asked": asked.asked, "day": day}
        button = _("照会を見る")
    else:
        what = _("%(district)sからの照会「%(title)s」") % {
            "district": asked.issue.district.name,
            "title": asked.issue.title,
        }
        why = (
            _("返答の期限（%(day)s）を過ぎました。")
            if is_overdue
            else _("返答の期限は%(day)sです。")
        ) % {"day": day}
        button = _("返答を書く")
    body = asked.to_body
    return TodayLine(
        kind=LineKind.WAITING,
        district=asked.issue.district if is_own or body is None else body.district,
        what=what,
        why=why,
        state=StepState.OVERDUE if is_overdue else StepState.NOW,
        due_on=due_on,
        button=button,
        waiting_at=WaitingAt.ESCALATION,
        target=asked.id,
    )
