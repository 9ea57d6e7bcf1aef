"""Who may see how far the districts are, and who may write it down."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import DistrictStage, Lesson, LessonUse, Pattern, PatternUse

# ── Stages ───────────────────────────────────────────────────────────────────────────────────────


def visible_stage_records(viewer: Viewer) -> QuerySet[DistrictStage]:
    """Records of stages of the districts the viewer may read."""
    records = DistrictStage.objects.filter(municipality_id=viewer.municipality_id)
    return records if viewer.sees_city else records.filter(district_id__in=viewer.sees)


def check_can_keep_stages(viewer: Viewer) -> None:
    """Raise unless the viewer may change the stages themselves: they are the whole city's."""
    if not viewer.sees_city:
        raise NotAllowed(
            _("展開の段階は市全体で使うものです。直すときは、市・市社協の担当者に頼んでください。")
        )


def check_can_write_stages(viewer: Viewer, district: District) -> None:
    """Raise unless the viewer is of the city or its council, or runs the district's meetings."""
    if not can_write_stages(viewer, district):
        raise NotAllowed(
            _(
                "%(district)sの立上げの記録は、市・市社協の担当者か、"
                "その地区の地区社協の役員、担当の地域支え合い推進員が書きます。"
            )
            % {"district": district.name}
        )


def can_write_stages(viewer: Viewer, district: District) -> bool:
    """Whether `check_can_write_stages` would let the viewer pass."""
    if viewer.municipality_id != district.municipality_id:
        return False
    return viewer.sees_city or viewer.may_run(district.id)


# ── Know-how ─────────────────────────────────────────────────────────────────────────────────────


def visible_lessons(viewer: Viewer) -> QuerySet[Lesson]:
    """Lessons that are out, whosever they are; those on their way only to readers of their district.

    Of what is out, other districts read the text alone (`reads_origin`).
    """
    lessons = Lesson.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    if viewer.sees_city:
        return lessons
    return lessons.filter(Q(state=SharedState.APPROVED) | Q(district_id__in=viewer.sees))


def reads_origin(viewer: Viewer, lesson: Lesson) -> bool:
    """Whether the viewer may see who wrote a lesson, what it came from and what was said of it."""
    return viewer.municipality_id == lesson.municipality_id and viewer.may_see(lesson.district_id)


def reads_use(viewer: Viewer, use: LessonUse) -> bool:
    """Whether the viewer may see for which issue a lesson was taken up and the words of what became.

    Its origin hears the words too (`reads_origin`); nobody approved them for other districts.
    """
    return viewer.municipality_id == use.municipality_id and viewer.may_see(use.district_id)


def check_can_write_lesson(viewer: Viewer, lesson: Lesson) -> None:
    """Raise unless the viewer runs the meetings of the district whose lesson it is."""
    check_can_run_district(viewer, lesson.district)


def check_can_decide_lesson(viewer: Viewer, lesson: Lesson) -> None:
    """Raise unless the viewer may approve, send back or withdraw lessons of the district.

    Those who run the district's meetings, and the city and its council who read every district.
    """
    same = viewer.municipality_id == lesson.municipality_id and viewer.account_id is not None
    if not same or not (viewer.sees_city or viewer.may_run(lesson.district_id)):
        raise NotAllowed(_who_approves(lesson))


def check_can_approve_lesson(viewer: Viewer, lesson: Lesson) -> None:
    """Raise unless the viewer is a second person: one who wrote nothing in it."""
    check_can_decide_lesson(viewer, lesson)
    if viewer.account_id == lesson.written_by_id or str(viewer.account_id) in lesson.writers:
        raise NotAllowed(_("取組事例は、書いた人とは別の人が承認します。") + _who_approves(lesson))


def can_decide_lesson(viewer: Viewer, lesson: Lesson) -> bool:
    """Whether `check_can_decide_lesson` would let the viewer pass."""
    return _passes(check_can_decide_lesson, viewer, lesson)


def can_approve_lesson(viewer: Viewer, lesson: Lesson) -> bool:
    """Whether `check_can_approve_lesson` would let the viewer pass."""
    return _passes(check_can_approve_lesson, viewer, lesson)


def visible_lesson_uses(viewer: Viewer) -> QuerySet[LessonUse]:
    """What the viewer's districts took up from others, also what they took back."""
    uses = LessonUse.objects.filter(municipality_id=viewer.municipality_id)
    return uses if viewer.sees_city else uses.filter(district_id__in=viewer.sees)


