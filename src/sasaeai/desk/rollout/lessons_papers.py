"""事例シート and 事例集: lessons on paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sasaeai.desk.gate import DeskRequest, signed_in
from sasaeai.desk.papers import paper_response
from sasaeai.kernel.errors import NotFound
from sasaeai.rollout.exports.lessons import lesson_book_paper, lesson_sheet_paper
from sasaeai.rollout.queries import lessons as queries


@signed_in
@require_safe
def lesson_sheet(request: DeskRequest, lesson_id: UUID) -> HttpResponse:
    """One lesson on a page."""
    found = queries.get_visible_lesson(lesson_id, viewer=request.viewer)
    return paper_response(
        lesson_sheet_paper(found, uses=queries.uses_of(found), on=request.viewer.on)
    )


@signed_in
@require_safe
def lesson_book(request: DeskRequest) -> HttpResponse:
    """Every lesson that is out, by topic."""
    found = list(queries.lessons_by_topic(request.viewer))
    if not found:
        raise NotFound(_("公開された取組事例がまだないので、事例集は作れません。"))
    return paper_response(lesson_book_paper(found, on=request.viewer.on))
