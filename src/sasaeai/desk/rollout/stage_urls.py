"""Addresses of the board of districts and stages."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.rollout import stage_papers, stage_records, stage_settings, stages

_STAGE = "rollout/stages/<uuid:stage_id>/"
_DISTRICT = "rollout/districts/<uuid:district_id>/"
_RECORD = f"{_DISTRICT}stages/<uuid:stage_id>/"
_OPINION = "rollout/opinions/<uuid:opinion_id>/"

urlpatterns: list[URLPattern] = [
    path("rollout/", stages.board, name="rollout"),
    path("rollout/board.pdf", stage_papers.board_pdf, name="rollout_board_pdf"),
    path("rollout/board.xlsx", stage_papers.board_xlsx, name="rollout_board_xlsx"),
    path("rollout/stages/", stage_settings.stages, name="rollout_stages"),
    path("rollout/stages/begin/", stage_settings.begin, name="rollout_stages_begin"),
    path("rollout/stages/new/", stage_settings.stage_new, name="rollout_stage_new"),
    path(_STAGE, stage_settings.stage_edit, name="rollout_stage_edit"),
    path(f"{_STAGE}move/", stage_settings.stage_move, name="rollout_stage_move"),
    path(f"{_STAGE}remove/", stage_settings.stage_remove, name="rollout_stage_remove"),
    path(f"{_STAGE}restore/", stage_settings.stage_restore, name="rollout_stage_restore"),
    path(_DISTRICT, stages.district, name="rollout_district"),
    path(f"{_DISTRICT}agreement/", stage_records.agreement, name="rollout_agreement"),
    path(
        f"{_DISTRICT}papers/<slug:sheet>.<slug:ext>",
        stage_papers.stage_sheet,
        name="rollout_sheet",
    ),
    path(_RECORD, stage_records.record, name="rollout_record"),
    path(f"{_RECORD}skip/", stage_records.skip, name="rollout_skip"),
    path(f"{_RECORD}unskip/", stage_records.unskip, name="rollout_unskip"),
    path(f"{_RECORD}opinions/new/", stage_records.opinion_new, name="rollout_opinion_new"),
    path(_OPINION, stage_records.opinion, name="rollout_opinion"),
    path(f"{_OPINION}remove/", stage_records.opinion_remove, name="rollout_opinion_remove"),
    path(f"{_OPINION}restore/", stage_records.opinion_restore, name="rollout_opinion_restore"),
]
