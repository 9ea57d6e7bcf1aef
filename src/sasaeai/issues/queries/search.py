"""The search box over issues."""

from __future__ import annotations

from sasaeai.issues.access import visible_issues
from sasaeai.issues.models import Issue
from sasaeai.kernel.finding import Found, first_rows, matching, split_words
from sasaeai.kernel.viewer import Viewer


def search_issues(query: str, *, viewer: Viewer) -> Found[Issue]:
    """Issues by title, area, kind of people or topic, closed ones too; the latest first."""
    words = split_words(query)
    if not words:
        return Found((), 0)
    condition = matching(words, "title", "area", "troubled", "topic__name", "closed_reason")
    issues = visible_issues(viewer).filter(condition)
    return first_rows(issues.select_related("district", "topic").order_by("-opened_on", "title"))
