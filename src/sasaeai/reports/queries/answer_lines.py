"""きょう: who is owed an answer, whom to ask whether it helped, whom to remind of a promise."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.issues.models import Action, Answer, Trouble
from sasaeai.people.models import District
from sasaeai.reports.queries.leading import first_of_each
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState


def owed_lines(owed: QuerySet[Trouble]) -> Iterable[TodayLine]:
    """Raisers who are to be answered, one line a district; each with its district."""
    for row, n in first_of_each(owed, by="district_id"):
        what = ngettext("寄せた方への返答が%(n)d件", "寄せた方への返答が%(n)d件", n) % {"n": n}
        why = _("%(who)sなど。どうなったかを、まだ伝えていません。") % {"who": row.raised_by[:60]}
        yield _line(WaitingAt.ANSWERS, row.district, what, why, _("返答を書く"))


def asking_lines(answers: QuerySet[Answer]) -> Iterable[TodayLine]:
    """Raisers who were told a month ago, one line a district."""
    for row, n in first_of_each(answers, by="trouble__district_id"):
        what = ngettext("役に立ったかを聞く方が%(n)d人", "役に立ったかを聞く方が%(n)d人", n) % {
            "n": n
        }
        why = _("%(who)sなど。返答を伝えてから、ひと月たちました。") % {
            "who": row.trouble.raised_by[:60]
        }
        yield _line(WaitingAt.ASKING, row.trouble.district, what, why, _("役に立ったかを聞く"))


def reminder_lines(actions: QuerySet[Action]) -> Iterable[TodayLine]:
    """Promises whose bearer is to be reminded, one line a district."""
    for row, n in first_of_each(actions, by="district_id"):
        what = ngettext("取組のお知らせが%(n)d件", "取組のお知らせが%(n)d件", n) % {"n": n}
        why = _("「%(what)s」など。期限が近いか、過ぎています。") % {"what": row.what[:60]}
        yield _line(WaitingAt.REMINDERS, row.district, what, why, _("取組を知らせる"))


def _line(place: WaitingAt, district: District, what: str, why: str, button: str) -> TodayLine:
    return TodayLine(
        kind=LineKind.WAITING,
        district=district,
        what=what,
        why=why,
        state=StepState.NOW,
        due_on=None,
        button=button,
        waiting_at=place,
        target=district.pk,
    )
