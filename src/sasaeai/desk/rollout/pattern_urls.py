"""Addresses of the formation patterns."""

from __future__ import annotations

from django.urls import path

from sasaeai.desk.rollout import pattern_uses, patterns

_PATTERN = "rollout/patterns/<uuid:pattern_id>/"
_DISTRICT = "rollout/districts/<uuid:district_id>/pattern/"
_USE = "rollout/pattern-uses/<uuid:use_id>/"
_STEP = "rollout/pattern-steps/<uuid:step_id>/"

urlpatterns = [
    path("rollout/patterns/", patterns.patterns, name="patterns"),
    path("rollout/patterns/begin/", patterns.patterns_begin, name="patterns_begin"),
    path("rollout/patterns/compare/", patterns.patterns_compare, name="patterns_compare"),
    path(_PATTERN, patterns.pattern, name="pattern"),
    path(f"{_PATTERN}edit/", patterns.pattern_edit, name="pattern_edit"),
    path(f"{_PATTERN}offer/", patterns.pattern_offer, name="pattern_offer"),
    path(f"{_PATTERN}return/", patterns.pattern_return, name="pattern_return"),
    path(f"{_PATTERN}approve/", patterns.pattern_approve, name="pattern_approve"),
    path(f"{_PATTERN}withdraw/", patterns.pattern_withdraw, name="pattern_withdraw"),
    path(_DISTRICT, pattern_uses.district_pattern, name="district_pattern"),
    path(f"{_DISTRICT}save/", patterns.pattern_save_as, name="pattern_save_as"),
    path(f"{_DISTRICT}<uuid:pattern_id>/", pattern_uses.pattern_use, name="pattern_use"),
    path(f"{_DISTRICT}<uuid:pattern_id>/note/", pattern_uses.pattern_note, name="pattern_note"),
    path(f"{_USE}take-back/", pattern_uses.pattern_take_back, name="pattern_take_back"),
    path(f"{_USE}restore/", pattern_uses.pattern_use_restore, name="pattern_use_restore"),
    path(f"{_STEP}done/", pattern_uses.pattern_step_done, name="pattern_step_done"),
    path(f"{_STEP}open/", pattern_uses.pattern_step_open, name="pattern_step_open"),
]
