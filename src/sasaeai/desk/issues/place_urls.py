"""Addresses of what is looked at by place: efforts of each 町会, the drawing of a district."""

from __future__ import annotations

from django.urls import URLPattern, path

from sasaeai.desk.issues import efforts

_EFFORTS = "issues/efforts/<uuid:district_id>/"

urlpatterns: list[URLPattern] = [
    path("issues/efforts/", efforts.efforts, name="efforts"),
    path(_EFFORTS, efforts.district_efforts, name="district_efforts"),
    path(f"{_EFFORTS}table.<str:ext>", efforts.efforts_sheet, name="efforts_sheet"),
    path(f"{_EFFORTS}blank.pdf", efforts.efforts_blank, name="efforts_blank"),
    path(f"{_EFFORTS}<uuid:organization_id>/", efforts.effort, name="effort"),
]
