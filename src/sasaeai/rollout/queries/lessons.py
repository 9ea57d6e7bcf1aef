"""Finding lessons, what in one of them still points to a person, and who took it up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sasaeai.directory.enums import Season
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.finding import matching, split_words
from sasaeai.kernel.personal import Finding, find_personal
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District
from sasaeai.people.queries import names_in_district
from sasaeai.rollout.access import visible_lesson_uses, visible_lessons
from sasaeai.rollout.enums import LessonUseState, SharedState
from sasaeai.rollout.models import Lesson, LessonUse

PAGE_SIZE = 30
OWN = "own"
"""Asks for what is on its way, or was taken back, in the viewer's own districts."""

REPORT_AFTER = timedelta(days=120)
"""After so long, about the time between two meetings, an origin is told how it goes."""

_TEXTS = ("title", "situation", "tried", "took", "became", "ask")


@dataclass(frozen=True, slots=True)
class Uptake:
    """In how many districts a lesson was taken up, and in how many it worked, or did in part."""

    districts: int = 0
    worked: int = 0
    partly: int = 0

    @property
    def sentence(self) -> str:
        """「3地区が取り入れ、2地区でうまくいきました。」; "" while nobody has taken it up."""
        if not self.districts:
            return ""
        words = {"n": self.districts, "worked": self.worked, "partly": self.partly}
        if self.worked and self.partly:
            return (
                _(
                    "%(n)s地区が取り入れ、%(worked)s地区でうまくいき、"
                    "%(partly)s地区で一部うまくいきました。"
                )
                % words
            )
        if self.worked:
            return _("%(n)s地区が取り入れ、%(worked)s地区でうまくいきました。") % words
        if self.partly:
            return _("%(n)s地区が取り入れ、%(partly)s地区で一部うまくいきました。") % words
        return _("%(n)s地区が取り入れています。") % words


def get_visible_lesson(lesson_id: UUID, *, viewer: Viewer) -> Lesson:
    """A lesson with district, topic and what it came from; NotFound for strangers."""
    return _found(visible_lessons(viewer).filter(pk=lesson_id))


def get_removed_lesson(lesson_id: UUID, *, viewer: Viewer) -> Lesson:
    """A lesson that was taken out, to be restored; NotFound for strangers."""
    rows = Lesson.objects.filter(municipality_id=viewer.municipality_id, pk=lesson_id)
    return _found(rows if viewer.sees_city else rows.filter(district_id__in=viewer.sees))


def _found(rows: QuerySet[Lesson]) -> Lesson:
    lesson = rows.select_related(
        "district", "topic", "issue", "meeting__body__district", "pattern"
    ).first()
    if lesson is None:
        raise NotFound(_("この取組事例は見つかりません。"))
    return lesson


def list_lessons(
    viewer: Viewer,
    *,
    topic: Topic | None = None,
    season: str = "",
    district: District | None = None,
    words: str = "",
    state: str = "",
) -> QuerySet[Lesson]:
    """Lessons that are out, or with state OWN those of the viewer's districts that are not.

    words: what stands in any of its texts. Each has `in_districts` and `worked_in`.
    """
    lessons = visible_lessons(viewer)
    if state == OWN:
        lessons = lessons.exclude(state=SharedState.APPROVED)
    else:
        lessons = lessons.filter(state=SharedState.APPROVED)
    if topic is not None:
        lessons = lessons.filter(topic=topic)
    if season in Season.values:
        lessons = lessons.filter(season=season)
    if district is not None:
        lessons = lessons.filter(district=district)
    if found := split_words(words):
        lessons = lessons.filter(matching(found, *_TEXTS))
    return with_uptake(lessons.select_related("district", "topic")).order_by(
        F("approved_at").desc(nulls_last=True), "-created_at", "id"
    )


