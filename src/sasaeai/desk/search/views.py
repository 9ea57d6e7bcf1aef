"""One box for everything: texts by their words, people and places by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.kernel.finding import MOST_LETTERS, MOST_WORDS, Found, split_words
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings.queries.search import meeting_names, search_meetings
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District
from sasaeai.people.queries import search_organizations, search_persons, search_venues
from sasaeai.people.queries.names import district_names
from sasaeai.search import queries
from sasaeai.search.queries import Hit, Results

#: Kinds of texts in the order of the page: their name, the page of one, and by which id it goes.
KINDS: Mapping[str, tuple[Promise, str, str]] = {
    "issue": (gettext_lazy("課題"), "desk:issue", "object_id"),
    "trouble": (gettext_lazy("困りごと"), "desk:trouble", "object_id"),
    "item": (gettext_lazy("議題"), "desk:meeting_agenda", "group_id"),
    "remark": (gettext_lazy("発言"), "desk:meeting_day", "group_id"),
    "outcome": (gettext_lazy("決まったこと"), "desk:meeting_day", "group_id"),
    "action": (gettext_lazy("取組"), "desk:action", "object_id"),
    "service": (gettext_lazy("相談先"), "desk:service", "object_id"),
    "lesson": (gettext_lazy("取組事例"), "desk:lesson", "object_id"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind by its name; template: how one line of it looks."""

    key: str
    name: str
    found: Found[Any]

    @property
    def template(self) -> str:
        return f"desk/search/{self.key}.html"

    @property
    def is_cut(self) -> bool:
        return self.found.total > len(self.found.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A text that was found: what it is, where it leads, in which district or meeting it stands."""

    hit: Hit
    name: Promise
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for; a filter that names nothing the viewer has is none."""

    query: str
    district: District | None
    year: FiscalYear | None
    kind: str
    page: int

    @property
    def is_narrowed(self) -> bool:
        return bool(self.district or self.year or self.kind)


@signed_in
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """Texts newest first, with filters; on the first look also meetings, people and places."""
    districts = list(visible_districts(request.viewer).order_by("kana", "name"))
    asked = _asked(request, districts)
    words = split_words(asked.query)
    texts = _texts(asked, request) if words else Results()
    groups = _groups(asked.query, request) if words and not asked.is_narrowed else []
    groups = [group for group in groups if group.found.total]
    context = {
        "query": asked.query,
        "asked": asked,
        "is_asked": bool(words),
        "lines": _lines(texts, districts, request),
        "page": Paginator(range(texts.total), queries.PAGE).page(texts.page),
        "kinds": [(key, name, texts.counts.get(key, 0)) for key, (name, *_rest) in KINDS.items()
                  if texts.counts.get(key) or key == asked.kind],
        "texts_total": sum(texts.counts.values()),
        "groups": groups,
        "total": texts.total + sum(group.found.total for group in groups),
        "districts": districts,
        "years": _years(texts, asked),
        "shortened": _is_shortened(asked.query),
        "is_cut": texts.is_cut,
        "most_hits": queries.MOST,
        "most_words": MOST_WORDS,
        "most_letters": MOST_LETTERS,
    }  # fmt: skip
    return render(request, "desk/search/search.html", context)


def _asked(request: DeskRequest, districts: list[District]) -> Asked:
    given = request.GET
    page = given.get("page", "1")
    kind = given.get("kind", "")
    return Asked(
        query=given.get("q", "").strip(),
        district=next((one for one in districts if str(one.id) == given.get("district")), None),
        year=_year(given.get("year", "")),
        kind=kind if kind in KINDS else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _year(typed: str) -> FiscalYear | None:
    is_year = len(typed) == 4 and typed.isascii() and typed.isdigit() and "1900" < typed < "9000"
    return FiscalYear(int(typed)) if is_year else None


def _years(texts: Results, asked: Asked) -> list[FiscalYear]:
    """Years to choose from: those in which something was found, and the chosen one."""
    chosen = {asked.year.year} if asked.year else set()
    return [FiscalYear(year) for year in sorted({*texts.years, *chosen}, reverse=True)]


def _texts(asked: Asked, request: DeskRequest) -> Results:
    return queries.search(
        asked.query,
        viewer=request.viewer,
        district=asked.district.id if asked.district else None,
        fiscal_year=asked.year.year if asked.year else None,
        kind=asked.kind,
        page=asked.page,
    )


def _lines(texts: Results, districts: list[District], request: DeskRequest) -> list[Line]:
    names = {district.id: district.name for district in districts}
    # Know-how comes from districts that the viewer does not read; its name is public with it.
    names |= district_names(
        {hit.district_id for hit in texts.hits if hit.district_id} - names.keys(),
        viewer=request.viewer,
    )
    meetings = meeting_names(
        [hit.group_id for hit in texts.hits if hit.group_id is not None], viewer=request.viewer
    )
    return [_line(hit, names, meetings) for hit in texts.hits]


def _line(hit: Hit, districts: Mapping[UUID, str], meetings: Mapping[UUID, str]) -> Line:
    name, page, by = KINDS[hit.kind]
    place = meetings.get(hit.group_id) if hit.group_id is not None else None
    if place is None:
        place = districts.get(hit.district_id, "") if hit.district_id else _("市全体")
    return Line(hit, name, reverse(page, args=[getattr(hit, by)]), place)


def _groups(query: str, request: DeskRequest) -> list[Group]:
    viewer = request.viewer
    return [
        Group("meeting", _("会議"), search_meetings(query, viewer=viewer)),
        Group("organization", _("団体"), search_organizations(query, viewer=viewer)),
        Group("person", _("人"), search_persons(query, viewer=viewer)),
        Group("venue", _("会場"), search_venues(query, viewer=viewer)),
    ]


def _is_shortened(query: str) -> bool:
    words = query.replace("、", " ").replace("，", " ").split()
    return len(set(words)) > MOST_WORDS or any(len(word) > MOST_LETTERS for word in words)
