"""Addresses of know-how."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.rollout import lessons, lessons_papers, lessons_uses

_LESSON = "rollout/lessons/<uuid:lesson_id>/"
_USE = "rollout/lessons/taken-up/<uuid:lesson_use_id>/"

urlpatterns: list[URLPattern] = [
    path("rollout/lessons/", lessons.lessons, name="lessons"),
    path("rollout/lessons/new/", lessons.lesson_new, name="lesson_new"),
    path("rollout/lessons/book.pdf", lessons_papers.lesson_book, name="lesson_book"),
    path("rollout/lessons/for/<uuid:issue_id>/", lessons_uses.issue_lessons, name="issue_lessons"),
    path(_LESSON, lessons.lesson, name="lesson"),
    path(f"{_LESSON}edit/", lessons.lesson_edit, name="lesson_edit"),
    path(f"{_LESSON}offer/", lessons.lesson_offer, name="lesson_offer"),
    path(f"{_LESSON}approve/", lessons.lesson_approve, name="lesson_approve"),
    path(f"{_LESSON}return/", lessons.lesson_return, name="lesson_return"),
    path(f"{_LESSON}withdraw/", lessons.lesson_withdraw, name="lesson_withdraw"),
    path(f"{_LESSON}remove/", lessons.lesson_remove, name="lesson_remove"),
    path(f"{_LESSON}restore/", lessons.lesson_restore, name="lesson_restore"),
    path(f"{_LESSON}sheet.pdf", lessons_papers.lesson_sheet, name="lesson_sheet"),
    path(f"{_LESSON}adopt/", lessons_uses.lesson_adopt, name="lesson_adopt"),
    path(f"{_LESSON}told/", lessons_uses.lesson_told, name="lesson_told"),
    path(f"{_USE}report/", lessons_uses.lesson_use_report, name="lesson_use_report"),
    path(f"{_USE}undo/", lessons_uses.lesson_use_undo, name="lesson_use_undo"),
    path(f"{_USE}restore/", lessons_uses.lesson_use_restore, name="lesson_use_restore"),
]