def _passes(check: Callable[[Viewer, Lesson], None], viewer: Viewer, lesson: Lesson) -> bool:
    try:
        check(viewer, lesson)
    except NotAllowed:
        return False
    return True


def _who_approves(lesson: Lesson) -> str:
    return _(
        "承認できるのは、この事例を書いていない%(district)sの地区社協の役員か、"
        "担当の地域支え合い推進員、または市・市社協の担当者です。"
    ) % {"district": lesson.district.name}


# ── Formation patterns ───────────────────────────────────────────────────────────────────────────


def visible_patterns(viewer: Viewer) -> QuerySet[Pattern]:
    """Patterns that are out, whosever they are; a district's own on its way only to its readers."""
    patterns = Pattern.objects.filter(municipality_id=viewer.municipality_id, removed_at=None)
    if viewer.sees_city:
        return patterns
    return patterns.filter(Q(state=SharedState.APPROVED) | Q(home_id__in=viewer.sees))


def reads_pattern_origin(viewer: Viewer, pattern: Pattern) -> bool:
    """Whether the viewer may see who wrote a pattern and what was said of it on its way."""
    return pattern.home_id is not None and viewer.may_see(pattern.home_id)


def check_can_write_pattern(viewer: Viewer, pattern: Pattern) -> None:
    """Raise unless the viewer may change a pattern: the city those of all, a district its own."""
    if pattern.home is not None:
        check_can_run_district(viewer, pattern.home)
    elif viewer.municipality_id != pattern.municipality_id or not viewer.sees_city:
        raise NotAllowed(
            _(
                "この型は市全体で使うものです。直すときは、市・市社協の担当者に頼むか、"
                "地区のやり方を新しい型として残してください。"
            )
        )


def can_write_pattern(viewer: Viewer, pattern: Pattern) -> bool:
    """Whether `check_can_write_pattern` would let the viewer pass."""
    try:
        check_can_write_pattern(viewer, pattern)
    except NotAllowed:
        return False
    return True


def check_pattern_is_out(pattern: Pattern, district: District) -> None:
    """Raise unless a district may use a pattern: one that is out, or its own."""
    if pattern.state != SharedState.APPROVED and pattern.home_id != district.id:
        raise NotNow(_("この型はまだ公開されていません。承認されると、使えるようになります。"))


def check_can_decide_pattern(viewer: Viewer, pattern: Pattern) -> None:
    """Raise unless the viewer may send back or withdraw a district's pattern."""
    same = viewer.municipality_id == pattern.municipality_id and viewer.account_id is not None
    runs = pattern.home_id is not None and viewer.may_run(pattern.home_id)
    if not same or not (viewer.sees_city or runs):
        raise NotAllowed(_who_approves_pattern(pattern))


def check_can_approve_pattern(viewer: Viewer, pattern: Pattern) -> None:
    """Raise unless the viewer is a second person: one who wrote nothing in it."""
    check_can_decide_pattern(viewer, pattern)
    if str(viewer.account_id) in pattern.writers:
        raise NotAllowed(
            _("型は、書いた人とは別の人が承認します。") + _who_approves_pattern(pattern)
        )


def can_approve_pattern(viewer: Viewer, pattern: Pattern) -> bool:
    """Whether `check_can_approve_pattern` would let the viewer pass."""
    try:
        check_can_approve_pattern(viewer, pattern)
    except NotAllowed:
        return False
    return True


def can_decide_pattern(viewer: Viewer, pattern: Pattern) -> bool:
    """Whether `check_can_decide_pattern` would let the viewer pass."""
    try:
        check_can_decide_pattern(viewer, pattern)
    except NotAllowed:
        return False
    return True


def visible_pattern_uses(viewer: Viewer) -> QuerySet[PatternUse]:
    """Uses of patterns, also those taken back, in the districts the viewer may read."""
    uses = PatternUse.objects.filter(municipality_id=viewer.municipality_id)
    return uses if viewer.sees_city else uses.filter(district_id__in=viewer.sees)


def _who_approves_pattern(pattern: Pattern) -> str:
    return _(
        "承認できるのは、この型を書いていない%(district)sの地区社協の役員か、"
        "担当の地域支え合い推進員、または市・市社協の担当者です。"
    ) % {"district": pattern.home.name if pattern.home else _("もとの地区")}
