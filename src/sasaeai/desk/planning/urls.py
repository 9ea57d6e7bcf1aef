"""Addresses of planning: fewer meetings, the burden of meetings, the aim of a 年度."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.planning import burden, fewer, joins, target

_JOIN = "planning/joins/<uuid:join_id>/"
_ANSWER = "planning/answers/<uuid:host_answer_id>/"
_TIE = "planning/pairs/<uuid:tie_id>/"

urlpatterns: list[URLPattern] = [
    path("planning/fewer/", fewer.fewer, name="fewer"),
    path("planning/fewer/<uuid:body_id>/<uuid:other_id>/", fewer.pair, name="fewer_pair"),
    path(_JOIN, joins.join, name="join"),
    path(f"{_JOIN}paper.pdf", joins.join_paper, name="join_paper"),
    path(f"{_JOIN}remove/", joins.join_remove, name="join_remove"),
    path(f"{_JOIN}restore/", joins.join_restore, name="join_restore"),
    path(f"{_JOIN}<uuid:host_id>/", joins.join_answer, name="join_answer"),
    path(f"{_ANSWER}remove/", joins.join_answer_remove, name="join_answer_remove"),
    path(f"{_ANSWER}restore/", joins.join_answer_restore, name="join_answer_restore"),
    path(f"{_TIE}end/", joins.tie_end, name="tie_end"),
    path(f"{_TIE}continue/", joins.tie_continue, name="tie_continue"),
    path("planning/burden/", burden.burden, name="burden"),
    path("planning/target/", target.target, name="target"),
]
