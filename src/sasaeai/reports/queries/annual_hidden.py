"""Which figures of a yearly report are unsaid when it is for everybody (公表用, L-18).

Every figure has a key, such as ("people", kind, month) or ("issue", ("line", district), part); the
whole report's own has None in its place. What is known of them are the sums that a reader knows too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from sasaeai.people.models import District
from sasaeai.reports.queries.annual_parts import (
    AnnualReport,
    Atom,
    DistrictRow,
    IssueCounts,
    People,
    ProgrammeYear,
)
from sasaeai.reports.queries.suppression import Sum, hidden_figures

Ties = frozenset[tuple[str, str]]
ISSUE_PARTS = ("before", "new", "resolved", "left")


def key_of(programme: ProgrammeYear) -> str | None:
    """The part of a key that names a programme, None for all of them."""
    return None if programme.kind is None else str(programme.kind)


class _Known:
    """Figures and the sums between them, gathered for `hidden_figures`."""

    def __init__(self) -> None:
        self.values: dict[Hashable, int] = {}
        self.sums: list[Sum] = []
        self.unseen: set[Hashable] = set()

    def add(self, key: Hashable, n: int, *, unseen: bool = False) -> Hashable:
        self.values[key] = n
        if unseen:
            self.unseen.add(key)
        return key

    def total(self, key: Hashable, parts: Iterable[Hashable]) -> None:
        self.sums.append(Sum(key, tuple(parts)))


def hidden_in(report: AnnualReport, city: AnnualReport | None) -> frozenset[Hashable]:
    """The keys of the figures that a public report leaves unsaid.

    city: the whole city's report, for a district's: what is unsaid of the district there is here too.
    """
    known = _Known()
    _know_months(known, report)
    for programme in (*report.programmes, report.total):
        _know_names(known, key_of(programme), programme)
    _know_columns(known, report)
    if report.district is None:
        _know_district_people(known, report)
    districts = report.districts if report.district is None else ()
    _know_parts(known, "issue", report.issues, [(row.district.id, row.issues) for row in districts])
    _know_parts(
        known, "issue", report.issues, [(row.topic_id, row.issues) for row in report.topics]
    )
    _know_troubles(known, report, districts)
    also = _unsaid_in(city, report.district) if city else frozenset()
    return hidden_figures(known.values, known.sums, unseen=known.unseen, also=also)


def _know_months(known: _Known, report: AnnualReport) -> None:
    """By month, what belongs to the same programmes in the same way adds up to each of them."""
    programmes = (*report.programmes, report.total)
    for number, atoms in enumerate(report.atoms):
        keys = [(atom.ties, _know_atom(known, number, atom)) for atom in atoms]
        for programme in programmes:
            kind, month = key_of(programme), programme.months[number]
            known.add(("people", kind, number), month.attendance)
            known.add(("deemed", kind, number), month.recognized_attendance)
            known.total(("people", kind, number), _of(keys, kind, ("own", "recognized")))
            if kind is not None:
                known.total(("deemed", kind, number), _of(keys, kind, ("recognized",)))
    for programme in programmes:
        kind, numbers = key_of(programme), range(len(report.atoms))
        known.add(("people", kind), programme.people.attendance)
        known.add(("deemed", kind), programme.recognized_attendance)
        known.total(("people", kind), [("people", kind, number) for number in numbers])
        known.total(("deemed", kind), [("deemed", kind, number) for number in numbers])


def _know_atom(known: _Known, number: int, atom: Atom) -> Hashable:
    """A gathering of a district is listed by itself; those of a city are printed nowhere."""
    if atom.meeting_id is not None:
        return known.add(("gathering", atom.meeting_id), atom.n)
    return known.add(("atom", number, tuple(sorted(atom.ties))), atom.n, unseen=True)


def _of(
    keys: Iterable[tuple[Ties, Hashable]], kind: str | None, hows: Sequence[str]
) -> list[Hashable]:
    return [key for ties, key in keys if kind is None or any((how, kind) in ties for how in hows)]


def _know_names(known: _Known, kind: str | None, programme: ProgrammeYear) -> None:
    people = programme.people
    known.add(("persons", kind), people.persons)
    known.add(("unnamed", kind), people.unnamed)
    visits = known.add(("visits", kind), people.attendance - people.unnamed, unseen=True)
    known.total(("people", kind), [visits, ("unnamed", kind)])
    if _counts_each_once(people):
        known.total(visits, [("persons", kind)])


def _counts_each_once(people: People) -> bool:
    """At one gathering those with a name are the persons: what is left over is known too."""
    return people.gatherings == 1 and people.persons == people.attendance - people.unnamed


def _know_columns(known: _Known, report: AnnualReport) -> None:
    """Without a name: those of a programme, and those of the gatherings that are not of it."""
    whole, kinds = report.total.people, []
    for programme in report.programmes:
        kind, people = key_of(programme), programme.people
        rest = known.add(("rest", kind), whole.unnamed - people.unnamed, unseen=True)
        known.total(("unnamed", None), [("unnamed", kind), rest])
        kinds.append(("unnamed", kind))
        if people.gatherings == whole.gatherings:  # the same gatherings, and so the same persons
            known.total(("persons", None), [("persons", kind)])
    if sum(one.people.gatherings for one in report.programmes) == whole.gatherings:
        known.total(("unnamed", None), kinds)


def _know_district_people(known: _Known, report: AnnualReport) -> None:
    homes = []
    for row in report.districts:
        where, people = row.district.id, row.people
        known.add(("people", where), people.attendance)
        persons = known.add(("persons", where), people.persons)
        if _counts_each_once(people):
            unnamed = known.add(("unnamed", where), people.unnamed, unseen=True)
            known.total(("people", where), [persons, unnamed])
        if people.gatherings == report.total.people.gatherings:
            known.total(("persons", None), [persons])
        home = known.add(("home", where), row.home_attendance, unseen=True)
        guests = people.attendance - row.home_attendance
        guest = known.add(("guest", where), guests, unseen=True)
        known.total(("people", where), [home, guest])
        homes.append(home)
    known.total(("people", None), homes)


def _know_parts(
    known: _Known, what: str, whole: IssueCounts, lines: list[tuple[Any, IssueCounts]]
) -> None:
    """Each line says what came in and what became of it; each column adds up."""
    keyed: list[tuple[Hashable, IssueCounts]] = [(("line", key), n) for key, n in lines]
    for key, counts in (*keyed, (None, whole)):
        for part in ISSUE_PARTS:
            known.add((what, key, part), getattr(counts, part))
        known.add((what, key, "all"), counts.all, unseen=True)
        known.total((what, key, "all"), [(what, key, "before"), (what, key, "new")])
        known.total((what, key, "all"), [(what, key, "resolved"), (what, key, "left")])
    if keyed:
        for part in (*ISSUE_PARTS, "all"):
            known.total((what, None, part), [(what, key, part) for key, _counts in keyed])


def _know_troubles(known: _Known, report: AnnualReport, rows: Sequence[DistrictRow]) -> None:
    lines: list[tuple[Any, Any, int]] = [
        (row.district.id, row.troubles, row.services.introduced) for row in rows
    ]
    for key, troubles, introduced in (*lines, (None, report.troubles, report.services.introduced)):
        known.add(("introduced", key), introduced)
        known.add(("trouble", key, "raised"), troubles.raised)
        known.add(("trouble", key, "told"), troubles.told)
        left = known.add(("trouble", key, "untold"), troubles.untold, unseen=True)
        known.total(("trouble", key, "raised"), [("trouble", key, "told"), left])
    if lines:
        keys = [key for key, *_counts in lines]
        known.total(("introduced", None), [("introduced", key) for key in keys])
        for part in ("raised", "told"):
            known.total(("trouble", None, part), [("trouble", key, part) for key in keys])


def _unsaid_in(city: AnnualReport, district: District | None) -> frozenset[Hashable]:
    """What the city's paper leaves unsaid, by the names it has in a paper of less than the city.

    In the paper of several districts their lines have the same names; in a district's own (district)
    its line is the whole.
    """
    hidden = hidden_in(city, None)
    if district is None:
        return hidden
    pairs: list[tuple[Hashable, Hashable]] = [
        ((name, district.id), (name, None)) for name in ("people", "persons", "introduced")
    ]
    pairs += [
        (("issue", ("line", district.id), part), ("issue", None, part)) for part in ISSUE_PARTS
    ]
    pairs += [
        (("trouble", district.id, part), ("trouble", None, part)) for part in ("raised", "told")
    ]
    return frozenset(own for there, own in pairs if there in hidden)
