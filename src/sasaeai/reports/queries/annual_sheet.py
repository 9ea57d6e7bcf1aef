"""A yearly report as tables of numbers, whole or 「公表用」: small numbers unsaid (L-18).

What is guarded are numbers of people, issues and troubles. How often was met, how many organisations
came, how many items were treated is said as it is.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sasaeai.kernel import display
from sasaeai.meetings.queries.bodies import YearMeeting
from sasaeai.reports.queries.annual_hidden import ISSUE_PARTS, hidden_in, key_of
from sasaeai.reports.queries.annual_parts import (
    AnnualReport,
    DistrictRow,
    IssueCounts,
    MonthCount,
    ProgrammeYear,
)
from sasaeai.reports.queries.suppression import HIDDEN

_ISSUE_HEADS = (_("前年度から"), _("新しく"), _("終わった"), _("次年度へ"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is shown: `n` None is hidden."""

    n: int | None

    @property
    def words(self) -> str:
        return HIDDEN if self.n is None else f"{self.n:,}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. within: it says what is already in the row above (再掲)."""

    name: Any
    figures: tuple[Figure, ...]
    note: Any = ""
    within: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of numbers. first: what a row is; note: what a reader must know of it."""

    code: str
    title: Any
    first: Any
    heads: tuple[Any, ...]
    lines: tuple[Line, ...]
    note: Any = ""


@dataclass(frozen=True, slots=True)
class AnnualSheet:
    """The tables of a report, and whether small numbers are unsaid in them."""

    report: AnnualReport
    is_public: bool
    tables: tuple[Table, ...]
    hidden: frozenset[Hashable]

    @property
    def people(self) -> Figure:
        """People who came, added up (延べ)."""
        return _figure(self, ("people", None), self.report.total.people.attendance)

    @property
    def persons(self) -> Figure:
        """Different persons by name (実人数)."""
        return _figure(self, ("persons", None), self.report.total.people.persons)

    @property
    def unnamed(self) -> Figure:
        """People without a written name."""
        return _figure(self, ("unnamed", None), self.report.total.people.unnamed)

    def issue(self, part: str) -> Figure:
        """Issues of the whole report: before, new, resolved or left."""
        return _figure(self, ("issue", None, part), getattr(self.report.issues, part))

    def trouble(self, part: str) -> Figure:
        """Troubles of the whole report: raised or told."""
        return _figure(self, ("trouble", None, part), getattr(self.report.troubles, part))

    def gathering(self, row: YearMeeting) -> Figure | None:
        """People at one gathering of a district's report; None when nobody knows how many."""
        if row.attendance is None:
            return None
        return _figure(self, ("gathering", row.meeting.id), row.attendance)

    @property
    def introduced(self) -> Figure:
        """How often a service was named."""
        return _figure(self, ("introduced", None), self.report.services.introduced)


def annual_sheet(
    report: AnnualReport, *, is_public: bool = False, city: AnnualReport | None = None
) -> AnnualSheet:
    """The tables of a report.

    city: the whole city's report of the same 年度, for a district's public one: what is unsaid of the
    district there is unsaid here, or laying both papers side by side would tell it.
    """
    hidden = hidden_in(report, city) if is_public else frozenset()
    bare = AnnualSheet(report, is_public, (), hidden)
    tables = [
        _programmes(bare),
        _months(bare, "held"),
        _months(bare, "people"),
        _topics(bare),
    ]
    if report.district is None:
        tables += [_district_people(bare), _district_issues(bare)]
    return AnnualSheet(report, is_public, tuple(tables), hidden)


# ── The tables ───────────────────────────────────────────────────────────────────────────────────


def _figure(sheet: AnnualSheet, key: Hashable, n: int) -> Figure:
    return Figure(None if key in sheet.hidden else n)


def _name(programme: ProgrammeYear) -> Any:
    return _("合計") if programme.kind is None else programme.kind.label


def _programmes(sheet: AnnualSheet) -> Table:
    lines = []
    for programme in (*sheet.report.programmes, sheet.report.total):
        people, key = programme.people, key_of(programme)
        figures = (
            Figure(people.gatherings),
            Figure(people.recognized),
            _figure(sheet, ("people", key), people.attendance),
            _figure(sheet, ("persons", key), people.persons),
            _figure(sheet, ("unnamed", key), people.unnamed),
            Figure(people.organizations),
        )
        empty = "" if people.gatherings else _("この年度の開催はありません")
        lines.append(Line(_name(programme), figures, empty, is_total=programme.kind is None))
    return Table(
        "programmes",
        _("会議の種類ごと"),
        _("会議の種類"),
        (
            _("開催回数"),
            _("うちみなし"),
            _("延べ参加者"),
            _("実人数"),
            _("氏名の記録がない人"),
            _("参加団体"),
        ),
        tuple(lines),
        _(
            "みなしの会議は、それぞれの種類の行に入れ、合計では一つの集まりを一度だけ数えています。"
            "実人数は、出席者名簿に氏名のある人を一人一度だけ数えた数です。"
            "同行者や、人数だけの報告は「氏名の記録がない人」（延べ）に入れ、実人数には入れていません。"
        ),
    )


