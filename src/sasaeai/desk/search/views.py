"""One box for everything: each room searches what the viewer may see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.issues.queries.search import search_issues
from sasaeai.kernel.finding import MOST_LETTERS, MOST_WORDS, Found, split_words
from sasaeai.meetings.queries.search import search_items, search_meetings, search_remarks
from sasaeai.people.queries import search_organizations, search_persons, search_venues


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; template: how one line of it looks."""

    key: str
    name: str
    found: Found[Any]

    @property
    def template(self) -> str:
        return f"desk/search/{self.key}.html"

    @property
    def is_cut(self) -> bool:
        return self.found.total > len(self.found.rows)


@signed_in
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """Results by kind, with how many there are."""
    query = request.GET.get("q", "").strip()
    words = split_words(query)
    groups = _groups(query, request) if words else []
    context = {
        "query": query,
        "groups": [group for group in groups if group.found.total],
        "total": sum(group.found.total for group in groups),
        "asked": bool(words),
        "shortened": _is_shortened(query),
        "most_words": MOST_WORDS,
        "most_letters": MOST_LETTERS,
    }
    return render(request, "desk/search/search.html", context)


def _groups(query: str, request: DeskRequest) -> list[Group]:
    viewer = request.viewer
    return [
        Group("meeting", _("会議"), search_meetings(query, viewer=viewer)),
        Group("item", _("議題"), search_items(query, viewer=viewer)),
        Group("remark", _("発言"), search_remarks(query, viewer=viewer)),
        Group("issue", _("課題"), search_issues(query, viewer=viewer)),
        Group("organization", _("団体"), search_organizations(query, viewer=viewer)),
        Group("person", _("人"), search_persons(query, viewer=viewer)),
        Group("venue", _("会場"), search_venues(query, viewer=viewer)),
    ]


def _is_shortened(query: str) -> bool:
    words = query.replace("、", " ").replace("，", " ").split()
    return len(set(words)) > MOST_WORDS or any(len(word) > MOST_LETTERS for word in words)
