"""The search box over the texts of all rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F, QuerySet

from sasaeai.kernel.finding import split_words
from sasaeai.kernel.viewer import Viewer
from sasaeai.search.access import WHOLE_CITY, district_term, findable, findable_terms
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries.asking import Asked, Either, Every, Holds, Part, Plain, ask
from sasaeai.search.queries.marking import Piece, marked, snippet
from sasaeai.search.queries.synonyms import synonyms_of

#: Hits on one page.
PAGE = 30
#: Hits that are counted and can be leafed through: nobody reads more, and counting takes time.
MOST = 500


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
    found, whichever was asked for, the latest first. is_cut: there are more than MOST; the newest of
    them are counted and shown.
    """

    hits: tuple[Hit, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    total: int = 0
    is_cut: bool = False
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
    wanted = [asked.condition]
    if district is not None:
        wanted.append(Either((WHOLE_CITY, district_term(district))))
    there = _newest(Every(tuple(wanted)), viewer)
    counts, years = _counts(there, fiscal_year)
    is_cut = len(there) > MOST
    if is_cut and (fiscal_year is not None or kind):
        # The newest of all kinds are no longer the newest of this one.
        narrow = [f"year{fiscal_year}"] if fiscal_year is not None else []
        narrow += [f"kind{kind}"] if kind else []
        there = _newest(Every((*wanted, *narrow)), viewer)
        is_cut = len(there) > MOST
    ids = [number for number, name, year in there[:MOST]
           if kind in ("", name) and fiscal_year in (None, year)]  # fmt: skip
    pages = max(1, -(-len(ids) // PAGE))
    page = max(1, min(page, pages))
    hits = _page(ids[(page - 1) * PAGE : page * PAGE], asked)
    return Results(hits, counts, years, len(ids), is_cut, page, pages)


def matching_entries(condition: Part, viewer: Viewer, *, newest: int) -> QuerySet[SearchEntry]:
    """The newest entries that meet a condition, as far as the viewer may find them."""
    scope = Either(tuple(findable_terms(viewer)))
    is_wide = viewer.sees_city or viewer.is_system
    holds = Holds(condition, scope=scope, is_wide=is_wide, newest=newest)
    rows = SearchEntry.objects.alias(town=Plain(F("municipality_id")))
    rows = rows.filter(holds, findable(viewer), town=viewer.municipality_id)
    return rows.order_by("-id")[:newest]


def _newest(condition: Part, viewer: Viewer) -> list[tuple[int, str, int]]:
    """Number, kind and 年度 of the newest entries, one more than are counted."""
    rows = matching_entries(condition, viewer, newest=MOST + 1)
    return list(rows.values_list("id", "kind", "fiscal_year"))


def _counts(
    there: Sequence[tuple[int, str, int]], fiscal_year: int | None
) -> tuple[dict[str, int], tuple[int, ...]]:
    """How many of each kind in the 年度 asked for, and every 年度 there is."""
    kinds = Counter(kind for _id, kind, year in there[:MOST] if fiscal_year in (None, year))
    return dict(kinds), tuple(sorted({year for _id, _kind, year in there}, reverse=True))


def _page(ids: Sequence[int], asked: Asked) -> tuple[Hit, ...]:
    title = cache(lambda text: marked(text, asked))  # what was said of one item bears its title
    return tuple(
        Hit(
            kind=row.kind,
            object_id=row.object_id,
            group_id=row.group_id,
            district_id=row.district_id,
            day=row.day,
            title=title(row.title),
            text=snippet(row.text, asked),
        )
        for row in SearchEntry.objects.filter(pk__in=ids).defer("terms").order_by("-id")
    )
