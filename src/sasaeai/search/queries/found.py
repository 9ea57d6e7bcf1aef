"""The search box over the texts of all rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from sasaeai.kernel.finding import split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.search.access import findable
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries.asking import Asked, Holds, Part, Plain, ask
from sasaeai.search.queries.marking import Piece, marked, snippet
from sasaeai.search.queries.synonyms import synonyms_of

#: Hits on one page.
PAGE = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: whose text it is, and the text with the words marked."""

    kind: str
    object_id: UUID
    group_id: UUID | None
    district_id: UUID | None
    day: date
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the newest first.

    counts: kind to how many, whichever kind was asked for. years: every 年度 in which something was
    found, whichever was asked for, the latest first.
    """

    hits: tuple[Hit, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


def search(
    text: str,
    *,
    viewer: Viewer,
    district: UUID | None = None,
    fiscal_year: int | None = None,
    kind: str = "",
    page: int = 1,
) -> Results:
    """What holds the words of `text` in any writing, or words that mean the same.

    district: with what concerns the whole city. A page beyond the last is the last one.
    """
    asked = ask(split_words(text), synonyms_of(viewer.municipality_id))
    if asked.condition is None:
        return Results()
    rows = matching_entries(asked.condition, viewer)
    if district is not None:
        rows = rows.filter(Q(district_id=district) | Q(district_id=None))
    counts, years = _counts(rows, fiscal_year)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    pages = max(1, -(-total // PAGE))
    page = max(1, min(page, pages))
    if not total:
        return Results(counts=counts, years=years)
    if fiscal_year is not None:
        rows = rows.filter(fiscal_year=fiscal_year)
    if kind:
        rows = rows.filter(kind=kind)
    return Results(_page(rows, asked, page), counts, years, total, page, pages)


def _counts(
    rows: QuerySet[SearchEntry], fiscal_year: int | None
) -> tuple[dict[str, int], tuple[int, ...]]:
    """How many of each kind in the 年度 asked for, and every 年度 there is; from one reading."""
    counts: dict[str, int] = {}
    years: set[int] = set()
    for name, year, count in rows.values_list("kind", "fiscal_year").annotate(Count("id")):
        years.add(year)
        if fiscal_year in (None, year):
            counts[name] = counts.get(name, 0) + count
    return counts, tuple(sorted(years, reverse=True))


def matching_entries(condition: Part, viewer: Viewer) -> QuerySet[SearchEntry]:
    """Entries that meet a condition, as far as the viewer may find them."""
    return SearchEntry.objects.alias(town=Plain(F("municipality_id"))).filter(
        Holds(condition), findable(viewer), town=viewer.municipality_id
    )


def _page(rows: QuerySet[SearchEntry], asked: Asked, page: int) -> tuple[Hit, ...]:
    first = (page - 1) * PAGE
    shown: Sequence[SearchEntry] = rows.defer("terms").order_by("-day", "-id")[first : first + PAGE]
    return tuple(
        Hit(
            kind=row.kind,
            object_id=row.object_id,
            group_id=row.group_id,
            district_id=row.district_id,
            day=row.day,
            title=marked(row.title, asked),
            text=snippet(row.text, asked),
        )
        for row in shown
    )
