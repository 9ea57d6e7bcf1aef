"""Lessons of other districts that may help with an issue, each with why it is shown.

Same topic, same season and similar words; no figure of likeness, for nobody could check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from sasaeai.directory.enums import Season
from sasaeai.issues.models import Issue
from sasaeai.kernel.viewer import Viewer
from sasaeai.rollout.access import visible_lessons
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Lesson, LessonUse
from sasaeai.rollout.queries.lessons import with_uptake
from sasaeai.search.queries.related import Related, related

LESSON = "lesson"
SHOWN = 3
LOOKED_AT = 30
"""Lessons shown with an issue, and the newest of the same topic or season that are looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson for an issue and why: sentences, the telling one first."""

    lesson: Lesson
    reasons: tuple[str, ...]


def uses_on_issue(issue: Issue) -> tuple[LessonUse, ...]:
    """What an issue took up already, with each lesson and its origin. One query."""
    rows = LessonUse.objects.current().filter(municipality_id=issue.municipality_id, issue=issue)
    return tuple(rows.select_related("lesson__district"))


def lessons_for(issue: Issue, *, viewer: Viewer) -> tuple[Found, ...]:
    """Lessons of others that an issue has not taken up, at most SHOWN. A question to the index, and
    one to the list of lessons.
    """
    text = "\n".join(filter(None, (issue.title, issue.description, issue.troubled)))
    alike = {
        one.object_id: one
        for one in related(text, viewer=viewer, kinds=(LESSON,), limit=LOOKED_AT)
        if one.district_id != issue.district_id
    }
    lessons = _others(issue, set(alike), viewer)
    ranked = sorted(lessons, key=lambda one: -_weight(issue, one, alike.get(one.pk)))
    return tuple(Found(one, _reasons(issue, one, alike.get(one.pk))) for one in ranked[:SHOWN])


def _others(issue: Issue, alike: set[UUID], viewer: Viewer) -> list[Lesson]:
    """Lessons of other districts that are out and have something in common with the issue."""
    taken = LessonUse.objects.current().filter(
        municipality_id=issue.municipality_id, issue=issue, lesson_id=OuterRef("pk")
    )
    common = Q(pk__in=alike)
    if issue.topic_id is not None:
        common |= Q(topic_id=issue.topic_id)
    if issue.season != Season.ALL_YEAR:
        common |= Q(season=issue.season)
    rows = (
        visible_lessons(viewer)
        .filter(common, ~Exists(taken), state=SharedState.APPROVED)
        .exclude(district_id=issue.district_id)
    )
    found = with_uptake(rows.select_related("district", "topic"))
    return list(found.order_by("-approved_at", "id")[: 2 * LOOKED_AT])


def _weight(issue: Issue, lesson: Lesson, one: Related | None) -> float:
    """Only orders what is shown. Words tell most; a season alone tells little."""
    same_topic = issue.topic_id is not None and lesson.topic_id == issue.topic_id
    same_season = issue.season != Season.ALL_YEAR and lesson.season == issue.season
    return (one.score if one else 0.0) + 0.3 * same_topic + 0.15 * same_season


def _reasons(issue: Issue, lesson: Lesson, one: Related | None) -> tuple[str, ...]:
    reasons = []
    if one is not None:
        shared = "」「".join(one.shared[:3])
        reasons.append(_("「%(shared)s」が同じです。") % {"shared": shared})
    if lesson.topic is not None and lesson.topic_id == issue.topic_id:
        reasons.append(_("話題「%(topic)s」が同じです。") % {"topic": lesson.topic.name})
    if issue.season != Season.ALL_YEAR and lesson.season == issue.season:
        reasons.append(
            _("季節（%(season)s）が同じです。") % {"season": lesson.get_season_display()}
        )
    return tuple(reasons)