def with_uptake(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """The same with `in_districts` and `worked_in`: how many took each up, and where it worked."""
    return lessons.annotate(
        in_districts=_districts(LessonUse.objects.current()),
        worked_in=_districts(LessonUse.objects.current().filter(state=LessonUseState.WORKED)),
    )


def lessons_page(lessons: QuerySet[Lesson], number: str | int | None) -> Page[Lesson]:
    """One page of a list; a number that does not exist gives the nearest page."""
    return Paginator(lessons, PAGE_SIZE).get_page(number)


def count_own(viewer: Viewer) -> int:
    """How many lessons of the viewer's districts are drafts, or wait to be approved."""
    waiting = (SharedState.DRAFT, SharedState.OFFERED)
    return visible_lessons(viewer).filter(state__in=waiting).count()


def districts_with_lessons(viewer: Viewer) -> QuerySet[District]:
    """Districts that have something to pass on, for choosing."""
    own = visible_lessons(viewer).filter(district_id=OuterRef("pk"))
    return District.objects.filter(Exists(own), municipality_id=viewer.municipality_id)


def lessons_by_topic(viewer: Viewer) -> QuerySet[Lesson]:
    """Everything that is out in the order of the booklet: by topic, what has none last."""
    lessons = visible_lessons(viewer).filter(state=SharedState.APPROVED)
    return with_uptake(lessons.select_related("district", "topic")).order_by(
        F("topic__position").asc(nulls_last=True), "topic_id", "district__kana", "approved_at", "id"
    )


def marks_of(lesson: Lesson) -> list[Finding]:
    """Words of a lesson by which a person may be recognised (L-02). One query."""
    text = "\n".join(getattr(lesson, name) for name in _TEXTS)
    return find_personal(text, names_in_district(lesson.district))


# ── Taken up elsewhere ───────────────────────────────────────────────────────────────────────────


def get_visible_use(use_id: UUID, *, viewer: Viewer) -> LessonUse:
    """What a district of the viewer's took up, also when taken back; NotFound for strangers."""
    use = (
        visible_lesson_uses(viewer)
        .filter(pk=use_id)
        .select_related("lesson__district", "district", "issue", "action")
        .first()
    )
    if use is None:
        raise NotFound(_("この取り入れは見つかりません。"))
    return use


def uses_of(lesson: Lesson) -> list[LessonUse]:
    """Who took a lesson up, the latest first. One query."""
    rows = LessonUse.objects.current().filter(municipality_id=lesson.municipality_id, lesson=lesson)
    return list(rows.select_related("district", "issue").order_by("-used_on", "-created_at"))


def untold_uses(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[LessonUse]:
    """Who took up lessons of some districts, or wrote what became of them, without these having
    read it yet; for きょう.
    """
    return (
        LessonUse.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            lesson__district_id__in=district_ids,
            lesson__removed_at=None,
            told_on=None,
        )
        .select_related("lesson__district", "district")
        .order_by("lesson_id", "used_on", "created_at")
    )


def uses_to_report(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[LessonUse]:
    """What some districts took up and whose origin waits to hear: the action written for it is
    done, or REPORT_AFTER has passed; for きょう.
    """
    return (
        LessonUse.objects.current()
        .filter(
            Q(action__done_on__isnull=False) | Q(used_on__lte=viewer.on - REPORT_AFTER),
            municipality_id=viewer.municipality_id,
            district_id__in=district_ids,
            state=LessonUseState.TRYING,
        )
        .select_related("lesson__district", "district", "action")
        .order_by("used_on", "created_at")
    )


def lessons_under_way(viewer: Viewer, district_ids: Collection[UUID]) -> QuerySet[Lesson]:
    """Lessons of some districts that wait for a second person, or were sent back; for きょう."""
    return (
        visible_lessons(viewer)
        .filter(
            Q(state=SharedState.OFFERED) | (Q(state=SharedState.DRAFT) & ~Q(returned_note="")),
            district_id__in=district_ids,
        )
        .select_related("district")
        .order_by("created_at")
    )


def uptake_of(uses: Iterable[LessonUse]) -> Uptake:
    """The uses of one lesson counted by district: a district in which it worked once, did work."""
    best: dict[UUID, str] = {}
    order = [LessonUseState.WORKED, LessonUseState.PARTLY, LessonUseState.FAILED]
    for use in uses:
        known = best.get(use.district_id)
        if known is None or _rank(order, use.state) < _rank(order, known):
            best[use.district_id] = use.state
    results = list(best.values())
    return Uptake(
        districts=len(best),
        worked=results.count(LessonUseState.WORKED),
        partly=results.count(LessonUseState.PARTLY),
    )


def _rank(order: list[LessonUseState], state: str) -> int:
    return order.index(LessonUseState(state)) if state in order else len(order)


def _districts(uses: QuerySet[LessonUse]) -> Coalesce:
    own = uses.filter(municipality_id=OuterRef("municipality_id"), lesson_id=OuterRef("pk"))
    counted = own.order_by().values("lesson_id").annotate(n=Count("district_id", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)
