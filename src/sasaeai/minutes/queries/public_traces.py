"""What in a public version may tell one person from all others, and what somebody let stand (L-02).

Nothing is altered here: each trace is shown with a coarser wording, and the writer chooses. What was
looked at and left is told to the second person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sasaeai.directory.models import Service
from sasaeai.kernel.personal import MOST_FINDINGS, Finding, PersonalKind, find_personal
from sasaeai.meetings.models import Expected, Meeting, Presence
from sasaeai.minutes.enums import Disclosure
from sasaeai.minutes.models import PublicSection, PublicVersion
from sasaeai.minutes.queries.public import sections_of
from sasaeai.people.queries import names_in_district
from sasaeai.people.queries.places import MOST_PLACES, place_names

LEAD = "lead"
"""The part before the first item; the others are items' ids as text."""
_TITLE = "title:"


@dataclass(frozen=True, slots=True)
class Names:
    """known: persons of the register and of the meeting. staying: halls, bodies, services, districts."""

    known: Iterable[str] = ()
    staying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace in one part. let_stand_by: who looked at it and left it; "" while nobody did."""

    part: str
    number: int
    finding: Finding
    let_stand_by: str = ""

    @property
    def found(self) -> str:
        return self.finding.found

    @property
    def is_let_stand(self) -> bool:
        return bool(self.let_stand_by)

    @property
    def may_change(self) -> bool:
        """Whether coarser words can be put here: the title of an item belongs to the agenda."""
        return not self.part.startswith(_TITLE)

    @property
    def key(self) -> str:
        """Names the trace in a form: its words and which of them it is, not where it stands."""
        words = f"{self.part}\n{self.number}\n{self.found}"
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def button(self) -> str:
        """The value of a button about it: its key, and the part to come back to."""
        return f"{self.key}@{self.part.removeprefix(_TITLE)}"

    @property
    def word(self) -> str:
        """What it looks like, in a word to stand beside it."""
        return {
            PersonalKind.NAME: _("お名前？"),
            PersonalKind.PHONE: _("電話番号？"),
            PersonalKind.MAIL: _("メール？"),
            PersonalKind.BIRTH: _("生年月日？"),
            PersonalKind.AGE: _("年齢？"),
            PersonalKind.ADDRESS: _("住所？"),
            PersonalKind.ILLNESS: _("病気？"),
        }.get(self.finding.kind, _("個人のこと？"))

    @property
    def sentence(self) -> str:
        return self.finding.sentence


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: plain, or the words of a trace."""

    text: str
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class PartTraces:
    """A part as it would leave the room, marked."""

    part: str
    title: str
    text: str
    traces: tuple[Trace, ...]

    @property
    def segments(self) -> list[Segment]:
        return list(marked(self.text, self.traces))

    @property
    def open_traces(self) -> list[Trace]:
        return [trace for trace in self.traces if not trace.is_let_stand]


def title_part(item: str) -> str:
    """The part that is the title of an item."""
    return f"{_TITLE}{item}"


def names_of(meeting: Meeting) -> Names:
    """Whom a text about a meeting may name, and what is no person. Five queries."""
    city, district = meeting.municipality_id, meeting.body.district
    rows = [
        model.objects.filter(municipality_id=city, meeting=meeting)
        .exclude(person_name="")
        .order_by()
        .values_list("person_name", flat=True)
        for model in (Expected, Presence)
    ]
    known = names_in_district(district).also(rows[0].union(rows[1]).order_by("person_name"))
    services = Service.objects.filter(municipality_id=city).order_by("pk")
    staying = (*place_names(district), *services.values_list("name", flat=True)[:MOST_PLACES])
    return Names(known, staying)


def traces_in(
    part: str, text: str, names: Names, let_stand: Sequence[dict[str, str]] = ()
) -> tuple[Trace, ...]:
    """All traces of a part in order; those in `let_stand` marked with who looked at them."""
    left = {row["found"]: row["by"] for row in let_stand if row["part"] == part}
    seen: dict[str, int] = {}
    traces = []
    for finding in _all_findings(text, names):
        seen[finding.found] = number = seen.get(finding.found, 0) + 1
        traces.append(Trace(part, number, finding, left.get(finding.found, "")))
    return tuple(traces)