def _months(sheet: AnnualSheet, what: str) -> Table:
    held = what == "held"
    lines: list[Line] = []
    for programme in (*sheet.report.programmes, sheet.report.total):
        is_total = programme.kind is None
        lines.append(
            Line(_name(programme), _month_figures(sheet, programme, what), "", is_total=is_total)
        )
        if programme.people.recognized:
            figures = _month_figures(sheet, programme, "recognized" if held else "deemed")
            lines.append(Line(_("うちみなし（再掲）"), figures, within=True))
    heads = [_("%(n)d月") % {"n": first.month} for first in sheet.report.fiscal_year]
    title = _("月ごとの開催回数") if held else _("月ごとの延べ参加者")
    return Table(f"months_{what}", title, _("会議の種類"), (*heads, _("合計")), tuple(lines))


def _month_figures(sheet: AnnualSheet, programme: ProgrammeYear, what: str) -> tuple[Figure, ...]:
    key = key_of(programme)
    if what in ("held", "recognized"):
        name = "gatherings" if what == "held" else "recognized"
        counts = [getattr(month, name) for month in programme.months]
        return tuple(map(Figure, (*counts, sum(counts))))

    def people(month: MonthCount) -> int:
        return month.attendance if what == "people" else month.recognized_attendance

    counts = [people(month) for month in programme.months]
    shown = [_figure(sheet, (what, key, number), n) for number, n in enumerate(counts)]
    return (*shown, _figure(sheet, (what, key), sum(counts)))


def _issue_figures(sheet: AnnualSheet, key: Hashable, counts: IssueCounts) -> tuple[Figure, ...]:
    return tuple(
        _figure(sheet, ("issue", key, part), getattr(counts, part)) for part in ISSUE_PARTS
    )


def _topics(sheet: AnnualSheet) -> Table:
    report = sheet.report
    lines = [
        Line(
            row.name or _("話題なし"),
            (Figure(row.items), *_issue_figures(sheet, ("line", row.topic_id), row.issues)),
        )
        for row in report.topics
    ]
    total = (Figure(report.items), *_issue_figures(sheet, None, report.issues))
    return Table(
        "topics",
        _("話題ごとの議題と課題"),
        _("話題"),
        (_("議題"), *_ISSUE_HEADS),
        (*lines, Line(_("合計"), total, is_total=True)),
        _(
            "議題は、開いた会議のものを数えています。課題の「前年度から」と「新しく」の合計は、"
            "「終わった」と「次年度へ」の合計と同じです。同じ課題にまとめたものは一つと数えます。"
        ),
    )


def _district_people(sheet: AnnualSheet) -> Table:
    report = sheet.report
    lines = []
    for row in report.districts:
        where, people = row.district.id, row.people
        figures = (
            Figure(people.gatherings),
            Figure(people.recognized),
            _figure(sheet, ("people", where), people.attendance),
            _figure(sheet, ("persons", where), people.persons),
            Figure(people.organizations),
            Figure(row.items),
        )
        lines.append(Line(row.district.name, figures, _lifetime(row)))
    people = report.total.people
    total = (
        Figure(people.gatherings),
        Figure(people.recognized),
        sheet.people,
        sheet.persons,
        Figure(people.organizations),
        Figure(report.items),
    )
    return Table(
        "districts",
        _("地区ごとの会議"),
        _("地区"),
        (
            _("開催回数"), _("うちみなし"), _("延べ参加者"), _("実人数"), _("参加団体"), _("議題"),
        ),
        (*lines, Line(_("合計"), total, is_total=True)),
        _(
            "「うちみなし」は、ほかの地区の会議をみなしたものです。合計では、一つの集まりと一人の人を一度だけ数えます。"
        ),
    )  # fmt: skip


def _district_issues(sheet: AnnualSheet) -> Table:
    report = sheet.report
    lines = [
        Line(
            row.district.name,
            (
                *_issue_figures(sheet, ("line", row.district.id), row.issues),
                _figure(sheet, ("trouble", row.district.id, "raised"), row.troubles.raised),
                _figure(sheet, ("trouble", row.district.id, "told"), row.troubles.told),
                Figure(row.services.registered),
                _figure(sheet, ("introduced", row.district.id), row.services.introduced),
            ),
            _lifetime(row),
        )
        for row in report.districts
    ]
    total = (
        *_issue_figures(sheet, None, report.issues),
        sheet.trouble("raised"),
        sheet.trouble("told"),
        Figure(report.services.registered),
        sheet.introduced,
    )
    return Table(
        "district_issues",
        _("地区ごとの課題・困りごと・相談先"),
        _("地区"),
        (
            *_ISSUE_HEADS,
            _("困りごと"), _("うち返答"), _("新しい相談先"), _("紹介"),
        ),
        (*lines, Line(_("合計"), total, is_total=True)),
        _(
            "はじめの4列は課題の数です。「新しい相談先」は、この年度に相談先の一覧に載ったものです。"
            "市全体が対象のものは合計にだけ入れています。"
        ),
    )  # fmt: skip


def _lifetime(row: DistrictRow) -> str:
    """「令和8年10月1日から（もとは大野地区）」 for a district that was split or merged."""
    district, parts = row.district, []
    if district.since is not None:
        parts.append(str(_("%(day)sから")) % {"day": display.plain_date(district.since)})
    if row.came_from:
        parts.append(str(_("もとは%(names)s")) % {"names": "・".join(row.came_from)})
    if district.until is not None:
        parts.append(str(_("%(day)sまで")) % {"day": display.plain_date(district.until)})
    if row.became:
        parts.append(str(_("いまは%(names)s")) % {"names": "・".join(row.became)})
    return "、".join(parts)
