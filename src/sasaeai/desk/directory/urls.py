"""Addresses of the directory of services, its yearly check and its tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.directory import checks, entries, introduce, papers, tables
from sasaeai.desk.gate import DeskView

_SERVICE = "directory/services/<uuid:service_id>/"
_CHECK = "directory/checks/<uuid:check_id>/"
_CORRECTION = "directory/corrections/<uuid:correction_id>/"
_INTRODUCTION = "introductions/<uuid:introduction_id>/"
_TABLE = "directory/tables/<uuid:import_id>/"


def _files(stem: str, view: DeskView, name: str, *endings: str) -> list[URLPattern]:
    """An address for each kind of file of a paper: `directory_pdf` is directory/papers/list.pdf."""
    return [path(f"{stem}.{ext}", view, {"ext": ext}, name=f"{name}_{ext}") for ext in endings]


urlpatterns: list[URLPattern] = [
    path("directory/", entries.directory, name="directory"),
    path("directory/services/new/", entries.service_new, name="service_new"),
    path(_SERVICE, entries.service, name="service"),
    path(f"{_SERVICE}edit/", entries.service_edit, name="service_edit"),
    path(f"{_SERVICE}verify/", entries.service_verify, name="service_verify"),
    path(f"{_SERVICE}unverify/", entries.service_unverify, name="service_unverify"),
    path(f"{_SERVICE}end/", entries.service_end, name="service_end"),
    path(f"{_SERVICE}resume/", entries.service_resume, name="service_resume"),
    path(f"{_SERVICE}remove/", entries.service_remove, name="service_remove"),
    path(f"{_SERVICE}restore/", entries.service_restore, name="service_restore"),
    path("directory/papers/", papers.directory_papers, name="directory_papers"),
    *_files("directory/papers/list", papers.directory_paper, "directory", "pdf", "docx", "xlsx"),
    path("directory/papers/services.json", papers.directory_hsds, name="directory_hsds"),
    path("directory/papers/services.csv", papers.directory_csv, name="directory_csv"),
    path("directory/checks/", checks.checks, name="service_checks"),
    *_files("directory/checks/sheets", papers.check_papers, "service_checks", "pdf", "docx"),
    path(_CHECK, checks.check, name="service_check"),
    path(f"{_CHECK}sheet.<str:ext>", papers.check_paper, name="service_check_paper"),
    path(f"{_CHECK}withdraw/", checks.check_withdraw, name="service_check_withdraw"),
    path(f"{_CHECK}restore/", checks.check_restore, name="service_check_restore"),
    path("directory/corrections/", checks.corrections, name="corrections"),
    path(_CORRECTION, checks.correction, name="correction"),
    path(f"{_CORRECTION}add/", entries.service_new, name="correction_add"),
    path(f"{_CORRECTION}accept/", checks.correction_accept, name="correction_accept"),
    path(f"{_CORRECTION}reopen/", checks.correction_reopen, name="correction_reopen"),
    path("issues/<uuid:issue_id>/introduce/", introduce.issue_introduce, name="issue_introduce"),
    path(
        "troubles/<uuid:trouble_id>/introduce/",
        introduce.trouble_introduce,
        name="trouble_introduce",
    ),
    path("items/<uuid:item_id>/introduce/", introduce.item_introduce, name="item_introduce"),
    path(
        f"{_INTRODUCTION}take-back/",
        introduce.introduction_take_back,
        name="introduction_take_back",
    ),
    path(f"{_INTRODUCTION}restore/", introduce.introduction_restore, name="introduction_restore"),
    path("directory/tables/", tables.tables, name="service_tables"),
    path(_TABLE, tables.table, name="service_table"),
    path(f"{_TABLE}carry-out/", tables.table_carry_out, name="service_table_carry_out"),
]