def parts_of_public(
    public: PublicVersion, sections: Sequence[PublicSection], names: Names
) -> list[PartTraces]:
    """The lead and each item that leaves the room, its title before it, with their traces."""
    texts = [(LEAD, _("はじめの文"), public.lead)]
    for row in sections:
        if row.disclosure != Disclosure.OMIT:
            texts.append((title_part(str(row.item_id)), row.title, row.title))
            texts.append((str(row.item_id), row.title, row.text))
    return [
        PartTraces(part, title, text, traces_in(part, text, names, public.let_stand))
        for part, title, text in texts
    ]


def marked_parts(public: PublicVersion, sections: Sequence[PublicSection]) -> list[PartTraces]:
    """`parts_of_public` with the names looked up."""
    return parts_of_public(public, sections, names_of(public.minutes.meeting))


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """An item of a public version to read: its row, its title and text marked."""

    row: PublicSection
    title: PartTraces
    text: PartTraces


@dataclass(frozen=True, slots=True)
class MarkedPublic:
    """A public version to read, with what was let stand and what nobody decided about."""

    lead: PartTraces
    sections: tuple[MarkedSection, ...]
    let_stand: tuple[Trace, ...]
    open: tuple[Trace, ...]


def marked_public(public: PublicVersion) -> MarkedPublic:
    """The whole text as a second person reads it. Five queries."""
    rows = sections_of(public)
    parts = {part.part: part for part in marked_parts(public, rows)}
    nothing = PartTraces("", "", "", ())
    sections = tuple(
        MarkedSection(
            row,
            parts.get(title_part(str(row.item_id)), PartTraces("", row.title, row.title, ())),
            parts.get(str(row.item_id), nothing),
        )
        for row in rows
    )
    traces = [trace for part in parts.values() for trace in part.traces]
    return MarkedPublic(
        parts[LEAD],
        sections,
        tuple(trace for trace in traces if trace.is_let_stand),
        tuple(trace for trace in traces if not trace.is_let_stand),
    )


def open_traces(parts: Sequence[PartTraces]) -> list[Trace]:
    """What was neither changed nor looked at and left."""
    return [trace for part in parts for trace in part.open_traces]


def field_of(trace: Trace) -> str:
    """The field of the public version's form beside which a trace is told."""
    if trace.part == LEAD:
        return LEAD
    item = trace.part.removeprefix(_TITLE)
    return f"text_{item}" if trace.may_change else f"disclosure_{item}"


def with_coarser(text: str, trace: Trace) -> str:
    """The text with one trace said more coarsely."""
    finding = trace.finding
    return text[: finding.start] + finding.coarser + text[finding.end :]


def marked(text: str, traces: Sequence[Trace]) -> Iterator[Segment]:
    """The text in pieces, each trace one of them; joined they give the text again."""
    at = 0
    for trace in traces:
        if trace.finding.start > at:
            yield Segment(text[at : trace.finding.start])
        yield Segment(trace.found, trace)
        at = trace.finding.end
    if at < len(text):
        yield Segment(text[at:])


def _all_findings(text: str, names: Names) -> list[Finding]:
    """Every finding that is no name of a place; a long list is asked for in several goes."""
    found: list[Finding] = []
    at = 0
    while at < len(text):
        some = find_personal(text[at:], names.known)
        found += [replace(one, start=one.start + at, end=one.end + at) for one in some]
        if len(some) < MOST_FINDINGS:
            break
        at = found[-1].end
    places = list(_places(text, names.staying))
    return [one for one in found if not any(a <= one.start and one.end <= b for a, b in places)]


def _places(text: str, staying: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where names of places stand; 中央 alone would hide nobody, and is too short to be sure."""
    for name in staying:
        if len(name) < 3:
            continue
        at = text.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = text.find(name, at + 1)
