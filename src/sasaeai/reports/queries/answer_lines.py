"""きょう: who is owed an answer, whom to ask whether it helped, whom to remind of a promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sasaeai.issues.models import Action, Answer, Trouble
from sasaeai.people.models import District
from sasaeai.reports.queries.lines import LineKind, TodayLine, WaitingAt
from sasaeai.reports.queries.progress import StepState

Row = TypeVar("Row", Trouble, Answer, Action)


def owed_lines(owed: Iterable[Trouble]) -> Iterable[TodayLine]:
    """Raisers who are to be answered, one line a district; each with its district."""
    for district, rows in _by_district(owed, lambda row: row.district):
        what = ngettext("寄せた方への返答が%(n)d件", "寄せた方への返答が%(n)d件", len(rows)) % {
            "n": len(rows)
        }
        why = _("%(who)sなど。どうなったかを、まだ伝えていません。") % {
            "who": rows[0].raised_by[:60]
        }
        yield _line(WaitingAt.ANSWERS, district, what, why, _("返答を書く"))


def asking_lines(answers: Iterable[Answer]) -> Iterable[TodayLine]:
    """Raisers who were told a month ago, one line a district."""
    for district, rows in _by_district(answers, lambda row: row.trouble.district):
        what = ngettext(
            "役に立ったかを聞く方が%(n)d人", "役に立ったかを聞く方が%(n)d人", len(rows)
        ) % {"n": len(rows)}
        why = _("%(who)sなど。返答を伝えてから、ひと月たちました。") % {
            "who": rows[0].trouble.raised_by[:60]
        }
        yield _line(WaitingAt.ASKING, district, what, why, _("役に立ったかを聞く"))


def reminder_lines(actions: Iterable[Action]) -> Iterable[TodayLine]:
    """Promises whose bearer is to be reminded, one line a district."""
    for district, rows in _by_district(actions, lambda row: row.district):
        what = ngettext("取組のお知らせが%(n)d件", "取組のお知らせが%(n)d件", len(rows)) % {
            "n": len(rows)
        }
        why = _("「%(what)s」など。期限が近いか、過ぎています。") % {"what": rows[0].what[:60]}
        yield _line(WaitingAt.REMINDERS, district, what, why, _("取組を知らせる"))


def _by_district(
    rows: Iterable[Row], district_of: Callable[[Row], District]
) -> list[tuple[District, list[Row]]]:
    districts: dict[UUID, District] = {}
    groups: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        district = district_of(row)
        districts[district.pk] = district
        groups[district.pk].append(row)
    return [(districts[pk], found) for pk, found in groups.items()]


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
